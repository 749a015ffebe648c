import { ingressAnswer, locationFor } from '../../../../src/verify/edge/ingress-nginx/snippets';
import { readNginx } from '../../../../src/verify/read/nginx-config';
import { ingress } from '../../_manifests';
import { kubeObjects } from '../_routes';

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
  ])('%j asks the backend', (annotations) => expect(answer(annotations)).toBeUndefined());
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
])('%s is for location %s', (path, expected) => expect(locationFor(path, locations(LOCATIONS), neverUnread)?.args.join(' ')).toBe(expected));

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
