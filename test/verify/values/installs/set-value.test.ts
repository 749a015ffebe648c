import { KubeObject } from '../../../../src/verify/kube/kube-object';
import { setValues, valuesOfSets } from '../../../../src/verify/values/installs/set-value';

const at = new KubeObject({}, { file: 'a.yaml', document: 0, path: [] }).field();

/** What helm 3.18 makes of `--set` and `--set-string`. */
test.each<[string, unknown, unknown]>([
  ['', '', ''],
  ['web-id', 'web-id', 'web-id'],
  ['TRUE', true, 'TRUE'],
  ['null', null, 'null'],
  ['8080', 8080, '8080'],
  ['123456789012345', 123456789012345, '123456789012345'],
  ['-123456789012345', -123456789012345, '-123456789012345'],
  ['01', '01', '01'],
  ['+5', 5, '+5'],
  ['-05', -5, '-05'],
  ['-0', 0, '-0'],
  ['x\\,y', 'x,y', 'x,y'],
  ['{}', [''], ['']],
  ['{all}', ['all'], ['all']],
  ['{a, b}', ['a', ' b'], ['a', ' b']],
  ['{1,true,a\\,b}', [1, true, 'a,b'], ['1', 'true', 'a,b']],
])('%s is read as Helm reads it', (text, value, asString) => {
  const read = (isText: boolean) => setValues(`x=${text}`, at, isText).map((each) => each.value);
  expect([read(false), read(true)]).toEqual([[value], [asString]]);
});

/** What helm 3.18 makes of a comma, and up to where it reads what it refuses. */
test.each<[string, [string, unknown][]]>([
  ['a=b,c=d', [['a', 'b'], ['c', 'd']]],
  ['a=b\\,c=d', [['a', 'b,c=d']]],
  ['a={b,c},d.e[0]=1', [['a', ['b', 'c']], ['d.e[0]', 1]]],
  ['a\\,b=c\\\\,d=', [['a\\,b', 'c\\'], ['d', '']]],
  ['a=b=c,', [['a', 'b=c']]],
  ['a=openid,profile', [['a', 'openid']]],
  ['a={b', []],
  ['=b', []],
])('%s is as many values as Helm reads in it', (line, sets) => {
  expect(setValues(line, at)).toEqual(sets.map(([path, value]) => ({ path, value, at })));
});

/** What helm 3.18 makes of a list of values. */
test.each<[string, [string, unknown][], unknown]>([
  ['one item of a list', [['a.l[1].x', 'new']], { a: { l: [{ x: 1 }, { x: 'new', y: 2 }] } }],
  ['an item behind its end', [['a.l[3]', 'new']], { a: { l: [{ x: 1 }, { x: 2, y: 2 }, null, 'new'] } }],
  ['a list that is not there', [['b[1]', 1], ['b[0]', 0]], { b: [0, 1] }],
  ['a list in a list', [['c[0][1]', 'new']], { c: [['x', 'new']] }],
  ['a key with dots and brackets', [['a.x\\.y\\[0]', 1]], { a: { 'x.y[0]': 1 } }],
  ['nothing', [['', 1]], {}],
])('single values say %s', (_, sets, values) => {
  const below = { a: { l: [{ x: 1 }, { x: 2, y: 2 }], other: true }, c: [['x']] };
  expect(valuesOfSets(sets.map(([path, value]) => ({ path, value, at })), below)).toEqual(values);
});
