import { FLYTEADMIN_PATHS } from '../union/flyteadmin';
import { HEADERS_TO_REMOVE_HEADER } from '../upstream/envoy-gateway';
import { GATEWAY_API_GROUP } from '../upstream/gateway-api';
import { NGINX } from '../upstream/ingress-nginx';
import { serviceHost } from '../upstream/kubernetes';
import {
  FORWARDED_HOST_VARIABLE, FORWARDED_URI_VARIABLE, TRAEFIK_GROUPS, TRAEFIK_H2C_SCHEME,
  TRAEFIK_TLS_ENTRY_POINT,
} from '../upstream/traefik';

/** The auth gates that the library emits. `verify` recognizes them by name if they are not in the input. */

/** Name of the gate that turns 401 into a redirect to sign-in, for edges that cannot. */
export const SIGN_IN_GATE = 'union-auth-gate';

/** Name of the gate of ingress-nginx, which itself redirects browsers to sign-in. */
export const NGINX_GATE = 'union-auth-gate-nginx';

/**
 * Ports of their Services: for browsers, and for all other callers. The gate of ingress-nginx has only the
 * second.
 */
export const GATE_PORTS = { signIn: 8080, unauthorized: 8081 } as const;

/** The gate's URL in Ingresses, for texts. */
export const NGINX_GATE_URL =
  `http://${serviceHost(NGINX_GATE, '<namespace>')}:${GATE_PORTS.unauthorized}${FLYTEADMIN_PATHS.me}`;

/** And what Middlewares of Traefik ask. */
export const SIGN_IN_GATE_URL =
  `http://${serviceHost(SIGN_IN_GATE, '<namespace>')}:${GATE_PORTS.unauthorized}/`;

/** How an edge calls `/me` through our auth gate. */
export interface AuthGateDialect {
  /** Name of the gate's objects. Two edges side by side each have a gate with its own dialect. */
  readonly service: string;
  /** The redirect of browsers to sign-in; absent if the edge redirects them itself, and uses one port. */
  readonly signIn?: {
    /** nginx variable with path and query of the original request. */
    readonly originalUri: string;
    /** Prefix of `/login` in a redirect; empty if the edge forwards a relative Location. */
    readonly origin: string;
  };
  /**
   * The response header that lists client headers for the edge to remove; absent if the edge removes headers
   * that the answer lacks.
   */
  readonly removalHeader?: string;
}

/** Names of an edge's settings, for remedies. */
interface EdgeSettings {
  /** Headers of the guard's answer that services get. */
  readonly answerHeaders: string;
  /** Headers of the caller that the guard gets; absent if it gets all. */
  readonly callerHeaders?: string;
  /** The setting for gRPC to a Service, as a phrase. */
  readonly grpc: string;
  /** The address that the guard calls. */
  readonly guard: string;
  /** The setting that redirects browsers to sign-in, as a phrase. */
  readonly signIn: string;
  /** The setting for TLS only, as a phrase; absent if the edge has a single entry. */
  readonly tlsDoor?: string;
}

/** Facts about one edge, for constructs, `verify`, `doctor` and `init`. */
export interface KnownEdge {
  /** The `Edge.name`. */
  readonly name: string;
  /** Its factory in `Edge`, also its key in answers. */
  readonly factory: string;
  readonly dialect: AuthGateDialect;
  readonly settings: EdgeSettings;
  /** HTTPS port of its controller's pods. */
  readonly tlsPort: number;
  /** The kinds of its routes, with their API groups. */
  readonly routes: readonly (readonly [group: string, kind: string])[];
  /** Further resources to read from a cluster, in kubectl's notation. */
  readonly resources: readonly string[];
  /** `spec.controller` of its IngressClasses, with the default class names. */
  readonly ingressControllers?: readonly string[];
  readonly ingressClasses?: readonly string[];
}

