import { isObject, JsonObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/yaml/path';
import { ARGO_INSTALLERS } from '../../../contract/upstream/chart-installers';
import { ARGO_CD } from '../../../contract/upstream/gitops';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { Around, Install, joined, Layer } from './install';
import { setValue } from './set-value';

/** What Argo CD's Applications install, and the Applications of ApplicationSets, as far as each is alike. */
export function argoInstalls({ ofKind }: Around): Install[] {
  const { group, application, applicationSet } = ARGO_INSTALLERS;
  return [
    ...ofKind(group, application).flatMap((object) => installsOf(object, ['spec'], (value) => value)),
    ...ofKind(group, applicationSet).flatMap((object) => installsOf(object, ['spec', 'template', 'spec'], withoutParameters)),
  ];
}

/** Makes something of the values as they stand. */
type Reading = <T>(value: T) => T;

function installsOf(object: KubeObject, spec: readonly PathStep[], reading: Reading): Install[] {
  const { source, sources, destination } = asObject(object.at(...spec));
  const each: [unknown, readonly PathStep[]][] = sources === undefined
    ? [[source, [...spec, 'source']]]
    : asList(sources).map((entry, index) => [entry, [...spec, 'sources', index]]);
  const namespace = asText(asObject(destination).namespace);
  return each.flatMap(([entry, way]) => {
    const { chart, path, repoURL, targetRevision, helm } = asObject(entry);
    const name = asText(chart) ?? asText(path);
    return name === undefined || (chart === undefined && helm === undefined) ? [] : [{
      by: object,
      name: `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`,
      chart: name,
      repository: asText(repoURL),
      version: asText(targetRevision),
      namespace: namespace?.includes('{{') ? undefined : namespace,
      destination: argoDestination(asObject(destination)),
      layers: layersOf(object, [...way, 'helm'], asObject(helm), chart === undefined ? asText(path) : undefined, reading),
    }];
  });
}

function layersOf(object: KubeObject, way: readonly PathStep[], helm: JsonObject, folder: string | undefined, reading: Reading): Layer[] {
  const files = asList(helm.valueFiles).map((file): Layer => fileLayer(asText(file) ?? '', folder));
  const at = (...steps: readonly PathStep[]) => object.field(...way, ...steps);
  const text = asText(helm.values);
  const inline: Layer[] = isObject(helm.valuesObject)
    ? [{ kind: 'map', values: reading(helm.valuesObject), at: at('valuesObject') }]
    : text?.trim() ? [{ kind: 'text', text: reading(text), at: at('values') }] : [];
  const parameters = asList(helm.parameters).map((entry, index) => {
    const { name, value, forceString } = asObject(entry);
    return setValue(asText(name) ?? '', reading(asText(value) ?? ''), at('parameters', index), forceString === true);
  });
  const fromFiles = asList(helm.fileParameters).map((entry): Layer =>
    ({ kind: 'unread', what: `the parameter ${asText(asObject(entry).name)} from a file`, add: 'the value in valuesObject' }));
  return [...files, ...inline, ...fromFiles, ...parameters.length > 0 ? [{ kind: 'set', sets: parameters } as const] : []];
}

/** By its name in Argo CD, else by the address of its API server; nothing where a generator fills it in. */
export function argoDestination({ name, server }: JsonObject): string | undefined {
  const cluster = asText(name) || (asText(server) === ARGO_CD.inClusterServer ? IN_CLUSTER : asText(server)) || undefined;
  return cluster?.includes('{{') ? undefined : cluster;
}

/** What Argo CD calls the cluster that it runs in. */
const IN_CLUSTER = 'in-cluster';

/** From the chart's folder, from the root of its repository, or from that of another source (`$ref/…`). */
function fileLayer(file: string, folder: string | undefined): Layer {
  if (/^[a-z]+:\/\//.test(file)) {
    return { kind: 'unread', what: file, add: 'a file with its content' };
  }
  const referred = /^\$[^/]+\/(.*)$/.exec(file)?.[1];
  return { kind: 'file', path: referred ?? (file.startsWith('/') ? file.slice(1) : joined(folder ?? '', file)) };
}

/** What a generator fills in is unknown here; what the chart evaluates is left to it. */
function withoutParameters<T>(value: T): T {
  if (typeof value === 'string') {
    return value.replace(/\{\{(?!-?\s*(?:\.Values|\.Release|tpl|include)\b)([^{}]*)\}\}/g, (_, name: string) => `\${${name.trim()}}`) as T;
  }
  if (Array.isArray(value)) {
    return value.map(withoutParameters) as T;
  }
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutParameters(entry)])) as T : value;
}
