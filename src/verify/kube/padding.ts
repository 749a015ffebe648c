/** What comes along when a value is copied: white space, and typographic quotes, which are none to YAML. */
const AROUND = /^[\s\u2018-\u201f]+|[\s\u2018-\u201f]+$/g;

/** A text without what nobody means around it. */
export function unpadded(text: string): string {
  return text.replace(AROUND, '');
}

/** What stands around a text, in words; nothing where nothing does. */
export function paddingOf(text: string): string | undefined {
  if (unpadded(text) === text) {
    return undefined;
  }
  return /^[\u2018-\u201f]|[\u2018-\u201f]$/.test(text.trim()) ? 'typographic quotes' : 'white space';
}
