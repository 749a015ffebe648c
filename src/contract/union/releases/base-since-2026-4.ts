import { mergeValues } from '../../../common/data/json';
import { ApiKeyOverridesContract, BlockPlacement, ControlPlaneContract } from '../release-contract';
import { podAnnotationKeys, SECRETS } from '../secrets';
import { FLYTEADMIN, FLYTEADMIN_PRIVATE_CONFIG } from '../services/flyteadmin';
import { gatewayRoutesOf, ownAdminClients, servicesOfRelease } from '../services/of-release';
import {
  amended, DeadKey, flag, IdentityValue, ListEntry, map, objects, text, texts, ValueKey, ValuesContract,
} from '../values-contract';
import {
  ADMIN_AUTH, ADMIN_CLIENT, adminClientKeys, ALLOWED_AUDIENCE, AUTHORIZED_URIS, CONTROL_PLANE_CLOSED,
  CONTROL_PLANE_KEYS, EXECUTIONS_CONNECTION, ISSUER_FOR_LOGIN, ISSUER_FOR_TOKENS, NATIVE_CLIENT_ID,
  WEB_CLIENT_ID,
} from '../values-places';
import { WorkloadContract } from '../workloads';
import {
  AUTHORIZATION_DEFAULTS, AUTHORIZATION_KEYS, AUTHORIZER_BLOCKS, EXTERNAL_IDENTITY,
} from './authorization-since-2026-4';
import { CONTROL_PLANE_BASE, CONTROL_PLANE_BLOCKS } from './base';
import {
  controlPlaneDefaults, controlPlaneDefaultsSince2026_4, FLYTEADMIN_URIS, nested, ownConnection,
  SERVICE_SCOPE,
} from './chart-defaults';

/**
 * Common parts of releases since 2026.4.8: the guide's globals are unused, and issuer and clients are in the
 * `adminServer.auth` block.
 */

const IDENTITY_SERVICE = 'services.identity.configMap.identity';
const TRUSTED_IDENTITY_CLAIMS = 'configMap.union.connection.trustedIdentityClaims';

export const API_KEY_OVERRIDES = 'services.identity.apiKeyOverrides';
export const EXTRA_HOSTS = 'ingress.extraHosts';
export const OPERATOR_API_KEY = 'config.operator.apiKey';
export const CONTROL_PLANE_HOST = 'global.CONTROLPLANE_HOST';

/**
 * flyteadmin's volumes in the chart: the union services' Secret, and configuration that the subchart cannot
 * contain.
 */
export const FLYTEADMIN_VOLUMES: readonly ListEntry[] = [
  { name: 'union-secrets', secret: { secretName: '{{ .Values.global.KUBERNETES_SECRET_NAME }}' } },
  { name: 'private-config', configMap: { name: FLYTEADMIN_PRIVATE_CONFIG } },
];
export const FLYTEADMIN_VOLUME_MOUNTS: readonly ListEntry[] = [
  { name: 'union-secrets', mountPath: '/etc/secrets/union', readOnly: true },
  { name: 'private-config', mountPath: '/etc/flyte/private', readOnly: true },
];
export const VOLUMES = 'flyte.flyteadmin.additionalVolumes';
export const VOLUME_MOUNTS = 'flyte.flyteadmin.additionalVolumeMounts';
const VOLUME_SYMPTOM = 'flyteadmin loses the union services\' Secret or its private configuration.';

/** flyteadmin also mounts the union services' Secret. */
export const FLYTEADMIN_WITH_UNION_SECRETS: WorkloadContract = {
  ...FLYTEADMIN,
  secretMounts: [
    ...FLYTEADMIN.secretMounts,
    { secret: SECRETS.unionServices.name, mountPath: SECRETS.unionServices.mountPath },
  ],
};

/** The common parts of these releases' control planes. */
export function controlPlaneSince2026_4(version: string) {
  return {
    ...CONTROL_PLANE_BASE,
    ...servicesOfRelease(version),
    identityService: IDENTITY_SERVICE,
    // Since 2026.6.2 (controlplane/RELEASE.md; templates/_helpers.tpl).
    guardsFollowUseAuth: true,
    flyteadmin: FLYTEADMIN_WITH_UNION_SECRETS,
    globals: {
      UNION_HOST: 'domain',
      UNION_ORG: 'organization',
      INTERNAL_CLIENT_ID: 'serviceClientId',
      AUTH_TOKEN_URL: 'tokenEndpoint',
      OIDC_S2S_SCOPE: 'serviceScope',
    },
    blocks: {
      ...CONTROL_PLANE_BLOCKS,
      ownAdminClients: ownAdminClients(version),
      trustedIdentityClaims: {
        values: TRUSTED_IDENTITY_CLAIMS,
        files: [{ workload: '*', file: 'config.yaml', path: 'union.connection.trustedIdentityClaims' }],
      },
      ...AUTHORIZER_BLOCKS,
    },
    extraHosts: EXTRA_HOSTS,
    gatewayRoutes: gatewayRoutesOf(version),
  } as const satisfies Partial<ControlPlaneContract>;
}

