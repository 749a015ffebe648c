import { inValues, missed } from './_people';

/** Half-finished migrations, in the values of a data plane. */

const east = inValues('east');
const UNION = 'config.union.auth';
const ADMIN = 'config.admin.admin';
const SYNC = 'clusterresourcesync.config.union.auth';

export const DATA_PLANE_MIGRATIONS = [
  east('the admin secret off', { 'secrets.admin.enable': false }, 'values-missing-key', 'values-wrong-value', 'client-secret-unmounted',
    'client-secret-undelivered'),
  east('the chart makes the Secret with a value in clear',
    { 'secrets.admin.create': true, 'secrets.admin.clientSecret': 'aVerySecretClientSecret01' }, 'values-secret-value', 'secret-writers-collide'),
  east('the chart makes the Secret without a value', { 'secrets.admin.create': true }, 'secret-writers-collide', 'placeholder-secret',
    'values-missing-key', 'auth-value-empty', 'values-secret-value', 'values-wrong-value'),
  east('union.auth off', { [`${UNION}.enable`]: false }, 'service-auth-disabled'),
  east('union.auth off by its global', { union: { auth: { enable: false } } }, 'service-auth-disabled', 'values-unknown-key'),
  east('no client ID', { 'global.AUTH_CLIENT_ID': '', [`${UNION}.clientId`]: '', [`${ADMIN}.clientId`]: '' }, 'client-incomplete',
    'auth-value-empty', 'values-missing-key', 'values-wrong-value'),
  east(
    'the old name of the client ID',
    {
      'global.AUTH_CLIENT_ID': undefined,
      'global.CLIENT_ID': 'east-operator-id',
      [`${UNION}.clientId`]: undefined,
      [`${ADMIN}.clientId`]: undefined,
      [`${SYNC}.clientId`]: undefined,
    },
    'values-unknown-key',
    'values-missing-key',
  ),
  east('the operator does not fetch the key', { 'config.operator.apiKey.enabled': false }, 'eager-key-unfetched'),
  east('the leaseworker does not inject the key', { 'leaseworker.config.unionAuth.injectSecret': false }, 'eager-key-uninjected'),
  east('the key is injected under another name', { 'leaseworker.config.unionAuth.secretName': 'UNION_API_KEY' }, 'eager-key-uninjected',
    'enum-invalid'),
  east('the catalog without credentials', { 'config.catalog.catalog-cache.use-admin-auth': false }, 'service-auth-disabled', 'client-incomplete',
    'values-wrong-value'),
  missed(
    'a command may give tokens: whether the image has it, no manifest tells',
    east(
      'a service account instead of a client',
      { [`${UNION}.type`]: 'ExternalCommand' },
      'client-grant-interactive',
      'enum-invalid',
      'values-wrong-value',
    ),
  ),
];
