import { pathSteps, pathText, PathStep } from '../../../src/common/yaml/path';

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
