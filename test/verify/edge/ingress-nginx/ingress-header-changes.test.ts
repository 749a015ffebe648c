import type { HeaderChange } from '../../../../src/verify/edge/header-changes';
import { Model } from '../../../../src/verify/model/model';
import { configMap, ingress, Json, object } from '../../_manifests';
import { changeText, kubeObjects, routesOf } from '../_routes';

/** What is for some requests says so. */
const textOf = (change: HeaderChange) => `${change.partly ? 'some ' : ''}${changeText(change)}`;

const changes = (annotations: Record<string, string>, ...more: Json[]) =>
  routesOf(ingress('i', { annotations, paths: { '/': 'executions' } }), ...more)[0].headerChanges.map(textOf);
const at = (name: string) => `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`;

describe('a snippet', () => {
  test.each<[string, string[]]>([
    ['proxy_set_header X-User alice;', ['after x-user=alice']],
    ['grpc_set_header X-User "";', ['after x-user=']],
    ['proxy_set_header X-User;', ['after x-user=']],
    ['proxy_set_header X-User-Token $http_x_user_token;', []],
    ['proxy_set_header X-User $http_x_other;', ['after x-user=$http_x_other']],
    ['more_clear_input_headers X-A "X-B";', ['before x-a=', 'before x-b=']],
    ['more_clear_input_headers -t text/plain X-A;', ['some before x-a=']],
    ['if ($arg_a) { more_clear_input_headers X-A; }', ['some before x-a=']],
    ['more_set_input_headers -r "X-User: alice" "X-B:" nothing " X-C: c";', ['before x-user=alice', 'before x-b=']],
    ['if ($arg_a) { more_clear_headers Set-Cookie; }', ['some response set-cookie=']],
    ['proxy_hide_header Set-Cookie; grpc_hide_header X-A;', ['response set-cookie=', 'response x-a=']],
    ['add_header X-A b; expires 1h;', []],
  ])('for the location with %s makes %j', (snippet, expected) => {
    expect(changes({ 'configuration-snippet': snippet })).toEqual(expected.map((change) => `${change} at ${at('configuration-snippet')}`));
  });

  test.each([
    ['server', 'sets nothing, as each location does', 'server-snippet', ['before b=', 'response c=']],
    ['guard', 'changes what that is asked, and nothing else', 'auth-snippet', ['guard a=b', 'guard b=', 'guard c=']],
  ])('for the %s %s', (_, __, name, expected) => {
    expect(changes({ [name]: 'proxy_set_header A b; more_clear_input_headers B; proxy_hide_header C;' })).toEqual(expected.map((change) => `${change} at ${at(name)}`));
  });
});

const CONTROLLER = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
const controller = (data: Record<string, string>, namespace = 'ingress-nginx', labels: object = CONTROLLER) => object('v1', 'ConfigMap', 'nginx', { data }, namespace, { labels });

describe('the server of a host', () => {
  const CLEAR = 'more_clear_input_headers X-A X-B;';
  const on = (name: string, snippet: string | undefined, host = 'a.example.com', rest: object = {}) => ingress(name, {
    host, annotations: snippet === undefined ? { 'auth-url': 'http://x' } : { 'server-snippet': snippet }, paths: { '/': 'executions' }, ...rest,
  });
  const first = (...objects: Json[]) => routesOf(...objects)[0].headerChanges.map((change) => `${change.field.object.name}: ${textOf(change).replace(/ at .*/, '')}`);

  test.each<[string, Json[], string[]]>([
    ['of another Ingress of the host', [on('own', undefined), on('other', CLEAR)], ['other: before x-a=', 'other: before x-b=']],
    ['of several that say the same', [on('own', CLEAR), on('other', CLEAR)], ['own: before x-a=', 'own: before x-b=']],
    ['of several that do not, of which it has one', [on('own', undefined), on('one', CLEAR), on('other', 'more_clear_input_headers X-B;')],
      ['one: some before x-a=', 'one: before x-b=']],
    ['of another host', [on('own', undefined), on('other', CLEAR, 'b.example.com')], []],
    ['of another controller', [on('own', undefined), on('other', CLEAR, 'a.example.com', { className: 'nginx-other' })], []],
  ])('has the snippet %s', (_, objects, expected) => expect(first(...objects)).toEqual(expected));
});

