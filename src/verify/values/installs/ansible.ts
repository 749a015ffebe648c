import { isObject, JsonObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/yaml/path';
import { ANSIBLE_INSTALLER } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { Install, Layer } from './install';
import { setValue } from './set-value';
import { filledIn, isTemplate, mapLayers } from './templated';

const TOOL = 'Ansible';

/** A task that installs a chart, and where it stands. */
interface HelmTask {
  readonly arguments: JsonObject;
  readonly way: readonly PathStep[];
}

/** Whether a document is a play of Ansible or a task that installs a chart. */
export function isAnsible(document: KubeObject): boolean {
  return tasksIn(document.raw, []).length > 0;
}

/** What tasks of Ansible install: those of a play, of a role, or one alone. */
export function ansibleInstalls(document: KubeObject): Install[] {
  return tasksIn(document.raw, []).flatMap((task) => {
    const text = (...names: readonly string[]) => {
      const said = names.map((name) => asText(task.arguments[name])).find((each) => each !== undefined);
      return said !== undefined && isTemplate(said) ? undefined : said;
    };
    return text('release_state', 'state') === 'absent' ? [] : [{
      by: document,
      name: `task ${text('release_name', 'name') ?? ''} of ${document.source.file}`,
      chart: text('chart_ref'),
      repository: text('chart_repo_url'),
      version: text('chart_version'),
      namespace: text('release_namespace', 'namespace'),
      helmRelease: text('release_name', 'name'),
      layers: layersOf(document, task),
    }];
  });
}

function tasksIn(object: JsonObject, way: readonly PathStep[]): HelmTask[] {
  const { modules, tasks } = ANSIBLE_INSTALLER;
  return [
    ...modules.filter((name) => isObject(object[name]) && 'chart_ref' in asObject(object[name]))
      .map((name) => ({ arguments: asObject(object[name]), way: [...way, name] })),
    ...tasks.flatMap((key) => asList(object[key])
      .flatMap((task, index) => tasksIn(asObject(task), [...way, key, index]))),
  ];
}

function layersOf(document: KubeObject, { arguments: given, way }: HelmTask): Layer[] {
  const key = 'release_values' in given ? 'release_values' : 'values';
  const at = document.field(...way, key);
  const values = given[key];
  const unknown: Layer[] = asText(values) === undefined ? [] : [filledIn(at, TOOL)];
  const sets = asList(given.set_values).map(asObject).map(({ value, value_type: type }, index): Layer => {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(asText(value) ?? '') ?? [];
    const place = document.field(...way, 'set_values', index);
    return path === undefined || text === undefined || isTemplate(text) || (type ?? 'raw') === 'file'
      ? filledIn(place, TOOL)
      : { kind: 'set', sets: [setValue(path, text, place, type === 'string')] };
  });
  return [
    ...asList(given.values_files).map((file, index): Layer =>
      fileLayer(asText(file) ?? '', document.field(...way, 'values_files', index))),
    ...isObject(values) ? mapLayers(values, at, TOOL) : unknown,
    ...sets,
  ];
}

/** Ansible reads a path from where it runs, which may be anywhere. */
function fileLayer(file: string, at: Field): Layer {
  const path = file.replace(/^\{\{ *(?:playbook_dir|role_path|inventory_dir) *\}\}\//, '');
  return isTemplate(path) ? filledIn(at, TOOL) : { kind: 'file', path };
}
