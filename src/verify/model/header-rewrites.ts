import { isChosenByCaller, isFixed } from '../edge/header-changes';
import type { EdgeRoute } from '../edge/route';
import { safeRegex } from '../edge/safe-regex';

/** Tells which request headers of the client something else than the guard's list removes or sets. Names in lower case. */
export function strippedHeaders({ headerChanges, guard }: EdgeRoute): (header: string) => boolean {
  const names = new Set(headerChanges.filter((change) => (change.hop === 'before' || change.hop === 'after') && !isFixed(change) && !isChosenByCaller(change)).map(({ header }) => header));
  const pattern = guard.kind === 'subrequest' ? guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex') : undefined;
  const regex = pattern ? safeRegex(pattern, 'i') : undefined;
  return (header) => names.has(header) || regex?.test(header) === true;
}
