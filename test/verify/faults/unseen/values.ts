import { Json } from '../_planes';
import { ADMIN, AUTH, AUTHORIZER, EXTERNAL, NATIVE, OPENID, TENANT } from '../people/_control-plane';
import { inSet } from '../people/_people';
import { Slip, inText, inValues } from './_slip';

/** Slips in the values of Union's charts. */

const cp = inValues('cp');
const east = inValues('east');
const entra = inValues('cp', 'Entra ID');
const keycloak = inValues('cp', 'Keycloak');
const auth0 = inValues('cp', 'Auth0');

const UNION = 'configMap.union.auth';
const EXECUTIONS = 'services.executions.configMap.executions.app.adminClient.connection';
const IDENTITY = 'services.identity.configMap.identity.app.adminClient.connection';
const CLAIMS = 'configMap.union.connection.trustedIdentityClaims';
const BOOTSTRAP = `${AUTHORIZER}.bootstrap`;
const MOUNTS = 'flyte.flyteadmin.additionalVolumeMounts';
const VOLUMES = 'flyte.flyteadmin.additionalVolumes';
const HTTP = 'protectedIngressAnnotations';
const GRPC = 'protectedIngressAnnotationsGrpc';

const HOSTS: Slip[] = [
  cp('letters of the host swapped', { 'global.UNION_HOST': 'unoin.example.com' }, 'ingress.host'),
  cp('host of staging', { 'global.UNION_HOST': 'staging.union.example.com' }, 'ingress.host'),
  cp('an Ingress still at the old host', { 'ingress.host': 'flyte.example.com' }, 'global.UNION_HOST'),
  cp('a certificate for the old host', { 'ingress.tls': [{ hosts: ['flyte.example.com'], secretName: 'union-tls' }] }, 'ingress.tls'),
  cp('the sign-in page of staging', { [inSet(HTTP, 'auth-signin')]: 'https://staging.union.example.com/login?redirect_url=$escaped_request_uri' }),
  cp('a console that still signs in at the old host', { [inSet('protectedConsoleIngressAnnotations', 'auth-signin')]: 'https://flyte.example.com/login?redirect_url=$escaped_request_uri' }),
  cp('authorized URIs of the old host', { [`${AUTH}.authorizedUris`]: ['https://flyte.example.com', 'http://flyteadmin:80'] }),
  cp('authorized URIs without a scheme', { [`${AUTH}.authorizedUris`]: ['union.example.com', 'flyteadmin:80'] }),
  cp('an audience with a slash more', { [`${EXTERNAL}.allowedAudience`]: ['https://union.example.com/', 'api://defualt'] }, NATIVE),
  cp('cookies for another domain', { [`${AUTH}.userAuth.cookieSetting.domain`]: 'example.org' }),
  cp('an organization in capitals in one place', { [`${BOOTSTRAP}.organization`]: 'Acme' }, 'global.UNION_ORG'),
  cp('the organization of a trial', { 'global.UNION_ORG': 'acme-trial' }, `${BOOTSTRAP}.organization`),
  east('the control plane of staging', { 'global.CONTROLPLANE_HOST': 'staging.union.example.com' }, 'Values union-cp/controlplane: global.UNION_HOST'),
  east('a URL for the control plane\'s host', { 'global.CONTROLPLANE_HOST': 'https://union.example.com' }),
  east('another organization', { orgName: 'acme-corp' }, 'Values union-cp/controlplane: global.UNION_ORG'),
  east('the name of the other cluster', { clusterName: 'west' }, 'Values west/dataplane: clusterName'),
  east('a capital in the cluster\'s name', { clusterName: 'East' }, `Values union-cp/controlplane: ${BOOTSTRAP}.dataplaneClusters`, 'Values union-cp/controlplane: services.identity.apiKeyOverrides'),
];

