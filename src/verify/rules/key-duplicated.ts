import { defineRule } from '../engine/rule';
import { kubectl } from '../running/cluster-looks';

export const keyDuplicated = defineRule({
  id: 'key-duplicated',
  severity: 'warning',
  area: 'config',
  title: 'Every key of a manifest or values file stands once in its map.',
  symptom: 'Half of what somebody wrote has no effect: a second annotations: or data: replaces the first. '
    + 'kubectl apply refuses the manifest ("duplicate field"), Helm says nothing.',
  explanation: 'Of a key that stands twice helm and kubectl read the last value, and so does the verifier: '
    + 'it judges the last one. What stood under the first one, a guard\'s annotations for instance, is gone. '
    + 'Config files within a ConfigMap are left to config-unreadable: the services refuse them.',
  remediation: 'Put what stands below the two keys under one of them; in a chart, look for two templates or '
    + 'includes that write the same key.',
  see: [
    kubectl('-n $NS describe ingress', 'What the cluster has: the annotations of the last block only.'),
  ],
  subjects: (model) => [...model.objects, ...model.valueSets.flatMap(({ documents }) => documents)],
  notApplicable: 'No Kubernetes object and no values file in the input.',
  *check(objects) {
    for (const object of objects) {
      for (const place of object.source.duplicates ?? []) {
        yield {
          at: object.field(...place),
          expected: `the key ${place.at(-1)} once`,
          found: 'it stands more than once; the last one counts',
        };
      }
    }
  },
});
