import { parseManifests } from '../../../src/verify/parse';
import { Field, placeKey, placeOf } from '../../../src/verify/read/field';
import { manifests, secret } from '../_manifests';

const read = (name: string) => parseManifests([{ name, text: manifests(secret('a'), secret('a')) }]).objects;
const [[first, second], [other]] = [read('one.yaml'), read('other.yaml')];

test('a place is a path in its object', () => {
  const field = first.field('spec', 'rules').child(0).child('http', 'paths');
  expect([field.path, field.inner, `${field}`]).toEqual([['spec', 'rules', 0, 'http', 'paths'], undefined, 'spec.rules[0].http.paths']);
});

test('a place in the YAML of a text has a path to the text, and one in it', () => {
  const inside = first.field('data', 'a.yaml').inside({});
  expect([inside.path, inside.inner, `${inside}`]).toEqual([['data', 'a.yaml'], [], 'data["a.yaml"]']);
  const field = inside.child('auth').child('issuers', 1);
  expect([field.path, field.inner, `${field}`]).toEqual([['data', 'a.yaml'], ['auth', 'issuers', 1], 'data["a.yaml"]: auth.issuers[1]']);
  expect(field.object).toBe(first);
});

test('a place knows its value, also in the YAML of a text', () => {
  const inside = first.field('data', 'a.yaml').inside({ auth: { issuers: ['x', 'y'] } });
  expect([first.field('kind').value, first.field('kind', 'none').value]).toEqual(['Secret', undefined]);
  expect([inside.child('auth', 'issuers', 1).value, inside.child('auth').child('none', 0).value, inside.child('toString').value]).toEqual(['y', undefined, undefined]);
});

test('two ways to one place are one place', () => {
  expect(placeKey(first.field('a', 'b'))).toBe(placeKey(first.field('a').child('b')));
  const places = [
    first.field('a', 'b'), first.field('a'), first.field('a.b'), first.field('a').inside({}).child('b'), first.field('a').inside({}), second.field('a', 'b'), other.field('a', 'b'),
  ];
  expect(new Set(places.map(placeKey)).size).toBe(places.length);
});

test('a place of what the verifier made itself is the one that it comes from', () => {
  const made = Object.assign(read('made.yaml')[0], { origin: ({ path }: Field) => other.field('values', ...path) });
  const field = made.field('a');
  expect(`${placeOf(field)}`).toBe('values.a');
  expect(placeKey(field)).toBe(placeKey(other.field('values', 'a')));
  expect(placeOf(first.field('a')).object).toBe(first);
});
