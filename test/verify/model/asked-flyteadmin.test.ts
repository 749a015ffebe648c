import { flyteadminsAskedBy, flyteadminsBehind } from '../../../src/verify/model/asked-flyteadmin';
import { ingress } from '../_manifests';
import { modelOf } from '../_model';
import { flyteadmin, HOST } from '../_union';

const ADMINS = ['union-cp', 'other', null].flatMap((namespace) => flyteadmin({ namespace }));

function askedBy(url: string, namespace: string | null = 'union-cp'): (string | undefined)[] {
  const model = modelOf(...ADMINS, ingress('guarded', { host: HOST, namespace, annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole' } }));
  return flyteadminsAskedBy(model.routes[0], model.flyteadmins).map((found) => found.namespace);
}

describe('the flyteadmin that a guard asks', () => {
  test.each([
    ['the namespace in the URL', 'http://flyteadmin.other.svc.cluster.local/me', ['other', undefined]],
    ['the namespace in a short URL', 'http://flyteadmin.other:80/me', ['other', undefined]],
    ['the namespace of the Ingress for a bare name', 'http://flyteadmin/me', ['union-cp', undefined]],
    ['the namespace of the Ingress for $host', 'https://$host/me', ['union-cp', undefined]],
    ['the namespace of the Ingress for its own host', `https://${HOST}/me`, ['union-cp', undefined]],
    ['none for another host', 'https://elsewhere.example.com/me', []],
    ['none for another path', 'http://flyteadmin.other/oauth2/auth', []],
  ])('is that of %s, or of none', (_, url, namespaces) => expect(askedBy(url)).toEqual(namespaces));

  test('may be any where the Ingress has no namespace', () => expect(askedBy('https://$host/me', null)).toEqual(['union-cp', 'other', undefined]));
});

test('the flyteadmin behind a server is the one that its guards ask, too', () => {
  const behind = (annotations: Record<string, string>) => {
    const model = modelOf(...ADMINS, ingress('guarded', { host: HOST, annotations, paths: { '/': 'flyteconsole' } }));
    return flyteadminsBehind(model.servers[0], model.flyteadmins).map(({ namespace }) => namespace);
  };
  expect(behind({ 'auth-url': 'http://flyteadmin.other.svc.cluster.local/me' })).toEqual(['other', undefined]);
  expect(behind({ 'auth-url': 'https://elsewhere.example.com/me' })).toEqual([]);
  expect(behind({})).toEqual([]);
});

test('the flyteadmin behind a server is the one that its routes lead to', () => {
  const model = modelOf(...ADMINS, ingress('open', { host: HOST, namespace: 'other', paths: { '/login': 'flyteadmin' } }));
  expect(flyteadminsBehind(model.servers[0], model.flyteadmins).map(({ namespace }) => namespace)).toEqual(['other', undefined]);
});
