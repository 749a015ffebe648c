import { mergeValues } from '../../../common/data/json';
import {
  CLUSTER_RESOURCE_SYNC, EXECUTOR, OPERATOR, OPERATOR_PROXY, PROPELLER, dataPlaneBlocks,
} from '../data-plane-workloads';
import { ReleaseContract } from '../release-contract';
import { dataPlaneReader, podAnnotationKeys, SecretReader, SECRETS } from '../secrets';
import { ownAdminClients, servicesOfRelease } from '../services/of-release';
import { amended, objects, text } from '../values-contract';
import {
  AUTHORIZED_URIS, CONTROL_PLANE_CLOSED, CONTROL_PLANE_KEYS, DATA_PLANE_CLOSED, DATA_PLANE_KEYS, eagerKeys,
  ISSUER_FOR_LOGIN, ISSUER_FOR_TOKENS, NATIVE_CLIENT_ID, SERVING_AUTH, SERVING_AUTH_KEY, WEB_CLIENT_ID,
} from '../values-places';
import { CONTROL_PLANE_BASE, CONTROL_PLANE_BLOCKS, DATA_PLANE_BASE } from './base';
import {
  CONTROL_PLANE_GLOBALS_2026_3, controlPlaneDefaults, dataPlaneDefaults, FLYTEADMIN_URIS,
} from './chart-defaults';

const LATER = 'only later releases of the chart read it';

const { dataPlane } = SECRETS;

const VERSION = '2026.3';

const SERVICES = servicesOfRelease(VERSION);

/** Source: unionai/helm-charts at a732c055, `helm template` on `charts/dataplane`. */
const DATA_PLANE_READERS: readonly SecretReader[] = [
  dataPlaneReader('union-operator', 'operator'),
  dataPlaneReader(OPERATOR_PROXY, 'proxy'),
  dataPlaneReader('flytepropeller', 'flytepropeller'),
  dataPlaneReader('union-syncresources', 'clusterresourcesync'),
  // Its template (nodeexecutor/deployment.yaml) accepts no annotations.
  { workload: 'executor', secrets: [dataPlane.name] },
];

/**
 * The layout that the guide describes.
 *
 * Source: unionai/helm-charts at a732c055: `values.yaml` of both charts,
 * `values.aws.selfhosted-intracluster.yaml`, the templates that read them, and the Ingresses of `helm
 * template` on `charts/controlplane`.
 */
