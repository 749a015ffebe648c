import { Failure } from '../../../src/doctor/ask/failure';
import type { RouteSample } from '../../../src/doctor/probes/guards';
import { answerOf, isFallen, isMissing, isOpen, isRedirected, others } from '../../../src/doctor/rules/guards';
import { AUTHORIZE, grpc, GRPC_GROUP, http, HTTP_GROUP, ORIGIN, overHttp, rows, SILENT, to } from '../_facts';

const LINK = '/console/projects/doctor?asks=1';
const browser = (answer: ReturnType<typeof http> | Failure) => ({ guards: { browser: answer } });

rows('live-guard-failing', [
  [{ guards: { browser: http(LINK, 500), api: SILENT } }, `~${LINK} status: 500, not 302`],
  [{ guards: { browser: SILENT, api: http('/', 500) } }, `~${LINK} status: no answer in time, not 302`],
  [{ guards: { browser: http(LINK, 499), api: SILENT } }],
  [browser(SILENT)],
]);
rows('live-browser-not-redirected', [
  ...[401, 403].map((status) => [browser(http(LINK, status)), `~${LINK} status: ${status}, not a redirect to /login`] as const),
  [browser(http(LINK, 402))],
  [browser(http(LINK, 200))],
  [browser(SILENT)],
]);
rows('live-sign-in-target', [
  [browser(to(LINK, `http://union.example.com/login?redirect_url=${LINK}`)),
    `~${LINK} Location: http://union.example.com/login?redirect_url=${LINK}, not ${ORIGIN}/login`],
  [browser(to(LINK, '/signin')), `~${LINK} Location: /signin, not ${ORIGIN}/login`],
  [browser(to(LINK, '/login')), `~${LINK} Location: /login, not redirect_url with the page`],
  [browser(to(LINK, '/login?redirect_url=/console')), `~${LINK} Location: /login?redirect_url=/console, not redirect_url with the page`],
  [browser(to(LINK, '/login?redirect_url=https://union.example.com/console/projects/doctor'))],
]);
rows('live-sign-in-refused', [
  [{ guards: { signIn: http('/login', 403) } }, '~/login status: 403, not a redirect to the provider'],
  [{ guards: { signIn: http('/login', 401) } }],
]);

const method = (path: string, answer: ReturnType<typeof grpc> | Failure, backend = 'flyteadmin:81'): RouteSample => ({ group: GRPC_GROUP, backend, path, over: 'grpc', answer });
const pageAt = (path: string, status: number): RouteSample => ({ group: HTTP_GROUP, backend: `${path}:80`, path, over: 'http', answer: http(path, status) });
const REDIRECTED = overHttp(302, 2, '/login');

rows('live-grpc-redirected', [
  [{ routes: [method('/a', REDIRECTED), method('/b', overHttp(307, 2)), method('/c', overHttp(307, 2)), pageAt('/d', 302)] },
    '~/a status: UNKNOWN: HTTP 302 to /login; likewise /b and 1 more, not UNAUTHENTICATED'],
  [{ routes: [method('/a', grpc(16)), method('/b', REDIRECTED)] }, '~/b status: UNKNOWN: HTTP 302 to /login, not UNAUTHENTICATED'],
  // That of the console, for a service that the deployment does not have.
  [{ routes: [method('/a', REDIRECTED, 'queue:80')] }],
]);
rows('live-grpc-refused', [
  [{ guards: { grpc: SILENT } }, '~/flyteidl.service.IdentityService/UserInfo status: no answer in time, not UNAUTHENTICATED'],
  [{ guards: { grpc: grpc(13) } }, '~/flyteidl.service.IdentityService/UserInfo status: INTERNAL, not UNAUTHENTICATED'],
  [{ guards: { grpc: grpc(0) } }],
]);
rows('live-route-open', [
  [{ routes: [pageAt('/a', 401), pageAt('/b', 200), pageAt('/c', 204), pageAt('/d', 204), method('/m', grpc(0))] },
    '~/b status: 200, route group controlplane-protected; likewise /c and 1 more, not no way in for anonymous callers',
    '~/m status: OK, route group controlplane-protected-grpc, not no way in for anonymous callers'],
  [{ routes: [] }],
]);
rows('live-identity-forged', [
  [{ token: { use: { forgedAt: `${ORIGIN}/echo` } } }, '~/echo X-User-Subject: the one that the caller had forged, not the identity that /me names'],
  [{ guards: { forged: http(LINK, 299) } }, `~${LINK} X-User-Subject: 299 with a forged identity, not 302 to ${ORIGIN}/login?redirect_url=%2Fconsole%2Fprojects%2Fdoctor%3Fasks%3D1`],
  [{ guards: { forged: http(LINK, 200), browser: http(LINK, 300) } }, `~${LINK} X-User-Subject: 200 with a forged identity, not 300`],
  [{ guards: { forged: http(LINK, 300) } }],
  [{ guards: { forged: http(LINK, 200), browser: http(LINK, 299) } }],
  [{ guards: { forged: http(LINK, 200), browser: SILENT } }],
  [{ guards: { forged: SILENT } }],
  [{ token: undefined }],
  [{ token: { use: undefined } }],
]);
rows('live-metadata-believed', [
  ...[200, 299].map((hidden) =>
    [{ token: { use: { hidden } } }, `~${LINK} status: ${hidden}, not 401, or a redirect to sign in, for a token in Grpc-Metadata-Authorization`] as const),
  [{ token: { use: { hidden: 300 } } }],
  [{ token: { use: { hidden: SILENT } } }],
]);
rows('live-host-foreign', [
  [{ guards: { foreignMe: http('/me', 401) } }, '~/login Host: doctor.invalid: 401 for /me, not 404'],
  [{ guards: { foreignMe: http('/me', 401), foreignLogin: SILENT } }, '~/login Host: doctor.invalid: 401 for /me, not 404'],
  [{ guards: { foreignLogin: to('/login', AUTHORIZE) } }, `~/login Host: doctor.invalid: 302 to ${AUTHORIZE}, not 404`],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: { me: http('/me', 200) } }],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: { me: SILENT } }],
  [{ guards: { foreignMe: http('/me', 401) }, signIn: undefined }],
  [{ guards: { foreignMe: http('/me', 403) } }],
  [{ guards: { foreignMe: SILENT } }],
  [{ guards: { foreignLogin: to('/login', '/elsewhere') } }],
]);
rows('live-route-missing', [
  [{ routes: [pageAt('/a', 404), pageAt('/b', 404), pageAt('/c', 401), method('/m', grpc(12)), method('/n', overHttp(404, 12))] },
    '~/a status: 404, route group controlplane-protected; likewise /b, not a guard', '~/m status: UNIMPLEMENTED, route group controlplane-protected-grpc; likewise /n, not a guard'],
  [{ routes: [method('/a', REDIRECTED, 'queue:80')] }, '~/a status: UNKNOWN: HTTP 302 to /login, route group controlplane-protected-grpc, not a guard'],
]);

