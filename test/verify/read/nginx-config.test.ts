import { allDirectives, readNginx } from '../../../src/verify/read/nginx-config';

test('directives with their blocks, comments and quotes left out', () => {
  expect(readNginx('# a comment { }\nevents { }\nserver {\n  listen 80; # another\n  location ~* "\\.png$" { return 404; }\n}')).toEqual([
    { name: 'events', args: [], block: [] },
    { name: 'server', args: [], block: [{ name: 'listen', args: ['80'] }, { name: 'location', args: ['~*', '\\.png$'], block: [{ name: 'return', args: ['404'] }] }] },
  ]);
});

test('braces of a variable are no block', () => {
  expect(readNginx('set $a "${b}c"; proxy_pass http://${host}/me;')).toEqual([{ name: 'set', args: ['$a', '${b}c'] }, { name: 'proxy_pass', args: ['http://${host}/me'] }]);
});

test('what cannot be read is passed over', () => {
  expect(readNginx('} location / { allow all;')).toEqual([{ name: 'location', args: ['/'], block: [{ name: 'allow', args: ['all'] }] }]);
  expect(readNginx('return 200')).toEqual([]);
});

test('all directives, in the order of the text, however deep', () => {
  const deep = `${'a {'.repeat(10000)} x;`;
  expect(allDirectives(readNginx(deep))).toHaveLength(10001);
  expect(allDirectives(readNginx('a { b; c { d; } } e;')).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
});
