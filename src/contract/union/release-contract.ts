import { GatewayRoute } from './gateway-routes';
import { RouteContract } from './routes';
import { SecretReader } from './secrets';
import { IdentityValue, ListEntry, ValuesContract } from './values-contract';
import { WorkloadContract } from './workloads';

/** Versions of Union's charts: `2026.8.3`. */

/** Versions that read the same keys. */
interface VersionRange {
  readonly from: string;
  /** The first version after them. */
  readonly before: string;
}

const VERSION = /^(?:controlplane-|dataplane-)?v?((\d+)\.(\d+)(?:\.(\d+))?)$/;

/**
 * The numbers of a version such as `2026.8.3`, `2026.8` or `controlplane-2026.8.3`; undefined for other
 * texts.
 */
export function numbersOf(version: string): readonly number[] | undefined {
  const match = VERSION.exec(version);
  return match ? [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)] : undefined;
}

/** A version without the prefix of tags: `2026.8.3` for `controlplane-2026.8.3`. */
export function bareVersion(version: string): string | undefined {
  return VERSION.exec(version)?.[1];
}

/** Negative if the first is older. Both must be versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a)!, numbersOf(b)!];
  const i = left.findIndex((part, position) => part !== right[position]);
  return i < 0 ? 0 : left[i] - right[i];
}

/** Whether a text is a version of the range. */
export function isWithin(version: string, { from, before }: VersionRange): boolean {
  return numbersOf(version) !== undefined && compareVersions(from, version) <= 0
    && compareVersions(version, before) < 0;
}

/** The last version before another, for people: `2026.4.7`, `2026.7.x`. */
export function lastBefore(version: string): string {
  const [year, month, patch] = numbersOf(version)!;
  return patch > 0 ? `${year}.${month}.${patch - 1}` : `${year}.${month - 1}.x`;
}

/** The range of a version: itself, or without a patch all its patches. */
export function spanOf(version: string): VersionRange {
  const [year, month, patch] = numbersOf(version)!;
  return version.split('.').length > 2
    ? { from: version, before: `${year}.${month}.${patch + 1}` }
    : { from: `${year}.${month}.0`, before: `${year}.${month + 1}.0` };
}

/** The settings that one release of the charts reads: their paths, and the pods that get them. */
export interface ReleaseContract {
  /** The first version of the layout, with its patch if a month has several layouts: `2026.8`, `2026.6.9`. */
  readonly version: string;
  /** Versions of the charts with this layout. */
  readonly versions: VersionRange;
  /** Why earlier versions do not have it, if they belong to no release: a phrase without a full stop. */
  readonly older?: string;
  /** Why later versions do not have it. */
  readonly newer?: string;
  /**
   * Earlier versions without a release, whose values `verify` checks with this layout. Nothing is emitted for
   * them.
   */
  readonly judges?: EarlierVersions;
  /** Changes within the versions, from the oldest to the newest. */
  readonly changes: readonly ReleaseChange[];
  readonly controlPlane: ControlPlaneContract;
  readonly dataPlane: DataPlaneContract;
}

/** Versions right before those of a release. */
interface EarlierVersions {
  readonly from: string;
  /** The differences of these versions: a phrase without a full stop. */
  readonly but: string;
}

/** A change of the charts in a version. */
interface ReleaseChange {
  readonly since: string;
  /** A phrase without a full stop. */
  readonly what: string;
}

/** The paths of one configuration block in the values and in the pods. */
export interface BlockPlacement {
  /** Dotted path in the chart's values. */
  readonly values: string;
  /** The config files into which the chart renders it. */
  readonly files: readonly ConfigFilePlacement[];
}

export interface ConfigFilePlacement {
  /** Name of the workload that reads the file; `*` for every union service. */
  readonly workload: string;
  /** The union service that must read something else there. */
  readonly except?: string;
  /** Name of the file, a key of the workload's ConfigMap. */
  readonly file: string;
  /** Dotted path in the file; empty for its root. */
  readonly path: string;
}

