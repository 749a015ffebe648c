import { missesFlyteadmin } from '../../../src/verify/model/way-to-flyteadmin';
import { ingress, Json, object } from '../_manifests';
import { modelOf } from '../_model';
import { HOST } from '../_union';

const GRPC = '/flyteidl.service.AuthMetadataService/GetOAuth2Metadata';

function missed(path: string, ...objects: Json[]): string | undefined {
  const model = modelOf(...objects);
  return missesFlyteadmin(model.servers.find(({ host }) => host === HOST)!, path, model);
}

const routes = (paths: Record<string, string>, annotations: Record<string, string> = {}) => ingress('routes', { host: HOST, paths, annotations, pathType: 'Prefix' });
const traefik = (name: string, match: string, service?: Json) => object('traefik.io/v1alpha1', 'IngressRoute', name, { spec: { routes: [{ match, services: service === undefined ? [] : [service] }] } });
const ADMIN = { name: 'flyteadmin', port: 80 };

test('a request reaches flyteadmin by its route', () => {
  expect(missed('/login', routes({ '/login': 'flyteadmin' }))).toBeUndefined();
  expect(missed(GRPC, routes({ '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' }))).toBeUndefined();
});

test.each<[string, Json, string]>([
  ['no route takes it', routes({ '/other': 'flyteadmin' }), 'no route'],
  ['another Service gets it', routes({ '/': 'flyteconsole' }), 'the route / to flyteconsole, which matches first'],
  ['nobody gets it', traefik('own', `Host(\`${HOST}\`)`), 'the route /, which matches first'],
  ['the edge answers', routes({ '/login': 'flyteadmin' }, { 'permanent-redirect': 'https://elsewhere.example.com' }), 'the route /login, where the edge itself answers: a redirect to https://elsewhere.example.com'],
  ['the path is rewritten', routes({ '/login': 'flyteadmin' }, { 'rewrite-target': '/other' }), 'the route /login, behind which it is /other'],
  ['it goes to the port for gRPC', routes({ '/login': 'flyteadmin:grpc' }), 'the route /login, to a port of flyteadmin that speaks another protocol'],
])('it misses flyteadmin where %s', (_, edge, expected) => expect(missed('/login', edge)).toBe(expected));

describe('the protocol', () => {
  const OTHER = 'the route /, to a port of flyteadmin that speaks another protocol';
  const service = (ports: Json[], namespace = 'union-cp') => object('v1', 'Service', 'flyteadmin', { spec: { selector: { app: 'flyteadmin' }, ports } }, namespace);
  const to = (port: number | string) => traefik('own', `Host(\`${HOST}\`)`, { name: 'flyteadmin', port });

  test.each<[string, number | string, string | undefined]>([
    ['/login', 80, undefined], ['/login', 81, OTHER], [GRPC, 81, undefined], [GRPC, 80, OTHER], [GRPC, 'http', OTHER], ['/login', 'grpc', OTHER], ['/login', 8080, undefined], [GRPC, 8080, undefined],
    ['/x/flyteidl.service.AuthMetadataService/Get', 81, OTHER],
  ])('of %s at port %s is that which upstream gives it', (path, port, expected) => expect(missed(path, to(port))).toBe(expected));

  test('is known from the Service, if it is in the input', () => {
    const swapped = [{ name: 'http', port: 81 }, { name: 'grpc', port: 80 }];
    expect([missed('/login', to(81), service(swapped)), missed('/login', to(80), service(swapped))]).toEqual([undefined, OTHER]);
    expect(missed('/login', to(81), service(swapped, 'other'))).toBe(OTHER);
    expect(missed('/login', to(81), service([{ name: 'other', port: 80 }]))).toBe(OTHER);
  });
});

test('where a host of Traefik has no route for it, a route without a host takes it', () => {
  const own = traefik('own', `Host(\`${HOST}\`) && PathPrefix(\`/console\`)`, { name: 'flyteconsole', port: 80 });
  expect(missed('/login', own, traefik('any', 'PathPrefix(`/login`)', ADMIN))).toBeUndefined();
  expect(missed('/login', own, traefik('any', 'PathPrefix(`/other`)', ADMIN))).toBe('no route');
  expect(missed('/login', own, traefik('other', 'Host(`other.example.com`) && PathPrefix(`/login`)', ADMIN))).toBe('no route');
  expect(missed('/login', own, ingress('any', { paths: { '/login': 'flyteadmin' } }))).toBe('no route');
  expect(missed('/login', routes({ '/console': 'flyteconsole' }), ingress('any', { paths: { '/login': 'flyteadmin' } }))).toBe('no route');
});