export const RELEASE_2026_3: ReleaseContract = {
  version: VERSION,
  versions: { from: '2026.3.0', before: '2026.4.8' },
  older: 'the charts have no OIDC support before 2026.3.0',
  newer: 'since 2026.4.8 OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are unused, and the leaseworker '
    + 'runs beside the executor',
  changes: [
    {
      since: '2026.3.0',
      what: 'the layout of the guide: globals for issuer and clients, `useAuth` off by default, executor and '
        + 'queue service',
    },
    {
      since: '2026.4.1',
      what: 'services query the authorizer, and the authorizer can query a server of yours; write it with '
        + '`extraValues`',
    },
  ],
  controlPlane: {
    ...CONTROL_PLANE_BASE,
    globals: {
      UNION_ORG: 'organization',
      OIDC_BASE_URL: 'issuer',
      OIDC_CLIENT_ID: 'webClientId',
      CLI_CLIENT_ID: 'nativeClientId',
      INTERNAL_CLIENT_ID: 'serviceClientId',
      AUTH_TOKEN_URL: 'tokenEndpoint',
    },
    ...SERVICES,
    blocks: { ...CONTROL_PLANE_BLOCKS, ownAdminClients: ownAdminClients(VERSION) },
    values: {
      chart: 'controlplane',
      keys: [
        text('global.OIDC_BASE_URL', 'Issuer of the identity provider', {
          meaning: 'issuer',
          required: {
            severity: 'error',
            symptom: 'flyteadmin has no issuer and does not start.',
            unless: [ISSUER_FOR_TOKENS, ISSUER_FOR_LOGIN],
          },
        }),
        text('global.OIDC_CLIENT_ID', 'Client ID of the web application: browser login', {
          meaning: 'webClientId',
          required: {
            severity: 'error',
            symptom: 'The identity provider refuses every browser login.',
            unless: [WEB_CLIENT_ID],
          },
        }),
        text('global.CLI_CLIENT_ID', 'Client ID of the native application: SDK and CLI', {
          meaning: 'nativeClientId',
          required: {
            severity: 'error',
            symptom: 'The identity provider refuses every login of SDK and CLI.',
            unless: [NATIVE_CLIENT_ID],
          },
        }),
        ...amended(CONTROL_PLANE_KEYS, {
          // Off by default; the guide's first key setting.
          'flyte.configmap.adminServer.server.security.useAuth': {
            required: {
              severity: 'error',
              symptom: '/login, /callback and /me do not exist, and every guarded route answers 500.',
            },
          },
          [AUTHORIZED_URIS]: {
            chartList: {
              entries: FLYTEADMIN_URIS,
              symptom: 'Tokens that arrive under the missing host are refused with an invalid audience.',
            },
          },
        }),
        objects('flyte.flyteadmin.additionalVolumes', 'Additional volumes of flyteadmin\'s pods'),
        objects('flyte.flyteadmin.additionalVolumeMounts', 'Additional mounts of flyteadmin\'s container'),
        ...podAnnotationKeys(SERVICES.secretReaders),
      ],
      closed: CONTROL_PLANE_CLOSED,
      dead: [
        {
          path: 'global.OIDC_S2S_SCOPE',
          replacedBy: [],
          why: `${LATER} (2026.4.8); the clients have their own scopes`,
        },
        { path: 'global.INTERNAL_SUBJECT_ID', replacedBy: [], why: 'no release of the chart reads it' },
        { path: 'configMap.union.connection.trustedIdentityClaims', replacedBy: [], why: LATER },
        { path: 'services.identity', replacedBy: [], why: `the chart has no identity service; ${LATER}` },
        { path: 'ingress.extraHosts', replacedBy: [], why: `${LATER} (2026.6.0)` },
        { path: 'externalSecrets', replacedBy: [], why: 'no template reads it' },
      ],
      defaults: mergeValues(controlPlaneDefaults('all'), CONTROL_PLANE_GLOBALS_2026_3),
    },
    gatewayRoutes: [],
  },
  dataPlane: {
    ...DATA_PLANE_BASE,
    globals: { AUTH_CLIENT_ID: 'serviceClientId' },
    workloads: [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, EXECUTOR],
    blocks: dataPlaneBlocks(EXECUTOR),
    controlPlaneHost: 'host',
    appAuth: [SERVING_AUTH],
    secretReaders: DATA_PLANE_READERS,
    values: {
      chart: 'dataplane',
      keys: [
        ...DATA_PLANE_KEYS,
        ...eagerKeys('executor.config.unionAuth'),
        SERVING_AUTH_KEY,
        text('host', 'Host name of the control plane', {
          meaning: 'domain',
          required: {
            severity: 'error',
            symptom: 'The data plane connects to a host that is not yours.',
            unless: ['global.UNION_CONTROL_PLANE_HOST', 'global.CONTROLPLANE_INTRA_CLUSTER_HOST'],
          },
        }),
        ...podAnnotationKeys(DATA_PLANE_READERS),
      ],
      closed: DATA_PLANE_CLOSED,
      defaults: dataPlaneDefaults(undefined, ['executor']),
      dead: [
        {
          path: 'leaseworker.config.unionAuth',
          replacedBy: ['executor.config.unionAuth'],
          why: `${LATER} (2026.4.10)`,
        },
        {
          path: 'global.OIDC_S2S_SCOPE',
          replacedBy: [],
          why: `${LATER}; the clients have their own scopes`,
        },
        { path: 'global.CONTROLPLANE_HOST', replacedBy: ['host'], why: `${LATER} (2026.6.1)` },
        { path: 'config.operator.apiKey', replacedBy: [], why: `${LATER} (2026.6.9)` },
      ],
    },
  },
};
