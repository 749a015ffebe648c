import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { egctl } from '../tools/egctl';
import { envoy } from '../tools/envoy';
import { EdgeTraits } from './_cases';
import { Certificate } from './_certificate';
import { RunningEdge, Surroundings } from './_edge';
import { translate, Translation, Xds } from './_egctl';
import { startGate } from './_gate';
import { portsByService, serviceOf, tlsSecrets } from './_services';
import { Unanswered } from './_xds';

const MINOR = Number(egctl.version.split('.')[1]);
/** Since 1.8, Envoy Gateway has a field for the answer to callers if `/me` cannot be reached. */
export const UNANSWERED: Unanswered = MINOR >= 8 ? 'try again' : 'denied';
/** The newest version that the one at hand serves, and whose guard removes headers on a shared Gateway by Lua. */
export const NEWEST_WITH_LUA = `1.${Math.min(MINOR, 8)}`;

export const ENVOY_GATEWAY: EdgeTraits = {
  name: 'Envoy Gateway',
  refusesUnderscores: true,
  bindsHostToConnection: true,
  tellsToUseTls: true,
  takesPrefixes: 'every route',
  deniesUnanswered: UNANSWERED === 'denied',
};

/** Starts Envoy on Envoy Gateway's translation of the emitted objects. */
export async function startEnvoyGateway({ manifests, backends, flyteadmin, certificate, others = [] }: Surroundings): Promise<RunningEdge> {
  const gate = await startGate(manifests, flyteadmin.port);
  const { namespace } = manifests[0].metadata;
  const services = [...portsByService(backends.names)].map(([name, ports]) => serviceOf(name, namespace, ports));
  const objects = [...manifests, ...others];
  const translation = translate([...objects, ...tlsSecrets(objects, namespace, certificate), ...services]);
  const loopback = (service: string, port: number): number => (service === 'union-auth-gate' ? gate.portOf(port) : backends.portOf(`${service}:${port}`));
  const { port, plainPort, running } = await startEnvoy(translation, certificate, loopback);
  return {
    traits: ENVOY_GATEWAY,
    port,
    plainPort,
    endGate: () => gate.stop(),
    stop: async () => {
      await running.stop();
      await gate.stop();
    },
  };
}

/** Starts Envoy on a translation. It reads files in place of the controller's stream; only addresses differ. */
export async function startEnvoy(
  translation: Translation, certificate: Certificate, portOf: (service: string, port: number) => number,
): Promise<{ readonly port: number; readonly plainPort: number; readonly running: Running }> {
  const directory = temporaryDirectory('envoy');
  mkdirSync(join(directory, 'xds'));
  const [port, plainPort, admin] = [await freePort(), await freePort(), await freePort()];
  // Envoy Gateway listens above 10000, since it does not run as root.
  const moved = new Map([[10443, port], [10080, plainPort]]);
  const listeners = translation.listeners.filter(({ address }) => moved.has(address.socketAddress.portValue));
  const file = (kind: string, name: string): string => join(directory, 'xds', `${kind}-${encodeURIComponent(name)}.json`);
  const write = (kind: string, name: string, ...resources: Xds[]): void =>
    writeFileSync(file(kind, name), JSON.stringify({ resources: resources.map((resource) => fromFiles(resource, file)) }));
  write('listeners', 'all', ...listeners.map((listener) =>
    ({ ...listener, address: { socketAddress: { address: '127.0.0.1', portValue: moved.get(listener.address.socketAddress.portValue) } } })));
  write('clusters', 'all', ...translation.clusters);
  translation.routes.forEach((routes) => write('routes', routes.name, routes));
  translation.endpoints.forEach((endpoints) => write('endpoints', endpoints.clusterName, onLoopback(endpoints, portOf)));
  secretNames(listeners).forEach((name) => write('secrets', name, {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
    name,
    'tlsCertificate': { certificateChain: { inlineString: certificate.certificate }, privateKey: { inlineString: certificate.key } },
  }));
  const bootstrap = join(directory, 'bootstrap.json');
  writeFileSync(bootstrap, JSON.stringify({
    node: { id: 'e2e', cluster: 'e2e' },
    admin: { address: { socketAddress: { address: '127.0.0.1', portValue: admin } } },
    dynamicResources: { ldsConfig: source(file('listeners', 'all')), cdsConfig: source(file('clusters', 'all')) },
  }));
  const running = await start(pathOf(envoy), ['--config-path', bootstrap, '--use-dynamic-base-id', '--log-level', 'warning', '--concurrency', '2'], {
    ready: async () => listening(await (await fetch(`http://127.0.0.1:${admin}/listeners`)).text(), listeners.length),
  });
  return { port, plainPort, running };
}

function listening(text: string, listeners: number): boolean {
  return text.trim().split('\n').filter((line) => line.includes('127.0.0.1:')).length === listeners;
}

function source(path: string): object {
  return { pathConfigSource: { path }, resourceApiVersion: 'V3' };
}

/** By the field that names a source: the kind of its resource, and the field with the resource's name. */
const SOURCES: Readonly<Record<string, readonly [kind: string, name: string]>> = {
  configSource: ['routes', 'routeConfigName'],
  edsConfig: ['endpoints', 'serviceName'],
  sdsConfig: ['secrets', 'name'],
};

/** Replaces the controller as a source by a file with one resource, and removes the access log. */
function fromFiles(resource: Xds, file: (kind: string, name: string) => string): Xds {
  return JSON.parse(JSON.stringify(resource), function (this: Xds, key: string, value: any): unknown {
    const [kind, name] = SOURCES[key] ?? [];
    return kind && value.ads ? source(file(kind, this[name!])) : key === 'accessLog' ? undefined : value;
  }) as Xds;
}

/** Replaces the addresses of endpoints, whose metadata names their Service. */
function onLoopback(assignment: Xds, portOf: (service: string, port: number) => number): Xds {
  return {
    ...assignment,
    endpoints: assignment.endpoints.map((locality: Xds) => {
      const [{ name, sectionName }] = locality.metadata.filterMetadata['envoy-gateway'].resources;
      const address = { socketAddress: { address: '127.0.0.1', portValue: portOf(name, Number(sectionName)) } };
      return { ...locality, lbEndpoints: locality.lbEndpoints.map((endpoint: Xds) => ({ ...endpoint, endpoint: { address } })) };
    }),
  };
}

function secretNames(listeners: readonly Xds[]): string[] {
  const names = JSON.stringify(listeners).matchAll(/"tlsCertificateSdsSecretConfigs":\[\{"name":"([^"]+)"/g);
  return [...new Set([...names].map(([, name]) => name))];
}
