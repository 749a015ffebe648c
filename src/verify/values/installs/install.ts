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

/** A file: from the root of its repository, next to the object that names it, or anywhere. */
export interface FileOfValues {
  readonly path: string;
  readonly beside?: string;
  /** Whether the tool tolerates its absence. */
  readonly optional?: boolean;
}

/** A chart's own values file is not named anywhere, and may be absent. */
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
  /** Values outside the input; secret and given ones are not requested. */
  | {
    readonly kind: 'unread';
    readonly what: string;
    readonly add: string;
    readonly secret?: boolean;
    /** Whether they are given separately. */
    readonly given?: boolean;
  };

/** An object of a tool that installs a chart with values. */
export interface Install {
  /** The object, or a document that is not a Kubernetes object. */
  readonly by: KubeObject;
  /** Where it names the release, if it names several; otherwise the object. */
  readonly at?: Field;
  /** The name in messages. */
  readonly name: string;
  /** The reference of the chart: `controlplane`, `unionai/dataplane`, `charts/controlplane`. */
  readonly chart?: string;
  readonly repository?: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly releaseName?: string;
  /** The cluster, as the tool names it. */
  readonly destination?: string;
  readonly layers: readonly Layer[];
  /** Files that it names but does not use: no plane has their values. */
  readonly unused?: readonly FileOfValues[];
  /** What changes the objects of the chart, as the tool names it. */
  readonly changedBy?: readonly string[];
}

/** The context of an install, besides the object itself. */
export interface Around {
  readonly kustomizations: readonly KubeObject[];
  ofKind(group: string, kind: string): readonly KubeObject[];
}

/** Values in an object: a map, or YAML in a text, which may be blank. */
export function inlineLayers(values: unknown, at: Field): Layer[] {
  if (isObject(values)) {
    return [{ kind: 'map', values, at }];
  }
  const text = asText(values);
  return text?.trim() ? [{ kind: 'text', text, at }] : [];
}

/** The values that Helm reads first for a chart in a folder, unless they are among the later files. */
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

/** A path without `.` and `..`; steps above the root are dropped. */
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

/** Other charts with these names come from other sources. */
export function chartIn(
  { chart = '', repository = '' }: Pick<Install, 'chart' | 'repository'>,
): ChartName | undefined {
  const name = lastOf(chart).replace(/:[\w.-]+$|-\d[^/]*\.tgz$/, '');
  return /union/i.test(`${repository} ${chart}`)
    ? CHART_NAMES.find((own) => name === own || name.endsWith(`-${own}`))
    : undefined;
}
