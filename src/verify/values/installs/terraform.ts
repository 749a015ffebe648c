import { isObject, JsonObject } from '../../../common/data/json';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import { Install, Layer } from './install';
import { setValue } from './set-value';

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
      helmRelease: asText(name),
      layers: layersOf(asObject(values), at.child('resources', index, 'values')),
    }];
  });
  const below = asList(module.child_modules).map(asObject)
    .flatMap((child, index) => installsOf(child, at.child('child_modules', index), by));
  return [...own, ...below];
}

/** What is sensitive is no more than a reference here. */
function layersOf({ values, set, set_sensitive: sensitive }: JsonObject, at: Field): Layer[] {
  const texts = asList(values).map((value, index): Layer => {
    const text = asText(value);
    return text === undefined
      ? { kind: 'unread', what: 'texts that are known after apply', add: 'them with --values' }
      : { kind: 'text', text, at: at.child('values', index) };
  });
  const sets = [
    ...asList(set).map(asObject).map(({ name, value, type }, index) =>
      setValue(asText(name) ?? '', asText(value) ?? '', at.child('set', index), type === 'string')),
    ...asList(sensitive).map(asObject).map(({ name }, index) =>
      setValue(asText(name) ?? '', `\${${asText(name)}}`, at.child('set_sensitive', index), true)),
  ];
  return [...texts, ...sets.length > 0 ? [{ kind: 'set', sets } as const] : []];
}

/** Whether a document is a plan or a state, as `terraform show -json` prints it. */
export function isTerraform(document: KubeObject): boolean {
  return document.apiVersion === '' && document.at('terraform_version') !== undefined;
}
