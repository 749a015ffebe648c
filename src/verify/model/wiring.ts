import { groupsByKey } from '../../common/data/grouped';
import type { Setting } from '../credentials/config-section';
import type { Credential } from '../credentials/credential';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { Plane, planeOf } from '../credentials/plane';
import type { EdgeRoute } from '../edge/route';
import type { EdgeServer } from '../edge/server';
import { Home, homeKey } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import type { Field, FieldOwner } from '../read/field';
import { flyteadminsAskedBy } from './asked-flyteadmin';
import type { Model } from './model';

/** Where a node lives, and which plane runs there. */
export interface WiringHome {
  readonly cluster?: string;
  readonly namespace?: string;
  /** Absent where nothing of a plane runs, or both do. */
  readonly plane?: Plane;
}

export interface WiringNode {
  readonly id: string;
  readonly label: string;
  readonly kind:
    | 'workload'
    | 'file'
    | 'secret'
    | 'writer'
    | 'host'
    | 'routes'
    | 'guard'
    | 'flyteadmin'
    | 'issuer'
    | 'store'
    | 'missing';
  /** Absent where it lives in no cluster, or nobody tells. */
  readonly home?: WiringHome;
  /** The object that it is. @default it is none of the input */
  readonly object?: FieldOwner;
  /** The findings about it that are about none of its edges. @default none, or nobody has judged */
  readonly findings?: readonly number[];
}

export interface WiringEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** What is wrong with it; absent where it holds or nobody can tell. */
  readonly broken?: string;
  /** Places that a finding about this edge points at. */
  readonly fields: readonly Field[];
  /** The findings about it, by their place in the report. @default none, or nobody has judged */
  readonly findings?: readonly number[];
}

/**
 * How everything hangs together: credentials to their writers, hosts to their guards, clients to flyteadmin.
 */
export interface Wiring {
  readonly nodes: readonly WiringNode[];
  readonly edges: readonly WiringEdge[];
}

/** Draws the wiring of a model. Nodes and edges stand in the order of the input. */
export function wiringOf(model: Model): Wiring {
  const drawing = new Drawing(planesOf(model.workloads));
  model.credentials.forEach((credential) => drawCredential(drawing, credential));
  model.unionServers.forEach((server) => drawServer(drawing, server, model.flyteadmins));
  drawClients(drawing, model);
  model.flyteadmins.forEach((flyteadmin) => drawIssuers(drawing, flyteadmin));
  return drawing;
}

/** The plane of each home; none where both run. */
function planesOf(workloads: readonly Workload[]): ReadonlyMap<string, Plane | undefined> {
  const planes = new Map<string, Plane | undefined>();
  for (const workload of workloads) {
    const plane = planeOf(workload);
    if (plane !== undefined) {
      const key = homeKey(workload);
      planes.set(key, planes.has(key) && planes.get(key) !== plane ? undefined : plane);
    }
  }
  return planes;
}

interface NodeContext {
  readonly home?: Home;
  /** What makes it one node, where that is more than its label. */
  readonly key?: string;
  readonly object?: FieldOwner;
}

class Drawing implements Wiring {
  private readonly byKey = new Map<string, WiringNode>();
  private readonly drawn = new Map<string, WiringEdge>();

  public constructor(private readonly planes: ReadonlyMap<string, Plane | undefined>) {}

  public get nodes(): readonly WiringNode[] {
    return [...this.byKey.values()];
  }

  public get edges(): readonly WiringEdge[] {
    return [...this.drawn.values()];
  }

  public node(
    kind: WiringNode['kind'], label: string, { home, key = label, object }: NodeContext = {},
  ): string {
    const id = JSON.stringify([kind, key, home?.cluster]);
    const known = this.byKey.get(id);
    if (known !== undefined) {
      return known.id;
    }
    const node = {
      id: `n${this.byKey.size + 1}`,
      label,
      kind,
      ...(home === undefined ? {} : this.homeOf(home)),
      ...(object && { object }),
    };
    this.byKey.set(id, node);
    return node.id;
  }

  public object(kind: WiringNode['kind'], object: KubeObject): string {
    return this.node(kind, object.toString(), { home: object, object });
  }

  public edge(
    [from, to]: readonly [string, string], label: string, fields: readonly Field[], broken?: string,
  ): void {
    const key = JSON.stringify([from, to, label]);
    if (!this.drawn.has(key)) {
      this.drawn.set(key, { from, to, label, fields, ...(broken === undefined ? {} : { broken }) });
    }
  }

  private homeOf({ cluster, namespace }: Home): { readonly home?: WiringHome } {
    const plane = this.planes.get(homeKey({ cluster, namespace }));
    const known = Object.entries({ cluster, namespace, plane }).filter(([, value]) => value !== undefined);
    return known.length === 0 ? {} : { home: Object.fromEntries(known) as WiringHome };
  }
}

