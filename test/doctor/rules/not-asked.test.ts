import { Failure } from '../../../src/doctor/ask/failure';
import type { Facts } from '../../../src/doctor/probes/facts';
import type { RuleId } from '../../../src/doctor/texts/rule-texts';
import { Change, FACTS, grpc, http, HTTP_GROUP, said, SILENT } from '../_facts';

type Row = readonly [reason: string, ids: string, ...changes: Change<Facts>[]];

const REFUSED = new Failure('connection', 'ECONNREFUSED');
const PAGE = { group: HTTP_GROUP, backend: '/d:80', path: '/d', over: 'http', answer: http('/d', 302) } as const;
const [NO_CLAIMS, NO_USE, NO_TOKEN] = [{ token: { claims: undefined } }, { token: { use: undefined } }, { token: undefined }];
const [NO_DOCUMENT, NO_ISSUER, NO_METADATA] = [{ metadata: { document: undefined } }, { metadata: { document: { issuer: '' } } }, { metadata: undefined }];
const [NOBODY, NO_LOGIN] = [{ login: { browser: undefined, cli: undefined } }, { login: undefined }];
const OTHER_COOKIE = { ...FACTS.login!.browser!.cookies[0], name: 'other' };

/** What a rule says where nothing, or not enough, was asked. */
const ROWS: readonly Row[] = [
  ['The guard was not asked.', 'guard-failing browser-not-redirected identity-forged host-foreign', { guards: undefined }],
  ['The guard does not redirect.', 'sign-in-target', { guards: { browser: http('/console', 401) } }, { guards: { browser: SILENT } }, { guards: undefined }],
  ['The guard redirects no one to this host.', 'sign-in-refused', { guards: { signIn: SILENT } }, { guards: { signIn: undefined } }],
  ['The edge was not asked for gRPC.', 'grpc-redirected', { routes: [PAGE] }, { routes: undefined }, { guards: undefined }],
  ['The edge was not asked for gRPC.', 'grpc-refused', { guards: { grpc: undefined } }],
  ['The edge was not asked for gRPC.', 'grpc-broken', { metadata: { calls: new Map() } }, NO_METADATA],
  ['No guarded route was asked.', 'route-open route-missing', { routes: undefined }],
  ['No token was there to ask with.', 'metadata-believed', NO_USE, NO_TOKEN],
  ['No config file or API key was given.', 'client-endpoint', { client: { endpoint: undefined } }, { client: undefined }],
  ['No credentials were given, or none could be sent safely: --client-id, --config, --api-key-env.', 'client-rejected', NO_TOKEN],
  ['There is no token to check.', 'token-opaque token-audience token-scope token-header-dropped token-unaccepted', NO_USE, NO_TOKEN],
  ['There is no token to check.', 'token-time', NO_CLAIMS, NO_USE, NO_TOKEN],
  ['There is no token to check.', 'token-subject', { token: { use: { subject: undefined, me: 401 } } }, NO_USE, NO_TOKEN],
  ['There is no token to check.', 'token-identity-type', { token: { use: { me: 401 } } }, NO_CLAIMS, NO_USE, NO_TOKEN],
  ['There is no token to check.', 'token-lifetime', NO_CLAIMS],
  ['There is no token to check.', 'grpc-token-refused', { token: { use: { grpc: undefined } } }, { token: { use: { me: 401, grpc: grpc(16) } } }],
  ['No readable ID token and access token of one login were given: --id-token-env and --access-token-env.', 'subjects-differ',
    { person: { accessClaims: { iss: 'https://other.example.com', sub: 'x' } } }, { person: { idClaims: { sub: 7 } } }, { person: { accessClaims: { sub: undefined } } }, { person: { idClaims: undefined } }, { person: { accessClaims: undefined } }, { person: undefined }],
  ['flyteadmin was not asked for its public client configuration.', 'auth-metadata-guarded auth-metadata-unrouted auth-metadata-failing public-client-failing',
    NO_METADATA],
  ['flyteadmin published no client settings.', 'native-client', { metadata: { client: undefined } }, NO_METADATA],
  ['flyteadmin did not announce a provider.', 'issuer-insecure authorization-server-own provider-endpoints device-code-missing', NO_DOCUMENT, NO_ISSUER, NO_METADATA],
  ['flyteadmin did not announce a provider.', 'provider-private provider-unreachable', { provider: undefined }],
  ['flyteadmin did not announce a provider.', 'providers-differ', { signIn: { authorize: undefined } }, { signIn: undefined }, NO_DOCUMENT, NO_ISSUER, NO_METADATA],
  ['The metadata of the provider could not be read.', 'issuer-mismatch', { provider: { document: undefined } }, { provider: undefined }],
  ['The metadata of the provider could not be read.', 'token-endpoint-differs', { provider: { document: undefined } }, NO_DOCUMENT],
  ['The provider does not list its grants.', 'provider-grants', { provider: { document: { grant_types_supported: undefined } } }, { provider: undefined }],
  ['The provider does not list its methods of PKCE.', 'pkce-missing', { provider: { document: undefined } }],
  ['The edge was not asked.', 'no-answer', { health: undefined }],
  ['The edge was not asked.', 'tls-unseen host-moved flyteadmin-down healthcheck-not-open', { health: SILENT }],
  ['The edge was not asked.', 'host-taken', { signIn: undefined }, { health: SILENT }],
  ['The edge was not asked.', 'host-unserved forbidden', { signIn: undefined }],
  ['The edge was not asked.', 'slow', { late: undefined }],
  ['No guard was asked.', 'gateway-cut', { signIn: { me: SILENT } }, { signIn: undefined }],
  ['No sign-in was tried; use --login.', 'person-refused person-identity-type', NO_LOGIN],
  ['No sign-in was tried; use --login.', 'web-exchange-refused callback-too-large login-state-lost', { login: { browser: { callback: undefined } } }, NOBODY, NO_LOGIN],
  ['No sign-in was tried; use --login.', 'session-cookie-refused cli-exchange-refused cli-token-refused', NOBODY, NO_LOGIN],
  ['No sign-in was tried; use --login.', 'session-cookie-strict', { login: { browser: { cookies: [OTHER_COOKIE] } } }, NOBODY, NO_LOGIN],
  ['No sign-in was tried; use --login.', 'session-refused', { login: { browser: { session: undefined } } }, NOBODY, NO_LOGIN],
  ['No sign-in was tried; use --login.', 'login-subjects-differ',
    { login: { cli: { token: { subject: undefined } } } }, { login: { browser: { session: { subject: undefined } } } }, NOBODY, NO_LOGIN],
  ['No sign-in was tried; use --login.', 'person-without-role',
    { login: { browser: { session: { projects: undefined } }, cli: { token: { projects: undefined } } } }, NOBODY, NO_LOGIN],
  ['The paths of sign-in were not asked.', 'use-auth-off', { signIn: { login: SILENT } }, { signIn: { me: SILENT } }],
  ['The paths of sign-in were not asked.', 'me-guarded me-unrouted me-open login-guarded login-unrouted',
    { signIn: { me: SILENT, login: SILENT } }, { signIn: undefined }],
  ['The paths of sign-in were not asked.', 'me-failing login-failing callback-blocked', { signIn: undefined }],
  ['There is no redirect to a provider.', 'login-cookie', { signIn: { authorize: undefined } }, { signIn: { login: SILENT } }],
  ['There is no redirect to a provider.', 'login-client login-redirect-uri login-scope login-state', { signIn: { authorize: undefined } }, { signIn: undefined }],
  ['There is no redirect to a provider.', 'login-insecure', { signIn: { authorize: undefined } }],
  ['There is no redirect to a provider.', 'login-target-unreachable', { signIn: { atProvider: undefined } }],
  ['The provider was not asked for a sign-in.', 'redirect-uri-unregistered client-unregistered challenge-demanded sign-in-denied sign-in-unclear realm-off',
    { signIn: { atProvider: { answer: SILENT } }, native: undefined }, { signIn: undefined, native: undefined }],
  ['The token endpoint was not asked as the native application.', 'native-confidential', { native: { token: undefined } }, { native: undefined }],
  ['The device endpoint was not asked as the native application.', 'device-code-refused', { native: { device: undefined } }, { native: undefined }],
  ['The cluster was not asked: --kube.', 'ingress-class-missing', { cluster: undefined }, { cluster: { edge: { classless: undefined } } }],
  ['The cluster was not asked: --kube.', 'edge-unclaimed certificate-unissued delivery-failed pod-stale', { cluster: undefined }],
  ['There is no connection to check.', 'name-unresolved', { addresses: undefined }],
  ['There is no connection to check.', 'proxy-refuses unreachable tls-missing', { certificate: undefined }],
  ['There is no connection to check.', 'certificate-of-controller', { certificate: REFUSED }, { certificate: undefined }],
  ['There is no connection to check.', 'certificate-expired certificate-expires certificate-foreign certificate-untrusted http2-missing', { certificate: REFUSED }],
];

const CASES = ROWS.flatMap(([reason, ids, ...changes]) => ids.split(' ').flatMap((id) => changes.map((change, index) => ({ id: `live-${id}` as RuleId, index, change, reason }))));

test.each(CASES)('$id, $index: $reason', ({ id, change, reason }) => expect(said(id, change)).toEqual([reason]));
