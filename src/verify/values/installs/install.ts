import { isObject, JsonObject } from '../../../common/data/json';
import { CHART_NAMES, ChartName } from '../../../contract/union/values-contract';
import { asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Field } from '../../read/field';

export interface SetValue {
  readonly path: string;
  readonly value: unknown;
  readonly at: Field;
}

/** A file: from the root of its repository, beside the object that names it, or anywhere. */
export interface FileOfValues {
  readonly path: string;
  readonly beside?: string;
  /** Whether the tool does without it. */
  readonly optional?: boolean;
}

/** A chart's own values file is named by no one, and may be absent. */
export interface FileLayer extends FileOfValues {
  readonly kind: 'file';
  readonly own?: boolean;
}

/** Some of the values of an install. Later ones win. */
export type Layer =
  | { readonly kind: 'map'; readonly values: JsonObject; readonly at: Field }
  /** YAML in a text. */
  | { readonly kind: 'text'; readonly text: string; readonly at: Field }
  | FileLayer
  | { readonly kind: 'set'; readonly sets: readonly SetValue[] }
  /** Values that the input does not show here; of secret and given ones nothing else is expected. */
  | {
    readonly kind: 'unread';
    readonly what: string;
    readonly add: string;
    readonly secret?: boolean;
    /** Whether someone gives them by themselves. */
    readonly given?: boolean;
  };

/** An object of a tool that installs a chart with values. */
export interface Install {
  /** The object, or the document that is none to Kubernetes. */
  readonly by: KubeObject;
  /** For people. */
  readonly name: string;
  /** The chart as it is named: `controlplane`, `unionai/dataplane`, `charts/controlplane`. */
  readonly chart?: string;
  readonly repository?: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly releaseName?: string;
  /** The cluster, as the tool calls it. */
  readonly destination?: string;
  readonly layers: readonly Layer[];
  /** Files that it names, and of which it takes nothing: no plane has their values. */
  readonly unused?: readonly FileOfValues[];
  /** What changes the objects that the chart makes, as the tool calls it. */
  readonly changedBy?: readonly string[];
}

/** What a reader of installs may look at besides the object itself. */
export interface Around {
  readonly kustomizations: readonly KubeObject[];
  ofKind(group: string, kind: string): readonly KubeObject[];
}

/** Values that are in an object: a map, or YAML in a text, which may be blank. */
export function inlineLayers(values: unknown, at: Field): Layer[] {
  if (isObject(values)) {
    return [{ kind: 'map', values, at }];
  }
  const text = asText(values);
  return text?.trim() ? [{ kind: 'text', text, at }] : [];
}

/** The values that Helm reads first of a chart in a folder, unless they are among the files that follow. */
export function ownValues(folder: string, files: readonly Layer[]): Layer[] {
  const path = joined(folder, 'values.yaml');
  return files.some((layer) => layer.kind === 'file' && layer.path === path)
    ? []
    : [{ kind: 'file', path, own: true }];
}

/** Such as `Application argocd/union`. */
export function nameOf({ kind, namespace, name }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The last step of a path, or of a chart's name. */
export function lastOf(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//, '');
}

export function folderOf(path: string): string {
  return path.includes('/') ? path.replace(/\/[^/]*$/, '') : '';
}

/** A path without `.` and `..`; those above the root are dropped. */
export function joined(...parts: readonly string[]): string {
  const steps: string[] = [];
  for (const step of parts.join('/').split('/')) {
    if (step === '..') {
      steps.pop();
    } else if (step !== '' && step !== '.') {
      steps.push(step);
    }
  }
  return `${parts.find((part) => part !== '')?.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}

/** Charts of other people have these names, too: theirs come from elsewhere. */
export function chartIn(
  { chart = '', repository = '' }: Pick<Install, 'chart' | 'repository'>,
): ChartName | undefined {
  const name = lastOf(chart).replace(/:[\w.-]+$|-\d[^/]*\.tgz$/, '');
  return /union/i.test(`${repository} ${chart}`)
    ? CHART_NAMES.find((own) => name === own || name.endsWith(`-${own}`))
    : undefined;
}
