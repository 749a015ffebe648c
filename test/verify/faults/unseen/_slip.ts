import { parse, parseAllDocuments, stringify } from 'yaml';
import { verify } from '../../../../src/verify/verify';
import { healthyCluster } from '../../_cluster';
import { templated } from '../../_rendered';
import { EdgeName, Json, Planes, ProviderName } from '../_planes';
import { Changes, Charts, change } from '../people/_people';

/** Slips that were written by somebody who had not read the rules: what is wrong, and where a person must be sent. */

export interface Text {
  readonly name: string;
  readonly text: string;
}

/** A slip: its input, and the places that a finding may name. */
export interface Slip {
  readonly what: string;
  readonly texts: () => readonly Text[];
  /** Parts of a place, such as `ExternalSecret union/union-secret-auth: spec.data`; the first finding must be at one. */
  readonly at: readonly string[];
}

type Plane = 'cp' | 'east' | 'west';
const NAMES: Readonly<Record<Plane, string>> = { cp: 'Values union-cp/controlplane', east: 'Values east/dataplane', west: 'Values west/dataplane' };
/** `ingress|set|nginx.io/name` as findings write it: `ingress.set["nginx.io/name"]`. */
const written = (path: string) => path.split(path.includes('|') ? '|' : '.').map((step, i) =>
  (/^[\w-]+$/.test(step) ? `${i === 0 ? '' : '.'}${step}` : `["${step}"]`)).join('');

/** Slips in the values of one chart: at the paths that are changed, unless other places are named. */
export function inValues(plane: Plane, provider?: ProviderName) {
  return (what: string, changes: Changes | ((values: Json, charts: Charts) => void), ...at: string[]): Slip => ({
    what: `${plane}${provider === undefined ? '' : `, ${provider}`}: ${what}`,
    at: [...typeof changes === 'function' ? [] : Object.keys(changes).map(written), ...at].map((field) => (field.includes(': ') ? field : `${NAMES[plane]}: ${field}`)),
    texts: () => {
      const charts = Charts.of(provider);
      if (typeof changes === 'function') {
        changes(charts[plane], charts);
      } else {
        change(charts[plane], changes);
      }
      return charts.texts();
    },
  });
}

/** Slips in the text of a values file. */
export function inText(plane: Plane) {
  return (what: string, put: (text: string) => string, ...at: string[]): Slip => ({
    what: `${plane}, as text: ${what}`,
    at,
    texts: () => {
      const charts = Charts.of();
      const before = charts.textOf(plane);
      charts.files[`${plane}.values.yaml`] = put(before);
      if (charts.files[`${plane}.values.yaml`] === before) {
        throw new Error(`${what} changes nothing`);
      }
      return charts.texts();
    },
  });
}

/** Slips in files about the charts. */
export const inRepository = (what: string, put: (charts: Charts) => void, ...at: string[]): Slip => ({
  what: `repository: ${what}`,
  at,
  texts: () => {
    const charts = Charts.of();
    put(charts);
    return charts.texts();
  },
});

function inObjects(head: string, of: () => Planes, live = false) {
  return (what: string, put: (planes: Planes) => void, ...at: string[]): Slip => ({
    what: `${head}: ${what}`,
    at,
    texts: () => {
      const planes = of();
      put(planes);
      if (live) {
        planes.objects.forEach((each, i) => { each.metadata = { uid: `n${i}`, resourceVersion: '1', ...each.metadata }; });
      }
      return [{ name: 'objects.yaml', text: planes.toString() }];
    },
  });
}

/** Slips in both planes in plain YAML, behind an edge. */
export const inPlanes = (edge: EdgeName, provider?: ProviderName) => inObjects(edge, () => Planes.behind(edge, provider));

/** Slips in a cluster as kubectl shows it. */
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

/** Slips in what the charts render, with what stands beside them. */
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

/** A text that cannot be read is found, too: the command names its file and line, and judges the rest. */
function read(texts: readonly Text[]): Pick<ReturnType<typeof verify>, 'findings' | 'crashed' | 'unreadable'> {
  try {
    return verify(texts);
  } catch (error) {
    return { findings: [], crashed: [], unreadable: [{ file: (error as Error).message } as Json] };
  }
}

/** Of a slip's findings: whether there is any, and whether the first is at the place. */
export function judged({ texts, at: places }: Slip): { noticed: boolean; strict: boolean; found: string[] } {
  const { findings, crashed, unreadable } = read(texts());
  expect(crashed).toEqual([]);
  const placeOf = ({ object: { kind, namespace, name }, field }: Json) => `${kind} ${[namespace, name].filter(Boolean).join('/')}: ${field}`;
  const all = findings.map((finding) => [finding, ...finding.also ?? []].map(placeOf));
  const first = unreadable.length > 0 ? unreadable.map(({ file }) => file) : all[0] ?? [];
  return {
    noticed: findings.length + unreadable.length > 0,
    strict: first.some((place) => places.some((part) => place.includes(part))),
    found: [...unreadable.map(({ file }) => file), ...findings.map((finding) => `${finding.rule} ${placeOf(finding)}`)],
  };
}
