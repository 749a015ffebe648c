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
}

const DATABASE = { name: 'flyteadmin', user: 'union', password: 'databases-password' };

export interface Serving {
  readonly flyteadminConfig: string;
  /** @default the provider's */
  readonly webSecret?: string;
  /** Further variables. @default none */
  readonly environment?: NodeJS.ProcessEnv;
}

export interface PreparedPod {
  /** The output of its init containers, by name. */
  readonly initialized: Readonly<Record<string, string>>;
  /** Starts the server's container; any number of times on one database. */
  serve(serving: Serving): Promise<RunningPod>;
}

/** Runs the init containers of the emitted pod once, and then its server. */
export async function runPod(binary: string, deployment: Deployment, provider: Provider): Promise<RunningPod> {
  return (await preparePod(binary, deployment, provider)).serve(deployment);
}

/**
 * Runs the containers of the emitted pod of flyteadmin on this machine, with a binary that has flyteadmin's command line: their commands
 * in order, with the mounted ConfigMap and Secrets below a temporary folder.
 *
 * One more config file has the differences: addresses of this machine, a database without TLS, storage in memory, and the address of a
 * cluster that does not exist.
 */
export async function preparePod(binary: string, deployment: Deployment, provider: Provider): Promise<PreparedPod> {
  const root = temporaryDirectory('flyteadmin');
  const database = await startPostgres(DATABASE);
  const { initContainers, containers } = podOf(deployment);
  const [server] = containers;
  const ports = async (): Promise<Ports> => ({ http: await freePort(), grpc: await freePort(), profiler: await freePort(), database });
  mount(root, deployment, secretsOf(provider), deployment.flyteadminConfig, await ports());
  write(join(root, 'kubeconfig'), KUBECONFIG);

  const words = ({ command, args = [] }: Container): string[] => (
    [...command, ...args].map((word) => below(root, word).replace(/(^|&& )flyteadmin /g, `$1${binary} `)));
  const options = { env: { ...process.env, ...provider.environment, POD_NAMESPACE: 'union-cp' }, cwd: root, encoding: 'utf8' as const };
  const initialized: Record<string, string> = {};
  for (const container of initContainers) {
    const [program, ...rest] = words(container);
    // The keys that flyteadmin makes for itself go to the mount of their Secret, without the cluster.
    const local = rest.map((word) => word.replace(/ && \S+ --config\S* secrets create .*$/, ''));
    initialized[container.name] = execFileSync(program === 'flyteadmin' ? binary : program, local, { ...options, timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] });
  }
  cpSync(join(root, 'etc/scratch/secrets'), join(root, 'etc/secrets'), { recursive: true });
  return {
    initialized,
    serve: async ({ flyteadminConfig, webSecret = provider.secrets['union-web'], environment = {} }) => {
      const own = await ports();
      mount(root, deployment, secretsOf({ secrets: { ...provider.secrets, 'union-web': webSecret } }), flyteadminConfig, own);
      const [, ...rest] = words(server);
      const running = await start(binary, rest, {
        env: { ...options.env, ...environment },
        cwd: root,
        ready: async () => (await fetch(`http://127.0.0.1:${own.http}/healthcheck`)).ok,
        withinSeconds: 120,
      });
      return { httpPort: own.http, grpcPort: own.grpc, running };
    },
  };
}

interface Pod {
  readonly initContainers: Container[];
  readonly containers: Container[];
  readonly volumes: { readonly name: string; readonly configMap?: { readonly name: string }; readonly secret?: { readonly secretName: string } }[];
}

function podOf({ manifests }: Deployment): Pod {
  return ofKind(manifests, 'Deployment').get('flyteadmin')!.spec.template.spec as Pod;
}

/** Writes every file to its mount path in the server's container. */
function mount(root: string, deployment: Deployment, secrets: Record<string, Record<string, string>>, flyteadminConfig: string, ports: Ports): void {
  const { containers: [{ volumeMounts }], volumes } = podOf(deployment);
  for (const { name, mountPath } of volumeMounts) {
    const { configMap, secret } = volumes.find((volume) => volume.name === name)!;
    const files: Record<string, string> = configMap
      ? { ...ofKind(deployment.manifests, 'ConfigMap').get(configMap.name)!.data, 'server.yaml': flyteadminConfig, 'zz-this-machine.yaml': stringify(thisMachine(root, ports)) }
      : secret ? secrets[secret.secretName] : {};
    Object.entries(files).forEach(([file, text]) => write(join(root, mountPath, file), configMap ? below(root, text) : text));
  }
}

function below(root: string, text: string): string {
  return text.replaceAll('/etc/', `${root}/etc/`);
}

function secretsOf({ secrets }: Pick<Provider, 'secrets'>): Record<string, Record<string, string>> {
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
    // Several may run at the same time.
    flyteadmin: { profilerPort: profiler },
    // Info, the level of refusals.
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

