import { isObject } from '../../../common/data/json';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import { folderOf, Install, Layer } from './install';

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
    const { values } = properties;
    const at = document.field('resources', name, 'properties', 'values');
    return [{
      by: document,
      name: `resource ${name} of ${document.source.file}`,
      chart,
      repository: asText(asObject(properties.repositoryOpts).repo) ?? chart,
      version: asText(properties.version),
      namespace: asText(properties.namespace),
      helmRelease: asText(properties.name),
      layers: [
        ...asList(properties.valueYamlFiles).map((file) => fileOf(file, beside)),
        ...isObject(values) ? [{ kind: 'map', values, at } as const] : [],
      ],
    }];
  });
}

function fileOf(file: unknown, beside: string): Layer {
  const path = asText(asObject(file)['fn::fileAsset']);
  return path === undefined
    ? { kind: 'unread', what: 'an asset (valueYamlFiles)', add: 'it with --values' }
    : { kind: 'file', path, beside };
}

/** Whether a document is a program of Pulumi that installs a chart. */
export function isPulumi(document: KubeObject): boolean {
  return document.apiVersion === ''
    && Object.values(document.objectAt('resources')).some((each) =>
      HELM.test(asText(asObject(each).type) ?? ''));
}
