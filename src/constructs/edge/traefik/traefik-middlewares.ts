import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Records, chartOf } from '../../../common/props/construct-props';
import { GATE_PORTS, SIGN_IN_GATE, TRAEFIK } from '../../../contract/edges/known-edges';
import {
  CREDENTIAL_HEADERS, GUARDED_HEADERS, GUARDED_HEADERS_PATTERN, IDENTITY_HEADERS,
} from '../../../contract/union/caller-headers';
import { RouteGuard } from '../../../contract/union/routes';
import { HSTS_SECONDS } from '../../../contract/upstream/http';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { TRAEFIK_API_VERSION } from '../../../contract/upstream/traefik';
import { put } from '../../objects/patches';
import { AuthGate, emitAuthGateOnce } from '../auth-gate';
import { emit } from '../emit';

const GUARDS: Readonly<Record<RouteGuard, { name: string; port: number } | undefined>> = {
  [RouteGuard.OPEN]: undefined,
  [RouteGuard.SIGN_IN]: { name: 'controlplane-sign-in', port: GATE_PORTS.signIn },
  [RouteGuard.UNAUTHORIZED]: { name: 'controlplane-unauthorized', port: GATE_PORTS.unauthorized },
};

const HEADERS = 'controlplane-headers';
/** Names of the Middlewares that a route passes, in their order. */
export function middlewaresOf(guard: RouteGuard): string[] {
  const asks = GUARDS[guard];
  return [HEADERS, ...(asks ? [asks.name] : [])];
}

/** What the Middlewares of a chart and namespace are made of. */
interface MiddlewareSettings {
  /** Whether requests of some hosts come in the clear, from something in front that ends TLS. */
  readonly inTheClear: boolean;
  /** Where it is left out, the gate is as whoever brings it has it. */
  readonly gate?: AuthGate;
}

/** The Middleware that clears headers, by chart and namespace: it knows whether the others are there. */
const EMITTED = new Records<ApiObject>();

/** Emits the auth gate and the Middlewares that ask it, once for all routes of a chart and namespace. */
export function emitMiddlewares(
  scope: Construct, namespace: string, { inTheClear, gate }: MiddlewareSettings,
): void {
  emitAuthGateOnce(scope, namespace, TRAEFIK.dialect, gate);
  const [there] = EMITTED.about(chartOf(scope), namespace);
  if (there === undefined) {
    for (const guard of Object.values(GUARDS)) {
      if (guard) {
        middleware(scope, namespace, guard.name, { forwardAuth: forwardAuth(namespace, guard.port) });
      }
    }
    const cleared = middleware(scope, namespace, HEADERS, { headers: headers(inTheClear) });
    EMITTED.add(chartOf(scope), namespace, scope, cleared);
  } else if (inTheClear) {
    there.value.addJsonPatch(put('/spec/headers', headers(inTheClear)));
  }
}

/** Emits one. */
export function middleware(
  scope: Construct, namespace: string, name: string, spec: Record<string, unknown>,
): ApiObject {
  const metadata = { name, namespace };
  return emit(scope, { apiVersion: TRAEFIK_API_VERSION, kind: 'Middleware', metadata, spec });
}

function forwardAuth(namespace: string, port: number): Record<string, unknown> {
  return {
    address: `http://${serviceHost(SIGN_IN_GATE, namespace)}:${port}/`,
    // A client's own X-Forwarded-* must not decide where the gate sends people.
    trustForwardHeader: false,
    authRequestHeaders: [...CREDENTIAL_HEADERS, 'Accept'],
    authResponseHeaders: [...IDENTITY_HEADERS],
    // Takes every other claim's header from the client, and what /me answers in its place.
    authResponseHeadersRegex: GUARDED_HEADERS_PATTERN,
  };
}

function headers(inTheClear: boolean): Record<string, unknown> {
  return {
    // As ingress-nginx has it.
    stsSeconds: HSTS_SECONDS,
    stsIncludeSubdomains: true,
    // Traefik says it to those alone who came by TLS.
    ...(inTheClear ? { forceSTSHeader: true } : {}),
    // An empty value removes the client's, on open routes too. Some servers take X_User_Subject for
    // X-User-Subject.
    customRequestHeaders: Object.fromEntries(
      GUARDED_HEADERS.flatMap((name) => [
        [name, ''], [name.replace(/-/g, '_'), ''],
      ]),
    ),
  };
}
