import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { signInHost } from '../edge/public-host';
import { ExternalSecret } from '../kube/external-secret';
import type { Model } from '../model/model';
import type { Wiring, WiringEdge, WiringNode } from '../model/wiring';
import type { Picture, PictureEdge, PictureNode } from './picture';
import { wrapped } from './text-size';

/** How a person signs in, step by step; nothing where the input shows no flyteadmin. */
export function loginPicture(model: Model): Picture | undefined {
  const [flyteadmin] = model.flyteadmins.filter(({ authEnabled }) => authEnabled);
  const server = model.unionServers.find((each) => signInHost(each) !== undefined);
  if (flyteadmin === undefined) {
    return undefined;
  }
  const host = server?.host ?? 'the public host';
  const guard = server?.routes.map((route) => route.guard).find((each) => each.kind === 'subrequest');
  const gate = guard?.kind === 'subrequest' ? guard.url : undefined;
  const issuer = flyteadmin.issuer?.text ?? 'the provider';
  const client = flyteadmin.webClientId?.text ?? 'the web application';
  const node = (id: string, kind: PictureNode['kind'], caption: string, name: string): PictureNode =>
    ({ id, kind, lines: [caption, ...wrapped(name, 36, 3)], title: `${caption} ${name}`, findings: [] });
  return {
    title: 'How a person signs in',
    nodes: [
      node('person', 'person', 'browser', 'a person'),
      node('edge', 'host', 'edge', host),
      ...(gate === undefined ? [] : [node('guard', 'guard', 'guard', gate)]),
      node('flyteadmin', 'flyteadmin', 'flyteadmin', flyteadmin.config.container.workload.name),
      node('issuer', 'issuer', 'issuer', issuer),
    ],
    boxes: [],
    edges: loginSteps(host, client, gate !== undefined).map(([from, to, text]): PictureEdge =>
      ({ from, to, lines: wrapped(text, 34, 3), title: text, findings: [] })),
  };
}

function loginSteps(host: string, client: string, isGuarded: boolean) {
  const asks = [
    ['edge', 'guard', `2 who is this? ${FLYTEADMIN_PATHS.me}`],
    ['guard', 'flyteadmin', '3 asks with the cookie'],
  ] as const;
  return [
    ['person', 'edge', `1 opens https://${host}`],
    ...(isGuarded ? asks : []),
    ['edge', 'person', `4 401: sent to ${FLYTEADMIN_PATHS.login}`],
    ['person', 'issuer', `5 signs in, for ${client}`],
    ['issuer', 'person', `6 back with a code to https://${host}${FLYTEADMIN_PATHS.callback}`],
    ['edge', 'flyteadmin', `7 carries the code: ${FLYTEADMIN_PATHS.callback}`],
    ['flyteadmin', 'issuer', '8 trades code and client secret for tokens'],
    ['flyteadmin', 'edge', '9 sets the session cookie'],
  ] as const;
}

const OF_SECRETS: ReadonlySet<WiringNode['kind']> = new Set([
  'workload', 'file', 'secret', 'writer', 'missing',
]);

/**
 * The way of each secret: from the entry of a store by its writer and its Secret to the file that a workload
 * reads.
 */
export function secretsWiring(model: Model, wiring: Wiring): Wiring {
  const nodes = wiring.nodes.filter(({ kind }) => OF_SECRETS.has(kind));
  const shown = new Set(nodes.map(({ id }) => id));
  const entries = new Map<string, WiringNode>();
  const edges: WiringEdge[] = [];
  for (const writer of nodes.filter(({ kind }) => kind === 'writer')) {
    const external = model.externalSecrets.find(({ object }) => object === writer.object);
    for (const entry of external === undefined ? [] : entriesOf(external)) {
      const node = entries.get(entry) ?? { id: `e${entries.size + 1}`, kind: 'store' as const, label: entry };
      entries.set(entry, node);
      edges.push({ from: node.id, to: writer.id, label: 'fetched', fields: [] });
    }
  }
  return {
    nodes: [...entries.values(), ...nodes],
    edges: [...edges, ...wiring.edges.filter(({ from, to }) => shown.has(from) && shown.has(to))],
  };
}

function entriesOf({ data, store }: ExternalSecret): string[] {
  return [...new Set(data.map(({ remoteKey }) => remoteKey).filter((key) => key !== undefined))]
    .map((key) => `${key} in ${store.kind} ${store.name ?? '(default)'}`);
}
