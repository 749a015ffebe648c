import { parse, stringify } from 'yaml';
import { isObject, JsonObject, mergeValues } from '../../../../src/common/data/json';
import { parseManifests } from '../../../../src/verify/parse';
import { drawn } from '../../../_tools/drawn';
import { setOf } from '../_sets';

type Files = Readonly<Record<string, string>>;

/** Values as layers, of which later ones win. */
const SETS: Readonly<Record<string, readonly JsonObject[]>> = {
  'nested maps and lists': [
    { global: { UNION_HOST: 'union.example.com' }, flyte: { configmap: { adminServer: { auth: { authorizedUris: ['https://a.example.com'] } } } } },
    { flyte: { configmap: { adminServer: { auth: { authorizedUris: ['https://b.example.com', 'http://c'] } } } }, extra: { ports: [80, 443] } },
  ],
  'numbers and words as texts': [
    { global: { UNION_ORG: '0123', INTERNAL_CLIENT_ID: '12345' }, port: 8080 }, { global: { UNION_ORG: 'null' }, word: 'TRUE', zero: 0, sign: '+5' },
  ],
  'booleans, and what removes a default': [
    { flyte: { configmap: { adminServer: { server: { security: { useAuth: true, secure: false } } } } }, configMap: { x: 'y' } },
    { flyte: { configmap: { adminServer: { server: { security: { useAuth: false } } } } }, configMap: { x: null } },
  ],
  'keys with dots and commas': [
    { global: { UNION_HOST: 'a' }, ingress: { annotations: { 'example.com/a.b': 'x,y', 'plain': 'z' } } },
    { ingress: { annotations: { 'example.com/a.b': 'y,z', 'c,d': '1,2', 'e=f': 'g=h' } } },
  ],
  'texts of several lines': [{ global: { UNION_HOST: 'a' }, note: 'one\ntwo\n' }, { note: 'three\n\n  four, five\n', other: ' blank ' }],
  'names that every object has': ['{"constructor":"a","__proto__":{"a":{"b":1}},"x":{"toString":"ok","__proto__":"z"}}', '{"__proto__":{"a":{"c":"two"}},"x":{"__proto__":"w"}}']
    .map((text) => ({ global: { UNION_HOST: 'a' }, ...JSON.parse(text) as JsonObject })),
  'several layers': [
    { global: { UNION_HOST: 'a', UNION_ORG: 'a' }, list: [1, 2, 3], only: { first: 1 } },
    { global: { UNION_HOST: 'b' }, list: [4], only: { second: 2 } },
    { global: { UNION_HOST: 'c' }, only: { second: null } },
    { list: [5, 6], only: { third: true } },
  ],
};

const merged = (layers: readonly JsonObject[]) => layers.reduce(mergeValues, {});

/** As many layers as a way has places for; the rest are merged. */
function into(count: number, layers: readonly JsonObject[]): string[] {
  const kept = layers.slice(0, count - 1);
  const filled = [...kept, merged(layers.slice(count - 1))];
  return [...filled, ...Array.from({ length: count - filled.length }, () => ({}))].map((layer) => stringify(layer));
}

interface Single { readonly path: string; readonly value: unknown }

/** A layer as single values, with the paths of `--set`. */
function singles(value: unknown, path = ''): Single[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => singles(item, `${path}[${index}]`));
  }
  return isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => singles(inner, `${path === '' ? '' : `${path}.`}${key.replace(/[.,=]/g, '\\$&')}`))
    : [{ path, value }];
}

const isText = ({ value }: Single) => typeof value === 'string';
const escaped = ({ value }: Single) => String(value).replace(/,/g, '\\,');
/** Values without lists, of which an index changes no more than an item. */
const withoutLists = (layers: readonly JsonObject[]): readonly JsonObject[] => layers.map((layer) =>
  JSON.parse(JSON.stringify(layer, (_, value: unknown) => (Array.isArray(value) ? value.join() : value))) as JsonObject);
const filesOf = (all: readonly string[]): Files => Object.fromEntries(all.map((text, index) => [`v/${index}.yaml`, text]));
const object = (apiVersion: string, kind: string, metadata: object, rest: object) =>
  stringify({ apiVersion, kind, metadata: { name: 'cp', ...metadata }, ...rest });
