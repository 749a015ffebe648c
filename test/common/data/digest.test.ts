import { createHash } from 'node:crypto';
import { sha1, sha256 } from '../../../src/common/data/digest';
import { base64Url, bytesInBase64, bytesOf, textOfBytes } from '../../../src/common/data/texts';

/** Around the ends of blocks, and characters of several bytes. */
const TEXTS = [...[0, 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 128, 1000].map((length) => 'x'.repeat(length)), 'é𝄞 認証\n'.repeat(40)];

test('digests are those of Node', () => {
  const node = (algorithm: string) => TEXTS.map((text) => createHash(algorithm).update(text).digest('hex'));
  expect(TEXTS.map(sha256)).toEqual(node('sha256'));
  expect(TEXTS.map((text) => sha1(bytesOf(text)))).toEqual(node('sha1'));
});

test('base64 is that of Node', () => {
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (const length of [0, 1, 2, 3, 255, 256]) {
    expect(base64Url(all.subarray(0, length))).toBe(Buffer.from(all.subarray(0, length)).toString('base64url'));
  }
  for (const text of ['', 'YQ', 'YQ==', 'YWI=', 'YWJj', '+/+/', 'YWJj\nZGVm\n', 'w6k']) {
    expect([...bytesInBase64(text)!]).toEqual([...Buffer.from(text, 'base64')]);
  }
  expect(textOfBytes(bytesInBase64('w6k=')!)).toBe('é');
  for (const text of ['a', '-_-_', 'YQ*=', 'YQ==x', 'YQ===', 'YWJjZ']) {
    expect([text, bytesInBase64(text)]).toEqual([text, undefined]);
  }
});
