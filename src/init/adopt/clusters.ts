import { grouped } from '../../common/data/collections';
import { escaped } from '../../common/data/texts';
import { _shortName } from '../../constructs/identity/oauth-client';
import { homeKey } from '../../verify/kube/home';
import { clusterOfValues } from '../../verify/model/cluster-names';
import { dataPlanesOf } from '../../verify/model/data-planes';
import { trustedClients } from '../../verify/model/trusted-clients';
import type { Field } from '../../verify/read/field';
import { ChartObject } from '../../verify/values/chart-object';
import type { ValueSet } from '../../verify/values/value-set';
import { Finds, Sighting, isSaid, seen } from './finds';
import { Standing } from './standing';

/** A data plane that the input shows. */
export interface SeenDataPlane {
  readonly clusterName?: Sighting;
  readonly namespace?: string;
  /** Its services' client. */
  readonly client?: Sighting;
  readonly values?: ValueSet;
  /** Where it stands. */
  readonly field: Field;
}

/** By the values of each, or by the services of each namespace where no values are shown. */
export function dataPlanesSeen(standing: Standing): SeenDataPlane[] {
  const named = dataPlanesOf(standing.model);
  const byHome = grouped(standing.clients('data'), ({ config: { container: { workload } } }) =>
    (workload.namespace === undefined ? workload.object.source.file : homeKey(workload)));
  const running = byHome.map((clients): SeenDataPlane => {
    const { workload } = clients[0].config.container;
    const ids = clients.flatMap(({ clientId }) => seen(clientId));
    const name = named.find((plane) => plane.clients.some((client) => clients.includes(client)));
    const values = workload.object instanceof ChartObject ? workload.object.set : undefined;
    return {
      clusterName: name ? { value: name.clusterName, field: name.place } : clusterIn(values),
      namespace: workload.namespace,
      client: ids[0],
      values,
      field: workload.object.field(),
    };
  });
  const silent = standing.dataPlanes.filter((set) => !running.some(({ values }) => values === set))
    .map((set) => ({
      clusterName: clusterIn(set),
      namespace: set.namespace,
      values: set,
      field: set.documents[0].field(),
    }));
  const trusted = clientsTrusted(standing);
  const rank = ({ client }: SeenDataPlane) => (client === undefined ? -1 : trusted.indexOf(client.value));
  return [...running, ...silent].sort((a, b) => rank(a) - rank(b));
}

/** The cluster that values name. */
function clusterIn(set: ValueSet | undefined): Sighting | undefined {
  const value = set && clusterOfValues(set);
  return value === undefined
    ? undefined
    : { value, field: set!.field(set!.release._contract.dataPlane.clusterName) };
}

/** In the order in which the answers had them. */
function clientsTrusted({ controlPlane, model }: Standing): readonly string[] {
  return [...controlPlane?.trustedClients ?? [], ...trustedClients(model).listed];
}

/** The namespace of values that nobody says is a stand-in of the reader. */
export function namespaceOf({ namespace }: Pick<SeenDataPlane, 'namespace'>): string | undefined {
  return namespace?.includes(' ') ? undefined : namespace;
}

/** Clusters, their namespaces, and the applications that are their own. */
export function findDataPlanes(standing: Standing, finds: Finds): void {
  const service = finds.at('applications.serviceClientId');
  const planes = dataPlanesSeen(standing);
  planes.forEach((plane, i) => {
    const at = `dataPlanes[${i}]`;
    finds.take(`${at}.clusterName`, plane.clusterName?.value, plane.clusterName?.field ?? '');
    finds.take(`${at}.namespace`, namespaceOf(plane), plane.field);
    if (plane.client !== undefined && plane.client.value !== service) {
      if (plane.clusterName === undefined) {
        finds.miss(
          `${at}.clusterName: the data plane of ${finds.places.textOf(plane.field)} names no cluster`,
        );
      }
      finds.take(`${at}.operator.clientId`, plane.client.value, plane.client.field);
    }
  });
  if (planes.length === 0) {
    finds.miss('dataPlanes: the input shows none; one that shares the service application is made');
  }
}

/** Clients that the control plane trusts beside those of its data planes: pipelines. */
export function findPipelines(standing: Standing, finds: Finds): void {
  const planes =
    (finds.at('dataPlanes') ?? []) as { operator?: { clientId: string }; eager?: { clientId: string } }[];
  const known = new Set([
    finds.at('applications.serviceClientId'),
    ...planes.flatMap(({ operator, eager }) => [operator?.clientId, eager?.clientId]),
  ]);
  const further = [...new Set(clientsTrusted(standing))]
    .filter((id) => isSaid(id) && !known.has(id) && id !== finds.at('applications.serviceSubject'));
  const names = new Set<string>();
  further.forEach((clientId, i) => {
    const saysIt = new RegExp(`(CLIENT_ID=|clientId: ?)['"]?${escaped(clientId)}(?![\\w.-])`);
    const file = standing.scripts.find(({ text }) => saysIt.test(text))?.name ?? '';
    const named = shortName(file);
    const isFit = _shortName(named) === undefined && !names.has(named);
    const name = isFit ? named : `pipeline-${i + 1}`;
    names.add(name);
    finds.take(`clients[${i}].name`, name, isFit ? file : 'made up: nothing names it');
    finds.take(`clients[${i}].clientId`, clientId, 'trusted-clients of the control plane');
  });
}

/** What a pipeline would be called after a file. */
function shortName(file: string): string {
  return file.replace(/^.*\//, '').replace(/\..*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
