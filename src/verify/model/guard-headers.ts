import { servesUnion } from '../edge/guarded-paths';
import { EdgeRoute, isOwnGuarded, SubrequestGuard, subrequests } from '../edge/route';
import type { Field } from '../read/field';
import { strippedHeaders } from './header-rewrites';
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
