import { fromOne } from '../../common/props/checks';
import { flag, number, optional, struct } from '../../common/props/prop-types';
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

/** Where a service is less confined than others, or runs as another user. */
export interface ServiceSecurity {
  /**
   * ID of the user that its containers run as; never root.
   *
   * @default - the user that Union's chart runs the image as
   */
  readonly user?: number;

  /**
   * ID of the group of that user, which files of volumes belong to.
   *
   * @default 65534
   */
  readonly group?: number;

  /**
   * Whether its containers may write to their root file systems: for images that write elsewhere than `/tmp`.
   *
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
}

const id = fromOne('must not be root; give a whole number of at least 1');

export const SERVICE_SECURITY = struct<ServiceSecurity>({
  user: optional(number(id)),
  group: optional(number(id)),
  writableRootFilesystem: optional(flag),
});