/** Workload → file or variable → key of a Secret → writers. */
function drawCredential(drawing: Drawing, credential: Credential): void {
  const { container, setting, field, path, envVar, lookup, key } = credential;
  const { workload: owner } = container;
  const workload = drawing.object('workload', owner.object);
  const place = path ?? `$${envVar ?? ''}`;
  const file = drawing.node('file', place, { home: owner, key: `${container}: ${place}` });
  drawing.edge([workload, file], setting, [field]);
  if (key !== undefined) {
    const { cluster, namespace } = owner;
    const inCluster = cluster === undefined ? '' : ` in cluster ${cluster}`;
    const name = `${namespace === undefined ? '' : `${namespace}/`}${key.secret}`;
    const secret = drawing.node('secret', `Secret ${name}: ${key.key}${inCluster}`, { home: owner });
    drawing.edge([file, secret], envVar === undefined ? 'mount' : 'environment', [key.field]);
    drawWriters(drawing, credential, secret);
  } else if (lookup?.state !== 'opaque') {
    const missing = drawing.node('missing', 'nothing', { home: owner, key: `${container}: ${place}` });
    drawing.edge([file, missing], 'mount', [field], `${place} is not mounted`);
  }
}

/** Why what writes a Secret does not deliver the key. */
const UNDELIVERED: Readonly<Record<string, (key: string) => string>> = {
  'missing': () => 'not in the cluster',
  'placeholder': () => 'only a placeholder',
  'key-missing': (key) => `does not write ${key}`,
};

function drawWriters(drawing: Drawing, { container, key, delivery }: Credential, secret: string): void {
  const { state = '', writers = [] } = delivery ?? {};
  if (state === 'unknown') {
    const unseen = drawing.node('writer', 'not in the input', { home: container.workload, key: secret });
    drawing.edge([unseen, secret], 'writes?', []);
  }
  const broken = UNDELIVERED[state]?.(key?.key ?? '');
  for (const writer of writers) {
    const label = state === 'possible' ? 'may write' : 'writes';
    drawing.edge([drawing.object('writer', writer.object), secret], label, [writer.field], broken);
  }
}

/** Host → object with its routes → guard → the flyteadmin that it asks. */
function drawServer(drawing: Drawing, server: EdgeServer, flyteadmins: readonly Flyteadmin[]): void {
  const key = `${server.edge.name} ${server.host ?? ''}`;
  const host = drawing.node('host', server.host ?? 'any host', { key });
  for (const [object, routes] of groupsByKey(server.routes, (route) => route.object)) {
    const group = drawing.object('routes', object);
    drawing.edge(
      [host, group],
      routes.length === 1 ? routes[0].path : `${routes[0].path} and ${routes.length - 1} more`,
      routes.map(({ field }) => field),
    );
    for (const route of routes) {
      drawGuard(drawing, group, route, flyteadmins);
    }
  }
}

function drawGuard(
  drawing: Drawing, group: string, route: EdgeRoute, flyteadmins: readonly Flyteadmin[],
): void {
  const { guard, field } = route;
  if (guard.kind === 'subrequest') {
    const asked = drawing.node('guard', guard.url, { home: route.object });
    drawing.edge([group, asked], 'asks', [guard.field, field]);
    flyteadminsAskedBy(route, flyteadmins).forEach((flyteadmin) =>
      drawing.edge(
        [asked, flyteadminNode(drawing, flyteadmin)],
        guard.asks === undefined ? 'of' : 'through the auth gate',
        [guard.field],
      ),
    );
  } else if (guard.kind !== 'none') {
    const reason = guard.kind === 'opaque' ? guard.reason : 'another guard';
    const node = drawing.node('guard', reason, { home: route.object });
    drawing.edge([group, node], 'guarded by', [guard.field]);
  }
}

function flyteadminNode(drawing: Drawing, { config, grpcHeader }: Flyteadmin): string {
  const { workload } = config.container;
  return drawing.node('flyteadmin', `flyteadmin (${workload.object}), header ${grpcHeader}`, {
    home: workload,
  });
}

/** Client → flyteadmin, where the input shows one. */
function drawClients(drawing: Drawing, model: Model): void {
  for (const server of model.flyteadmins) {
    const target = flyteadminNode(drawing, server);
    for (const client of model.clients.filter(({ usesClientSecret }) => usesClientSecret)) {
      const workload = drawing.object('workload', client.config.container.workload.object);
      const label = `${client.section} as ${client.clientId?.text ?? '(no client ID)'}`;
      const settings = [client.clientId, client.header, client.tokenUrl, client.scopes].filter(
        (setting) => setting !== undefined,
      );
      drawing.edge([workload, target], label, settings.map(({ field }) => field));
    }
  }
}

/** flyteadmin → the issuers whose tokens it takes, with the applications that it names there. */
function drawIssuers(drawing: Drawing, flyteadmin: Flyteadmin): void {
  const { issuer, externalIssuer, webClientId, nativeClientId, allowedAudience } = flyteadmin;
  const lead = (to: Setting | undefined, label: string, besides: readonly (Setting | undefined)[]) => {
    if (to?.text) {
      const fields = [to, ...besides].filter((setting) => setting !== undefined).map(({ field }) => field);
      drawing.edge([flyteadminNode(drawing, flyteadmin), drawing.node('issuer', to.text)], label, fields);
    }
  };
  lead(issuer, `people sign in as ${webClientId?.text ?? '(no client ID)'}`, [webClientId]);
  lead(flyteadmin.authServerType === 'External' ? externalIssuer : undefined, 'takes tokens of', [
    nativeClientId, allowedAudience,
  ]);
}