/** The controller itself redirects browsers to sign-in, and always overwrites listed client headers. */
export const INGRESS_NGINX: KnownEdge = {
  name: 'ingress-nginx',
  factory: 'ingressNginx',
  dialect: { service: NGINX_GATE },
  settings: {
    answerHeaders: NGINX.authResponseHeaders,
    guard: NGINX.authUrl,
    signIn: NGINX.authSignin,
    grpc: `${NGINX.backendProtocol}: GRPC on Ingresses for gRPC and HTTP on the others`,
  },
  tlsPort: 443,
  routes: [['networking.k8s.io', 'Ingress']],
  resources: ['ingresses.networking.k8s.io'],
  ingressControllers: ['k8s.io/ingress-nginx'],
};

export const TRAEFIK: KnownEdge = {
  name: 'traefik',
  factory: 'traefik',
  // It makes a relative Location absolute with the host of the auth server, so the gate answers with a full
  // URL. Listed response headers replace the client's even if the auth server omits them.
  dialect: {
    service: SIGN_IN_GATE,
    signIn: { originalUri: FORWARDED_URI_VARIABLE, origin: `https://${FORWARDED_HOST_VARIABLE}` },
  },
  settings: {
    answerHeaders: 'forwardAuth.authResponseHeaders',
    callerHeaders: 'forwardAuth.authRequestHeaders',
    guard: 'forwardAuth.address',
    signIn: 'forwardAuth.authSigninURL or an errors middleware of Traefik',
    tlsDoor: `entryPoints: [${TRAEFIK_TLS_ENTRY_POINT}]`,
    grpc: `scheme: ${TRAEFIK_H2C_SCHEME} on the service of Traefik's routers`,
  },
  tlsPort: 8443,
  routes: TRAEFIK_GROUPS.map((group) => [group, 'IngressRoute'] as const),
  resources: ['ingressroutes.traefik.io', 'ingressroutetcps.traefik.io', 'middlewares.traefik.io'],
  ingressControllers: ['traefik.io/ingress-controller'],
  ingressClasses: ['traefik'],
};

export const ENVOY_GATEWAY: KnownEdge = {
  name: 'envoy-gateway',
  factory: 'envoyGateway',
  // Envoy sends method, path and query of the original request, and forwards a relative Location.
  dialect: {
    service: SIGN_IN_GATE,
    signIn: { originalUri: '$request_uri', origin: '' },
    removalHeader: HEADERS_TO_REMOVE_HEADER,
  },
  settings: {
    answerHeaders: 'extAuth.http.headersToBackend',
    callerHeaders: 'extAuth.headersToExtAuth',
    guard: 'extAuth.http',
    signIn: 'an auth gate before Envoy Gateway',
    tlsDoor: 'parentRefs[].sectionName of the HTTPS listener',
    grpc: 'a GRPCRoute',
  },
  tlsPort: 10443,
  routes: [[GATEWAY_API_GROUP, 'HTTPRoute'], [GATEWAY_API_GROUP, 'GRPCRoute']],
  resources: [
    'gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io',
    'grpcroutes.gateway.networking.k8s.io', 'referencegrants.gateway.networking.k8s.io',
    'securitypolicies.gateway.envoyproxy.io', 'clienttrafficpolicies.gateway.envoyproxy.io',
    'backendtrafficpolicies.gateway.envoyproxy.io', 'envoyextensionpolicies.gateway.envoyproxy.io',
    'envoypatchpolicies.gateway.envoyproxy.io', 'httproutefilters.gateway.envoyproxy.io',
  ],
};

/** All supported edges. */
export const KNOWN_EDGES: readonly KnownEdge[] = [INGRESS_NGINX, TRAEFIK, ENVOY_GATEWAY];

/** The name of a setting in each edge, for remedies. */
export function edgeSettings(setting: keyof EdgeSettings): string {
  return KNOWN_EDGES.flatMap(({ settings }) => settings[setting] ?? []).join(', ');
}