const CLIENTS: Slip[] = [
  cp('the web client for the command line', { [`${NATIVE}.clientId`]: 'web-id' }),
  cp('the native client for the browser', { [`${OPENID}.clientId`]: 'native-id' }, `${NATIVE}.clientId`),
  cp('only the global renamed', { 'global.INTERNAL_CLIENT_ID': 'service-v2-id' }, UNION, 'configMap.admin', EXECUTIONS, `${ADMIN}.admin`),
  cp('all but one service renamed', { [`${IDENTITY}.clientId`]: 'service-old-id' }),
  cp('the admin client of flyteadmin left at the default', { [`${ADMIN}.admin.clientId`]: 'flytepropeller' }),
  cp('a space behind a client ID', { [`${UNION}.clientId`]: 'service-id ' }),
  cp('a hyphen of typography in a client ID', { [`${EXECUTIONS}.clientId`]: 'service‑id' }),
  cp('the trusted identity of the former client', { [`${CLAIMS}.externalIdentityClaim`]: 'service-old-id' }),
  cp('services as users', { [`${CLAIMS}.externalIdentityTypeClaim`]: 'user' }),
  cp('an operator nobody entered', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.splice(1, 1); }, `${BOOTSTRAP}.serviceAccounts`, 'Values east/dataplane: '),
  cp('an operator of the other cluster', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators = ['east-operator-id']; }, `${BOOTSTRAP}.dataplaneClusters`),
  cp('a cluster entered by its region', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].name = 'us-east-1'; }, `${BOOTSTRAP}.dataplaneClusters`),
  cp('a role that there is not', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[0].role = 'Administrator'; }, `${BOOTSTRAP}.serviceAccounts`),
  cp('a service account twice, once as viewer', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.push({ clientId: 'service-id', name: 'again', role: 'Viewer' }); }, `${BOOTSTRAP}.serviceAccounts`),
  cp('nobody is admin', { [`${BOOTSTRAP}.adminUsers`]: [] }),
  cp('the API key of the other cluster', (v) => { v.services.identity.apiKeyOverrides[1].existingSecret.name = 'eager-api-key-east'; }, 'services.identity.apiKeyOverrides'),
  cp('an API key for a cluster of no such name', (v) => { v.services.identity.apiKeyOverrides[1].clusterName = 'west-1'; }, 'services.identity.apiKeyOverrides', 'Values west/dataplane: '),
  cp('an API key by another key', (v) => { v.services.identity.apiKeyOverrides[0].key = 'EAGER_APIKEY'; }, 'services.identity.apiKeyOverrides', 'Values east/dataplane: leaseworker'),
  east('the other cluster\'s operator', { 'global.AUTH_CLIENT_ID': 'west-operator-id' }, 'config.', 'clusterresourcesync.', 'secrets.admin'),
  east('all of the other cluster\'s operator', (v) => change(v, 'east-operator-id', 'west-operator-id'), 'global.AUTH_CLIENT_ID', 'config.', 'secrets.admin', 'clusterresourcesync.', 'ExternalSecret east/union-secret-auth: spec.data'),
  east('operator with the eager client', { 'config.union.auth.clientId': 'east-eager-id' }),
  east('a snake in client_id', (v) => { v.config.union.auth = { ...v.config.union.auth, client_id: v.config.union.auth.clientId }; delete v.config.union.auth.clientId; }, 'config.union.auth'),
  east('a client ID in the name of a secret', { 'leaseworker.config.unionAuth.secretName': 'eager_api_key' }, 'Values union-cp/controlplane: services.identity.apiKeyOverrides'),
];

function change(values: Json, from: string, to: string): void {
  const changed = JSON.parse(JSON.stringify(values).replaceAll(from, to)) as Json;
  Object.assign(values, changed);
}

