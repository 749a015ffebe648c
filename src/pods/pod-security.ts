/** Who a pod runs as. */
export interface RunAs {
  readonly user: number;
  readonly group: number;
}

/** Said for the whole pod, so that containers of others in it are held to it, too. */
export function podSecurityContext({ user, group }: RunAs) {
  return { runAsNonRoot: true, runAsUser: user, runAsGroup: group, seccompProfile: { type: 'RuntimeDefault' } };
}

/**
 * What every container of ours is denied: Pod Security "restricted", and a root file system that nobody writes to.
 *
 * Source: kubernetes.io, "Pod Security Standards".
 */
export function containerSecurityContext(runAs: RunAs) {
  return {
    ...podSecurityContext(runAs),
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
}