const held = (kind: string, namespace: string, name: string, data: object) => stringify({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...data,
});

const REPOSITORY = 'https://unionai.github.io/helm-charts';
const VERSION = '2026.8.3';
const SOURCE = { repoURL: REPOSITORY, chart: 'controlplane', targetRevision: VERSION };

const application = (sources: object) => object('argoproj.io/v1alpha1', 'Application', { namespace: 'argocd' },
  { spec: { destination: { namespace: 'acme-cp', server: 'https://kubernetes.default.svc' }, ...sources } });
const argo = (helm: object) => application({ source: { ...SOURCE, helm } });
const flux = (spec: object) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { namespace: 'acme-cp' }, {
  spec: { chart: { spec: { chart: 'controlplane', version: VERSION, sourceRef: { kind: 'HelmRepository', name: 'unionai' } } }, ...spec },
});
const kustomize = (chart: object, rest = {}) => stringify({
  helmCharts: [{ name: 'controlplane', repo: REPOSITORY, version: VERSION, releaseName: 'cp', namespace: 'acme-cp', ...chart }], ...rest,
});
const helmfile = (release: object) => stringify({
  repositories: [{ name: 'ac', url: 'https://example.com' }, { name: 'acme', url: REPOSITORY }],
  releases: [{ name: 'other', chart: 'acme/redis' }, { name: 'cp', namespace: 'acme-cp', chart: 'acme/controlplane', version: VERSION, ...release }],
});
const parsed = (text: string) => parse(text) as JsonObject;

/** The files in which a tool gets values. */
interface Way {
  readonly files: (layers: readonly JsonObject[]) => Files;
  /** Whether it says single values: an item of a list then is what an index changes. */
  readonly single?: boolean;
}

const way = (files: Way['files']): Way => ({ files });
const single = (base: (map: JsonObject, all: readonly Single[]) => Files): Way => ({
  files: (layers) => {
    const [first, ...others] = layers;
    return base(first, singles(merged(others)));
  },
  single: true,
});
/** Files in the order of their names. */
const texts = (count: number, files: (layers: readonly string[]) => Files): Way => way((layers) => files(into(count, layers)));
const indexOf = (all: readonly Single[], write: (each: Single) => string) => Object.fromEntries(all.map((each, index) => [`k${index}`, write(each)]));

/** The keys with maps, or the others: those Flux leaves to values, whatever is at a path. */
const mapsOf = (values: JsonObject, isMap: boolean) => Object.fromEntries(Object.entries(values).filter(([, value]) => isObject(value) === isMap));

