import { inValues } from './_people';

/** What is copied from another environment or data plane into the values of a data plane. */

const east = inValues('east');
const west = inValues('west');
const UNION = 'config.union.auth';
const ADMIN = 'config.admin.admin';
const SYNC = 'clusterresourcesync.config.union.auth';

export const DATA_PLANE_COPIES = [
  east('the host of staging', { 'global.CONTROLPLANE_HOST': 'union-staging.example.com' }, 'values-planes-disagree'),
  east('the token endpoint of staging', { [`${UNION}.tokenUrl`]: 'https://acme-staging.okta.com/oauth2/default/v1/token' }, 'values-contradiction'),
  east('the token endpoint of staging for propeller', { [`${ADMIN}.tokenUrl`]: 'https://acme-staging.okta.com/oauth2/default/v1/token' },
    'values-contradiction'),
  east('the token endpoint of staging for clusterresourcesync', { [`${SYNC}.tokenUrl`]: 'https://acme-staging.okta.com/oauth2/default/v1/token' },
    'values-contradiction'),
  east('the client of the other data plane', {
    'global.AUTH_CLIENT_ID': 'west-operator-id',
    [`${UNION}.clientId`]: 'west-operator-id',
    [`${ADMIN}.clientId`]: 'west-operator-id',
    [`${SYNC}.clientId`]: 'west-operator-id',
    'secrets.admin.clientId': 'west-operator-id',
  }, 'cluster-operator-missing config.union.auth.clientId'),
  east('the client of the other data plane for the operator alone', { [`${UNION}.clientId`]: 'west-operator-id' }, 'client-secret-of-other'),
  east('the client of the other data plane for propeller alone', { [`${ADMIN}.clientId`]: 'west-operator-id' }, 'client-secret-of-other'),
  east('the client of the control plane', {
    'global.AUTH_CLIENT_ID': 'service-id',
    [`${UNION}.clientId`]: 'service-id',
    [`${ADMIN}.clientId`]: 'service-id',
    [`${SYNC}.clientId`]: 'service-id',
    'secrets.admin.clientId': 'service-id',
  },
  'cluster-operator-missing cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].operators'),
  east('the cluster name of the other data plane', { clusterName: 'west' }, 'cluster-name-mismatch'),
  east('a cluster name that the control plane does not know', { clusterName: 'us-east-1' }, 'cluster-name-mismatch'),
  east('the organization of another environment', { orgName: 'acme-staging' }, 'organization-mismatch'),
  west('the organization misspelled', { orgName: 'amce' }, 'organization-mismatch'),
  west('the organization in capitals', { orgName: 'ACME' }, 'organization-mismatch'),
  west('a client that the control plane does not know', {
    'global.AUTH_CLIENT_ID': 'north-id',
    [`${UNION}.clientId`]: 'north-id',
    [`${ADMIN}.clientId`]: 'north-id',
    [`${SYNC}.clientId`]: 'north-id',
    'secrets.admin.clientId': 'north-id',
  },
  'bootstrap-account-missing cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.serviceAccounts',
  'cluster-operator-missing cp.values.yaml Values union-cp/controlplane: services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators',
  'client-id-mismatch clusterresourcesync.config.union.auth.clientId ×3'),
];
