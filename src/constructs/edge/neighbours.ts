// Tests: test/constructs/planes/network-policies.test.ts
import { IConstruct } from 'constructs';
import { Records, chartOf, warn } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { NetworkPeer } from '../pods/network-policy';

/** Something in front of a control plane: an edge, or the guard of another edge's routes. */
export interface Neighbour {
  readonly namespace: string;
  /** Its kind: two of a kind have objects of the same names. */
  readonly kind: string;
  /** Name of the auth gate that it emits. */
  readonly gate: string;
  /** The hosts that it serves; empty if other objects have the routes. */
  readonly hosts: readonly string[];
  /** The pods that send traffic to the services; empty if another object has them. */
  readonly pods: readonly NetworkPeer[];
}

const NEIGHBOURS = new Records<Neighbour>();
/** All of them in an app: an edge may have its own chart. */
const EDGES = new Records<Neighbour>();

/**
 * Adds a problem if another edge of the same chart has objects of the same names, which would replace these.
 */
export function checkNeighbours(problems: Problems, construct: IConstruct, own: Neighbour): void {
  for (const { scope, value: { kind, gate } } of neighboursOf(construct, own)) {
    if (kind === own.kind) {
      problems.add('controller', kind, `already serves this control plane (${scope.node.path}), and `
        + 'objects of the two would replace each other; give one of them all hosts, or another chart and '
        + 'namespace');
    } else if (gate === own.gate) {
      problems.add('controller', own.kind, `emits the auth gate, and so does ${kind} (${scope.node.path}): `
        + 'one would replace the other; leave one of the two out, or give it another chart and namespace');
    }
  }
}

/** Registers an edge of a control plane, and warns of another one that serves the same hosts. */
export function settle(construct: IConstruct, own: Neighbour): void {
  for (const { scope, value: { kind, hosts } } of neighboursOf(construct, own)) {
    const shared = own.hosts.filter((host) => hosts.includes(host));
    if (shared.length > 0) {
      warn(construct, `${shared.join(', ')} is served by ${own.kind} and by ${kind} (${scope.node.path}): `
        + 'correct only during a migration of DNS; remove one of the two afterwards');
    }
  }
  NEIGHBOURS.add(chartOf(construct), own.namespace, construct, own);
  EDGES.add(construct.node.root, own.namespace, construct, own);
}

/**
 * The pods of all edges of the chart in front of the control plane of a namespace. Complete once the app is
 * synthesized.
 */
export function edgePods(construct: IConstruct, namespace: string): NetworkPeer[] {
  return NEIGHBOURS.about(chartOf(construct), namespace).flatMap(({ value }) => value.pods);
}

/**
 * Fails the synthesis if a policy admits one controller, and all edges of the app in front of that control
 * plane use another.
 */
export function mustAdmitEdges(construct: IConstruct, namespace: string, admitted: string): void {
  construct.node.addValidation({
    validate: () => {
      const edges = EDGES.about(construct.node.root, namespace).filter(({ value }) => value.hosts.length > 0);
      return edges.some(({ value }) => value.kind === admitted) ? [] : edges.map(({ scope, value }) =>
        `admits ${admitted}, and ${scope.node.path} serves the routes of namespace ${namespace} by `
          + `${value.kind}, which the policy locks out. Pass that edge: { edge }.`);
    },
  });
}

/**
 * The edges and guards in front of the control plane of a namespace. Complete once the app is synthesized.
 */
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
