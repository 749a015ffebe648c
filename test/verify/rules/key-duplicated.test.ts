import { keyDuplicated } from '../../../src/verify/rules/manifests';
import { secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES } from '../_values';

const twice = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: controlplane
  annotations:
    a: x
  annotations:
    b: x
`;
const finding = { object: 'networking.k8s.io/v1/Ingress controlplane', found: 'more than once; the last one counts' };

testRule(keyDuplicated, {
  fires: [
    ['a map of annotations stands twice', twice,
      { ...finding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }],
    ['an object of a List has a key twice',
      `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: other}\n- ${twice.trimEnd().replace(/\n/g, '\n  ')}\n`,
      { ...finding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }],
    ['a key of JSON stands twice', '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"},\n"data": {\n"x": "1",\n"x": "2"}}',
      ['v1/Secret a', 'data.x', 'the key x once', finding.found, '"x": "2"}}'], remedy(['"x": "1",\n', ''])],
    ['a key of values stands twice',
      changed(CONTROL_PLANE_VALUES, '  INTERNAL_CLIENT_ID: service-id\n', '  INTERNAL_CLIENT_ID: other-id\n  INTERNAL_CLIENT_ID: service-id\n'),
      ['v2/Values controlplane', 'global.INTERNAL_CLIENT_ID', 'the key INTERNAL_CLIENT_ID once', finding.found, 'INTERNAL_CLIENT_ID: service-id']],
  ],
  passes: [
    ['every key stands once', [secret('a')]],
    ['every key of values stands once', CONTROL_PLANE_VALUES],
    ['a key overrides a merged one', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nx: &x {a: b}\ndata:\n  <<: *x\n  a: c\n'],
    ['only a config file within has one twice', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x.yaml: |\n    a: 1\n    a: 2\n'],
  ],
  notApplicable: [['the input is empty', '---\n']],
});
