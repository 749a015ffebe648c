import { filterAnswer, ingressAnswer, locationFor, middlewareAnswer } from '../../../src/verify/edge/own-answers';
import { readNginx } from '../../../src/verify/read/nginx-config';
import { ingress } from '../_manifests';
import { kubeObjects, middleware } from './_routes';

describe('an Ingress', () => {
  const answer = (annotations: Record<string, string>) => ingressAnswer(kubeObjects(ingress('i', { annotations, paths: {} }))[0]);

  test.each<[Record<string, string>, string, string | undefined]>([
    [{ 'permanent-redirect': 'https://a.example.com' }, '/x', 'a redirect to https://a.example.com'],
    [{ 'permanent-redirect': ' ', 'temporal-redirect': 'https://b.example.com' }, '/x', 'a redirect to https://b.example.com'],
    [{ 'configuration-snippet': 'return 403;' }, '/x', 'return 403 in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/old', 'rewrite ^/old$ /new permanent in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new redirect;' }, '/old', 'rewrite ^/old$ /new redirect in a snippet'],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new permanent;' }, '/other', undefined],
    [{ 'configuration-snippet': 'rewrite ^/old$ /new break;' }, '/old', undefined],
    [{ 'server-snippet': 'return 503;', 'configuration-snippet': 'return 403;' }, '/x', 'return 503 in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/login', 'location = /login in a snippet'],
    [{ 'server-snippet': 'location = /login { return 200; }' }, '/x', undefined],
    [{ 'server-snippet': 'location = /login { return 200; } location ~ ^/api { proxy_pass http://executions; }' }, '/api', undefined],
    [{ 'server-snippet': 'location ~ ^/api { proxy_pass http://executions; } return 404;' }, '/api', 'return 404 in a snippet'],
  ])('%j answers %s: %s', (annotations, path, expected) => {
    expect(answer(annotations)).toBeDefined();
    expect(answer(annotations)?.(path)).toBe(expected);
  });

  test.each<Record<string, string>>([
    {},
    { 'permanent-redirect': ' ' },
    { 'configuration-snippet': 'proxy_set_header A b;' },
    { 'configuration-snippet': 'if ($http_x) { return 403; }' },
    { 'server-snippet': 'proxy_set_header A b;' },
    { 'server-snippet': 'location /login { return 200; }' },
    { 'server-snippet': 'location ~ ^/api { proxy_set_header A b; proxy_pass http://executions; }' },
  ])('%j asks the backend', (annotations) => {
    expect(answer(annotations)).toBeUndefined();
  });
});

describe('middlewares of Traefik', () => {
  const answer = (specs: Record<string, unknown>[], host?: string) => middlewareAnswer(kubeObjects(...specs.map((spec, index) => middleware(`m${index}`, spec))), host);
  const old = { redirectRegex: { regex: '^https://union.example.com/old', replacement: '/new' } };

  test.each<[Record<string, unknown>[], string | undefined, string, string | undefined]>([
    [[{ headers: {} }, old], 'union.example.com', '/old/x', 'a redirect of ^https://union.example.com/old'],
    [[old], 'union.example.com', '/x', undefined],
    [[old], 'other.example.com', '/old', undefined],
    [[{ redirectRegex: { regex: '^https://[^/]+/old' } }], undefined, '/old', 'a redirect of ^https://[^/]+/old'],
    // What is not read may answer anything.
    [[{ redirectRegex: { regex: '(' } }], undefined, '/(', 'a redirect of ('],
    [[{ redirectScheme: { scheme: 'https' } }, { redirectScheme: { scheme: 'http' } }], undefined, '/x', 'a redirect to http'],
    [[old, { redirectScheme: { scheme: 'http' } }], 'union.example.com', '/x', 'a redirect to http'],
  ])('%j on %s answer %s: %s', (specs, host, path, expected) => {
    expect(answer(specs, host)).toBeDefined();
    expect(answer(specs, host)?.(path)).toBe(expected);
  });

  test('the same place by https is no answer', () => {
    expect(answer([{ redirectScheme: { scheme: 'https' } }, { headers: {} }])).toBeUndefined();
    expect(answer([])).toBeUndefined();
  });
});

describe('filters of the Gateway API', () => {
  const answer = (requestRedirect: Record<string, unknown> | undefined) => filterAnswer([{ type: 'X' }, { requestRedirect }], [undefined, 'union.example.com']);

  test.each<[Record<string, unknown>, string]>([
    [{ hostname: 'other.example.com' }, 'a redirect to other.example.com'],
    [{ path: { type: 'ReplaceFullPath' } }, 'a redirect to another path'],
    [{ hostname: 'union.example.com', path: {} }, 'a redirect to union.example.com'],
  ])('%j is %s', (redirect, expected) => {
    expect(answer(redirect)?.('/x')).toBe(expected);
  });

  test.each([undefined, { scheme: 'https' }, { hostname: 'union.example.com', scheme: 'https' }])('%j leads to the same place', (redirect) => {
    expect(answer(redirect)).toBeUndefined();
  });

  test('a rule without filters asks its backend', () => {
    expect(filterAnswer(undefined, [])).toBeUndefined();
  });

  test('a redirect without a host leads to the host that was asked for', () => {
    expect(filterAnswer([{ requestRedirect: { scheme: 'https' } }], ['union.example.com'])).toBeUndefined();
  });
});

const locations = (text: string) => readNginx(`server { ${text} }`)[0].block!.filter(({ name }) => name === 'location');

const neverUnread = (expression: string): never => {
  throw new Error(expression);
};

const LOCATIONS = 'location / { } location /api { } location /api/v1 { } location ^~ /static { } location = /me { } location = /me.php { } '
  + 'location ~ \\.php$ { } location ~* ^/CON { } location ~ ^/api/v1/x { } location @named { }';

test.each([
  ['/x', '/'],
  ['/api', '/api'],
  ['/api/v1', '/api/v1'],
  ['/api/v1/x', '~ ^/api/v1/x'],
  ['/static/a.php', '^~ /static'],
  ['/a.php', '~ \\.php$'],
  ['/A.PHP', '/'],
  ['/console', '~* ^/CON'],
  ['/me', '= /me'],
  ['/me.php', '= /me.php'],
  ['/me/x', '/'],
])('%s is for location %s', (path, expected) => {
  expect(locationFor(path, locations(LOCATIONS), neverUnread)?.args.join(' ')).toBe(expected);
});

test('an expression that is not read is told, and may take the path', () => {
  const unread: string[] = [];
  const text = 'location ~ (a)\\1 { } location ~ ^/a { } location / { }';
  expect(locationFor('/a', locations(text), (expression) => unread.push(expression))?.args).toEqual(['~', '^/a']);
  expect(unread).toEqual(['(a)\\1']);
});

test('a longer prefix lets expressions in again, and named locations are out of reach', () => {
  const found = (path: string, text: string) => locationFor(path, locations(text), () => undefined)?.args.join(' ');
  expect(found('/a/b', 'location ^~ /a { } location /a/b { } location ~ b$ { }')).toBe('~ b$');
  expect(found('/a/b', 'location /a/b { } location /a { } location / { }')).toBe('/a/b');
  expect(found('/a', 'location ~ a$ { } location ~ /a { }')).toBe('~ a$');
  expect(found('/a', 'location @a { } location = /b { } location ~ ( { }')).toBeUndefined();
});
