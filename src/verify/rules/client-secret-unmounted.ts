import type { Credential } from '../credentials/credential';
import { missingFiles } from '../credentials/missing-files';
import { isScheduler } from '../credentials/scheduler';
import { defineRule } from '../engine/rule';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
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

export const clientSecretUnmounted = defineRule('client-secret-unmounted', {
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
