import { IConstruct } from 'constructs';
import { Records, chartOf, warn } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { NetworkPeer } from '../pods/network-policy';

/** What is before a control plane: an edge, or the guard of another one's routes. */
export interface Neighbour {
  readonly namespace: string;
  /** What it is: the objects of two of a kind have the same names. */
  readonly kind: string;
  /** Name of the auth gate that it brings. */
  readonly gate: string;
  /** The hosts that it serves; none where the routes of others say. */
  readonly hosts: readonly string[];
  /** Whose pods reach the services; none where another object says. */
  readonly pods: readonly NetworkPeer[];
}

const NEIGHBOURS = new Records<Neighbour>();
/** The same of all charts of an app: an edge may have a chart of its own. */
const EDGES = new Records<Neighbour>();

/**
 * Adds a problem where objects of another edge of the same chart would have the same names and replace these.
 */
export function checkNeighbours(problems: Problems, construct: IConstruct, own: Neighbour): void {
  for (const { scope, value: { kind, gate } } of neighboursOf(construct, own)) {
    if (kind === own.kind) {
      problems.add('controller', kind, `already serves this control plane (${scope.node.path}), and `
        + 'objects of the two would replace each other; give one of them all hosts, or another chart and '
        + 'namespace');
    } else if (gate === own.gate) {
      problems.add('controller', own.kind, `brings the auth gate, and so does ${kind} (${scope.node.path}): `
        + 'one would replace the other; leave one of the two out, or give it another chart and namespace');
    }
  }
}

/** Takes a place before a control plane, and warns of another edge that serves the same hosts. */
export function settle(construct: IConstruct, own: Neighbour): void {
  for (const { scope, value: { kind, hosts } } of neighboursOf(construct, own)) {
    const shared = own.hosts.filter((host) => hosts.includes(host));
    if (shared.length > 0) {
      warn(construct, `${shared.join(', ')} is served by ${own.kind} and by ${kind} (${scope.node.path}): `
        + 'right while DNS moves; remove one of the two afterwards');
    }
  }
  NEIGHBOURS.add(chartOf(construct), own.namespace, construct, own);
  EDGES.add(construct.node.root, own.namespace, construct, own);
}

/**
 * The pods of every edge of the chart that is before the control plane of a namespace. Complete once the
 * app is synthesized.
 */
export function edgePods(construct: IConstruct, namespace: string): NetworkPeer[] {
  return NEIGHBOURS.about(chartOf(construct), namespace).flatMap(({ value }) => value.pods);
}

/**
 * Fails the synthesis where a policy admits one controller, and every edge of the app before the control
 * plane of that namespace has another.
 */
export function mustAdmitEdges(construct: IConstruct, namespace: string, admitted: string): void {
  construct.node.addValidation({
    validate: () => {
      const edges = EDGES.about(construct.node.root, namespace).filter(({ value }) => value.hosts.length > 0);
      return edges.some(({ value }) => value.kind === admitted) ? [] : edges.map(({ scope, value }) =>
        `admits ${admitted}, and ${scope.node.path} serves the routes of namespace ${namespace} by `
          + `${value.kind}, which it locks out. Pass that edge: { edge }.`);
    },
  });
}

/** The edges and guards before the control plane of a namespace. Complete once the app is synthesized. */
export function edgesOfApp(
  construct: IConstruct, namespace: string,
): { path: string; kind: string; isGuard: boolean }[] {
  return EDGES.about(construct.node.root, namespace).map(({ scope, value: { kind, hosts } }) =>
    ({ path: scope.node.path, kind, isGuard: hosts.length === 0 }));
}

function neighboursOf(
  construct: IConstruct, { namespace }: Neighbour,
): { scope: IConstruct; value: Neighbour }[] {
  return NEIGHBOURS.about(chartOf(construct), namespace).filter(({ scope }) => scope !== construct);
}
