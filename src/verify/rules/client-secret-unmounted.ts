import type { Credential } from '../credentials/credential';
import { missingText } from '../credentials/mounted-files';
import { isScheduler } from '../credentials/scheduler';
import { defineRule } from '../engine/rule';
import type { Container } from '../kube/workload';
import type { Model } from '../model/model';
import { mounts, settings } from '../running/cluster-looks';

/** Credentials that a file must hold, where the manifests show the whole pod. */
function subjectsOf(model: Model): Credential[] {
  return model.credentials.filter(
    ({ purpose, lookup, container }) =>
      purpose === 'service client secret'
      && lookup !== undefined
      && lookup.state !== 'opaque'
      && !isScheduler(container),
  );
}

export const clientSecretUnmounted = defineRule({
  id: 'client-secret-unmounted',
  severity: 'error',
  area: 'services',
  title: 'The file that holds a client secret is mounted.',
  symptom: 'The service answers 401 to its callers or stops at start-up with "no such file or directory".',
  explanation: 'A service reads its client secret from the file that clientSecretLocation names. No volume '
    + 'mount of the container shows a file at that path, so the process finds none, whatever the Secret '
    + 'holds. A container whose command makes no client, such as the pod webhook (flytepropeller webhook), '
    + 'needs no file, though it shares the config. The scheduler is left to scheduler-secret-unmounted.',
  remediation:
    'Mount the Secret at the directory of clientSecretLocation, or point clientSecretLocation at the file '
      + 'that is mounted.',
  see: [
    mounts('$NS', 'The directory of clientSecretLocation must be among the mounts of the Deployment.'),
    settings('$NS', 'clientSecretLocation', 'It names the files that must be mounted.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No workload in the input is configured to read a client secret from a file.',
  *check(subjects) {
    const named = new Map<Container, Set<string | undefined>>();
    for (const { container, field, path, lookup } of subjects) {
      const found = lookup && missingText(lookup);
      const paths = named.get(container) ?? new Set();
      // Several sections of a config name one file: one cause, one finding.
      if (found !== undefined && !paths.has(path)) {
        named.set(container, paths.add(path));
        yield { at: field, expected: `${path} mounted in ${container}`, found };
      }
    }
  },
});
