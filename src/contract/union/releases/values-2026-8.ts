import { adminClientKeys } from '../values-clients';
import { amended, flag, ListEntry, objects, text, texts, ValuesContract } from '../values-contract';
import { ADMIN_AUTH, ALLOWED_AUDIENCE, AUTHORIZED_URIS, CONTROL_PLANE_CLOSED, CONTROL_PLANE_KEYS, ISSUER_FOR_LOGIN, ISSUER_FOR_TOKENS, NATIVE_CLIENT_ID, WEB_CLIENT_ID } from '../values-control-plane';
import { DATA_PLANE_CLOSED, DATA_PLANE_KEYS, eagerKeys } from '../values-data-plane';

export const IDENTITY_CONNECTION = 'services.identity.configMap.identity.app.adminClient.connection';
export const API_KEY_OVERRIDES = 'services.identity.apiKeyOverrides';
export const TRUSTED_IDENTITY_CLAIMS = 'configMap.union.connection.trustedIdentityClaims';
export const OPERATOR_API_KEY = 'config.operator.apiKey';
export const EXTRA_HOSTS = 'ingress.extraHosts';

/** flyteadmin's volumes in the chart: the union services' Secret, and configuration that the subchart cannot take. */
export const FLYTEADMIN_VOLUMES: readonly ListEntry[] = [
  { name: 'union-secrets', secret: { secretName: '{{ .Values.global.KUBERNETES_SECRET_NAME }}' } },
  { name: 'private-config', configMap: { name: 'flyte-admin-private-config' } },
];
export const FLYTEADMIN_VOLUME_MOUNTS: readonly ListEntry[] = [
  { name: 'union-secrets', mountPath: '/etc/secrets/union', readOnly: true },
  { name: 'private-config', mountPath: '/etc/flyte/private', readOnly: true },
];

const VOLUME_SYMPTOM = 'flyteadmin loses the union services\' Secret or its private configuration.';
const SINCE = 'nothing reads it since 2026.4.8';
const NEVER = 'no template reads it';

