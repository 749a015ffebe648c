import { FLYTEADMIN, SCHEDULER, UNION_SERVICES } from '../../contract/control-plane-workloads';
import { CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER, OPERATOR, PROPELLER } from '../../contract/data-plane-workloads';
import { SECRETS } from '../../contract/secrets';
import type { Workload } from '../model/workload';

export type Plane = 'control' | 'data';

const DATA_NAMES: readonly string[] = [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER].map(({ name }) => name);
const CONTROL_NAMES: readonly string[] = [FLYTEADMIN.name, SCHEDULER.name, ...Object.keys(UNION_SERVICES)];

/**
 * The plane that a workload belongs to, by the directories that it mounts Secrets at, else by its name.
 *
 * The data plane goes first: its executor mounts its Secret at the control plane's directory, too.
 */
export function planeOf(workload: Workload): Plane | undefined {
  const mountsAt = (directory: string) => workload.containers.some((container) =>
    container.mounts.some(({ mountPath }) => withSlash(mountPath) === withSlash(directory)));
  if (mountsAt(SECRETS.dataPlane.mountPath) || DATA_NAMES.includes(workload.name)) {
    return 'data';
  }
  const controls = mountsAt(SECRETS.flyteadmin.mountPath) || mountsAt(SECRETS.unionServices.mountPath) || CONTROL_NAMES.includes(workload.name);
  return controls ? 'control' : undefined;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
