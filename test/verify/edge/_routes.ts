import { AuthGateDialect } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { HeaderChange } from '../../../src/verify/edge/header-changes';
import { EdgeRoute } from '../../../src/verify/edge/route';
import { KubeObject } from '../../../src/verify/kube/kube-object';
import { Json, object } from '../_manifests';
import { modelOf } from '../_model';

/** What the readers of edges make of a few manifests, and manifests that more than one of them reads. */

export { modelOf };

export function routesOf(...objects: Json[]): readonly EdgeRoute[] {
  return modelOf(...objects).routes;
}

export function kubeObjects(...objects: Json[]): readonly KubeObject[] {
  return modelOf(...objects).objects;
}

export function middleware(name: string, spec: Json, namespace: string | null = 'union-cp'): Json {
  return object('traefik.io/v1alpha1', 'Middleware', name, { spec }, namespace);
}

export function ingressRoute(...routes: Json[]): Json {
  return object('traefik.io/v1alpha1', 'IngressRoute', 'router', { spec: { routes } });
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';

export function httpRoute(spec: Json, { kind = 'HTTPRoute', metadata = {} as Json } = {}): Json {
  return object(GATEWAY_API, kind, 'route', { spec }, 'union-cp', metadata);
}

export function gateway(name: string, listeners: Json[] = [], namespace = 'union-cp', metadata: Json = {}): Json {
  return object(GATEWAY_API, 'Gateway', name, { spec: { listeners } }, namespace, metadata);
}

/** An nginx behind the port 80 of a Service, at one of its ports. */
export function gate(nginx: string, namespace: string | null = 'union-cp', name = 'gate', targetPort = 8081): Json[] {
  return [
    object('v1', 'ConfigMap', name, { data: { 'nginx.conf': nginx } }, namespace),
    object('v1', 'Service', name, { spec: { selector: { app: 'gate' }, ports: [{ name: 'http', port: 80, targetPort }] } }, namespace),
  ];
}

/** Our gate, where browsers are sent to sign in. */
export function ownGate(dialect: AuthGateDialect, edit: (config: string) => string = (config) => config): Json[] {
  return gate(edit(ownGateConfig(dialect, 'flyteadmin:80')), 'union-cp', dialect.service, 8080);
}

/** Such as `after x-user=alice at spec.headers.customRequestHeaders["X-User"]`. */
export function changeText({ hop, header, value, field }: HeaderChange): string {
  return `${hop} ${header}=${value} at ${field}`;
}
