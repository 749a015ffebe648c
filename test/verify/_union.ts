import { GatewayRouteRule } from '../../src/contract/union/gateway-routes';
import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { RouteGroup, RouteGuard } from '../../src/contract/union/routes';
import { configMap, deployment, IN_CLUSTER_ME, ingress, IngressProps, Json, object } from './_manifests';

/** A control plane as Union's chart renders it, cut to what the rules of the edge and the browser login look at. */

export const HOST = 'union.example.com';
export const CREDENTIALS_KEY = '$http_authorization$http_flyte_authorization$http_cookie';
export const IDENTITY = 'Set-Cookie,X-User-Subject,X-User-Claim-Identitytype,X-User-Claim-Preferred-Username,X-User-Token';

/** What our HARDENED profile sets on guarded HTTP routes. */
export const HARDENED = {
  'auth-url': IN_CLUSTER_ME,
  'auth-signin': `https://${HOST}/login?redirect_url=$escaped_request_uri`,
  'auth-signin-redirect-param': 'redirect_url',
  'auth-response-headers': IDENTITY,
  'auth-cache-key': CREDENTIALS_KEY,
  'auth-cache-duration': '200 202 1m',
};

/** What release 2026.8 of the chart sets on guarded HTTP routes. */
export const CHART_HTTP = {
  'auth-url': 'https://$host/me',
  'auth-signin': 'https://$host/login?redirect_url=$escaped_request_uri',
  'auth-response-headers': IDENTITY,
  'auth-cache-key': '$http_flyte_authorization$http_cookie',
};

export const CHART_GRPC = { 'auth-url': IN_CLUSTER_ME, 'auth-response-headers': IDENTITY, 'auth-cache-key': CREDENTIALS_KEY };

export interface FlyteadminProps {
  /** `null` leaves it out. */
  readonly useAuth?: boolean | string | null;
  readonly auth?: Json;
  readonly namespace?: string | null;
  readonly secrets?: Record<string, string>;
  readonly pod?: Json;
  readonly env?: readonly Json[];
  readonly metadata?: Json;
}

/** flyteadmin with its ConfigMap. */
export function flyteadmin(props: FlyteadminProps = {}): Json[] {
  const { useAuth = true, auth = {}, namespace = 'union-cp', secrets = { 'flyte-admin-secrets': '/etc/secrets/' }, pod, env, metadata } = props;
  const server = { ...(useAuth === null ? {} : { server: { security: { useAuth } } }), auth: { userAuth: { openId: { clientId: 'web' } }, ...auth } };
  return [
    configMap('flyte-admin-base-config', { 'server.yaml': server }, namespace),
    deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, secrets, namespace, pod, env, metadata }),
  ];
}

export interface ChartProps {
  readonly host?: string | null;
  readonly http?: Record<string, string>;
  readonly grpc?: Record<string, string>;
  readonly console?: Record<string, string>;
  /** On every Ingress. */
  readonly annotations?: Record<string, string>;
  readonly namespace?: string | null;
  readonly className?: string;
  readonly release?: 'V2026_3' | 'V2026_8';
}

/** Every Ingress of the chart: its groups, paths and path types. */
export function chartIngresses(props: ChartProps = {}): Json[] {
  const { http = CHART_HTTP, grpc = CHART_GRPC, console = http, annotations, host = HOST, namespace, className = 'controlplane', release = 'V2026_8' } = props;
  return ChartVersion[release]._contract.controlPlane.routes.groups.map(({ name, guard, protocol, useRegex, routes }) => {
    const guardAnnotations = name === RouteGroup.CONSOLE ? console
      : { [RouteGuard.OPEN]: {}, [RouteGuard.SIGN_IN]: http, [RouteGuard.UNAUTHORIZED]: grpc }[guard];
    const rest: IngressProps = {
      host: host ?? undefined,
      namespace,
      className,
      paths: Object.fromEntries(routes.map(({ path, service, port }) => [path, `${service}:${port}`])),
      annotations: { 'backend-protocol': protocol, 'nginx.org/websocket-services': 'dataproxy', ...(useRegex ? { 'use-regex': 'true' } : {}), ...guardAnnotations, ...annotations },
    };
    return ingress(name, rest);
  });
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

/** The routes that a release of the chart renders with INGRESS_PROVIDER=envoy. */
export function chartGatewayRoutes(namespace: string | null = 'union-cp', release: 'V2026_3' | 'V2026_8' = 'V2026_8'): Json[] {
  const http = (type: string) => (value: string): Json => ({ path: { type, value } });
  const grpc = (path: string): Json => {
    const [, service, method] = path.split('/');
    return { method: { service, ...(method ? { method } : {}) } };
  };
  const rule = (isHttp: boolean, { backend, trees = [], exact = [] }: GatewayRouteRule): Json => ({
    matches: isHttp ? [...trees.map(http('PathPrefix')), ...exact.map(http('Exact'))] : [...trees, ...exact].map(grpc),
    ...(backend ? { backendRefs: [{ name: backend.split(':')[0], port: Number(backend.split(':')[1]) }] } : { filters: [{ type: 'RequestRedirect' }] }),
  });
  return [
    object(GATEWAY_API, 'Gateway', 'controlplane', { spec: { gatewayClassName: 'eg', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'union-tls' }] } }] } }, namespace),
    ...ChartVersion[release]._contract.controlPlane.gatewayRoutes.map(({ kind, name, rules }) => object(GATEWAY_API, kind, name, {
      spec: { parentRefs: [{ name: 'controlplane' }], hostnames: [HOST], rules: rules.map((each) => rule(kind === 'HTTPRoute', each)) },
    }, namespace)),
  ];
}

/** Envoy Gateway's guard of routes by name. */
export function securityPolicy(targets: Record<string, string>, extAuth: Json = {}): Json {
  return object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
    spec: {
      targetRefs: Object.entries(targets).map(([name, kind]) => ({ group: 'gateway.networking.k8s.io', kind, name })),
      extAuth: { headersToExtAuth: ['cookie'], http: { backendRefs: [{ name: 'auth-gate', port: 8081 }], ...extAuth } },
    },
  });
}

/** A guard of Traefik that asks flyteadmin. */
export function forwardAuth(spec: Json): Json {
  return object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME, ...spec } } });
}

/** A route of Traefik to a service of Union, behind middlewares. */
export function traefikRoute(...middlewares: string[]): Json {
  return object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
    spec: {
      routes: [{
        match: `Host(\`${HOST}\`) && PathPrefix(\`/app\`)`,
        middlewares: middlewares.map((name) => ({ name })),
        services: [{ name: 'executions', port: 81 }],
      }],
    },
  });
}

/** The ingress-nginx of the control plane's namespace, with its ConfigMap. */
export function nginxController(settings: Record<string, string>): Json[] {
  return [
    configMap('nginx-config', settings),
    deployment('controller', { container: { args: ['/nginx-ingress-controller', '--configmap=union-cp/nginx-config'] } }),
  ];
}
