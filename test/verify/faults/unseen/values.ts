import { Json } from '../_planes';
import { ADMIN, AUTH, AUTHORIZER, EXTERNAL, NATIVE, OPENID, TENANT } from '../people/_control-plane';
import { inSet, inValues, missed, PeopleFault } from '../people/_people';
import { inText, NOT_SHOWN } from './_slip';

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
const VOLUMES = 'flyte.flyteadmin.additionalVolumes';
const HTTP = 'protectedIngressAnnotations';
const GRPC = 'protectedIngressAnnotationsGrpc';

const HOSTS: PeopleFault[] = [
  cp('letters of the host swapped', { 'global.UNION_HOST': 'unoin.example.com' }, 'values-contradiction'),
  cp('host of staging', { 'global.UNION_HOST': 'staging.union.example.com' }, 'values-contradiction'),
  cp('an Ingress still at the old host', { 'ingress.host': 'flyte.example.com' }, 'values-contradiction'),
  cp('a certificate for the old host', { 'ingress.tls': [{ hosts: ['flyte.example.com'], secretName: 'union-tls' }] },
    'route-unattached ingress.tls[0].hosts[0]'),
  cp('the sign-in page of the host of staging',
    { [inSet(HTTP, 'auth-signin')]: 'https://staging.union.example.com/login?redirect_url=$escaped_request_uri' }, 'sign-in-route-missing'),
  cp('a console that still signs in at the old host', { [inSet('protectedConsoleIngressAnnotations', 'auth-signin')]: 'https://flyte.example.com/login?redirect_url=$escaped_request_uri' },
    'sign-in-route-missing'),
  cp('authorized URIs of the old host',
    { [`${AUTH}.authorizedUris`]: ['https://flyte.example.com', 'http://flyteadmin:80'] }, 'public-url-unauthorized'),
  cp('authorized URIs without a scheme', { [`${AUTH}.authorizedUris`]: ['union.example.com', 'flyteadmin:80'] }, 'public-url-unauthorized'),
  cp('an audience with a slash more', { [`${EXTERNAL}.allowedAudience`]: ['https://union.example.com/', 'api://defualt'] },
    'audience-missing flyte.configmap.adminServer.auth.appAuth.thirdPartyConfig.flyteClient.audience'),
  cp('cookies for another domain', { [`${AUTH}.userAuth.cookieSetting.domain`]: 'example.org' }, 'cookie-domain-mismatch'),
  cp('an organization in capitals in one place', { [`${BOOTSTRAP}.organization`]: 'Acme' }, 'organization-mismatch'),
  cp('the organization of a trial', { 'global.UNION_ORG': 'acme-trial' }, 'organization-mismatch'),
  east('the control plane of staging', { 'global.CONTROLPLANE_HOST': 'staging.union.example.com' }, 'values-planes-disagree'),
  east('another organization', { orgName: 'acme-corp' }, 'organization-mismatch'),
  east('a capital in the cluster\'s name', { clusterName: 'East' }, 'cluster-name-mismatch'),
];

