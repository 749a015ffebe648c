import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { egctl } from '../tools/egctl';
import { KubeObject } from './_kubernetes';

/** A resource of Envoy, as JSON. */
export type Xds = Readonly<Record<string, any>>;

/** Envoy Gateway's translation of objects. */
export interface Translation {
  /** The objects with the status that the controller writes. */
  readonly objects: readonly (KubeObject & { readonly status?: any })[];
  readonly listeners: readonly Xds[];
  readonly routes: readonly Xds[];
  readonly clusters: readonly Xds[];
  readonly endpoints: readonly Xds[];
}

const CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';

/** The API groups that `egctl` reads; it stops at any other. */
const READ = /^(gateway\.networking\.k8s\.io|gateway\.envoyproxy\.io)\/|^v1$/;

/** Runs the controller's own translator without a cluster. It checks the objects by the CRDs' schemas first. */
export function translate(objects: readonly KubeObject[]): Translation {
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace!))];
  const classes = new Set(objects.filter(({ kind }) => kind === 'Gateway').map((gateway) => (gateway as Xds).spec.gatewayClassName as string));
  const input = [
    ...[...classes].map((name) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name }, spec: { controllerName: CONTROLLER } })),
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } })),
    ...objects.filter(({ apiVersion, kind }) => READ.test(apiVersion) && !(apiVersion === 'v1' && !['Service', 'Secret'].includes(kind))).map(withClusterIp),
  ];
  const file = join(temporaryDirectory('egctl'), 'input.yaml');
  writeFileSync(file, input.map((object) => JSON.stringify(object)).join('\n---\n'));
  const output = execFileSync(pathOf(egctl), ['x', 'translate', '--from', 'gateway-api', '--to', 'gateway-api,xds', '--output', 'json', '--file', file], {
    encoding: 'utf8', maxBuffer: 256 * 1024 * 1024,
  });
  const { xds, ...resources } = JSON.parse(output) as { xds: Record<string, { configs: Xds[] }> };
  const configs = Object.values(xds ?? {}).flatMap((gateway) => gateway.configs);
  const pick = (list: string, path: (entry: Xds) => Xds): Xds[] => configs.flatMap((config) => (config[list] as Xds[] | undefined) ?? []).map(path);
  return {
    objects: Object.values(resources).filter(Array.isArray).flat(),
    listeners: pick('dynamicListeners', (entry) => entry.activeState.listener),
    routes: pick('dynamicRouteConfigs', (entry) => entry.routeConfig),
    clusters: pick('dynamicActiveClusters', (entry) => entry.cluster),
    endpoints: pick('dynamicEndpointConfigs', (entry) => entry.endpointConfig),
  };
}

/** Adds the address that the API server gives every Service: Envoy Gateway ignores a Service without one. */
function withClusterIp(object: KubeObject, i: number): KubeObject {
  return object.kind === 'Service' ? { ...object, spec: { clusterIP: `10.96.${Math.floor(i / 250)}.${(i % 250) + 1}`, ...(object as Xds).spec } } as KubeObject : object;
}
