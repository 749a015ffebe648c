import { GatewayRoute } from './gateway-routes';
import { RouteContract } from './routes';
import { SecretReader } from './secrets';
import { IdentityValue, ListEntry, ValuesContract } from './values-contract';
import { WorkloadContract } from './workloads';

/** Versions of Union's charts: `2026.8.3`. */

/** Versions that read the same keys. */
interface VersionRange {
  readonly from: string;
  /** The first version that is no more among them. */
  readonly before: string;
}

const VERSION = /^(?:controlplane-|dataplane-)?v?((\d+)\.(\d+)(?:\.(\d+))?)$/;

/**
 * The numbers of a version such as `2026.8.3`, `2026.8` or `controlplane-2026.8.3`; nothing for what is no
 * version.
 */
export function numbersOf(version: string): readonly number[] | undefined {
  const match = VERSION.exec(version);
  return match ? [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)] : undefined;
}

/** A version without what tags put before it: `2026.8.3` of `controlplane-2026.8.3`. */
export function bareVersion(version: string): string | undefined {
  return VERSION.exec(version)?.[1];
}

/** Negative where the first is older. Both must be versions. */
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

/** What a version speaks of: itself, or without a patch all its patches. */
export function spanOf(version: string): VersionRange {
  const [year, month, patch] = numbersOf(version)!;
  return version.split('.').length > 2
    ? { from: version, before: `${year}.${month}.${patch + 1}` }
    : { from: `${year}.${month}.0`, before: `${year}.${month + 1}.0` };
}

/** What one release of the charts reads: where configuration goes, and into which pods. */
export interface ReleaseContract {
  /**
   * The version with which the layout began, with its patch where a month has several layouts: `2026.8`,
   * `2026.6.9`.
   */
  readonly version: string;
  /** Versions of the charts that follow the layout. */
  readonly versions: VersionRange;
  /** Why versions before them do not, where they belong to no release: a phrase without a full stop. */
  readonly older?: string;
  /** Why versions after them do not. */
  readonly newer?: string;
  /**
   * Older versions of no release, whose values are judged by this layout all the same. Nothing is emitted for
   * them.
   */
  readonly judges?: EarlierVersions;
  /** What came within the versions, the first of them included, from the oldest to the newest. */
  readonly changes: readonly ReleaseChange[];
  readonly controlPlane: ControlPlaneContract;
  readonly dataPlane: DataPlaneContract;
}

/** Versions right before those of a release. */
interface EarlierVersions {
  readonly from: string;
  /** What they do not read yet, or read otherwise: a phrase without a full stop. */
  readonly but: string;
}

/** Something that the charts read or have since a version. */
interface ReleaseChange {
  readonly since: string;
  /** A phrase without a full stop. */
  readonly what: string;
}

/** Where one configuration block lives in the values and in the pods. */
export interface BlockPlacement {
  /** Dotted path in the chart's values. */
  readonly values: string;
  /** The config files that the chart renders it into. */
  readonly files: readonly ConfigFilePlacement[];
}

