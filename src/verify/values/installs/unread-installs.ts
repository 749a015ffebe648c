import { enumerated } from '../../../common/data/enumerated';
import type { JsonObject } from '../../../common/data/json';
import type { ManifestText } from '../../../common/yaml/input';
import { CHART_NAMES, ChartName } from '../../../contract/union/values-contract';
import { UNREAD_INSTALLERS } from '../../../contract/upstream/helm';
import type { KubeObject } from '../../kube/kube-object';
import type { OpenQuestion } from '../../read/open-question';
import { chartIn, nameOf } from './install';

/** Installs of Union's charts whose values the verifier does not read: it requests them. */

/** Whether the input has values of a chart. */
type IsTold = (chart: ChartName) => boolean;

/** The chart reference of an object or a task, for any tool. */
const NAMED_CHART = /"chart(?:Name|_ref)?":(?:\{[^{}]*?"(?:name|url)":)?"([^"]+)"/g;

/** Union's charts that a document of an installing tool names. */
export function chartsNamed(document: JsonObject): ChartName[] {
  const text = JSON.stringify(document);
  return /union/i.test(text)
    ? [...new Set([...text.matchAll(NAMED_CHART)]
      .flatMap(([, chart]) => chartIn({ chart, repository: 'unionai' }) ?? []))]
    : [];
}

/** Whether values of an object's kind are not read. */
export function isUnreadInstaller({ group }: KubeObject): boolean {
  return UNREAD_INSTALLERS.includes(group);
}

/** Union's charts that objects and documents install, unless the input has the values. */
export function unreadInstalls(by: KubeObject, isTold: IsTold): OpenQuestion[] {
  return questions(by.kind === '' ? by.source.file : nameOf(by), chartsNamed(by.raw), isTold);
}

/** Files in other languages than YAML that may install charts: Terraform's, and helmfiles with templates. */
export const PROGRAM = /\.(?:tf|tofu)$|(?:^|\/)helmfile[^/]*\.gotmpl$/i;

/** Union's charts that a program installs, with values that only a run would show. */
export function unreadPrograms({ name, text }: ManifestText, isTold: IsTold): OpenQuestion[] {
  // Each resource of Terraform begins a part.
  return !/union/i.test(text) ? [] : text.split(/^(?=resource\b)/m).flatMap((part) => {
    const charts =
      CHART_NAMES.filter((chart) => new RegExp(`\\bchart["']?\\s*[:=].*\\b${chart}\\b`).test(part));
    return [...questions(name, charts, isTold), ...unreadSettings(name, part, charts.filter(isTold))];
  });
}

/** A block of HCL without blocks in it; an expression in a text is not a block. */
const BLOCK = /\{((?:[^{}]|\$\{[^{}]*\})*)\}/g;

/** The values that a resource of Terraform sets besides its files. */
function unreadSettings(who: string, resource: string, charts: readonly ChartName[]): OpenQuestion[] {
  const blocks = [...resource.matchAll(BLOCK)].filter(([, block]) => /\bvalues?(?:_wo)?\s*=/.test(block));
  const paths = blocks.flatMap(([, block]) => /\bname\s*=\s*("[^"]*"|[\w.]+)/.exec(block)?.[1] ?? []);
  return paths.length === 0 ? [] : charts.map((chart) => ({
    missing: `${who} sets values of ${chart}, which are not read: `
      + enumerated(paths.map((path) => path.replace(/"/g, ''))),
    question: 'these values',
    add: WHOLE_VALUES,
    asked: true,
  }));
}

function questions(who: string, charts: readonly ChartName[], isTold: IsTold): OpenQuestion[] {
  return charts.filter((chart) => !isTold(chart)).map((chart) => ({
    missing: `${who} installs ${chart}, but verify does not read its values`,
    question: 'its values',
    add: WHOLE_VALUES,
    asked: true,
  }));
}

const WHOLE_VALUES = 'the output of "helm get values --all" for the release, with --values';
