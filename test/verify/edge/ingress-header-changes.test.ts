import { configMap, ingress } from '../_manifests';
import { changeText, routesOf } from './_routes';

type Json = Record<string, unknown>;

const changes = (annotations: Record<string, string>, ...more: Json[]) =>
  routesOf(ingress('i', { annotations, paths: { '/': 'executions' } }), ...more)[0].headerChanges.map(changeText);
const at = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;

describe('a snippet', () => {
  test.each<[string, string[]]>([
    ['proxy_set_header X-User alice;', ['after x-user=alice']],
    ['grpc_set_header X-User "";', ['after x-user=']],
    ['proxy_set_header X-User;', ['after x-user=']],
    ['proxy_set_header X-User-Token $http_x_user_token;', []],
    ['proxy_set_header X-User $http_x_other;', ['after x-user=$http_x_other']],
    ['more_clear_input_headers -t X-A "X-B";', ['before x-a=', 'before x-b=']],
    ['more_set_input_headers -r "X-User: alice" "X-B:" nothing " X-C: c";', ['before x-user=alice', 'before x-b=']],
    ['if ($arg_a) { more_clear_headers Set-Cookie; }', ['response set-cookie=']],
    ['proxy_hide_header Set-Cookie; grpc_hide_header X-A;', ['response set-cookie=', 'response x-a=']],
    ['add_header X-A b; expires 1h;', []],
  ])('for the location with %s makes %j', (snippet, expected) => {
    expect(changes({ 'configuration-snippet': snippet })).toEqual(expected.map((change) => `${change} at ${at('configuration-snippet')}`));
  });

  test('for the server sets nothing, as each location does', () => {
    const snippet = 'proxy_set_header A b; more_clear_input_headers B; proxy_hide_header C;';
    expect(changes({ 'server-snippet': snippet })).toEqual([`before b= at ${at('server-snippet')}`, `response c= at ${at('server-snippet')}`]);
  });

  test('for the guard changes what that is asked, and nothing else', () => {
    const snippet = 'proxy_set_header A b; more_clear_input_headers B; proxy_hide_header C;';
    expect(changes({ 'auth-snippet': snippet })).toEqual(['a=b', 'b=', 'c='].map((change) => `guard ${change} at ${at('auth-snippet')}`));
  });
});

test.each([['/ /app', true], ['/ "/app; Secure"', true], [' /  /app ', true], ['/ /', false], ['/ "/; Secure"', false], ['/app /', false], ['/app / /x', false], ['', false]])(
  'proxy-cookie-path %j keeps cookies from coming back: %s', (value, expected) => {
    expect(changes({ 'proxy-cookie-path': value })).toEqual(expected ? [`response set-cookie= at ${at('proxy-cookie-path')}`] : []);
  },
);

describe('a ConfigMap of headers', () => {
  const custom = [configMap('custom', { Of: 'acme' }, 'acme'), configMap('other', { Of: 'other' }), configMap('custom', { 'X-A': '$host', 'Of': 'union-cp' })];
  const OF_HERE = ['x-a=$host at data.X-A', 'of=union-cp at data.Of'];

  test.each<[string, string[]]>([['custom', OF_HERE], ['union-cp/custom', OF_HERE], ['acme/custom', ['of=acme at data.Of']], ['nowhere', []], ['', []]])('for the guard: %j', (name, expected) => {
    expect(changes({ 'auth-proxy-set-headers': name }, ...custom)).toEqual(expected.map((change) => `guard ${change}`));
  });

  const controller = (data: Record<string, string>, namespace: string) => ({
    ...configMap('nginx', data), metadata: { name: 'nginx', namespace, labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' } },
  });

  test.each<[string, string, string[]]>([['custom', 'acme', ['of=acme at data.Of']], ['union-cp/custom', 'acme', OF_HERE]])('of the controller, %s near %s', (name, namespace, expected) => {
    expect(changes({}, ...custom, controller({ 'proxy-set-headers': name }, namespace))).toEqual(expected.map((change) => `after ${change}`));
  });

  test('headers that the controller hides', () => {
    expect(changes({}, controller({ 'hide-headers': 'Set-Cookie, X-A,' }, 'acme'))).toEqual(['response set-cookie= at data.hide-headers', 'response x-a= at data.hide-headers']);
    expect(changes({}, controller({}, 'acme'))).toEqual([]);
  });
});
