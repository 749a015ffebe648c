import * as node from 'node:net';
import * as fc from 'fast-check';
import { isIP } from '../../../src/common/props/ip';

const NAMED = ['', '1.2.3.4', '01.2.3.4', '256.1.1.1', '1.2.3', '1.2.3.4.5', '::', '::1', '1::', '1::2::3', ':::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7',
  '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4', '1.2.3.4::', '::1.2.3.4:5', 'fe80::1%eth0', 'fe80::1%', '%eth0', '12345::', 'g::', ':1', '1:', '::1:', 'union.example.com',
  '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7::8', '::1:2:3:4:5:6:7:8', '1.2.3.4::1'];

test.each(NAMED)('%p is taken as Node takes it', (text) => {
  expect(isIP(text)).toBe(node.isIP(text));
});

test('so is whatever looks like an address', () => {
  const piece = fc.constantFrom(':', '::', '.', '0', '1', 'ff', 'abcd', '255', '256', '1.2.3.4', '%', 'x');
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.array(piece, { maxLength: 17 }).map((parts) => parts.join(''))), (text) => isIP(text) === node.isIP(text)), { numRuns: 500 });
  expect(isIP('::1')).toBe(6);
});
