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

test('quotes hold white space and marks, and a backslash takes the meaning of the next character', () => {
  expect(readNginx('a "b c; {" \'d "e" }\' "" "f\\"g" \'h\\\'i\' j\\;k;')).toEqual([
    { name: 'a', args: ['b c; {', 'd "e" }', '', 'f\\"g', 'h\\\'i', 'j\\;k'] },
  ]);
  expect(readNginx('a "#b" c#d; # e;\nf;')).toEqual([{ name: 'a', args: ['#b', 'c#d'] }, { name: 'f', args: [] }]);
});

test('a block without a name has an empty one', () => {
  expect(readNginx('{ a; } ; b;')).toEqual([{ name: '', args: [], block: [{ name: 'a', args: [] }] }, { name: 'b', args: [] }]);
});

test('words before a closing brace belong to no directive', () => {
  expect(readNginx('a { b } c;')).toEqual([{ name: 'a', args: [], block: [] }, { name: 'c', args: [] }]);
});

test('what stands deeper than 32 blocks counts as if it stood there, and what stands behind them where it stands', () => {
  const nested = (depth: number) => readNginx(`${'a b {'.repeat(depth)} x; ${'}'.repeat(depth - 31)} z; ${'}'.repeat(31)} y;`);
  const deepest = (depth: number) => {
    let level = nested(depth);
    let levels = 0;
    for (; level[0]?.block !== undefined; levels += 1) {
      expect(level.slice(1).map(({ name }) => name)).toEqual({ 0: ['y'], 31: ['z'] }[levels] ?? []);
      level = level[0].block;
    }
    return [levels, level];
  };
  expect(deepest(32)).toEqual([32, [{ name: 'x', args: [] }]]);
  expect(deepest(34)).toEqual([32, [{ name: 'a', args: ['b'] }, { name: 'a', args: ['b'] }, { name: 'x', args: [] }]]);
});
