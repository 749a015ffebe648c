import { KubeObject } from '../../../../src/verify/kube/kube-object';
import { setValue } from '../../../../src/verify/values/installs/set-value';

const at = new KubeObject({}, { file: 'a.yaml', document: 0, path: [] }).field();

/** What helm 3.18 makes of `--set` and `--set-string`. */
test.each<[string, unknown, unknown]>([
  ['', '', ''],
  ['web-id', 'web-id', 'web-id'],
  ['TRUE', true, 'TRUE'],
  ['null', null, 'null'],
  ['8080', 8080, '8080'],
  ['01', '01', '01'],
  ['x\\,y', 'x,y', 'x,y'],
  ['{}', [''], ['']],
  ['{all}', ['all'], ['all']],
  ['{a, b}', ['a', ' b'], ['a', ' b']],
  ['{1,true,a\\,b}', [1, true, 'a,b'], ['1', 'true', 'a,b']],
])('%s is read as Helm reads it', (text, value, asString) => {
  expect([setValue('x', text, at).value, setValue('x', text, at, true).value]).toEqual([value, asString]);
});
