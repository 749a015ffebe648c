import { isObject, JsonObject, valueAt } from '../../common/data/json';
import { readConfig, YamlProblem } from '../../common/yaml/yaml-reader';
import { CLUSTER_ANNOTATION } from '../../contract/own-annotations';
import { FLUX_KUSTOMIZATION } from '../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { unreplacedIn } from '../kube/placeholder';
import { EffectiveValues } from '../values/effective-values';
import { argoDestination } from '../values/installs/argo';
import { applicationsOf } from '../values/installs/argo-applications';
import type { ValueSet } from '../values/value-set';

/**
 * Where the services of a data plane name their cluster (dataplane: the ConfigMaps of operator, propeller,
 * cluster resource sync and leaseworker).
 */
export const CLUSTER_NAME_PATHS = [
  'operator.clusterId.name', 'propeller.cluster-id', 'cluster_resources.clusterName', 'leaseworker.cluster',
  'executor.cluster',
];

/** Only texts with one of their keys are read. */
const KEYS = /\b(?:clusterId|cluster-id|clusterName|cluster)["']?\s*:/i;

/** The cluster that an object itself names: in an annotation or a label. */
export function clusterSaidBy(object: KubeObject): string | undefined {
  return object.annotations[CLUSTER_ANNOTATION] || object.labels[CLUSTER_ANNOTATION] || undefined;
}

/**
 * The cluster that a data plane's configuration names; nothing where it is a reference that somebody else
 * resolves.
 */
export function clusterConfiguredIn(configMap: KubeObject): string | undefined {
  for (const text of Object.values(configMap.objectAt('data'))) {
    const found = typeof text === 'string' && KEYS.test(text) ? nameIn(text) : undefined;
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function nameIn(text: string): string | undefined {
  let content: JsonObject | undefined;
  try {
    content = readConfig(text).find(isObject);
  } catch (error) {
    if (error instanceof YamlProblem) {
      return undefined;
    }
    throw error;
  }
  const names =
    content === undefined ? [] : CLUSTER_NAME_PATHS.map((path) => asText(valueAt(content, path)));
  return names.find((name) => name && isName(name));
}

/** Whether a text is a name, and no reference to one, nor what somebody meant to replace by one. */
export function isName(text: string): boolean {
  return text !== '' && !/\$[({]|\{\{/.test(text) && unreplacedIn(text) === undefined;
}

/** The cluster that the values of a data plane name. */
export function clusterOfValues(set: ValueSet): string | undefined {
  const name =
    set.chart === 'dataplane'
      ? new EffectiveValues(set).textAt(set.release._contract.dataPlane.clusterName)
      : undefined;
  return name !== undefined && isName(name) ? name : undefined;
}

/** A folder of manifests, and the cluster that a tool of GitOps applies it to. */
export interface SyncedFolder {
  readonly folder: string;
  readonly cluster: string;
}

/** The folders that Argo CD syncs, or Flux applies to another cluster. */
export function syncedFolders(object: KubeObject): readonly SyncedFolder[] {
  return [...argoFolders(object), ...fluxFolders(object)].map(({ folder, cluster }) => ({
    folder: folder.replace(/^\.\/|\/$/g, ''),
    cluster,
  }));
}

function argoFolders(object: KubeObject): readonly SyncedFolder[] {
  return applicationsOf(object).flatMap(({ spec: { source, sources, destination } }) => {
    const cluster = argoDestination(asObject(destination));
    const paths = [source, ...asList(sources)]
      .flatMap((each) => asText(asObject(each).path) ?? [])
      .filter(isName);
    return cluster === undefined ? [] : paths.map((folder) => ({ folder, cluster }));
  });
}

/** Flux has no name for a cluster but that of the Secret with its kubeconfig. */
function fluxFolders(object: KubeObject): readonly SyncedFolder[] {
  if (object.group !== FLUX_KUSTOMIZATION.group || object.kind !== FLUX_KUSTOMIZATION.kind) {
    return [];
  }
  const folder = object.textAt('spec', 'path');
  const cluster = object.textAt('spec', 'kubeConfig', 'secretRef', 'name');
  return folder && cluster ? [{ folder, cluster }] : [];
}
