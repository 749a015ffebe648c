import { isObject } from '../../../common/data/json';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { folderOf, inlineLayers, Install, Layer } from './install';
import { filledIn, reference } from './templated';

/** A release or a chart of Pulumi's Kubernetes provider. */
const HELM = /^kubernetes:helm\.sh\/v\d+:(?:Release|Chart)$/;

/**
 * What a program of Pulumi in YAML installs: `valueYamlFiles`, then `values`. Source: Pulumi Kubernetes,
 * `kubernetes.helm.sh/v3.Release`, `v4.Chart`.
 */
export function pulumiInstalls(document: KubeObject): Install[] {
  const beside = folderOf(document.source.file);
  return Object.entries(document.objectAt('resources')).flatMap(([name, resource]): Install[] => {
    const { type, properties: given } = asObject(resource);
    const properties = asObject(given);
    const chart = asText(properties.chart);
    if (!HELM.test(asText(type) ?? '') || chart === undefined) {
      return [];
    }
    const at = document.field('resources', name, 'properties');
    const known = (said: unknown) => (asText(said)?.includes('${') === true ? undefined : asText(said));
    const { repo } = asObject(properties.repositoryOpts ?? properties.fetchOpts);
    return [{
      by: document,
      name: `resource ${name} of ${document.source.file}`,
      chart,
      repository: asText(repo) ?? chart,
      version: known(properties.version),
      namespace: known(properties.namespace),
      releaseName: known(properties.name),
      layers: [
        ...asList(properties.valueYamlFiles).flatMap((file, index) =>
          filesOf(file, at.child('valueYamlFiles', index), beside)),
        ...valuesOf(properties.values, at.child('values')),
      ],
    }];
  });
}

function filesOf(file: unknown, at: Field, beside: string): Layer[] {
  const { 'fn::fileAsset': path, 'fn::stringAsset': text } = asObject(file);
  if (asText(text) !== undefined && !asText(text)!.includes('${')) {
    return inlineLayers(asText(text), at.child('fn::stringAsset'));
  }
  return [asText(path) === undefined
    ? { kind: 'unread', what: 'an asset (valueYamlFiles)', add: 'its content, with --values' }
    : { kind: 'file', path: asText(path)!, beside }];
}

/** What a function makes is a reference, but for a secret, which is what it holds. */
function valuesOf(values: unknown, at: Field): Layer[] {
  let isFilledIn = false;
  const known = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(known);
    }
    const [[key, inner] = [], ...others] = Object.entries(asObject(value));
    if (key?.startsWith('fn::') === true && others.length === 0) {
      isFilledIn ||= key !== 'fn::secret';
      return key === 'fn::secret' ? known(inner) : reference(key, 'Pulumi');
    }
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, known(each)]))
      : value;
  };
  const map = known(values);
  return [
    ...isObject(map) ? [{ kind: 'map', values: map, at } as const] : [],
    ...isFilledIn || typeof map === 'string' ? [filledIn(at, 'Pulumi')] : [],
  ];
}

/** Whether a document is a program of Pulumi that installs a chart. */
export function isPulumi(document: KubeObject): boolean {
  return document.apiVersion === ''
    && Object.values(document.objectAt('resources')).some((each) =>
      HELM.test(asText(asObject(each).type) ?? ''));
}
