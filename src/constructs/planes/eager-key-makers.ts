import { IConstruct } from 'constructs';
import { Records } from '../../common/data/records';
import { warn } from '../../common/props/warning';
import { UnionAuth } from '../identity';

/** What one plane holds about the API key of eager tasks on a data plane. */
export interface KeyMaker {
  readonly auth: UnionAuth;
  readonly clusterName: string;
  /** The plane that holds it. */
  readonly saidBy: 'control plane' | 'data plane';
  /** Whether the control plane makes the key, by its account; otherwise the data plane does. */
  readonly isControlPlane: boolean;
}

/** By cluster, in the whole tree. */
const MAKERS = new Records<KeyMaker>();

/** Says where the planes of one app do not agree who makes a key: both make it then, or nobody. */
export function compareKeyMakers(construct: IConstruct, maker: KeyMaker): void {
  const { auth, clusterName, saidBy, isControlPlane } = maker;
  const { root } = construct.node;
  const others = MAKERS.about(root, clusterName).filter(({ value }) => value.auth.domain === auth.domain && value.saidBy !== saidBy);
  for (const { scope: other } of others.filter(({ value }) => value.isControlPlane !== isControlPlane)) {
    const [controlPlane, dataPlane] = (saidBy === 'control plane' ? [construct, other] : [other, construct]).map(({ node }) => node.path);
    const madeTwice = isControlPlane === (saidBy === 'control plane');
    warn(construct, madeTwice
      ? `the API key of eager tasks on ${clusterName} is made twice: by ${controlPlane} and by ${dataPlane}. Write seedApiKeys: false on the one, or leave eagerApiKey out on the other.`
      : `nobody makes the API key of eager tasks on ${clusterName}: ${controlPlane} seeds none, and ${dataPlane} counts on it. `
        + 'Let the control plane make it, or write eagerApiKey: EagerApiKey.encoded(…) on the data plane.');
  }
  MAKERS.add(root, clusterName, construct, maker);
}
