import { JsonObject } from '../../common/data/json';

/** The namespaces of the guide. */
export const CONTROL_PLANE_NAMESPACE = 'union-cp';
export const DATA_PLANE_NAMESPACE = 'union';

/** The Deployments of the two planes: binary, configuration and ports of each. */
export interface WorkloadContract {
  /** Name of the Deployment and, if it has ports, of its Service. */
  readonly name: string;
  /** Name of the main container. */
  readonly container: string;
  /** Absent if it reads no config files. */
  readonly configMap?: string;
  readonly configDirectory?: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly PortContract[];
  readonly health?: { readonly path: string; readonly port: number };
  /** Mounts of Secrets with credentials. */
  readonly secretMounts: readonly SecretMountContract[];
  /** Its init containers in order, with its image, configuration and Secrets. */
  readonly inits?: readonly InitContract[];
  /** Its database, if any. */
  readonly database?: DatabaseContract;
  /** Its object storage, if any. */
  readonly storage?: StorageContract;
  /** Settings of the chart for this workload only, which it needs to start. */
  readonly settings?: { readonly file: string; readonly content: JsonObject };
  /** Variables of its main container. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The resources of its containers in the charts, if not `DEFAULT_RESOURCES`. */
  readonly resources?: ResourceContract;
  /** The user in the charts, if not `DEFAULT_RUN_AS`. */
  readonly runAs?: RunAs;
  /**
   * What two pods would do twice; absent if several pods can share the work. The charts also run one of each.
   */
  readonly runsOnce?: string;
}

/** The user of an image. */
export interface RunAs {
  readonly user: number;
  readonly group: number;
}

/**
 * Source: flyte-core 1.16.1 (admin/deployment.yaml), and cacheservice of unionai/helm-charts; the other
 * services set none.
 */
export const DEFAULT_RUN_AS: RunAs = { user: 1001, group: 65534 };

export interface InitContract {
  /** Name of the container. */
  readonly name: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** The database settings of a workload, and their limits. */
export interface DatabaseContract {
  /** The config file. */
  readonly file: string;
  /** Flyte's own `database` section, the `db` section of Union's services, or that of union-authz. */
  readonly section: 'database' | 'db' | 'userclouds';
  /** Name of the database in Union's chart. */
  readonly name: string;
  readonly maxOpenConnections: number;
}

/** The object storage settings of a workload (flytestdlib: storage/config.go). */
export interface StorageContract {
  /** The config file. */
  readonly file: string;
  /** Whether it reads other buckets too. */
  readonly multiContainer: boolean;
  /** Size of the largest object that it reads, in MB. */
  readonly maxDownloadMBs: number;
}

export interface PortContract {
  readonly name: string;
  readonly containerPort: number;
  /** The port of the Service; absent if the Service does not have it. */
  readonly servicePort?: number;
  /** The container's port behind the Service's, if it differs. */
  readonly targetPort?: number;
  /** The settings that change it, as dotted paths of the config. */
  readonly settings?: readonly string[];
  /** Whether it listens only with an explicit setting. */
  readonly onlyIfTold?: boolean;
}

export interface SecretMountContract {
  /** Name of the Secret. */
  readonly secret: string;
  readonly mountPath: string;
}

/** Union publishes one image per plane, which contains the binaries of all its services. */
export const CONTROL_PLANE_IMAGE = 'services';
export const DATA_PLANE_IMAGE = 'unionoperator';

/** Requests and limits of a container. */
export interface ResourceContract {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

export interface Quantities {
  readonly cpu: string;
  readonly memory: string;
  readonly ephemeralStorage: string;
}

type Range = readonly [request: string, limit: string];

/** For services without ephemeral storage in the charts; they write only logs and `/tmp`. */
const SCRATCH: Range = ['100Mi', '500Mi'];

/**
 * Resources of a service, each as request and limit.
 *
 * Source: unionai/helm-charts 2026.8.3 and 2026.3, rendered; for flyteadmin and flytescheduler flyte-core
 * 1.16.1.
 */
export const resources = (cpu: Range, memory: Range, storage: Range = SCRATCH): ResourceContract => ({
  requests: { cpu: cpu[0], memory: memory[0], ephemeralStorage: storage[0] },
  limits: { cpu: cpu[1], memory: memory[1], ephemeralStorage: storage[1] },
});

/** The default of services in the control plane chart (controlplane: `values.yaml`, `defaults.resources`). */
export const DEFAULT_RESOURCES = resources(['250m', '500m'], ['250Mi', '512Mi']);
