import { readExpression } from '../edge/expression';
import { servesUnion } from '../edge/guarded-paths';
import { changes, isChosenByCaller, isFixed } from '../edge/header-changes';
import { EdgeRoute, SubrequestGuard, isOwnGuarded, subrequests } from '../edge/route';
import type { Field } from '../read/field';
import type { Model } from './model';
import { isStray } from './open-paths';

/** What one guard stands before, and which headers of its answer it passes on. */
export interface GuardedRoutes {
  /** Those that the guard stands before. */
  readonly routes: readonly EdgeRoute[];
  readonly guard: SubrequestGuard;
  readonly backendHeaders: readonly string[];
}

/** The guards before routes to Union's services that say which headers they set. */
export function guardedRoutes(model: Model): GuardedRoutes[] {
  return model.unionServers.flatMap(({ routes }) => {
    const serving = routes.filter((route) => servesUnion(route) || isOwnGuarded(route));
    return subrequests(serving).flatMap(({ guard, guard: { backendHeaders, asksNobody } }) =>
      backendHeaders === undefined || asksNobody || isStray(guard, model)
        ? []
        : [{ routes: serving.filter((route) => route.guard === guard), guard, backendHeaders }],
    );
  });
}

/** Why there are none, as a sentence. */
export const NO_GUARDED_ROUTES = 'No route to a Union service in the input is guarded by an auth subrequest '
  + 'whose response headers the input shows.';

/** Tells which headers are removed or set on each of the routes. */
export function strippedEverywhere(routes: readonly EdgeRoute[]): (header: string) => boolean {
  const each = routes.map(strippedHeaders);
  return (header) => each.every((stripped) => stripped(header));
}

/** The list of the guard, or the guard that lacks it. */
export function listOf({ guard }: GuardedRoutes): Field {
  return guard.backendHeadersAt ?? guard.field;
}

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
