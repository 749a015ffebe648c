import type { PathStep } from '../../../src/common/data/json';
import { KubeObject } from '../../../src/verify/kube/kube-object';
import { parseManifests } from '../../../src/verify/parse';
import { LineFinder } from '../../../src/verify/read/line-finder';

function lineOf(text: string, name: string, path: PathStep[], inner?: PathStep[]): string {
  const object = parseManifests([{ name: 'in', text }]).objects.find((candidate) => candidate.name === name)!;
  const field = inner === undefined ? object.field(...path) : object.field(...path).inside({}).child(...inner);
  return text.split('\n')[new LineFinder(text).lineOf(field) - 1];
}

const config = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
  server.yaml: |
    # ${name}
    auth:
      issuer: https://idp.example.com/${name}
  quoted.yaml: "auth:\\n  issuer: x${name}\\n"
`;
const indented = (name: string, width: number) => config(name).split('\n').map((line, index) =>
  (line === '' ? '' : `${index === 0 ? '- '.padStart(width) : ' '.repeat(width)}${line}`)).join('\n');
const issuer: [PathStep[], PathStep[]] = [['data', 'server.yaml'], ['auth', 'issuer']];

describe.each([
  ['documents', `# head\n---\n${config('a')}---\n# between\n\n${config('b')}...\n---\n${config('c')}`],
  ['documents with directives', `%YAML 1.2\n---\n${config('a')}...\n%YAML 1.2\n---\n${config('b')}---\n${config('c')}`],
  ['a list', `apiVersion: v1\nkind: List\nitems:\n${indented('a', 2)}${indented('b', 2)}${indented('c', 2)}`],
  ['a list before its kind', `apiVersion: v1\nitems:\n${indented('a', 4)}${indented('b', 4)}# end\n${indented('c', 4)}kind: List\nmetadata: {}\n`],
  ['a list beside another list', `apiVersion: v1\nother:\n- x\nitems:\n${indented('a', 2)}${indented('b', 2)}${indented('c', 2)}kind: List\n`],
  ['an array', `${indented('a', 2)}${indented('b', 2)}${indented('c', 2)}`],
])('in %s', (_, text) => {
  test.each(['a', 'b', 'c'])('lines of %s are found', (name) => {
    expect(lineOf(text, name, ['metadata', 'name']).trim()).toBe(`name: ${name}`);
    expect(lineOf(text, name, ...issuer).trim()).toBe(`issuer: https://idp.example.com/${name}`);
    // A quoted text has no lines of its own.
    expect(lineOf(text, name, ['data', 'quoted.yaml'], ['auth', 'issuer'])).toContain(`x${name}`);
    // A missing field is found at its nearest ancestor.
    expect(lineOf(text, name, ['data', 'missing.yaml']).trim()).toBe('data:');
    expect(lineOf(text, name, ['data', 'server.yaml'], ['auth', 'missing']).trim()).toBe('auth:');
  });
});

test.each([
  ['in indented JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }] }, null, 2), '"name": "a"'],
  ['behind carriage returns and in flow style', 'apiVersion: v1\r\nkind: List\r\nitems: [{apiVersion: v1, kind: Secret,\r\n  metadata: {name: a}}]\r\n', 'metadata: {name: a}}]'],
])('lines are found %s', (_, text, line) => expect(lineOf(text, 'a', ['metadata', 'name']).trim()).toBe(line));

describe('of a text that does not read as a whole', () => {
  // The reader gives such places for texts that it could read; here they show that nothing else is read.
  const text = 'x: [\n---\nname: a\nport: 1\n---\nitems:\n- name: b\n  port: 2\n- name: c\n  port: 3\n- - [\n---\nname: d\nport: 4';
  const between = (from: string, to: string) => ({ start: text.indexOf(from), end: to === '' ? text.length : text.indexOf(to) });
  const spans = { a: between('name: a', 'items'), b: between('name: b', 'name: c'), c: between('name: c', '- [\n'), d: between('name: d', '') };

  test.each(Object.entries(spans))('only the part of %s is read', (_, span) => {
    const object = new KubeObject({}, { file: 'in', document: 1, path: ['items', 0], span });
    const finder = new LineFinder(text);
    const lines = text.slice(0, span.start).split('\n').length;
    expect([finder.lineOf(object.field('port')), finder.lineOf(object.field('name'))]).toEqual([lines + 1, lines]);
  });

  test('one finder knows them all', () => {
    const finder = new LineFinder(text);
    const linesOf = () => Object.values(spans).map((span) => finder.lineOf(new KubeObject({}, { file: 'in', document: 0, path: [], span }).field('port')));
    expect([linesOf(), linesOf()]).toEqual([[4, 8, 10, 14], [4, 8, 10, 14]]);
  });

  test('what has no part of its own is on the first line', () => {
    expect(new LineFinder(text).lineOf(new KubeObject({}, { file: 'in', document: 0, path: [] }).field('port'))).toBe(1);
  });
});

test('documents without a separate part are distinguished', () => {
  const finder = new LineFinder('a: 1\n---\nb: 2\nc:\n- d: 3\n');
  const line = (document: number, path: PathStep[], key: string) => finder.lineOf(new KubeObject({}, { file: 'in', document, path }).field(key));
  expect([line(0, [], 'a'), line(1, [], 'b'), line(1, ['c', 0], 'd'), line(1, [], 'e')]).toEqual([1, 3, 5, 3]);
});
