import type { Deployment } from 'cdk8s-plus-28';
import { WorkloadContract } from '../../contract/union/workloads';

/**
 * Adds what runs before a workload: with its image, its configuration and a place to write. Its Secrets are
 * mounted with the workload's own.
 */
export function addInitContainers(
  deployment: Deployment, { inits = [] }: WorkloadContract, image: string,
): void {
  const [main] = deployment.containers;
  for (const { name, command, args } of inits) {
    const init = deployment.addInitContainer({
      name,
      image,
      command: command && [...command],
      args: args && [...args],
      resources: {},
    });
    main.mounts.forEach(({ path, volume, readOnly }) => init.mount(path, volume, { readOnly }));
  }
}
