import { isObject, JsonObject } from '../../src/common/data/json';
import { Manifest } from './schemas';

/**
 * Why the API server would refuse an object that fits its schema, as `path: why`: names, labels and keys have rules that stand in code alone.
 *
 * Source: Kubernetes 1.34, `apimachinery/pkg/util/validation/validation.go`, `apimachinery/pkg/api/validation`, `pkg/apis/core/validation`.
 */
export function refusals(manifest: Manifest): string[] {
  const { kind, metadata } = manifest;
  return [
    ...(nameRule(kind)(metadata.name) ? [] : [`metadata.name: ${metadata.name}`]),
    ...(metadata.namespace === undefined || isLabel(metadata.namespace) ? [] : [`metadata.namespace: ${metadata.namespace}`]),
    ...below(manifest, '', kind),
  ];
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SERVICE_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const DATA_KEY = /^[-._a-zA-Z0-9]+$/;

/** Of all annotations of an object together. */
const MOST_ANNOTATIONS = 256 * 1024;

const isLabel = (name: string) => name.length <= 63 && LABEL.test(name);
const isSubdomain = (name: string) => name.length <= 253 && SUBDOMAIN.test(name);
const isServiceName = (name: string) => name.length <= 63 && SERVICE_NAME.test(name);
const isPortName = (name: string) => name.length <= 15 && LABEL.test(name) && /[a-z]/.test(name) && !name.includes('--');
const isLabelValue = (value: unknown) => typeof value === 'string' && value.length <= 63 && (value === '' || NAME_PART.test(value));

function nameRule(kind: string): (name: string) => boolean {
  if (kind === 'Service') {
    return isServiceName;
  }
  return ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'].includes(kind) ? (name) => name !== '' && !/[/%]|^\.\.?$/.test(name) : isSubdomain;
}

function isQualified(name: string): boolean {
  const [last, prefix, ...more] = name.split('/').reverse();
  return more.length === 0 && last.length <= 63 && NAME_PART.test(last) && (prefix === undefined || isSubdomain(prefix));
}

/** What stands under a key of this name, wherever that is in an object. */
const RULES: Readonly<Record<string, (value: JsonObject) => string[]>> = {
  labels: labelFaults,
  matchLabels: labelFaults,
  nodeSelector: labelFaults,
  annotations: annotationFaults,
};

/** What each entry of a list of this name must be. */
const ENTRIES: Readonly<Record<string, (entry: JsonObject) => boolean>> = {
  containers: ({ name }) => isLabel(String(name)),
  initContainers: ({ name }) => isLabel(String(name)),
  volumes: ({ name }) => isLabel(String(name)),
  env: ({ name }) => VARIABLE.test(String(name)),
  ports: ({ name }) => name === undefined || isPortName(String(name)),
  volumeMounts: ({ mountPath }) => !String(mountPath).includes(':'),
  imagePullSecrets: ({ name }) => isSubdomain(String(name)),
  tolerations: ({ key }) => key === undefined || isQualified(String(key)),
};

const WORKLOADS = ['Deployment', 'Job', 'CronJob', 'StatefulSet', 'DaemonSet', 'Pod'];

function below(value: unknown, path: string, kind: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, i) => below(entry, `${path}[${i}]`, kind));
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, entry]) => {
    const at = path === '' ? key : `${path}.${key}`;
    // What charts and other controllers take is theirs to judge.
    if (['values', 'valuesObject', 'template'].includes(key) && !WORKLOADS.includes(kind)) {
      return [];
    }
    const judged = WORKLOADS.includes(kind) && Array.isArray(entry) && Object.hasOwn(ENTRIES, key);
    const entries = judged ? (entry as JsonObject[]).filter((one) => !ENTRIES[key](one)) : [];
    return [
      ...(isObject(entry) && Object.hasOwn(RULES, key) ? RULES[key](entry).map((fault) => `${at}${fault}`) : []),
      ...(isObject(entry) && key === 'data' && ['ConfigMap', 'Secret'].includes(kind) ? keyFaults(entry).map((name) => `${at}: ${name}`) : []),
      ...entries.map((one) => `${at}: ${JSON.stringify(one)}`),
      ...below(entry, at, kind),
    ];
  });
}

function keyFaults(data: JsonObject): string[] {
  return Object.keys(data).filter((name) => !DATA_KEY.test(name));
}

function labelFaults(labels: JsonObject): string[] {
  return Object.entries(labels).filter(([name, value]) => !isQualified(name) || !isLabelValue(value)).map(([name, value]) => `[${name}]: ${String(value)}`);
}

function annotationFaults(annotations: JsonObject): string[] {
  const size = Object.entries(annotations).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)), 0);
  return [
    ...Object.entries(annotations).filter(([name, value]) => !isQualified(name.toLowerCase()) || typeof value !== 'string').map(([name]) => `[${name}]`),
    ...(size > MOST_ANNOTATIONS ? [`: ${size} bytes`] : []),
  ];
}
