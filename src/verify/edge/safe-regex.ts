/**
 * A regular expression from the input, compiled only when it cannot run away: nested quantifiers and long chains of
 * open-ended ones take exponential or high polynomial time in a backtracking engine.
 */
export function safeRegex(source: string, flags: string): RegExp | undefined {
  const openEnded = source.match(/[*+}]/g)?.length ?? 0;
  if (source.length > 1024 || openEnded > 6 || /\)[*+{]/.test(source)) {
    return undefined;
  }
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
