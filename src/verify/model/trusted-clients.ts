import { grouped, groupsByKey, oncePer, oncePerName } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { clientsIn, TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import { clientOfSubject } from '../../contract/providers/known-providers';
import type { AuthClient } from '../credentials/auth-client';
import { planeOf } from '../credentials/plane';
import type { Plane } from '../credentials/plane';
import { homeKey } from '../kube/home';
import { byCluster } from '../kube/home-index';
import { ChartObject } from '../values/chart-object';
import type { ValueSet } from '../values/value-set';
import { authorizationsOf, TRUSTED_IDENTITY } from './authorization';
import type { Model } from './model';

/** The clients that a control plane trusts, and the facts about them in the input. */
export interface TrustedClients {
  /** IDs of its own services' clients. */
  readonly own: readonly string[];
  /** Listed IDs beyond those; empty without a list. */
  readonly listed: readonly string[];
  /** IDs, or subjects, with roles in its authorizer. */
  readonly granted: readonly string[];
  /** Whether values that are not in the input may list more. */
  readonly open: boolean;
  /** Whether the list is complete: only one of ours is, as the charts have no list. */
  readonly complete: boolean;
}

/** The trusted clients of the control planes of a cluster, or of the whole input. */
export function trustedClients(model: Model, cluster?: string): TrustedClients {
  return trustedByCluster(model)(cluster ?? '');
}

const trustedByCluster = oncePer((model: Model) => {
  const parts = partsByCluster(model);
  return oncePerName((name): TrustedClients => trustedIn(name || undefined, parts, model));
});

function partsByCluster(model: Model) {
  const configs = model.configs.filter(({ container: { workload } }) => planeOf(workload) === 'control');
  return {
    configs: byCluster(configs, ({ container: { workload } }) => workload),
    annotated: byCluster(annotated(model), ({ object }) => object),
    own: byCluster(clientsOfPlane(model, 'control'), ({ config }) => config.container.workload),
    granted: byCluster(authorizationsOf(model), ({ home }) => home),
    sets: byCluster(model.valueSets.filter((set) => set.chart === 'controlplane'), (set) => set),
  };
}

function trustedIn(
  cluster: string | undefined, parts: ReturnType<typeof partsByCluster>, model: Model,
): TrustedClients {
  const claims = parts.configs(cluster).flatMap((config) => config.text(TRUSTED_IDENTITY) ?? []);
  const annotations = parts.annotated(cluster).flatMap(({ clients }) => clients);
  const sets = parts.sets(cluster);
  return {
    open: sets.some((set) => set.partial && isMade(set, model)),
    complete: annotations.length > 0
      || (sets.length > 0 && sets.every(({ trustedClients: all }) => all !== undefined)),
    own: distinct(parts.own(cluster).map(({ clientId }) => clientId?.text ?? '')),
    listed: distinct([
      ...annotations, ...sets.flatMap((set) => set.trustedClients ?? []), ...claims.map(clientOfSubject),
    ]),
    granted: distinct(parts.granted(cluster).flatMap(({ accounts }) =>
      accounts.map((account) => clientOfSubject(account.text('clientId') ?? '')))),
  };
}

const annotated = oncePer(({ objects }: Model) => objects.flatMap((object) => {
  const clients = clientsIn(object.annotations[TRUSTED_CLIENTS_ANNOTATION] ?? '');
  return clients.length === 0 ? [] : [{ object, clients }];
}));

/** Whether the chart's objects are rendered from the values; then no manifest has them. */
function isMade(set: ValueSet, { objects }: Model): boolean {
  return objects.some((object) => object instanceof ChartObject && object.set === set);
}

/** The cluster of a client if it also has a control plane, which must then be the right one. */
export function clusterOfBoth({ config }: AuthClient, model: Model): string | undefined {
  const { cluster } = config.container.workload;
  return controlClusters(model).has(cluster) ? cluster : undefined;
}

const controlClusters = oncePer((model: Model) =>
  new Set(clientsOfPlane(model, 'control').map(({ config }) => config.container.workload.cluster)));

/** The clients of a plane with an ID. */
export function clientsOfPlane(model: Model, plane: Plane): readonly AuthClient[] {
  return clientsByPlane(model).get(plane) ?? [];
}

const clientsByPlane = oncePer((model: Model) => groupsByKey(
  model.clients.filter(({ usesClientSecret, clientId }) => usesClientSecret && Boolean(clientId?.text)),
  ({ config }) => planeOf(config.container.workload),
));

/** The IDs of all clients that a control plane is known to trust. */
export function knownIds({ own, listed, granted }: TrustedClients): string[] {
  return [...new Set([...own, ...listed, ...granted])];
}

/** The clients of data planes and of a control plane, and whether the input shows whom the latter trusts. */
interface Comparison {
  readonly judged: readonly AuthClient[];
  /** Those that it does not know, and no list contains. */
  readonly unlisted: readonly AuthClient[];
}

export const comparedClients = oncePer((model: Model): Comparison => {
  const clusterOf = (client: AuthClient) => clusterOfBoth(client, model);
  const parts = grouped(clientsOfPlane(model, 'data'), (client) => clusterOf(client) ?? '')
    .map((clients) => compared(clients, trustedClients(model, clusterOf(clients[0]))));
  return {
    judged: parts.flatMap(({ judged }) => judged),
    unlisted: parts.flatMap(({ unlisted }) => unlisted),
  };
});

function compared(clients: readonly AuthClient[], trusted: TrustedClients): Comparison {
  const { own, open, complete } = trusted;
  if (own.length === 0) {
    return { judged: [], unlisted: [] };
  }
  const ids = knownIds(trusted);
  const isSlip = (client: AuthClient) => nameSlipOf(idOf(client), ids) !== undefined;
  if (open) {
    // Values that are not in the input may list any other client, but no misspelling of a known one.
    return { judged: clients.filter(isSlip), unlisted: [] };
  }
  // Without a list, any client that one data plane alone uses consistently may be right.
  const idsOfPlane = valuesBy(clients, planeKey, idOf);
  const planesOfId = valuesBy(clients, idOf, planeKey);
  const mayBeMeant = (client: AuthClient) => !complete && !ids.includes(idOf(client)) && !isSlip(client)
    && idsOfPlane.get(planeKey(client))?.size === 1 && planesOfId.get(idOf(client))?.size === 1;
  return { judged: clients.filter((client) => !mayBeMeant(client)), unlisted: clients.filter(mayBeMeant) };
}

type Trait = (client: AuthClient) => string;

function valuesBy(clients: readonly AuthClient[], key: Trait, value: Trait): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const client of clients) {
    groups.set(key(client), (groups.get(key(client)) ?? new Set()).add(value(client)));
  }
  return groups;
}

function idOf({ clientId }: AuthClient): string {
  return clientId?.text ?? '';
}

/** The key of a data plane is its home. */
function planeKey({ config }: AuthClient): string {
  return homeKey(config.container.workload);
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== '' && !id.includes('${')))];
}
