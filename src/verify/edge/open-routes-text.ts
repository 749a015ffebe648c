import type { EdgeRoute } from './route';
import type { EdgeServer } from './server';

const SHOWN = 4;

/** What findings say about routes that ought to be guarded. */
export function openRoutesText(
  routes: readonly EdgeRoute[], { host }: EdgeServer,
): { expected: string; found: string } {
  const paths = [...new Set(routes.map(({ path }) => path))];
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
  const unread = [...new Set(
    routes.flatMap(({ guard }) => (guard.kind === 'none' ? guard.unread ?? [] : [])),
  )];
  return {
    expected: `a guard before every request on ${host ?? 'every host'}`,
    found: [`no guard before ${paths.slice(0, SHOWN).join(', ')}${more}`, ...unread].join(': '),
  };
}
