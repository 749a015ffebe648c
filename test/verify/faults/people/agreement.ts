import { admin, config, Put } from '../_changes';
import { Json, Planes } from '../_planes';
import { inPlanes, PeopleFault } from './_people';

/** Settings of flyteadmin, its clients and the provider that do not fit each other. */

const nginx = inPlanes();
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const [auth0, entra, keycloak] = (['Auth0', 'Entra ID', 'Keycloak'] as const).map((provider) => inPlanes('ingress-nginx', provider));
const service = (changes: Put<Json>) => config('executions', changes);
const operator = (changes: Put<Json>) => config('union-operator', changes);
const propeller = (changes: Put<Json>) => config('flyte-propeller-config', changes, 'admin.yaml');

const external = (c: Json) => c.auth.appAuth.externalAuthServer;
const openId = (c: Json) => c.auth.userAuth.openId;
const native = (c: Json) => c.auth.appAuth.thirdPartyConfig.flyteClient;
const connection = (c: Json) => c.executions.app.adminClient.connection;

const TENANT = '11111111-2222-3333-4444-555555555555';
const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';

/** What kustomize's namePrefix makes of it: references of its own kinds follow, texts and other kinds do not. */
function prefixed(planes: Planes, follows = true): void {
  const renamed = ['Service', 'Deployment', 'ConfigMap'].flatMap((kind) => planes.all(kind));
  const services = planes.all('Service').map(({ metadata }) => metadata.name);
  const volumes = planes.all('Deployment').flatMap(({ spec }) => spec.template.spec.volumes ?? []);
  const backends = planes.all('Ingress').flatMap(({ spec }) => spec.rules).flatMap(({ http }) => http.paths)
    .map(({ backend }) => backend.service).filter(({ name }) => follows && services.includes(name));
  const sources = volumes.flatMap((volume) => volume.projected?.sources ?? [volume]).flatMap(({ configMap }) => configMap ?? []);
  for (const named of new Set([...renamed.map(({ metadata }) => metadata), ...sources, ...backends])) {
    named.name = `acme-${named.name}`;
  }
}

