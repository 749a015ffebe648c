import { grouped } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { slipFor } from '../edge/misdirected';
import type { EdgeRoute } from '../edge/route';
import { EdgeServer, leadsToFlyteadmin } from '../edge/server';
import { beside, sameCluster } from '../kube/home';
import { Field, placeKey } from '../read/field';
import type { Model } from './model';

/** Why a request does not reach flyteadmin, as a phrase; for gRPC, `/package.Service/Method`. */
export function missesFlyteadmin(server: EdgeServer, path: string, model: Model): string | undefined {
  const route = takerOf(server, path, model);
  if (route === undefined) {
    return 'no route';
  }
  const answer = route.ownAnswer?.(path);
  if (answer !== undefined) {
    return `the route ${route.path}, where the edge itself answers: ${answer}`;
  }
  const service = route.backends[0]?.service;
  if (!leadsToFlyteadmin(route)) {
    return `the route ${route.path}${service === undefined ? '' : ` to ${service}`}, which matches first`;
  }
  const rewritten = route.rewritten?.(path) ?? path;
  if (rewritten !== path) {
    return `the route ${route.path}, behind which it is ${rewritten}`;
  }
  return speaksOther(route, path, model)
    ? `the route ${route.path}, to a port of flyteadmin that speaks another protocol`
    : undefined;
}

/** A path that must lead to flyteadmin, and the place that needs it. */
export interface Needed {
  readonly path: string;
  readonly at: Field;
}

/** Paths of a host that do not lead to flyteadmin, grouped by cause. */
export function missedRoutes(server: EdgeServer, needed: readonly Needed[], model: Model) {
  const missed = needed.flatMap(({ path, at }) => {
    const found = missesFlyteadmin(server, path, model);
    if (found === undefined) {
      return [];
    }
    const slip = slipFor(path, server);
    // One for this path exists, but another one takes precedence.
    const isBeaten = server.routes.some((route) => route.path === path && leadsToFlyteadmin(route));
    const taker = isBeaten ? [takerOf(server, path, model)].find((each) => each && !leadsToFlyteadmin(each))
      : undefined;
    return slip === undefined
      ? [{ path, at: taker?.field ?? at, found, restsOn: routesToNobody(server, path, model) }]
      : [{ path, at: slip.field, found: `${slip.path}, which no client requests`, restsOn: [] }];
  });
  const keyOf = ({ at, found, restsOn }: typeof missed[number]) =>
    JSON.stringify([placeKey(at), found, restsOn.map(placeKey)]);
  return grouped(missed, keyOf).map((group) => {
    const [{ at, found, restsOn }] = group;
    const paths = group.map(({ path }) => path);
    const values = { paths: listed(paths) };
    const to = `${listed(paths)} to flyteadmin on ${server.host ?? 'every host'}`;
    const expected = `${paths.length === 1 ? 'a route' : 'routes'} for ${to}`;
    return { at, expected, found, values, restsOn };
  });
}

/** The route of a request to a Service that the input does not have. */
function routesToNobody(server: EdgeServer, path: string, model: Model): Field[] {
  const route = takerOf(server, path, model);
  const isNobody = route?.backends.some(({ service, namespace = route.object.namespace }) =>
    model.services.named(service, beside(route.object, namespace)) === undefined);
  return route !== undefined && isNobody ? [route.field] : [];
}

/** Some edges also try routes without a host if no route of the host matches. */
function takerOf(server: EdgeServer, path: string, model: Model): EdgeRoute | undefined {
  return server.match(path) ?? (server.edge.fallsBackToAnyHost
    ? model.servers.find((other) =>
      other.edge === server.edge && other.host === undefined && sameCluster(other, server))?.match(path)
    : undefined);
}

const PORT_NAMES = new Map<number, string>([
  [FLYTEADMIN_SERVICE.httpPort, 'http'], [FLYTEADMIN_SERVICE.grpcPort, 'grpc'],
]);

/** Whether an HTTP request goes to the gRPC port, or the reverse. */
function speaksOther({ backends, object }: EdgeRoute, path: string, model: Model): boolean {
  const isGrpc = /^\/[\w.]+Service\//.test(path);
  return backends.some(({ service, namespace = object.namespace, port }) => {
    const name =
      model.services.named(service, beside(object, namespace))?.port(port)?.name
      ?? PORT_NAMES.get(Number(port))
      ?? port;
    return service === FLYTEADMIN_SERVICE.name && name === (isGrpc ? 'http' : 'grpc');
  });
}