export interface ControlPlaneContract {
  readonly flyteadmin: WorkloadContract;
  readonly scheduler: WorkloadContract;
  /** Values under `global`, by name. */
  readonly globals: Readonly<Record<string, IdentityValue>>;
  readonly blocks: {
    /** flyteadmin's `server` and `auth`. */
    readonly adminServer: BlockPlacement;
    /** The client with which flyteadmin and the scheduler call other services. */
    readonly adminServerClient: BlockPlacement;
    /** The client with which union services call flyteadmin. */
    readonly serviceAdminClient: BlockPlacement;
    /** The client with which union services call each other. */
    readonly serviceAuth: BlockPlacement;
    /** The own connections of single services to flyteadmin: executions service, identity service. */
    readonly ownAdminClients: readonly BlockPlacement[];
    /** The subjects whose identity headers union services trust, if the release has the setting. */
    readonly trustedIdentityClaims?: BlockPlacement;
    /** The authorizer settings of union services, flyteadmin and the cache, if the release has them. */
    readonly asksAuthorizer?: BlockPlacement;
    readonly flyteadminAsksAuthorizer?: BlockPlacement;
    readonly cacheAsksAuthorizer?: BlockPlacement;
    /**
     * The settings of the authorizer service itself. Written after the block that all union services read.
     */
    readonly authorizer?: BlockPlacement;
    /** The claims that identify callers for union services and flyteadmin, if the release has the setting. */
    readonly subjectClaims?: BlockPlacement;
    readonly flyteadminSubjectClaims?: BlockPlacement;
  };
  /** Authorization; absent if every service allows every caller everything. */
  readonly authorization?: AuthorizationContract;
  /** The scheduler's client credentials: values that render or mount its Secret. */
  readonly schedulerSecret: string;
  /** The workloads that mount the delivered Secrets, and the values for their pods. */
  readonly secretReaders: readonly SecretReader[];
  /** flyteadmin's web client secret in a separate Secret; absent if it is in `flyte-admin-secrets`. */
  readonly relyingPartySecret?: ExtraMounts;
  /** Values with the name of the union services' Secret. */
  readonly unionServicesSecret: string;
  /** Values of the ingress settings. */
  readonly ingress: string;
  /** Whether the chart omits the guards of its Ingresses if flyteadmin's `useAuth` is off. */
  readonly guardsFollowUseAuth?: boolean;
  /** Values for additional host names. */
  readonly extraHosts?: string;
  /**
   * Settings of the identity service, which lists users and creates API keys; absent if the release has none.
   */
  readonly identityService?: string;
  /** How system API keys are seeded with client credentials. */
  readonly apiKeyOverrides?: ApiKeyOverridesContract;
  readonly values: ValuesContract;
  readonly routes: RouteContract;
  /** Gateway API routes that the chart can render; empty if it renders only Ingresses. */
  readonly gatewayRoutes: readonly GatewayRoute[];
}

/**
 * Values that seed system API keys with client credentials. Source: unionai/helm-charts,
 * `charts/MIGRATION.md`.
 */
export interface ApiKeyOverridesContract {
  /** Dotted path of the values. */
  readonly values: string;
  /** Whether they are a list with an entry for each key and cluster, rather than a map by key. */
  readonly byCluster: boolean;
}

/** The authorizer settings of the release. */
export interface AuthorizationContract {
  /** The type for Union's own roles in all versions of the release. */
  readonly unionType: 'Union' | 'UserClouds';
  /** Whether all versions accept operators and viewers of a cluster, rather than only its name. */
  readonly clusterRoles: boolean;
  /** The value with which every caller is treated as an external identity, identified only by its subject. */
  readonly externalIdentity: string;
}

export interface DataPlaneContract {
  readonly globals: Readonly<Record<string, IdentityValue>>;
  readonly workloads: readonly WorkloadContract[];
  readonly blocks: {
    readonly clusterResourceSync: BlockPlacement;
    /** The settings of operator and others as clients of union services. */
    readonly serviceAuth: BlockPlacement;
    /** The settings of propeller and others as clients of flyteadmin. */
    readonly adminClient: BlockPlacement;
    /** The settings of services that run tasks, and give their pods the eager API key. */
    readonly eager: readonly BlockPlacement[];
  };
  /** Values of the Secret that the data plane's pods mount. */
  readonly secret: string;
  /** The workloads that mount the delivered Secrets, and the values for their pods. */
  readonly secretReaders: readonly SecretReader[];
  /** Values with the control plane's host. */
  readonly controlPlaneHost: string;
  /** Values with the name of the cluster. */
  readonly clusterName: string;
  /** Name of the organization. */
  readonly organization: string;
  /**
   * Values that enable the admin client's credentials for the cache of outputs, which is behind the guard.
   */
  readonly catalogAuth?: string;
  /** Values that require a sign-in for apps of the data plane; all must be the same. */
  readonly appAuth: readonly string[];
  /** Values that let the operator fetch the API key of eager tasks. */
  readonly operatorApiKey?: string;
  readonly values: ValuesContract;
}

/** Lists of volumes and mounts in the values, with the chart's own entries, which users must repeat. */
export interface ExtraMounts {
  readonly volumes: string;
  readonly chartVolumes: readonly ListEntry[];
  readonly mounts: string;
  readonly chartMounts: readonly ListEntry[];
}
