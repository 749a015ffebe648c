import { createHash } from 'node:crypto';

/** The namespace of names that are URLs (RFC 4122, appendix C). */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** The UUID (version 5) of a URL: the same for the same URL, so that a file does not change from run to run. */
export function uuidOf(url: string): string {
  const hex = createHash('sha1').update(URL_NAMESPACE).update(url).digest('hex');
  // The variant takes the two highest bits of its digit: 8, 9, a or b.
  const variant = (8 + parseInt(hex[16], 16) % 4).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
