/** A text as a part of a pattern that finds it as it is. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What any of the expressions finds, by the flags of the first: a long one, a line an alternative. */
export function either(...alternatives: readonly RegExp[]): RegExp {
  return new RegExp(alternatives.map(({ source }) => source).join('|'), alternatives[0].flags);
}

/**
 * Such as `a, b and c`, in the order that is given. `Intl.ListFormat` says the same, and loads the languages
 * of the world for it: 5 MiB of each `verify`.
 */
export function listed(texts: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = texts.slice(-2).join(` ${conjunction} `);
  return [...texts.slice(0, -2), last].join(', ');
}

/** Text as bytes and back, as browsers can do it, too. */
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

/** In UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return ENCODER.encode(text);
}

/** The text of bytes; what is not UTF-8 becomes U+FFFD. */
export function textOfBytes(bytes: Uint8Array): string {
  return DECODER.decode(bytes);
}

/** Base64 of URLs, without padding. */
export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/**
 * The bytes of a text in base64 as Secrets have it, padded or not, white space in it or not; nothing where it
 * is none.
 */
export function bytesInBase64(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The text that is encoded in base64; the text itself where it is not one. */
export function textInBase64(base64: string): string {
  const bytes = bytesInBase64(base64);
  return bytes === undefined ? base64 : textOfBytes(bytes);
}

/** A value in a message: short, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
