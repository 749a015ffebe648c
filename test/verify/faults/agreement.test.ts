import { Fault, Json, Planes, testFaults } from './_planes';

/** Settings of flyteadmin, its clients and the provider that do not fit each other. */

const admin = (what: string, change: (config: Json) => void, ...rules: string[]): Fault =>
  ({ what, rules, put: (planes) => planes.flyteadmin(change) });
const at = (provider: Fault['provider'], fault: Fault): Fault => ({ ...fault, provider });
const service = (what: string, change: (config: Json) => void, ...rules: string[]): Fault => ({ what, rules, put: (planes) => planes.configure('executions', change) });
const operator = (what: string, change: (config: Json) => void, ...rules: string[]): Fault => ({ what, rules, put: (planes) => planes.configure('union-operator', change) });
const propeller = (what: string, change: (config: Json) => void, ...rules: string[]): Fault =>
  ({ what, rules, put: (planes) => planes.configure('flyte-propeller-config', change, 'admin.yaml') });

const external = (config: Json) => config.auth.appAuth.externalAuthServer;
const openId = (config: Json) => config.auth.userAuth.openId;
const native = (config: Json) => config.auth.appAuth.thirdPartyConfig.flyteClient;
const connection = (config: Json) => config.executions.app.adminClient.connection;

const TENANT = '11111111-2222-3333-4444-555555555555';
const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';

describe('the issuer', () => {
  testFaults([
    admin('a slash behind one of two', (config) => { external(config).baseUrl += '/'; }, 'issuer-mismatch'),
    admin('a slash behind both, where the provider writes none', (config) => { external(config).baseUrl += '/'; openId(config).baseUrl += '/'; }, 'issuer-mismatch'),
    admin('http', (config) => { external(config).baseUrl = openId(config).baseUrl = openId(config).baseUrl.replace('https', 'http'); }, 'issuer-insecure'),
    admin('capitals', (config) => { openId(config).baseUrl = openId(config).baseUrl.replace('default', 'Default'); }, 'issuer-mismatch'),
    admin('another one to be expected in tokens', (config) => { openId(config).issuerUrl = `${openId(config).baseUrl}/`; }, 'issuer-mismatch'),
    at('Auth0', admin('no slash, where the provider writes one', (config) => {
      external(config).baseUrl = openId(config).baseUrl = openId(config).baseUrl.replace(/\/$/, '');
    }, 'issuer-mismatch')),
    at('Entra ID', admin('no version', (config) => { external(config).baseUrl = openId(config).baseUrl = `https://login.microsoftonline.com/${TENANT}`; }, 'issuer-mismatch')),
    at('Entra ID', admin('every tenant', (config) => { external(config).baseUrl = openId(config).baseUrl = 'https://login.microsoftonline.com/common/v2.0'; }, 'issuer-mismatch')),
    at('Entra ID', admin('another tenant', (config) => {
      external(config).baseUrl = openId(config).baseUrl = `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`;
    }, 'token-url-foreign')),
    admin('a server of its own beside an external one', (config) => { config.auth.appAuth.authServerType = 'Self'; }, 'auth-server-type-contradicted'),
    admin('no type beside an external server', (config) => { delete config.auth.appAuth.authServerType; }, 'auth-server-type-contradicted'),
  ]);
});

describe('audience and scopes', () => {
  testFaults([
    admin('an audience that flyteadmin does not accept', (config) => { native(config).audience = 'https://api.example.com'; }, 'audience-missing'),
    admin('a slash too many', (config) => { external(config).allowedAudience = ['api://default/']; }, 'audience-missing'),
    admin('no openid among the scopes', (config) => { openId(config).scopes = ['profile', 'email']; }, 'openid-scope-missing'),
    service('a client without the scope of the others', (config) => { config.union.auth.scopes = ['openid']; }, 'client-incomplete'),
    service('a client of the admin without it', (config) => { config.admin.scopes = ['openid']; }, 'client-incomplete'),
    at('Keycloak', admin('offline at Keycloak', (config) => { native(config).scopes = ['all', 'offline']; }, 'native-client-misconfigured')),
    at('Keycloak', admin('the default scopes at Keycloak', (config) => { delete native(config).scopes; }, 'native-client-misconfigured')),
    admin('offline at Okta', (config) => { native(config).scopes = ['all', 'offline']; }, 'native-client-misconfigured'),
    at('Keycloak', { what: 'a service that asks for offline_access', rules: ['scope-missing'], put: (planes) => planes.configure('executions', (config) => { config.union.auth.scopes = ['all', 'offline_access']; }) }),
    at('Entra ID', service('a scope of another application', (config) => { config.union.auth.scopes = ['all']; }, 'scope-missing', 'client-incomplete')),
  ]);
});

