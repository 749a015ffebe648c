import { Problems } from '../../../common/props/problems';
import { ReleaseContract } from '../../../contract/union/release-contract';
import { WorkloadContract } from '../../../contract/union/workloads';

/** A service of the data plane by the name of its Deployment. */
export function dataPlaneWorkload({ dataPlane }: ReleaseContract, name: string): WorkloadContract {
  const known = dataPlane.workloads.map((workload) => workload.name);
  new Problems('DataPlane')
    .check('service', name, (value) =>
      (known.includes(value) ? undefined : `is no service of this release; it has ${known.join(', ')}`))
    .throwIfAny();
  return dataPlane.workloads.find((workload) => workload.name === name)!;
}
