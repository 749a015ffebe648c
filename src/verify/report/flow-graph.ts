// Tests: test/verify/report/flow.test.ts
import type { Report } from '../verify';
import { callerOf, Flow, FlowControl, FlowHome, FlowRow, FlowServer, FlowTie } from './flow';
import { count } from './printable';

type NodeKind =
  'store' | 'writer' | 'secret' | 'workload' | 'host' | 'routes' | 'guard' | 'flyteadmin' | 'issuer';

interface Node {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** The rules that report it. */
  readonly broken: readonly string[];
}

/** Nodes by kind and label, edges in the order of the flow. */
class Graph {
  private readonly byKey = new Map<string, Node>();
  public readonly edges: Edge[] = [];

  public constructor(private readonly report: Report) {}

  public get nodes(): readonly Node[] {
    return [...this.byKey.values()];
  }

  public node(kind: NodeKind, label: string, key = label): string {
    const known = this.byKey.get(`${kind} ${key}`) ?? { id: `n${this.byKey.size + 1}`, kind, label };
    this.byKey.set(`${kind} ${key}`, known);
    return known.id;
  }

  public edge(from: string, to: string, label: string, ...ties: readonly FlowTie[]): void {
    const findings = ties.flatMap((tie) => tie.findings);
    const broken = [...new Set(findings.map((index) => this.report.findings[index].rule))];
    if (!this.edges.some((edge) => edge.from === from && edge.to === to && edge.label === label)) {
      this.edges.push({ from, to, label, broken });
    }
  }
}

function graphOf(flow: Flow, report: Report): Graph {
  const made = new Graph(report);
  const ends = new Map(flow.controls.map((control) => [control.id, addControl(made, control)]));
  flow.servers.forEach((server) => addServer(made, server, ends));
  flow.homes.forEach((home) => home.rows.forEach((row) => addRow(made, home, row, endsOf(home, flow, ends))));
  return made;
}

/** The flyteadmins that a home calls: its own, those behind the hosts that it calls, otherwise all. */
function endsOf(home: FlowHome, { controls, servers }: Flow, ends: ReadonlyMap<string, string>): string[] {
  const own = controls.filter((control) => control.home === home.id).map(({ id }) => id);
  const hosts = new Set(home.rows.flatMap((row) => row.hosts));
  const behind = servers
    .filter(({ host }) => host !== undefined && hosts.has(host))
    .flatMap((server) => server.controls);
  const ids = [own, behind, controls.map(({ id }) => id)].find(({ length }) => length > 0) ?? [];
  return [...new Set(ids)].map((id) => ends.get(id)!);
}

function addControl(
  made: Graph,
  { id, name, header, issuer, tokenIssuer, webClientId, ties }: FlowControl,
): string {
  const node = made.node('flyteadmin', `${name}, header ${header}`, id);
  if (issuer !== undefined) {
    made.edge(
      node,
      made.node('issuer', issuer),
      `people sign in as ${webClientId ?? '(no client ID)'}`,
      ties.signIn,
    );
  }
  if (tokenIssuer !== undefined) {
    made.edge(node, made.node('issuer', tokenIssuer), 'trusts tokens', ties.tokens);
  }
  return node;
}

function addServer(made: Graph, server: FlowServer, ends: ReadonlyMap<string, string>): void {
  const host = made.node('host', `${server.host ?? 'any host'} (${server.edge})`);
  server.lanes.forEach(({ paths, objects, guard, asked, tie }, index) => {
    const label = `${count(paths.length, 'path')} of ${objects.join(', ')}`;
    const routes = made.node('routes', label, `${host} ${index}`);
    made.edge(host, routes, guard === 'none' ? 'open' : 'guarded', ...(guard === 'none' ? [tie] : []));
    const last = guard === 'none' ? routes : made.node('guard', asked ?? 'another kind of guard');
    if (last !== routes) {
      made.edge(routes, last, 'asks', tie);
    }
    server.controls.forEach((id) => made.edge(last, ends.get(id)!, last === routes ? 'no guard' : 'of'));
  });
}

function addRow(made: Graph, home: FlowHome, row: FlowRow, ends: readonly string[]): void {
  const { purpose, secret, key, place, services, ties } = row;
  const { id } = home;
  const where = placeOf(home);
  const names = services.join(', ');
  const workload = made.node('workload', `${names}${where}`, `${id} ${names}`);
  const label = secret === undefined ? 'no Secret' : `Secret ${secret}: ${key}${where}`;
  const held = made.node('secret', label, `${id} ${secret ?? place} ${key}`);
  made.edge(held, workload, `read as ${place}`, ties.mount, ties.own);
  addWriters(made, home, row, held);
  if (purpose !== 'database password') {
    ends.forEach((end) => made.edge(workload, end, callerOf(row), ties.call));
  }
}

function addWriters(made: Graph, home: FlowHome, row: FlowRow, held: string): void {
  const { secret, writers, entries, store, ties } = row;
  const unseen = secret === undefined ? [] : ['not in the input'];
  const written = writers.length > 0 ? writers.map(({ kind, name }) => `${kind} ${name}`) : unseen;
  for (const writer of written) {
    const key = `${home.id} ${writer} ${writers.length === 0 ? secret : ''}`;
    const node = made.node('writer', `${writer}${placeOf(home)}`, key);
    made.edge(node, held, ties.write.shown === 'yes' ? 'writes' : 'may write', ties.write);
    entries.forEach((entry) =>
      made.edge(made.node('store', `${entry} in ${store}`), node, 'fetched', ties.fetch));
  }
}

function placeOf({ namespace, cluster }: FlowHome): string {
  const inNamespace = namespace === undefined ? '' : ` in ${namespace}`;
  return `${inNamespace}${cluster === undefined ? '' : ` of cluster ${cluster}`}`;
}

const MERMAID_SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  store: ['[("', '")]'],
  writer: ['[["', '"]]'],
  secret: ['[("', '")]'],
  workload: ['["', '"]'],
  host: ['(["', '"])'],
  routes: ['["', '"]'],
  guard: ['{{"', '"}}'],
  flyteadmin: ['["', '"]'],
  issuer: ['[/"', '"/]'],
};

/** The flow in the language of Mermaid. */
export function mermaid(flow: Flow, report: Report): string {
  const { nodes, edges } = graphOf(flow, report);
  const broken = edges.flatMap((edge, index) => (edge.broken.length === 0 ? [] : [index]));
  return [
    'flowchart LR',
    ...nodes.map(
      ({ id, label, kind }) =>
        `  ${id}${MERMAID_SHAPES[kind][0]}${mermaidText(label)}${MERMAID_SHAPES[kind][1]}`,
    ),
    ...edges.map(
      (edge) =>
        `  ${edge.from} ${edge.broken.length === 0 ? '-->' : '-.-x'}|"${mermaidText(labelOf(edge))}"| `
          + edge.to,
    ),
    ...(broken.length > 0 ? [`  linkStyle ${broken.join(',')} stroke:#c00,color:#c00`] : []),
    '',
  ].join('\n');
}

function labelOf({ label, broken }: Edge): string {
  return broken.length === 0 ? label : `${label} ✗ ${broken.join(', ')}`;
}

/** Mermaid reads `#code;` entities; characters that could end a label or start markup are encoded. */
function mermaidText(text: string): string {
  return text.replace(/[^\p{L}\p{N} _./:,@$*()=?+✗-]/gu, (character) =>
    /\s/.test(character) ? ' ' : `#${character.codePointAt(0)};`,
  );
}
