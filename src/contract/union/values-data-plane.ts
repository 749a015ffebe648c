import { DATA_PLANE_POD_ANNOTATIONS } from './secret-readers';
import { EAGER_API_KEY } from './secrets';
import { adminClientKeys, serviceAuthKeys } from './values-clients';
import { flag, map, text, ValueKey } from './values-contract';

/** What all releases read. Source: dataplane `values.yaml`. */
export const DATA_PLANE_KEYS: readonly ValueKey[] = [
  text('global.AUTH_CLIENT_ID', 'Client ID of the service application, as the control plane knows it', {
    meaning: 'serviceClientId',
    required: {
      severity: 'error',
      symptom: 'Operator, propeller and cluster resource sync cannot sign in.',
      unless: ['secrets.admin.clientId'],
    },
  }),
  ...serviceAuthKeys('clusterresourcesync.config.union.auth'),
  ...serviceAuthKeys('config.union.auth'),
  ...adminClientKeys('config.admin.admin', 'propeller'),
  flag('secrets.admin.enable', 'Whether the pods mount union-secret-auth', { only: true }),
  flag('secrets.admin.create', 'Whether the chart renders union-secret-auth; each upgrade then puts its '
    + 'placeholder back', {
    required: {
      severity: 'warning',
      symptom: 'The chart creates union-secret-auth by default, and each upgrade overwrites the delivered '
        + 'secret with the one in the values.',
    },
  }),
  text('secrets.admin.clientId', 'Client ID of the service application', { meaning: 'serviceClientId' }),
  text(
    'secrets.admin.clientSecret',
    'What the chart renders into union-secret-auth with create: true. A placeholder only: values are not '
      + 'place for a secret',
  ),
  text('clusterName', 'Name of the cluster under which the data plane registers', { meaning: 'cluster' }),
  text('orgName', 'Name of the organization, as the control plane knows it', { meaning: 'organization' }),
  map(DATA_PLANE_POD_ANNOTATIONS, 'Annotations of all pods of the data plane'),
];

export const DATA_PLANE_CLOSED: readonly string[] = ['config.admin.admin'];

/**
 * Whether the cache of outputs is asked with the admin client's token; the values for AWS of 2026.6 and
 * 2026.7 turn it off, and the cache answers 401.
 */
export const CATALOG_AUTH = 'config.catalog.catalog-cache.use-admin-auth';
export const CATALOG_AUTH_KEY = flag(
  CATALOG_AUTH,
  'Whether the cache of outputs, which is behind the guard, is asked with the credentials of the admin '
    + 'client',
  { only: true },
);

/**
 * Whether apps are for those who are signed in: at Knative's gateway in every release, and at the gateway of
 * the chart's own since 2026.6.9.
 */
export const SERVING_AUTH = 'serving.auth.enabled';
export const GATEWAY_AUTH = 'gateway.auth.enable';
const APPS = 'Whether apps that the data plane serves are for those who are signed in at the control plane; '
  + 'with `false` they are open to everyone';
export const SERVING_AUTH_KEY = flag(SERVING_AUTH, APPS);
export const GATEWAY_AUTH_KEY = flag(GATEWAY_AUTH, `${APPS} (with \`zero_trust\`)`);

/**
 * What gives task pods the key of eager tasks: the executor's values, and since 2026.4.10 the leaseworker's.
 */
export function eagerKeys(path: string): ValueKey[] {
  return [
    flag(`${path}.injectSecret`, 'Whether task pods get the API key of eager tasks'),
    text(`${path}.secretName`, `Name under which task pods get the key: ${EAGER_API_KEY}`),
  ];
}
