import type { KubeObject } from '../kube/kube-object';
import type { Services } from '../kube/service';
import { REQUESTS } from './guarded-requests';
import type { EdgeRoute } from './route';
import { sampleOf } from './sample-request';
import type { EdgeServer } from './server';

/** A route that speaks another protocol to its backend than the request which it takes. */
export interface WronglySpoken {
  readonly route: EdgeRoute;
  readonly request: string;
  readonly spoken: EdgeRoute['protocol'];
}

const H2C = new Set(['h2c', 'grpc', 'kubernetes.io/h2c']);

/** One route for each object that speaks the wrong protocol. A request that both protocols serve is left out. */
export function wronglySpoken(server: EdgeServer, services: Services): ReadonlyMap<KubeObject, WronglySpoken> {
  const wrong = new Map<KubeObject, WronglySpoken>();
  for (const { service, path, protocols } of REQUESTS) {
    const route = protocols.length === 1 ? server.match(path) : undefined;
    if (route !== undefined && isMeantFor(route, path) && !wrong.has(route.object) && route.backends.some((backend) => backend.service === service)) {
      const spoken = speaksH2c(route, services) ? 'GRPC' : route.protocol;
      if (spoken !== protocols[0] && !(spoken === 'GRPC' && route.protocol === 'HTTP')) {
        wrong.set(route.object, { route, request: path, spoken });
      }
    }
  }
  return wrong;
}

/** What catches everything else of a host is not there for the requests of an API that the host does not have. */
function isMeantFor({ path }: EdgeRoute, request: string): boolean {
  const [, first] = sampleOf(path).split('/');
  return first !== '' && first === request.split('/')[1];
}

/** Edges that look at the port of the Service speak HTTP/2 to it where it says so; ingress-nginx does not look. */
function speaksH2c({ backends, object, edge }: EdgeRoute, services: Services): boolean {
  return !edge.remembersAnswers && backends.some(({ service: name, namespace = object.namespace, port }) => {
    const service = services.named(name, { namespace });
    return service !== undefined && (H2C.has(service.port(port)?.appProtocol ?? '') || service.object.annotations[SERVERS_SCHEME] === 'h2c');
  });
}

/** Where Traefik is told on a Service how to speak to it. */
const SERVERS_SCHEME = 'traefik.ingress.kubernetes.io/service.serversscheme';
