import { Failure } from '../../../src/doctor/ask/failure';
import type { GrpcAnswer } from '../../../src/doctor/ask/grpc';
import { factsWith, grpc, http, METHODS, overHttp, page, rows, SILENT, to } from '../_facts';

const METADATA = '/.well-known/oauth-authorization-server';
const CLIENT = '/config/v1/flyte_client';
const OPEN = 'not an answer to every caller';
const metadata = (answer: ReturnType<typeof http> | Failure) => ({ metadata: { metadata: answer } });
const calls = (first: GrpcAnswer | Failure, second: GrpcAnswer | Failure = grpc(0)) =>
  ({ metadata: { calls: new Map([[METHODS[0], first], [METHODS[1], second]]) } });

rows('live-auth-metadata-guarded', [
  ...[401, 300, 399].map((status) => [metadata(http(METADATA, status)), `~${METADATA} status: ${status}, ${OPEN}`] as const),
  ...[299, 400, 402, 403].map((status) => [metadata(http(METADATA, status))] as const),
  [{ metadata: { metadata: to(METADATA, '/login'), publicClient: http(CLIENT, 401) } }, `~${METADATA} status: 302 to /login, ${OPEN}`, `~${CLIENT} status: 401, ${OPEN}`],
  [calls(overHttp(302, 2, '/login'), grpc(16, 'no token')), `~${METHODS[0]} status: UNKNOWN: HTTP 302 to /login, ${OPEN}`, `~${METHODS[1]} status: UNAUTHENTICATED (no token), ${OPEN}`],
  [calls(grpc(7))],
  [metadata(SILENT)],
]);
rows('live-auth-metadata-unrouted', [
  ...[404, 501].map((status) => [metadata(page(METADATA, status)), `~${METADATA} status: ${status}, ${OPEN}`] as const),
  [metadata(page(METADATA)), `~${METADATA} status: 200, a page, ${OPEN}`],
  [metadata(page(METADATA, 201))],
  [metadata(http(METADATA, 200))],
  [metadata(http(METADATA, 405))],
  [{ metadata: { publicClient: http(CLIENT, 404) } }, `~${CLIENT} status: 404, ${OPEN}`],
  [calls(SILENT, overHttp(404, 12)), `~${METHODS[1]} status: UNIMPLEMENTED: HTTP 404, ${OPEN}`],
  [calls(overHttp(404, 13))],
  [metadata(SILENT)],
]);
rows('live-grpc-broken', [
  [calls(SILENT), `~${METHODS[0]} status: no answer in time, not OK`],
  [calls(grpc(0), grpc(14, 'down')), `~${METHODS[1]} status: UNAVAILABLE (down), not OK`],
  // Guarded, or not routed.
  [calls(grpc(16), grpc(12))],
  [calls(overHttp(302, 2), overHttp(401, 16))],
]);
rows('live-auth-metadata-failing', [
  [metadata(SILENT), `~${METADATA} status: no answer in time, not the metadata`],
  [metadata(http(METADATA, 500)), `~${METADATA} status: 500, not 200`],
  [metadata(page(METADATA, 201)), `~${METADATA} status: 201, not 200`],
  ...[401, 302, 404, 501].map((status) => [metadata(http(METADATA, status))] as const),
  [{ metadata: { document: undefined } }, `~${METADATA} issuer: no JSON object, not a JSON object with the issuer`],
  [{ metadata: { document: { issuer: '' } } }, `~${METADATA} issuer: an object without it, not a JSON object with the issuer`],
  [{ metadata: { metadata: page(METADATA), document: undefined } }],
]);
rows('live-public-client-failing', [
  [{ metadata: { publicClient: SILENT } }, `~${CLIENT} answer: no answer in time, not a JSON object`],
  [{ metadata: { publicClient: http(CLIENT, 500) } }, `~${CLIENT} answer: 500, not a JSON object`],
  [{ metadata: { client: undefined } }, `~${CLIENT} answer: no JSON object, not a JSON object`],
  [{ metadata: { client: undefined, publicClient: page(CLIENT) } }],
  ...[401, 302, 404, 501].map((status) => [{ metadata: { publicClient: http(CLIENT, status) } }] as const),
]);
rows('live-native-client', [
  [{ metadata: { client: { clientId: '' } } }, `~${CLIENT} client_id: none, not the client ID of the native application`],
  [{ metadata: { client: { clientId: '<native>' } } }, `~${CLIENT} client_id: <native>, not the client ID of the native application`],
  [{ metadata: { client: { clientId: 'union-web' } } }, `~${CLIENT} client_id: union-web, the web application, not the client ID of the native application`],
  [{ metadata: { client: { clientId: 'union-web' } }, signIn: undefined }],
  [{ metadata: { client: { clientId: 'flytectl' } }, native: { atProvider: { refusal: { reason: 'client', text: 'unknown' } } } },
    `~${CLIENT} client_id: flytectl, flyteadmin's default, not the client ID of the native application`],
  [{ metadata: { client: { clientId: 'flytectl' } }, native: { atProvider: { refusal: { reason: 'scope', text: 'no' } } } }],
  [{ metadata: { client: { clientId: 'flytectl' } }, native: undefined }],
  [{ native: { atProvider: { refusal: { reason: 'client', text: 'unknown' } } } }],
]);
rows('live-native-redirect-uri', [
  ...['http://127.0.0.1:8080/x', 'http://[::1]:1/x'].map((redirectUri) => [{ metadata: { client: { redirectUri } } }] as const),
  ...['https://localhost:53593/callback', 'http://localhost/callback', 'http://localhost.example.com:1/', 'http://127.0.0.10:1/', 'nonsense'].map((redirectUri) =>
    [{ metadata: { client: { redirectUri } } }, `~${CLIENT} redirect_uri: ${redirectUri}, not http://localhost:53593/callback`] as const),
  [{ metadata: { client: { redirectUri: '' } } }, `~${CLIENT} redirect_uri: none, not http://localhost:53593/callback`],
]);
rows('live-native-scopes', [
  [{ metadata: { client: { scopes: [] } } }, `~${CLIENT} scopes: none, not all`],
  [{ metadata: { client: { scopes: ['all', 'offline'] } } }, `~${CLIENT} scopes: offline, not scopes that the provider knows`],
  [{ metadata: { client: { scopes: ['all', 'offline'] } }, provider: { document: { scopes_supported: ['offline'] } } }],
  [{ metadata: { client: { scopes: ['all', 'offline'] } }, provider: { document: { scopes_supported: 'offline' } } }, `~${CLIENT} scopes: offline, not scopes that the provider knows`],
  [{ metadata: { client: { scopes: ['all', 'offline'] } }, provider: undefined }, `~${CLIENT} scopes: offline, not scopes that the provider knows`],
]);

const asking = (...scopes: string[]) => (issuer?: string) => ({ metadata: { client: { scopes }, document: { issuer } } });
const offline = asking('all', 'offline_access');

rows('live-api-key-scopes', [
  [offline('https://keycloak.example.com/realms/union'), `~${CLIENT} scopes: all offline_access, not no offline_access`],
  [offline('https://idp.example.com')],
  [offline()],
  [{ metadata: { client: { scopes: ['offline_access'] }, document: undefined } }],
  [asking('all')('https://keycloak.example.com/realms/union')],
]);
rows('live-token-header', [
  [{ metadata: { client: { header: 'Flyte-Authorization' } } }],
  [{ metadata: { client: { header: 'authorization' } } }, `~${CLIENT} authorization_metadata_key: authorization, not flyte-authorization`],
  [{ metadata: { client: { header: '' } } }, `~${CLIENT} authorization_metadata_key: none, not flyte-authorization`],
]);

test('an issuer that is not known is no issuer of any provider', () => expect(factsWith(offline()).metadata?.document?.issuer).toBeUndefined());
