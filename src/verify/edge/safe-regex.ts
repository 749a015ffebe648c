/** Flags at the start, which JavaScript takes apart from the expression. */
const INLINE_FLAGS = /^(\^?)\(\?([ims]+)\)/;

/**
 * A regular expression from the input, compiled only when it cannot run away: nested quantifiers and long chains of
 * open-ended ones take exponential or high polynomial time in a backtracking engine.
 *
 * Nothing for others. That says nothing about what they match: who asks must take it for "may".
 */
export function safeRegex(source: string, flags: string): RegExp | undefined {
  const openEnded = source.match(/[*+}]/g)?.length ?? 0;
  if (source.length > 1024 || openEnded > 6 || /\)[*+{]/.test(source)) {
    return undefined;
  }
  try {
    const [start = '', anchor = '', inline = ''] = INLINE_FLAGS.exec(source) ?? [];
    const rest = source.slice(start.length).replace(/\(\?P</g, '(?<');
    return new RegExp(`${anchor}${rest}`, [...new Set(`${flags}${inline}`)].join(''));
  } catch {
    return undefined;
  }
}
