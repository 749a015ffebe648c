import { keyDuplicated } from '../../../src/verify/rules/manifests';
import { manifests, secret } from '../_manifests';
import { testRule } from '../_rule-harness';
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
    { when: 'a map of annotations stands twice', input: twice, findings: [{ ...finding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }] },
    {
      when: 'an object of a List has a key twice',
      input: `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: other}\n- ${twice.trimEnd().replace(/\n/g, '\n  ')}\n`,
      findings: [{ ...finding, field: 'metadata.annotations', line: 'annotations:', expected: 'the key annotations once' }],
    },
    {
      when: 'a key of JSON stands twice',
      input: '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"},\n"data": {\n"x": "1",\n"x": "2"}}',
      findings: [{ object: 'v1/Secret a', field: 'data.x', line: '"x": "2"}}', expected: 'the key x once', found: finding.found }],
    },
    {
      when: 'a key of values stands twice',
      input: changed(CONTROL_PLANE_VALUES, '  INTERNAL_CLIENT_ID: service-id\n', '  INTERNAL_CLIENT_ID: other-id\n  INTERNAL_CLIENT_ID: service-id\n'),
      findings: [{
        object: 'v2/Values controlplane', field: 'global.INTERNAL_CLIENT_ID', line: 'INTERNAL_CLIENT_ID: service-id', expected: 'the key INTERNAL_CLIENT_ID once', found: finding.found,
      }],
    },
  ],
  passes: [
    { when: 'every key stands once', input: manifests(secret('a')) },
    { when: 'every key of values stands once', input: CONTROL_PLANE_VALUES },
    { when: 'a key overrides a merged one', input: 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nx: &x {a: b}\ndata:\n  <<: *x\n  a: c\n' },
    { when: 'only a config file within has one twice', input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x.yaml: |\n    a: 1\n    a: 2\n' },
  ],
  notApplicable: [{ when: 'the input is empty', input: '---\n', reason: 'No Kubernetes object and no values file in the input.' }],
});
