import { WorkloadContract } from '../../contract/union/workloads';
import { SecretMount } from './secret-mount';

/** The Secret mounts of a workload. A Secret that is mounted twice gets a volume for each. */
export function secretMounts(workload: WorkloadContract, namespace?: string): SecretMount[] {
  return workload.secretMounts.map(({ secret, mountPath }, i) => {
    const repeated = workload.secretMounts.slice(0, i).some((mount) => mount.secret === secret);
    const volumeName = repeated ? `${secret.replace(/\./g, '-').slice(0, 60)}-${i + 1}` : undefined;
    return new SecretMount({ secretName: secret, mountPath, volumeName, namespace });
  });
}
