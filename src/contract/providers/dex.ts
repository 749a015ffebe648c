import { base64Url, bytesInBase64, bytesOf, textOfBytes } from '../../common/data/texts';
import { KnownProvider } from './known-provider';

/** The tag of the first field, of type string, in a Protocol Buffers message. */
const FIRST_FIELD = 0x0a;

/**
 * The subject of a service's token: a Protocol Buffers message whose first field is the client ID, in
 * base64url without padding.
 *
 * Source: Dex `server/oauth2.go` (`genSubject`), `server/internal/types.proto` (`IDTokenSubject`), at its
 * main branch of 2026-08.
 */
export function subjectOf(clientId: string): string {
  const id = bytesOf(clientId);
  return base64Url(Uint8Array.from([FIRST_FIELD, ...varint(id.length), ...id]));
}

/** Seven bits a byte, the lowest first; the highest bit says that there is more. */
function varint(value: number): number[] {
  return value < 0x80 ? [value] : [0x80 + value % 0x80, ...varint(Math.floor(value / 0x80))];
}

/** The client whose subject this is. People's subjects name a connector behind it, so they are none. */
function clientOfSubject(subject: string): string | undefined {
  const bytes = bytesInBase64(subject.replace(/-/g, '+').replace(/_/g, '/')) ?? new Uint8Array();
  // One byte of length for an ID of up to 127 characters, two for longer ones.
  const clients = [2, 3].map((start) => textOfBytes(bytes.subarray(start)));
  return clients.find((client) => client !== '' && subjectOf(client) === subject);
}

/** Every installation has hosts of its own. */
export const DEX: KnownProvider = {
  name: 'Dex',
  audienceIsClientId: true,
  clientOfSubject,
};
