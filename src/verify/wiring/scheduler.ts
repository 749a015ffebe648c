import { SCHEDULER } from '../../contract/union/control-plane-workloads';
import type { Container } from '../kube/workload';

/** Whether a container runs flyte-scheduler, whatever the chart calls it. */
export function isScheduler(container: Container): boolean {
  return !container.init && (container.name === SCHEDULER.container
    || container.commandLine.some((word) => word === SCHEDULER.container || word.endsWith(`/${SCHEDULER.container}`)));
}
