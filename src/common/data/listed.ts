/**
 * Such as `a, b and c`, in the order that is given. `Intl.ListFormat` says the same, and loads the languages
 * of the world for it: 5 MiB of each `verify`.
 */
export function listed(texts: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = texts.slice(-2).join(` ${conjunction} `);
  return [...texts.slice(0, -2), last].join(', ');
}
