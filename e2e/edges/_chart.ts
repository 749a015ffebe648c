import { GatewayRoute, GatewayRouteRule } from '../../src/contract/union/gateway-routes';
import { CHART_GATEWAY_ROUTES } from '../../src/contract/union/releases/chart-version';
import { KubeObject } from './_kubernetes';

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const NAMESPACE = 'union-cp';

/** A Gateway that the library does not emit. */
export function chartGateway(name: string, hosts: readonly string[]): KubeObject {
  const listeners = hosts.map((hostname, i) => ({
    name: i === 0 ? 'https' : `https-${i + 1}`,
    protocol: 'HTTPS',
    port: 443,
    hostname,
    tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'controlplane-tls-cert' }] },
  }));
  return { apiVersion: GATEWAY_API, kind: 'Gateway', metadata: { name, namespace: NAMESPACE }, spec: { gatewayClassName: 'controlplane-envoy', listeners } } as KubeObject;
}

/** The routes of Union's chart, from the contract. */
export function chartRoutes(hostnames: readonly string[], gateway = 'controlplane'): KubeObject[] {
  return CHART_GATEWAY_ROUTES.map(({ kind, name, rules }) => ({
    apiVersion: GATEWAY_API,
    kind,
    metadata: { name, namespace: NAMESPACE },
    spec: { parentRefs: [{ name: gateway }], hostnames, rules: rules.map((rule) => ruleOf(kind, rule)) },
  }) as KubeObject);
}

function ruleOf(kind: GatewayRoute['kind'], { backend, trees = [], exact = [] }: GatewayRouteRule): object {
  const http = [
    ...trees.map((value) => ({ path: { type: 'PathPrefix', value } })),
    ...exact.map((value) => ({ path: { type: 'Exact', value } })),
  ];
  const grpc = [...trees, ...exact].map((path) => path.split('/')).map(([, service, method]) => ({ method: { type: 'Exact', service, ...(method ? { method } : {}) } }));
  const matches = kind === 'HTTPRoute' ? http : grpc;
  if (backend === undefined) {
    return { matches, filters: [{ type: 'RequestRedirect', requestRedirect: { path: { type: 'ReplaceFullPath', replaceFullPath: '/console' }, statusCode: 302 } }] };
  }
  const [name, port] = backend.split(':');
  return { matches, backendRefs: [{ name, port: Number(port) }] };
}
