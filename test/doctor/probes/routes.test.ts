import type { ReleaseContract } from '../../../src/contract/union/release-contract';
import { ReleaseRoute, RouteGroup, RouteGuard, RouteProtocol } from '../../../src/contract/union/routes';
import { askRoutes } from '../../../src/doctor/probes/guards';
import { grpc, http, routeGroup } from '../_facts';
import { recordingAsker } from './_recording-asker';

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
  const { asker, sent } = recordingAsker(({ to }) => http(to, 401), () => grpc(16));
  const samples = await askRoutes(asker, release, overGrpc);
  expect(samples.map(({ backend, path }) => [backend, path])).toEqual(expected);
  expect(samples.map(({ over, answer, group }) => [over, answer, group])).toEqual(expected.map(([, path], i) => (i < 3 ? ['http', http(path, 401), PAGES] : ['grpc', grpc(16), CALLS])));
  expect(sent.every(({ headers }) => Object.keys(headers).length === 0)).toBe(true);
});
