import { Construct, IConstruct } from 'constructs';
import { GATE_PORTS, INGRESS_NGINX } from '../../../contract/edges/known-edges';
import { GUARDED_HEADERS, GUARDED_PREFIXES, METADATA_HEADERS } from '../../../contract/union/caller-headers';
import { FLYTEADMIN_PATHS, LOGIN_REDIRECT_PARAMETER } from '../../../contract/union/flyteadmin';
import { RouteGuard, RouteProtocol } from '../../../contract/union/routes';
import {
  ANSWER_TIMEOUT_SECONDS, BODY_SIZE, COOKIE_BUFFER_SIZE, CREDENTIAL_VARIABLES, HTTP_SNIPPET, NGINX,
  STREAMING_TIMEOUT_SECONDS, STREAM_BODY_SIZE, TUNING_ANNOTATIONS,
} from '../../../contract/upstream/ingress-nginx';
import { serviceHost } from '../../../contract/upstream/kubernetes';
import { UnionIdentity } from '../../identity';
import { DEVIATIONS } from '../../identity/deviations';
import { AuthGate, emitAuthGateOnce } from '../auth-gate';
import {
  GuardHome, OwnRoute, RouteGuardProps, RouteKind, StandingGuard, checkKind, guardMark, guardOfKind,
} from '../route-guard';
import { ingressHosts } from '../route-table';

/** `host:port` of the gate in the cluster. */
export function nginxGateAddress(namespace: string): string {
  return `${serviceHost(INGRESS_NGINX.dialect.service, namespace)}:${GATE_PORTS.unauthorized}`;
}

/**
 * Emits the gate for all Ingresses of a chart and namespace: those of an edge, of Union's chart and your own.
 * It forwards only a caller's credentials to `/me`.
 */
export function emitNginxGate(
  scope: Construct, identity: UnionIdentity, namespace: string, options?: AuthGate,
): void {
  if (identity._mend(DEVIATIONS.subrequestHeaders, true, false)) {
    emitAuthGateOnce(scope, namespace, INGRESS_NGINX.dialect, options);
  }
}

/** The content of the guide's key for browsers. */
const GUIDE_BROWSER_VARIABLES = CREDENTIAL_VARIABLES.filter((variable) => variable !== '$http_authorization');

/** The annotation sets with which ingress-nginx guards the routes of the control plane. */
export interface IngressAnnotationSets {
  /** Browsers: an anonymous request is redirected to sign-in. */
  readonly http: Record<string, string>;
  /** gRPC: an anonymous request gets 401. A gRPC client would report a redirect as an unknown error. */
  readonly grpc: Record<string, string>;
  /** HTTP API clients: guarded, without the redirect. */
  readonly withoutSignIn: Record<string, string>;
  /** The console. */
  readonly console: Record<string, string>;
}

/** Guide: section "Ingress auth annotations". The guide shows the first two sets only. */
export function ingressNginxAnnotations(identity: UnionIdentity, namespace: string): IngressAnnotationSets {
  const grpc = asksGate(identity, namespace, CREDENTIAL_VARIABLES);
  const http = {
    // In the guide this key lacks Authorization, which the key for gRPC has.
    ...asksGate(
      identity, namespace, identity._mend(DEVIATIONS.cacheKey, CREDENTIAL_VARIABLES, GUIDE_BROWSER_VARIABLES),
    ),
    [NGINX.authSignin]:
      `${signInUrl(identity)}${FLYTEADMIN_PATHS.login}?${LOGIN_REDIRECT_PARAMETER}=$escaped_request_uri`,
    // Without it the controller appends its own parameter `rd`.
    ...identity._mend(
      DEVIATIONS.signInRedirect, { [NGINX.authSigninRedirectParam]: LOGIN_REDIRECT_PARAMETER }, {},
    ),
  };
  const others = identity._mend(
    DEVIATIONS.annotationSets, { withoutSignIn: grpc, console: http }, { withoutSignIn: {}, console: {} },
  );
  return { http, grpc, ...others };
}

interface Transport {
  readonly protocol: RouteProtocol;
  readonly streaming: boolean;
  readonly guard: RouteGuard;
}

/** Limits for large and slow requests and responses. */
export function transportAnnotations(
  identity: UnionIdentity, { protocol, streaming, guard }: Transport,
): Record<string, string> {
  const timeout = String(streaming ? STREAMING_TIMEOUT_SECONDS : ANSWER_TIMEOUT_SECONDS);
  const carriesCookies = protocol === RouteProtocol.HTTP || guard !== RouteGuard.OPEN;
  return {
    ...identity._mend(
      DEVIATIONS.bodySize, { [NGINX.proxyBodySize]: streaming ? STREAM_BODY_SIZE : BODY_SIZE }, {},
    ),
    ...identity._mend(
      DEVIATIONS.timeouts, { [NGINX.proxyReadTimeout]: timeout, [NGINX.proxySendTimeout]: timeout }, {},
    ),
    // Cookies and tokens in the responses of /callback and /me exceed the default buffer: sign-in loops, or
    // fails with 500.
    ...(identity._mend(DEVIATIONS.proxyBufferSize, carriesCookies, false)
      ? { [NGINX.proxyBufferSize]: COOKIE_BUFFER_SIZE }
      : {}),
  };
}

