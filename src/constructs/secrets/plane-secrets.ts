import { clientsText, CLUSTER_ANNOTATION, TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import { ReleaseContract } from '../../contract/union/release-contract';
import {
  APP_SECRET_KEY, CLIENT_ID_KEY, CLIENT_SECRET_KEY, DATABASE_PASSWORD_KEY, OIDC_CLIENT_SECRET_KEY,
  SecretContent, SECRETS,
} from '../../contract/union/secrets';
import { RemoteRef } from '../../contract/upstream/remote-ref';
import { DataPlaneIdentity, UnionIdentity } from '../identity';
import { DEVIATIONS } from '../identity/deviations';
import { ConfigContext } from '../settings/context';
import { SecretCreationPolicy } from './external-secret';
import {
  clientSecretOfPlane, ownTarget, SecretEntry, SecretPlan, SecretSource, SecretTarget, serviceSecret,
  toTheLetter,
} from './secret-target';

/** The parts of an API key besides the client secret. */
export interface ApiKeyFields {
  readonly host: string;
  readonly clientId: string;
  /** Empty if there is none. */
  readonly organization: string;
  /** Key of the client secret. */
  readonly secretKey: string;
}

/**
 * The Go template with which External Secrets Operator encodes an API key in the cluster: base64 of
 * `host:clientId:clientSecret:organization`. It refuses a client secret with a colon, and an empty one.
 *
 * Source: flyte-sdk 2.12.1 `remote/_client/auth/_auth_utils.py`.
 */
export function apiKeyTemplate({ host, clientId, organization, secretKey }: ApiKeyFields): string {
  return [
    `{{- $secret := .${secretKey} | trim -}}`,
    '{{- if not $secret }}{{ fail "the entry of the client secret is empty; the API key is not changed" }}{{ '
      + 'end -}}',
    '{{- if contains ":" $secret }}{{ fail "the client secret contains a colon, which separates fields of an '
      + 'API key" }}{{ end -}}',
    `{{- printf "%s:%s:%s:%s" "${host}" "${clientId}" $secret "${organization}" | b64enc -}}`,
  ].join('');
}

/** With the chart the script does not deliver it: the user has created it before the installation. */
const DATABASE_PASSWORD: SecretEntry = {
  key: DATABASE_PASSWORD_KEY,
  content: SecretContent.DATABASE_PASSWORD,
};
/** The variable of the password in the script of a plane without the chart. */
const DATABASE_PASSWORD_VARIABLE = 'UNION_DATABASE_PASSWORD';
/** In the same Secret as that of the service application. */
function webSecret({ _applications: { web } }: UnionIdentity): SecretEntry {
  return { key: OIDC_CLIENT_SECRET_KEY, content: SecretContent.WEB_CLIENT_SECRET, remote: web?.secret };
}

/** Name and key as in Union's documentation, so that a Secret created by it works. */
function relyingParty(identity: UnionIdentity): SecretTarget {
  return ownTarget(SECRETS.relyingParty.name, {
    entries: [{ ...webSecret(identity), key: CLIENT_SECRET_KEY }],
  });
}

/** The input for the Secrets, besides the deployment. */
export interface ControlPlaneSecretOptions {
  /** The Helm release of the chart; undefined without the chart. */
  readonly releaseName?: string;
  readonly apiKeySeeds?: readonly ApiKeySeed[];
  /** Location of the database password, if it is read from a store. */
  readonly databasePassword?: RemoteRef;
  /** Releases that may run until the upgrade, or after a rollback: their keys are kept. */
  readonly olderReleases?: readonly ReleaseContract[];
  /** Other entries of the Secret that all union services mount. */
  readonly shared?: readonly SecretEntry[];
  /** Secrets that only a plane without the chart has. */
  readonly further?: readonly SecretTarget[];
}

/** The control plane's Secrets. Guide: section "Secret delivery". */
export function controlPlaneSecrets(
  context: ConfigContext, options: ControlPlaneSecretOptions = {},
): SecretPlan {
  const { releaseName, apiKeySeeds = [], olderReleases = [], further = [] } = options;
  const own = olderReleases.reduce(
    (newer, release) => withKeysOf(newer, targets({ ...context, release }, options)),
    targets(context, options),
  );
  return {
    plane: `the control plane of ${context.identity.domain}`,
    namespace: context.namespace,
    releaseName,
    targets: [...own, ...apiKeySeeds.map(seedTarget), ...further],
    toTheLetter: toTheLetter(context.identity),
  };
}

/** Adds the keys that an older release reads. */
function withKeysOf(newer: readonly SecretTarget[], older: readonly SecretTarget[]): SecretTarget[] {
  return newer.map((target) => {
    const before = older.find(({ secretName }) => secretName === target.secretName)?.entries ?? [];
    const gone = before.filter(({ key }) => target.entries.every((entry) => entry.key !== key));
    return {
      ...target,
      entries: [...target.entries, ...gone.map((entry) => ({ ...entry, ofOlderRelease: true }))],
    };
  });
}

/** Client credentials of one data plane, from which the identity service creates its API key. */
export interface ApiKeySeed {
  readonly secretName: string;
  readonly clientId: string;
  readonly client: SecretSource;
}

function seedTarget({ secretName, clientId, client }: ApiKeySeed): SecretTarget {
  return ownTarget(secretName, {
    literals: { [CLIENT_ID_KEY]: clientId },
    entries: [serviceSecret(client)],
  });
}

/**
 * Lets readers of the manifests recognize additional clients. It grows with the fleet, so only one object has
 * it.
 */
function trustedClients({ _trustedClientIds: ids }: UnionIdentity): Record<string, string> | undefined {
  return ids.length > 0 ? { [TRUSTED_CLIENTS_ANNOTATION]: clientsText(ids) } : undefined;
}

function targets(
  context: ConfigContext, { releaseName, databasePassword, shared = [] }: ControlPlaneSecretOptions,
): SecretTarget[] {
  const { identity, release } = context;
  const besideChart = releaseName !== undefined;
  const password = besideChart
    ? { ...DATABASE_PASSWORD, remote: databasePassword }
    : { ...DATABASE_PASSWORD, remote: databasePassword, variable: DATABASE_PASSWORD_VARIABLE };
  const ownRelyingParty = release.controlPlane.relyingPartySecret !== undefined;
  const deliversWeb = identity._mend(DEVIATIONS.webClientSecret, true, false);
  const ofService = serviceSecret({ remote: identity._applications.service.secret });
  return [
    {
      // generate-secrets stores its cookie keys here: merge, never own. With the chart it is emitted too, for
      // the Helm release to adopt: the chart's own Secret would stay empty until the next refresh.
      secretName: SECRETS.flyteadmin.name,
      externalSecretName: `${SECRETS.flyteadmin.name}-auth`,
      entries: deliversWeb && !ownRelyingParty ? [ofService, webSecret(identity)] : [ofService],
      annotations: trustedClients(identity),
      creationPolicy: SecretCreationPolicy.MERGE,
      ensureExists: identity._mend(DEVIATIONS.sharedSecrets, true, false),
      renderedByChart: identity._mend(DEVIATIONS.sharedSecrets, besideChart, true),
    },
    ...(deliversWeb && ownRelyingParty ? [relyingParty(identity)] : []),
    schedulerTarget(identity, besideChart),
    {
      // The database password is also in this Secret.
      secretName: SECRETS.unionServices.name,
      externalSecretName: `${SECRETS.unionServices.name}-auth`,
      entries: [
        ofService, ...shared, ...identity._mend(DEVIATIONS.unionServicesDelivery, [password], []),
      ],
      creationPolicy: SecretCreationPolicy.MERGE,
      ensureExists: identity._mend(DEVIATIONS.sharedSecrets, true, false),
      renderedByChart: false,
      notExternal: identity._mend(DEVIATIONS.unionServicesDelivery, false, true),
    },
  ];
}

/** Nothing else writes it, as the values turn off the chart's placeholder. */
function schedulerTarget(identity: UnionIdentity, besideChart: boolean): SecretTarget {
  return {
    secretName: SECRETS.scheduler.name,
    externalSecretName: SECRETS.scheduler.name,
    entries: [serviceSecret({ remote: identity._applications.service.secret })],
    creationPolicy: identity._mend(
      DEVIATIONS.schedulerPlaceholder, SecretCreationPolicy.OWNER, SecretCreationPolicy.MERGE,
    ),
    ensureExists: false,
    renderedByChart: identity._mend(DEVIATIONS.schedulerPlaceholder, false, true),
    takenFromChart: identity._mend(DEVIATIONS.schedulerPlaceholder, besideChart, false),
  };
}

/** The input for the Secrets, besides the data plane's identity. */
interface DataPlaneSecretOptions {
  /** The Helm release whose chart creates the Secret with a placeholder; undefined if we create it. */
  readonly creator?: string;
  /** The Secret into which External Secrets Operator encodes the API key of eager tasks. */
  readonly encodedApiKey?: ApiKeySecret;
  /** Secrets that only a plane without the chart has. */
  readonly further?: readonly SecretTarget[];
}

/** An API key in its own Secret, and its client secret. */
export interface ApiKeySecret {
  readonly secretName: string;
  readonly apiKeys: Readonly<Record<string, string>>;
  readonly client: SecretSource;
}

/** The data plane's Secrets. Guide: section "Dataplane secrets". */
export function dataPlaneSecrets(
  dataPlane: DataPlaneIdentity, namespace: string, options: DataPlaneSecretOptions = {},
): SecretPlan {
  const { identity, clusterName } = dataPlane;
  const { creator, encodedApiKey, further = [] } = options;
  const byChart = creator !== undefined;
  const entry = serviceSecret(clientSecretOfPlane(dataPlane));
  const service: SecretTarget = {
    // The operator stores its tunnel token here: merge, never own. With `create: false` nothing creates the
    // Secret, and Merge would wait forever, so we create it.
    secretName: SECRETS.dataPlane.name,
    externalSecretName: SECRETS.dataPlane.name,
    entries: [entry, ...identity._mend(DEVIATIONS.appSecret, [{ ...entry, key: APP_SECRET_KEY }], [])],
    creationPolicy: SecretCreationPolicy.MERGE,
    ensureExists: identity._mend(DEVIATIONS.mergeDeadlock, true, false),
    renderedByChart: byChart,
    takenFromChart: !byChart,
  };
  const apiKey = encodedApiKey
    ? [ownTarget(encodedApiKey.secretName, {
      apiKeys: encodedApiKey.apiKeys,
      apiKeysAlone: true,
      entries: [serviceSecret(encodedApiKey.client)],
    })]
    : [];
  return {
    plane: `the data plane ${clusterName ?? ''} of ${identity.domain}`,
    namespace,
    releaseName: creator,
    toTheLetter: toTheLetter(identity),
    // The guide's objects do not have it.
    annotations: clusterName === undefined || toTheLetter(identity)
      ? undefined
      : { [CLUSTER_ANNOTATION]: clusterName },
    targets: [service, ...apiKey, ...further],
  };
}