const overPage = (answer: ReturnType<typeof http> | typeof SILENT): RouteSample => ({ group: HTTP_GROUP, backend: 'console:80', path: '/console', over: 'http', answer });
const called = (answer: ReturnType<typeof grpc> | typeof SILENT, backend = 'queue:80', path = '/q/DoctorAsks'): RouteSample => ({ group: GRPC_GROUP, backend, path, over: 'grpc', answer });

test.each([
  ...[200, 299, 400, 405, 422, 499].map((status) => [status, true] as const),
  ...[300, 302, 399, 401, 403, 404, 407, 421, 429, 500, 502].map((status) => [status, false] as const),
])('a page that answers %i is open: %s', (status, open) => expect(isOpen(overPage(http('/console', status)))).toBe(open));

test.each([
  ...[0, 2, 3, 5, 13].map((code) => [grpc(code), true] as const),
  ...[16, 7, 14, 12].map((code) => [grpc(code, 'no'), false] as const),
  ...['unknown service x', 'Unknown method y'].map((text) => [grpc(12, text), true] as const),
  [grpc(12, 'unknown host'), false] as const,
  [overHttp(200, 2), false] as const,
  [SILENT, false] as const,
])('a method that answers %j is open: %s', (answer, open) => expect(isOpen(called(answer))).toBe(open));

test.each([[300, true], [399, true], [299, false], [400, false]])('a method with HTTP %i is redirected: %s', (status, redirected) => {
  expect([isRedirected(called(overHttp(status, 2))), isRedirected(overPage(http('/console', status)))]).toEqual([redirected, false]);
});

test('nothing is redirected that did not answer', () => expect(isRedirected(called(SILENT))).toBe(false));

test.each<[string, RouteSample, RouteSample[], boolean]>([
  ['two of a group that are redirected', called(REDIRECTED), [called(REDIRECTED), called(REDIRECTED)], true],
  ['three of a group that are', called(REDIRECTED), Array<RouteSample>(3).fill(called(REDIRECTED)), false],
  ['three, of which one is not', called(REDIRECTED), [called(REDIRECTED), called(REDIRECTED), called(grpc(16))], true],
  ['three, of which one is of another group', called(REDIRECTED), [called(REDIRECTED), called(REDIRECTED), overPage(http('/', 302))], true],
  ['flyteadmin\'s, which is never missing', called(REDIRECTED, 'flyteadmin:81'), [], false],
  ['that of a service with a longer name', called(REDIRECTED, 'flyteadmin2:81'), [], true],
])('%s falls to the console: %s', (_, sample, samples, fallen) => {
  expect([isFallen(sample, samples), isMissing(sample, samples)]).toEqual([fallen, fallen]);
});

test.each<[RouteSample, boolean]>([
  [overPage(http('/console', 404)), true],
  [overPage(http('/console', 405)), false],
  [overPage(SILENT), false],
  [called(grpc(12)), true],
  [called(grpc(12, 'unknown method x')), false],
  [called(overHttp(404, 12)), true],
  [called(grpc(16)), false],
  [called(SILENT), false],
])('%j is missing: %s', (sample, missing) => expect(isMissing(sample, [sample])).toBe(missing));

test('the answer is reported in the terms of the protocol', () => {
  expect([answerOf(overPage(http('/', 404))), answerOf(called(grpc(5))), answerOf(called(grpc(12)))]).toEqual(['404', 'code 5', 'UNIMPLEMENTED']);
});

test('of the others one is named, each path once', () => {
  const at = (path: string) => called(grpc(0), 'queue:80', path);
  expect([['/a'], ['/a', '/b'], ['/a', '/b', '/b', '/c', '/d']].map((paths) => others(paths.map(at)))).toEqual(['', '; likewise /b', '; likewise /b and 2 more']);
});
