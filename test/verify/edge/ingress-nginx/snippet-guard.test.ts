import { verify } from '../../../../src/verify/verify';
import { oneIn } from '../../../_tools/drawn';
import { ingress } from '../../_manifests';
import { Planes } from '../../faults/_planes';
import { routesOf } from '../_routes';

const AUTH = 'location = /_auth { internal; proxy_pass http://flyteadmin.union-cp.svc.cluster.local:80/me; proxy_pass_request_body off; proxy_set_header Content-Length ""; }';
const guardOf = (annotations: Record<string, string>, ...others: Record<string, string>[]) =>
  routesOf(...[annotations, ...others].map((each, index) => ingress(`i${index}`, { host: 'a.example.com', annotations: each, paths: { '/a': 'executions' } })))[0].guard;

test.each<[string, Record<string, string>, ...Record<string, string>[]]>([
  ['in its own snippets', { 'configuration-snippet': 'auth_request /_auth;', 'server-snippet': AUTH }],
  ['for the whole server', { 'server-snippet': `auth_request /_auth; ${AUTH}` }],
  ['for the whole server, in the snippet of another Ingress', {}, { 'server-snippet': `auth_request /_auth; ${AUTH}` }],
])('auth_request may ask anything: %s', (_, own, ...others) => {
  expect(guardOf(own, ...others)).toMatchObject({ kind: 'opaque', reason: 'auth_request /_auth in a snippet of Ingress i0 may ask anything' });
});

test('auth_request off is none', () => expect(guardOf({ 'configuration-snippet': 'auth_request off;' })).toEqual({ kind: 'none' }));

oneIn(2)('a control plane that is guarded by snippets has no finding', () => {
  const planes = Planes.behind('ingress-nginx');
  const auth = 'nginx.ingress.kubernetes.io/auth-';
  for (const { metadata: { annotations } } of planes.all('Ingress').filter((each) => each.metadata.annotations[`${auth}url`])) {
    const url = annotations[`${auth}url`] as string;
    const signIn = annotations[`${auth}signin`] as string | undefined;
    const headers = (annotations[`${auth}response-headers`] as string | undefined ?? '').split(',').map((header) => header.trim()).filter(Boolean);
    for (const name of Object.keys(annotations).filter((each) => each.startsWith(auth))) {
      delete annotations[name];
    }
    const set = (annotations['nginx.ingress.kubernetes.io/backend-protocol'] ?? '').startsWith('GRPC') ? 'grpc_set_header' : 'proxy_set_header';
    annotations['nginx.ingress.kubernetes.io/configuration-snippet'] = [
      'auth_request /_auth;',
      ...headers.flatMap((header, i) => [`auth_request_set $auth${i} $upstream_http_${header.toLowerCase().replaceAll('-', '_')};`, `${set} ${header} $auth${i};`]),
      ...(signIn === undefined ? [] : ['error_page 401 = @login;']),
    ].join('\n');
    annotations['nginx.ingress.kubernetes.io/server-snippet'] =
      `location = /_auth { internal; proxy_pass ${url}; proxy_pass_request_body off; }\nlocation @login { return 302 ${signIn ?? '/login'}; }`;
  }
  const { findings } = verify([{ name: 'in.yaml', text: planes.objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('') }]);
  expect(findings.map(({ rule, object: { name }, found }) => `${rule} ${name} ${found}`)).toEqual([]);
});
