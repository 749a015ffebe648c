import { JsonObject } from '../../../common/data/json';
import { compareVersions } from '../release-contract';
import { ReleaseRoute, RouteGroup } from '../routes';
import { SecretReader, SECRETS, serviceReader } from '../secrets';
import { DatabaseContract, InitContract, WorkloadContract } from '../workloads';

/**
 * All that is known of one service of the control plane: what it runs, where its routes are, who mounts
 * what. Releases, planes, edges, values and the verifier take what they need from here.
 */
export interface ServiceDescription {
  readonly workload: WorkloadContract;
  /** Its image, after the registry, where it is not that of the plane. */
  readonly image?: string;
  /** Releases of the chart that render it, where not all do; `never` where only routes speak of it. */
  readonly inChart?: Releases | 'never';
  /** Whether it reads the configuration that union services share, and mounts their Secret. */
  readonly isUnionService?: boolean;
  /** Whether open-source Flyte has it, too, where no edge guards it. */
  readonly isOfFlyte?: boolean;
  /** Whether people open it in a browser. */
  readonly isConsole?: boolean;
  /** Whether it keeps its state in ScyllaDB, which the chart's ScyllaCluster provides. */
  readonly needsScylla?: boolean;
  /** Whether it takes callers for whom the identity headers say. */
  readonly trustsHeaders?: boolean;
  /** Ports that the chart's Service offers and no container of it. */
  readonly otherPorts?: Readonly<Record<string, number>>;
  /** Ports that routes name and the chart's Service does not offer. */
  readonly lacksPorts?: readonly string[];
  /** Which delivered Secrets its pods mount, and what reaches them; the first that is of a release counts. */
  readonly readers?: readonly OfReleases<Omit<SecretReader, 'workload'>>[];
  /**
   * Whether it calls flyteadmin by a connection of its own, `<name>.app.adminClient.connection`, and in which
   * releases it is told so.
   */
  readonly hasOwnAdminClient?: Releases;
  readonly routes?: readonly OfReleases<ServiceRoutes>[];
  /** Rules of the chart's Gateway API routes, by the name of the route. */
  readonly gatewayRules?: Readonly<Record<string, readonly OfReleases<ServiceGatewayRule>[]>>;
  /** What it is reported where the plane has an organization. */
  readonly ofOrganization?: (organization: string) => JsonObject;
}

/** A span of releases of the charts, by their versions; all of them where nothing is said. */
export interface Releases {
  readonly since?: string;
  /** The first release that is no more among them. */
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
  /** Whether the chart lists them behind those of the other services. */
  readonly behindOthers?: boolean;
}

export type ServiceRoute = Omit<ReleaseRoute, 'service'>;

export interface ServiceGatewayRule {
  /** Number of the Service's port; absent where the rule redirects. */
  readonly port?: number;
  /** Paths with everything below them, or gRPC services. */
  readonly trees?: readonly string[];
  /** Paths or gRPC methods as they are. */
  readonly exact?: readonly string[];
}

/** Each path as it is written, to a port of the service. */
export function paths(port: string, ...list: string[]): ServiceRoute[] {
  return list.map((path) => ({ path, pathType: 'ImplementationSpecific', port }));
}

/** Each path and everything below it: `x` and `x/*`. */
export function trees(port: string, ...list: string[]): ServiceRoute[] {
  return paths(port, ...list.flatMap((path) => [path, `${path}/*`]));
}

/** gRPC services by their full names: every method. */
export function grpcServices(port: string, ...names: string[]): ServiceRoute[] {
  return trees(port, ...names.map((name) => `/${name}`));
}

/** gRPC methods by their full names; a trailing `*` stands for any ending. */
export function grpcMethods(port: string, ...names: string[]): ServiceRoute[] {
  return paths(port, ...names.map((name) => `/${name}`));
}

/** The port on which services that answer Connect do so; they are told (`sharedService.connectPort`). */
const CONNECT_PORT = 8081;

/** A service that runs a binary of the plane's image, on configuration that all of them share. */
export interface UnionService extends Pick<WorkloadContract, 'resources' | 'runsOnce'>,
  Omit<ServiceDescription, 'workload'> {
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

/** All of one plane share a database (controlplane: values.yaml, `global.DB_NAME`). */
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