describe('a controller', () => {
  const CLEAR = 'more_clear_input_headers X-A; proxy_set_header X-B "";';
  const made = (annotations: Record<string, string>, data: Record<string, string>) =>
    changes(annotations, controller(data, undefined, { ...CONTROLLER, 'app.kubernetes.io/version': '1.12.1' })).map((change) => change.replace(/ at .*/, ''));

  test.each<[string, string[]]>([
    ['http-snippet', ['before x-a=']], ['server-snippet', ['before x-a=']], ['location-snippet', ['before x-a=', 'after x-b=']],
  ])('has %s for all, of which locations take %j', (name, expected) => expect(made({}, { [name]: CLEAR })).toEqual(expected));

  test.each<[string, Record<string, string>, number]>([
    ['takes snippets', { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' }, 4],
    ['leaves them out in silence', { 'allow-snippet-annotations': 'false', 'annotations-risk-level': 'Critical' }, 0],
    ['refuses Ingresses with snippets', {}, 4],
  ])('%s', (_, data, number) => {
    expect(made({ 'configuration-snippet': CLEAR, 'server-snippet': CLEAR, 'auth-snippet': 'more_clear_input_headers X-A;' }, data)).toHaveLength(number);
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

  test('that the input lacks is said', () => {
    const unseen = (annotations: Record<string, string>, ...more: Json[]) => routesOf(ingress('i', { annotations, paths: { '/': 'executions' } }), ...more)[0].unseen;
    expect(unseen({ 'auth-proxy-set-headers': 'acme/nowhere' }, ...custom, controller({ 'proxy-set-headers': 'elsewhere' }, 'acme'))).toEqual([
      'the ConfigMap acme/nowhere of headers (auth-proxy-set-headers of Ingress i) is not in the input',
      'the ConfigMap elsewhere of headers (proxy-set-headers of ConfigMap nginx) is not in the input',
    ]);
    expect(unseen({ 'auth-proxy-set-headers': ' ' }, ...custom)).toEqual([]);
    expect(unseen({ 'auth-proxy-set-headers': 'acme/custom' }, ...custom, controller({ 'proxy-set-headers': 'custom' }, 'acme'))).toEqual([]);
  });

  test.each<[string, string, string[]]>([['custom', 'acme', ['of=acme at data.Of']], ['union-cp/custom', 'acme', OF_HERE]])('of the controller, %s near %s', (name, namespace, expected) => {
    expect(changes({}, ...custom, controller({ 'proxy-set-headers': name }, namespace))).toEqual(expected.map((change) => `after ${change}`));
  });
});

test('headers that the controller hides', () => {
  expect(changes({}, controller({ 'hide-headers': 'Set-Cookie, X-A,' }))).toEqual(['response set-cookie= at data.hide-headers', 'response x-a= at data.hide-headers']);
  expect(changes({}, controller({}))).toEqual([]);
});

test('snippets and ConfigMaps of another cluster change nothing', () => {
  const of = (cluster: string, ...objects: Json[]) => kubeObjects(...objects).map((each) => each.settledIn({ cluster }));
  const own = ingress('own', { annotations: { 'auth-proxy-set-headers': 'union-cp/custom' }, paths: { '/': 'executions' } });
  const other = ingress('other', { annotations: { 'server-snippet': 'more_clear_input_headers X-A;' }, paths: { '/other': 'executions' } });
  const { routes } = new Model([...of('east', own), ...of('west', other, configMap('custom', { 'X-A': 'a' }))]);
  expect(routes.map(({ object: { name }, headerChanges }) => [name, headerChanges.length])).toEqual([['own', 0], ['other', 1]]);
});
