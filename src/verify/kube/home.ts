import { leading } from '../../common/data/enumerated';
import type { JsonObject } from '../../common/data/json';
import { asText } from './json-access';

/**
 * Namespace and cluster of an object. An absent part may be any: a missed mismatch is better than a false
 * one.
 */
export interface Home {
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
}

/** Whether two objects may be in one namespace of one cluster. */
export function sameHome(a: Home, b: Home): boolean {
  return sameCluster(a, b) && may(a.namespace, b.namespace);
}

/** Whether two objects may be in one cluster. */
export function sameCluster(a: Pick<Home, 'cluster'>, b: Pick<Home, 'cluster'>): boolean {
  return may(a.cluster, b.cluster);
}

function may(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** A key of a home: two objects with one key are not known to be in different homes. */
export function homeKey({ cluster, namespace }: Home): string {
  // A name is one line without asterisk; a made-up one can contain a slash of a path.
  return `${namespace ?? '*'}\n${cluster ?? '*'}`;
}

/** A made-up namespace that distinguishes planes without a namespace; no real one has such a name. */
export function namespaceOfFile(file: string): string {
  return `namespace of ${file}`;
}

/** Whether the namespace was made up by `verify`. */
export function isMadeUp(namespace: string | undefined): boolean {
  return namespace?.includes(' ') === true;
}

/** The cluster, unless `verify` made it up for objects installed elsewhere. */
export function givenCluster(cluster: string | undefined): string | undefined {
  return cluster === undefined || PLACE_OF_VALUES.test(cluster) ? undefined : cluster;
}

const PLACE_OF_VALUES = /[ /]\d+\.(?:[\w-]+\.?)+$/;

/** Such as `namespace union`, or `namespace union of cluster east`. */
export function homeText({ cluster, namespace }: Home): string {
  const parts = [namespace && `namespace ${namespace}`, cluster && `cluster ${cluster}`];
  return parts.filter(Boolean).join(' of ');
}

/** Where else something with a name exists, as the end of a phrase about its absence. */
export function elsewhereText(all: readonly Home[], home: Home): string {
  const places = all.filter((each) => !sameHome(each, home) && each.namespace !== undefined)
    .map(({ cluster, namespace }) =>
      homeText({ cluster: cluster === home.cluster ? undefined : cluster, namespace }));
  return places.length === 0 ? '' : `, but in ${leading(places)}`;
}

/** The home of a reference by an object, by default that of the object. */
export function homeOfReference({ namespace }: JsonObject, by: Home): Home {
  return beside(by, asText(namespace) ?? by.namespace);
}

/** The namespace with a name in the cluster of an object. */
export function beside({ cluster }: Pick<Home, 'cluster'>, namespace: string | undefined): Home {
  return { cluster, namespace };
}
