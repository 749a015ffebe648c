import { grouped } from '../../common/data/grouped';
import type { Wiring, WiringEdge, WiringHome, WiringNode } from '../model/wiring';
import { count } from '../report/printable';
import { folded } from './fold';
import type { Picture, PictureBox, PictureEdge, PictureNode } from './picture';
import { wrapped } from './text-size';

/** More than this nobody reads; what is broken comes first. */
const MOST_NODES = 250;

const NODE_WIDTH = 36;
const LABEL_WIDTH = 26;

const CAPTIONS: Readonly<Record<WiringNode['kind'], string>> = {
  workload: 'workload',
  file: 'file',
  secret: 'Secret',
  writer: 'writer',
  host: 'host',
  routes: 'routes',
  guard: 'guard',
  flyteadmin: 'flyteadmin',
  issuer: 'issuer',
  store: 'entry of a store',
  missing: 'missing',
};

/** The wiring as a picture: clusters and planes as boxes, what is alike folded. */
export function wiringPicture(wiring: Wiring): Picture {
  const { nodes: all, edges, alike } = folded(wiring);
  const nodes = mostTelling(all, edges);
  const shown = new Set(nodes.map(({ id }) => id));
  const boxes = new Map<string, PictureBox>();
  const left = all.length - nodes.length;
  return {
    title: 'Wiring: who signs in where, which credential comes from where, and what guards which host',
    nodes: nodes.map((node) => nodeOf(node, alike.get(node.id) ?? 0, boxOf(node.home, boxes, alike))),
    boxes: [...boxes.values()],
    edges: bundled(edges.filter(({ from, to }) => shown.has(from) && shown.has(to))).map(edgeOf),
    ...(left === 0
      ? {}
      : { note: `${count(left, 'more node')} without a finding left out; --format dot draws all of them` }),
  };
}

/** What broken edges join, then the rest in its order. */
function mostTelling(nodes: readonly WiringNode[], edges: readonly WiringEdge[]): readonly WiringNode[] {
  if (nodes.length <= MOST_NODES) {
    return nodes;
  }
  const broken = new Set(
    edges.filter((edge) => edge.broken !== undefined).flatMap(({ from, to }) => [from, to]),
  );
  nodes.filter(({ findings = [] }) => findings.length > 0).forEach(({ id }) => broken.add(id));
  const chosen = new Set(
    [...nodes.filter(({ id }) => broken.has(id)), ...nodes.filter(({ id }) => !broken.has(id))].slice(
      0, MOST_NODES,
    ),
  );
  return nodes.filter((node) => chosen.has(node));
}

/** The box of a home, made with those around it when first asked for. */
function boxOf(
  home: WiringHome | undefined, boxes: Map<string, PictureBox>, alike: ReadonlyMap<string, number>,
): string | undefined {
  if (home === undefined) {
    return undefined;
  }
  const { cluster, namespace, plane } = home;
  const outer = cluster === undefined ? undefined : JSON.stringify([cluster]);
  if (outer !== undefined && !boxes.has(outer)) {
    boxes.set(outer, { id: outer, title: `cluster ${cluster}${andMore(alike.get(outer) ?? 0)}` });
  }
  if (namespace === undefined) {
    return outer;
  }
  const id = JSON.stringify([cluster, namespace]);
  const title = `${plane === undefined ? '' : `${plane} plane, `}namespace `
    + `${namespace}${andMore(alike.get(id) ?? 0)}`;
  boxes.set(id, { id, title, ...(outer === undefined ? {} : { parent: outer }) });
  return id;
}

function andMore(others: number): string {
  return others === 0 ? '' : ` and ${others} more like it`;
}

function nodeOf(node: WiringNode, others: number, box: string | undefined): PictureNode {
  const [caption, name] = captionAndName(node);
  const more = others === 0 ? [] : [`and ${others} more like it`];
  const lines = [caption, ...wrapped(name, NODE_WIDTH, 3), ...more];
  const { id, kind, findings = [] } = node;
  return {
    id,
    kind,
    lines,
    title: `${node.label}${andMore(others)}`,
    findings,
    ...(box === undefined ? {} : { box }),
  };
}

/**
 * `apps/v1/Deployment union/executions in cluster east` is a Deployment named executions: its box says where.
 */
function captionAndName({ kind, label, home }: WiringNode): [string, string] {
  if (kind === 'flyteadmin') {
    return ['flyteadmin', label.replace(/^flyteadmin \(.*\), /, '')];
  }
  const inCluster = ` in cluster ${home?.cluster}`;
  const text = label.endsWith(inCluster) ? label.slice(0, -inCluster.length) : label;
  const [, object, name] =
    (kind === 'secret' ? /^(Secret) (.+)$/ : /^(?:\S+\/)?([A-Z]\S+) (\S+)$/).exec(text) ?? [];
  const prefix = `${home?.namespace}/`;
  return object === undefined
    ? [CAPTIONS[kind], text]
    : [object, name.startsWith(prefix) ? name.slice(prefix.length) : name];
}

/** Edges that join the same two nodes and are equally broken: one line, with the labels of all. */
function bundled(edges: readonly WiringEdge[]): WiringEdge[][] {
  return grouped(edges, ({ from, to, broken }) => JSON.stringify([from, to, broken]));
}

function edgeOf(alike: readonly WiringEdge[]): PictureEdge {
  const [{ from, to, broken }] = alike;
  const labels = [...new Set(alike.map(({ label }) => label))];
  const reasons = broken?.split(', ') ?? [];
  return {
    from,
    to,
    lines: [
      ...firstTwo(labels, (label) => wrapped(label, LABEL_WIDTH, 2)),
      ...firstTwo(reasons, (reason) => wrapped(`✗ ${reason}`, LABEL_WIDTH, 2)),
    ],
    title: `${labels.join(', ')}${broken === undefined ? '' : `: broken, ${broken}`}`,
    ...(broken === undefined ? {} : { broken: reasons }),
    findings: [...new Set(alike.flatMap(({ findings = [] }) => findings))],
  };
}

function firstTwo(texts: readonly string[], linesOf: (text: string) => string[]): string[] {
  const left = texts.length - 2;
  return [...texts.slice(0, 2).flatMap(linesOf), ...(left > 0 ? [`and ${left} more`] : [])];
}
