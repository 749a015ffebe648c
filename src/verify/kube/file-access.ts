import { asList } from './json-access';
import type { Container } from './workload';

/** Whether the digit of an octal mode has the bit that lets read: 0 for everybody, 1 for the group. */
function letsRead(mode: number, digit: number): boolean {
  return Math.floor(mode / 8 ** digit) % 8 >= 4;
}

/**
 * Whether a container's process is known to be kept from a file of a Secret or ConfigMap by the file's mode.
 * Such files belong to root and root's group, to whom an image's user belongs unless told otherwise; with
 * fsGroup they are given to that group, readable.
 *
 * Source: Kubernetes, pkg/volume/util/atomic_writer.go and volume_linux.go.
 */
export function isKeptFrom({ security, workload }: Container, mode: number): boolean {
  const { runAsUser, runAsNonRoot, runAsGroup } = security;
  const isRoot = runAsUser === 0 || (runAsUser === undefined && runAsNonRoot !== true);
  if (isRoot || workload.podSecurity.fsGroup !== undefined || letsRead(mode, 0)) {
    return false;
  }
  const inRootsGroup =
    runAsGroup === undefined
    || runAsGroup === 0
    || asList(workload.podSecurity.supplementalGroups).includes(0);
  return !letsRead(mode, 1) || !inRootsGroup;
}
