import { WorkloadContract } from '../../../contract/union/workloads';

/** As the chart has them (controlplane: values.yaml, `flyte.flyteadmin.initialProjects`). */
const INITIAL_PROJECTS = ['union-health-monitoring', 'flytesnacks'];

/**
 * flyteadmin with the projects that it makes; without any the container is left out, since the command
 * refuses to run.
 */
export function withProjects(
  flyteadmin: WorkloadContract, projects: readonly string[] = INITIAL_PROJECTS,
): WorkloadContract {
  const { inits = [] } = flyteadmin;
  const seeded = inits.map((init) =>
    (init.name === 'seed-projects' ? { ...init, command: [...init.command ?? [], ...projects] } : init));
  return {
    ...flyteadmin,
    inits: seeded.filter(({ name }) => name !== 'seed-projects' || projects.length > 0),
  };
}
