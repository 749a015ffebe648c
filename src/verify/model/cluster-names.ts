// Tests: test/verify/model/homes.test.ts
import { isObject, valueAt } from '../../common/data/json';
import { unreplacedIn } from '../../common/values/placeholder';
import { ifYaml, readConfig } from '../../common/yaml/yaml-reader';
import { CLUSTER_ANNOTATION } from '../../contract/own-annotations';
import { FLUX_KUSTOMIZATION } from '../../contract/upstream/helm';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { argoDestination } from '../values/installs/argo';
import { applicationsOf } from '../values/installs/argo-applications';
import type { ValueSet } from '../values/value-set';

/**
 * The settings of a data plane's services with their cluster (dataplane: operator, propeller, sync,
 * leaseworker).
 */
export const CLUSTER_NAME_PATHS = [
  'operator.clusterId.name', 'propeller.cluster-id', 'cluster_resources.clusterName', 'leaseworker.cluster',
  'executor.cluster', 'webhook.embeddedSecretManagerConfig.clusterName',
];

/** The values of these settings, which the chart sets to that of the data plane (dataplane: values.yaml). */
const CLUSTER_NAME_VALUES = [
  'config.operator.clusterId.name', 'config.core.propeller.cluster-id',
  'clusterresourcesync.config.cluster_resources.clusterName',
  'config.core.webhook.embeddedSecretManagerConfig.clusterName',
];

/** The values with the cluster of a data plane, first the one that is the default of the others. */
export function clusterNameValues({ release: { _contract: { dataPlane } } }: ValueSet): readonly string[] {
  const ofRunners = dataPlane.blocks.eager.map(({ values }) => besideEager(values, 'cluster'));
  return [dataPlane.clusterName, ...CLUSTER_NAME_VALUES, ...ofRunners];
}

/** Keys of services that run tasks other than that of eager tasks. */
export function besideEager(path: string, key: string): string {
  return path.replace(/[^.]+$/, key);
}

/** Only texts with one of their keys are parsed. */
const KEYS = /\b(?:clusterId|cluster-id|clusterName|cluster)["']?\s*:/i;

export function clusterSaidBy(object: KubeObject): string | undefined {
  return object.annotations[CLUSTER_ANNOTATION] || object.labels[CLUSTER_ANNOTATION] || undefined;
}

/** The name with which a data plane registers its cluster, and the host of its control plane. */
export interface Registration {
  readonly cluster: string;
  /** Undefined if unknown. */
  readonly host: string | undefined;
}

/** The settings of a data plane's services with the control plane. */
const HOST_PATHS = ['union.connection.host', 'admin.endpoint'];

/** The cluster of a data plane; undefined for a reference. */
export function registrationIn(configMap: KubeObject): Registration | undefined {
  const texts = Object.values(configMap.objectAt('data')).filter((text) => typeof text === 'string');
  const cluster = nameIn(texts.filter((text) => KEYS.test(text)), CLUSTER_NAME_PATHS);
  return cluster === undefined ? undefined : { cluster, host: hostIn(nameIn(texts, HOST_PATHS)) };
}

/** The first name at one of the paths. */
function nameIn(texts: readonly string[], paths: readonly string[]): string | undefined {
  for (const text of texts) {
    const content = ifYaml(() => readConfig(text).find(isObject));
    const name = paths.map((path) => asText(valueAt(content, path))).find((each) => each && isName(each));
    if (name !== undefined) {
      return name;
    }
  }
  return undefined;
}

/** From a URL, a gRPC target or a host; not the name of a Service, which any cluster can have. */
function hostIn(text: string | undefined): string | undefined {
  const host = text && /^(?:[a-z][\w+.-]*:\/+)?([^/:?#]+)/i.exec(text.trim())?.[1].toLowerCase();
  return host && host.includes('.') && !/\.svc(\.|$)/.test(host) ? host : undefined;
}

/** Whether a text is a name, not a reference or placeholder. */
export function isName(text: string): boolean {
  return text !== '' && !/\$[({]|\{\{/.test(text) && unreplacedIn(text) === undefined;
}

/** The cluster in the values of a data plane. */
export function clusterOfValues(set: ValueSet): string | undefined {
  const name =
    set.chart === 'dataplane'
      ? set.effective.textAt(set.release._contract.dataPlane.clusterName)
      : undefined;
  return name !== undefined && isName(name) ? name : undefined;
}

/** The registration in the values of a data plane. */
export function registrationOfValues(set: ValueSet): Registration | undefined {
  const cluster = clusterOfValues(set);
  if (cluster === undefined) {
    return undefined;
  }
  const values = set.effective;
  const host = set.contract.keys.filter(({ meaning }) => meaning === 'domain')
    .map(({ path }) => values.textAt(path)).find((text) => text && isName(text));
  return { cluster, host: hostIn(host) };
}

/** A folder of manifests, and the target cluster of its GitOps tool. */
export interface SyncedFolder {
  readonly folder: string;
  readonly cluster: string;
}

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

/** Flux identifies a cluster only by its kubeconfig Secret. */
function fluxFolders(object: KubeObject): readonly SyncedFolder[] {
  if (object.group !== FLUX_KUSTOMIZATION.group || object.kind !== FLUX_KUSTOMIZATION.kind) {
    return [];
  }
  const folder = object.textAt('spec', 'path');
  const cluster = object.textAt('spec', 'kubeConfig', 'secretRef', 'name');
  return folder && cluster ? [{ folder, cluster }] : [];
}
