import { unionService } from '../../contract/union/control-plane-workloads';
import { ReleaseContract } from '../../contract/union/release-contract';
import { WorkloadContract } from '../../contract/union/workloads';

/** A service of the control plane by its name; any name that is not flyteadmin's or the scheduler's is a union service. */
export function controlPlaneWorkload({ controlPlane }: ReleaseContract, name: string): WorkloadContract {
  return [controlPlane.flyteadmin, controlPlane.scheduler].find((workload) => workload.name === name) ?? unionService(name);
}
