import { grouped } from '../../common/data/collections';
import { pathText } from '../../common/data/json';
import { escaped } from '../../common/data/texts';
import { _shortName } from '../../constructs/identity/oauth-client';
import { homeKey } from '../../verify/kube/home';
import { clusterOfValues } from '../../verify/model/cluster-names';
import { dataPlanesOf } from '../../verify/model/data-planes';
import { trustedClients } from '../../verify/model/trusted-clients';
import type { Field } from '../../verify/read/field';
import { ChartObject } from '../../verify/values/chart-object';
import type { ValueSet } from '../../verify/values/value-set';
import { Answers, dataPlanesIn } from '../answers';
import { Finds, Sighting, isSaid, seen } from './finds';
import { Standing } from './standing';

/** A data plane that the input shows. */
export interface SeenDataPlane {
  readonly clusterName?: Sighting;
  readonly namespace?: string;
  /** Its services' client. */
  readonly client?: Sighting;
  readonly values?: ValueSet;
  /** Where it is. */
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

/** The namespace of values that no one says is a stand-in of the reader. */
export function namespaceOf({ namespace }: Pick<SeenDataPlane, 'namespace'>): string | undefined {
  return namespace?.includes(' ') ? undefined : namespace;
}

/**
 * Where the answers have the data planes that are seen, in their order. One that shares the service
 * application needs no name where it is the only one; others without a name get that of their namespace.
 */
export function placesOfDataPlanes(standing: Standing, finds: Finds): readonly string[] {
  const service = finds.at('applications.service.clientId');
  const planes = dataPlanesSeen(standing);
  const names = planes.map((plane, i) =>
    plane.clusterName?.value ?? namespaceOf(plane) ?? `cluster-${i + 1}`);
  return planes.map((plane, i) => {
    const isOwn = plane.client !== undefined && plane.client.value !== service;
    if (plane.clusterName === undefined && !isOwn && planes.length === 1) {
      return 'dataPlane';
    }
    const isFirst = names.indexOf(names[i]) === i;
    return pathText(['dataPlanes', isFirst ? names[i] : `${names[i]}-${i + 1}`]);
  });
}

/** Clusters, their namespaces, and the applications that are their own. */
export function findDataPlanes(standing: Standing, finds: Finds): void {
  const service = finds.at('applications.service.clientId');
  const planes = dataPlanesSeen(standing);
  placesOfDataPlanes(standing, finds).forEach((at, i) => {
    const plane = planes[i];
    if (at !== 'dataPlane') {
      finds.take(at, {}, plane.clusterName?.field ?? plane.field);
    }
    if (at !== 'dataPlane' && plane.clusterName === undefined) {
      finds.miss(`${at}: the data plane of ${finds.places.textOf(plane.field)} names no cluster; it is named `
        + 'after its namespace');
    }
    finds.take(`${at}.namespace`, namespaceOf(plane), plane.field);
    if (plane.client !== undefined && plane.client.value !== service) {
      finds.take(`${at}.operator.clientId`, plane.client.value, plane.client.field);
    }
  });
  if (planes.length === 0) {
    finds.miss('dataPlanes: the input shows none; one that shares the service application is made');
  }
}

/** Clients that the control plane trusts beside those of its data planes: pipelines. */
export function findPipelines(standing: Standing, finds: Finds): void {
  const known = new Set([
    finds.at('applications.service.clientId'),
    ...dataPlanesIn(finds.answers as Partial<Answers>).flatMap(({ operator, eager }) =>
      [operator?.clientId, eager?.clientId]),
  ]);
  const further = [...new Set(clientsTrusted(standing))]
    .filter((id) => isSaid(id) && !known.has(id) && id !== finds.at('applications.service.subject'));
  const names = new Set<string>();
  further.forEach((clientId, i) => {
    const saysIt = new RegExp(`(CLIENT_ID=|clientId: ?)['"]?${escaped(clientId)}(?![\\w.-])`);
    const file = standing.scripts.find(({ text }) => saysIt.test(text))?.name ?? '';
    const named = shortName(file);
    const isFit = _shortName(named) === undefined && !names.has(named);
    const name = isFit ? named : `pipeline-${i + 1}`;
    names.add(name);
    const from = isFit ? file : 'trusted-clients of the control plane';
    finds.take(`${pathText(['clients', name])}.clientId`, clientId, from);
  });
}

/** What a pipeline would be called after a file. */
function shortName(file: string): string {
  return file.replace(/^.*\//, '').replace(/\..*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
