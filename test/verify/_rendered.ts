import { parse, stringify } from 'yaml';
import { isObject, JsonObject, mergeValues, nestUnder } from '../../src/common/data/json';
import { CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER, OPERATOR } from '../../src/contract/union/data-plane-workloads';
import { SEEDS_DIRECTORY } from '../../src/contract/union/secrets';
import { API_KEY_SERVICE } from '../../src/contract/union/services';
import { asList, asObject } from '../../src/verify/kube/json-access';
import { parseManifests } from '../../src/verify/parse';
import type { ChartObject } from '../../src/verify/values/chart-object';
import { chartObjects } from '../../src/verify/values/chart-objects';
import type { ValueSet } from '../../src/verify/values/value-set';
import type { ValuesText } from '../../src/verify/values/values-reader';

/** What stands in for Union's charts, rendered with values. */
export function rendered(values: readonly ValuesText[]): string {
  return objectsOf(values).map((raw) => stringify(raw)).join('---\n');
}

/** The same as `helm template` prints it, by default without `--namespace`. */
export function templated(values: ValuesText, namespace = 'default'): string {
  return objectsOf([values]).map((object) => {
    const { name } = object.metadata as { name: string };
    const metadata = { ...object.metadata as JsonObject, name: name.split(' ')[0], namespace };
    return `---\n# Source: union/templates/${String(object.kind).toLowerCase()}.yaml\n${stringify({ ...object, metadata })}`;
  }).join('').replace(/name: (\S+) of dist\/\S+/g, 'name: $1');
}

const objectsOf = (values: readonly ValuesText[]) => parseManifests([], values).valueSets.flatMap(chartObjects).map(whole);

/** With what is the chart's own, and not made of values for rules: the name of a Gateway's certificate, and more of config files. */
function whole({ raw, set, name }: ChartObject): JsonObject {
  if (raw.kind === 'Gateway') {
    const { listeners, ...spec } = raw.spec as { listeners: readonly JsonObject[] };
    return { ...raw, spec: { ...spec, listeners: listeners.map((each) => ({ ...each, tls: { certificateRefs: [{ name: 'union-tls' }] } })) } };
  }
  if (raw.kind === 'Secret') {
    return withoutReferences(raw);
  }
  if (raw.kind !== 'ConfigMap') {
    return raw;
  }
  const sections = set.chart === 'controlplane' ? controlPlaneSections : dataPlaneSections;
  const files = Object.entries(raw.data as Record<string, string>).map(([file, text]) => {
    const config = parse(text) as unknown;
    return [file, isObject(config) ? stringify(mergeValues(sections(set, name.split(' ')[0], config), config)) : text];
  });
  return { ...raw, data: Object.fromEntries(files) as JsonObject };
}

/** A chart that needs a client secret is not rendered without one: `--set` brings what the values leave out. */
function withoutReferences({ stringData, ...secret }: JsonObject): JsonObject {
  const data = Object.entries(asObject(stringData)).map(([key, value]) =>
    [key, Buffer.from(String(value).replace(/^\$\{.*\}$/, 's3cr3t-of-helm-set')).toString('base64')]);
  return { ...secret, data: Object.fromEntries(data) as JsonObject };
}

/** Source: controlplane 2026.8.3, `values.yaml` and `unionai.configMap` of `_helpers.tpl`. */
function controlPlaneSections(set: ValueSet, service: string, config: JsonObject): JsonObject {
  const values = set.effective;
  const org = values.textAt('global.UNION_ORG') ?? '';
  const { apiKeyOverrides } = set.release._contract.controlPlane;
  const entries = apiKeyOverrides?.byCluster === true ? asList(values.at(apiKeyOverrides.values)).map(asObject) : [];
  const seeds = entries.map(({ key, clusterName = '' }) =>
    ({ org, key, clusterName, clientIdLocation: `${SEEDS_DIRECTORY}${[key, clusterName].filter(Boolean).join('-')}/client_id` }));
  return {
    ...'admin' in config ? { admin: { endpoint: 'flyteadmin:81', insecure: true } } : {},
    ...'union' in config ? { connection: { rootTenantURLPattern: `dns:///${values.textAt('global.UNION_HOST')}` }, sharedService: { security: { singleTenantOrgID: org } } } : {},
    ...service === API_KEY_SERVICE ? nestUnder('identity.app.apiKeyOverrides', seeds) : {},
  };
}

/** Source: dataplane 2026.8.3, `values.yaml` and the ConfigMaps of its services. */
function dataPlaneSections(set: ValueSet, configMap: string, config: JsonObject): JsonObject {
  const values = set.effective;
  const contract = set.release._contract.dataPlane;
  const [host, cluster, organization] = [contract.controlPlaneHost, contract.clusterName, contract.organization].map((path) => values.textAt(path));
  const endpoint = `dns:///${host ?? 'union.example.com'}`;
  const { apiKey, clusterId } = values.objectAt('config.operator');
  const operator = { clusterId: { name: cluster, organization, ...asObject(clusterId) }, ...asObject(apiKey).enabled === true ? { apiKey } : {} };
  const own = new Map<string | undefined, JsonObject>([
    [OPERATOR.configMap, { operator }],
    [CLUSTER_RESOURCE_SYNC.configMap, 'union' in config ? { cluster_resources: { clusterName: cluster } } : {}],
    ...[LEASEWORKER, EXECUTOR].map(({ configMap: map, name }): [string | undefined, JsonObject] =>
      [map, { [name]: { cluster, organization, ...values.objectAt(`${name}.config`) } }]),
  ]);
  return {
    ...'admin' in config ? { admin: { endpoint } } : {},
    ...'union' in config ? { union: { connection: { host: endpoint } } } : {},
    ...own.get(configMap),
  };
}
