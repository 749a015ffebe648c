const LONGEST = 200;

/**
 * User and password of a URL, of one that a "/", "?" or "#" of the password breaks, and of one that lost its
 * scheme.
 */
const USER_INFO =
  /(:\/\/)(?:[^/?#@\s"]*|[^/?#@\s"[]*:(?!\d*[/?#])[^@\s"]*)@|(?<=^|[\s"])[^\s"@:/]+:[^\s"@/]*@/g;

/** What nobody takes for anything but a secret: a token, a client secret of Entra ID, a private key. */
const SECRET = new RegExp([
  String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`,
  String.raw`(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])`,
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*',
].join('|'), 'g');

/** Whether a text is, or holds, what must not stand in logs and manifests. */
export function holdsSecret(text: string): boolean {
  return text.search(SECRET) >= 0;
}

/**
 * A value as an error message shows it: as JSON where it is data, by its class where it is an object of one.
 * Credentials in URLs are left out, and what is a secret by its shape. Never throws.
 */
export function show(value: unknown): string {
  if (typeof value === 'function') {
    return `the function ${value.name || '(without a name)'}`;
  }
  if (typeof value === 'number') {
    // JSON has no word for NaN and infinity.
    return String(value);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlain(value)) {
    return `an object of ${value.constructor?.name ?? 'a class without a name'}`;
  }
  const text = asJson(value).replace(USER_INFO, '$1…@').replace(SECRET, '…');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Whether an object is one of no class. Told by its prototypes, so that it may come from another realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function asJson(value: unknown): string {
  const nested = (_: string, entry: unknown) =>
    (typeof entry === 'object' && entry !== null && !Array.isArray(entry) && !isPlain(entry)
      ? show(entry)
      : entry);
  try {
    return JSON.stringify(value, nested) ?? String(value);
  } catch {
    // A cycle, or a bigint.
    return typeof value === 'object' ? 'an object that JSON cannot hold' : String(value);
  }
}
