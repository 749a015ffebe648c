import { IConstruct } from 'constructs';
import { Records } from '../../../common/data/records';
import { Problems } from '../../../common/props/problems';
import { UnionAuth } from '../../identity';

/** Who is which data plane of which identity, in the whole tree. */
const PLANES = new Records<UnionAuth>();

interface NamedPlane {
  readonly auth: UnionAuth;
  readonly clusterName?: string;
}

/**
 * A cluster registers at its control plane under one name, and two planes of one would replace each other
 * there.
 */
export function checkOnlyPlane(
  problems: Problems, scope: IConstruct, { auth, clusterName }: NamedPlane,
): void {
  const other = clusterName === undefined
    ? undefined
    : PLANES.about(scope.node.root, clusterName).find(({ value }) => value.domain === auth.domain);
  if (other) {
    problems.add('clusterName', clusterName, `is that of ${other.scope.node.path} as well, and `
      + `${auth.domain} knows one cluster by a name: both would register as it, `
      + 'and act for each other; give each a name of its own');
  }
}

export function recordPlane(plane: IConstruct, { auth, clusterName }: NamedPlane): void {
  if (clusterName !== undefined) {
    PLANES.add(plane.node.root, clusterName, plane, auth);
  }
}
