import { JsonObject } from '../../common/data/json';
import { UNION_AUTHZ } from './authorizer';
import { CONSOLE_IMAGES, CONTROL_PLANE_IMAGE } from './images';
import { SECRETS } from './secrets';
import { resources } from './workload-resources';
import { DatabaseContract, InitContract, RunAs, WorkloadContract } from './workloads';

/**
 * The services of the control plane chart besides flyteadmin and its scheduler.
 *
 * Source: unionai/helm-charts at controlplane-2026.8.3 and a732c055, `charts/controlplane`: `services` in
 * values.yaml, and what `helm template` makes of templates/deployment.yaml, templates/service.yaml,
 * templates/cacheservice, templates/console and flyte-core.
 */

/** A service that runs a binary of the plane's image, on configuration that all of them share. */
interface UnionService extends Pick<WorkloadContract, 'resources' | 'runsOnce'> {
  /** The binary, where its name is another. */
  readonly binary?: string;
  /** What starts it, where it is another command than `serve`. */
  readonly start?: readonly string[];
  readonly hasDatabase?: boolean;
  /** Whether it answers Connect and gRPC on one port; of the others the Service offers gRPC alone. */
  readonly speaksConnect?: boolean;
  /** What the chart tells it besides. */
  readonly config?: JsonObject;
}

const NO_CLOUD = { cloudProvider: { provider: 'Mock' } };

const SERVICES: Readonly<Record<string, UnionService>> = {
  'authorizer': { speaksConnect: true },
  'cluster': {
    binary: 'cloudcluster',
    hasDatabase: true,
    speaksConnect: true,
    config: { ...NO_CLOUD, cluster: { cloudflare: { active: false } } },
  },
  'dataproxy': { config: { dataproxy: { clusterSelector: { type: 'local' } } } },
  'executions': {
    binary: 'cloudpropeller',
    hasDatabase: true,
    config: {
      cloudEventsProcessor: { cloudProvider: 'Local' },
      workspace: { enable: false },
      executions: { apps: { enrichIdentities: false } },
    },
  },
  'identity': {
    binary: 'cloudidentity',
    speaksConnect: true,
    config: { identity: { app: { identityProviderConfig: { provider: 'noop' } } } },
  },
  'organizations': { binary: 'cloudorganizations', hasDatabase: true, speaksConnect: true },
  'run-scheduler': {
    binary: 'cloudpropeller',
    start: ['scheduler', 'start'],
    hasDatabase: true,
    runsOnce: 'would start each scheduled run once a pod',
  },
  'usage': {
    speaksConnect: true,
    config: { ...NO_CLOUD, billing: { enable: false } },
    resources: resources(['500m', '3'], ['250Mi', '512Mi']),
  },
};

/** Those that keep their state in ScyllaDB, which the chart's ScyllaCluster provides. */
const ON_SCYLLA: Readonly<Record<string, UnionService>> = {
  actions: {},
  leasor: {
    resources: resources(['1', '2'], ['2Gi', '4Gi']),
    runsOnce: 'would hand out each lease once a pod',
  },
  queue: {},
};

export const NEEDS_SCYLLA: readonly string[] = Object.keys(ON_SCYLLA);

/** The union services that the guide names. */
export const GUIDE_SERVICES: readonly string[] = ['executions', 'cluster', 'usage'];

/** The union service that makes API keys. */
export const API_KEY_SERVICE = 'identity';

export const CACHE_SERVICE_NAME = 'cacheservice';

/** Flyte's catalog, which older releases of the chart run in its place. */
const DATACATALOG_NAME = 'datacatalog';

/** All of one plane share a database (controlplane: values.yaml, `global.DB_NAME`). */
const UNION_DATABASE: DatabaseContract = {
  file: 'config.yaml',
  section: 'db',
  name: 'unionai',
  maxOpenConnections: 20,
};

const { unionServices } = SECRETS;
const CONFIG = '/etc/config/*.yaml';
/** The port on which services that answer Connect do so; they are told (`sharedService.connectPort`). */
export const CONNECT_PORT = 8081;

/** Names of all that can be set up from what is public. */
export const KNOWN_SERVICES: readonly string[] = [
  ...Object.keys(SERVICES),
  CACHE_SERVICE_NAME,
  UNION_AUTHZ.name,
  'flyteconsole',
  'unionconsole',
];

/**
 * Those that take callers for whom the identity headers say, flyteadmin aside: all but the pages of the
 * consoles, and the keeper of roles, which has secrets of its own for its callers. Charts label their pods
 * with these names.
 */
export const TRUSTING_SERVICES: readonly string[] = [
  ...Object.keys(SERVICES), CACHE_SERVICE_NAME, DATACATALOG_NAME, ...NEEDS_SCYLLA,
];

/** A service of the chart by its name; any name that is not known runs a binary of that name. */
export function unionService(name: string): WorkloadContract {
  return OTHERS[name] ?? CONSOLES[name] ?? binaryService(name, SERVICES[name] ?? ON_SCYLLA[name] ?? {});
}

/** Whether it reads the configuration that union services share, and mounts their Secret. */
export function isUnionService(name: string): boolean {
  return !(name in OTHERS) && !(name in CONSOLES);
}