/** The services' own connections, besides that of the executions service, which all releases have. */
function furtherAdminClients(version: string): BlockPlacement[] {
  return ownAdminClients(version).filter(({ values }) => values !== EXECUTIONS_CONNECTION);
}

/** The values of the control plane. */
export function controlPlaneValuesSince2026_4(
  version: string, apiKeyOverrides: ApiKeyOverridesContract | undefined,
): ValuesContract {
  const further = furtherAdminClients(version);
  return {
    chart: 'controlplane',
    keys: [
      ...CONTROL_PLANE_KEYS_SINCE_2026_4,
      ...further.flatMap(({ values, files: [{ workload }] }) =>
        adminClientKeys(values, `the ${workload} service`)),
      ...LATER_KEYS,
      ...(apiKeyOverrides ? [apiKeyOverridesKey(apiKeyOverrides)] : []),
      EXTRA_HOSTS_KEY,
      ...podAnnotationKeys(servicesOfRelease(version).secretReaders),
    ],
    closed: [...CONTROL_PLANE_CLOSED, ...further.map(({ values }) => values)],
    dead: CONTROL_PLANE_DEAD_SINCE_2026_4,
    defaults: [
      controlPlaneDefaults(SERVICE_SCOPE),
      controlPlaneDefaultsSince2026_4(CHART_AUTHORIZED_URIS, CHART_ALLOWED_AUDIENCE),
      nested({
        ...Object.fromEntries(further.map(({ values }) => [values, ownConnection(SERVICE_SCOPE)])),
        [VOLUMES]: FLYTEADMIN_VOLUMES,
        [VOLUME_MOUNTS]: FLYTEADMIN_VOLUME_MOUNTS,
      }),
      AUTHORIZATION_DEFAULTS,
    ].reduce(mergeValues),
  };
}

export const DATA_PLANE_GLOBALS_SINCE_2026_4: Readonly<Record<string, IdentityValue>> = {
  AUTH_CLIENT_ID: 'serviceClientId',
  OIDC_S2S_SCOPE: 'serviceScope',
};

/** The chart sets the public URL; without the in-cluster URLs services get 401. */
const CHART_AUTHORIZED_URIS = [...FLYTEADMIN_URIS, 'https://{{ .Values.global.UNION_HOST }}'];
const CHART_ALLOWED_AUDIENCE = ['https://{{ .Values.global.UNION_HOST }}'];

const CONTROL_PLANE_KEYS_SINCE_2026_4: readonly ValueKey[] = [
  text('global.UNION_HOST', 'Host name of the control plane; authorized URLs and the audience of tokens '
    + 'follow from it', {
    meaning: 'domain',
    required: {
      severity: 'error',
      symptom: 'The chart authorizes `https://` without a host: no login and no token matches.',
    },
  }),
  text('global.OIDC_S2S_SCOPE', 'Scope that services request; empty means `all`', {
    meaning: 'serviceScope',
  }),
  text(EXTERNAL_IDENTITY, 'Whether to treat subjects without an identity type claim as external identities'),
  ...amended(CONTROL_PLANE_KEYS, {
    // With `INGRESS_PROVIDER: envoy` the chart renders Envoy's Service instead.
    [`${ADMIN_CLIENT}.endpoint`]: {
      chartDefault: 'dns:///controlplane-nginx-controller.{{ .Release.Namespace }}.svc.cluster.local',
    },
    [ISSUER_FOR_TOKENS]: {
      required: {
        severity: 'error',
        symptom: 'flyteadmin has no issuer to validate tokens against and does not start.',
        unless: [ISSUER_FOR_LOGIN],
      },
    },
    [ISSUER_FOR_LOGIN]: {
      required: {
        severity: 'error',
        symptom: 'flyteadmin has no identity provider to send browsers to and does not start.',
      },
    },
    [WEB_CLIENT_ID]: {
      required: { severity: 'error', symptom: 'The identity provider refuses every browser login.' },
    },
    [NATIVE_CLIENT_ID]: {
      required: { severity: 'error', symptom: 'The identity provider refuses every login of SDK and CLI.' },
    },
    [AUTHORIZED_URIS]: {
      chartList: {
        entries: CHART_AUTHORIZED_URIS,
        symptom: 'Without the public URL the redirect URI becomes http://flyteadmin:80/callback; without the '
          + 'in-cluster ones services get 401.',
      },
    },
    [ALLOWED_AUDIENCE]: {
      chartList: {
        entries: CHART_ALLOWED_AUDIENCE,
        symptom: 'Tokens whose audience is the deployment\'s URL are refused.',
      },
    },
  }),
  flag(
    `${TRUSTED_IDENTITY_CLAIMS}.enabled`,
    'Whether services trust the identity headers of the service application',
  ),
  text(`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityClaim`, 'Subject (`sub`) of the service application\'s '
    + 'tokens', {
    required: {
      severity: 'warning',
      symptom: 'Services do not recognize each other\'s tokens as those of the service application.',
    },
  }),
  text(`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityTypeClaim`, 'Identity type of the service application'),
];

