import { IConstruct } from 'constructs';
import { Records } from '../../../common/props/construct-props';
import { Problems } from '../../../common/props/problems';
import { DataPlaneIdentity, UnionIdentity } from '../../identity';

/** Who is which data plane of which identity, in the whole tree. */
const PLANES = new Records<UnionIdentity>();

/**
 * A cluster registers at its control plane under one name, and two planes of one would replace each other
 * there.
 */
export function checkOnlyPlane(
  problems: Problems, scope: IConstruct, { identity, clusterName }: DataPlaneIdentity,
): void {
  const other = clusterName === undefined
    ? undefined
    : PLANES.about(scope.node.root, clusterName).find(({ value }) => value.domain === identity.domain);
  if (other) {
    problems.add('dataPlane', clusterName, `is that of ${other.scope.node.path} as well, and `
      + `${identity.domain} knows one cluster by a name: both would register as it, `
      + 'and act for each other; give each a name of its own');
  }
}

export function recordPlane(plane: IConstruct, { identity, clusterName }: DataPlaneIdentity): void {
  if (clusterName !== undefined) {
    PLANES.add(plane.node.root, clusterName, plane, identity);
  }
}
