import { ReleaseContract } from '../../../contract/union/release-contract';
import { API_KEY_SERVICE, workloadOf } from '../../../contract/union/services';
import { WorkloadContract } from '../../../contract/union/workloads';
import { ApiKeyOverride, apiKeyMount } from './api-key-override';

/**
 * A service of the control plane by its name; any name that is not flyteadmin's or the scheduler's is a union
 * service.
 */
export function controlPlaneWorkload(
  { controlPlane }: ReleaseContract, name: string, apiKeys: readonly ApiKeyOverride[],
): WorkloadContract {
  const workload = [controlPlane.flyteadmin, controlPlane.scheduler].find((candidate) =>
    candidate.name === name) ?? workloadOf(name);
  return name === API_KEY_SERVICE
    ? { ...workload, secretMounts: [...workload.secretMounts, ...apiKeys.map(apiKeyMount)] }
    : workload;
}