/** Keys after the connections of single services. */
const LATER_KEYS: readonly ValueKey[] = [
  map(
    `${IDENTITY_SERVICE}.app.identityProviderConfig`,
    'The directory of users for the console, and of clients for API keys without a seed',
  ),
  ...AUTHORIZATION_KEYS,
  objects(VOLUMES, 'Volumes of flyteadmin\'s pods besides its own', {
    chartList: { entries: FLYTEADMIN_VOLUMES, symptom: VOLUME_SYMPTOM },
  }),
  objects(VOLUME_MOUNTS, 'Mounts of flyteadmin\'s container besides its own', {
    chartList: { entries: FLYTEADMIN_VOLUME_MOUNTS, symptom: VOLUME_SYMPTOM },
  }),
];

/** Additional host names, since 2026.6.0. */
const EXTRA_HOSTS_KEY = texts(EXTRA_HOSTS, 'Additional host names of every Ingress');

/** Client credentials from which the identity service creates API keys; since 2026.6.9. */
function apiKeyOverridesKey({ values, byCluster }: ApiKeyOverridesContract): ValueKey {
  const description = 'Client credentials from which the identity service creates system API keys, by key';
  return byCluster ? objects(values, `${description} and cluster`) : map(values, description);
}

/** The operator's setting to fetch such a key; since 2026.6.9. */
export const OPERATOR_API_KEY_ENABLED = flag(`${OPERATOR_API_KEY}.enabled`,
  'Whether the operator fetches the API key of eager tasks from the control plane, which creates it from '
    + 'seeded credentials');

const SINCE = 'unused since 2026.4.8';
const NEVER = 'no template reads it';

const CONTROL_PLANE_DEAD_SINCE_2026_4: readonly DeadKey[] = [
  { path: 'global.OIDC_BASE_URL', replacedBy: [ISSUER_FOR_TOKENS, ISSUER_FOR_LOGIN], why: SINCE },
  { path: 'global.OIDC_CLIENT_ID', replacedBy: [WEB_CLIENT_ID], why: SINCE },
  { path: 'global.CLI_CLIENT_ID', replacedBy: [NATIVE_CLIENT_ID], why: SINCE },
  {
    path: 'global.OIDC_METADATA_URL',
    replacedBy: [`${ADMIN_AUTH}.appAuth.externalAuthServer.metadataUrl`],
    why: NEVER,
  },
  { path: 'global.OIDC_ALLOWED_AUDIENCE', replacedBy: [ALLOWED_AUDIENCE], why: NEVER },
  {
    path: 'global.OIDC_APP_AUDIENCE',
    replacedBy: [`${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.audience`],
    why: NEVER,
  },
  {
    path: 'global.OIDC_APP_SCOPE',
    replacedBy: [],
    why: `${NEVER}; set the scope in ${ADMIN_AUTH}.appAuth.thirdPartyConfig.flyteClient.scopes`,
  },
  {
    path: 'global.INTERNAL_SUBJECT_ID',
    replacedBy: [`${TRUSTED_IDENTITY_CLAIMS}.externalIdentityClaim`],
    why: 'no release of the chart reads it',
  },
  { path: 'externalSecrets', replacedBy: [], why: NEVER },
];

/** The data plane's setting for the control plane's host, since 2026.6.1. */
export const CONTROL_PLANE_HOST_KEY = text(CONTROL_PLANE_HOST, 'Host name of the control plane, without '
  + 'scheme and port', {
  meaning: 'domain',
  required: {
    severity: 'error',
    symptom: 'The chart refuses to render.',
    unless: ['host', 'global.UNION_CONTROL_PLANE_HOST'],
  },
});

export const SERVICE_SCOPE_KEY = text(
  'global.OIDC_S2S_SCOPE',
  'Scope that cluster resource sync requests; empty means `all`',
  { meaning: 'serviceScope' },
);
