import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { ofKind } from '../../test/constructs/edge/support';
import { freePort, Running, start, temporaryDirectory } from '../_support/processes';
import { startPostgres } from './_postgres';
import type { Deployment, Provider } from './_world';

interface Container {
  readonly name: string;
  readonly command: string[];
  readonly args?: string[];
  readonly volumeMounts: { readonly name: string; readonly mountPath: string }[];
}

interface Ports {
  readonly http: number;
  readonly grpc: number;
  readonly profiler: number;
  readonly database: number;
}

export interface RunningPod {
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly running: Running;
  /** What its init containers have printed, by name. */
  readonly initialized: Readonly<Record<string, string>>;
}

const DATABASE = { name: 'flyteadmin', user: 'union', password: 'databases-password' };

/**
 * Runs the containers of the emitted pod of flyteadmin on this machine, with a binary that has flyteadmin's command line: their commands
 * in their order, the ConfigMap and the Secrets where they are mounted, below a folder of our own.
 *
 * What differs stands in one more config file: addresses of this machine, a database without TLS, storage in memory, and a cluster that
 * is not there, as nothing is run in it.
 */
export async function runPod(binary: string, { manifests, flyteadminConfig }: Deployment, provider: Provider): Promise<RunningPod> {
  const root = temporaryDirectory('flyteadmin');
  const below = (text: string): string => text.replaceAll('/etc/', `${root}/etc/`);
  const { initContainers, containers, volumes } = ofKind(manifests, 'Deployment').get('flyteadmin')!.spec.template.spec;
  const ports: Ports = { http: await freePort(), grpc: await freePort(), profiler: await freePort(), database: await startPostgres(DATABASE) };

  const [server] = containers as Container[];
  const secrets = secretsOf(provider);
  for (const { name, mountPath } of server.volumeMounts) {
    const { configMap, secret } = volumes.find((volume: { name: string }) => volume.name === name);
    const files = configMap
      ? { ...ofKind(manifests, 'ConfigMap').get(configMap.name)!.data, 'server.yaml': flyteadminConfig, 'zz-this-machine.yaml': stringify(thisMachine(root, ports)) }
      : secret ? secrets[secret.secretName] : {};
    Object.entries(files as Record<string, string>).forEach(([file, text]) => write(join(root, mountPath, file), configMap ? below(text) : text));
  }
  write(join(root, 'kubeconfig'), KUBECONFIG);

  const words = ({ command, args = [] }: Container): string[] => [...command, ...args].map((word) => below(word).replace(/(^|&& )flyteadmin /g, `$1${binary} `));
  const options = { env: { ...process.env, ...provider.environment, POD_NAMESPACE: 'union-cp' }, cwd: root, encoding: 'utf8' as const };
  const initialized: Record<string, string> = {};
  for (const container of initContainers as Container[]) {
    const [program, ...rest] = words(container);
    // The keys that flyteadmin makes for itself would go into a Secret of the cluster; here they go where that is mounted.
    const local = rest.map((word) => word.replace(/ && \S+ --config\S* secrets create .*$/, ''));
    initialized[container.name] = execFileSync(program === 'flyteadmin' ? binary : program, local, { ...options, timeout: 120_000 });
  }
  cpSync(join(root, 'etc/scratch/secrets'), join(root, 'etc/secrets'), { recursive: true });
  const [, ...rest] = words(server);
  const running = await start(binary, rest, {
    env: options.env,
    cwd: root,
    ready: async () => (await fetch(`http://127.0.0.1:${ports.http}/healthcheck`)).ok,
    withinSeconds: 120,
  });
  return { httpPort: ports.http, grpcPort: ports.grpc, running, initialized };
}

function secretsOf({ secrets }: Provider): Record<string, Record<string, string>> {
  return {
    'flyte-admin-secrets': { client_secret: secrets['union-service'] },
    'union-controlplane-secrets': { 'client_secret': secrets['union-service'], 'pass.txt': DATABASE.password },
    'flyteadmin-oidc-client-secret': { client_secret: secrets['union-web'] },
  };
}

/** Source: flyteadmin v1.16.1, pkg/config/config.go; flytestdlib, database/config.go, storage/config.go. */
function thisMachine(root: string, { http, grpc, profiler, database }: Ports): object {
  return {
    server: { 'httpPort': http, 'grpc': { port: grpc }, 'kube-config': join(root, 'kubeconfig') },
    secrets: { 'secrets-prefix': '/etc/secrets' },
    database: { postgres: { host: '127.0.0.1', port: database, dbname: DATABASE.name, username: DATABASE.user, options: 'sslmode=disable' } },
    storage: { type: 'mem' },
    // One for each that runs at the same time.
    flyteadmin: { profilerPort: profiler },
    // Info: at which refusals are told.
    logger: { level: 4 },
  };
}

const KUBECONFIG = stringify({
  'apiVersion': 'v1',
  'kind': 'Config',
  'clusters': [{ name: 'none', cluster: { server: 'https://127.0.0.1:1' } }],
  'contexts': [{ name: 'none', context: { cluster: 'none', user: 'none' } }],
  'users': [{ name: 'none', user: {} }],
  'current-context': 'none',
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

