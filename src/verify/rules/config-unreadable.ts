import { defineRule } from '../engine/rule';
import { configKeys } from '../model/config-lookups';
import { kubectl, warnings } from '../running/cluster-looks';

export const configUnreadable = defineRule({
  id: 'config-unreadable',
  severity: 'error',
  area: 'config',
  title: 'The config files of services are YAML that the services can read.',
  symptom: 'The service stops at start-up with "yaml: line …: did not find expected key", "found character '
    + 'that cannot start any token" or "mapping key … already defined", and its pod is in CrashLoopBackOff.',
  explanation: 'To Kubernetes and Helm a config file in a ConfigMap is a text like any other. The service '
    + 'reads it with a YAML parser that refuses tabs in indentation, a key that stands twice, and what is no '
    + 'map of settings. Judged are the files that match --config of Union\'s own containers; no other rule '
    + 'can judge settings that cannot be read.',
  remediation: 'Mend the YAML at the line that the finding names (it counts within the file), or the values '
    + 'and overrides that the file is rendered from.',
  see: [
    kubectl(
      '-n $NS logs deploy/flyteadmin --all-containers --tail=20',
      'The last line names the file and the line. The same for every service in CrashLoopBackOff.',
    ),
    warnings('$NS', 'BackOff names the pods that do not start.'),
  ],
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
