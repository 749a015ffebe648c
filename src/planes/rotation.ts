import { JsonObject, mergeValues, nestUnder } from '../_internal/json';
import { unionService } from '../contract/union/control-plane-workloads';
import { ControlPlaneContract, DataPlaneContract } from '../contract/union/release-contract';
import { WorkloadContract } from '../contract/union/workloads';
import { departs, DEVIATIONS } from '../identity/deviations';
import { RemoteSecret, SecretDelivery } from '../secrets';

/** Annotations with which a workload's pods learn of a rotated secret; none without a rotation. */
export function rotationAnnotations(workload: WorkloadContract, secrets: SecretDelivery, own?: RemoteSecret): Record<string, string> {
  return departs(DEVIATIONS.rotation, secrets._podAnnotations(workload.secretMounts.map(({ secret }) => secret), own));
}

/** The same as values of the control plane chart. */
export function controlPlaneRotation({ flyteadmin, scheduler, podAnnotations }: ControlPlaneContract, secrets: SecretDelivery): JsonObject {
  return [
    placed(podAnnotations.flyteadmin, rotationAnnotations(flyteadmin, secrets)),
    placed(podAnnotations.scheduler, rotationAnnotations(scheduler, secrets)),
    // All union services mount the same Secret.
    placed(podAnnotations.unionServices, rotationAnnotations(unionService('executions'), secrets)),
  ].reduce(mergeValues);
}

/** The same as values of the data plane chart. All its pods mount the same Secret. */
export function dataPlaneRotation({ workloads, podAnnotations }: DataPlaneContract, secrets: SecretDelivery, own?: RemoteSecret): JsonObject {
  return placed(podAnnotations, rotationAnnotations(workloads[0], secrets, own));
}

function placed(path: string, annotations: Record<string, string>): JsonObject {
  return Object.keys(annotations).length === 0 ? {} : nestUnder(path, annotations);
}
