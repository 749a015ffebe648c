import { amended, objects, text, ValuesContract } from '../values-contract';
import { ALLOWED_AUDIENCE, AUTHORIZED_URIS, CONTROL_PLANE_CLOSED, CONTROL_PLANE_KEYS, ISSUER_FOR_LOGIN, ISSUER_FOR_TOKENS, NATIVE_CLIENT_ID, WEB_CLIENT_ID } from '../values-control-plane';
import { DATA_PLANE_CLOSED, DATA_PLANE_KEYS, eagerKeys } from '../values-data-plane';

const LATER = 'the chart reads it only since a later release';

/** Source: unionai/helm-charts at a732c055, controlplane `values.yaml` and its self-hosted overlay. */
export const CONTROL_PLANE_VALUES_2026_3: ValuesContract = {
  chart: 'controlplane',
  keys: [
    text('global.OIDC_BASE_URL', 'Issuer of the identity provider', {
      meaning: 'issuer',
      required: { severity: 'error', symptom: 'flyteadmin has no issuer and does not start.', unless: [ISSUER_FOR_TOKENS, ISSUER_FOR_LOGIN] },
    }),
    text('global.OIDC_CLIENT_ID', 'Client ID of the web application: browser login', {
      meaning: 'webClientId',
      required: { severity: 'error', symptom: 'The identity provider refuses every browser login.', unless: [WEB_CLIENT_ID] },
    }),
    text('global.CLI_CLIENT_ID', 'Client ID of the native application: SDK and CLI', {
      meaning: 'nativeClientId',
      required: { severity: 'error', symptom: 'The identity provider refuses every login of SDK and CLI.', unless: [NATIVE_CLIENT_ID] },
    }),
    ...amended(CONTROL_PLANE_KEYS, {
      // Off by default; the guide's first key setting.
      'flyte.configmap.adminServer.server.security.useAuth': {
        required: { severity: 'error', symptom: '/login, /callback and /me do not exist, and every guarded route answers 500.' },
      },
      [AUTHORIZED_URIS]: {
        chartList: {
          entries: ['http://flyteadmin:80', 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80'],
          symptom: 'Tokens that arrive under the missing host are refused with an invalid audience.',
        },
      },
      [ALLOWED_AUDIENCE]: {
        required: { severity: 'warning', symptom: 'Only the URL that a request arrived under is accepted as audience: SDK, services and data planes get 401.' },
      },
    }),
    objects('flyte.flyteadmin.additionalVolumes', 'Further volumes of flyteadmin\'s pods'),
    objects('flyte.flyteadmin.additionalVolumeMounts', 'Further mounts of flyteadmin\'s container'),
  ],
  closed: CONTROL_PLANE_CLOSED,
  dead: [
    { path: 'global.OIDC_S2S_SCOPE', replacedBy: [], why: `${LATER} (2026.4.8); the clients name their scopes themselves` },
    { path: 'global.INTERNAL_SUBJECT_ID', replacedBy: [], why: 'no release of the chart reads it' },
    { path: 'configMap.union.connection.trustedIdentityClaims', replacedBy: [], why: LATER },
    { path: 'services.identity', replacedBy: [], why: `the chart has no identity service; ${LATER}` },
    { path: 'ingress.extraHosts', replacedBy: [], why: `${LATER} (2026.6.0)` },
    { path: 'externalSecrets', replacedBy: [], why: 'no template reads it' },
  ],
};

/** Source: unionai/helm-charts at a732c055, dataplane `values.yaml` and its self-hosted overlay. */
export const DATA_PLANE_VALUES_2026_3: ValuesContract = {
  chart: 'dataplane',
  keys: [
    ...DATA_PLANE_KEYS,
    ...eagerKeys('executor.config.unionAuth'),
    text('host', 'Host name of the control plane', {
      meaning: 'domain',
      required: {
        severity: 'error',
        symptom: 'The data plane calls a host that is not yours.',
        unless: ['global.UNION_CONTROL_PLANE_HOST', 'global.CONTROLPLANE_INTRA_CLUSTER_HOST'],
      },
    }),
  ],
  closed: DATA_PLANE_CLOSED,
  dead: [
    { path: 'leaseworker.config.unionAuth', replacedBy: ['executor.config.unionAuth'], why: `${LATER} (2026.4.10)` },
    { path: 'global.OIDC_S2S_SCOPE', replacedBy: [], why: `${LATER}; the clients name their scopes themselves` },
    { path: 'global.CONTROLPLANE_HOST', replacedBy: ['host'], why: `${LATER} (2026.6.1)` },
    { path: 'config.operator.apiKey', replacedBy: [], why: `${LATER} (2026.6.9)` },
  ],
};
