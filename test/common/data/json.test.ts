import {
  aboveOf, copyOf, entryOf, isAtOrBelow, isObject, JsonObject, mergeValues, nameOf, nestUnder, parentOf,
  PathStep, pathSteps, pathText, valueAt, withoutUndefined,
} from '../../../src/common/data/json';

test.each<[unknown, boolean]>([[{}, true], [{ a: 1 }, true], [[], false], [null, false], [undefined, false], ['a', false], [1, false]])(
  'isObject(%j) is %s',
  (value, expected) => expect(isObject(value)).toBe(expected),
);

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  ['maps by key', { a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }, { a: { b: 1, c: 3, d: 4 } }],
  ['lists as a whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['a scalar over a map', { a: { b: 1 } }, { a: 'x' }, { a: 'x' }],
  ['a map over a scalar', { a: 'x' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ['null over a map', { a: { b: 1 } }, { a: null }, { a: null }],
  ['nothing', { a: 1 }, {}, { a: 1 }],
])('mergeValues merges %s and changes neither side', (_what, base, over, expected) => {
  const before = JSON.stringify([base, over]);
  expect(mergeValues(base, over)).toEqual(expected);
  expect(JSON.stringify([base, over])).toBe(before);
});

test('mergeValues takes names that every object has for keys like others', () => {
  const parsed = (text: string) => JSON.parse(text) as JsonObject;
  const merged = mergeValues(parsed('{"__proto__":{"a":1},"constructor":{"a":1},"x":{"y":1}}'), parsed('{"__proto__":{"b":2},"constructor":2,"x":{"__proto__":{"z":1}}}'));
  expect(JSON.stringify(merged)).toBe('{"__proto__":{"a":1,"b":2},"constructor":2,"x":{"y":1,"__proto__":{"z":1}}}');
  expect([Object.getPrototypeOf(merged), Object.getPrototypeOf(merged.x)]).toEqual([Object.prototype, Object.prototype]);
  expect(JSON.stringify(Object.entries(mergeValues({}, parsed('{"__proto__":{"polluted":true}}'))))).toBe('[["__proto__",{"polluted":true}]]');
});

test.each<[string, JsonObject]>([['', { x: 1 }], ['a', { a: { x: 1 } }], ['a.b.c', { a: { b: { c: { x: 1 } } } }]])('nestUnder(%j)', (path, expected) => {
  expect(nestUnder(path, { x: 1 })).toEqual(expected);
});

test('withoutUndefined keeps null, false, zero and the empty string', () => {
  expect(Object.entries(withoutUndefined({ a: undefined, b: null, c: false, d: 0, e: '' }))).toEqual([['b', null], ['c', false], ['d', 0], ['e', '']]);
});

test('copyOf shares nothing', () => {
  const original = { a: { b: [1] } };
  const copy = copyOf(original) as typeof original;
  copy.a.b.push(2);
  expect(original).toEqual({ a: { b: [1] } });
});

test('a value at a path is found among own properties only', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: 1 }, ['a', 'b'])).toBeUndefined();
  expect(valueAt({ a: null }, ['a', 'b'])).toBeUndefined();
  expect(valueAt({}, ['constructor'])).toBeUndefined();
  expect(valueAt(undefined, [])).toBeUndefined();
  expect(valueAt({ a: { b: [1] } }, 'a.b')).toEqual([1]);
  expect(valueAt({ a: { b: [1] } }, 'a.b.0')).toBeUndefined();
  expect(valueAt({ a: { b: [1] } }, 'a.b.length')).toBeUndefined();
  expect(valueAt({ 'a.b': 1 }, 'a.b')).toBeUndefined();
});

test('an entry is found by its name, and not what every object has', () => {
  expect(entryOf({ a: 1 }, 'a')).toBe(1);
  expect(entryOf({ a: 1 }, 'constructor')).toBeUndefined();
  expect(entryOf(Object.fromEntries([['constructor', 1]]), 'constructor')).toBe(1);
});

test.each([
  ['a.b.c', 'a.b', 'c', ['a', 'a.b']],
  ['a.b', 'a', 'b', ['a']],
  ['a', '', 'a', []],
  ['', '', '', []],
])('%j is in %j, by the name %j', (path, parent, name, above) => {
  expect([parentOf(path), nameOf(path), aboveOf(path)]).toEqual([parent, name, above]);
});

test.each([['a.b', 'a.b', true], ['a.b.c', 'a.b', true], ['a.bc', 'a.b', false], ['a', 'a.b', false], ['a.b', 'a.', false]])(
  '%s is at or below %s: %s',
  (path, place, is) => expect(isAtOrBelow(path, place)).toBe(is),
);

test.each<[PathStep[], string]>([
  [[], ''],
  [['spec', 'rules', 0, 'host'], 'spec.rules[0].host'],
  [[2, 'spec'], '[2].spec'],
  [['_a', 'b-c', 'D1'], '_a.b-c.D1'],
  [['data', 'server.yaml'], 'data["server.yaml"]'],
  [['data', '1a'], 'data["1a"]'],
  [['a b', ''], '["a b"][""]'],
  [['data', 'say "a"', 'b'], 'data["say \\"a\\""].b'],
])('%j is written %s', (path, text) => {
  expect(pathText(path)).toBe(text);
  // An empty key and one with a control character are written as JSON, too.
  expect(pathSteps(text)).toEqual(path.map(String));
});
