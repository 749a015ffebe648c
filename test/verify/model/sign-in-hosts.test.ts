import { signInSettings } from '../../../src/verify/model/sign-in-hosts';
import { deployment, ingress, Json } from '../_manifests';
import { modelOf } from '../_model';
import { flyteadmin } from '../_union';

const ISSUER = 'auth.userAuth.openId.baseUrl';
const admin = (baseUrl: unknown, authorizedUris?: unknown, namespace = 'union-cp', useAuth: boolean | string = true) =>
  flyteadmin({ namespace, useAuth, auth: { ...(authorizedUris === undefined ? {} : { authorizedUris }), userAuth: { openId: { clientId: 'web', ...(baseUrl === undefined ? {} : { baseUrl }) } } } });
const host = (name: string, namespace = 'union-cp') => ingress(name, { host: name, namespace, paths: { '/login': 'flyteadmin' } });
const settings = (...objects: Json[]) => signInSettings(modelOf(...objects), ISSUER)
  .map(({ flyteadmin: { namespace }, setting, hosts }) => [namespace, setting?.text, ...hosts]);

test('a setting counts for each host that is routed', () => {
  expect(settings(...admin('x', ['https://lb.example.com']), host('a.example.com'), host('b.example.com'))).toEqual([['union-cp', 'x', 'a.example.com'], ['union-cp', 'x', 'b.example.com']]);
});

test('without routes it counts for the public hosts that flyteadmin authorizes, together', () => {
  expect(settings(...admin('x', ['https://lb.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'nonsense', 'https://a.example.com/x'])))
    .toEqual([['union-cp', 'x', 'lb.example.com', 'a.example.com']]);
  expect(settings(...admin('x', ['http://flyteadmin:80']))).toEqual([]);
  expect(settings(...admin('x'))).toEqual([]);
});

test('a setting that is left out, or blank, counts for no host', () => {
  expect(settings(...admin(undefined), host('a.example.com'))).toEqual([['union-cp', undefined]]);
  expect(settings(...admin(''), host('a.example.com'))).toEqual([['union-cp', undefined]]);
});

test('a setting that may stand where the input does not show it does not count', () => {
  const incomplete = (baseUrl?: string) => {
    const [configMap] = admin(baseUrl);
    const sources = ['flyte-admin-base-config', 'not-in-the-input'].map((name) => ({ configMap: { name } }));
    const container = { volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] };
    return [configMap, deployment('flyteadmin', { container, pod: { volumes: [{ name: 'config', projected: { sources } }] } })];
  };
  expect(settings(...incomplete(), host('a.example.com'))).toEqual([]);
  expect(settings(...incomplete(''), host('a.example.com'))).toEqual([['union-cp', undefined]]);
});

test('sign-in that is not on has no setting', () => {
  expect(settings(...admin('x', undefined, 'union-cp', false), host('a.example.com'))).toEqual([]);
  expect(settings(...admin('x', undefined, 'union-cp', '${USE_AUTH}'), host('a.example.com'))).toEqual([]);
});

test('a host that may belong to two belongs to both where they say the same, else to none', () => {
  const both = [host('a.example.com'), host('a.example.com', 'other')];
  expect(settings(...admin('x'), ...admin('x', undefined, 'other'), ...both)).toEqual([['union-cp', 'x', 'a.example.com'], ['other', 'x', 'a.example.com']]);
  expect(settings(...admin('x'), ...admin('y', undefined, 'other'), ...both)).toEqual([]);
});
