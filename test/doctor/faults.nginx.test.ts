import { Secret } from '../../src/doctor/ask/secret';
import type { ClientUnderTest } from '../../src/doctor/probes/token';
import { LIVE_RULES } from '../../src/doctor/rules';
import type { Report } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { describeWithNginx } from '../constructs/edge/nginx/run-nginx';
import { certificateFor } from './_certificate';
import { CI_CLIENT, DIRECT, HOST, Parts, World } from './_deployment';
import { annotated, answers, Change, config, inServer, json, nginx, withoutAnnotations, withoutPaths } from './_faults';

let world: World;
const METADATA = '/.well-known/oauth-authorization-server';
const CONFIG = '/config/v1/flyte_client';
const AUTHORIZE = `client_id=union-web&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(`https://${HOST}/callback`)}`;

/** Something on the way rewrites the redirect to the provider. */
const loginTo = (location: string) => answers('/login', { status: 307, headers: { 'location': location, 'set-cookie': ['flyte_csrf_state=x; HttpOnly; SameSite=Lax'] } });

/** Something on the way rewrites the cookie with the state. */
const withCookie = (cookie: string): Change => (parts) => answers('/login', {
  status: 307, headers: { 'location': `${world.metadata.authorization_endpoint}?${AUTHORIZE}&state=x`, 'set-cookie': [`flyte_csrf_state=x; ${cookie}`] },
})(parts);

type Document = Record<string, unknown>;

/** flyteadmin passes on other metadata than the provider's. */
const metadata = (change: (document: Document) => Document): Change => (parts) =>
  answers(METADATA, { status: 200, answer: json(JSON.parse(JSON.stringify({ ...world.metadata, ...change(world.metadata) })) as Document) })(parts);

/** The provider publishes something else than flyteadmin has read. */
const published = (change: (document: Document) => Document): Change => (parts) => {
  parts.published = (document) => Object.assign(document, change(document));
};

/** Settings of flyteadmin: of sign-in as a whole, of people, and of the native application. */
const auth = (change: object) => config((all) => { Object.assign(all.auth, change); });
const openId = (change: object) => config((all) => { Object.assign(all.auth.userAuth.openId, change); });
const flyteClient = (change: object) => config((all) => { Object.assign(all.auth.appAuth.thirdPartyConfig.flyteClient, change); });

/** A mistake in the registration of a client. */
const registered = (id: string, change: object): Change => (parts) => {
  parts.registered = { mistake: (clients) => clients.map((client) => (client.client_id === id ? { ...client, ...change } : client)) };
};
const unregistered = (id: string): Change => (parts) => {
  parts.registered = { mistake: (clients) => clients.filter(({ client_id }) => client_id !== id) };
};

const days = (number: number) => new Date(Date.now() + number * 86_400_000);
const certificate = (host: string, options: Parameters<typeof certificateFor>[1] = {}) => async (parts: Parts) => {
  parts.certificate = await certificateFor(host, options);
};
const rulesOf = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))];

