import type { RouteSample } from '../../../src/doctor/probes/guards';
import { answerOf, isFallen, isMissing, isOpen, isRedirected, others } from '../../../src/doctor/rules/guards';
import { grpc, GRPC_GROUP, http, HTTP_GROUP, overHttp, SILENT } from '../_facts';

const overPage = (answer: ReturnType<typeof http> | typeof SILENT): RouteSample => ({ group: HTTP_GROUP, backend: 'console:80', path: '/console', over: 'http', answer });
const called = (answer: ReturnType<typeof grpc> | typeof SILENT, backend = 'queue:80', path = '/q/DoctorAsks'): RouteSample => ({ group: GRPC_GROUP, backend, path, over: 'grpc', answer });
const REDIRECTED = overHttp(302, 2, '/login');

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
