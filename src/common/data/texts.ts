/** Escapes a text for use in a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The alternation of expressions, with the flags of the first: for a long one, one alternative per line. */
export function either(...alternatives: readonly RegExp[]): RegExp {
  return new RegExp(alternatives.map(({ source }) => source).join('|'), alternatives[0].flags);
}

/**
 * A list such as `a, b and c`, in the given order. `Intl.ListFormat` does the same, but loads 5 MiB of locale
 * data per `verify`.
 */
export function listed(texts: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = texts.slice(-2).join(` ${conjunction} `);
  return [...texts.slice(0, -2), last].join(', ');
}

/** UTF-8 conversions that also work in browsers. */
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** In UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** Decodes UTF-8; invalid bytes become U+FFFD. */
export function textOfBytes(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

/** Base64url without padding. */
export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Decodes base64 as in Secrets, with or without padding and white space; undefined if it is invalid. */
export function bytesInBase64(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The text encoded in base64; the text itself if it is not base64. */
export function textInBase64(base64: string): string {
  const bytes = bytesInBase64(base64);
  return bytes === undefined ? base64 : textOfBytes(bytes);
}

/** A value in a message: short, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
