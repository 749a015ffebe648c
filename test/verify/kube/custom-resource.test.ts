import { CUSTOM_RESOURCES } from '../../../src/contract/upstream/custom-resources';
import { CustomResources, GROUPS, mended } from '../../../src/verify/kube/custom-resource';
import { Json, object } from '../_manifests';
import { read } from './_views';

/** The faults of an object by a definition with these fields in its spec; texts of every rule are in `refused.test.ts`. */
function faults(properties: Json, spec: Json, { version = 'v1', served = ['v1'], required = [] as string[] } = {}) {
  const schema = { openAPIV3Schema: { properties: { spec: { type: 'object', properties: { list: { type: 'array', items: { type: 'object', properties, required } }, ...properties } } } } };
  const [definition, own] = read(
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'owns.traefik.io', {
      spec: { group: 'traefik.io', names: { kind: 'Own' }, versions: [...served.map((name) => ({ name, served: true, schema })), { name: 'v0', served: false, schema }] },
    }, null),
    object(`traefik.io/${version}`, 'Own', 'o', { spec }),
  );
  return { raw: own.raw, found: new CustomResources([definition]).faultsOf(own) };
}
const texts = (...args: Parameters<typeof faults>) => faults(...args).found.map(({ kind, path, expected, found }) => `${kind} ${path.slice(1).join('.')}: ${found}, not ${expected}`);

test('every group whose definitions are bundled is checked', () => expect([...GROUPS].sort()).toEqual(Object.keys(CUSTOM_RESOURCES.groups).sort()));

test.each<[Json, unknown[], [unknown, string][]]>([
  [{ type: 'string' }, ['a', '', null], [[1, 'the number 1, not a text in quotes: "1"'], [true, 'the boolean true, not a text in quotes: "true"'], [[], 'a list, not a text'], [{}, 'a map, not a text']]],
  [{ type: 'integer' }, [1, 0], [[1.5, 'the number 1.5, not a whole number'], ['1', 'a text, not a whole number']]],
  [{ type: 'number' }, [1.5], [['1', 'a text, not a number']]],
  [{ type: 'boolean' }, [true, false], [['true', 'a text, not true or false']]],
  [{ 'x-kubernetes-int-or-string': true }, [1, 'http'], [[true, 'the boolean true, not a number or a text']]],
  [{ enum: ['A', 'B'] }, ['A', ''], [['C', 'C, not one of A, B'], [1, '1, not one of A, B'], [{}, 'a map, not a text']]],
  [{ type: 'array', items: { type: 'string' } }, [[], ['a']], [['a', 'a text, not a list']]],
  [{ type: 'object', properties: {} }, [{}], [['a', 'a text, not a map'], [[], 'a list, not a map']]],
  [{ type: 'object', additionalProperties: { type: 'string' } }, [{ any: 'a' }], []],
  [{ 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true }, [{ any: 1 }], []],
  [{}, ['a', 1, {}], []],
])('a field %j takes %j, and refuses others', (schema, taken, refused) => {
  expect(taken.flatMap((value) => texts({ field: schema }, { field: value }))).toEqual([]);
  expect(refused.map(([value]) => texts({ field: schema }, { field: value }))).toEqual(refused.map(([, text]) => [expect.stringMatching(new RegExp(`^(type|choice) field: ${text.replace(/[.[\]]/g, '\\$&')}$`))]));
});

test('a misplaced field belongs to another map, unless its name has many meanings', () => {
  const common = ['name', 'namespace', 'kind', 'group', 'key', 'type', 'value', 'port', 'path', 'labels', 'annotations', 'enabled'];
  const fields = (names: string[]) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) });
  const properties = { one: { type: 'object', properties: { only: {}, inner: fields(['special', ...common]) } } };
  expect(common.flatMap((name) => texts(properties, { one: { [name]: 'x' } }))).toEqual([]);
  const { raw, found } = faults(properties, { one: { special: 'x', onyl: 'y' } });
  expect(found.map(({ path, belongs }) => `${path.join('.')} ${belongs?.join('.')}`)).toEqual(['spec.one.special spec.one.inner.special', 'spec.one.onyl spec.one.only']);
  expect(mended(raw, found).spec).toEqual({ one: { only: 'y', inner: { special: 'x' } } });
});

test('a misplaced field belongs to the map that is written, rather than to one that is not', () => {
  const takes = { type: 'object', properties: { special: {}, other: {} } };
  const { found } = faults({ one: { type: 'object', properties: { a: takes, b: takes, c: takes } } }, { one: { special: 'x', a: {}, b: { other: 'y' } } });
  expect(found.map(({ belongs }) => belongs?.join('.'))).toEqual(['spec.one.b.special']);
});

test.each<[string, Json, Json, Json]>([
  ['is made where it is missing, also in a list', { special: 'x' }, { special: undefined, list: { type: 'array', items: { type: 'object', properties: { special: {} } } } }, { list: [{ special: 'x' }] }],
  ['is not chosen where there are several', { special: 'x', a: { other: 1 }, b: { other: 2 } }, {}, { special: 'x', a: { other: 1 }, b: { other: 2 } }],
  ['is not one with any names', { odd: 'x' }, { any: { type: 'object', additionalProperties: {} } }, { odd: 'x' }],
  ['has no such field yet', { list: 1, lists: 2 }, { list: { type: 'integer' } }, { list: 1, lists: 2 }],
])('the map of a misplaced field %s', (_, one, { special: __, ...more }, expected) => {
  const takes = { type: 'object', properties: { special: {}, other: {} } };
  const { raw, found } = faults({ one: { type: 'object', properties: Object.keys(more).length > 0 ? more : { a: takes, b: takes } } }, { one });
  expect(mended(raw, found).spec).toEqual({ one: expected });
});

test('a required field that is misplaced is not missing as well', () => {
  const properties = { inner: { type: 'object', properties: { own: {} } }, special: {} };
  expect(texts(properties, { special: 'y', list: [{ inner: { special: 'x' } }] }, { required: ['special'] })).toEqual([
    'unknown list.0.inner.special: spec.list[0].inner.special, not spec.list[0].special',
  ]);
});

test('a required field is missing only in a list: elsewhere the object may be a patch', () => {
  expect(texts({ a: {} }, { list: [{ a: 1 }, { b: 1 }] }, { required: ['a'] })).toEqual(['missing list.1.a: none, not the field a']);
});

test.each<[string, string[], string[]]>([
  ['v1', ['v1'], []], ['v1alpha1', ['v1', 'v1beta1'], ['version : traefik.io/v1alpha1, not a version that the CRD in the input serves (v1beta1, v1)']],
  ['v0', ['v1beta1', 'v1alpha10', 'v1alpha2'], ['version : traefik.io/v0, not a version that the CRD in the input serves (v1alpha2, v1alpha10, v1beta1)']],
  ['v0', ['v2', 'v1alpha2', 'v1'], ['version : traefik.io/v0, not a version that the CRD in the input serves (v1alpha2, v1, v2)']],
])('version %s of a definition that serves %j', (version, served, expected) => expect(texts({}, {}, { version, served })).toEqual(expected));
