import type { EdgeRoute } from './route';

const SHOWN = 4;

/**
 * What findings say about routes that ought to be guarded.
 *
 * @param whose what has the routes, where it need not be what the finding is about
 */
export function openRoutesText(
  routes: readonly EdgeRoute[], whose?: string,
): { expected: string; found: string; values: { paths: string } } {
  const unread = routes.flatMap(({ guard }) => (guard.kind === 'none' ? guard.unread ?? [] : []));
  const guard = whose === undefined ? 'a guard' : `a guard of ${whose}`;
  return {
    expected: `${guard} before every request on ${some(routes.map(({ host }) => host ?? 'every host'))}`,
    values: { paths: some(routes.map(({ path }) => path)) },
    found: [`no guard before ${some(routes.map(({ path }) => path))}`, ...new Set(unread)].join(': '),
  };
}

function some(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  const more = distinct.length > SHOWN ? ` and ${distinct.length - SHOWN} more` : '';
  return `${distinct.slice(0, SHOWN).join(', ')}${more}`;
}
