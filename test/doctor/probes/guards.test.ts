import type { ReleaseContract } from '../../../src/contract/union/release-contract';
import { ReleaseRoute, RouteGroup, RouteGuard, RouteProtocol } from '../../../src/contract/union/routes';
import type { HttpAnswer } from '../../../src/doctor/ask/http';
import { askGuards, askRoutes } from '../../../src/doctor/probes/guards';
import { grpc, http, routeGroup, to } from '../_facts';
import { ORIGIN, recordingAsker, Sent } from './_recording-asker';

const LINK = '/console/projects/doctor?asks=1';
const BROWSER = { accept: 'text/html,application/xhtml+xml' };
const FORGED = [
  'x-user-subject', 'x-user-claim-identitytype', 'x-user-claim-preferred-username', 'x-user-token', 'x-user-claim-userhandle', 'x-user-claim-groups',
];

async function asked(browser: HttpAnswer, overGrpc = true) {
  const { asker, sent } = recordingAsker(({ to: url, headers }: Sent) => (url === ORIGIN + LINK && headers['x-user-subject'] === undefined ? browser : http(url, 418)), () => grpc(16));
  return { facts: await askGuards(asker, overGrpc), sent: sent.map(({ to: url, headers }) => [url.replace(ORIGIN, ''), headers]) };
}

test('what an anonymous caller asks, and in which clothes', async () => {
  const { sent, facts } = await asked(http(LINK, 401));
  const forged = { ...Object.fromEntries(FORGED.map((name) => [name, 'forged-by-doctor'])), 'grpc-metadata-userinfo-bin': Buffer.from('{"subject":"forged-by-doctor"}').toString('base64') };
  expect(sent).toEqual([
    [LINK, BROWSER], ['/api/v1/projects', {}], ['grpc /flyteidl.service.IdentityService/UserInfo', {}], [LINK, { ...BROWSER, ...forged }],
    ['/me', { host: 'doctor.invalid' }], ['/login', { ...BROWSER, host: 'doctor.invalid' }],
  ]);
  expect(facts).toEqual({
    browser: http(LINK, 401), signIn: undefined, api: http('/api/v1/projects', 418), grpc: grpc(16), forged: http(LINK, 418), foreignMe: http('/me', 418), foreignLogin: http('/login', 418),
  });
});

test('no gRPC is asked where the edge has no HTTP/2', async () => {
  const { sent, facts } = await asked(http(LINK, 401), false);
  expect([facts.grpc, sent.filter(([path]) => String(path).startsWith('grpc'))]).toEqual([undefined, []]);
});

test.each<[string, string | undefined]>([['/login?redirect_url=/x', '/login?redirect_url=/x'], ['http://union.example.com/login', undefined], ['https://sso.example.com/', undefined]])('sent to %s, a browser follows to %s', async (location, path) => {
  const { sent, facts } = await asked(to(LINK, location));
  expect([sent.slice(6), facts.signIn]).toEqual(path === undefined ? [[], undefined] : [[[path, BROWSER]], http(path, 418)]);
});

const route = (path: string, service: string, more: Partial<ReleaseRoute> = {}): ReleaseRoute => ({ path, pathType: 'Prefix', service, port: 'http', ...more });
const PAGES = {
  ...routeGroup(RouteGroup.GUARDED_HTTP),
  routes: [route('/a/*', 'one'), route('/b', 'one'), route('/c', 'one', { port: 'other' }), route('/d(/.*)?', 'two', { subtreeOf: '/d' })],
};
const CALLS = {
  ...routeGroup(RouteGroup.GUARDED_GRPC, RouteProtocol.GRPC),
  routes: [
    route('/a.Service/Create', 'one'), route('/a.Service/WatchAll', 'one'), route('/b.Service/Get*', 'two'), route('/c.Service/.*', 'three', { subtreeOf: '/c.Service' }), route('/d.Service/Delete', 'four'),
    ...['List', 'Tail', 'GetAll'].map((method) => route(`/e.Service/${method}`, method)), route('/f.Service/Forget', 'six'),
  ],
};
const OPEN = { ...PAGES, name: RouteGroup.OPEN_HTTP, guard: RouteGuard.OPEN };
const release = { controlPlane: { routes: { groups: [OPEN, PAGES, CALLS] } } } as unknown as ReleaseContract;

const EXPECTED = [['one:http', '/a/'], ['one:other', '/c'], ['two:http', '/d']];
const CALLED = [
  ['one:http', '/a.Service/WatchAll'], ['two:http', '/b.Service/GetDoctorAsks'], ['three:http', '/c.Service/DoctorAsks'],
  ['List:http', '/e.Service/List'], ['Tail:http', '/e.Service/Tail'], ['GetAll:http', '/e.Service/GetAll'],
];

test.each([[true, [...EXPECTED, ...CALLED]], [false, EXPECTED]])('one path for each backend of what is guarded; over gRPC: %s', async (overGrpc, expected) => {
  const { asker, sent } = recordingAsker(({ to: url }) => http(url, 401), () => grpc(16));
  const samples = await askRoutes(asker, release, overGrpc);
  expect(samples.map(({ backend, path }) => [backend, path])).toEqual(expected);
  expect(samples.map(({ over, answer, group }) => [over, answer, group])).toEqual(expected.map(([, path], i) => (i < 3 ? ['http', http(path, 401), PAGES] : ['grpc', grpc(16), CALLS])));
  expect(sent.every(({ headers }) => Object.keys(headers).length === 0)).toBe(true);
});
