import { inValues, missed } from './_people';

/** Half-finished migrations, in the values of a data plane. */

const east = inValues('east');
const UNION = 'config.union.auth';
const ADMIN = 'config.admin.admin';
const SYNC = 'clusterresourcesync.config.union.auth';

export const DATA_PLANE_MIGRATIONS = [
  east('the admin secret off', { 'secrets.admin.enable': false }, 'values-wrong-value'),
  east('the chart makes the Secret with a value in clear',
    { 'secrets.admin.create': true, 'secrets.admin.clientSecret': 'aVerySecretClientSecret01' }, 'secret-writers-collide secrets.admin.clientSecret'),
  east('the chart makes the Secret without a value', { 'secrets.admin.create': true }, 'secret-writers-collide'),
  east('union.auth off', { [`${UNION}.enable`]: false }, 'service-auth-disabled'),
  east('union.auth off by its global', { union: { auth: { enable: false } } }, 'values-unknown-key union'),
  east('no client ID', { 'global.AUTH_CLIENT_ID': '', [`${UNION}.clientId`]: '', [`${ADMIN}.clientId`]: '' },
    'client-incomplete config.union.auth', 'auth-value-empty config.union.auth.clientId', 'client-incomplete config.admin.admin'),
  east('the old name of the client ID', {
    'global.AUTH_CLIENT_ID': undefined,
    'global.CLIENT_ID': 'east-operator-id',
    [`${UNION}.clientId`]: undefined,
    [`${ADMIN}.clientId`]: undefined,
    [`${SYNC}.clientId`]: undefined,
  }, 'values-unknown-key'),
  east('the operator does not fetch the key', { 'config.operator.apiKey.enabled': false }, 'eager-key-unfetched'),
  east('the leaseworker does not inject the key', { 'leaseworker.config.unionAuth.injectSecret': false }, 'eager-key-uninjected'),
  east('the key is injected under another name', { 'leaseworker.config.unionAuth.secretName': 'UNION_API_KEY' }, 'eager-key-uninjected'),
  east('the catalog without credentials', { 'config.catalog.catalog-cache.use-admin-auth': false }, 'values-wrong-value'),
  missed('a command may give tokens: whether the image has it, no manifest tells', east('a service account instead of a client',
    { [`${UNION}.type`]: 'ExternalCommand' })),
];
