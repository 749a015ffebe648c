import { Construct } from 'constructs';
import { Problems } from '../_internal/problems';
import { CREDENTIAL_HEADERS, IDENTITY_HEADERS } from '../contract/union/flyteadmin';
import { RouteGuard, RouteProtocol } from '../contract/union/routes';
import {
  FORWARDED_HOST_VARIABLE,
  FORWARDED_URI_VARIABLE,
  TRAEFIK_API_VERSION,
  TRAEFIK_H2C_SCHEME,
  TRAEFIK_TLS_ENTRY_POINT,
} from '../contract/upstream/traefik';
import { AUTH_GATE, AuthGateOptions, checkAuthGate, emitAuthGate } from './auth-gate';
import { AuthGateDialect } from './auth-gate-config';
import { EdgeContext, HostSet } from './edge-context';
import { emit } from './emit';
import { PathMatch } from './path-match';
import { TableGroup, TableRoute } from './route-table';

/** Settings of the Traefik edge. */
export interface TraefikEdgeProps {
  /**
   * The entry points of Traefik that serve the routes.
   *
   * @default ['websecure']
   */
  readonly entryPoints?: string[];

  /**
   * The auth gate that ForwardAuth asks.
   *
   * @default - two pods of an unprivileged nginx
   */
  readonly gate?: AuthGateOptions;
}

/** @internal */
export function _checkTraefikEdge({ entryPoints, gate }: TraefikEdgeProps): void {
  const problems = new Problems('Edge.traefik');
  if (entryPoints?.length === 0) {
    problems.add('entryPoints', entryPoints, 'is empty, which means every entry point, those without TLS too; name one, or leave it out');
  }
  checkAuthGate(problems, gate);
  problems.throwIfAny();
}

/** Traefik turns a relative Location into one of the auth server, so the gate answers with a whole URL. */
export const TRAEFIK_DIALECT: AuthGateDialect = {
  originalUri: FORWARDED_URI_VARIABLE,
  origin: `https://${FORWARDED_HOST_VARIABLE}`,
  // Listed response headers replace the client's even when the auth server leaves them out.
  tellsHeadersToRemove: false,
};

const MIDDLEWARES: Readonly<Record<RouteGuard, { name: string; port: number } | undefined>> = {
  [RouteGuard.OPEN]: undefined,
  [RouteGuard.SIGN_IN]: { name: 'controlplane-sign-in', port: AUTH_GATE.signInPort },
  [RouteGuard.UNAUTHORIZED]: { name: 'controlplane-unauthorized', port: AUTH_GATE.unauthorizedPort },
};

/** Two ForwardAuth middlewares, and one IngressRoute a group and certificate. */
export function attachTraefik(scope: Construct, context: EdgeContext, props: TraefikEdgeProps): void {
  const { namespace } = context;
  emitAuthGate(scope, namespace, TRAEFIK_DIALECT, props.gate);
  for (const middleware of Object.values(MIDDLEWARES)) {
    if (middleware) {
      emit(scope, TRAEFIK_API_VERSION, 'Middleware', { name: middleware.name, namespace }, { spec: { forwardAuth: forwardAuth(namespace, middleware.port) } });
    }
  }
  for (const group of context.groups.filter(({ routes }) => routes.length > 0)) {
    context.hostSets.forEach((set, i) => {
      const name = i === 0 ? group.name : `${group.name}-${i + 1}`;
      emit(scope, TRAEFIK_API_VERSION, 'IngressRoute', { name, namespace }, {
        spec: {
          entryPoints: props.entryPoints ?? [TRAEFIK_TLS_ENTRY_POINT],
          routes: group.routes.map((route) => traefikRoute(route, group, set)),
          tls: set.secretName === undefined ? {} : { secretName: set.secretName },
        },
      });
    });
  }
}

function forwardAuth(namespace: string, port: number): Record<string, unknown> {
  return {
    address: `http://${AUTH_GATE.service}.${namespace}.svc.cluster.local:${port}/`,
    // A client's own X-Forwarded-* must not decide where the gate sends people.
    trustForwardHeader: false,
    authRequestHeaders: [...CREDENTIAL_HEADERS, 'Accept'],
    authResponseHeaders: [...IDENTITY_HEADERS],
  };
}

function traefikRoute({ match, service, port }: TableRoute, { guard, protocol }: TableGroup, { hosts }: HostSet): Record<string, unknown> {
  const middleware = MIDDLEWARES[guard];
  const anyHost = hosts.map((host) => `Host(\`${host}\`)`).join(' || ');
  return {
    kind: 'Rule',
    match: `(${anyHost}) && ${pathRule(match)}`,
    // The longest path wins. Left to itself Traefik goes by the length of the rule, which says nothing here.
    priority: match.path.length,
    ...(middleware ? { middlewares: [{ name: middleware.name }] } : {}),
    services: [{ name: service, port, ...(protocol === RouteProtocol.GRPC ? { scheme: TRAEFIK_H2C_SCHEME } : {}) }],
  };
}

/** Traefik's PathPrefix compares characters: on its own, `/api` would answer `/apis` too. */
function pathRule({ kind, path }: PathMatch): string {
  if (path === '/') {
    return 'PathPrefix(`/`)';
  }
  return {
    exact: `Path(\`${path}\`)`,
    tree: `(Path(\`${path}\`) || PathPrefix(\`${path}/\`))`,
    // No further slash can follow a gRPC method.
    prefix: `PathPrefix(\`${path}\`)`,
  }[kind];
}
