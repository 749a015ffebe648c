import { groupsByKey } from '../../common/data/collections';
import { pathText } from '../../common/data/json';
import { escaped } from '../../common/data/texts';
import { _shortName } from '../../constructs/identity/oauth-client';
import { homeKey } from '../../verify/kube/home';
import type { Workload } from '../../verify/kube/workload';
import { clusterOfValues } from '../../verify/model/cluster-names';
import { dataPlanesOf } from '../../verify/model/data-planes';
import { trustedClients } from '../../verify/model/trusted-clients';
import type { Field } from '../../verify/read/field';
import { ChartObject } from '../../verify/values/chart-object';
import type { ValueSet } from '../../verify/values/value-set';
import { Answers, dataPlanesIn } from '../answers';
import { Finds, Sighting, isSaid, seen } from './finds';
import { Standing } from './standing';

/** A data plane in the input. */
export interface SeenDataPlane {
  readonly clusterName?: Sighting;
  readonly namespace?: string;
  /** The client of its services. */
  readonly client?: Sighting;
  readonly values?: ValueSet;
  /** Its place. */
  readonly field: Field;
}

/** The data planes by their values, or without values by the services of each namespace. */
export function dataPlanesSeen(standing: Standing): SeenDataPlane[] {
  const named = dataPlanesOf(standing.model);
  const homes = groupsByKey(standing.clients('data'), ({ config: { container: { workload } } }) =>
    valuesOf(workload)
      ?? (workload.namespace === undefined ? workload.object.source.file : homeKey(workload)));
  const running = [...homes.values()].map((clients): SeenDataPlane => {
    const { workload } = clients[0].config.container;
    const ids = clients.flatMap(({ clientId }) => seen(clientId));
    const name = named.find((plane) => plane.clients.some((client) => clients.includes(client)));
    const values = valuesOf(workload);
    return {
      clusterName: clusterIn(values) ?? (name && { value: name.clusterName, field: name.place }),
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

/** The values of which the chart would make it. */
function valuesOf({ object }: Workload): ValueSet | undefined {
  return object instanceof ChartObject ? object.set : undefined;
}

/** The cluster name in values. */
function clusterIn(set: ValueSet | undefined): Sighting | undefined {
  const value = set && clusterOfValues(set);
  return value === undefined
    ? undefined
    : { value, field: set!.field(set!.release._contract.dataPlane.clusterName) };
}

/** Where the installer of values names their Helm release, or the head of their file does. */
export function placeOfRelease(set: ValueSet): Field {
  return set.installedAt ?? set.documents[0].field();
}

/** In the order of the answers. */
function clientsTrusted({ controlPlane, model }: Standing): readonly string[] {
  return [...controlPlane?.trustedClients ?? [], ...trustedClients(model).listed];
}

/** The namespace of values, unless the reader made it up. */
export function namespaceOf({ namespace }: Pick<SeenDataPlane, 'namespace'>): string | undefined {
  return namespace?.includes(' ') ? undefined : namespace;
}

/**
 * The paths of the found data planes in the answers, in order. A single one that shares the service
 * application needs no name; others without a name get that of their namespace.
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

/** Finds clusters, their namespaces, and their own applications. */
export function findDataPlanes(standing: Standing, finds: Finds): void {
  const service = finds.at('applications.service.clientId');
  const planes = dataPlanesSeen(standing);
  placesOfDataPlanes(standing, finds).forEach((at, i) => {
    const plane = planes[i];
    if (at !== 'dataPlane') {
      finds.take(at, {}, plane.clusterName?.field ?? plane.field);
    }
    const placeholder = placeholderIn(plane);
    if (placeholder !== undefined) {
      finds.miss(`${at}: ${finds.places.textOf(placeholder)} is a placeholder, so the cluster has no name`);
    } else if (at !== 'dataPlane' && plane.clusterName === undefined) {
      finds.miss(`${at}: the data plane of ${finds.places.textOf(plane.field)} has no cluster name`);
    }
    const settledAt = plane.values ? placeOfRelease(plane.values) : plane.field;
    finds.take(`${at}.namespace`, namespaceOf(plane), settledAt);
    if (plane.client !== undefined && plane.client.value !== service) {
      finds.take(`${at}.operator.clientId`, plane.client.value, plane.client.field);
    }
  });
  if (planes.length === 0) {
    finds.miss('dataPlanes: the input has none; one that shares the service application is added');
  }
}

/** The place of a cluster name that another tool fills in. */
function placeholderIn({ clusterName, values }: SeenDataPlane): Field | undefined {
  const path = values?.release._contract.dataPlane.clusterName;
  return clusterName === undefined && path && values!.effective.textAt(path) !== undefined
    ? values!.field(path)
    : undefined;
}

/** Finds pipelines: clients that the control plane trusts besides those of its data planes. */
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

/** The short name of a pipeline from a file name. */
function shortName(file: string): string {
  return file.replace(/^.*\//, '').replace(/\..*$/, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
