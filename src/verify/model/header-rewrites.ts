import { readExpression } from '../edge/expression';
import { changes, isChosenByCaller, isFixed } from '../edge/header-changes';
import type { EdgeRoute, SubrequestGuard } from '../edge/route';

/**
 * Tells which request headers of the client something else than the guard's list removes or sets. Names in
 * lower case.
 */
export function strippedHeaders({ headerChanges, guard }: EdgeRoute): (header: string) => boolean {
  const taking = headerChanges.filter(
    (change) =>
      change.partly !== true
      && (change.hop === 'before' || change.hop === 'after')
      && !isFixed(change)
      && !isChosenByCaller(change),
  );
  const set = setByExpression({ guard });
  return (header) => taking.some((change) => changes(change, header)) || set(header);
}

/**
 * Tells which headers ForwardAuth takes from the answer of the guard by an expression. Names in lower case.
 */
export function setByExpression({ guard }: Pick<EdgeRoute, 'guard'>): (header: string) => boolean {
  const pattern =
    guard.kind === 'subrequest'
      ? guard.field.object.textAt('spec', 'forwardAuth', 'authResponseHeadersRegex')
      : undefined;
  const expression = pattern ? readExpression(pattern, 'RE2', true) : undefined;
  return (header) => expression?.test(header) === true;
}

/** Whether a header of the caller's reaches `/me` as the caller wrote it. The name in lower case. */
export function reachesMe({ headerChanges }: EdgeRoute, guard: SubrequestGuard, header: string): boolean {
  const { forwardedHeaders, gateForwards } = guard;
  const changed = headerChanges.some(
    (change) =>
      change.partly !== true
      && (change.hop === 'guard' || change.hop === 'before')
      && changes(change, header)
      && !isChosenByCaller(change),
  );
  return !changed && forwardedHeaders?.includes(header) !== false && gateForwards?.(header) !== false;
}