/** Source: unionai/helm-charts at controlplane-2026.8.3, controlplane `values.yaml` and the templates that read it. */
export const CONTROL_PLANE_VALUES_2026_8: ValuesContract = {
  chart: 'controlplane',
  keys: [
    text('global.UNION_HOST', 'Host name of the control plane; authorized URLs and the audience of tokens follow from it', {
      meaning: 'domain',
      required: { severity: 'error', symptom: 'The chart authorizes `https://` without a host: no login and no token fits.' },
    }),
    text('global.OIDC_S2S_SCOPE', 'Scope that services request; blank means `all`', { meaning: 'serviceScope' }),
    text('global.USE_EXTERNAL_IDENTITY', 'Whether subjects without an identity type claim count as external identities'),
    ...amended(CONTROL_PLANE_KEYS, {
      [ISSUER_FOR_TOKENS]: {
        required: { severity: 'error', symptom: 'flyteadmin has no issuer to validate tokens against and does not start.', unless: [ISSUER_FOR_LOGIN] },
      },
      [ISSUER_FOR_LOGIN]: { required: { severity: 'error', symptom: 'flyteadmin has no identity provider to send browsers to and does not start.' } },
      [WEB_CLIENT_ID]: { required: { severity: 'error', symptom: 'The identity provider refuses every browser login.' } },
      [NATIVE_CLIENT_ID]: { required: { severity: 'error', symptom: 'The identity provider refuses every login of SDK and CLI.' } },
      [AUTHORIZED_URIS]: {
        chartList: {
          entries: ['http://flyteadmin:80', 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80', 'https://{{ .Values.global.UNION_HOST }}'],
          symptom: 'Without the public URL the redirect URI becomes http://flyteadmin:80/callback; without the in-cluster ones services get 401.',
        },
      },
      [ALLOWED_AUDIENCE]: {
        chartList: {
          entries: ['https://{{ .Values.global.UNION_HOST }}'],
          symptom: 'Tokens whose audience is the deployment\'s URL are refused.',
        },
      },
    }),
    flag(`${TRUSTED_IDENTITY_CLAIMS}.enabled`, 'Whether services trust the identity headers of the service application'),
    text(`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityClaim`, 'Subject (`sub`) of the service application\'s tokens', {
      required: { severity: 'warning', symptom: 'Services do not recognize each other\'s tokens as those of the service application.' },
    }),
    text(`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityTypeClaim`, 'Identity type of the service application'),
    ...adminClientKeys(IDENTITY_CONNECTION, 'the identity service'),
    objects(API_KEY_OVERRIDES, 'Client credentials from which the identity service makes system API keys, by key and cluster'),
    texts(EXTRA_HOSTS, 'Further host names of every Ingress'),
    objects('flyte.flyteadmin.additionalVolumes', 'Volumes of flyteadmin\'s pods besides its own', {
      chartList: { entries: FLYTEADMIN_VOLUMES, symptom: VOLUME_SYMPTOM },
    }),
    objects('flyte.flyteadmin.additionalVolumeMounts', 'Mounts of flyteadmin\'s container besides its own', {
      chartList: { entries: FLYTEADMIN_VOLUME_MOUNTS, symptom: VOLUME_SYMPTOM },
    }),
  ],
  closed: [...CONTROL_PLANE_CLOSED, IDENTITY_CONNECTION],
  dead: [
    { path: 'global.OIDC_BASE_URL', replacedBy: [ISSUER_FOR_TOKENS, ISSUER_FOR_LOGIN], why: SINCE },
    { path: 'global.OIDC_CLIENT_ID', replacedBy: [WEB_CLIENT_ID], why: SINCE },
    { path: 'global.CLI_CLIENT_ID', replacedBy: [NATIVE_CLIENT_ID], why: SINCE },
    { path: 'global.OIDC_METADATA_URL', replacedBy: [`${ADMIN_AUTH}.appAuth.externalAuthServer.metadataUrl`], why: NEVER },
    { path: 'global.OIDC_ALLOWED_AUDIENCE', replacedBy: [ALLOWED_AUDIENCE], why: NEVER },
    { path: 'global.OIDC_APP_AUDIENCE', replacedBy: [`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.audience`], why: NEVER },
    { path: 'global.OIDC_APP_SCOPE', replacedBy: [], why: `${NEVER}; name the scope in ${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.scopes` },
    { path: 'global.INTERNAL_SUBJECT_ID', replacedBy: [`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityClaim`], why: 'no release of the chart reads it' },
    { path: 'externalSecrets', replacedBy: [], why: NEVER },
  ],
};

/** Source: unionai/helm-charts at dataplane-2026.8.3, dataplane `values.yaml` and the templates that read it. */
export const DATA_PLANE_VALUES_2026_8: ValuesContract = {
  chart: 'dataplane',
  keys: [
    ...DATA_PLANE_KEYS,
    text('global.OIDC_S2S_SCOPE', 'Scope that cluster resource sync requests; blank means `all`', { meaning: 'serviceScope' }),
    text('global.CONTROLPLANE_HOST', 'Host name of the control plane, without scheme and port', {
      meaning: 'domain',
      required: { severity: 'error', symptom: 'The chart refuses to render.', unless: ['host', 'global.UNION_CONTROL_PLANE_HOST'] },
    }),
    flag(`${OPERATOR_API_KEY}.enabled`, 'Whether the operator makes the API key of eager tasks'),
    ...eagerKeys('leaseworker.config.unionAuth'),
  ],
  closed: DATA_PLANE_CLOSED,
  dead: [
    { path: 'executor.config.unionAuth', replacedBy: ['leaseworker.config.unionAuth'], why: 'the executor is gone since 2026.8.0, the leaseworker took its place' },
    { path: 'executor', replacedBy: [], why: 'the executor is gone since 2026.8.0' },
    { path: 'global.CONTROLPLANE_INTRA_CLUSTER_HOST', replacedBy: ['global.CONTROLPLANE_HOST'], why: 'the data plane chart does not read it any more' },
  ],
};
