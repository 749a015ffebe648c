import { FLYTEADMIN_PATHS } from '../union/flyteadmin';
import { GATEWAY_API_GROUP, HEADERS_TO_REMOVE_HEADER } from '../upstream/envoy-gateway';
import {
  FORWARDED_HOST_VARIABLE, FORWARDED_URI_VARIABLE, TRAEFIK_GROUPS, TRAEFIK_H2C_SCHEME,
  TRAEFIK_TLS_ENTRY_POINT,
} from '../upstream/ingress-controllers';
import { NGINX } from '../upstream/ingress-nginx';
import { serviceHost } from '../upstream/kubernetes';

/**
 * The auth gates that we emit: edges ask them, and the verifier knows them by their names where the input
 * does not show them.
 */

/** Name of the gate that turns 401 into a sign-in, for edges that cannot. */
export const SIGN_IN_GATE = 'union-auth-gate';

/** Name of the gate of ingress-nginx, which sends browsers to sign in by itself. */
export const NGINX_GATE = 'union-auth-gate-nginx';

/**
 * Ports of their Services: for browsers, and for everyone else. The gate of ingress-nginx has the second
 * alone.
 */
export const GATE_PORTS = { signIn: 8080, unauthorized: 8081 } as const;

/** What Ingresses ask, as texts name it. */
export const NGINX_GATE_URL =
  `http://${serviceHost(NGINX_GATE, '<namespace>')}:${GATE_PORTS.unauthorized}${FLYTEADMIN_PATHS.me}`;

/** And what Middlewares of Traefik ask. */
export const SIGN_IN_GATE_URL =
  `http://${serviceHost(SIGN_IN_GATE, '<namespace>')}:${GATE_PORTS.unauthorized}/`;

/** How an edge asks `/me` through our auth gate. */
export interface AuthGateDialect {
  /**
   * Name of the gate's objects. Where two edges stand side by side each has a gate that speaks its dialect.
   */
  readonly service: string;
  /** How it sends browsers to sign in; absent where the edge does that itself, and asks on one port. */
  readonly signIn?: {
    /** nginx variable that holds path and query of the request asked about. */
    readonly originalUri: string;
    /** Put before `/login` in a redirect: empty where the edge passes a relative Location on. */
    readonly origin: string;
  };
  /**
   * The response header that names headers of the client which the edge is to drop; absent where it drops by
   * itself what the answer leaves out.
   */
  readonly removalHeader?: string;
}

/** How an edge calls what people set of it, as remedies name it. */
interface EdgeSettings {
  /** Headers of the guard's answer that services get. */
  readonly answerHeaders: string;
  /** Headers of the caller that the guard gets; absent where it gets all. */
  readonly callerHeaders?: string;
  /** By what it speaks gRPC to a Service, as a phrase. */
  readonly grpc: string;
  /** What the guard asks. */
  readonly guard: string;
  /** By what it sends browsers to sign in, as a phrase. */
  readonly signIn: string;
  /** By what a route is heard through TLS alone, as a phrase; absent where it has one door. */
  readonly tlsDoor?: string;
}

/** What both towers, the doctor and `init` know of one edge. */
export interface KnownEdge {
  /** As `Edge.name` tells it. */
  readonly name: string;
  /** Its factory of `Edge`, which answers are called by as well. */
  readonly factory: string;
  readonly dialect: AuthGateDialect;
  readonly settings: EdgeSettings;
  /** Where its controller's pods listen for HTTPS. */
  readonly tlsPort: number;
  /** The kinds of its routes, each with its API group. */
  readonly routes: readonly (readonly [group: string, kind: string])[];
  /** What else of its a cluster is asked for, as kubectl names it. */
  readonly resources: readonly string[];
  /** `spec.controller` of IngressClasses that it serves, and the names that it gives to such. */
  readonly ingressControllers?: readonly string[];
  readonly ingressClasses?: readonly string[];
}

/**
 * The controller itself sends browsers to sign in, and takes listed headers from the client whether answered
 * or not.
 */
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
  // It turns a relative Location into one of the auth server, so the gate answers with a whole URL. Listed
  // response headers replace the client's even when the auth server leaves them out.
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
  // Envoy asks with method, path and query of the original request, and passes a relative Location on.
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

/** Every edge that is emitted. */
export const KNOWN_EDGES: readonly KnownEdge[] = [INGRESS_NGINX, TRAEFIK, ENVOY_GATEWAY];

/** What each edge calls a setting, as remedies list it. */
export function edgeSettings(setting: keyof EdgeSettings): string {
  return KNOWN_EDGES.flatMap(({ settings }) => settings[setting] ?? []).join(', ');
}
