import { allDirectives, NginxDirective, readNginx } from '../../../src/verify/read/nginx-config';

const of = (name: string, ...args: string[]): NginxDirective => ({ name, args });
const block = (name: string, args: string[], ...inner: NginxDirective[]): NginxDirective => ({ name, args, block: inner });

test.each<[string, string, NginxDirective[]]>([
  ['directives with their blocks, comments and quotes left out', '# a comment { }\nevents { }\nserver {\n  listen 80; # another\n  location ~* "\\.png$" { return 404; }\n}',
    [block('events', []), block('server', [], of('listen', '80'), block('location', ['~*', '\\.png$'], of('return', '404')))]],
  ['braces of a variable, which are no block', 'set $a "${b}c"; proxy_pass http://${host}/me;', [of('set', '$a', '${b}c'), of('proxy_pass', 'http://${host}/me')]],
  ['what is not closed, passing over what was not opened', '} location / { allow all;', [block('location', ['/'], of('allow', 'all'))]],
  ['nothing that does not end', 'return 200', []],
  ['quotes, which hold white space and marks, and a backslash, which takes the meaning of the next character', 'a "b c; {" \'d "e" }\' "" "f\\"g" \'h\\\'i\' j\\;k;',
    [of('a', 'b c; {', 'd "e" }', '', 'f\\"g', 'h\\\'i', 'j\\;k')]],
  ['a number sign in a text and in a word', 'a "#b" c#d; # e;\nf;', [of('a', '#b', 'c#d'), of('f')]],
  ['a block without a name', '{ a; } ; b;', [block('', [], of('a')), of('b')]],
  ['no directive in words before a closing brace', 'a { b } c;', [block('a', []), of('c')]],
])('what is read is %s', (_, text, expected) => expect(readNginx(text)).toEqual(expected));

test('all directives, in the order of the text, however deep', () => {
  expect(allDirectives(readNginx(`${'a {'.repeat(10000)} x;`))).toHaveLength(10001);
  expect(allDirectives(readNginx('a { b; c { d; } } e;')).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('directives in more than 32 blocks count as in the 32nd, and those after them where they are', () => {
  const deepest = (depth: number) => {
    let level = readNginx(`${'a b {'.repeat(depth)} x; ${'}'.repeat(depth - 31)} z; ${'}'.repeat(31)} y;`);
    let levels = 0;
    for (; level[0]?.block !== undefined; levels += 1) {
      expect(level.slice(1).map(({ name }) => name)).toEqual({ 0: ['y'], 31: ['z'] }[levels] ?? []);
      level = level[0].block;
    }
    return [levels, level];
  };
  expect([deepest(32), deepest(34)]).toEqual([[32, [of('x')]], [32, [of('a', 'b'), of('a', 'b'), of('x')]]]);
});
