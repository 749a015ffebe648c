import { SCHEDULER } from '../../contract/union/services/flyteadmin';
import type { Container } from '../kube/workload';
import { mayUseCredentials } from './credential-use';

/** Whether a container runs flyte-scheduler with its credentials, whatever the chart calls it. */
export function isScheduler(container: Container): boolean {
  return (
    !container.init
    && mayUseCredentials(container)
    && (container.name === SCHEDULER.container
      || container.commandLine.some(
        (word) => word === SCHEDULER.container || word.endsWith(`/${SCHEDULER.container}`),
      ))
  );
}
