import { BYTE_ORDER_MARK, withoutMark } from '../../../src/common/yaml/byte-order-mark';

test.each([
  ['a: 1', 'a: 1'],
  [`${BYTE_ORDER_MARK}a: 1`, 'a: 1'],
  [`${BYTE_ORDER_MARK}${BYTE_ORDER_MARK}a`, `${BYTE_ORDER_MARK}a`],
  [`a: ${BYTE_ORDER_MARK}`, `a: ${BYTE_ORDER_MARK}`],
  ['', ''],
])('%j without the mark at its start is %j', (text, expected) => {
  expect(withoutMark(text)).toBe(expected);
});
