import { inheritedValues, locationFor, locationsOf, passOf, portsOf, valuesOf } from '../../../src/verify/edge/nginx-block';
import { readNginx } from '../../../src/verify/read/nginx-config';

const server = (text: string) => readNginx(`server { ${text} }`)[0];

test('the values of a directive stand right in the block', () => {
  const block = server('add_header A 1; location / { add_header B 2; } add_header C 3 always; expires 1h;');
  const headers = [['A', '1'], ['C', '3', 'always']];
  expect(valuesOf(block, 'add_header')).toEqual(headers);
  expect(valuesOf(block.block, 'add_header')).toEqual(headers);
  expect(valuesOf(readNginx('add_header A;')[0], 'add_header')).toEqual([]);
  expect(valuesOf(undefined, 'add_header')).toEqual([]);
});

test('the innermost level that has any hides those of the others', () => {
  const levels = [server(''), server('add_header B 2;'), readNginx('add_header C 3; add_header D 4;')];
  expect(inheritedValues(levels, 'add_header')).toEqual([['B', '2']]);
  expect(inheritedValues([levels[0], undefined, levels[2]], 'add_header')).toEqual([['C', '3'], ['D', '4']]);
  expect(inheritedValues(levels, 'expires')).toEqual([]);
});

test('a location sends what it takes to the first target', () => {
  expect(passOf(server('proxy_pass http://a; proxy_pass http://b;'))).toBe('http://a');
  expect(passOf(server('return 404;'))).toBeUndefined();
});

const neverUnread = (expression: string): never => {
  throw new Error(expression);
};

test.each([
  ['', ['80']],
  ['listen 8080;', ['8080']],
  ['listen 127.0.0.1:81 default_server; listen [::]:8443 ssl;', ['81', '8443']],
  ['listen union.example.com;', ['80']],
  ['listen unix:/run/nginx.sock;', ['80']],
  ['listen;', ['80']],
])('%s listens on %j', (text, ports) => {
  expect(portsOf(server(text))).toEqual(ports);
});

test('a server without locations is one by itself', () => {
  expect(locationsOf(server('location /a { } location; location @b { return 404; }')).map(({ args }) => args)).toEqual([['/a'], ['@b']]);
  const alone = server('if ($host) { return 403; } return 404;');
  expect(locationsOf(alone)).toEqual([{ name: 'location', args: ['/'], block: alone.block }]);
});

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
  expect(locationFor(path, locationsOf(server(LOCATIONS)), neverUnread)?.args.join(' ')).toBe(expected);
});

test('an expression that is not read is told, and may take the path', () => {
  const unread: string[] = [];
  const text = 'location ~ (a)\\1 { } location ~ ^/a { } location / { }';
  expect(locationFor('/a', locationsOf(server(text)), (expression) => unread.push(expression))?.args).toEqual(['~', '^/a']);
  expect(unread).toEqual(['(a)\\1']);
});

test('a longer prefix lets expressions in again, and named locations are out of reach', () => {
  const found = (path: string, text: string) => locationFor(path, locationsOf(server(text)), () => undefined)?.args.join(' ');
  expect(found('/a/b', 'location ^~ /a { } location /a/b { } location ~ b$ { }')).toBe('~ b$');
  expect(found('/a/b', 'location /a/b { } location /a { } location / { }')).toBe('/a/b');
  expect(found('/a', 'location ~ a$ { } location ~ /a { }')).toBe('~ a$');
  expect(found('/a', 'location @a { } location = /b { } location ~ ( { }')).toBeUndefined();
});