const FAULTS: readonly (readonly [rule: string, what: string, change: (parts: Parts) => void | Promise<void>])[] = [
  ['live-certificate-of-controller', 'the Secret with the certificate is missing', certificate('ingress.local', { commonName: 'Kubernetes Ingress Controller Fake Certificate' })],
  ['live-certificate-expired', 'the certificate was not renewed', certificate(HOST, { notBeforeDate: days(-90), notAfterDate: days(-1) })],
  ['live-certificate-expires', 'the certificate is about to end', certificate(HOST, { notBeforeDate: days(-85), notAfterDate: days(5) })],
  ['live-certificate-expired', 'the certificate counts from tomorrow on', certificate(HOST, { notBeforeDate: days(1), notAfterDate: days(90) })],
  ['live-certificate-foreign', 'the certificate is for another host', certificate('other.example.com')],
  ['live-certificate-untrusted', 'the authority is a private one', (parts) => { parts.trusted = false; }],
  ['live-tls-missing', 'port 443 is plain HTTP', nginx(' ssl http2', '')],
  ['live-http2-missing', 'the load balancer speaks HTTP/1.1', nginx(' ssl http2', ' ssl')],

  ['live-flyteadmin-down', 'flyteadmin does not start', (parts) => { parts.withoutFlyteadmin = true; }],
  ['live-host-unserved', 'the Ingresses are for another host', (parts) => parts.ingresses.forEach(({ spec }) => {
    spec.rules = (spec.rules as object[]).map((rule) => ({ ...rule, host: 'other.example.com' }));
  })],
  ['live-host-moved', 'the host has moved', inServer('return 301 https://union.example.org$request_uri;')],
  ['live-forbidden', 'the caller is not on the list', inServer('deny all;')],
  ['live-healthcheck-not-open', '/healthcheck is guarded', withoutPaths(/healthcheck/)],

  ['live-use-auth-off', 'useAuth is false', config(({ server }) => { server.security.useAuth = false; })],
  ['live-use-auth-off', 'useAuth is missing', config(({ server }) => { delete server.security.useAuth; })],
  ['live-me-guarded', '/me is guarded', withoutPaths(/^\/\(me\)/)],
  ['live-me-unrouted', 'no route leads to /me', inServer('location = /me { return 404; }')],
  ['live-me-open', '/me accepts an empty subject', answers('/me', { status: 200, answer: json({ subject: '' }) })],
  ['live-me-failing', '/me is an error', answers('/me', { status: 500 })],
  ['live-login-guarded', '/login is guarded', withoutPaths(/\(login/)],
  ['live-login-unrouted', 'no route leads to /login', inServer('location = /login { return 404; }')],
  ['live-login-unrouted', 'the console answers /login', inServer('location = /login { default_type text/html; return 200 "<html>"; }')],
  ['live-login-failing', '/login is an error', answers('/login', { status: 500 })],
  ['live-login-client', 'the client ID is the guide\'s placeholder', openId({ clientId: '<OIDC_CLIENT_ID>' })],
  ['live-login-client', 'the client ID is empty', openId({ clientId: '' })],
  ['live-login-redirect-uri', 'authorizedUris has the address in the cluster', auth({ authorizedUris: ['http://flyteadmin:80'] })],
  ['live-login-redirect-uri', 'authorizedUris has the host over http', auth({ authorizedUris: [`http://${HOST}`] })],
  ['live-login-scope', 'sign-in does not ask for openid', openId({ scopes: ['profile'] })],
  ['live-login-state', 'a proxy drops the state', (parts) => loginTo(`${world.metadata.authorization_endpoint}?${AUTHORIZE}`)(parts)],
  ['live-login-insecure', 'the provider does not know of its TLS', (parts) => {
    const plain = String(world.metadata.authorization_endpoint).replace('https:', 'http:');
    loginTo(`${plain}?${AUTHORIZE}&state=x`)(parts);
  }],
  ['live-login-cookie', 'the edge drops cookies', nginx(/location ~\* "\^\/\(login[^"]*" \{/g, '$& proxy_hide_header Set-Cookie;')],
  ['live-login-cookie', 'the edge makes cookies strict', nginx(/location ~\* "\^\/\(login[^"]*" \{/g, '$& proxy_cookie_flags ~ samesite=strict;')],
  ['live-login-cookie', 'a proxy writes its own domain into cookies', withCookie('Domain=other.example.com; HttpOnly; SameSite=Lax')],
  ['live-login-cookie', 'a proxy moves cookies below the path of the sign-in', withCookie('Path=/login; HttpOnly; SameSite=Lax')],
  ['live-login-cookie', 'a proxy moves cookies below the path where it ends', withCookie('Path=/callback/; HttpOnly; SameSite=Lax')],
  ['live-login-cookie', 'a proxy shows cookies to scripts', withCookie('Path=/; SameSite=Lax')],
  ['live-callback-blocked', '/callback is guarded', withoutPaths(/\(callback/)],
  ['live-callback-blocked', 'no route leads to /callback', inServer('location = /callback { return 404; }')],

  ['live-auth-metadata-guarded', 'AuthMetadataService is guarded', withoutPaths(/AuthMetadataService/)],
  ['live-auth-metadata-guarded', '/.well-known and /config are guarded', withoutPaths(/well-known|\(config/)],
  ['live-auth-metadata-unrouted', 'the second SDK\'s service has no route', inServer('location ^~ /flyteidl2.auth.AuthMetadataService { return 404; }')],
  ['live-grpc-broken', 'the edge speaks HTTP/1.1 to the gRPC port', annotated(/^controlplane-grpc$/, 'backend-protocol', 'HTTP')],
  ['live-auth-metadata-failing', 'flyteadmin has the wrong metadata URL', answers(METADATA, { status: 500 })],
  ['live-auth-metadata-failing', 'the metadata is of something else', answers(METADATA, { status: 200, answer: json({ keys: [] }) })],
  ['live-public-client-failing', 'flyteadmin does not know the public client', answers(CONFIG, { status: 500 })],
  ['live-native-client', 'the public client is a placeholder', flyteClient({ clientId: '<CLI_CLIENT_ID>' })],
  ['live-native-client', 'the public client is the web application', flyteClient({ clientId: 'union-web' })],
  ['live-native-redirect-uri', 'clients get the web application\'s redirect URI', flyteClient({ redirectUri: `https://${HOST}/callback` })],
  ['live-native-scopes', 'clients get flyteadmin\'s default scopes', flyteClient({ scopes: undefined })],
  ['live-native-scopes', 'clients get no scopes', flyteClient({ scopes: [] })],
  ['live-token-header', 'clients get the standard header', auth({ grpcAuthorizationHeader: 'authorization' })],

  ['live-issuer-insecure', 'the issuer is an http URL', metadata(() => ({ issuer: 'http://keycloak.keycloak.svc/realms/union' }))],
  ['live-authorization-server-own', 'flyteadmin makes tokens itself', metadata(() => ({ issuer: `https://${HOST}` }))],
  ['live-provider-unreachable', 'the issuer is another tenant', metadata(({ issuer }) => ({ issuer: `${String(issuer)}-elsewhere` }))],
  ['live-provider-unreachable', 'the keys are not where the provider says', published(({ jwks_uri }) => ({ jwks_uri: `${String(jwks_uri)}-elsewhere` }))],
  ['live-issuer-mismatch', 'the issuer has a slash too many', metadata(({ issuer }) => ({ issuer: `${String(issuer)}/` }))],
  ['live-providers-differ', 'people go to the organization\'s server, clients to a custom one', metadata(({ authorization_endpoint }) => ({ authorization_endpoint: String(authorization_endpoint).replace('/oauth2/default', '/oauth2') }))],
  ['live-provider-endpoints', 'the metadata has no token endpoint', metadata(() => ({ token_endpoint: undefined }))],
  ['live-provider-endpoints', 'the keys are published over http', metadata(() => ({ jwks_uri: 'http://idp.example.com/jwks' }))],
  ['live-provider-grants', 'the provider has no client credentials', published(() => ({ grant_types_supported: ['authorization_code', 'refresh_token'] }))],
  ['live-pkce-missing', 'the provider accepts plain challenges only', published(() => ({ code_challenge_methods_supported: ['plain'] }))],
  ['live-device-code-missing', 'the metadata has no device endpoint', metadata(() => ({ device_authorization_endpoint: undefined }))],
  ['live-token-endpoint-differs', 'flyteadmin names another token endpoint', metadata(() => ({ token_endpoint: `https://${HOST}/token-proxy` }))],

  ['live-redirect-uri-unregistered', 'the web application has another host\'s redirect URI', registered('union-web', { redirect_uris: ['https://old.example.com/callback'] })],
  ['live-redirect-uri-unregistered', 'the redirect URI has a slash too many', registered('union-web', { redirect_uris: [`https://${HOST}/callback/`] })],
  ['live-redirect-uri-unregistered', 'the native application has the redirect URI of another tool', registered('union-native', { redirect_uris: ['http://127.0.0.1/other'] })],
  ['live-client-unregistered', 'the web application is not registered', unregistered('union-web')],
  ['live-client-unregistered', 'the native application is not registered', unregistered('union-native')],
  ['live-native-client', 'flyteadmin has its default for the native application', flyteClient({ clientId: 'flytectl' })],
  ['live-challenge-demanded', 'PKCE is demanded of the web application', (parts) => { parts.registered = { demandPkceOf: ['union-web'] }; }],
  ['live-sign-in-denied', 'the web application may not use the code grant', registered('union-web', { response_types: [], grant_types: ['client_credentials'] })],
  ['live-realm-off', 'the realm is disabled', (parts) => { parts.inPlaceOfProvider = { status: 400, body: '<html><title>Sign in</title>We are sorry... Realm not enabled</html>' }; }],
  ['live-sign-in-unclear', 'a firewall before the provider treats the doctor as a robot', (parts) => { parts.inPlaceOfProvider = { status: 403, body: '<html><title>Blocked</title>Your request was blocked.</html>' }; }],
  ['live-device-code-refused', 'the native application may not use device code', registered('union-native', { grant_types: ['authorization_code', 'refresh_token'] })],
  ['live-gateway-cut', 'the HTTP port of flyteadmin asks a proxy for its gRPC port', (parts) => {
    const reply = { status: 503, answer: json({ code: 14, message: 'connection error: desc = "failed to do connect handshake"' }) };
    ['/me', METADATA, CONFIG].forEach((path) => answers(path, reply)(parts));
  }],
  ['live-native-confidential', 'the native application has a secret', registered('union-native', { token_endpoint_auth_method: 'client_secret_basic', client_secret: 'a-secret-of-the-native-application' })],
  ['live-login-target-unreachable', 'the provider is away, and flyteadmin cannot ask it either', (parts) => {
    parts.inPlaceOfProvider = { status: 503, body: 'later' };
    answers(METADATA, { status: 500 })(parts);
  }],

  ['live-guard-failing', 'the guard asks in another namespace', annotated(/protected|dataproxy|usage/, 'auth-url', 'http://127.0.0.1:9/me')],
  ['live-browser-not-redirected', 'the console\'s guard names no sign-in page', withoutAnnotations(/console-protected/, 'auth-signin')],
  ['live-sign-in-target', 'the guard sends people to a host in the cluster', annotated(/console-protected/, 'auth-signin', 'https://flyteadmin.union-cp.svc/login?redirect_url=$escaped_request_uri')],
  ['live-sign-in-target', 'the controller appends its own parameter', annotated(/console-protected/, 'auth-signin', `https://${HOST}/login?rd=https://$http_host$escaped_request_uri`)],
  ['live-sign-in-refused', 'the guard treats TLS as plain HTTP', annotated(/console-protected/, 'auth-signin', `https://${HOST}/login?redirect_url=http://$http_host$escaped_request_uri`)],
  ['live-grpc-redirected', 'the guard of gRPC has a sign-in page', annotated(/protected-grpc/, 'auth-signin', `https://${HOST}/login?redirect_url=$escaped_request_uri`)],
  ['live-grpc-refused', 'the guard of gRPC forbids', nginx(/(location ~\* "\^\/(cloudidl|flyteidl|datacatalog)[^{]*\{)\nauth_request [^;]*;/g, '$1 return 403;')],
  ['live-route-open', 'an Ingress for gRPC has no guard', withoutAnnotations(/^controlplane-protected-grpc$/, 'auth-url')],
  ['live-route-open', 'the data proxy has no guard', withoutAnnotations(/dataproxy/, 'auth-url', 'auth-signin')],
  ['live-identity-forged', 'the guard believes a header', nginx(/location ~\* "\^\/console[^"]*" \{/g, '$& if ($http_x_user_subject) { return 200; }')],
  ['live-host-foreign', 'the rules have no host', nginx(/server \{ listen [^}]*default_server; return 404; \}/g, '')],
  ['live-route-missing', 'the controller rejected an Ingress', inServer('location ^~ /org { return 404; }')],
];

/** What the token endpoint answers to a client. */
const tokenOf = (status: number, body: unknown) => (parts: Parts) => { parts.token = () => ({ status, body: JSON.stringify(body) }); };

/** A token as the provider might give it. It is not signed, so flyteadmin refuses it. */
const unsigned = (claims: Record<string, unknown>) => (parts: Parts) => {
  const now = Math.floor(Date.now() / 1000);
  const right = { iss: world.metadata.issuer, aud: `https://${HOST}`, sub: CI_CLIENT, scp: ['all'], identitytype: 'app', iat: now, exp: now + 3600 };
  const encoded = [{ alg: 'RS256', kid: 'none' }, { ...right, ...claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  tokenOf(200, { access_token: `${encoded.join('.')}.c2lnbmF0dXJl`, token_type: 'Bearer' })(parts);
};

const none = () => undefined;
const same = (client: ClientUnderTest) => client;
const withCredentials = (other: Partial<NonNullable<ClientUnderTest['credentials']>>) => (client: ClientUnderTest): ClientUnderTest => (
  { ...client, credentials: { ...client.credentials!, ...other } });

const FAULTS_OF_CLIENTS: readonly (readonly [string, string, (parts: Parts) => void, (client: ClientUnderTest) => ClientUnderTest])[] = [
  ['live-client-endpoint', 'the file names another deployment', none, (client) => ({ ...client, endpoint: { host: 'other.example.com', insecure: false } })],
  ['live-client-endpoint', 'the file has a DNS server where the host belongs', none, (client) => ({ ...client, endpoint: { host: HOST, isAuthority: true, insecure: false } })],
  ['live-client-endpoint', 'the file turns TLS off', none, (client) => ({ ...client, endpoint: { host: HOST, insecure: true } })],
  ['live-client-rejected', 'the secret is another one', none, withCredentials({ clientSecret: new Secret('placeholder') })],
  ['live-client-grant', 'the client is the web application', none, (client) => (
    withCredentials({ clientId: 'union-web', clientSecret: new Secret(world.secrets['union-web']) })(client))],
  ['live-client-scope', 'the client asks for a scope that is not its own', none, withCredentials({ scopes: ['all', 'profile'] })],
  ['live-token-refused', 'the token endpoint is out of order', tokenOf(503, 'later'), same],
  // Keycloak 26.7 says so of a wrong secret.
  ['live-client-rejected', 'the secret is another one, at Keycloak',
    tokenOf(401, { error: 'unauthorized_client', error_description: 'Invalid client or Invalid client credentials' }), same],
  ['live-token-audience', 'clients get an audience that flyteadmin does not allow', (parts) => {
    flyteClient({ audience: 'api://default' })(parts);
    unsigned({ aud: 'api://default' })(parts);
  }, same],
  ['live-token-opaque', 'the token is not a JWT', tokenOf(200, { access_token: 'opaque', token_type: 'Bearer' }), same],
  ['live-token-time', 'the provider\'s clock is an hour behind', unsigned({ exp: Math.floor(Date.now() / 1000) - 3000 }), same],
  ['live-token-audience', 'the token is for another audience', unsigned({ aud: 'api://default' }), same],
  ['live-token-scope', 'the scopes are in another claim', unsigned({ scp: undefined, scope: 'all' }), same],
  ['live-token-scope', 'the scopes are one text', unsigned({ scp: 'all profile' }), same],
  ['live-token-unaccepted', 'another server has signed the token', unsigned({}), same],
  ['live-token-header-dropped', 'flyteadmin looks into another header', auth({ httpAuthorizationHeader: 'x-other-authorization' }), same],
  ['live-metadata-believed', 'the guard shows /me all headers', annotated(/protected/, 'auth-url', `http://${DIRECT}/me`), same],
  ['live-grpc-token-refused', 'the edge removes the header from gRPC', nginx(/location ~\* "\^\/flyteidl\\\.service\\\.IdentityService[^{]*\{/g, '$& grpc_set_header flyte-authorization "";'), same],
];

describeWithNginx('doctor, on deployments of the loopback', () => {
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world.stop());

  /** Each asks a whole deployment. */
  const one = oneIn(2);

  one('reports nothing about a healthy one', async () => {
    const report = await world.examine(undefined, { client: world.client });
    expect(report.findings).toEqual([]);
    expect(report.crashed).toEqual([]);
    const missing = /^(The cluster was not asked: --kube|No sign-in was tried; use --login|No readable ID token and access token)/;
    expect(report.notApplicable.filter(({ reason }) => !missing.test(reason))).toEqual([]);
    expect(report.passed.length + report.notApplicable.length).toBe(LIVE_RULES.length);
  });

  it.each(drawn(FAULTS, 2))('%s: %s', async (rule, _, change) => {
    const report = await world.examine(change, { signIn: world.person });
    expect([rulesOf(report), report.crashed]).toEqual([[rule], []]);
  });

  it.each(drawn(FAULTS_OF_CLIENTS, 1))('%s: %s', async (rule, _, change, client) => {
    const report = await world.examine(change, { client: client(world.client) });
    expect([rulesOf(report), report.crashed]).toEqual([[rule], []]);
  });

  one('shows neither the secret nor the token where a server gives them back', async () => {
    const { clientSecret } = world.client.credentials!;
    const secret = clientSecret.reveal();
    const report = await world.examine((parts) => {
      parts.token = (form, authorization) => ({
        status: 400,
        body: JSON.stringify({ error: secret, error_description: `${authorization} ${encodeURIComponent(secret)} ${Buffer.from(secret).toString('base64')} ${form}` }),
      });
    }, { client: world.client });
    expect(rulesOf(report)).toEqual(['live-token-refused']);
    const shown = JSON.stringify(report);
    for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(`${CI_CLIENT}:${secret}`).toString('base64')]) {
      expect(shown).not.toContain(form);
    }
  });

  one.each<[string, Partial<Parts>]>([
    ['the certificate proves nothing', { trusted: false }],
    ['the provider names another token endpoint', { published: (document) => { document.token_endpoint = `${world.metadata.issuer}/elsewhere`; } }],
  ])('sends no secret where %s', async (_, fault) => {
    const token = jest.fn(() => ({ status: 200, body: '{}' }));
    await world.examine((parts) => { Object.assign(parts, { token, ...fault }); }, { client: world.client });
    expect(token).not.toHaveBeenCalled();
  });
});
