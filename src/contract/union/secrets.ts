import { map, ValueKey } from './values-contract';

/** The Secrets of the guide (section "Secret delivery"), with the behaviour of the charts. */

/** The value of a key. */
export enum SecretContent {
  /** The client secret of the service application. */
  SERVICE_CLIENT_SECRET = 'service application client secret',
  /** The client secret of the web application. */
  WEB_CLIENT_SECRET = 'web application client secret',
  /** The password of the control plane's database. */
  DATABASE_PASSWORD = 'database password',
  /** The halves of an access key of S3, or of S3-compatible storage. */
  STORAGE_ACCESS_KEY_ID = 'object storage access key ID',
  STORAGE_SECRET_ACCESS_KEY = 'object storage secret access key',
  /** The JSON key of a Google service account. */
  STORAGE_SERVICE_ACCOUNT_KEY = 'object storage service account key',
  /** The secret of an Entra ID application. */
  STORAGE_CLIENT_SECRET = 'object storage client secret',
}

/** The key of the service application's client secret, in every Secret. */
export const CLIENT_SECRET_KEY = 'client_secret';

/** The key of a client ID, in Secrets with whole credentials (controlplane: `apiKeyOverrides`). */
export const CLIENT_ID_KEY = 'client_id';

/** The key that flyteadmin's relying party reads by default (`clientSecretName`; auth/config/config.go). */
export const OIDC_CLIENT_SECRET_KEY = 'oidc_client_secret';

/**
 * The same secret again, for readers of the data plane that do not use `client_secret` yet (dataplane:
 * common/auth-secret.yaml).
 */
export const APP_SECRET_KEY = 'app_secret';

/** Whether a key is one of these, or has a similar name. */
export function isClientSecretKey(key: string): boolean {
  return [CLIENT_SECRET_KEY, APP_SECRET_KEY].some((name) => key === name || key.endsWith(`_${name}`));
}

/** The key of the database password. */
export const DATABASE_PASSWORD_KEY = 'pass.txt';

/**
 * Its mount path, with the file of that name (flyte-core: templates/_helpers.tpl,
 * `databaseSecret.volumeMount`; controlplane: templates/deployment.yaml).
 */
export const DATABASE_PASSWORD_DIRECTORY = '/etc/db';

/** The only literal allowed in place of a secret: charts render it, and the delivery overwrites it. */
export const PLACEHOLDER = 'placeholder';

/** The default client secret of flyte-core (flyte-core: values.yaml, `adminOauthClientCredentials`). */
export const CHART_DEFAULT_CLIENT_SECRET = 'foobar';

/**
 * The keys with which flyteadmin signs and encrypts session cookies; without them sessions end at a restart.
 */
export const COOKIE_KEYS = ['cookie_hash_key', 'cookie_block_key'] as const;

/** A Secret with a name that upstream dictates. */
export interface SecretContract {
  readonly name: string;
  /** The directory at which its consumers mount it. */
  readonly mountPath: string;
  /** Keys that other tools write into the same Secret; delivery must keep them. */
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
   * flyteadmin's web application secret in a separate Secret (controlplane:
   * examples/values.oidc-client-secret.yaml).
   */
  relyingParty: {
    name: 'flyteadmin-oidc-client-secret',
    mountPath: '/etc/secrets/oauth/',
    keysOfOthers: [],
  },
  /**
   * Mounted by operator, propeller, cluster resource sync and executor. The operator stores its tunnel token
   * in it.
   */
  dataPlane: {
    name: 'union-secret-auth',
    mountPath: '/etc/union/secret/',
    keysOfOthers: ['tunnel_token'],
  },
} as const satisfies Record<string, SecretContract>;

/** Their names. */
export const UNION_SECRETS: ReadonlySet<string> = new Set(Object.values(SECRETS).map(({ name }) => name));

/** The Secret with the API key of eager tasks. */
export const EAGER_API_KEY = 'EAGER_API_KEY';

/**
 * The directory with client credentials from which the identity service creates API keys, one folder per key
 * and cluster (unionai/helm-charts: `charts/MIGRATION.md`).
 */
export const SEEDS_DIRECTORY = '/etc/secrets/apikey/';

/** A Deployment of a chart whose pods mount delivered Secrets. A release lists all of them. */
export interface SecretReader {
  /** Name of the Deployment. */
  readonly workload: string;
  readonly secrets: readonly string[];
  /**
   * The values with annotations for its pods; absent if the chart accepts none. Only one of several, as two
   * would repeat a key.
   */
  readonly podAnnotations?: string;
  /** The values that replace `podAnnotations` for it, if set. */
  readonly ownPodAnnotations?: string;
}

/** Annotations of all services of the control plane chart without their own. */
export const SERVICE_POD_ANNOTATIONS = 'podAnnotations';

/**
 * Annotations of all pods of the data plane. A workload's own are rendered too, so a key must be in only one
 * of the two.
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

/** flyte-scheduler, which the chart omits by default (flyte-core: `workflow_scheduler.enabled`). */
export const SCHEDULER_READER: SecretReader = {
  workload: 'flytescheduler',
  secrets: [SECRETS.scheduler.name],
  podAnnotations: 'flyte.flytescheduler.podAnnotations',
};

/** A workload of the data plane, with the values of its own annotations. */
export function dataPlaneReader(workload: string, values: string): SecretReader {
  return {
    workload,
    secrets: [SECRETS.dataPlane.name],
    podAnnotations: `${values}.podAnnotations`,
  };
}

/** The value keys of the annotations. */
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
      ? [{ path: ownPodAnnotations, of: `${workload}, instead of ${podAnnotations}` }]
      : []),
  ]);
  const byPath = described.map(({ path, of }) =>
    [path, map(path, `Annotations of the pods of ${of}`)] as const);
  return [...new Map(byPath).values()];
}
