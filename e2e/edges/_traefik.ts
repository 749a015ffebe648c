import { randomUUID } from 'node:crypto';
import { Manifest, ofKind } from '../../test/constructs/edge/support';
import { freePort, start } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { traefik } from '../tools/traefik';
import { EdgeTraits } from './_cases';
import { RunningEdge, Surroundings } from './_edge';
import { startGate } from './_gate';
import { KubeObject, KubernetesApi } from './_kubernetes';
import { portsByService, serviceOf, tlsSecrets } from './_services';

export const TRAEFIK: EdgeTraits = { name: 'Traefik', givesUpWithout: 'gate', takesPrefixes: 'guarded routes', tellsToUseTls: true };

/** Starts Traefik with its provider of custom resources on the emitted objects. */
export async function startTraefik({ manifests, backends, flyteadmin, certificate }: Surroundings): Promise<RunningEdge> {
  const gate = await startGate(manifests, flyteadmin.port);
  const namespace = [...ofKind(manifests, 'Middleware').values()][0].metadata.namespace;
  const api = await KubernetesApi.start([
    ...manifests.filter(({ kind }) => kind === 'IngressRoute'),
    ...[...ofKind(manifests, 'Middleware').values()].map((middleware) => withGateAt(middleware, gate.portOf)),
    ...tlsSecrets(manifests, namespace, certificate),
    ...[...portsByService(backends.names)].flatMap(([name, ports]) => [
      serviceOf(name, namespace, ports),
      endpointsOf(name, namespace, ports, (backend) => backends.portOf(backend)),
    ]),
  ]);
  const [port, plainPort, admin] = [await freePort(), await freePort(), await freePort()];
  const running = await start(pathOf(traefik), [
    `--entryPoints.websecure.address=127.0.0.1:${port}`, `--entryPoints.web.address=127.0.0.1:${plainPort}`,
    `--entryPoints.traefik.address=127.0.0.1:${admin}`, '--api.insecure=true',
    `--providers.kubernetesCRD.endpoint=${api.url}`, `--providers.kubernetesCRD.token=${randomUUID()}`,
    // As in Traefik's Helm chart.
    '--providers.kubernetesCRD.allowEmptyServices=true',
    '--log.level=ERROR', '--log.noColor=true', '--global.checkNewVersion=false', '--global.sendAnonymousUsage=false',
  ], {
    ready: async () => {
      const answer = await fetch(`http://127.0.0.1:${admin}/api/http/routers?per_page=10000`);
      const routers = answer.ok ? (await answer.json()) as { provider: string }[] : [];
      return routers.some(({ provider }) => provider === 'kubernetescrd');
    },
  });
  return {
    traits: TRAEFIK,
    port,
    plainPort,
    endGate: () => gate.stop(),
    stop: async () => {
      await running.stop();
      await Promise.all([api.stop(), gate.stop()]);
    },
  };
}

/** Replaces the gate's address, since there is no cluster DNS. */
function withGateAt(middleware: Manifest, portOf: (servicePort: number) => number): Manifest {
  const { forwardAuth } = middleware.spec;
  if (!forwardAuth) {
    return middleware;
  }
  const [, service, port] = /^http:\/\/([a-z-]+)\.[a-z-]+\.svc\.cluster\.local:(\d+)\//.exec(forwardAuth.address)!;
  if (service !== 'union-auth-gate') {
    throw new Error(`${middleware.metadata.name} calls ${service}, not the gate`);
  }
  return { ...middleware, spec: { ...middleware.spec, forwardAuth: { ...forwardAuth, address: `http://127.0.0.1:${portOf(Number(port))}/` } } };
}

function endpointsOf(service: string, namespace: string, ports: readonly number[], portOf: (name: string) => number): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: service, namespace, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
    ports: ports.map((port) => ({ name: `port-${port}`, port: portOf(`${service}:${port}`), protocol: 'TCP' })),
  } as KubeObject;
}
