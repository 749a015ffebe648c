import { Secret } from '../../src/doctor/ask/secret';
import { annotations, config, FileChange, inServer, NGINX, nginx, withoutAnnotations, withoutPaths } from '../../test/doctor/_faults';
import { KEYCLOAK_HOST } from './_keycloak';
import { Body, certificateOf, Fault } from './_patient';
import { CI_CLIENT, UNION_HOST } from './_world';

/** A single fault, and the rule that the doctor must name first, or the command that can find what the doctor cannot. */
export interface Case {
  readonly where: 'edge' | 'flyteadmin' | 'provider' | 'client';
  readonly what: string;
  readonly fault: Fault;
  /** The accepted rules. */
  readonly expected: readonly string[];
  /** The command that finds the fault, if the doctor cannot. */
  readonly command?: string;
}

const days = (number: number) => new Date(Date.now() + number * 86_400_000);
const certificate = (host: string, options: Parameters<typeof certificateOf>[1] = {}): Fault => async (body) => {
  body.certificate = await certificateOf(host, options);
};
const file = (change: FileChange): Fault => (body) => change(body);
const provider = (atProvider: Body['atProvider']): Fault => (body) => {
  body.atProvider = atProvider;
};
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = Record<string, any>;
const client = (id: string, edit: (client: Json) => void): Fault => provider((admin) => admin.client(id, edit));
const credentials = (edit: (given: NonNullable<Body['client']['credentials']>) => Partial<NonNullable<Body['client']['credentials']>>): Fault => (body) => {
  body.client = { ...body.client, credentials: { ...body.client.credentials!, ...edit(body.client.credentials!) } };
};
const auth = (edit: (auth: Json) => void): Fault => file(config((all) => edit(all.auth)));
const annotated = (name: RegExp, annotation: string, value: string): Fault => (
  file(annotations(name, (all) => void (all[`${NGINX}${annotation}`] = value))));
const location = (pattern: RegExp, directives: string): Fault => file(nginx(pattern, `$& ${directives}`));

/** Moves /callback into a separate Ingress with another buffer size. */
const callbackApart = (size: string): Fault => ({ ingresses }) => {
  const open = ingresses.find(({ metadata }) => metadata.name === 'controlplane')!;
  const apart = structuredClone(open);
  const pathsOf = ({ spec }: typeof open) => (spec.rules as { http: { paths: { path: string }[] } }[])[0].http;
  const isCallback = ({ path }: { path: string }) => path.includes('(callback');
  pathsOf(open).paths = pathsOf(open).paths.filter((each) => !isCallback(each));
  pathsOf(apart).paths = pathsOf(apart).paths.filter(isCallback);
  Object.assign(apart.metadata, { name: 'controlplane-callback', annotations: { ...apart.metadata.annotations as object, [`${NGINX}proxy-buffer-size`]: size } });
  ingresses.push(apart);
};

const SIGN_IN = /location ~\* "\^\/\((login|me|callback)[^"]*" \{/g;