const ISSUERS: Slip[] = [
  cp('a letter swapped in one token URL', { [`${EXECUTIONS}.tokenUrl`]: 'https://acme.okta.com/oauth2/defualt/v1/token' }),
  cp('a global token URL of staging', { 'global.AUTH_TOKEN_URL': 'https://acme-staging.okta.com/oauth2/default/v1/token' }),
  cp('the authorize endpoint as the token URL', { [`${UNION}.tokenUrl`]: 'https://acme.okta.com/oauth2/default/v1/authorize' }),
  cp('a token URL in plain text', { [`${UNION}.tokenUrl`]: 'http://acme.okta.com/oauth2/default/v1/token' }),
  cp('the metadata at the root of the host', { [`${EXTERNAL}.metadataUrl`]: '/.well-known/oauth-authorization-server' }),
  cp('a slash behind the issuer', { [`${EXTERNAL}.baseUrl`]: 'https://acme.okta.com/oauth2/default/', [`${OPENID}.baseUrl`]: 'https://acme.okta.com/oauth2/default/' }),
  cp('the issuer of the former tenant for tokens', { [`${EXTERNAL}.baseUrl`]: 'https://dev-123.okta.com/oauth2/default' }, OPENID),
  cp('flyteadmin as the authorization server', { [`${AUTH}.appAuth.authServerType`]: 'Self' }, EXTERNAL),
  cp('another port of the command line', { [`${NATIVE}.redirectUri`]: 'http://localhost:53953/callback' }),
  cp('the browser\'s callback for the command line', { [`${NATIVE}.redirectUri`]: 'https://union.example.com/callback' }),
  cp('no openid', { [`${OPENID}.scopes`]: ['profile', 'offline_access'] }),
  cp('a scope of another server', { [`${UNION}.scopes`]: ['api.read'] }),
  cp('services ask for openid', { [`${EXECUTIONS}.scopes`]: ['openid'] }),
  cp('Google signs in and gives tokens', { [`${EXTERNAL}.baseUrl`]: 'https://accounts.google.com', [`${OPENID}.baseUrl`]: 'https://accounts.google.com' }, 'configMap.', EXECUTIONS, ADMIN),
  cp('only people at Google, with its slash', { [`${OPENID}.baseUrl`]: 'https://accounts.google.com/' }),
  cp('Cognito\'s pool with a token URL at the pool', { [`${EXTERNAL}.baseUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12', [`${OPENID}.baseUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12', [`${UNION}.tokenUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12/oauth2/token' }, ADMIN, EXECUTIONS, IDENTITY, 'configMap.admin', 'global.AUTH_TOKEN_URL'),
  east('one component at the staging issuer', { 'clusterresourcesync.config.union.auth.tokenUrl': 'https://acme-staging.okta.com/oauth2/default/v1/token' }),
  entra('a delegated scope for services', { [`${UNION}.scopes`]: [`api://${TENANT}/union/all`] }),
  entra('the issuer of version 1', { [`${EXTERNAL}.baseUrl`]: `https://sts.windows.net/${TENANT}/` }, OPENID),
  entra('the token endpoint of version 1', { [`${UNION}.tokenUrl`]: `https://login.microsoftonline.com/${TENANT}/oauth2/token` }),
  entra('people of any tenant', { [`${OPENID}.baseUrl`]: 'https://login.microsoftonline.com/common/v2.0' }),
  entra('/.default in an audience', { [`${EXTERNAL}.allowedAudience`]: [`api://${TENANT}/union/.default`, 'web-id'] }),
  entra('a token URL of another tenant', { [`${EXECUTIONS}.tokenUrl`]: 'https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/oauth2/v2.0/token' }),
  entra('the application\'s ID for its object\'s', { [`${CLAIMS}.externalIdentityClaim`]: 'service-id' }),
  entra('the claim of applications taken out', { [`${AUTH}.appAuth.identityTypeClaimsForApps`]: undefined }, AUTH),
  entra('an admin by mail', { [`${BOOTSTRAP}.adminUsers`]: [{ name: 'Ada', subject: 'ada@example.com' }] }),
  entra('the command line asks for a scope of Okta', { [`${NATIVE}.scopes`]: ['all'] }),
  keycloak('/auth as before version 17, for people only', { [`${OPENID}.baseUrl`]: 'https://keycloak.example.com/auth/realms/union' }),
  keycloak('a realm in capitals', { [`${EXTERNAL}.baseUrl`]: 'https://keycloak.example.com/realms/Union' }),
  keycloak('a token URL of the master realm', { [`${UNION}.tokenUrl`]: 'https://keycloak.example.com/realms/master/protocol/openid-connect/token' }),
  keycloak('offline access for the command line', { [`${NATIVE}.scopes`]: ['all', 'offline_access'] }),
  keycloak('a service account by name', { [`${CLAIMS}.externalIdentityClaim`]: 'service-account-service-id' }),
  keycloak('the issuer within the cluster for people', { [`${OPENID}.baseUrl`]: 'http://keycloak.keycloak.svc:8080/realms/union' }),
  auth0('the issuer without its slash', { [`${EXTERNAL}.baseUrl`]: 'https://acme.eu.auth0.com', [`${OPENID}.baseUrl`]: 'https://acme.eu.auth0.com' }),
  auth0('a service that asks for no audience', { [`${EXECUTIONS}.audience`]: undefined }, EXECUTIONS),
  auth0('a slash behind an audience', { [`${UNION}.audience`]: 'https://union.example.com/' }),
  auth0('a slash behind a token URL', { [`${UNION}.tokenUrl`]: 'https://acme.eu.auth0.com/oauth/token/' }),
  auth0('a service account without @clients', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[0].clientId = 'service-id'; }, `${BOOTSTRAP}.serviceAccounts`),
];

