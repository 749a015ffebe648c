import { isObject, JsonObject } from '../../../common/data/json';
import { documentIn } from '../../../common/yaml/yaml-reader';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { Install, Layer, SetValue } from './install';
import { setLayers, setValues } from './set-value';

/** Where `terraform show -json` has the modules of a plan, and of a state. */
const ROOTS = ['planned_values', 'values'] as const;

/**
 * The Helm releases of a plan or a state: `values` in their order, then `set`. Source: Terraform, JSON output
 * format 1.2; its Helm provider, `helm_release`.
 */
export function terraformInstalls(document: KubeObject): Install[] {
  return ROOTS.flatMap((root) => {
    const { root_module: module } = document.objectAt(root);
    return isObject(module) ? installsOf(module, document.field(root, 'root_module'), document) : [];
  });
}

function installsOf(module: JsonObject, at: Field, by: KubeObject): Install[] {
  const resources = asList(module.resources).map(asObject);
  const own = resources.flatMap(({ address, type, values }, index): Install[] => {
    const { chart, repository, version, namespace, name } = asObject(values);
    return type !== 'helm_release' || asText(chart) === undefined ? [] : [{
      by,
      name: `${asText(address)} of ${by.source.file}`,
      chart: asText(chart),
      repository: asText(repository) ?? asText(chart),
      version: asText(version),
      namespace: asText(namespace),
      releaseName: asText(name),
      layers: layersOf(asObject(values), at.child('resources', index, 'values')),
    }];
  });
  const below = asList(module.child_modules).map(asObject)
    .flatMap((child, index) => installsOf(child, at.child('child_modules', index), by));
  return [...own, ...below];
}

/**
 * What is sensitive is no more than a reference here, and what is only written is nowhere. Source: its
 * Helm provider, `getValues`.
 */
function layersOf(release: JsonObject, at: Field): Layer[] {
  const { values, set, set_list: lists, set_sensitive: sensitive, set_wo_revision: written } = release;
  const texts = asList(values).map((value, index): Layer => {
    const text = asText(value);
    return text === undefined
      ? { kind: 'unread', what: 'texts that are known after apply', add: 'those values, with --values' }
      : { kind: 'text', text, at: at.child('values', index) };
  });
  const sets = [
    ...asList(set).flatMap((each, index) => setOf(asObject(each), at.child('set', index))),
    ...asList(lists).flatMap((each, index) => listOf(asObject(each), at.child('set_list', index))),
    ...asList(sensitive).flatMap((each, index) =>
      sensitiveOf(asObject(each), at.child('set_sensitive', index))),
  ];
  const unread: Layer = {
    kind: 'unread',
    what: `${at.child('set_wo')}, which no plan shows`,
    add: 'those values, with --values',
    secret: true,
  };
  return [...texts, ...setLayers(sets), ...typeof written === 'number' ? [unread] : []];
}

/** One of `set`; literal ones are YAML, under a key that is no path. Source: its provider, `getValue`. */
export function setOf({ name, value, type }: JsonObject, at: Field): SetValue[] {
  const [path, text] = [asText(name) ?? '', asText(value) ?? ''];
  return type === 'literal'
    ? [{ path: path.replace(/[.[\\]/g, '\\$&'), value: documentIn(text) ?? null, at }]
    : setValues(`${path}=${text}`, at, type === 'string');
}

/** One of `set_list`. Source: its Helm provider, `getListValue`. */
export function listOf({ name, value }: JsonObject, at: Field): SetValue[] {
  const items = asList(value).map((item) => asText(item) ?? '');
  return setValues(`${asText(name) ?? ''}={${items.join(',')}}`, at);
}

export function sensitiveOf({ name }: JsonObject, at: Field): SetValue[] {
  return setValues(`${asText(name) ?? ''}=\${${asText(name)}}`, at, true);
}

/** Whether a document is a plan or a state, as `terraform show -json` prints it. */
export function isTerraform(document: KubeObject): boolean {
  return document.apiVersion === '' && document.at('terraform_version') !== undefined;
}