export const AGREEMENT: readonly PeopleFault[] = [
  // The issuer.
  nginx('a slash behind one of two', admin((c) => { external(c).baseUrl += '/'; }), 'issuer-mismatch'),
  nginx('a slash behind both, where the provider writes none',
    admin((c) => { external(c).baseUrl += '/'; openId(c).baseUrl += '/'; }), 'issuer-mismatch ×2'),
  nginx('an issuer of http',
    admin((c) => { external(c).baseUrl = openId(c).baseUrl = openId(c).baseUrl.replace('https', 'http'); }),
    'issuer-insecure ×2'),
  nginx('capitals', admin((c) => { openId(c).baseUrl = openId(c).baseUrl.replace('default', 'Default'); }), 'issuer-mismatch'),
  nginx('another one to be expected in tokens', admin((c) => { openId(c).issuerUrl = `${openId(c).baseUrl}/`; }), 'issuer-mismatch'),
  auth0('no slash, where the provider writes one', admin((c) => {
    external(c).baseUrl = openId(c).baseUrl = openId(c).baseUrl.replace(/\/$/, '');
  }), 'issuer-mismatch ×2'),
  entra('no version', admin((c) => { external(c).baseUrl = openId(c).baseUrl = `https://login.microsoftonline.com/${TENANT}`; }),
    'issuer-mismatch ×2'),
  entra('every tenant', admin((c) => { external(c).baseUrl = openId(c).baseUrl = 'https://login.microsoftonline.com/common/v2.0'; }),
    'issuer-mismatch ×2'),
  entra('another tenant', admin((c) => {
    external(c).baseUrl = openId(c).baseUrl = `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`;
  }), 'token-url-foreign data["server.yaml"]: admin.tokenUrl ×15'),
  nginx('a server of its own beside an external one', admin({ 'auth.appAuth.authServerType': 'Self' }), 'auth-server-type-contradicted'),
  nginx('no type beside an external server', admin({ 'auth.appAuth.authServerType': undefined }),
    'auth-server-type-contradicted data["server.yaml"]: auth.appAuth'),
  // Audience and scopes.
  nginx('an audience that flyteadmin does not accept', admin((c) => { native(c).audience = 'https://api.example.com'; }),
    'audience-missing'),
  nginx('a slash too many', admin((c) => { external(c).allowedAudience = ['api://default/']; }),
    'audience-missing data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.audience'),
  nginx('no openid among the scopes', admin((c) => { openId(c).scopes = ['profile', 'email']; }), 'openid-scope-missing'),
  nginx('a client without the scope of the others', service({ 'union.auth.scopes': ['openid'] }), 'client-incomplete'),
  nginx('a client of the admin without it', service({ 'admin.scopes': ['openid'] }), 'client-incomplete'),
  keycloak('offline at Keycloak', admin((c) => { native(c).scopes = ['all', 'offline']; }), 'native-client-misconfigured'),
  keycloak('the default scopes at Keycloak', admin((c) => { delete native(c).scopes; }),
    'native-client-misconfigured data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient'),
  nginx('offline at Okta', admin((c) => { native(c).scopes = ['all', 'offline']; }), 'native-client-misconfigured'),
  keycloak('a service that asks for offline_access',
    config('executions', { 'union.auth.scopes': ['all', 'offline_access'] }), 'scope-missing'),
  entra('a scope of another application', service({ 'union.auth.scopes': ['all'] }), 'client-incomplete', 'scope-missing'),
  // Clients.
  nginx('a person is asked to sign in', service({ 'admin.authType': 'Pkce' }), 'client-grant-interactive'),
  nginx('a device code', service((c) => { connection(c).authType = 'DeviceFlow'; }), 'client-grant-interactive'),
  nginx('another grant of union.auth', service({ 'union.auth.type': 'Pkce' }), 'client-grant-interactive'),
  nginx('another client with the same secret', service({ 'union.auth.clientId': 'other-id' }), 'client-secret-of-other'),
  nginx('no client ID', service({ 'union.auth.clientId': undefined }), 'client-incomplete data["config.yaml"]: union.auth'),
  nginx('no client ID for the admin', service({ 'admin.clientId': undefined }), 'client-incomplete data["config.yaml"]: admin'),
  nginx('no section for other services', service({ 'union.auth': undefined }), 'client-section-missing data["config.yaml"]: union.auth'),
  nginx('no token endpoint', service({ 'union.auth.tokenUrl': undefined }), 'client-incomplete data["config.yaml"]: union.auth'),
  nginx('switched off by leaving it out', service({ 'union.auth.enable': undefined }), 'client-incomplete data["config.yaml"]: union.auth'),
  nginx('no section in the operator', operator({ 'union.auth': undefined }), 'client-section-missing data["config.yaml"]: union.auth'),
  nginx('no client in propeller', propeller({ 'admin.clientId': undefined, 'admin.clientSecretLocation': undefined, 'admin.tokenUrl': undefined }),
    'client-section-missing data["admin.yaml"]: admin'),
  nginx('an empty identity claim', service({ 'union.connection.trustedIdentityClaims.externalIdentityClaim': '' }), 'identity-claim-mismatch'),
  nginx('the identity claim of another client',
    service({ 'union.connection.trustedIdentityClaims.externalIdentityClaim': 'somebody-else' }), 'identity-claim-mismatch'),
  nginx('an identity claim that is a person\'s',
    service({ 'union.connection.trustedIdentityClaims.externalIdentityTypeClaim': 'user' }), 'identity-claim-mismatch'),
  nginx('no trusted claims, unlike the other services', service({ 'union.connection.trustedIdentityClaims.enabled': false }),
    'identity-claim-mismatch'),
  nginx('another header for the token', config('executions', { 'admin.authorizationHeader': 'x-token' }),
    'authorization-header-mismatch'),
  nginx('another client by a flag',
    (planes) => { planes.container('executions').args = [...planes.container('executions').args ?? [], '--admin.clientId=other-id']; },
    'client-secret-of-other spec.template.spec.containers[0].args[4]'),
  nginx('another client by a variable', (planes) => { planes.container('executions').env = [{ name: 'ADMIN.CLIENTID', value: 'other-id' }]; },
    'client-secret-of-other spec.template.spec.containers[0].env[0].value'),
  // Endpoints.
  nginx('a prefix before all names', (planes) => prefixed(planes), 'endpoint-mismatch Service union-cp/acme-flyteadmin: metadata.name'),
  nginx('a prefix that no route follows', (planes) => prefixed(planes, false), 'endpoint-mismatch Service union-cp/acme-flyteadmin: metadata.name'),
  traefik('a prefix before all names', (planes) => prefixed(planes), 'endpoint-mismatch Service union-cp/acme-flyteadmin: metadata.name'),
  envoy('a prefix before all names', (planes) => prefixed(planes), 'endpoint-mismatch Service union-cp/acme-flyteadmin: metadata.name'),
  nginx('plain text to the public host', propeller({ 'admin.insecure': true }), 'endpoint-insecure'),
  nginx('a certificate that is not verified', propeller({ 'admin.insecureSkipVerify': true }), 'endpoint-insecure'),
  nginx('an endpoint of http', propeller({ 'admin.endpoint': 'http://union.example.com' }), 'endpoint-insecure'),
  nginx('a host that the control plane does not serve', propeller({ 'admin.endpoint': 'dns:///union.exmaple.com' }),
    'endpoint-mismatch'),
  nginx('another host of the connection', operator({ 'union.connection.host': 'dns:///union.example.org' }), 'endpoint-mismatch'),
  nginx('the port for HTTP', service({ 'admin.endpoint': 'dns:///flyteadmin.union-cp.svc.cluster.local:80' }),
    'endpoint-mismatch'),
  nginx('another namespace', service((c) => { connection(c).endpoint = 'dns:///flyteadmin.default.svc.cluster.local:81'; }),
    'endpoint-mismatch'),
  nginx('TLS where flyteadmin has none', service({ 'admin.insecure': false }), 'endpoint-mismatch data["config.yaml"]: admin.endpoint'),
  // Left in peace.
  nginx('a slash that both have at a provider of the user', admin((c) => {
    external(c).baseUrl = openId(c).baseUrl = 'https://idp.example.com/';
  }), 'token-url-foreign data["server.yaml"]: admin.tokenUrl ×15'),
  nginx('a client of its own with a secret of its own',
    config('executions', { 'executions.app.adminClient.connection.scopes': ['all'] })),
  nginx('no audience for SDK and CLI', admin((c) => { delete native(c).audience; })),
  nginx('an endpoint with its port', propeller({ 'admin.endpoint': 'dns:///union.example.com:443' })),
  nginx('scopes of people beside openid', admin((c) => { openId(c).scopes = ['openid', 'email']; })),
];
