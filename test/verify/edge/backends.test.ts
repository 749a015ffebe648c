import { RouteBackend } from '../../../src/verify/edge/route';
import { ingress, Json, object } from '../_manifests';
import { httpRoute, ingressRoute, routesOf } from './_routes';

const text = ({ kind, namespace, service, port }: RouteBackend) => `${kind === undefined ? '' : `${kind} `}${namespace ?? 'here'}/${service}:${port}`;
const service = (name: string, spec: Json, namespace = 'union-cp') => object('v1', 'Service', name, { spec }, namespace);
const external = (name: string, externalName: string, namespace?: string) => service(name, { type: 'ExternalName', externalName }, namespace);
const pods = (name: string, app: string) =>
  object('apps/v1', 'Deployment', name, { spec: { template: { metadata: { labels: { app } }, spec: { containers: [] } } } });

describe('a Service', () => {
  const to = (named: string, ...objects: Json[]) => routesOf(ingress('i', { paths: { '/a': named } }), ...objects)[0];
  const behind = (...objects: Json[]) => to('front:web', ...objects).backends.map(text);

  test.each<[string, Json[], string]>([
    ['of another name', [external('front', 'flyteadmin.union-cp.svc.cluster.local')], 'union-cp/flyteadmin:web'],
    ['of another namespace', [external('front', 'executions.acme')], 'acme/executions:web'],
    ['of a public name', [external('front', 'union.example.com')], 'here/front:web'],
    ['that is not an ExternalName', [service('front', { externalName: 'flyteadmin.union-cp' })], 'here/front:web'],
    ['for pods of Union', [service('front', { selector: { app: 'admin' } }), pods('flyteadmin', 'admin')], 'union-cp/flyteadmin:web'],
    ['for pods of Union among others', [service('front', { selector: { app: 'admin' } }), pods('canary', 'admin'), pods('flyteadmin', 'admin')], 'union-cp/flyteadmin:web'],
    ['for other pods', [service('front', { selector: { app: 'docs' } }), pods('docs', 'docs'), pods('flyteadmin', 'admin')], 'here/front:web'],
    ['in another namespace', [external('front', 'flyteadmin.union-cp', 'acme')], 'here/front:web'],
    ['that is not there', [], 'here/front:web'],
  ])('%s leads there', (_, objects, expected) => expect(behind(...objects)).toEqual([expected]));

  test('of Union’s stays what it is, and another is still named as it is written', () => {
    const route = to('flyteadmin', external('flyteadmin', 'docs.acme'));
    expect(route.backends.map(text)).toEqual(['here/flyteadmin:http']);
    expect(route).not.toHaveProperty('named');
    expect(to('front', external('front', 'flyteadmin.union-cp')).named?.map(text)).toEqual(['here/front:http']);
  });

  test('beside one of Union’s is followed all the same', () => {
    const services = [{ name: 'flyteadmin' }, { name: 'front' }];
    expect(routesOf(ingressRoute({ match: 'Host(`a`)', services }), external('front', 'executions.acme'))[0].backends.map(text)).toEqual(['here/flyteadmin:undefined', 'acme/executions:undefined']);
  });

  test('is followed six times, and no further', () => {
    const links = (count: number) => Array.from({ length: count }, (_, index) => external(index === 0 ? 'front' : `s${index}`, `${index === count - 1 ? 'flyteadmin' : `s${index + 1}`}.union-cp`));
    expect([behind(...links(6)), behind(...links(7))]).toEqual([['union-cp/flyteadmin:web'], ['union-cp/s6:web']]);
  });
});

describe('a TraefikService', () => {
  const traefikService = (name: string, spec: Json, namespace = 'union-cp') => object('traefik.io/v1alpha1', 'TraefikService', name, { spec }, namespace);
  const behind = (...objects: Json[]) => routesOf(ingressRoute({ match: 'Host(`a`)', services: [{ name: 'all', kind: 'TraefikService' }] }), ...objects)[0].backends.map(text);
  const A = { name: 'a', namespace: 'acme', port: 80 };
  const B = { name: 'b', port: 'http' };

  test.each<[Json, string[]]>([
    [{ weighted: { services: [A, B] } }, ['acme/a:80', 'here/b:http']],
    [{ highestRandomWeight: { services: [A] } }, ['acme/a:80']],
    [{ failover: { service: A, fallback: B } }, ['acme/a:80', 'here/b:http']],
    [{ mirroring: { ...A, mirrors: [B] } }, ['acme/a:80', 'here/b:http']],
    [{ weighted: { services: [{ ...B, kind: 'Service' }, {}] } }, ['here/b:http', 'here/:undefined']],
    [{ weighted: { services: [{ name: 'other', kind: 'TraefikService' }] } }, ['TraefikService here/other:undefined']],
    [{}, []],
  ])('%j leads to all of its services', (spec, expected) => expect(behind(traefikService('all', spec))).toEqual(expected));

  test('leads to others of its kind, which may lead back', () => {
    const other = traefikService('other', { weighted: { services: [A, { name: 'flyteadmin' }] } });
    expect(behind(traefikService('all', { weighted: { services: [{ name: 'other', kind: 'TraefikService' }] } }), other)).toEqual(['acme/a:80', 'here/flyteadmin:undefined']);
    expect(behind(traefikService('all', { weighted: { services: [{ name: 'all', kind: 'TraefikService' }] } }))).toEqual(['TraefikService here/all:undefined']);
  });

  test('may have the name of a Service of Union’s', () => {
    const named = ingressRoute({ match: 'Host(`a`)', services: [{ name: 'flyteadmin', kind: 'TraefikService' }] });
    expect(routesOf(named, traefikService('flyteadmin', { weighted: { services: [A] } }))[0].backends.map(text)).toEqual(['acme/a:80']);
  });

  test('of another namespace, or of another name, is not the one', () => {
    expect(behind(traefikService('all', { weighted: { services: [A] } }, 'acme'), traefikService('other', { weighted: { services: [B] } }))).toEqual(['TraefikService here/all:undefined']);
  });
});

test('a Backend of Envoy Gateway leads to the Services among its endpoints', () => {
  const endpoints = [
    { fqdn: { hostname: 'flyteadmin.union-cp.svc', port: 81 } }, { fqdn: { hostname: 'docs.example.com', port: 443 } }, { ip: { address: '192.0.2.1', port: 80 } },
  ];
  const backend = object('gateway.envoyproxy.io/v1alpha1', 'Backend', 'b', { spec: { endpoints } });
  const route = (name: string) => routesOf(httpRoute({ rules: [{ backendRefs: [{ kind: 'Backend', name }] }] }), backend)[0].backends.map(text);
  expect([route('b'), route('c')]).toEqual([['union-cp/flyteadmin:81'], ['Backend here/c:undefined']]);
});