export interface ConfigFilePlacement {
  /** Name of the workload that reads the file; `*` for every union service. */
  readonly workload: string;
  /** The one of them that must read something else there. */
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
    /** The connections of single services to flyteadmin: the executions service's, the identity service's. */
    readonly ownAdminClients: readonly BlockPlacement[];
    /** Whose identity headers the union services trust, where the release asks. */
    readonly trustedIdentityClaims?: BlockPlacement;
    /**
     * Whom services ask who may do what: union services, flyteadmin and the cache, where the release has them
     * ask.
     */
    readonly asksAuthorizer?: BlockPlacement;
    readonly flyteadminAsksAuthorizer?: BlockPlacement;
    readonly cacheAsksAuthorizer?: BlockPlacement;
    /** What the authorizer service itself decides by. After the block that all union services read. */
    readonly authorizer?: BlockPlacement;
    /**
     * How services tell who calls, where the release lets them be told: union services, and what flyteadmin
     * shares with them.
     */
    readonly subjectClaims?: BlockPlacement;
    readonly flyteadminSubjectClaims?: BlockPlacement;
  };
  /** How it is decided who may do what; absent where each service lets everyone do everything. */
  readonly authorization?: AuthorizationContract;
  /** The scheduler's client credentials: values that render or mount its Secret. */
  readonly schedulerSecret: string;
  /** Who mounts the delivered Secrets, and what reaches their pods. */
  readonly secretReaders: readonly SecretReader[];
  /** flyteadmin's web client secret in a Secret of its own; absent where it shares `flyte-admin-secrets`. */
  readonly relyingPartySecret?: ExtraMounts;
  /** Values that name the Secret of the union services. */
  readonly unionServicesSecret: string;
  /** Values under which the chart takes its ingress settings. */
  readonly ingress: string;
  /** Whether the chart leaves the guards off its Ingresses where flyteadmin's `useAuth` is off. */
  readonly guardsFollowUseAuth?: boolean;
  /** Values that take further host names. */
  readonly extraHosts?: string;
  /**
   * Settings of the identity service, which lists people and makes API keys; absent where the release has
   * none.
   */
  readonly identityService?: string;
  /** How system API keys are seeded with client credentials. */
  readonly apiKeyOverrides?: ApiKeyOverridesContract;
  readonly values: ValuesContract;
  readonly routes: RouteContract;
  /** Gateway API routes that the chart renders when it is told to; none where it renders Ingresses only. */
  readonly gatewayRoutes: readonly GatewayRoute[];
}

/**
 * Values that seed system API keys with client credentials. Source: unionai/helm-charts,
 * `charts/MIGRATION.md`.
 */
export interface ApiKeyOverridesContract {
  /** Dotted path of the values. */
  readonly values: string;
  /** Whether they are a list with an entry for each key and cluster, and not a map with one for each key. */
  readonly byCluster: boolean;
}

/** What an authorizer of the release understands. */
export interface AuthorizationContract {
  /** The type that stands for Union's own roles in all versions of the release. */
  readonly unionType: 'Union' | 'UserClouds';
  /** Whether all versions take operators and viewers of a cluster, and not its name alone. */
  readonly clusterRoles: boolean;
  /** Value with which every caller counts as an external identity, told by its subject alone. */
  readonly externalIdentity: string;
}

export interface DataPlaneContract {
  readonly globals: Readonly<Record<string, IdentityValue>>;
  readonly workloads: readonly WorkloadContract[];
  readonly blocks: {
    readonly clusterResourceSync: BlockPlacement;
    /** Operator, and anyone else who calls union services. */
    readonly serviceAuth: BlockPlacement;
    /** Propeller, and anyone else who calls flyteadmin. */
    readonly adminClient: BlockPlacement;
    /** What runs tasks, and gives their pods the eager API key. */
    readonly eager: readonly BlockPlacement[];
  };
  /** Values of the Secret that the data plane's pods mount. */
  readonly secret: string;
  /** Who mounts the delivered Secrets, and what reaches their pods. */
  readonly secretReaders: readonly SecretReader[];
  /** Values that name the control plane's host. */
  readonly controlPlaneHost: string;
  /** Values that name the cluster. */
  readonly clusterName: string;
  /** Name of the organization. */
  readonly organization: string;
  /**
   * Values that say whether the cache of outputs is asked with the credentials of the admin client: it is
   * behind the guard.
   */
  readonly catalogAuth?: string;
  /**
   * Values that say whether apps that the data plane serves are for those who are signed in: each must say
   * the same.
   */
  readonly appAuth: readonly string[];
  /** Values that let the operator fetch the API key of eager tasks. */
  readonly operatorApiKey?: string;
  readonly values: ValuesContract;
}

/**
 * Lists of volumes and mounts in the values, with what the chart itself puts there: anyone who sets them must
 * repeat it.
 */
export interface ExtraMounts {
  readonly volumes: string;
  readonly chartVolumes: readonly ListEntry[];
  readonly mounts: string;
  readonly chartMounts: readonly ListEntry[];
}
