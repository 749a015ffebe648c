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

/** What an API key says besides the client secret. */
export interface ApiKeyFields {
  readonly host: string;
  readonly clientId: string;
  /** Empty for none. */
  readonly organization: string;
  /** Key under which the client secret is delivered. */
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
    '{{- if not $secret }}{{ fail "the entry of the client secret is empty; the API key stays as it is" }}{{ '
      + 'end -}}',
    '{{- if contains ":" $secret }}{{ fail "the client secret contains a colon, which ends a field of the '
      + 'API key" }}{{ end -}}',
    `{{- printf "%s:%s:%s:%s" "${host}" "${clientId}" $secret "${organization}" | b64enc -}}`,
  ].join('');
}

/** Beside the chart the script leaves it to others: who installs the chart has made it before. */
const DATABASE_PASSWORD: SecretEntry = {
  key: DATABASE_PASSWORD_KEY,
  content: SecretContent.DATABASE_PASSWORD,
};
/** The variable in which the script of a plane without the chart finds it. */
const DATABASE_PASSWORD_VARIABLE = 'UNION_DATABASE_PASSWORD';
/** In the Secret with the service application's as well. */
function webSecret({ _applications: { web } }: UnionIdentity): SecretEntry {
  return { key: OIDC_CLIENT_SECRET_KEY, content: SecretContent.WEB_CLIENT_SECRET, remote: web?.secret };
}

/** Name and key as Union's documentation has them, so that a Secret made by it fits. */
function relyingParty(identity: UnionIdentity): SecretTarget {
  return ownTarget(SECRETS.relyingParty.name, {
    entries: [{ ...webSecret(identity), key: CLIENT_SECRET_KEY }],
  });
}

/** What decides about the Secrets besides the deployment. */
export interface ControlPlaneSecretOptions {
  /** The release of the chart beside which they are delivered; none without the chart. */
  readonly releaseName?: string;
  readonly apiKeySeeds?: readonly ApiKeySeed[];
  /** Where the database password is, where it is read from a store. */
  readonly databasePassword?: RemoteRef;
  /** Releases that may run until the upgrade, or again after it: what they read stays. */
  readonly olderReleases?: readonly ReleaseContract[];
  /** What else lies in the Secret that all union services mount. */
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

/** With the keys that an older release reads besides. */
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

/** Client credentials of one data plane, from which the identity service makes its API key. */
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
 * So that anyone who reads the manifests knows further clients for what they are. It grows with the fleet, so
 * one object has it.
 */
function trustedClients({ trustedClientIds = [] }: ConfigContext): Record<string, string> | undefined {
  return trustedClientIds.length > 0
    ? { [TRUSTED_CLIENTS_ANNOTATION]: clientsText(trustedClientIds) }
    : undefined;
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
      // generate-secrets keeps its cookie keys here: merge, never own. Beside the chart it is emitted as
      // well, for the release to take over: the chart's own would stay empty until the next refresh.
      secretName: SECRETS.flyteadmin.name,
      externalSecretName: `${SECRETS.flyteadmin.name}-auth`,
      entries: deliversWeb && !ownRelyingParty ? [ofService, webSecret(identity)] : [ofService],
      annotations: trustedClients(context),
      creationPolicy: SecretCreationPolicy.MERGE,
      ensureExists: identity._mend(DEVIATIONS.sharedSecrets, true, false),
      renderedByChart: identity._mend(DEVIATIONS.sharedSecrets, besideChart, true),
    },
    ...(deliversWeb && ownRelyingParty ? [relyingParty(identity)] : []),
    schedulerTarget(identity, besideChart),
    {
      // The database password lies here too.
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

/** No one else writes it: the chart is told not to render its placeholder. */
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

/** What decides about the Secrets besides who the data plane is. */
interface DataPlaneSecretOptions {
  /** The Helm release whose chart creates the Secret with a placeholder; none where we create it. */
  readonly creator?: string;
  /** The Secret that External Secrets Operator encodes the API key of eager tasks into. */
  readonly encodedApiKey?: ApiKeySecret;
  /** Secrets that only a plane without the chart has. */
  readonly further?: readonly SecretTarget[];
}

/** An API key in a Secret of its own, and the client secret that it holds. */
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
    // The operator keeps its tunnel token here: merge, never own. With `create: false` no one creates the
    // Secret, and Merge waits for ever; so we do.
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
    // The guide's objects have no such thing.
    annotations: clusterName === undefined || toTheLetter(identity)
      ? undefined
      : { [CLUSTER_ANNOTATION]: clusterName },
    targets: [service, ...apiKey, ...further],
  };
}
