import type { Credential } from '../credentials/credential';
import type { EdgeRoute } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import type { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import type { Model } from './model';

export interface WiringNode {
  readonly id: string;
  readonly label: string;
  readonly kind: 'workload' | 'file' | 'secret' | 'writer' | 'host' | 'routes' | 'guard' | 'flyteadmin' | 'missing';
}

export interface WiringEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** What is wrong with it; absent where it holds or nobody can tell. */
  readonly broken?: string;
  /** Places that a finding about this edge points at. */
  readonly fields: readonly Field[];
}

/** How everything hangs together: credentials to their writers, hosts to their guards, clients to flyteadmin. */
export interface Wiring {
  readonly nodes: readonly WiringNode[];
  readonly edges: readonly WiringEdge[];
}

/** Draws the wiring of a model. Nodes and edges stand in the order of the input. */
export function wiringOf(model: Model): Wiring {
  const drawing = new Drawing();
  model.credentials.forEach((credential) => drawCredential(drawing, credential));
  model.unionServers.forEach((server) => drawServer(drawing, server));
  drawClients(drawing, model);
  return drawing;
}

class Drawing implements Wiring {
  private readonly byKey = new Map<string, WiringNode>();
  private readonly drawn = new Map<string, WiringEdge>();

  public get nodes(): readonly WiringNode[] {
    return [...this.byKey.values()];
  }

  public get edges(): readonly WiringEdge[] {
    return [...this.drawn.values()];
  }

  public node(kind: WiringNode['kind'], label: string, key = label): string {
    const id = JSON.stringify([kind, key]);
    const known = this.byKey.get(id);
    if (known !== undefined) {
      return known.id;
    }
    const node = { id: `n${this.byKey.size + 1}`, label, kind };
    this.byKey.set(id, node);
    return node.id;
  }

  public edge(from: string, to: string, label: string, fields: readonly Field[], broken?: string): void {
    const key = JSON.stringify([from, to, label]);
    if (!this.drawn.has(key)) {
      this.drawn.set(key, { from, to, label, fields, ...(broken === undefined ? {} : { broken }) });
    }
  }
}

/** Workload → file or variable → key of a Secret → writers. */
function drawCredential(drawing: Drawing, credential: Credential): void {
  const { container, setting, field, path, envVar, lookup, key, delivery } = credential;
  const workload = drawing.node('workload', container.workload.object.toString());
  const place = path ?? `$${envVar ?? ''}`;
  const file = drawing.node('file', place, `${container}: ${place}`);
  drawing.edge(workload, file, setting, [field]);
  if (key === undefined) {
    if (lookup?.state !== 'opaque') {
      drawing.edge(file, drawing.node('missing', 'nothing', `${container}: ${place}`), 'mount', [field], `${place} is not mounted`);
    }
    return;
  }
  const { cluster, namespace } = container.workload;
  const inCluster = cluster === undefined ? '' : ` in cluster ${cluster}`;
  const secret = drawing.node('secret', `Secret ${namespace === undefined ? '' : `${namespace}/`}${key.secret}: ${key.key}${inCluster}`);
  drawing.edge(file, secret, envVar === undefined ? 'mount' : 'environment', [key.field]);
  if (delivery?.state === 'unknown') {
    drawing.edge(drawing.node('writer', 'not in the input', secret), secret, 'writes?', []);
  }
  for (const writer of delivery?.writers ?? []) {
    const node = drawing.node('writer', writer.object.toString());
    const broken = delivery?.state === 'missing' ? 'not in the cluster' : delivery?.state === 'placeholder' ? 'only a placeholder' : delivery?.state === 'key-missing' ? `does not write ${key.key}` : undefined;
    drawing.edge(node, secret, delivery?.state === 'possible' ? 'may write' : 'writes', [writer.field], broken);
  }
}

/** Host → object with its routes → guard. */
function drawServer(drawing: Drawing, server: EdgeServer): void {
  const host = drawing.node('host', server.host ?? 'any host', `${server.edge.name} ${server.host ?? ''}`);
  const byObject = new Map<KubeObject, EdgeRoute[]>();
  server.routes.forEach((route) => byObject.set(route.object, [...byObject.get(route.object) ?? [], route]));
  for (const [object, routes] of byObject) {
    const group = drawing.node('routes', object.toString());
    drawing.edge(host, group, routes.length === 1 ? routes[0].path : `${routes[0].path} and ${routes.length - 1} more`, routes.map(({ field }) => field));
    for (const { guard, field } of routes) {
      if (guard.kind === 'subrequest') {
        drawing.edge(group, drawing.node('guard', guard.url), 'asks', [guard.field, field]);
      } else if (guard.kind !== 'none') {
        drawing.edge(group, drawing.node('guard', guard.kind === 'opaque' ? guard.reason : 'another guard'), 'guarded by', [guard.field]);
      }
    }
  }
}

/** Client → flyteadmin, where the input shows one. */
function drawClients(drawing: Drawing, model: Model): void {
  for (const { config: server, grpcHeader } of model.flyteadmins) {
    const target = drawing.node('flyteadmin', `flyteadmin (${server.container.workload.object}), header ${grpcHeader}`);
    for (const client of model.clients.filter(({ usesClientSecret }) => usesClientSecret)) {
      const workload = drawing.node('workload', client.config.container.workload.object.toString());
      const label = `${client.section} as ${client.clientId?.text ?? '(no client ID)'}`;
      const settings = [client.clientId, client.header, client.tokenUrl, client.scopes].filter((setting) => setting !== undefined);
      drawing.edge(workload, target, label, settings.map(({ field }) => field));
    }
  }
}