const EDGE: readonly (readonly [string, Fault, ...string[]])[] = [
  ['the Secret with the certificate is missing', certificate('ingress.local', { commonName: 'Kubernetes Ingress Controller Fake Certificate' }), 'live-certificate-of-controller'],
  ['the certificate was not renewed', certificate(UNION_HOST, { notBeforeDate: days(-90), notAfterDate: days(-1) }), 'live-certificate-expired'],
  ['the certificate ends in five days', certificate(UNION_HOST, { notBeforeDate: days(-85), notAfterDate: days(5) }), 'live-certificate-expires'],
  ['the certificate is for another host', certificate('other.example.com'), 'live-certificate-foreign'],
  ['the certificate has a private authority', async (body) => {
    body.certificate = await certificateOf(UNION_HOST);
    body.trusted = false;
  }, 'live-certificate-untrusted'],
  ['port 443 is plain HTTP', file(nginx(' ssl http2', '')), 'live-tls-missing'],
  ['the load balancer speaks HTTP/1.1', file(nginx(' ssl http2', ' ssl')), 'live-http2-missing'],
  ['the Ingresses are for another host', (body) => body.ingresses.forEach(({ spec }) => {
    spec.rules = (spec.rules as object[]).map((rule) => ({ ...rule, host: 'other.example.com' }));
  }), 'live-host-unserved'],
  ['the host redirects to another one', file(inServer('return 301 https://union.example.org$request_uri;')), 'live-host-moved'],
  ['an address list denies all callers', file(inServer('deny all;')), 'live-forbidden'],
  ['/healthcheck is guarded', file(withoutPaths(/healthcheck/)), 'live-healthcheck-not-open'],
  ['/me is guarded', file(withoutPaths(/^\/\(me\)/)), 'live-me-guarded'],
  ['/me has no route', file(inServer('location = /me { return 404; }')), 'live-me-unrouted'],
  ['/login is guarded', file(withoutPaths(/\(login/)), 'live-login-guarded'],
  ['/login has no route', file(inServer('location = /login { return 404; }')), 'live-login-unrouted'],
  ['the console answers /login', file(inServer('location = /login { default_type text/html; return 200 "<html>"; }')), 'live-login-unrouted'],
  ['/callback is guarded', file(withoutPaths(/\(callback/)), 'live-callback-blocked'],
  ['/callback has no route', file(inServer('location = /callback { return 404; }')), 'live-callback-blocked'],
  ['the edge drops cookies', location(SIGN_IN, 'proxy_hide_header Set-Cookie;'), 'live-login-cookie'],
  ['the edge makes cookies strict', location(SIGN_IN, 'proxy_cookie_flags ~ samesite=strict;'), 'live-login-cookie'],
  ['the edge has 1 KB for the headers of /callback', callbackApart('1k'), 'live-callback-too-large'],
  ['AuthMetadataService is guarded', file(withoutPaths(/AuthMetadataService/)), 'live-auth-metadata-guarded'],
  ['/.well-known and /config are guarded', file(withoutPaths(/well-known|\(config/)), 'live-auth-metadata-guarded'],
  ['the second SDK\'s metadata has no route', file(inServer('location ^~ /flyteidl2.auth.AuthMetadataService { return 404; }')), 'live-auth-metadata-unrouted'],
  ['the edge speaks HTTP/1.1 to the gRPC port', annotated(/^controlplane-grpc$/, 'backend-protocol', 'HTTP'), 'live-grpc-broken'],
  ['the guard calls an address where nothing answers', annotated(/protected|dataproxy|usage/, 'auth-url', 'http://127.0.0.1:9/me'), 'live-guard-failing'],
  ['the console\'s guard names no sign-in page', file(withoutAnnotations(/console-protected/, 'auth-signin')), 'live-browser-not-redirected'],
  ['the guard sends people to a host in the cluster', annotated(/console-protected/, 'auth-signin', 'https://flyteadmin.union-cp.svc/login?redirect_url=$escaped_request_uri'), 'live-sign-in-target'],
  ['the controller appends its own parameter', annotated(/console-protected/, 'auth-signin', `https://${UNION_HOST}/login?rd=https://$http_host$escaped_request_uri`), 'live-sign-in-target'],
  ['the guard sends people back to http', annotated(/console-protected/, 'auth-signin', `https://${UNION_HOST}/login?redirect_url=http://$http_host$escaped_request_uri`), 'live-sign-in-refused'],
  ['the guard of gRPC has a sign-in page', annotated(/protected-grpc/, 'auth-signin', `https://${UNION_HOST}/login?redirect_url=$escaped_request_uri`), 'live-grpc-redirected'],
  ['the Ingress of gRPC has no guard', file(withoutAnnotations(/^controlplane-protected-grpc$/, 'auth-url')), 'live-route-open'],
  ['the data proxy has no guard', file(withoutAnnotations(/dataproxy/, 'auth-url', 'auth-signin')), 'live-route-open'],
  ['the guard trusts a header of the caller', location(/location ~\* "\^\/console[^"]*" \{/g, 'if ($http_x_user_subject) { return 200; }'), 'live-identity-forged'],
  ['the routes have no host', file(nginx(/server \{ listen [^}]*default_server; return 404; \}/g, '')), 'live-host-foreign'],
  ['the controller has rejected an Ingress', file(inServer('location ^~ /org { return 404; }')), 'live-route-missing'],
  ['the edge removes the token\'s header from gRPC calls', location(/location ~\* "\^\/flyteidl\\\.service\\\.IdentityService[^{]*\{/g, 'grpc_set_header flyte-authorization "";'), 'live-grpc-token-refused'],
];

const FLYTEADMIN: readonly (readonly [string, Fault, ...string[]])[] = [
  ['flyteadmin is down', (body) => void (body.withoutFlyteadmin = true), 'live-flyteadmin-down'],
  ['useAuth is false', file(config(({ server }) => void (server.security.useAuth = false))), 'live-use-auth-off'],
  ['useAuth is missing', file(config(({ server }) => void delete server.security.useAuth)), 'live-use-auth-off'],
  ['disableForHttp is true', auth((it) => void (it.disableForHttp = true)), 'live-me-open'],
  ['the web client ID is the guide\'s placeholder', auth((it) => void (it.userAuth.openId.clientId = '<OIDC_CLIENT_ID>')), 'live-login-client'],
  ['the web client ID is empty', auth((it) => void (it.userAuth.openId.clientId = '')), 'live-login-client'],
  ['the web client ID has a typo', auth((it) => void (it.userAuth.openId.clientId = 'union-wbe')), 'live-client-unregistered'],
  ['the web client\'s secret is outdated', (body) => void (body.webSecret = 'that-of-yesterday'), 'live-web-exchange-refused'],
  ['authorizedUris has the cluster-internal address', auth((it) => void (it.authorizedUris = ['http://flyteadmin:80'])), 'live-login-redirect-uri'],
  ['authorizedUris has the host over http', auth((it) => void (it.authorizedUris = [`http://${UNION_HOST}`])), 'live-login-redirect-uri'],
  ['the public URL ends in a slash, and no other audience is allowed', auth((it) => {
    it.authorizedUris = [`https://${UNION_HOST}/`];
    delete it.appAuth.externalAuthServer.allowedAudience;
  }), 'live-token-audience'],
  ['sign-in does not request openid', auth((it) => void (it.userAuth.openId.scopes = ['profile'])), 'live-login-scope'],
  ['sign-in requests an unknown scope', auth((it) => void (it.userAuth.openId.scopes = ['openid', 'profil'])), 'live-sign-in-denied'],
  ['the issuer is another realm', auth((it) => void (it.userAuth.openId.baseUrl += '-elsewhere')), 'live-flyteadmin-down'],
  ['the issuer has an extra slash', auth((it) => void (it.userAuth.openId.baseUrl += '/')), 'live-flyteadmin-down'],
  ['the authorization server is another realm', auth((it) => void (it.appAuth.externalAuthServer.baseUrl += '-elsewhere')), 'live-flyteadmin-down'],
  ['the metadata URL is wrong', auth((it) => void (it.appAuth.externalAuthServer.metadataUrl = '.well-known/nothing')), 'live-flyteadmin-down'],
  ['clients get flyteadmin\'s default client', auth((it) => void delete it.appAuth.thirdPartyConfig), 'live-native-client'],
  ['the native client ID is a placeholder', auth((it) => void (it.appAuth.thirdPartyConfig.flyteClient.clientId = '<CLI_CLIENT_ID>')), 'live-native-client'],
  ['the native client is the web application', auth((it) => void (it.appAuth.thirdPartyConfig.flyteClient.clientId = 'union-web')), 'live-native-client'],
  ['the native client ID has a typo', auth((it) => void (it.appAuth.thirdPartyConfig.flyteClient.clientId = 'union-ntive')), 'live-client-unregistered'],
  ['clients get the redirect URI of the web application', auth((it) => void (it.appAuth.thirdPartyConfig.flyteClient.redirectUri = `https://${UNION_HOST}/callback`)), 'live-native-redirect-uri'],
  ['clients get flyteadmin\'s default scopes', auth((it) => void delete it.appAuth.thirdPartyConfig.flyteClient.scopes), 'live-native-scopes'],
  ['clients get no scopes', auth((it) => void (it.appAuth.thirdPartyConfig.flyteClient.scopes = [])), 'live-native-scopes'],
  ['clients get the scope offline_access', auth((it) => void it.appAuth.thirdPartyConfig.flyteClient.scopes.push('offline_access')), 'live-api-key-scopes'],
  ['clients get the standard header for tokens', auth((it) => void (it.grpcAuthorizationHeader = 'authorization')), 'live-token-header'],
  ['flyteadmin reads tokens of HTTP from another header', auth((it) => void (it.httpAuthorizationHeader = 'x-other')), 'live-token-header-dropped'],
  ['cookies are for another domain', auth((it) => void (it.userAuth.cookieSetting = { domain: 'other.example.com', sameSitePolicy: 'LaxMode' })), 'live-session-cookie-refused'],
  ['flyteadmin calls its own gRPC port, 0.0.0.0, by a proxy', (body) => void (body.environment = { no_proxy: 'localhost,127.0.0.1', NO_PROXY: 'localhost,127.0.0.1' }), 'live-gateway-cut'],
  ['the person has no role (the edge answers in place of the authorizer)', file(inServer('location = /api/v1/projects { return 403; }')), 'live-person-without-role'],
  ['cookies are SameSite=Strict', auth((it) => void (it.userAuth.cookieSetting = { sameSitePolicy: 'StrictMode' })), 'live-session-cookie-strict'],
];

const PROVIDER: readonly (readonly [string, Fault, ...string[]])[] = [
  ['the provider is down', provider((_, { network }) => Promise.resolve(network.takeAway(KEYCLOAK_HOST))), 'live-login-target-unreachable'],
  ['the realm is disabled', provider((admin) => admin.realmItself((realm) => void (realm.enabled = false))), 'live-realm-off'],
  ['the realm has another frontend URL', provider((admin) => admin.realmItself((realm) => void (realm.attributes.frontendUrl = 'https://old.example.com'))), 'live-provider-unreachable', 'live-providers-differ', 'live-issuer-mismatch'],
  ['the web application has another host\'s redirect URI', client('union-web', (it) => void (it.redirectUris = ['https://old.example.com/callback'])), 'live-redirect-uri-unregistered'],
  ['the web application\'s redirect URI has an extra slash', client('union-web', (it) => void (it.redirectUris = [`https://${UNION_HOST}/callback/`])), 'live-redirect-uri-unregistered'],
  ['the web application is not registered', client('union-web', (it) => void (it.clientId = 'union-web-2')), 'live-client-unregistered'],
  ['the web application is disabled', client('union-web', (it) => void (it.enabled = false)), 'live-client-unregistered'],
  ['the web application may not use the code grant', client('union-web', (it) => void (it.standardFlowEnabled = false)), 'live-sign-in-denied'],
  ['the web application must use PKCE', client('union-web', (it) => void (it.attributes['pkce.code.challenge.method'] = 'S256')), 'live-challenge-demanded'],
  ['the web application\'s secret was renewed', client('union-web', (it) => void (it.secret = 'a-new-one')), 'live-web-exchange-refused'],
  ['the web application\'s ID token has no identitytype', provider((admin) => admin.mapper({ client: 'union-web' }, 'identitytype')), 'live-person-identity-type'],
  ['the native application has another redirect URI', client('union-native', (it) => void (it.redirectUris = ['http://127.0.0.1:1/other'])), 'live-redirect-uri-unregistered'],
  ['the native application is not registered', client('union-native', (it) => void (it.clientId = 'union-native-2')), 'live-client-unregistered'],
  ['the native application is disabled', client('union-native', (it) => void (it.enabled = false)), 'live-client-unregistered'],
  ['the native application may not use the code grant', client('union-native', (it) => void (it.standardFlowEnabled = false)), 'live-sign-in-denied'],
  ['the native application has a secret', client('union-native', (it) => void (it.publicClient = false)), 'live-native-confidential'],
  ['device code is off for the native application', client('union-native', (it) => void (it.attributes['oauth2.device.authorization.grant.enabled'] = 'false')), 'live-device-code-refused'],
  ['the native application may not request the scope all', provider((admin) => admin.withoutScope('union-native', 'all')), 'live-sign-in-denied'],
  ['people have another subject in SDK and CLI', provider((admin) => admin.mapper({ client: 'union-native' }, 'identitytype', (mapper) => {
    Object.assign(mapper.config, { 'claim.name': 'sub', 'claim.value': 'another-subject' });
  })), 'live-login-subjects-differ', 'live-person-identity-type'],
  ['tokens are for another audience', provider((admin) => admin.mapper({ scope: 'all' }, 'audience', (mapper) => {
    mapper.config['included.custom.audience'] = 'https://elsewhere.example.com';
  })), 'live-token-audience'],
  ['tokens have no audience', provider((admin) => admin.mapper({ scope: 'all' }, 'audience')), 'live-token-audience'],
  ['tokens have other scopes than all', provider((admin) => admin.mapper({ scope: 'all' }, 'scp', (mapper) => {
    mapper.config['claim.value'] = '["everything"]';
  })), 'live-token-scope'],
  ['tokens of services have no identitytype', provider((admin) => admin.mapper({ client: CI_CLIENT }, 'identitytype')), 'live-token-identity-type'],
  ['tokens live for half a minute', client(CI_CLIENT, (it) => void (it.attributes['access.token.lifespan'] = '30')), 'live-token-lifetime'],
  ['the pipeline\'s client is disabled', client(CI_CLIENT, (it) => void (it.enabled = false)), 'live-client-rejected'],
  ['the pipeline\'s client is not registered', client(CI_CLIENT, (it) => void (it.clientId = 'union-ci-2')), 'live-client-rejected'],
  ['the pipeline\'s secret was renewed', client(CI_CLIENT, (it) => void (it.secret = 'a-new-one')), 'live-client-rejected'],
  ['the pipeline\'s client may not use client credentials', client(CI_CLIENT, (it) => void (it.serviceAccountsEnabled = false)), 'live-client-grant'],
  ['the pipeline\'s client may not request the scope all', provider((admin) => admin.withoutScope(CI_CLIENT, 'all')), 'live-client-scope'],
];

const CLIENTS: readonly (readonly [string, Fault, ...string[]])[] = [
  ['the file names another deployment', (body) => void (body.client = { ...body.client, endpoint: { host: 'other.example.com', insecure: false } }), 'live-client-endpoint'],
  ['the file turns TLS off', (body) => void (body.client = { ...body.client, endpoint: { host: UNION_HOST, insecure: true } }), 'live-client-endpoint'],
  ['the client\'s secret is a placeholder', credentials(() => ({ clientSecret: new Secret('placeholder') })), 'live-client-rejected'],
  ['the client requests an unknown scope', credentials(() => ({ scopes: ['all', 'everything'] })), 'live-client-scope'],
];

/** Faults that the doctor cannot see. */
const UNSEEN: readonly (readonly [Case['where'], string, Fault, string])[] = [
  ['provider', 'the service application\'s secret was renewed', client('union-service', (it) => void (it.secret = 'a-new-one')),
    'npx cdk8s-union-auth doctor $URL --client-id $SERVICE_CLIENT_ID --client-secret-file FILE'],
];

const listed = (where: Case['where'], rows: readonly (readonly [string, Fault, ...string[]])[]): Case[] => (
  rows.map(([what, fault, ...expected]) => ({ where, what, fault, expected })));

export const CASES: readonly Case[] = [
  ...listed('edge', EDGE), ...listed('flyteadmin', FLYTEADMIN), ...listed('provider', PROVIDER), ...listed('client', CLIENTS),
  ...UNSEEN.map(([where, what, fault, command]) => ({ where, what, fault, expected: [], command })),
];

