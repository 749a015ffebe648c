import { parse, parseAllDocuments, stringify } from 'yaml';
import { healthyCluster } from '../../_cluster';
import { templated } from '../../_rendered';
import { Json, Planes } from '../_planes';
import { change, Changes, Charts, charts, faultIn, PeopleFault, Plane, Text } from '../people/_people';

/** Further inputs to put a fault into, and changes of it. */

export const NOT_SHOWN = 'nothing in the input shows that it is not meant';

/** Faults in the text of a values file. */
export function inText(plane: Plane) {
  return (what: string, put: (text: string) => string, ...findings: string[]): PeopleFault => faultIn(`${plane}, as text: ${what}`, findings, put, (alter) => {
    const made = Charts.of();
    const before = made.textOf(plane);
    made.files[`${plane}.values.yaml`] = alter(before) ?? before;
    return made.texts();
  });
}

/** Faults in files about the charts. */
export const inRepository = (what: string, put: (made: Charts) => void, ...findings: string[]): PeopleFault =>
  ({ ...charts('', put, ...findings), what: `repository: ${what}` });

function inObjects(head: string, of: () => Planes, live = false) {
  return (what: string, put: (planes: Planes) => void, ...findings: string[]): PeopleFault => faultIn(`${head}: ${what}`, findings, put, (alter) => {
    const planes = of();
    alter(planes);
    if (live) {
      planes.objects.forEach((each, i) => { each.metadata = { uid: `n${i}`, resourceVersion: '1', ...each.metadata }; });
    }
    return [{ name: 'objects.yaml', text: planes.toString() }];
  });
}

/** Faults in a cluster as kubectl shows it. */
export const inCluster = inObjects('cluster', () => {
  const planes = Planes.behind('ingress-nginx');
  planes.objects = healthyCluster('ingress-nginx');
  return planes;
}, true);

const NAMESPACES: Readonly<Record<string, string>> = { cp: 'union-cp', east: 'east', west: 'west' };

/** What the charts render of values, in their place. */
export const asRendered = (texts: readonly Text[]): readonly Text[] => texts.map(({ name, text }) => {
  const [plane] = name.split('.values.yaml');
  return plane in NAMESPACES ? { name: `${plane}.rendered.yaml`, text: templated({ name: `dist/${name}`, text }, NAMESPACES[plane]) } : { name, text };
});

/** Faults in what the charts render, with what stands beside them. */
export const inRendered = inObjects('rendered', () => {
  const planes = Planes.behind('ingress-nginx');
  planes.objects = asRendered(Charts.of().texts()).flatMap(({ text }) => parseAllDocuments(text).flatMap((each) => (each.toJSON() as Json) ?? []));
  return planes;
});

/** The object of a kind and name in a namespace. */
export function objectOf(planes: Planes, kind: string, name: string, namespace?: string): Json {
  const found = planes.objects.find(({ kind: of, metadata }) =>
    of === kind && metadata.name === name && (namespace ?? metadata.namespace) === metadata.namespace);
  if (found === undefined) {
    throw new Error(`No ${kind} ${namespace ?? ''}/${name}`);
  }
  return found;
}

/** Changes paths of an object. */
export const set = (kind: string, name: string, changes: Changes, namespace?: string) => (planes: Planes) =>
  change(objectOf(planes, kind, name, namespace), changes);

/** Changes paths of a config file in a ConfigMap. */
export const config = (name: string, file: string, changes: Changes, namespace?: string) => (planes: Planes) => {
  const { data } = objectOf(planes, 'ConfigMap', name, namespace);
  const values: Json = parse(data[file]);
  change(values, changes);
  data[file] = stringify(values);
};

/** Changes the entry of an ExternalSecret that fills a key. */
export const entry = (name: string, key: string, changes: Changes, namespace?: string) => (planes: Planes) =>
  change(objectOf(planes, 'ExternalSecret', name, namespace).spec.data.find((each: Json) => each.secretKey === key), changes);

export const pod = (planes: Planes, name: string): Json => objectOf(planes, 'Deployment', name).spec.template.spec;
export const without = (kind: string, name: string) => (planes: Planes) => planes.remove(kind, name);
export const like = (value: Json): Json => JSON.parse(JSON.stringify(value));

/** Sets keys of a live Secret. */
export const filled = (name: string, values: Readonly<Record<string, string | undefined>>, namespace = 'union-cp') => (planes: Planes) => {
  const { data } = objectOf(planes, 'Secret', name, namespace);
  for (const [key, value] of Object.entries(values)) {
    data[key] = value === undefined ? undefined : Buffer.from(value).toString('base64');
  }
};
