import { flyteadminsAskedBy, flyteadminsBehind } from '../../../src/verify/model/asked-flyteadmin';
import { ingress } from '../_manifests';
import { modelOf } from '../_model';
import { flyteadmin, HOST } from '../_union';

const ADMINS = ['union-cp', 'other', null].flatMap((namespace) => flyteadmin({ namespace }));
const NOWHERE = 'https://elsewhere.example.com/me';
const routed = (url: string | undefined, namespace: string | null = 'union-cp', paths: Record<string, string> = { '/': 'flyteconsole' }) =>
  modelOf(...ADMINS, ingress('guarded', { host: HOST, namespace, annotations: url === undefined ? {} : { 'auth-url': url }, paths }));

test.each<[string, string, string | null, (string | undefined)[]]>([
  ['the namespace in the URL', 'http://flyteadmin.other.svc.cluster.local/me', 'union-cp', ['other', undefined]],
  ['the namespace in a short URL', 'http://flyteadmin.other:80/me', 'union-cp', ['other', undefined]],
  ['the namespace of the Ingress for a bare name', 'http://flyteadmin/me', 'union-cp', ['union-cp', undefined]],
  ['the namespace of the Ingress for $host', 'https://$host/me', 'union-cp', ['union-cp', undefined]],
  ['the namespace of the Ingress for its own host', `https://${HOST}/me`, 'union-cp', ['union-cp', undefined]],
  ['any namespace, where the Ingress has none', 'https://$host/me', null, ['union-cp', 'other', undefined]],
  ['none for another host', NOWHERE, 'union-cp', []],
  ['none for another path', 'http://flyteadmin.other/oauth2/auth', 'union-cp', []],
])('the flyteadmin that a guard asks is that of %s, or of none', (_, url, namespace, expected) => {
  const { routes, flyteadmins } = routed(url, namespace);
  expect(flyteadminsAskedBy(routes[0], flyteadmins).map((found) => found.namespace)).toEqual(expected);
});

test.each<[string, ReturnType<typeof routed>, (string | undefined)[]]>([
  ['its guards ask', routed('http://flyteadmin.other.svc.cluster.local/me'), ['other', undefined]],
  ['its guards ask of another host', routed(NOWHERE), []],
  ['no guard asks', routed(undefined), []],
  ['its routes lead to', routed(undefined, 'other', { '/login': 'flyteadmin' }), ['other', undefined]],
])('the flyteadmin behind a server is the one that %s', (_, { servers, flyteadmins }, expected) => {
  expect(flyteadminsBehind(servers[0], flyteadmins).map(({ namespace }) => namespace)).toEqual(expected);
});
