import { RunAs } from '../../contract/union/workloads';

/** Said for the whole pod, so that containers of others in it are held to it, too. */
export function podSecurityContext({ user, group }: RunAs) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/**
 * What every container of ours is denied: Pod Security "restricted", and to write to the root file system.
 *
 * Source: kubernetes.io, "Pod Security Standards".
 */
export function containerSecurityContext(runAs: RunAs, writableRootFilesystem = false) {
  return {
    ...podSecurityContext(runAs),
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: !writableRootFilesystem,
    capabilities: { drop: ['ALL'] },
  };
}