const WAYS: Readonly<Record<string, Way>> = {
  'Argo CD: valuesObject': texts(1, ([a]) => ({ 'a.yaml': argo({ valuesObject: parsed(a) }) })),
  'Argo CD: values': texts(1, ([a]) => ({ 'a.yaml': argo({ values: a }) })),
  'Argo CD: valuesObject in the place of values': texts(1, ([a]) => ({
    'a.yaml': argo({ values: 'global: { UNION_HOST: other }', valuesObject: parsed(a) }),
  })),
  'Argo CD: valueFiles of another source, then values': texts(4, ([a, b, c, d]) => ({
    'a.yaml': application({
      sources: [{ ...SOURCE, helm: { valueFiles: ['$values/v/0.yaml', '$values/v/1.yaml', '$values/v/2.yaml'], values: d } },
        { repoURL: 'https://git.example.com/a.git', ref: 'values' }],
    }),
    ...filesOf([a, b, c]),
  })),
  'Argo CD: what it renders into another branch': texts(2, ([a, b]) => ({
    'a.yaml': application({
      sourceHydrator: {
        drySource: { repoURL: REPOSITORY, path: 'charts/controlplane', targetRevision: VERSION, helm: { valueFiles: ['prod.yaml'], valuesObject: parsed(b) } },
        syncSource: { targetBranch: 'env/prod', path: 'cp' },
      },
    }),
    'charts/controlplane/prod.yaml': a,
  })),
  'helmfile': texts(3, ([a, b, c]) => ({ 'helmfile.yaml': helmfile({ values: ['v/0.yaml', parsed(b), 'v/1.yaml'] }), ...filesOf([a, c]) })),
  'Argo CD: an ApplicationSet': texts(2, ([a, b]) => ({
    'a.yaml': object('argoproj.io/v1alpha1', 'ApplicationSet', {}, {
      spec: {
        goTemplate: true,
        generators: [{ list: { elements: [{ name: 'cp', file: 'v/0.yaml', values: parsed(b) }] } }],
        template: {
          metadata: { name: '{{ .name }}' },
          spec: { destination: { namespace: 'acme-{{.name}}' }, source: { ...SOURCE, helm: { valueFiles: ['/{{ .file }}'] } } },
        },
        templatePatch: 'spec:\n  source:\n    helm:\n      valuesObject: {{ toJson .values }}\n',
      },
    }),
    'v/0.yaml': a,
  })),
  'Argo CD: parameters': single((valuesObject, all) => ({
    'a.yaml': argo({ valuesObject, parameters: all.map((each) => ({ name: each.path, value: String(each.value), forceString: isText(each) })) }),
  })),
  'Argo CD: what is forced to be a text over what is not': single((valuesObject, all) => ({
    'a.yaml': argo({
      valuesObject,
      parameters: [
        ...all.filter(isText).map((each) => ({ name: each.path, value: String(each.value), forceString: true })),
        ...all.map((each) => ({ name: each.path, value: isText(each) ? '1' : String(each.value) })),
      ],
    }),
  })),
  'Flux: values': texts(1, ([a]) => ({ 'a.yaml': flux({ releaseName: 'cp', values: parsed(a) }) })),
  'Flux: a ConfigMap, a Secret, one in base64, and values': texts(4, ([a, b, c, d]) => ({
    'a.yaml': flux({
      releaseName: 'cp',
      valuesFrom: [{ kind: 'ConfigMap', name: 'a' }, { kind: 'Secret', name: 'b', valuesKey: 'b.yaml', optional: true },
        { kind: 'Secret', name: 'c' }],
      values: parsed(d),
    }),
    'b.yaml': held('ConfigMap', 'acme-cp', 'a', { data: { 'values.yaml': a } }),
    'c.yaml': held('Secret', 'acme-cp', 'b', { stringData: { 'b.yaml': b } }),
    'd.yaml': held('Secret', 'acme-cp', 'c', { data: { 'values.yaml': Buffer.from(c).toString('base64') } }),
  })),
  'Flux: what a kustomization makes of files and literals': texts(2, ([a, b]) => ({
    'f/a.yaml': flux({ releaseName: 'cp', valuesFrom: [{ kind: 'ConfigMap', name: 'v' }, { kind: 'Secret', name: 'w' }] }),
    'f/kustomization.yaml': stringify({
      configMapGenerator: [{ name: 'other', files: ['values.yaml=x.yaml'] }, { name: 'v', files: ['values.yaml=a.yaml.txt'] }],
      secretGenerator: [{ name: 'w', literals: [`values.yaml=${b}`] }],
    }),
    'f/a.yaml.txt': a,
  })),
  'Flux: keys at paths': single((values, all) => ({
    'a.yaml': flux({
      releaseName: 'cp',
      values: mapsOf(values, true),
      valuesFrom: [
        { kind: 'ConfigMap', name: 'v' },
        ...all.map((each, index) => ({ kind: 'ConfigMap', name: 'v', valuesKey: `k${index}`, targetPath: each.path })),
      ],
    }),
    'b.yaml': held('ConfigMap', 'acme-cp', 'v', {
      data: { 'values.yaml': stringify(mapsOf(values, false)), ...indexOf(all, (each) => (isText(each) ? `"${escaped(each)}"` : escaped(each))) },
    }),
  })),
  'Flux: literal keys at paths, over what is set there': single((values, all) => ({
    'a.yaml': flux({
      releaseName: 'cp',
      values: mapsOf(values, true),
      valuesFrom: [
        { kind: 'Secret', name: 'v' },
        ...all.map((each, index) => ({ kind: 'Secret', name: 'v', valuesKey: `k${index}`, targetPath: each.path, literal: isText(each) })),
      ],
    }),
    'b.yaml': held('Secret', 'acme-cp', 'v', {
      stringData: { 'values.yaml': stringify(mapsOf(values, false)), ...indexOf(all, ({ value }) => String(value)) },
    }),
  })),
  'kustomize: values in a file, over it, and more files': texts(4, ([a, b, c, d]) => ({
    'k/kustomization.yaml': kustomize({ valuesFile: 'v/0.yaml', valuesInline: parsed(b), additionalValuesFiles: ['v/2.yaml', 'v/3.yaml'] }),
    'k/v/0.yaml': a,
    'k/v/2.yaml': c,
    'k/v/3.yaml': d,
  })),
  'kustomize: values below their file': texts(2, ([a, b]) => ({
    'kustomization.yaml': kustomize({ valuesFile: 'v/1.yaml', valuesInline: parsed(a), valuesMerge: 'merge' }),
    'v/1.yaml': b,
  })),
  'kustomize: values in the place of their file': texts(1, ([a]) => ({
    'kustomization.yaml': kustomize({ valuesFile: 'v/1.yaml', valuesInline: parsed(a), valuesMerge: 'replace' }), 'v/1.yaml': 'global: { UNION_HOST: other }\n',
  })),
};