const CLIENTS: PeopleFault[] = [
  cp('the native client for the browser', { [`${OPENID}.clientId`]: 'native-id' },
    'native-client-misconfigured flyte.configmap.adminServer.auth.appAuth.thirdPartyConfig.flyteClient.clientId'),
  cp('only the global renamed', { 'global.INTERNAL_CLIENT_ID': 'service-v2-id' }, 'values-contradiction'),
  cp('all but one service renamed', { [`${IDENTITY}.clientId`]: 'service-old-id' }, 'client-secret-of-other'),
  cp('the admin client of flyteadmin left at the default', { [`${ADMIN}.admin.clientId`]: 'flytepropeller' }, 'client-secret-of-other'),
  cp('a space behind a client ID', { [`${UNION}.clientId`]: 'service-id ' }, 'client-secret-of-other'),
  cp('a hyphen of typography in a client ID', { [`${EXECUTIONS}.clientId`]: 'service‑id' }, 'client-secret-of-other'),
  cp('the trusted identity of the former client', { [`${CLAIMS}.externalIdentityClaim`]: 'service-old-id' }, 'identity-claim-mismatch'),
  cp('an operator of the other cluster', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[1].operators = ['east-operator-id']; }, 'cluster-operator-missing'),
  cp('a cluster entered by its region', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].name = 'us-east-1'; },
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters'),
  cp('a service account twice, once as viewer', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts.push({ clientId: 'service-id', name: 'again', role: 'Viewer' }); },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[5].role'),
  cp('the API key of the other cluster', (v) => { v.services.identity.apiKeyOverrides[1].existingSecret.name = 'eager-api-key-east'; },
    'eager-key-shared services.identity.apiKeyOverrides[1]'),
  cp('an API key for a cluster of no such name', (v) => { v.services.identity.apiKeyOverrides[1].clusterName = 'west-1'; }, 'eager-key-unseeded'),
  cp('an API key by another key', (v) => { v.services.identity.apiKeyOverrides[0].key = 'EAGER_APIKEY'; }, 'eager-key-unseeded'),
  east('the other cluster\'s operator', { 'global.AUTH_CLIENT_ID': 'west-operator-id' }, 'values-contradiction'),
  east('operator with the eager client', { 'config.union.auth.clientId': 'east-eager-id' }, 'client-secret-of-other'),
  east('a snake in client_id', (v) => { v.config.union.auth = { ...v.config.union.auth, client_id: v.config.union.auth.clientId }; delete v.config.union.auth.clientId; },
    'values-unknown-key'),
  east('a client ID in the name of a secret', { 'leaseworker.config.unionAuth.secretName': 'eager_api_key' }, 'eager-key-uninjected'),
];

