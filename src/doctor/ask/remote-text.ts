import { listText } from '../../common/data/enumerated';

/** Decodes percent-encoding; unchanged if a percent sign encodes nothing. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const LIMIT = 160;

/** Remote text that is safe in a finding: one line, short, without control characters. */
export function quoted(text: string): string {
  // eslint-disable-next-line no-control-regex
  const harmless = text
    .slice(0, LIMIT * 4)
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ')
    .trim();
  return harmless.length > LIMIT ? `${harmless.slice(0, LIMIT - 1)}…` : harmless;
}

/** A remote list; for a long one only what it lacks. */
export function listFound(texts: readonly string[], what: string, lacks: string): string {
  return texts.length === 0 ? 'none' : listText(texts.map(quoted), what, [quoted(lacks)]);
}