describe.each(drawn(Object.entries(WAYS), 12))('%s', (_, { files, single: isSingle = false }) => {
  test.each(Object.entries(SETS))('%s', (_set, said) => {
    const layers = isSingle ? withoutLists(said) : said;
    const plain = setOf(filesOf(layers.map((layer) => stringify(layer))), { chart: 'controlplane', plane: 'x' });
    const { valueSets: [set, ...others], unread } = parseManifests(Object.entries(files(layers)).map(([name, text]) => ({ name, text })));
    expect(set.merged.values).toEqual(plain.merged.values);
    expect(JSON.stringify(set.merged.values)).toHaveLength(JSON.stringify(merged(layers)).length);
    expect([String(set), set.namespace, set.releaseName, set.partial]).toEqual(['controlplane 2026.8', 'acme-cp', 'cp', false]);
    expect([others, unread]).toEqual([[], []]);
  });
});

test.each<[string, object, JsonObject, unknown]>([
  ['over the values that have its map', { a: { b: 1 } }, { a: { c: 1 } }, { a: { b: 'path', c: 1 } }],
  ['below a later reference where they have none', {}, { a: { b: 'later' } }, { a: { b: 'later' } }],
])('Flux: a key at a path is laid %s', (_, values, later, expected) => {
  const text = flux({ valuesFrom: [{ kind: 'ConfigMap', name: 'v', valuesKey: 'k', targetPath: 'a.b' }, { kind: 'ConfigMap', name: 'v' }], values });
  const map = held('ConfigMap', 'acme-cp', 'v', { data: { 'k': 'path', 'values.yaml': stringify(later) } });
  const { valueSets: [set] } = parseManifests([{ name: 'a.yaml', text }, { name: 'b.yaml', text: map }]);
  expect(set.merged.values).toEqual(expected);
});

describe('what cannot be known', () => {
  const HOST = 'union.example.com';
  const values = { global: { UNION_HOST: HOST }, ok: 'fine' };
  const read = (files: Files) => {
    const { valueSets: [set], unread } = parseManifests(Object.entries(files).map(([name, text]) => ({ name, text })));
    return { values: set.merged.values, partial: set.partial, open: unread.map(({ missing, asked = false }) => ({ missing, asked })) };
  };
  test.each<[string, Files, unknown, string]>([
    ['a file by its revision', { 'a.yaml': argo({ valueFiles: ['/v/${ARGOCD_APP_REVISION}.yaml'], valuesObject: values }) },
      values, 'Application argocd/cp reads values from /v/${ARGOCD_APP_REVISION}.yaml'],
  ])('%s is asked for, and the rest is known', (_, files, known, missing) => {
    expect(read(files)).toEqual({ values: known, partial: true, open: [{ missing, asked: true }] });
  });

  test.each<[string, Files, string]>([
    ['a file of an Application', { 'a.yaml': argo({ valueFiles: ['$v/a.yaml'], ignoreMissingValueFiles: true, valuesObject: values }) },
      'Application argocd/cp reads values from a.yaml, which is not in the input'],
    ['a ConfigMap of Flux', { 'a.yaml': flux({ valuesFrom: [{ kind: 'ConfigMap', name: 'v', optional: true }], values }) },
      'HelmRelease acme-cp/cp reads values from values.yaml of the ConfigMap v'],
  ])('%s may be missing', (_, files, missing) => expect(read(files)).toEqual({ values, partial: true, open: [{ missing, asked: false }] }));
});
