import { FLYTEADMIN_PATHS, FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { SERVICE_SCHEME } from '../../contract/upstream/traefik';
import { beside } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import { GUARDED_SERVICES, REQUESTS } from './guarded-requests';
import type { EdgeRoute } from './route';
import { sampleOf } from './sample-request';
import type { EdgeServer } from './server';

/** A route with a wrong protocol to its backend. */
export interface WronglySpoken {
  readonly route: EdgeRoute;
  readonly request: string;
  readonly wanted: EdgeRoute['protocol'];
  readonly spoken: string;
  /** Whether the protocol is right, but the Service's port serves another one. */
  readonly isByPort: boolean;
}

/** Those with a single protocol first. */
const ORDERED = [...REQUESTS].sort((a, b) => a.protocols.length - b.protocols.length);

/** Paths that sign-in-route-missing checks. */
const OF_SIGN_IN: readonly string[] = Object.values(FLYTEADMIN_PATHS);

const H2C = new Set(['h2c', 'grpc', 'kubernetes.io/h2c']);

/** One route for each object with a wrong protocol; `secured`: flyteadmin uses TLS. */
export function wronglySpoken(
  server: EdgeServer, services: Services, secured: boolean,
): ReadonlyMap<KubeObject, WronglySpoken> {
  const wrong = new Map<KubeObject, WronglySpoken>();
  const reached = new Set(server.routes.flatMap(({ backends }) => backends.map(({ service }) => service)));
  // Fast path: the search for a route is the slowest part.
  for (const { service, path, protocols } of ORDERED.filter((request) => reached.has(request.service))) {
    const taker = server.match(path);
    const route = protocols.length === 1 || taker?.otherProtocol !== undefined ? taker : undefined;
    if (route?.edge.showsProtocol === true
      && !wrong.has(route.object)
      && route.backends.some((backend) => backend.service === service)
      && isMeantFor(route, path)
      && !(secured && route.otherProtocol !== undefined)) {
      const spoken = route.otherProtocol ?? (speaksH2c(route, services) ? 'GRPC' : route.protocol);
      const [wanted] = protocols;
      const isAsked = spoken === wanted && !OF_SIGN_IN.includes(path);
      const port = isAsked ? portForOther(route, wanted, services) : undefined;
      if (port !== undefined || (spoken !== wanted && !(spoken === 'GRPC' && route.protocol === 'HTTP'))) {
        wrong.set(route.object, {
          route, request: path, wanted, spoken: port ?? spoken, isByPort: port !== undefined,
        });
      }
    }
  }
  return wrong;
}

/** A catch-all is not meant for requests of an API that the host does not have. */
function isMeantFor({ path }: EdgeRoute, request: string): boolean {
  const [, first] = sampleOf(path).split('/');
  return first !== '' && first === request.split('/')[1];
}

/** Ports are named by protocol. The chart routes HTTP to the gRPC port of all services except flyteadmin. */
const SERVED = new Map([['http', 'HTTP'], ['grpc', 'GRPC']]);

/** A route's port that serves only another protocol, as a phrase. */
function portForOther(
  { backends, object }: EdgeRoute, wanted: EdgeRoute['protocol'], services: Services,
): string | undefined {
  const own = backends.filter(({ service }) => service === FLYTEADMIN_SERVICE.name
    || (wanted === 'GRPC' && GUARDED_SERVICES.has(service)));
  return own.flatMap(({ service: name, namespace = object.namespace, port }) => {
    const service = services.named(name, beside(object, namespace));
    const found = service?.port(port);
    const right = service?.ports.find((each) => SERVED.get(each.name ?? '') === wanted);
    const served = SERVED.get(found?.name ?? '');
    return right === undefined || served === undefined || served === wanted
      ? [] : [`port ${found?.port} (${found?.name}), where ${right.port} (${right.name}) serves it`];
  })[0];
}

function speaksH2c({ backends, object, edge }: EdgeRoute, services: Services): boolean {
  const { namespace: own } = object;
  return edge.speaksAsServicesSay && backends.some(({ service: name, namespace = own, port }) => {
    const service = services.named(name, beside(object, namespace));
    return service !== undefined && (H2C.has(service.port(port)?.appProtocol ?? '')
      || service.object.annotations[SERVICE_SCHEME] === 'h2c');
  });
}