function asksGate(
  identity: UnionIdentity, namespace: string, credentials: readonly string[],
): Record<string, string> {
  // The address in the cluster: no host header decides where credentials go, and requests need no way back
  // through the load balancer.
  const mended = identity._mend(DEVIATIONS.subrequestUrl, true, false);
  // The controller forwards all headers of a caller; the gate forwards only the credentials to /me.
  const host = identity._mend(DEVIATIONS.subrequestHeaders, mended, false)
    ? `http://${nginxGateAddress(namespace)}`
    : 'https://$host';
  return {
    [NGINX.authUrl]: `${host}${FLYTEADMIN_PATHS.me}`,
    // Listed headers are overwritten with the answer of /me; unlisted ones would pass from the client.
    [NGINX.authResponseHeaders]: [
      'Set-Cookie',
      ...identity._mend(
        DEVIATIONS.identityHeaders, GUARDED_HEADERS.filter((name) => !METADATA_HEADERS.includes(name)), [],
      ),
      ...identity._mend(DEVIATIONS.metadataHeaders, METADATA_HEADERS, []),
    ].join(','),
    // All headers that /me accepts: if one is missing, a cached answer can serve another caller.
    [NGINX.authCacheKey]: credentials.join(''),
    // Never cache the 401: it would lock out a person who has just signed in.
    ...identity._mend(DEVIATIONS.cacheDuration, { [NGINX.authCacheDuration]: '200 202 1m' }, {}),
  };
}

/** With several domains, people sign in on the domain of the request: session cookies are per host. */
function signInUrl(identity: UnionIdentity): string {
  const single = identity._mend(DEVIATIONS.signInRedirect, identity.additionalDomains.length === 0, false);
  return single ? identity.url : 'https://$host';
}

/** nginx drops these itself: `underscores_in_headers` is off. */
const DROPPED = /_/;

/**
 * A setting of the controller that removes headers that callers must not send, before the guard runs. It
 * matches prefixes, which annotations cannot. The controller's nginx has the directive built in.
 *
 * Source: ingress-nginx 1.15.1, `images/nginx/rootfs/build.sh` (headers-more 0.37; an asterisk at the end of
 * a name since 0.34).
 */
export const CLEARED_HEADERS: Readonly<Record<string, string>> = {
  [HTTP_SNIPPET]: `more_clear_input_headers ${[
    ...GUARDED_PREFIXES.map((prefix) => `${prefix}*`),
    ...GUARDED_HEADERS.filter(
      (name) => !DROPPED.test(name) && !GUARDED_PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  ]
    .map((name) => `'${name}'`)
    .join(' ')};`,
};

/**
 * Guards Ingresses of your own behind ingress-nginx: emits the auth gate once, and returns the annotations
 * that call it.
 *
 * @example
 * const guard = new IngressNginxGuard(chart, 'guard', { identity });
 * guard.addTo(ingress);
 */
export class IngressNginxGuard extends StandingGuard {
  /** @throws when the namespace is invalid, or the chart already has a gate with other settings. */
  public constructor(scope: Construct, id: string, props: RouteGuardProps) {
    super(scope, id, 'IngressNginxGuard', props);
  }

  /**
   * The annotations of an Ingress, for values of a chart or a manifest outside the app.
   *
   * @param kind the clients of the route
   */
  public annotations(kind: RouteKind = RouteKind.BROWSER): { [name: string]: string } {
    checkKind('IngressNginxGuard.annotations', kind);
    return { ...ingressAnnotations(this._home, kind), ...guardMark(kind) };
  }

  /**
   * Guards an Ingress. Its sizes and timeouts are kept.
   *
   * @param route an Ingress of cdk8s-plus, or its `ApiObject`
   * @param kind the clients of the route
   * @throws when it is not an Ingress, or has another value for an annotation of the guard; the Ingress is
   *   not changed then. The synthesis fails if an Ingress for browsers has a host that is not a domain of the
   *   identity.
   */
  public addTo(route: IConstruct, kind: RouteKind = RouteKind.BROWSER): void {
    guardIngress(this._home, route, kind);
  }

  /** @internal */
  protected _emit({ identity, namespace }: GuardHome, gate: AuthGate | undefined): void {
    emitNginxGate(this, identity, namespace, gate);
  }
}

export function guardIngress(home: GuardHome, route: IConstruct, kind: RouteKind): void {
  const ingress = OwnRoute.of('IngressNginxGuard', route, kind, ['Ingress']);
  const wanted = ingressAnnotations(home, kind);
  const ours = Object.entries(wanted).filter(([name]) => !TUNING_ANNOTATIONS.includes(name));
  for (const [name, value] of ours) {
    const there = ingress.annotation(name);
    ingress.problems.check(`annotations["${name}"]`, there, () => (there === undefined || there === value
      ? undefined
      : `conflicts with the guard, which sets ${JSON.stringify(value)}; remove it`));
  }
  ingress.guard(home.identity, ingressHosts, () => Object.fromEntries(
    Object.entries(wanted).filter(([name]) => ingress.annotation(name) === undefined),
  ));
}

function ingressAnnotations({ identity, namespace }: GuardHome, kind: RouteKind): Record<string, string> {
  const isGrpc = kind === RouteKind.GRPC || kind === RouteKind.GRPC_STREAMING;
  const sets = ingressNginxAnnotations(identity, namespace);
  const protocol = isGrpc ? RouteProtocol.GRPC : RouteProtocol.HTTP;
  return {
    [NGINX.backendProtocol]: protocol,
    ...transportAnnotations(identity, {
      protocol, streaming: kind === RouteKind.GRPC_STREAMING, guard: guardOfKind(kind),
    }),
    ...(kind === RouteKind.BROWSER ? sets.http : sets.grpc),
  };
}
