import { changes, isChosenByCaller, isFixed } from '../edge/header-changes';
import type { EdgeRoute, SubrequestGuard } from '../edge/route';
import { safeRegex } from '../edge/safe-regex';

/** Tells which request headers of the client something else than the guard's list removes or sets. Names in lower case. */
export function strippedHeaders({ headerChanges, guard }: EdgeRoute): (header: string) => boolean {
  const taking = headerChanges.filter((change) => (change.hop === 'before' || change.hop === 'after')
    && !isFixed(change) && !isChosenByCaller(change));
  const pattern = guard.kind === 'subrequest' ? guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex') : undefined;
  const regex = pattern ? safeRegex(pattern, 'i') : undefined;
  return (header) => taking.some((change) => changes(change, header)) || regex?.test(header) === true;
}

/** Whether a header of the caller's reaches `/me` as the caller wrote it. The name in lower case. */
export function reachesMe({ headerChanges }: EdgeRoute, guard: SubrequestGuard, header: string): boolean {
  const { forwardedHeaders, gateForwards } = guard;
  const changed = headerChanges.some((change) => (change.hop === 'guard' || change.hop === 'before')
    && changes(change, header) && !isChosenByCaller(change));
  return !changed && forwardedHeaders?.includes(header) !== false && gateForwards?.(header) !== false;
}
