import type { Credential } from '../credentials/credential';
import { missingFiles } from '../credentials/missing-files';
import { isScheduler } from '../credentials/scheduler';
import { defineRule } from '../engine/rule';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import { mounts, settings } from '../running/cluster-looks';
import { ChartObject } from '../values/chart-object';

/** Credentials that a file must hold, where the manifests show the whole pod. */
function subjectsOf(model: Model): Credential[] {
  return model.credentials.filter(
    ({ purpose, lookup, container }) =>
      purpose === 'service client secret'
      && lookup !== undefined
      && lookup.state !== 'opaque'
      && !isScheduler(container)
      && !isLeftOut(container.workload),
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
      + 'that is mounted. What a SecretProviderClass or the Vault agent calls otherwise, call client_secret: '
      + 'objectName or objectAlias of the class; agent-inject-file-…, with secret-volume-path for the '
      + 'directory.',
  see: [
    mounts('$NS', 'The directory of clientSecretLocation must be among the mounts of the Deployment.'),
    settings('$NS', 'clientSecretLocation', 'It names the files that must be mounted.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No workload in the input is configured to read a client secret from a file.',
  // Of the scheduler's own container another rule tells it, at the same place.
  check: (subjects) => missingFiles(subjects).map((missing) => ({ ...missing, restsOn: [missing.at] })),
});

/** Whether values leave the volume out, which values-wrong-value tells. */
function isLeftOut({ object }: Workload): boolean {
  return object instanceof ChartObject && object.set.chart === 'dataplane'
    && object.set.get(`${object.set.release._contract.dataPlane.secret}.enable`) === false;
}
