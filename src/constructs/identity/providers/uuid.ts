import { sha1 } from '../../../common/data/digest';
import { bytesOf } from '../../../common/data/texts';

/** The namespace of names that are URLs (RFC 4122, appendix C). */
const URL_NAMESPACE = [
  0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
];

/**
 * The UUID (version 5) of a URL: the same for the same URL, so that a file does not change from run to run.
 */
export function uuidOf(url: string): string {
  const hex = sha1(Uint8Array.from([...URL_NAMESPACE, ...bytesOf(url)]));
  // The variant takes the two highest bits of its digit: 8, 9, a or b.
  const variant = (8 + parseInt(hex[16], 16) % 4).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
