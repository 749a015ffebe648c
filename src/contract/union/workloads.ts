import { JsonObject } from '../../common/data/json';

/** The namespaces of the guide. */
export const CONTROL_PLANE_NAMESPACE = 'union-cp';
export const DATA_PLANE_NAMESPACE = 'union';

/**
 * The Deployments of the two planes: what each runs, where it reads its configuration, which ports it opens.
 */
export interface WorkloadContract {
  /** Name of the Deployment and, where it offers ports, of its Service. */
  readonly name: string;
  /** Name of the main container. */
  readonly container: string;
  /** Absent where it reads no config files. */
  readonly configMap?: string;
  readonly configDirectory?: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly PortContract[];
  readonly health?: { readonly path: string; readonly port: number };
  /** Where it mounts Secrets that carry credentials. */
  readonly secretMounts: readonly SecretMountContract[];
  /**
   * What runs to its end before it, in this order (init containers): with its image, its configuration and
   * its Secrets.
   */
  readonly inits?: readonly InitContract[];
  /** Its database; absent where it has none. */
  readonly database?: DatabaseContract;
  /** Its object storage; absent where it has none. */
  readonly storage?: StorageContract;
  /** What the chart tells it alone, so that it starts. */
  readonly settings?: { readonly file: string; readonly content: JsonObject };
  /** Variables of its main container. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the charts give its containers, where it is not `DEFAULT_RESOURCES`. */
  readonly resources?: ResourceContract;
  /** The user that the charts run it as, where it is not `DEFAULT_RUN_AS`. */
  readonly runAs?: RunAs;
  /**
   * What two of it would do twice; absent where several pods share the work. The charts run one of each as
   * well.
   */
  readonly runsOnce?: string;
}

/** The user that an image runs as. */
export interface RunAs {
  readonly user: number;
  readonly group: number;
}

/**
 * Source: flyte-core 1.16.1 (admin/deployment.yaml), and cacheservice of unionai/helm-charts; the other
 * services name none.
 */
export const DEFAULT_RUN_AS: RunAs = { user: 1001, group: 65534 };

export interface InitContract {
  /** Name of the container. */
  readonly name: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** Where a workload is told of its database, and how much it may ask of it. */
export interface DatabaseContract {
  /** The config file. */
  readonly file: string;
  /**
   * Flyte's own `database` section, the `db` section of Union's services, or that of what keeps Union's
   * roles.
   */
  readonly section: 'database' | 'db' | 'userclouds';
  /** Name of the database in Union's chart. */
  readonly name: string;
  readonly maxOpenConnections: number;
}

/** Where a workload is told of the object storage (flytestdlib: storage/config.go). */
export interface StorageContract {
  /** The config file. */
  readonly file: string;
  /** Whether it reads buckets besides its own. */
  readonly multiContainer: boolean;
  /** The largest object that it reads, in MB. */
  readonly maxDownloadMBs: number;
}

export interface PortContract {
  readonly name: string;
  readonly containerPort: number;
  /** The port of the Service; absent where the Service does not offer it. */
  readonly servicePort?: number;
  /** The container's port that the Service's leads to, where it is another one. */
  readonly targetPort?: number;
  /** The settings that move it, as dotted paths of the config. */
  readonly settings?: readonly string[];
  /** Whether no one listens there unless a setting says so. */
  readonly onlyIfTold?: boolean;
}

export interface SecretMountContract {
  /** Name of the Secret. */
  readonly secret: string;
  readonly mountPath: string;
}

/** Union publishes one image for each plane; every service of the plane is a binary in it. */
export const CONTROL_PLANE_IMAGE = 'services';
export const DATA_PLANE_IMAGE = 'unionoperator';

/** What a container asks for, and what it gets at most. */
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

/** The charts name no ephemeral storage for most services; logs and `/tmp` are all that they write. */
const SCRATCH: Range = ['100Mi', '500Mi'];

/**
 * What a service gets, each as request and limit.
 *
 * Source: unionai/helm-charts 2026.8.3 and 2026.3, rendered; of flyteadmin and flytescheduler flyte-core
 * 1.16.1.
 */
export const resources = (cpu: Range, memory: Range, storage: Range = SCRATCH): ResourceContract => ({
  requests: { cpu: cpu[0], memory: memory[0], ephemeralStorage: storage[0] },
  limits: { cpu: cpu[1], memory: memory[1], ephemeralStorage: storage[1] },
});

/**
 * Of each service of the control plane chart that says nothing else (controlplane: `values.yaml`,
 * `defaults.resources`).
 */
export const DEFAULT_RESOURCES = resources(['250m', '500m'], ['250Mi', '512Mi']);
