import { oncePer } from '../../common/data/collections';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { HOST_VARIABLES } from '../../contract/upstream/ingress-nginx';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { serviceCalled } from '../edge/cluster-name';
import { hostOfUrl, routesByGuard, urlAsked } from '../edge/route';
import type { EdgeRoute } from '../edge/route';
import { asksFlyteadmin, EdgeServer } from '../edge/server';
import { beside, Home, homeKey } from '../kube/home';
import { nearIn } from '../kube/home-index';

/** The home in a cluster-internal URL; that of the route if the URL leads back to its host. */
function homeAsked({ guard, object, host }: EdgeRoute): Home | undefined {
  if (!asksFlyteadmin(guard)) {
    return undefined;
  }
  const asked = hostOfUrl(urlAsked(guard)) ?? '';
  const { service, home } = serviceCalled(asked, object);
  if (service === FLYTEADMIN_SERVICE.name) {
    return home;
  }
  return isHostVariable(asked) || asked === host ? object : undefined;
}

/** Whether a URL uses the host of the request. */
export function isHostVariable(host: string): boolean {
  return HOST_VARIABLES.some((variable) => variable === host.replace(/[{}]/g, ''));
}

export function flyteadminsAskedBy(
  route: EdgeRoute, flyteadmins: readonly Flyteadmin[],
): readonly Flyteadmin[] {
  const asked = homeAsked(route);
  return asked === undefined ? [] : nearIn(flyteadmins, asked);
}

/** Several if namespaces are absent: then rules report only faults that apply to all. */
export function flyteadminsBehind(
  server: EdgeServer, flyteadmins: readonly Flyteadmin[],
): readonly Flyteadmin[] {
  return behindServers(flyteadmins)(server);
}

const behindServers = oncePer((flyteadmins: readonly Flyteadmin[]) =>
  oncePer((server: EdgeServer) => (flyteadmins.length === 0 ? [] : behindOf(server, flyteadmins))));

function behindOf(server: EdgeServer, flyteadmins: readonly Flyteadmin[]): readonly Flyteadmin[] {
  const homes = new Map<string, Home>();
  const add = (home: Home) => homes.set(homeKey(home), home);
  for (const { backends, object } of server.routes) {
    backends.filter(({ service }) => service === FLYTEADMIN_SERVICE.name)
      .forEach(({ namespace }) => add(beside(object, namespace ?? object.namespace)));
  }
  for (const route of routesByGuard(server.routes)) {
    const asked = homeAsked(route);
    if (asked !== undefined) {
      add(asked);
    }
  }
  const behind = new Set([...homes.values()].flatMap((home) => nearIn(flyteadmins, home)));
  return homes.size < 2 ? [...behind] : flyteadmins.filter((flyteadmin) => behind.has(flyteadmin));
}
