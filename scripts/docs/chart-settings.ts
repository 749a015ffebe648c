import { ChartVersion } from '../../src/contract/union/releases/chart-version';
import { ValuesContract } from '../../src/contract/union/values-contract';

/**
 * The authentication, authorization, TLS and secret settings of the charts that we do not set, and their
 * owners: the first line counts whose path is that of the setting or above it, or whose pattern matches.
 * Source: `values.yaml` of both charts at 2026.8.3.
 */

export interface Answer {
  /** Dotted path of a setting, or of those below; `*` for one step of it. */
  readonly path: string;
  /** The rules that check it, if it is the user's setting. */
  readonly rules?: readonly string[];
  /** Its owner, or what to consider. A phrase without a full stop. */
  readonly what: string;
}

type Chart = 'controlplane' | 'dataplane';

export const CHART_SETTINGS: Readonly<Record<Chart, readonly Answer[]>> = {
  controlplane: [
    { path: 'global.AWS_POD_IDENTITY_ANNOTATION_PREFIX', what: 'not ours: the identity of pods at the cloud' },
    { path: 'defaults.secretName', what: 'follows `global.KUBERNETES_SECRET_NAME`, which is set' },
    { path: 'defaults.dbSecretName', what: 'yours: the Secret with the database password; with `databasePassword` of the delivery `union-controlplane-secrets` has it', rules: ['database-password-missing'] },
    { path: 'secrets', what: 'not ours: further Secrets that the chart renders from values; no place for a secret', rules: ['values-secret-value'] },
    { path: 'externalSecrets', what: 'dead: no template reads it', rules: ['values-dead-key'] },
    { path: 'imageBuilder.bootstrap', what: 'the chart\'s: a job that registers the image builder signs in as the service application (`global.INTERNAL_CLIENT_ID`), whose secret is delivered' },
    { path: 'imagePullSecrets', what: 'not ours: access to the registry' },
    { path: 'ingress.tls', what: 'yours: the certificate of the public host' },
    { path: 'ingress.secretService', what: 'yours: the certificate\'s Secret' },
    { path: 'configMap.authorizer.useExternalIdentity', what: 'follows `global.USE_EXTERNAL_IDENTITY`, which `authorization` sets', rules: ['identity-type-unresolved'] },
    { path: 'configMap.authorizer.authorizerClient.grpcConfig', what: 'the chart\'s: the authorizer within the cluster' },
    { path: 'configMap.cache.identity', what: 'not ours: a cache of users\' names' },
    { path: 'configMap.union.connection', what: 'the chart\'s: services reach each other within the cluster', rules: ['endpoint-insecure'] },
    { path: 'services.*.configMap.db', what: 'yours: where the database password is mounted', rules: ['database-password-missing'] },
    { path: 'services.artifacts', what: 'yours: where the database password is mounted', rules: ['database-password-missing'] },
    { path: 'services.authorizer.configMap.authorizer.bootstrap', what: 'set with `Authorization.union`; how often it is tried again is the chart\'s' },
    { path: 'services.authorizer.configMap.authorizer.userCloudsClient', what: 'the chart\'s: the authorizer asks union-authz, which the same chart renders' },
    {
      path: 'services.authorizer.configMap.authorizer.externalClient.grpcConfig',
      what: 'TLS of your own authorization server: `host` and `insecure` are set with `Authorization.external`. Its certificate must be one that the image '
      + 'trusts; with `insecureSkipVerify` the tokens of callers go to any server that answers',
    },
    { path: 'services.authorizer', what: 'the chart\'s: name, ports, arguments and metrics' },
    { path: 'services.executions', what: 'not ours: whether the console requests the names of people' },
    { path: 'services.identity', what: 'the chart\'s: name, ports, arguments and caches' },
    { path: 'flyte.common.databaseSecret', what: 'yours: the Secret with flyteadmin\'s database password', rules: ['database-password-missing'] },
    { path: 'flyte.db', what: 'yours: where the database password is mounted', rules: ['database-password-missing'] },
    { path: 'flyte.configmap.adminServer.authorizer', what: 'set with `authorization`', rules: ['authorizer-mode-contradicted', 'authorizer-header-dropped'] },
    { path: 'flyte.configmap.cacheserviceServer.authorizer', what: 'set with `authorization`', rules: ['authorizer-mode-contradicted', 'authorizer-header-dropped'] },
    { path: 'flyte.configmap.admin', what: 'the chart\'s: flytepropeller of an old control plane, which is off' },
    { path: 'flyte.*.serviceAccount', what: 'not ours: the identity of pods' },
    { path: 'flyte.*.imagePullSecrets', what: 'not ours: access to the registry' },
    { path: 'monitoring.grafana', what: 'yours: Grafana signs people in by itself. Behind the guard of the console every user of the console can see it: keep it off the public host, or give it its own OAuth application' },
    { path: 'union.authz.auth', what: 'the chart\'s: union-authz trusts only the authorizer of its namespace; a NetworkPolicy blocks other callers' },
    { path: 'union.authz.database', what: 'yours: the database of roles, and the Secret with its password', rules: ['database-password-missing'] },
    { path: 'union.authz', what: 'not ours: how union-authz runs' },
    { path: 'scylla', what: 'not ours' },
  ],
  dataplane: [
    { path: '*.imagePullSecrets', what: 'not ours: access to the registry' },
    { path: '*.serviceAccount', what: 'not ours: the identity of pods' },
    { path: '*.*.imagePullSecrets', what: 'not ours: access to the registry' },
    { path: '*.*.serviceAccount', what: 'not ours: the identity of pods' },
    { path: 'config.authorizer', what: 'the chart\'s: since 2026.6.9 services of the data plane ask the control plane\'s authorizer who may do what, over TLS and as the operator\'s client (`ServiceCredentials`)', rules: ['endpoint-insecure'] },
    { path: 'config.catalog.catalog-cache', what: '`use-admin-auth` is set: the cache is behind the guard. TLS is the chart\'s', rules: ['values-wrong-value', 'endpoint-insecure'] },
    { path: 'config.union.connection', what: 'TLS is the chart\'s; without verification only for certificates that no authority signed', rules: ['endpoint-insecure'] },
    { path: 'clusterresourcesync.config.union.connection', what: 'TLS is the chart\'s', rules: ['endpoint-insecure'] },
    { path: 'config.configOverrides', what: 'not ours: a cache' },
    { path: 'config.core.webhook', what: 'the chart\'s: how secrets of tasks are put into pods, the key of eager tasks among them' },
    { path: 'config.operator.secretsWatcher', what: 'not ours: restarts by the operator; `SecretRotation` does it from outside' },
    { path: 'flytepropellerwebhook', what: 'not ours: the certificate between API server and pod webhook' },
    { path: 'gateway', what: 'the chart\'s, where apps are served by its gateway: by `global.CONTROLPLANE_HOST`, which is set, it asks the control plane\'s `/me` and sends people to its `/login`. `gateway.auth.enable` is `appAuthentication`', rules: ['values-apps-unguarded'] },
    { path: 'imageBuilder', what: 'not ours: access to a registry' },
    { path: 'ingress', what: 'yours: the certificates of hosts of the data plane' },
    { path: 'leaseworker.sharedService', what: 'the chart\'s: it serves only metrics' },
    { path: 'monitoring', what: 'not ours: Grafana of the data plane' },
    { path: 'prometheus', what: 'not ours' },
    { path: 'proxy.secretManager', what: 'the chart\'s: where secrets of tasks are kept. The operator keeps the key of eager tasks there, so leave it enabled' },
    { path: 'proxy.secretName', what: 'the chart\'s: `union-secret-auth`, which is delivered', rules: ['client-secret-undelivered'] },
    { path: 'operator.secretName', what: 'the chart\'s: `union-secret-auth`, which is delivered', rules: ['client-secret-undelivered'] },
    { path: 'flytepropeller.secretName', what: 'the chart\'s: `union-secret-auth`, which is delivered', rules: ['client-secret-undelivered'] },
    { path: 'storage', what: 'not ours: access to object storage' },
    { path: 'updateStatus', what: 'yours: how the control plane calls the data plane back' },
    { path: 'zero_trust', what: 'yours: without a tunnel the control plane reaches the data plane by its own ingress, which then needs a guard' },
  ],
};

