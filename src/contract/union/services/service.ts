import { JsonObject } from '../../../common/data/json';
import { compareVersions } from '../release-contract';
import { ReleaseRoute, RouteGroup } from '../routes';
import { SecretReader, SECRETS, serviceReader } from '../secrets';
import { DatabaseContract, InitContract, WorkloadContract } from '../workloads';

/**
 * All facts about one service of the control plane: binary, routes, mounts. Releases, planes, edges, values
 * and `verify` use it.
 */
export interface ServiceDescription {
  readonly workload: WorkloadContract;
  /** Its image, without the registry, if it differs from that of the plane. */
  readonly image?: string;
  /** Releases of the chart that render it, if not all do; `never` if only routes refer to it. */
  readonly inChart?: Releases | 'never';
  /** Whether it reads the shared configuration of union services, and mounts their Secret. */
  readonly isUnionService?: boolean;
  /** Whether it is part of open-source Flyte, where no edge guards it. */
  readonly isOfFlyte?: boolean;
  /** Whether people open it in a browser. */
  readonly isConsole?: boolean;
  /** Whether it needs ScyllaDB, which the chart's ScyllaCluster provides. */
  readonly needsScylla?: boolean;
  /** Whether it trusts identity headers. */
  readonly trustsHeaders?: boolean;
  /** Ports of the chart's Service that no container has. */
  readonly otherPorts?: Readonly<Record<string, number>>;
  /** Ports that routes refer to but the chart's Service does not have. */
  readonly lacksPorts?: readonly string[];
  /**
   * The delivered Secrets that its pods mount, with the values for the pods; the first entry of a release
   * applies.
   */
  readonly readers?: readonly OfReleases<Omit<SecretReader, 'workload'>>[];
  /**
   * Whether it has its own connection to flyteadmin, `<name>.app.adminClient.connection`, and in which
   * releases.
   */
  readonly hasOwnAdminClient?: Releases;
  readonly routes?: readonly OfReleases<ServiceRoutes>[];
  /** Rules of the chart's Gateway API routes, by the name of the route. */
  readonly gatewayRules?: Readonly<Record<string, readonly OfReleases<ServiceGatewayRule>[]>>;
  /** Its settings if the plane has an organization. */
  readonly ofOrganization?: (organization: string) => JsonObject;
}

/** A range of releases of the charts, by version; all by default. */
export interface Releases {
  readonly since?: string;
  /** The first release after them. */
  readonly before?: string;
}

export type OfReleases<T> = T & Releases;

export function isIn(version: string, { since, before }: Releases): boolean {
  return (since === undefined || compareVersions(since, version) <= 0)
    && (before === undefined || compareVersions(version, before) < 0);
}

/** Routes to a service, by group. */
export interface ServiceRoutes {
  readonly groups: Readonly<Partial<Record<RouteGroup, readonly ServiceRoute[]>>>;
  /** Whether the chart lists them after those of the other services. */
  readonly behindOthers?: boolean;
}

export type ServiceRoute = Omit<ReleaseRoute, 'service'>;

export interface ServiceGatewayRule {
  /** Number of the Service's port; absent if the rule redirects. */
  readonly port?: number;
  /** Paths with everything below them, or gRPC services. */
  readonly trees?: readonly string[];
  /** Exact paths or gRPC methods. */
  readonly exact?: readonly string[];
}

/** Exact paths to a port of the service. */
export function paths(port: string, ...list: string[]): ServiceRoute[] {
  return list.map((path) => ({ path, pathType: 'ImplementationSpecific', port }));
}

/** Each path and everything below it: `x` and `x/*`. */
export function trees(port: string, ...list: string[]): ServiceRoute[] {
  return paths(port, ...list.flatMap((path) => [path, `${path}/*`]));
}

/** gRPC services by full name: all methods. */
export function grpcServices(port: string, ...names: string[]): ServiceRoute[] {
  return trees(port, ...names.map((name) => `/${name}`));
}

/** gRPC methods by full name; a trailing `*` matches any suffix. */
export function grpcMethods(port: string, ...names: string[]): ServiceRoute[] {
  return paths(port, ...names.map((name) => `/${name}`));
}

/** The port for Connect, which is also in the services' settings (`sharedService.connectPort`). */
const CONNECT_PORT = 8081;

/** A service that runs a binary of the plane's image with the shared configuration. */
export interface UnionService extends Pick<WorkloadContract, 'resources' | 'runsOnce'>,
  Omit<ServiceDescription, 'workload'> {
  /** The binary, if its name differs. */
  readonly binary?: string;
  /** The command that starts it, if not `serve`. */
  readonly start?: readonly string[];
  readonly hasDatabase?: boolean;
  /** Whether it serves Connect and gRPC on one port; other Services have only gRPC. */
  readonly speaksConnect?: boolean;
  /** Additional settings from the chart. */
  readonly config?: JsonObject;
}

/** All union services of a plane share a database (controlplane: values.yaml, `global.DB_NAME`). */
const UNION_DATABASE: DatabaseContract = {
  file: 'config.yaml',
  section: 'db',
  name: 'unionai',
  maxOpenConnections: 20,
};

const { unionServices } = SECRETS;
const CONFIG = '/etc/config/*.yaml';

export function unionService(name: string, service: UnionService = {}): ServiceDescription {
  const {
    binary = name, start = ['serve'], hasDatabase, speaksConnect, config, resources, runsOnce, ...description
  } = service;
  return {
    isUnionService: true,
    trustsHeaders: true,
    readers: [serviceReader(name)],
    ...description,
    workload: {
      name,
      resources,
      runsOnce,
      container: name,
      configMap: name,
      configDirectory: '/etc/config',
      args: [binary, ...start, '--config', CONFIG],
      ports: portsOf(speaksConnect),
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
    },
  };
}

function portsOf(speaksConnect: boolean | undefined): WorkloadContract['ports'] {
  return [
    {
      name: 'grpc',
      containerPort: 8080,
      servicePort: 80,
      targetPort: speaksConnect ? CONNECT_PORT : undefined,
      settings: ['sharedService.port'],
    },
    { name: 'http', containerPort: 8089, servicePort: 81, settings: ['sharedService.httpPort'] },
    { name: 'debug', containerPort: 10254, servicePort: 82 },
    ...(speaksConnect
      ? [{
        name: 'connect',
        containerPort: CONNECT_PORT,
        servicePort: 83,
        settings: ['sharedService.connectPort'],
        onlyIfTold: true,
      }]
      : []),
  ];
}

function migration(name: string, binary: string): InitContract {
  return { name: `${name}-migrate`, args: [binary, 'migrate', '--config', CONFIG] };
}
