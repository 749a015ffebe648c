import { Call, Expression, Member, Name, Statement } from '../../../src/init/program/expression';
import { toTypeScript } from '../../../src/init/program/typescript';

/** The lines of statements, without what is above them. */
const linesOf = (...statements: Statement[]) => toTypeScript({ heading: ['x'], statements }).split('\n\n').slice(1).join('\n\n').split('\n').slice(0, -1);
const call = (callee: string, ...args: Expression[]) => new Call(callee, args);
type Lines = (length: number) => string[];
const text = (length: number) => 'x'.repeat(length);

/** Each at the width that a line may have, and one wider. */
test.each<[what: string, statement: (length: number) => Statement, before: number, narrow: Lines, wide: Lines]>([
  ['a constant', (n) => ({ kind: 'const', name: 'a', value: call('f', { b: text(n) }) }), 'const a = f({ b: \'\' });'.length,
    (n) => [`const a = f({ b: '${text(n)}' });`], (n) => ['const a = f({', `  b: '${text(n)}',`, '});']],
  ['an expression', (n) => ({ kind: 'do', value: call('new A', new Name('app'), 'id', { b: [text(n)] }) }), 'new A(app, \'id\', { b: [\'\'] });'.length,
    (n) => [`new A(app, 'id', { b: ['${text(n)}'] });`], (n) => ['new A(app, \'id\', {', `  b: ['${text(n)}'],`, '});']],
  ['a file', (n) => ({ kind: 'write', file: new Member(new Name('a'), 'b'), path: text(n) }), 'a.b.writeTo(app, \'\');'.length,
    (n) => [`a.b.writeTo(app, '${text(n)}');`], (n) => ['a.b', `  .writeTo(app, '${text(n)}');`]],
])('%s is on one line as long as it fits', (_, statement, before, narrow, wide) => {
  const fits = 110 - before;
  expect(linesOf(statement(fits))).toEqual(narrow(fits));
  expect(linesOf(statement(fits + 1))).toEqual(wide(fits + 1));
});

test.each([[0, 1], [1, 8]])('names are imported on one line as long as they fit: %i more', (more, lines) => {
  const names = ['A', 'B', 'C', 'D', 'E', `F${text(110 - 'import { A, B, C, D, E, F } from \'cdk8s-union-auth\';'.length + more)}`];
  const printed = toTypeScript({ heading: ['x'], statements: names.map((name) => ({ kind: 'do', value: call(`new ${name}`) })) });
  expect(printed.slice(printed.indexOf('import'), printed.indexOf('\n\n')).split('\n')).toHaveLength(lines);
});

test('entries of lists and props are broken where they are too wide themselves', () => {
  const wide = call('f', { a: text(100), b: 1 });
  expect(linesOf({ kind: 'do', value: call('g', [wide, { c: [] }, []]) })).toEqual([
    'g([', '  f({', `    a: '${text(100)}',`, '    b: 1,', '  }),', '  { c: [] },', '  [],', ']);',
  ]);
});

test.each<[Expression, string]>([
  [{ 'a': new Name('a'), 'b-c': true, 'd': undefined, '$e': null }, 'f({ a, \'b-c\': true, $e: null });'],
  ['it\'s "so"\n\\', 'f(\'it\\\'s "so"\\n\\\\\');'],
  [new Member(call('new A'), 'b', ['c', 1]), 'f(new A().b(\'c\', 1));'],
  [{}, 'f({});'],
])('%j', (arg, printed) => expect(linesOf({ kind: 'do', value: call('f', arg) })).toEqual([printed]));

test('the whole: heading, imports by their package, comments, blank lines, and what may be none', () => {
  expect(toTypeScript({
    heading: ['a', 'b'],
    statements: [
      { kind: 'const', name: 'app', value: call('new App') }, { kind: 'blank' }, { kind: 'comment', text: 'c' },
      { kind: 'write', file: new Member(call('B.of', { d: new Member(new Name('C'), 'D') }), 'e', [call('new Chart')]), path: 'f', mayBeNone: true }, { kind: 'synth', app: 'app' },
    ],
  }).split('\n')).toEqual([
    '/**', ' * a', ' * b', ' */', 'import { App, Chart } from \'cdk8s\';', 'import { B, C } from \'cdk8s-union-auth\';', '',
    'const app = new App();', '', '// c', 'B.of({ d: C.D }).e(new Chart())?.writeTo(app, \'f\');', 'app.synth();', '',
  ]);
});
