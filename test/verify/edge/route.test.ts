import { EdgeRoute, Guard, guardText, hostOfUrl, namesPort, pathOfUrl, portAsked, portOfUrl, routesByGuard, urlAsked } from '../../../src/verify/edge/route';
import { ingress } from '../_manifests';
import { kubeObjects, routesOf } from './_routes';

test.each<[string, string | undefined, string | undefined, string]>([
  ['http://flyteadmin.union-cp.svc:80/me', 'flyteadmin.union-cp.svc', '80', '/me'],
  ['HTTPS://union.example.com:8443/me?a=b#c', 'union.example.com', '8443', '/me'],
  ['https://$host/me#top', '$host', undefined, '/me'],
  ['http://flyteadmin', 'flyteadmin', undefined, '/'],
  ['http://flyteadmin?a=/b', 'flyteadmin', undefined, '/'],
  ['http://flyteadmin/a:81', 'flyteadmin', undefined, '/a:81'],
  ['/login?next=http://elsewhere:81/', undefined, undefined, '/login'],
  ['/a/http://b:1/c', undefined, undefined, '/a/http://b:1/c'],
  ['', undefined, undefined, '/'],
])('%s: host %s, port %s, path %s', (url, host, port, path) => expect([hostOfUrl(url), portOfUrl(url), pathOfUrl(url)]).toEqual([host, port, path]));

test.each([
  ['http://gate/me', '80', false], ['https://gate/me', '443', false], ['http://gate:80', '80', false], ['http://gate:8080/me', '8080', true], ['HTTPS://gate:80', '80', true], ['/me', '80', false],
])('%s asks port %s, and names another than its default: %s', (url, port, names) => expect([portAsked(url), namesPort(url)]).toEqual([port, names]));

describe('guards', () => {
  const field = kubeObjects(ingress('i', { paths: {} }))[0].field('spec');
  const subrequest = { kind: 'subrequest', url: 'http://gate', field } as const;

  test.each<[Guard, string]>([
    [{ kind: 'none' }, 'no guard'],
    [subrequest, 'an auth subrequest to http://gate'],
    [{ kind: 'other', field }, 'a guard of another kind'],
    [{ kind: 'opaque', field, reason: 'a patch may guard it' }, 'a patch may guard it'],
  ])('$kind as a phrase', (guard, text) => expect(guardText(guard)).toBe(text));

  test('what a gate asks counts before what the edge asks', () => {
    expect(urlAsked(subrequest)).toBe('http://gate');
    expect(urlAsked({ ...subrequest, asks: 'http://flyteadmin/me' })).toBe('http://flyteadmin/me');
  });

  test('each guard has one route, the first of them, in their order', () => {
    const routes = routesOf(ingress('a', { paths: { '/a': 'x', '/b': 'x' } }), ingress('c', { paths: { '/c': 'x', '/d': 'x' } }));
    expect(routesByGuard(routes).map(({ path }: EdgeRoute) => path)).toEqual(['/a', '/c']);
  });
});
