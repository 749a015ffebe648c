import { isMasked, isRedacted, redactions, withoutEmptied } from '../../../src/verify/kube/redacted';
import { parseManifests } from '../../../src/verify/parse';
import { configMap, Json, manifests, object, secret } from '../_manifests';
import { read } from './_views';

const WORDS = ['redacted', 'removed', 'omitted', 'hidden', 'masked', 'sanitized', 'scrubbed', 'censored', 'stripped', 'sensitive'];

test('usual marks in the place of a value', () => {
  const marks = [
    ...WORDS, '***', '+++', '•••', '###', 'xxxx', 'XXXX', ' *** ', btoa('*** '), '<redacted>', '{{hidden}}', '[values removed]', 'value masked', 'secret redacted value',
    '<the value was stripped>', '[not-hidden]',
  ];
  expect(marks.filter((mark) => !isRedacted(mark))).toEqual([]);
  expect(['**', 'xxx', '', 'value', 'unhidden', 'hidden-key', '<unmasked>', 'client_secret'].filter(isRedacted)).toEqual([]);
});

test('marks that are never a value', () => {
  expect([...WORDS.map((word) => word.toUpperCase()), '***', ' <redacted> ', '<value masked by x>'].filter((mark) => !isMasked(mark))).toEqual([]);
  expect([...WORDS, '**', '<hidden>', '[redacted]', '<unredacted>'].filter(isMasked)).toEqual([]);
});

const LIVE = { uid: '1' };
const of = (...contents: Record<string, string>[]) => read(...contents.map((data, i) => secret(`s${i}`, data, 'union-cp', LIVE)));

test.each<[string, Record<string, string>[], string]>([
  ['one without a value', [{ a: '' }], ''],
  ['two without values', [{ a: '' }, { b: '' }], 'values values'],
  ['two without keys', [{}, {}], 'keys keys'],
  ['one of two with a value', [{ a: '' }, { b: 'x' }], ''],
  ['two with the same value', [{ a: 'x' }, { b: 'x' }], ''],
  ['three with the same value of different keys', [{ a: 'x' }, { b: 'x' }, { c: 'x' }], 'values values values'],
  ['three with the same value of two keys', [{ a: 'x' }, { b: 'x' }, { b: 'x' }], ''],
  ['three with two values', [{ a: 'x' }, { b: 'x' }, { c: 'y' }], ''],
])('Secrets of a dump are redacted: %s', (_, contents, expected) => {
  expect([...redactions(of(...contents)).values()].join(' ')).toBe(expected);
});

test('Secrets of files are not redacted', () => {
  expect(redactions(read(secret('a', { k: '' }), secret('b', { k: '' })))).toEqual(new Map());
});

test.each<[string, Json[], number]>([
  ['two empty ones', [configMap('a', { k: '' }), configMap('b', {})], 2],
  ['three empty or redacted ones', [configMap('a', { k: '' }), configMap('b', {}), configMap('c', { k: 'REDACTED' })], 0],
  ['three, of which one has a text', [configMap('a', { k: '' }), configMap('b', {}), configMap('c', { k: 'x' })], 3],
  ['three empty ones of another group', ['a', 'b', 'c'].map((name) => object('example.com/v1', 'ConfigMap', name)), 3],
])('without ConfigMaps that show nothing: %s', (_, objects, left) => expect(withoutEmptied(read(...objects))).toHaveLength(left));

test('files are judged one by one, and all together', () => {
  const inFiles = (...files: Json[][]) => parseManifests(files.map((objects, i) => ({ name: `${i}.yaml`, text: manifests(...objects) }))).objects;
  const filled = secret('c', { k: 'x' }, 'union-cp', LIVE);
  expect([...redactions(inFiles([secret('a', {}, 'union-cp', LIVE), secret('b', {}, 'union-cp', LIVE)], [filled])).keys()].map(({ name }) => name)).toEqual(['a', 'b']);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => configMap(name, name === 'd' ? { k: 'x' } : {}));
  expect([inFiles([a, b, c], [d]), inFiles([a], [b], [c])].map((objects) => withoutEmptied(objects).map(({ name }) => name))).toEqual([['d'], []]);
});
