import { examine } from '../../../src/init';
import { parseManifests } from '../../../src/verify/parse';
import { drawn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { KINDS } from '../../init/_answers';

const all = Object.entries(KINDS).map(([name, answers]) => [name, JSON.parse(JSON.stringify(answers)) as object] as const);

test.each(drawn(all, 3))('nothing is passed over of what is made: %s', (_, answers) => {
  const { files } = examine(answers);
  const texts = files.filter(({ path }) => /\.(ya?ml|json)$/.test(path)).map(({ path, text }) => ({ name: path, text }));
  expect(texts.length).toBeGreaterThan(0);
  expect(parseManifests(texts).notices).toEqual([]);
});

test('all of Terraform\'s JSON is for Terraform', () => {
  const terraform = { 'terraform': {}, 'provider': {}, 'resource': {}, 'variable': {}, 'output': {}, 'data': {}, 'locals': {}, 'module': {}, '//': 'a comment' };
  expect(parseManifests([{ name: 'main.tf.json', text: JSON.stringify(terraform) }]).notices).toEqual([]);
});

test.each([
  ['a part of a manifest', '{"metadata": {"name": "a"}}'],
  ['resources of a chart', '{"resource": {"limits": {}}, "replicas": 1}'],
  ['somebody with an endpoint', '{"admin": {"endpoint": "a"}}'],
  ['a realm of Kerberos', '{"realm": "EXAMPLE.COM"}'],
  ['a client of nobody', '{"client_id": "a"}'],
])('%s is said to be passed over', (_, text) => expect(parseManifests([{ name: 'a.json', text }]).notices).toHaveLength(1));
