import { grouped } from '../../common/data/grouped';
import type { Wiring, WiringEdge, WiringNode } from '../model/wiring';

/** So many alike are drawn one by one. */
const FEW = 3;

/** A wiring of which alike parts are drawn once. */
export interface FoldedWiring extends Wiring {
  /** How many more a node, or a box by its home as JSON, stands for. */
  readonly alike: ReadonlyMap<string, number>;
}

/**
 * Folds homes that hold the same with the same faults, such as the planes of a fleet; then nodes that lead to
 * the same from the same.
 */
export function folded(wiring: Wiring): FoldedWiring {
  const alike = new Map<string, number>();
  let { nodes, edges } = foldedHomes(wiring, alike);
  for (let before = Infinity; nodes.length < before;) {
    before = nodes.length;
    ({ nodes, edges } = foldedNodes({ nodes, edges }, alike));
  }
  return { nodes, edges, alike };
}

/** What lives in one cluster; without clusters, in one namespace. */
function unitOf({ home }: WiringNode): string | undefined {
  return home === undefined
    ? undefined
    : JSON.stringify(home.cluster === undefined ? [undefined, home.namespace] : [home.cluster]);
}

function foldedHomes({ nodes, edges }: Wiring, alike: Map<string, number>): Wiring {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const units = grouped(nodes.filter((node) => node.home !== undefined), (node) => unitOf(node)!);
  const touching = new Map<string, string[]>();
  for (const edge of edges) {
    const [from, to] = [byId.get(edge.from)!, byId.get(edge.to)!];
    const text = [from.kind, edge.broken, to.kind].join(' ');
    new Set([unitOf(from), unitOf(to)]).forEach(
      (unit) => unit !== undefined && touching.set(unit, [...(touching.get(unit) ?? []), text]),
    );
  }
  const signature = (unit: readonly WiringNode[]) =>
    JSON.stringify([
      unit.map((node) => namelessText(node) + faulty(node)).sort(),
      [...(touching.get(unitOf(unit[0])!) ?? [])].sort(),
    ]);
  const gone = new Map<string, string>();
  for (const [first, ...others] of grouped(units, signature).filter(({ length }) => length > FEW)) {
    alike.set(unitOf(first[0])!, others.length);
    others.forEach((unit) =>
      unit.forEach((node, index) => gone.set(node.id, counterpart(node, index, first).id)),
    );
  }
  return merged({ nodes, edges }, gone);
}

/** The same node of the unit that is drawn. Units that are alike hold the same kinds. */
function counterpart(node: WiringNode, index: number, unit: readonly WiringNode[]): WiringNode {
  const text = namelessText(node);
  return unit.find((other) => namelessText(other) === text) ?? unit[index];
}

/** What is wrong with it keeps a node apart from those that are well. */
function faulty({ findings = [] }: WiringNode): string {
  return findings.length === 0 ? '' : ' ✗';
}

/** What a node is, without where it lives. */
function namelessText({ kind, label, home }: WiringNode): string {
  const names = [home?.cluster, home?.namespace].filter(
    (name) => name !== undefined && name !== '',
  ) as string[];
  return `${kind} ${names.reduce((text, name) => text.split(name).join('*'), label)}`;
}

function foldedNodes({ nodes, edges }: Wiring, alike: Map<string, number>): Wiring {
  const ends = new Map<string, string[]>();
  for (const { from, to, broken } of edges) {
    ends.set(from, [...ends.get(from) ?? [], JSON.stringify(['to', to, broken])]);
    ends.set(to, [...ends.get(to) ?? [], JSON.stringify(['from', from, broken])]);
  }
  const signature = (node: WiringNode) =>
    JSON.stringify([node.kind, node.home, faulty(node), [...new Set(ends.get(node.id))].sort()]);
  const gone = new Map<string, string>();
  for (const [first, ...others] of grouped(nodes, signature).filter(({ length }) => length > FEW)) {
    const hidden = others.reduce((sum, { id }) => sum + 1 + (alike.get(id) ?? 0), 0);
    alike.set(first.id, (alike.get(first.id) ?? 0) + hidden);
    others.forEach(({ id }) => gone.set(id, first.id));
  }
  return merged({ nodes, edges }, gone);
}

/**
 * Leaves nodes out; what led to them leads to those that stand for them, and findings of edges that become
 * one are told there.
 */
function merged({ nodes, edges }: Wiring, gone: ReadonlyMap<string, string>): Wiring {
  const standing = (id: string) => gone.get(id) ?? id;
  const moved = edges.map((edge) => ({ ...edge, from: standing(edge.from), to: standing(edge.to) }));
  const isMoved = (edge: WiringEdge, index: number) =>
    edge.from !== edges[index].from || edge.to !== edges[index].to;
  const keyOf = ({ from, to, broken }: WiringEdge) => JSON.stringify([from, to, broken]);
  const kept = new Map<string, WiringEdge[]>();
  moved.forEach((edge, index) => {
    const known = kept.get(keyOf(edge)) ?? [];
    // Edges of what stays are told apart by their labels; those of what goes add nothing but their findings.
    if (known.length > 0 && isMoved(edge, index)) {
      known[0] = {
        ...known[0],
        findings: [...new Set([...(known[0].findings ?? []), ...(edge.findings ?? [])])],
      };
    } else {
      kept.set(keyOf(edge), [...known, edge]);
    }
  });
  const told = new Map<string, readonly number[]>();
  nodes.filter(({ findings }) => findings).forEach(({ id, findings = [] }) =>
    told.set(standing(id), [...told.get(standing(id)) ?? [], ...findings]));
  const left = nodes.filter(({ id }) => !gone.has(id));
  return {
    nodes: left.map((node) => ({ ...node, findings: told.get(node.id) })),
    edges: [...kept.values()].flat(),
  };
}