const ISSUERS: PeopleFault[] = [
  cp('a letter swapped in one token URL', { [`${EXECUTIONS}.tokenUrl`]: 'https://acme.okta.com/oauth2/defualt/v1/token' }, 'values-contradiction'),
  cp('a token URL in plain text', { [`${UNION}.tokenUrl`]: 'http://acme.okta.com/oauth2/default/v1/token' }, 'issuer-insecure'),
  cp('the metadata at the root of the host', { [`${EXTERNAL}.metadataUrl`]: '/.well-known/oauth-authorization-server' }, 'metadata-url-missing'),
  cp('the issuer of the former tenant for tokens', { [`${EXTERNAL}.baseUrl`]: 'https://dev-123.okta.com/oauth2/default' }, 'issuer-mismatch'),
  cp('another port of the command line', { [`${NATIVE}.redirectUri`]: 'http://localhost:53953/callback' }, 'native-client-misconfigured'),
  cp('no openid', { [`${OPENID}.scopes`]: ['profile', 'offline_access'] }, 'openid-scope-missing'),
  cp('a scope of another server', { [`${UNION}.scopes`]: ['api.read'] }, 'values-contradiction'),
  cp('services ask for openid', { [`${EXECUTIONS}.scopes`]: ['openid'] }, 'client-incomplete'),
  cp('Google signs in and gives tokens', { [`${EXTERNAL}.baseUrl`]: 'https://accounts.google.com', [`${OPENID}.baseUrl`]: 'https://accounts.google.com' },
    'issuer-mismatch', 'metadata-url-missing flyte.configmap.adminServer.auth.appAuth.externalAuthServer.metadataUrl'),
  cp('only people at Google, with its slash', { [`${OPENID}.baseUrl`]: 'https://accounts.google.com/' }, 'issuer-mismatch ×2'),
  cp('Cognito\'s pool with a token URL at the pool', { [`${EXTERNAL}.baseUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12', [`${OPENID}.baseUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12', [`${UNION}.tokenUrl`]: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab12/oauth2/token' },
    'audience-missing flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience',
    'metadata-url-missing flyte.configmap.adminServer.auth.appAuth.externalAuthServer.metadataUrl',
    'values-contradiction configMap.union.auth.tokenUrl'),
  entra('a delegated scope for services', { [`${UNION}.scopes`]: [`api://${TENANT}/union/all`] }, 'values-contradiction'),
  entra('an issuer of version 1', { [`${EXTERNAL}.baseUrl`]: `https://sts.windows.net/${TENANT}/` },
    'issuer-mismatch flyte.configmap.adminServer.auth.userAuth.openId.baseUrl'),
  entra('people of any tenant', { [`${OPENID}.baseUrl`]: 'https://login.microsoftonline.com/common/v2.0' }, 'issuer-mismatch ×2'),
  entra('/.default in an audience', { [`${EXTERNAL}.allowedAudience`]: [`api://${TENANT}/union/.default`, 'web-id'] },
    'values-list-incomplete', 'audience-missing flyte.configmap.adminServer.auth.appAuth.thirdPartyConfig.flyteClient.audience'),
  entra('a token URL of another tenant', { [`${EXECUTIONS}.tokenUrl`]: 'https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/oauth2/v2.0/token' },
    'values-contradiction'),
  entra('the application\'s ID for its object\'s', { [`${CLAIMS}.externalIdentityClaim`]: 'service-id' },
    'identity-claim-mismatch', 'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts',
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].viewers ×2'),
  entra('an admin by mail', { [`${BOOTSTRAP}.adminUsers`]: [{ name: 'Ada', subject: 'ada@example.com' }] }, 'bootstrap-admin-subject'),
  missed(NOT_SHOWN, keycloak('offline access for the command line', { [`${NATIVE}.scopes`]: ['all', 'offline_access'] })),
  keycloak('a service account by name', { [`${CLAIMS}.externalIdentityClaim`]: 'service-account-service-id' },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts',
    'cluster-operator-missing services.authorizer.configMap.authorizer.bootstrap.dataplaneClusters[0].viewers ×2'),
  keycloak('the issuer within the cluster for people',
    { [`${OPENID}.baseUrl`]: 'http://keycloak.keycloak.svc:8080/realms/union' }, 'issuer-mismatch'),
  auth0('a service that asks for no audience', { [`${EXECUTIONS}.audience`]: undefined },
    'client-incomplete services.executions.configMap.executions.app.adminClient.connection'),
  auth0('a slash behind an audience', { [`${UNION}.audience`]: 'https://union.example.com/' }, 'audience-missing'),
  auth0('a slash behind a token URL', { [`${UNION}.tokenUrl`]: 'https://acme.eu.auth0.com/oauth/token/' }, 'values-contradiction'),
  auth0('a service account without @clients', (v) => { v.services.authorizer.configMap.authorizer.bootstrap.serviceAccounts[0].clientId = 'service-id'; },
    'bootstrap-account-missing services.authorizer.configMap.authorizer.bootstrap.serviceAccounts', 'bootstrap-account-missing'),
];

const SETTINGS: PeopleFault[] = [
  cp('useAuth a level too high', (v) => { v.flyte.configmap.adminServer.server = { useAuth: true }; }, 'values-unknown-key'),
  cp('thirdPartyConfig beside appAuth', (v) => { const { auth } = v.flyte.configmap.adminServer; auth.thirdPartyConfig = auth.appAuth.thirdPartyConfig; delete auth.appAuth.thirdPartyConfig; },
    'error values-unknown-key flyte.configmap.adminServer.auth.thirdPartyConfig'),
  cp('a header by British spelling', { [`${AUTH}.grpcAuthorizationHeader`]: 'flyte-authorisation' }, 'authorization-header-mismatch'),
  cp('an underscore in a header', { [`${EXECUTIONS}.authorizationHeader`]: 'flyte_authorization' }, 'authorization-header-mismatch'),
  cp('a header in plain words for all services', { [`${UNION}.authorizationMetadataKey`]: 'union-authorization' }, 'authorization-header-mismatch'),
  cp('a type with a hyphen', { [`${UNION}.type`]: 'client-secret' }, 'values-wrong-value'),
  cp('auth disabled by a word', { [`${UNION}.enable`]: 'no' }, 'service-auth-disabled'),
  cp('a hyphen in the name of the file', { [`${UNION}.clientSecretLocation`]: '/etc/secrets/union/client-secret' }, 'client-secret-key-missing'),
  cp('a folder without its s', { 'configMap.admin.clientSecretLocation': '/etc/secret/union/client_secret' }, 'client-secret-unmounted'),
  cp('the browser\'s secret from the service\'s file', { [`${OPENID}.clientSecretFile`]: '/etc/secrets/client_secret' }, 'client-secret-of-other'),
  cp('the Secret of services without its s', { 'global.KUBERNETES_SECRET_NAME': 'union-controlplane-secret' }, 'client-secret-undelivered'),
  cp('a volume of the former Secret', (v) => { v.flyte.flyteadmin.additionalVolumes[2].secret.secretName = 'flyteadmin-oidc-secret'; },
    'browser-secret-undelivered flyte.configmap.adminServer.auth.userAuth.openId.clientSecretFile'),
  cp('a mount at another folder', (v) => { v.flyte.flyteadmin.additionalVolumeMounts[2].mountPath = '/etc/secrets/oidc'; },
    'browser-secret-undelivered flyte.configmap.adminServer.auth.userAuth.openId.clientSecretFile'),
  cp('a mount of a volume of another name', (v) => { v.flyte.flyteadmin.additionalVolumeMounts[2].name = 'oauth-secret'; },
    'browser-secret-undelivered flyte.flyteadmin.additionalVolumeMounts[2]'),
  cp('a volume list replaced by one entry', { [VOLUMES]: [{ name: 'extra-ca', configMap: { name: 'corporate-ca' } }] },
    'values-list-incomplete flyte.flyteadmin.additionalVolumes ×2', 'browser-secret-undelivered flyte.flyteadmin.additionalVolumeMounts[2]'),
  missed(NOT_SHOWN, cp('the scheduler\'s Secret not mounted', { 'flyte.secrets.adminOauthClientCredentials.enabled': false })),
  cp('a secret in the values', { 'flyte.secrets.adminOauthClientCredentials.clientSecret': 'sv-1f8c2d7e9a' }, 'values-secret-value'),
  cp('services by a key of another name', (v) => { v.service = v.services; delete v.services; },
    'values-unknown-key service', 'eager-key-unseeded east.values.yaml Values east/dataplane: config.operator.apiKey.enabled',
    'eager-key-unseeded west.values.yaml Values west/dataplane: config.operator.apiKey.enabled'),
  cp('a service in the singular', (v) => { v.services.execution = v.services.executions; delete v.services.executions; },
    'values-unknown-key services.execution'),
  cp('auth-url at a port that is not there',
    { [inSet(HTTP, 'auth-url')]: 'http://union-auth-gate-nginx.union-cp.svc.cluster.local:8080/me' }, 'guard-asks-other'),
  cp('auth-url in the data plane\'s namespace',
    { [inSet(GRPC, 'auth-url')]: 'http://union-auth-gate-nginx.union.svc.cluster.local:8081/me' }, 'guard-asks-other'),
  cp('auth-url by its old name', { [inSet(HTTP, 'auth-url')]: 'http://union-auth-gate.union-cp.svc.cluster.local:8081/me' }, 'guard-asks-other'),
  cp('the annotations of the other controller',
    (v) => rename(v.ingress[GRPC], 'nginx.ingress.kubernetes.io/auth-url', 'nginx.org/auth-url'), 'auth-annotation-ignored'),
  cp('a set of annotations in the singular', (v) => rename(v.ingress, GRPC, 'protectedIngressAnnotationGrpc'),
    'values-unknown-key ingress.protectedIngressAnnotationGrpc'),
  cp('sign-in for gRPC', { [inSet(GRPC, 'auth-signin')]: 'https://union.example.com/login?redirect_url=$escaped_request_uri' },
    'grpc-sign-in-redirect'),
  cp('only Set-Cookie from the gate', { [inSet(HTTP, 'auth-response-headers')]: 'Set-Cookie' }, 'identity-header-dropped'),
  cp('a cache that knows cookies only', { [inSet(GRPC, 'auth-cache-key')]: '$http_cookie' }, 'auth-cache-key-incomplete'),
  missed(NOT_SHOWN, cp('a cache for a day', { [inSet(HTTP, 'auth-cache-duration')]: '200 202 24h' })),
  cp('headers cleared by a wrong name', { 'ingress-nginx.controller.config.http-snippet': 'more_clear_input_headers \'Grpc-Metadata-*\' \'X-User-Claims-*\' \'X-User-Subjects\' \'X-User-Token\' \'Userinfo-Bin\';' },
    'claim-header-spoofable'),
  east('the control plane\'s folder', { 'config.admin.admin.clientSecretLocation': '/etc/secrets/client_secret' }, 'client-secret-unmounted'),
  east('a duration without its unit', { 'config.union.auth.tokenRefreshWindow': '5' }, 'duration-unitless'),
  east('auth off for one component', { 'clusterresourcesync.config.union.auth.enable': false }, 'service-auth-disabled'),
  east('a level of nesting lost', (v) => { v.clusterresourcesync = v.clusterresourcesync.config; },
    'error values-unknown-key clusterresourcesync.union'),
  east('an executor as in the former chart', (v) => { v.executor = v.leaseworker; delete v.leaseworker; },
    'values-dead-key executor.config.unionAuth'),
];

function rename(values: Json, from: string, to: string): void {
  values[to] = values[from];
  delete values[from];
}

const cpText = inText('cp');
const eastText = inText('east');

const TEXTS: PeopleFault[] = [
  cpText('a second global', (text) => `${text}global:\n  TIER: large\n`,
    'key-duplicated global', 'values-missing-key global.UNION_HOST', 'values-recommended-key global.KUBERNETES_SECRET_NAME'),
  cpText('a second ingress at the end', (text) => `${text}ingress:\n  tls:\n    - hosts: [union.example.com]\n      secretName: union-tls\n`,
    'auth-cache-key-incomplete ingress.protectedConsoleIngressAnnotations["nginx.ingress.kubernetes.io/auth-cache-key"] ×2',
    'auth-host-spoofable ingress.protectedConsoleIngressAnnotations["nginx.ingress.kubernetes.io/auth-url"] ×2', 'key-duplicated ingress',
    'values-recommended-key ingress.host'),
  cpText('a tab', (text) => text.replace('  UNION_ORG', '\tUNION_ORG'), 'unreadable cp.values.yaml'),
  cpText('a quote that is not closed', (text) => text.replace('UNION_ORG: acme', 'UNION_ORG: "acme'), 'unreadable cp.values.yaml'),
  cpText('no space behind a colon', (text) => text.replace('INTERNAL_CLIENT_ID: ', 'INTERNAL_CLIENT_ID:'), 'unreadable cp.values.yaml'),
  cpText('a mark of a merge left', (text) => text.replace('flyte:\n', '<<<<<<< HEAD\nflyte:\n'), 'unreadable cp.values.yaml'),
  cpText('openId a level too far right', (text) => text.replace(/ {10}openId:\n( {12}.*\n)+/, (block) => block.replace(/^/gm, '  ').replace(/ {2}$/, '')), 'unreadable cp.values.yaml'),
  cpText('appAuth a level too far left', (text) => text.replace(/ {8}appAuth:\n( {10}.*\n)+/, (block) => block.replace(/^ {2}/gm, '')),
    'relying-party-incomplete flyte.configmap.adminServer.auth.userAuth.openId', 'error values-unknown-key flyte.configmap.adminServer.appAuth'),
  eastText('a comment that takes the value', (text) => text.replace('AUTH_CLIENT_ID: ', 'AUTH_CLIENT_ID: #'), 'values-contradiction'),
  eastText('a variable of the pipeline', (text) => text.replaceAll('east-operator-id', '__OPERATOR_CLIENT_ID__'), 'value-unreplaced ×5'),
];

export const VALUES: readonly PeopleFault[] = [...HOSTS, ...CLIENTS, ...ISSUERS, ...SETTINGS, ...TEXTS];
