import { oncePer } from '../../common/data/collections';
import { guardedRouteNames } from '../../contract/union/releases/chart-version';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { isUnionServer, isUnionService, servesUnion } from '../edge/guarded-paths';
import { isMarked } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import { beside, Home, homeKey } from '../kube/home';
import { nearIn } from '../kube/home-index';
import { flyteadminsBehind } from './asked-flyteadmin';
import type { Model } from './model';

const PROTECTED_BY_NAME: readonly string[] = [
  ...guardedRouteNames('HTTPRoute'), ...guardedRouteNames('GRPCRoute'),
];

/** Authentication is on, a part of the host is guarded, or a guard was added to a route. */
function demandsGuards(server: EdgeServer, model: Model): boolean {
  if (server.routes.some(isMarked)) {
    return true;
  }
  const behind = flyteadminsBehind(server, model.flyteadmins);
  const flyteadmins = behind.length > 0 ? behind : flyteadminsBeside(server, model.flyteadmins);
  if (flyteadmins.some(({ authDisabled }) => authDisabled)) {
    return false;
  }
  const demanding = flyteadmins.filter(({ authEnabled }) => authEnabled);
  return (
    server.routes.some(({ guard }) => guard.kind === 'subrequest' || guard.kind === 'other')
    || (demanding.length > 0
      && (isUnionServer(server) || demanding.some((flyteadmin) => isOfUnion(flyteadmin, model))))
    || server.routes.some(({ edge, object }) => edge.guardsApart && PROTECTED_BY_NAME.includes(object.name))
  );
}

export const serversToGuard = oncePer((model: Model): readonly EdgeServer[] =>
  model.unionServers.filter((server) => demandsGuards(server, model)));

/** By whether guards are separate objects; only if the input has guards. */
export function hostsToGuard(model: Model, guardsApart: boolean): EdgeServer[] {
  return serversToGuard(model).filter(({ edge, routes }) =>
    edge.guardsApart === guardsApart && routes.some(({ guard }) => guard.kind !== 'opaque'));
}

/** The flyteadmins in the namespaces of a server's backends, if it leads to none of them. */
function flyteadminsBeside(
  { routes }: EdgeServer, flyteadmins: readonly Flyteadmin[],
): readonly Flyteadmin[] {
  const homes = routes.filter(servesUnion).flatMap(({ backends, object }) =>
    backends.map(({ namespace }) => beside(object, namespace ?? object.namespace)));
  const distinct = [...new Map(homes.map((home) => [homeKey(home), home])).values()];
  return [...new Set(distinct.flatMap((home) => nearIn(flyteadmins, home)))];
}

/** Whether a namespace has a Union control plane with authentication. */
export function isGuardedControlPlane(place: Home, model: Model): boolean {
  return nearIn(model.flyteadmins, place).some(
    (flyteadmin) => flyteadmin.authEnabled && isOfUnion(flyteadmin, model),
  );
}

/** Union's services run next to it, unlike for open-source Flyte. */
function isOfUnion(flyteadmin: Flyteadmin, model: Model): boolean {
  return (
    nearIn(model.workloads, flyteadmin).some(({ name }) => isUnionService(name))
    || model.unionServers.some(
      (server) => isUnionServer(server) && flyteadminsBeside(server, [flyteadmin]).length > 0,
    )
  );
}
