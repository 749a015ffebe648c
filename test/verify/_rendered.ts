import { parse, stringify } from 'yaml';
import { isObject, JsonObject, mergeValues } from '../../src/common/data/json';
import { parseManifests } from '../../src/verify/parse';
import { chartObjects } from '../../src/verify/values/chart-objects';
import type { ValuesText } from '../../src/verify/values/values-reader';

/** What stands in for Union's charts, rendered with values. */
export function rendered(values: readonly ValuesText[]): string {
  return parseManifests([], values).valueSets.flatMap(chartObjects).map(({ raw }) => stringify(withEndpoints(raw))).join('---\n');
}

/** The same as `helm template` prints it, by default without `--namespace`. */
export function templated(values: ValuesText, namespace = 'default'): string {
  const { clusterName } = parse(values.text) as { clusterName?: string };
  return parseManifests([], [values]).valueSets.flatMap(chartObjects).map(({ raw }) => {
    const object: JsonObject = withEndpoints(raw, clusterName);
    const { name } = object.metadata as { name: string };
    const metadata = { ...object.metadata as JsonObject, name: name.split(' ')[0], namespace };
    return `---\n# Source: union/templates/${String(object.kind).toLowerCase()}.yaml\n${stringify({ ...object, metadata })}`;
  }).join('').replace(/name: (\S+) of dist\/\S+/g, 'name: $1');
}

/** Where clients of data planes call, and what a Gateway's certificate is called, is the chart's, and not made of values. */
function withEndpoints(object: JsonObject, clusterName?: string): JsonObject {
  if (object.kind === 'Gateway') {
    const { listeners, ...spec } = object.spec as { listeners: readonly JsonObject[] };
    return { ...object, spec: { ...spec, listeners: listeners.map((each) => ({ ...each, tls: { certificateRefs: [{ name: 'union-tls' }] } })) } };
  }
  if (object.kind !== 'ConfigMap') {
    return object;
  }
  const files = Object.entries(object.data as Record<string, string>).map(([name, text]) => {
    const config = parse(text) as JsonObject;
    const endpoints = { union: { connection: { host: 'dns:///union.example.com' } }, admin: { endpoint: 'dns:///union.example.com' } };
    const registered = clusterName !== undefined && isObject(config) && 'operator' in config ? { operator: { clusterId: { name: clusterName } } } : {};
    const own = Object.entries({ ...endpoints, ...registered }).filter(([section]) => isObject(config) && section in config);
    return [name, own.length === 0 ? text : stringify(mergeValues(Object.fromEntries(own), config))];
  });
  return { ...object, data: Object.fromEntries(files) as JsonObject };
}