describe('clients', () => {
  testFaults([
    service('a person is asked to sign in', (config) => { config.admin.authType = 'Pkce'; }, 'client-grant-interactive'),
    service('a device code', (config) => { connection(config).authType = 'DeviceFlow'; }, 'client-grant-interactive'),
    service('another grant of union.auth', (config) => { config.union.auth.type = 'Pkce'; }, 'client-grant-interactive'),
    service('another client with the same secret', (config) => { config.union.auth.clientId = 'other-id'; }, 'client-secret-of-other'),
    service('no client ID', (config) => { delete config.union.auth.clientId; }, 'client-incomplete'),
    service('no client ID for the admin', (config) => { delete config.admin.clientId; }, 'client-incomplete'),
    service('no section for other services', (config) => { delete config.union.auth; }, 'client-section-missing'),
    service('no token endpoint', (config) => { delete config.union.auth.tokenUrl; }, 'client-incomplete'),
    service('switched off by leaving it out', (config) => { delete config.union.auth.enable; }, 'client-incomplete'),
    operator('no section in the operator', (config) => { delete config.union.auth; }, 'client-section-missing'),
    propeller('no client in propeller', (config) => { delete config.admin.clientId; delete config.admin.clientSecretLocation; delete config.admin.tokenUrl; }, 'client-section-missing'),
    service('an empty identity claim', (config) => { config.union.connection.trustedIdentityClaims.externalIdentityClaim = ''; }, 'identity-claim-mismatch'),
    service('the identity claim of another client', (config) => { config.union.connection.trustedIdentityClaims.externalIdentityClaim = 'somebody-else'; }, 'identity-claim-mismatch'),
    service('an identity claim that is a person\'s', (config) => { config.union.connection.trustedIdentityClaims.externalIdentityTypeClaim = 'user'; }, 'identity-claim-mismatch'),
    service('no trusted claims, unlike the other services', (config) => { config.union.connection.trustedIdentityClaims.enabled = false; }, 'identity-claim-mismatch'),
    { what: 'another header for the token', rules: ['authorization-header-mismatch'], put: (planes) => planes.configure('executions', (config) => { config.admin.authorizationHeader = 'x-token'; }) },
    { what: 'another client by a flag', rules: ['client-secret-of-other'], put: (planes) => { planes.container('executions').args = [...planes.container('executions').args ?? [], '--admin.clientId=other-id']; } },
    { what: 'another client by a variable', rules: ['client-secret-of-other'], put: (planes) => { planes.container('executions').env = [{ name: 'ADMIN.CLIENTID', value: 'other-id' }]; } },
  ]);
});

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

describe('endpoints', () => {
  testFaults([
    { edge: 'ingress-nginx', what: 'a prefix before all names', rules: ['endpoint-mismatch'], put: (planes) => prefixed(planes) },
    { edge: 'ingress-nginx', what: 'a prefix that no route follows', rules: ['endpoint-mismatch'], put: (planes) => prefixed(planes, false) },
    { edge: 'Traefik', what: 'a prefix before all names', rules: ['endpoint-mismatch'], put: (planes) => prefixed(planes) },
    { edge: 'Envoy Gateway', what: 'a prefix before all names', rules: ['endpoint-mismatch'], put: (planes) => prefixed(planes) },
    propeller('plain text to the public host', (config) => { config.admin.insecure = true; }, 'endpoint-insecure'),
    propeller('a certificate that nobody looks at', (config) => { config.admin.insecureSkipVerify = true; }, 'endpoint-insecure'),
    propeller('http', (config) => { config.admin.endpoint = 'http://union.example.com'; }, 'endpoint-insecure'),
    propeller('a host that the control plane does not serve', (config) => { config.admin.endpoint = 'dns:///union.exmaple.com'; }, 'endpoint-mismatch'),
    operator('another host of the connection', (config) => { config.union.connection.host = 'dns:///union.example.org'; }, 'endpoint-mismatch'),
    service('the port for HTTP', (config) => { config.admin.endpoint = 'dns:///flyteadmin.union-cp.svc.cluster.local:80'; }, 'endpoint-mismatch'),
    service('another namespace', (config) => { connection(config).endpoint = 'dns:///flyteadmin.default.svc.cluster.local:81'; }, 'endpoint-mismatch'),
    service('TLS where flyteadmin speaks none', (config) => { config.admin.insecure = false; }, 'endpoint-mismatch'),
  ]);
});

describe('left in peace', () => {
  testFaults([
    ...(['Okta', 'Entra ID', 'Keycloak', 'Auth0'] as const).map((provider) => at(provider, { what: 'nothing', rules: [], put: () => undefined })),
    admin('a slash that both have at a provider of one\'s own', (config) => {
      external(config).baseUrl = openId(config).baseUrl = 'https://idp.example.com/';
    }, 'token-url-foreign'),
    { what: 'a client of its own with a secret of its own', rules: [], put: (planes) => planes.configure('executions', (config) => { config.executions.app.adminClient.connection.scopes = ['all']; }) },
    admin('no audience for SDK and CLI', (config) => { delete native(config).audience; }),
    propeller('an endpoint with its port', (config) => { config.admin.endpoint = 'dns:///union.example.com:443'; }),
    admin('scopes of people beside openid', (config) => { openId(config).scopes = ['openid', 'email']; }),
  ]);
});