function binaryService(
  name: string,
  { binary = name, start = ['serve'], hasDatabase, speaksConnect, config, ...pods }: UnionService,
): WorkloadContract {
  return {
    name,
    ...pods,
    container: name,
    configMap: name,
    configDirectory: '/etc/config',
    args: [binary, ...start, '--config', CONFIG],
    ports: [
      {
        name: 'grpc',
        containerPort: 8080,
        servicePort: 80,
        targetPort: speaksConnect ? CONNECT_PORT : undefined,
      },
      { name: 'http', containerPort: 8089, servicePort: 81 },
      { name: 'debug', containerPort: 10254, servicePort: 82 },
      ...(speaksConnect ? [{ name: 'connect', containerPort: CONNECT_PORT, servicePort: 83 }] : []),
    ],
    health: { path: '/healthcheck', port: 10254 },
    secretMounts: [{ secret: unionServices.name, mountPath: unionServices.mountPath }],
    inits: hasDatabase ? [migration(name, binary)] : undefined,
    database: hasDatabase ? UNION_DATABASE : undefined,
    settings: {
      file: 'config.yaml',
      content: {
        ...config,
        sharedService: {
          ...(speaksConnect ? { connectPort: CONNECT_PORT } : {}),
          metrics: { scope: `${name}:` },
        },
      },
    },
  };
}

function migration(name: string, binary: string): InitContract {
  return { name: `${name}-migrate`, args: [binary, 'migrate', '--config', CONFIG] };
}

/** Flyte's cache of outputs, as Union builds it: it reads files as flyteadmin does. */
const CACHE_SERVICE: WorkloadContract = {
  name: CACHE_SERVICE_NAME,
  container: CACHE_SERVICE_NAME,
  configMap: 'cacheservice-config',
  configDirectory: '/etc/cacheservice/config',
  command: ['cacheservice', '--config', '/etc/cacheservice/config/*.yaml', 'serve'],
  ports: [
    { name: 'http', containerPort: 8088, servicePort: 88 },
    { name: 'grpc', containerPort: 8089, servicePort: 89 },
  ],
  secretMounts: [],
  inits: [
    {
      name: 'run-migrations',
      command: ['cacheservice', '--config', '/etc/cacheservice/config/*.yaml', 'migrate', 'run'],
    },
  ],
  resources: resources(['500m', '1'], ['200Mi', '500Mi'], ['200Mi', '500Mi']),
  database: { file: 'db.yaml', section: 'database', name: 'cacheservice', maxOpenConnections: 20 },
  storage: { file: 'storage.yaml', multiContainer: false, maxDownloadMBs: 10 },
  settings: {
    file: 'server.yaml',
    content: {
      'cache-server': { grpcPort: 8089, httpPort: 8088 },
      'cacheservice': {
        'storage-prefix': 'cached_outputs',
        'metrics-scope': 'flyte',
        'profiler-port': 10254,
      },
    },
  },
};

/**
 * What keeps Union's roles (controlplane: templates/authz). It reads its secrets from the cluster, and makes
 * the key that it signs with. The chart names it after the Helm release.
 */
const ROLE_SERVICE: WorkloadContract = {
  name: UNION_AUTHZ.name,
  container: 'userclouds-lite',
  configMap: `${UNION_AUTHZ.name}-config`,
  configDirectory: '/etc/userclouds',
  command: ['userclouds-lite'],
  args: [
    'serve',
    'all',
    '--config=/etc/userclouds/config.yaml',
    `--addr=:${UNION_AUTHZ.port}`,
    '--static=/usr/share/userclouds/static',
  ],
  ports: [{ name: 'http', containerPort: UNION_AUTHZ.port, servicePort: UNION_AUTHZ.port }],
  health: { path: '/readyz', port: UNION_AUTHZ.port },
  secretMounts: [],
  resources: resources(['250m', '1'], ['256Mi', '512Mi']),
  // Source: unionai/helm-charts, `union.authz.podSecurityContext`, rendered in Union mode.
  runAs: { user: 1000, group: 1000 },
  database: { file: 'config.yaml', section: 'userclouds', name: 'userclouds', maxOpenConnections: 20 },
};

/** Services that read no configuration which union services share. */
const OTHERS: Readonly<Record<string, WorkloadContract>> = {
  [CACHE_SERVICE_NAME]: CACHE_SERVICE,
  [UNION_AUTHZ.name]: ROLE_SERVICE,
};

/**
 * Source: flyte-core 1.16.1 (console/deployment.yaml) and unionai/helm-charts 2026.8.3
 * (templates/console/deployment.yaml).
 */
const CONSOLE_USER: RunAs = { user: 1000, group: 65534 };

/**
 * Static pages that call the APIs with the cookies of whoever looks at them: they need no configuration and
 * no credentials.
 */
const CONSOLES: Readonly<Record<string, WorkloadContract>> = {
  flyteconsole: {
    ...consoleWorkload('flyteconsole', '/healthz'),
    environment: { BASE_URL: '/console', CONFIG_DIR: '/etc/flyte/config' },
  },
  unionconsole: consoleWorkload('unionconsole', '/v2/healthz'),
};

/** Where it answers probes is where the chart's open routes lead. */
function consoleWorkload(name: string, path: string): WorkloadContract {
  return {
    name,
    container: name,
    ports: [{ name: 'http', containerPort: 8080, servicePort: 80 }],
    health: { path, port: 8080 },
    secretMounts: [],
    runAs: CONSOLE_USER,
  };
}

/** The image that a service runs, after the registry. */
export function serviceImage(name: string): string {
  return CONSOLE_IMAGES[name] ?? CONTROL_PLANE_IMAGE;
}
