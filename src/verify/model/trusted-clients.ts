import { groupsByKey, oncePer, oncePerName } from '../../common/data/collections';
import { clientsIn, TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import { clientOfSubject } from '../../contract/providers/known-providers';
import type { AuthClient } from '../credentials/auth-client';
import { planeOf } from '../credentials/plane';
import type { Plane } from '../credentials/plane';
import { Home, sameCluster } from '../kube/home';
import { ChartObject } from '../values/chart-object';
import type { ValueSet } from '../values/value-set';
import { authorizationsOf, TRUSTED_IDENTITY } from './authorization';
import type { Model } from './model';

/** The clients that a control plane answers, and what the input says about them. */
export interface TrustedClients {
  /** IDs of the clients that its own services use. */
  readonly own: readonly string[];
  /** IDs that it lists beyond those; empty where it has no list. */
  readonly listed: readonly string[];
  /** IDs, or subjects, that its authorizer gives roles to. */
  readonly granted: readonly string[];
  /** Whether values that nobody shows may name more. */
  readonly open: boolean;
}

/** What the control planes say of a cluster, or all of the input. */
export function trustedClients(model: Model, cluster?: string): TrustedClients {
  return trustedByCluster(model)(cluster ?? '');
}

const trustedByCluster = oncePer((model: Model) => oncePerName((name: string): TrustedClients => {
  const isThere = (home: Pick<Home, 'cluster'>) => sameCluster(home, { cluster: name || undefined });
  const claims = model.configs
    .filter(({ container: { workload } }) => planeOf(workload) === 'control' && isThere(workload))
    .flatMap((config) => config.text(TRUSTED_IDENTITY) ?? []);
  const annotations = model.objects.filter(isThere).flatMap((object) =>
    clientsIn(object.textAt('metadata', 'annotations', TRUSTED_CLIENTS_ANNOTATION) ?? ''),
  );
  const own = clientsOfPlane(model, 'control').filter(({ config }) => isThere(config.container.workload));
  const granted = authorizationsOf(model).filter(({ home }) => isThere(home));
  const open = model.valueSets.some((set) =>
    set.chart === 'controlplane' && set.partial && isThere(set) && isMade(set, model));
  return {
    open,
    own: distinct(own.map(({ clientId }) => clientId?.text ?? '')),
    listed: distinct([...annotations, ...claims.map(clientOfSubject)]),
    granted: distinct(granted.flatMap(({ accounts }) =>
      accounts.map((account) => clientOfSubject(account.text('clientId') ?? '')))),
  };
}));

/** Whether the chart's objects are made of the values; no manifest shows them then. */
function isMade(set: ValueSet, { objects }: Model): boolean {
  return objects.some((object) => object instanceof ChartObject && object.set === set);
}

/** The cluster of a client where a control plane is in it as well: no other is meant then. */
export function clusterOfBoth({ config }: AuthClient, model: Model): string | undefined {
  const { cluster } = config.container.workload;
  return controlClusters(model).has(cluster) ? cluster : undefined;
}

const controlClusters = oncePer((model: Model) =>
  new Set(clientsOfPlane(model, 'control').map(({ config }) => config.container.workload.cluster)));

/** The clients of a plane that name themselves. */
export function clientsOfPlane(model: Model, plane: Plane): readonly AuthClient[] {
  return clientsByPlane(model).get(plane) ?? [];
}

const clientsByPlane = oncePer((model: Model) => groupsByKey(
  model.clients.filter(({ usesClientSecret, clientId }) => usesClientSecret && Boolean(clientId?.text)),
  ({ config }) => planeOf(config.container.workload),
));

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.trim()).filter((id) => id !== '' && !id.includes('${')))];
}
