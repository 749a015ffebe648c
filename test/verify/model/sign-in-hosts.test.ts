import { signInSettings } from '../../../src/verify/model/sign-in-hosts';
import { deployment, ingress, Json } from '../_manifests';
import { modelOf } from '../_model';
import { flyteadmin } from '../_union';

const admin = (baseUrl: unknown, authorizedUris?: unknown, namespace = 'union-cp', useAuth: boolean | string = true) =>
  flyteadmin({ namespace, useAuth, auth: { ...(authorizedUris === undefined ? {} : { authorizedUris }), userAuth: { openId: { clientId: 'web', ...(baseUrl === undefined ? {} : { baseUrl }) } } } });
const host = (name: string, namespace = 'union-cp') => ingress(name, { host: name, namespace, paths: { '/login': 'flyteadmin' } });
const [A, B, A_TOO] = [host('a.example.com'), host('b.example.com'), host('a.example.com', 'other')];
const URIS = ['https://lb.example.com', 'http://flyteadmin:80', 'http://flyteadmin.union-cp.svc.cluster.local:80', 'nonsense', 'https://a.example.com/x'];

/** A part of its configuration is not in the input. */
function incomplete(baseUrl?: string): Json[] {
  const sources = ['flyte-admin-base-config', 'not-in-the-input'].map((name) => ({ configMap: { name } }));
  const container = { volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] };
  return [admin(baseUrl)[0], deployment('flyteadmin', { container, pod: { volumes: [{ name: 'config', projected: { sources } }] } })];
}

test.each<[string, Json[], unknown[]]>([
  ['counts for each host that is routed', [...admin('x', ['https://lb.example.com']), A, B], [['union-cp', 'x', 'a.example.com'], ['union-cp', 'x', 'b.example.com']]],
  ['counts for the public hosts that flyteadmin authorizes, together, without routes', admin('x', URIS), [['union-cp', 'x', 'lb.example.com', 'a.example.com']]],
  ['counts for no host of the cluster', admin('x', ['http://flyteadmin:80']), []],
  ['counts for no host where none is authorized', admin('x'), []],
  ['that is left out counts for no host', [...admin(undefined), A], [['union-cp', undefined]]],
  ['that is blank counts for no host', [...admin(''), A], [['union-cp', undefined]]],
  ['that may be outside the input does not count', [...incomplete(), A], []],
  ['that is blank in the input counts for no host', [...incomplete(''), A], [['union-cp', undefined]]],
  ['of a sign-in that is off does not count', [...admin('x', undefined, 'union-cp', false), A], []],
  ['of a sign-in that may be off does not count', [...admin('x', undefined, 'union-cp', '${USE_AUTH}'), A], []],
  ['of a host that may belong to two belongs to both where they say the same', [...admin('x'), ...admin('x', undefined, 'other'), A, A_TOO], [['union-cp', 'x', 'a.example.com'], ['other', 'x', 'a.example.com']]],
  ['of a host that may belong to two belongs to none where they do not', [...admin('x'), ...admin('y', undefined, 'other'), A, A_TOO], []],
])('a setting %s', (_, objects, expected) => {
  expect(signInSettings(modelOf(...objects), 'auth.userAuth.openId.baseUrl').map(({ flyteadmin: { namespace }, setting, hosts }) => [namespace, setting?.text, ...hosts])).toEqual(expected);
});
