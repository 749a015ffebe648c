import { IConstruct } from 'constructs';
import { Records } from '../../../common/data/records';
import { warn } from '../../../common/props/warning';
import { UnionAuth } from '../../identity';

/** Who is which data plane of which identity, in the whole tree. */
const PLANES = new Records<UnionAuth>();

/** Says that two planes go by one name, and so by one operator. */
export function warnOfSecondPlane(plane: IConstruct, auth: UnionAuth, clusterName: string): void {
  const { root } = plane.node;
  const other = PLANES.about(root, clusterName).find(({ value }) => value.domain === auth.domain);
  if (other) {
    warn(plane, `is data plane ${clusterName}, and so is ${other.scope.node.path}: both sign in as its operator, so each may act for the other, and rotating `
      + 'the secret for one breaks the other. List each data plane in UnionAuth under a name of its own.');
  }
  PLANES.add(root, clusterName, plane, auth);
}
