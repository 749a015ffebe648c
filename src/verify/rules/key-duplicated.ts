import { defineRule } from '../engine/rule';

export const keyDuplicated = defineRule('key-duplicated', {
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
