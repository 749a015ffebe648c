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
  ['with the location in the snippet of another Ingress', { 'configuration-snippet': 'auth_request /_auth;' }, { 'server-snippet': AUTH }],
])('auth_request that asks /me is a subrequest: %s', (_, own, ...others) => {
  expect(guardOf(own, ...others)).toMatchObject({ kind: 'subrequest', url: 'http://flyteadmin.union-cp.svc.cluster.local:80/me', signIn: undefined, backendHeaders: [] });
});

test('browsers are sent on, and headers passed on, as directives say', () => {
  const snippet = [
    'auth_request /_auth; auth_request_set $sub $upstream_http_x_user_subject; proxy_set_header X-User-Subject $sub; proxy_set_header X-User-Type $sub;',
    'error_page 401 = @login;',
  ].join('\n');
  expect(guardOf({ 'configuration-snippet': snippet, 'server-snippet': `${AUTH} location @login { return 302 https://$host/login?redirect_url=$request_uri; }` })).toMatchObject({
    kind: 'subrequest', backendHeaders: ['x-user-subject'], signIn: { url: 'https://$host/login?redirect_url=$request_uri' },
  });
  expect(guardOf({ 'configuration-snippet': 'auth_request /_auth; error_page 401 =302 /login;', 'server-snippet': AUTH })).toMatchObject({ signIn: { url: '/login' } });
});

test.each<[string, Record<string, string>]>([
  ['of a location that is nowhere', { 'configuration-snippet': 'auth_request /_auth;' }],
  ['of another server', { 'configuration-snippet': 'auth_request /_auth;', 'server-snippet': 'location = /_auth { internal; proxy_pass http://oauth2-proxy/oauth2/auth; }' }],
  ['that asks with a token of its own', { 'configuration-snippet': 'auth_request /_auth;', 'server-snippet': AUTH.replace('Content-Length ""', 'Authorization "Bearer x"') }],
  ['that decides by itself', { 'configuration-snippet': 'auth_request /_auth;', 'server-snippet': AUTH.replace('internal;', 'internal; if ($arg_x) { return 204; }') }],
  ['whose refusal goes nobody knows where', { 'configuration-snippet': 'auth_request /_auth; error_page 401 = @login;', 'server-snippet': AUTH }],
])('is not judged: auth_request %s', (_, annotations) => {
  expect(guardOf(annotations)).toMatchObject({ kind: 'opaque', reason: 'auth_request /_auth in a snippet of Ingress i0 may ask anything' });
});

test('auth_request off is none', () => {
  expect(guardOf({ 'configuration-snippet': 'auth_request off;' })).toEqual({ kind: 'none' });
});

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
