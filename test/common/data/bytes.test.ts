import { bytesInBase64, textInBase64 } from '../../../src/common/data/bytes';

test.each([['aGk=', 'hi'], ['aG\n k=', 'hi'], ['w7w=', 'ü'], ['', ''], ['no base64!', 'no base64!']])('%j says %j', (base64, text) => {
  expect(textInBase64(base64)).toBe(text);
});

test('bytes are what they are, and nothing of what is no base64', () => {
  expect(bytesInBase64('/wA=')).toEqual(Uint8Array.of(255, 0));
  expect(bytesInBase64('$$')).toBeUndefined();
});