const SETTINGS: Slip[] = [
  cp('useAuth a level too high', (v) => { v.flyte.configmap.adminServer.server = { useAuth: true }; }, `${ADMIN}.server`),
  cp('useAuth off, to debug', { [`${ADMIN}.server.security.useAuth`]: false }),
  cp('thirdPartyConfig beside appAuth', (v) => { const { auth } = v.flyte.configmap.adminServer; auth.thirdPartyConfig = auth.appAuth.thirdPartyConfig; delete auth.appAuth.thirdPartyConfig; }, AUTH),
  cp('a header by British spelling', { [`${AUTH}.grpcAuthorizationHeader`]: 'flyte-authorisation' }),
  cp('an underscore in a header', { [`${EXECUTIONS}.authorizationHeader`]: 'flyte_authorization' }),
  cp('a header in plain words for all services', { [`${UNION}.authorizationMetadataKey`]: 'union-authorization' }),
  cp('a type with a hyphen', { [`${UNION}.type`]: 'client-secret' }),
  cp('auth disabled by a word', { [`${UNION}.enable`]: 'no' }),
  cp('a hyphen in the name of the file', { [`${UNION}.clientSecretLocation`]: '/etc/secrets/union/client-secret' }),
  cp('a folder without its s', { 'configMap.admin.clientSecretLocation': '/etc/secret/union/client_secret' }),
  cp('the browser\'s secret from the service\'s file', { [`${OPENID}.clientSecretFile`]: '/etc/secrets/client_secret' }),
  cp('the Secret of services without its s', { 'global.KUBERNETES_SECRET_NAME': 'union-controlplane-secret' }, 'configMap.', VOLUMES),
  cp('a volume of the former Secret', (v) => { v.flyte.flyteadmin.additionalVolumes[2].secret.secretName = 'flyteadmin-oidc-secret'; }, VOLUMES, OPENID),
  cp('a mount at another folder', (v) => { v.flyte.flyteadmin.additionalVolumeMounts[2].mountPath = '/etc/secrets/oidc'; }, MOUNTS, OPENID),
  cp('a mount of a volume of another name', (v) => { v.flyte.flyteadmin.additionalVolumeMounts[2].name = 'oauth-secret'; }, MOUNTS),
  cp('a volume list replaced by one entry', { [VOLUMES]: [{ name: 'extra-ca', configMap: { name: 'corporate-ca' } }] }, MOUNTS, OPENID, 'configMap.'),
  cp('the scheduler\'s Secret not mounted', { 'flyte.secrets.adminOauthClientCredentials.enabled': false }),
  cp('a secret in the values', { 'flyte.secrets.adminOauthClientCredentials.clientSecret': 'sv-1f8c2d7e9a' }),
  cp('cookies that no redirect keeps', { [`${AUTH}.userAuth.cookieSetting.sameSitePolicy`]: 'StrictMode' }),
  cp('a cookie policy as browsers write it', { [`${AUTH}.userAuth.cookieSetting.sameSitePolicy`]: 'Lax' }),
  cp('services by a key of another name', (v) => { v.service = v.services; delete v.services; }, 'service'),
  cp('a service in the singular', (v) => { v.services.execution = v.services.executions; delete v.services.executions; }, 'services.execution'),
  cp('the authorizer is not asked', { 'configMap.authorizer.type': 'Noop' }, AUTHORIZER),
  cp('headers not passed to the authorizer', { 'configMap.authorizer.authorizerClient.forwardHeaders': ['authorization'] }),
  cp('auth-url at a port that is not there', { [inSet(HTTP, 'auth-url')]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8080/me' }),
  cp('auth-url in the data plane\'s namespace', { [inSet(GRPC, 'auth-url')]: 'http://union-auth-gate-nginx.union.svc.cluster.local:8081/me' }),
  cp('auth-url by its old name', { [inSet(HTTP, 'auth-url')]: 'http://union-auth-gate.union-cp.svc.cluster.local:8081/me' }),
  cp('an underscore in an annotation', (v) => rename(v.ingress[HTTP], 'nginx.ingress.kubernetes.io/auth-url', 'nginx.ingress.kubernetes.io/auth_url'), `ingress.${HTTP}`),
  cp('the annotations of the other controller', (v) => rename(v.ingress[GRPC], 'nginx.ingress.kubernetes.io/auth-url', 'nginx.org/auth-url'), `ingress.${GRPC}`),
  cp('a set of annotations in the singular', (v) => rename(v.ingress, GRPC, 'protectedIngressAnnotationGrpc'), 'ingress.protectedIngressAnnotation'),
  cp('sign-in for gRPC', { [inSet(GRPC, 'auth-signin')]: 'https://union.example.com/login?redirect_url=$escaped_request_uri' }),
  cp('only Set-Cookie from the gate', { [inSet(HTTP, 'auth-response-headers')]: 'Set-Cookie' }),
  cp('a cache that knows cookies only', { [inSet(GRPC, 'auth-cache-key')]: '$http_cookie' }),
  cp('a cache for a day', { [inSet(HTTP, 'auth-cache-duration')]: '200 202 24h' }),
  cp('headers cleared by a wrong name', { 'ingress-nginx.controller.config.http-snippet': 'more_clear_input_headers \'Grpc-Metadata-*\' \'X-User-Claims-*\' \'X-User-Subjects\' \'X-User-Token\' \'Userinfo-Bin\';' }),
  east('the control plane\'s folder', { 'config.admin.admin.clientSecretLocation': '/etc/secrets/client_secret' }),
  east('the chart makes the Secret again', { 'secrets.admin.create': true }, 'ExternalSecret east/union-secret-auth', 'Secret east/union-secret-auth'),
  east('the Secret not mounted', { 'secrets.admin.enable': false }),
  east('a duration without its unit', { 'config.union.auth.tokenRefreshWindow': '5' }),
  east('no API key injected', { 'leaseworker.config.unionAuth.injectSecret': false }),
  east('the operator fetches no API key', { 'config.operator.apiKey.enabled': false }, 'leaseworker.config.unionAuth'),
  east('the cache without credentials', { 'config.catalog.catalog-cache.use-admin-auth': false }),
  east('auth off for one component', { 'clusterresourcesync.config.union.auth.enable': false }),
  east('a level of nesting lost', (v) => { v.clusterresourcesync = v.clusterresourcesync.config; }, 'clusterresourcesync'),
  east('an executor as in the former chart', (v) => { v.executor = v.leaseworker; delete v.leaseworker; }, 'executor', 'leaseworker'),
];

function rename(values: Json, from: string, to: string): void {
  values[to] = values[from];
  delete values[from];
}

const cpText = inText('cp');
const eastText = inText('east');

const TEXTS: Slip[] = [
  cpText('a second global', (text) => `${text}global:\n  TIER: large\n`, 'cp.values.yaml', 'Values union-cp/controlplane: global'),
  cpText('a second ingress at the end', (text) => `${text}ingress:\n  tls:\n    - hosts: [union.example.com]\n      secretName: union-tls\n`, 'cp.values.yaml', 'Values union-cp/controlplane: ingress'),
  cpText('a tab', (text) => text.replace('  UNION_ORG', '\tUNION_ORG'), 'cp.values.yaml'),
  cpText('a quote that is not closed', (text) => text.replace('UNION_ORG: acme', 'UNION_ORG: "acme'), 'cp.values.yaml'),
  cpText('no space behind a colon', (text) => text.replace('INTERNAL_CLIENT_ID: ', 'INTERNAL_CLIENT_ID:'), 'cp.values.yaml', 'Values union-cp/controlplane: '),
  cpText('a mark of a merge left', (text) => text.replace('flyte:\n', '<<<<<<< HEAD\nflyte:\n'), 'cp.values.yaml'),
  cpText('openId a level too far right', (text) => text.replace(/ {10}openId:\n( {12}.*\n)+/, (block) => block.replace(/^/gm, '  ').replace(/ {2}$/, '')), 'cp.values.yaml', OPENID, `Values union-cp/controlplane: ${AUTH}.userAuth`),
  cpText('appAuth a level too far left', (text) => text.replace(/ {8}appAuth:\n( {10}.*\n)+/, (block) => block.replace(/^ {2}/gm, '')), 'cp.values.yaml', `Values union-cp/controlplane: ${ADMIN}`),
  eastText('a comment that takes the value', (text) => text.replace('AUTH_CLIENT_ID: ', 'AUTH_CLIENT_ID: #'), 'Values east/dataplane: global.AUTH_CLIENT_ID'),
  eastText('a variable of the pipeline', (text) => text.replaceAll('east-operator-id', '__OPERATOR_CLIENT_ID__'), 'Values east/dataplane: '),
];

export const VALUES: readonly Slip[] = [...HOSTS, ...CLIENTS, ...ISSUERS, ...SETTINGS, ...TEXTS];
