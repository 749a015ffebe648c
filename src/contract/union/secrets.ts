import { map, ValueKey } from './values-contract';

/** The Secrets of the guide (section "Secret delivery") and what the real charts do with them. */

/** What the value under a key is. */
export enum SecretContent {
  /** The client secret of the service application. */
  SERVICE_CLIENT_SECRET = 'service application client secret',
  /** The client secret of the web application. */
  WEB_CLIENT_SECRET = 'web application client secret',
  /** The password of the control plane's database. */
  DATABASE_PASSWORD = 'database password',
  /** The halves of an access key of S3, or of storage that speaks its protocol. */
  STORAGE_ACCESS_KEY_ID = 'object storage access key ID',
  STORAGE_SECRET_ACCESS_KEY = 'object storage secret access key',
  /** The JSON key of a Google service account. */
  STORAGE_SERVICE_ACCOUNT_KEY = 'object storage service account key',
  /** The secret of an Entra ID application. */
  STORAGE_CLIENT_SECRET = 'object storage client secret',
}

/** The key that holds the service application's client secret, in every Secret. */
export const CLIENT_SECRET_KEY = 'client_secret';

/**
 * The key that holds a client ID, where a Secret holds whole credentials (controlplane: `apiKeyOverrides`).
 */
export const CLIENT_ID_KEY = 'client_id';

/** The key that flyteadmin's relying party reads by default (`clientSecretName`; auth/config/config.go). */
export const OIDC_CLIENT_SECRET_KEY = 'oidc_client_secret';

/**
 * The same secret once more, for readers of the data plane that have not moved to `client_secret` (dataplane:
 * common/auth-secret.yaml).
 */
export const APP_SECRET_KEY = 'app_secret';

/** Whether a key is one of these, or one that someone named after them. */
export function isClientSecretKey(key: string): boolean {
  return [CLIENT_SECRET_KEY, APP_SECRET_KEY].some((name) => key === name || key.endsWith(`_${name}`));
}

/** The key that holds the database password. */
export const DATABASE_PASSWORD_KEY = 'pass.txt';

/**
 * Where it is mounted, as a file of that name (flyte-core: templates/_helpers.tpl,
 * `databaseSecret.volumeMount`; controlplane: templates/deployment.yaml).
 */
export const DATABASE_PASSWORD_DIRECTORY = '/etc/db';

/** The one literal that may be where a secret belongs: charts render it, delivery overwrites it. */
export const PLACEHOLDER = 'placeholder';

/**
 * The client secret that flyte-core renders when no one sets one (flyte-core: values.yaml,
 * `adminOauthClientCredentials`).
 */
export const CHART_DEFAULT_CLIENT_SECRET = 'foobar';

/**
 * The keys that flyteadmin signs and encrypts its session cookies with; without them sessions do not survive
 * a restart.
 */
export const COOKIE_KEYS = ['cookie_hash_key', 'cookie_block_key'] as const;

/** A Secret whose name upstream dictates. */
export interface SecretContract {
  readonly name: string;
  /** The directory that its consumers mount it at. */
  readonly mountPath: string;
  /** Keys that others write into the same Secret; delivery must keep them. */
  readonly keysOfOthers: readonly string[];
}

export const SECRETS = {
  /** Mounted by flyteadmin. Its init container `generate-secrets` adds the cookie and token keys. */
  flyteadmin: {
    name: 'flyte-admin-secrets',
    mountPath: '/etc/secrets/',
    keysOfOthers: [...COOKIE_KEYS, 'claim_symmetric_key', 'token_rsa_key.pem'],
  },
  /** Mounted by flyte-scheduler; the name is fixed in its Deployment template. */
  scheduler: {
    name: 'flyte-secret-auth',
    mountPath: '/etc/secrets/',
    keysOfOthers: [],
  },
  /** Mounted by executions, cluster, usage and the other union services (`KUBERNETES_SECRET_NAME`). */
  unionServices: {
    name: 'union-controlplane-secrets',
    mountPath: '/etc/secrets/union/',
    keysOfOthers: [DATABASE_PASSWORD_KEY],
  },
  /**
   * flyteadmin's web application secret in a Secret of its own (controlplane:
   * examples/values.oidc-client-secret.yaml).
   */
  relyingParty: {
    name: 'flyteadmin-oidc-client-secret',
    mountPath: '/etc/secrets/oauth/',
    keysOfOthers: [],
  },
  /**
   * Mounted by operator, propeller, cluster resource sync and executor. The operator keeps its tunnel token
   * in it.
   */
  dataPlane: {
    name: 'union-secret-auth',
    mountPath: '/etc/union/secret/',
    keysOfOthers: ['tunnel_token'],
  },
} as const satisfies Record<string, SecretContract>;

/** The Secret that eager tasks read their API key from. */
export const EAGER_API_KEY = 'EAGER_API_KEY';

/**
 * Where the identity service finds client credentials from which it makes API keys, in a folder by the key
 * and its cluster (unionai/helm-charts: `charts/MIGRATION.md`).
 */
export const SEEDS_DIRECTORY = '/etc/secrets/apikey/';

/**
 * A Deployment of a chart whose pods mount delivered Secrets, as the chart renders it. A release lists all of
 * them.
 */
export interface SecretReader {
  /** Name of the Deployment. */
  readonly workload: string;
  readonly secrets: readonly string[];
  /**
   * The values whose annotations reach its pods; absent where the chart takes none. One of them only: two
   * would be one key twice.
   */
  readonly podAnnotations?: string;
  /** The values that take the place of `podAnnotations` for it, where they are set. */
  readonly ownPodAnnotations?: string;
}

/** Annotations of every service of the control plane chart that has none of its own. */
export const SERVICE_POD_ANNOTATIONS = 'podAnnotations';

/**
 * Annotations of all pods of the data plane. A workload's own are rendered beside them, so a key may be in
 * one of the two.
 */
export const DATA_PLANE_POD_ANNOTATIONS = 'additionalPodAnnotations';

/** A union service (controlplane: templates/deployment.yaml). */
export function serviceReader(workload: string): SecretReader {
  return {
    workload,
    secrets: [SECRETS.unionServices.name],
    podAnnotations: SERVICE_POD_ANNOTATIONS,
    ownPodAnnotations: `services.${workload}.podAnnotations`,
  };
}

/** flyte-scheduler, which the chart leaves out by default (flyte-core: `workflow_scheduler.enabled`). */
export const SCHEDULER_READER: SecretReader = {
  workload: 'flytescheduler',
  secrets: [SECRETS.scheduler.name],
  podAnnotations: 'flyte.flytescheduler.podAnnotations',
};

/** A workload of the data plane, with the values that hold its own annotations. */
export function dataPlaneReader(workload: string, values: string): SecretReader {
  return {
    workload,
    secrets: [SECRETS.dataPlane.name],
    podAnnotations: `${values}.podAnnotations`,
  };
}

/** The keys of the values that take the annotations. */
export function podAnnotationKeys(readers: readonly SecretReader[]): ValueKey[] {
  const described = readers.flatMap(({ workload, podAnnotations, ownPodAnnotations }) => [
    ...(podAnnotations
      ? [
        {
          path: podAnnotations,
          of: podAnnotations === SERVICE_POD_ANNOTATIONS ? 'every union service' : workload,
        },
      ]
      : []),
    ...(ownPodAnnotations
      ? [{ path: ownPodAnnotations, of: `${workload}, in the place of ${podAnnotations}` }]
      : []),
  ]);
  const byPath = described.map(({ path, of }) =>
    [path, map(path, `Annotations of the pods of ${of}`)] as const);
  return [...new Map(byPath).values()];
}
