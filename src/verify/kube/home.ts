import { leading } from '../../common/data/enumerated';

/** Namespace and cluster of an object. An absent part may be any: a missed mismatch beats a false one. */
export interface Home {
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
}

/** Whether two objects may live in one namespace of one cluster. */
export function sameHome(a: Home, b: Home): boolean {
  return sameCluster(a, b) && may(a.namespace, b.namespace);
}

/** Whether two objects may live in one cluster. */
export function sameCluster(a: Pick<Home, 'cluster'>, b: Pick<Home, 'cluster'>): boolean {
  return may(a.cluster, b.cluster);
}

function may(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** Tells homes apart: of two objects with one key, no one says that they live in different ones. */
export function homeKey({ cluster, namespace }: Home): string {
  // A name is one line, and no asterisk; a slash may be in one that is made up of a path.
  return `${namespace ?? '*'}\n${cluster ?? '*'}`;
}

/** Tells planes apart that do not say where they live: no namespace is called so. */
export function namespaceOfFile(file: string): string {
  return `namespace of ${file}`;
}

/** Whether no one said a namespace, but the verifier made one up. */
export function isMadeUp(namespace: string | undefined): boolean {
  return namespace?.includes(' ') === true;
}

/** Not that which the verifier made up for what an object installs elsewhere. */
export function givenCluster(cluster: string | undefined): string | undefined {
  return cluster === undefined || PLACE_OF_VALUES.test(cluster) ? undefined : cluster;
}

const PLACE_OF_VALUES = /[ /]\d+\.(?:[\w-]+\.?)+$/;

/** Such as `namespace union`, or `namespace union of cluster east`. */
export function homeText({ cluster, namespace }: Home): string {
  return [
    namespace === undefined ? [] : `namespace ${namespace}`,
    cluster === undefined ? [] : `cluster ${cluster}`,
  ]
    .flat()
    .join(' of ');
}

/** Where else something of a name is than in a home, to end a phrase that says that it is not there. */
export function elsewhereText(all: readonly Home[], home: Home): string {
  const places = all.filter((each) => !sameHome(each, home) && each.namespace !== undefined)
    .map(({ cluster, namespace }) =>
      homeText({ cluster: cluster === home.cluster ? undefined : cluster, namespace }));
  return places.length === 0 ? '' : `, but in ${leading(places)}`;
}

/** The namespace of a name in the cluster of an object. */
export function beside({ cluster }: Pick<Home, 'cluster'>, namespace: string | undefined): Home {
  return { cluster, namespace };
}