export function contractOf(chart: Chart): ValuesContract {
  const { controlPlane, dataPlane } = ChartVersion._current._contract;
  return (chart === 'controlplane' ? controlPlane : dataPlane).values;
}

/** Whether a key of the contract, which constructs set and rules check, is the setting or above it. */
export function isSet(chart: Chart, setting: string): boolean {
  return contractOf(chart).keys.some(({ path }) => setting === path || setting.startsWith(`${path}.`));
}

export function answersFor(chart: Chart, setting: string): Answer | undefined {
  return CHART_SETTINGS[chart].find(({ path }) => fits(path.split('.'), setting.split('.')));
}

function fits(pattern: readonly string[], setting: readonly string[]): boolean {
  return pattern.length <= setting.length && pattern.every((step, i) => step === '*' || step === setting[i]);
}

/** docs/chart-settings.md. */
export function settingsMarkdown(settings: Readonly<Record<Chart, readonly string[]>>): string {
  return [
    '# Settings of the charts',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    `The values of Union's charts (${ChartVersion._current}) about authentication, authorization, TLS or secrets that the library does not set, and who sets them.`,
    'The values that it sets and checks are in [values.md](values.md); `values check` knows their keys.',
    ...(Object.keys(CHART_SETTINGS) as Chart[]).flatMap((chart) => [
      '',
      `## ${chart}`,
      '',
      `${settings[chart].filter((setting) => isSet(chart, setting)).length} of ${settings[chart].length} settings are set or checked key by key.`,
      '',
      '| setting | who sets it | checked by |',
      '|---|---|---|',
      ...CHART_SETTINGS[chart].map(({ path, what, rules = [] }) =>
        `| \`${path}\` | ${what} | ${rules.map((rule) => `[${rule}](rules.md#${rule})`).join(', ') || '–'} |`),
    ]),
    '',
  ].join('\n');
}
