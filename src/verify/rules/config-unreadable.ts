import { defineRule } from '../engine/rule';
import { configKeys } from '../model/config-lookups';

export const configUnreadable = defineRule('config-unreadable', {
  subjects: configKeys,
  notApplicable: 'No container of Union in the input reads a config file of a ConfigMap.',
  *check(subjects) {
    for (const { configMap, key } of subjects) {
      const found = configMap.fault(key);
      if (found !== undefined) {
        yield { at: configMap.object.field('data', key), expected: 'YAML that the service can read', found };
      }
    }
  },
});
