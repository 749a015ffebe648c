import { JsonObject, isObject } from '../../../common/data/json';
import type { PathStep } from '../../../common/yaml/path';
import { ANSIBLE_INSTALLER } from '../../../contract/upstream/chart-installers';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';
import type { Install, Layer } from './install';
import { jsonValues, literalValue, setLayers, setValues } from './set-value';
import { filledIn, isTemplate, mapLayers, OF_HELM } from './templated';

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
      releaseName: text('release_name', 'name'),
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
  const sets = asList(given.set_values).flatMap((set, index) =>
    setsOf(asObject(set), document.field(...way, 'set_values', index)));
  return [
    ...asList(given.values_files).map((file, index): Layer =>
      fileLayer(asText(file) ?? '', document.field(...way, 'values_files', index))),
    ...isObject(values) ? mapLayers(values, at, TOOL, OF_HELM) : unknown,
    // Helm takes them by their kind, whatever their place.
    ...['json', 'raw', 'string', 'file'].flatMap((kind) =>
      sets.filter((set) => set.kind === kind).map(({ layer }) => layer)),
  ];
}

/** An entry of `set_values` as layers, with the kind of its values. */
interface SetOfKind {
  readonly kind: string;
  readonly layer: Layer;
}

/** Source: kubernetes.core, `plugins/module_utils/helm.py`, `get_helm_set_values_args`. */
function setsOf({ value, value_type: type }: JsonObject, at: Field): SetOfKind[] {
  const kind = asText(type) ?? 'raw';
  const text = asText(value) ?? '';
  const layers = isTemplate(text) ? [] : layersOfKind(kind, text, at);
  return (layers.length > 0 ? layers : [filledIn(at, TOOL)]).map((layer) => ({ kind, layer }));
}

function layersOfKind(kind: string, line: string, at: Field): Layer[] {
  switch (kind) {
    case 'file':
      return setValues(line, at, true).map(({ path, value }): Layer =>
        ({ kind: 'content', path: String(value), read: (content) => [literalValue(path, content, at)] }));
    case 'json':
      return setLayers(jsonValues(line, at));
    case 'string':
      return setLayers(setValues(line, at, true));
    default:
      return setLayers(setValues(asWord(line), at));
  }
}

/** What Ansible makes of a value that it quotes for nobody: it splits command lines as a shell does. */
function asWord(text: string): string {
  const quoted = /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs;
  return text.replace(quoted, (_, single?: string, double?: string, bare?: string) =>
    single ?? double?.replace(/\\(["\\])/g, '$1') ?? bare ?? '');
}

/** Ansible reads a path from where it runs, which may be anywhere. */
function fileLayer(file: string, at: Field): Layer {
  const path = file.replace(/^\{\{ *(?:playbook_dir|role_path|inventory_dir) *\}\}\//, '');
  return isTemplate(path) ? filledIn(at, TOOL) : { kind: 'file', path };
}
