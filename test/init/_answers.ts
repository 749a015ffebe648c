import { JsonObject } from '../../src/common/data/json';

/** Answers that say no more than they must. */
export const LEAST: JsonObject = {
  domain: 'union.example.com',
  identityProvider: { okta: { orgUrl: 'https://acme.okta.example.com' } },
  applications: {
    web: { clientId: '0oa-web-1111', secret: { key: 'union/web' } },
    native: { clientId: '0oa-native-2222' },
    service: { clientId: '0oa-service-3333', secret: { key: 'union/service' } },
  },
  secrets: { externalSecrets: { store: { kind: 'ClusterSecretStore', name: 'default' } } },
};

/** The same applications before they are registered. */
const UNREGISTERED = { web: { secret: { key: 'union/web' } }, service: { secret: { key: 'union/service' } } };

const PLAIN = {
  plain: {
    images: { registry: 'registry.example.com/union', tag: '2026.8.3', pullSecrets: ['union-registry'] },
    database: { host: 'postgres.example.com', user: 'union', tls: 'VERIFY_FULL', caConfigMap: 'database-ca', password: { key: 'union/database' } },
    storage: { s3: { bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' } },
    services: ['executions', 'cluster', 'usage', 'dataproxy', 'flyteconsole', 'unionconsole'],
  },
};

const OWN = (cluster: string) => ({
  namespace: `union-${cluster}`,
  operator: { clientId: `0oa-${cluster}-4444`, secret: { key: `union/${cluster}/operator` } },
  eager: { clientId: `0oa-${cluster}-5555`, secret: { key: `union/${cluster}/eager` } },
});

export const PROVIDERS: Readonly<Record<string, JsonObject>> = {
  'Entra ID': { entraId: { tenantId: '11111111-2222-3333-4444-555555555555' } },
  'Keycloak': { keycloak: { serverUrl: 'https://sso.example.com', realm: 'union' } },
  'authentik': { authentik: { serverUrl: 'https://auth.example.com', webSlug: 'union-web' } },
  'Auth0': { auth0: { domain: 'acme.eu.auth0.com' } },
  'Cognito': { cognito: { userPoolId: 'eu-west-1_AbCdEfGhI', domain: 'acme.auth.eu-west-1.amazoncognito.com' } },
  'Dex': { dex: { issuer: 'https://dex.example.com' } },
  'Hydra': { hydra: { issuer: 'https://hydra.example.com' } },
  'OpenID Connect': { oidc: { issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' } },
};

const SUBJECT = 'aaaaaaaa-1111-2222-3333-444444444444';

const { service, ...others } = LEAST.applications as { service: JsonObject };
const WITH_SUBJECT = { ...others, service: { ...service, subject: SUBJECT } };

/** One of each kind of deployment. */
export const KINDS: Readonly<Record<string, JsonObject>> = {
  'the least': LEAST,
  'everything of the identity': {
    ...LEAST,
    additionalDomains: ['union.corp.example.com'],
    organization: 'acme',
    clients: { release: { clientId: '0oa-release-6666', secret: { key: 'union/release' } } },
    dataPlanes: { east: OWN('east'), west: OWN('west') },
    controlPlane: {
      authorization: { union: { admins: [{ name: 'Ada', subject: '00u-ada-1111' }] } },
      extraValues: { ingress: { tls: [{ hosts: ['union.example.com'], secretName: 'union-tls' }] } },
    },
    planes: { charts: { version: '2026.8.3' } },
  },
  'a script': { ...LEAST, secrets: { kubernetesSecrets: {} } },
  'delivered by others': { ...LEAST, secrets: { provisioned: null } },
  'Argo CD': {
    ...LEAST,
    planes: { charts: { version: '2026.8.3' } },
    gitops: {
      argocd: {
        repository: 'https://charts.example.com/union',
        manifests: { repository: 'https://git.example.com/acme/platform.git', folder: 'rendered' },
      },
    },
  },
  'Flux': { ...LEAST, planes: { charts: { version: '2026.8.3' } }, gitops: { flux: { repository: 'oci://registry.example.com/union' } } },
  'Argo CD, into several clusters': {
    ...LEAST,
    planes: { charts: { version: '2026.8.3' } },
    controlPlane: { destination: { cluster: 'in-cluster' } },
    dataPlanes: {
      east: { ...OWN('east'), namespace: 'union', destination: { cluster: 'prod-east' } },
      west: { ...OWN('west'), namespace: 'union', destination: { server: 'https://west.k8s.example.com' } },
      north: { ...OWN('north'), namespace: 'union' },
    },
    gitops: { argocd: { repository: 'oci://registry.example.com/union', automated: true } },
  },
  'Flux, into several clusters': {
    ...LEAST,
    planes: { charts: { version: '2026.8.3' } },
    dataPlanes: {
      here: { ...OWN('here'), namespace: 'union' },
      ...Object.fromEntries(['east', 'west'].map((cluster) =>
        [cluster, { ...OWN(cluster), namespace: 'union', destination: { kubeConfig: `${cluster}-kubeconfig` } }])),
    },
    gitops: { flux: { repository: 'https://charts.example.com/union' } },
  },
  'Traefik': { ...LEAST, edge: { controller: { traefik: {} }, tls: [{ secretName: 'union-tls' }] } },
  'routes of the chart': { ...LEAST, edge: { controller: { chartGateway: {} } } },
  'plain YAML': { ...LEAST, planes: PLAIN, edge: { tls: [{ secretName: 'union-tls' }] }, dataPlane: { eagerApiKey: 'provisioned' } },
  'clusters that are one name without their signs': {
    ...LEAST,
    dataPlanes: Object.fromEntries(['us-east-1', 'us-east1'].map((name) => [name, { ...OWN(name), namespace: 'union' }])),
  },
  'Keycloak, to be registered': { ...LEAST, identityProvider: PROVIDERS.Keycloak, applications: UNREGISTERED },
  'Entra ID, to be registered': { ...LEAST, identityProvider: PROVIDERS['Entra ID'], applications: UNREGISTERED },
  'authentik, to be registered': { ...LEAST, identityProvider: PROVIDERS.authentik, applications: UNREGISTERED },
  'roles in plain YAML': {
    ...LEAST,
    organization: 'acme',
    planes: { plain: { ...PLAIN.plain, services: undefined } },
    edge: { tls: [{ secretName: 'union-tls' }] },
    dataPlanes: { east: OWN('east') },
    controlPlane: { authorization: { union: { admins: [{ name: 'Ada', subject: '00u-ada-1111' }] } } },
  },
  ...Object.fromEntries(Object.entries(PROVIDERS).map(([name, identityProvider]) => [name, {
    ...LEAST, identityProvider, applications: ['Entra ID', 'authentik'].includes(name) ? WITH_SUBJECT : LEAST.applications,
  }])),
};
