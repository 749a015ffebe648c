import type { JsonObject } from '../../../common/data/json';
import type { ManifestText } from '../../../common/yaml/input';
import { CHART_NAMES, ChartName } from '../../../contract/union/values-contract';
import { UNREAD_INSTALLERS } from '../../../contract/upstream/helm';
import type { KubeObject } from '../../kube/kube-object';
import type { OpenQuestion } from '../../read/open-question';
import { chartIn, nameOf } from './install';

/** What installs Union's charts with values that the verifier does not read: it asks for them. */

/** Whether the caller gives the values of a chart by themselves. */
type IsTold = (chart: ChartName) => boolean;

/** The chart that an object or a task names, whatever its tool calls the field. */
const NAMED_CHART = /"chart(?:Name|_ref)?":(?:\{[^{}]*?"(?:name|url)":)?"([^"]+)"/g;

/** Union's charts that a document names by which a tool installs them. */
export function chartsNamed(document: JsonObject): ChartName[] {
  const text = JSON.stringify(document);
  return /union/i.test(text)
    ? [...new Set([...text.matchAll(NAMED_CHART)].flatMap(([, chart]) => ofUnion(chart) ?? []))]
    : [];
}

function ofUnion(chart: string): ChartName | undefined {
  return chartIn({ chart, repository: 'unionai' });
}

/** Whether values of an object's kind are not read. */
export function isUnreadInstaller({ group }: KubeObject): boolean {
  return UNREAD_INSTALLERS.includes(group);
}

/** What objects and documents install of Union's charts, unless the caller gives the values. */
export function unreadInstalls(by: KubeObject, isTold: IsTold): OpenQuestion[] {
  const who = by.kind === '' ? by.source.file : nameOf(by);
  return chartsNamed(by.raw).filter((chart) => !isTold(chart)).map((chart) => ({
    missing: `${who} installs ${chart}, but verify does not read its values`,
    question: 'its values',
    add: 'the output of "helm get values --all" for the release, with --values',
    asked: true,
  }));
}

/** Files in other languages than YAML that may install charts: Terraform's, and helmfiles with templates. */
export const PROGRAM = /\.(tf|tofu|gotmpl)$/i;

/** A resource, as far as the next thing that begins a line. */
const HELM_RELEASE = /^resource\s+"helm_release"\s+"([^"]+)"[\s\S]*?(?=^\S(?<!\})|(?![\s\S]))/gm;

/** Such as `file("cp.yaml")`, or `file("${path.module}/cp.yaml")`. */
const FILE = /\bfile\(\s*"(?:\$\{path\.module\}\/)?(?:\.\/)?([^"$]+)"\s*\)/g;

/** What puts values together that no file shows. */
const COMPUTED = /\b(?:set|set_list|set_sensitive)\s*(?:=|\{)|\b(?:yamlencode|templatefile)\(|<<-?\w/;

/**
 * What a program installs of Union's charts, with values that only running it would tell; nothing where all
 * are files of the input.
 */
export function unreadPrograms(
  { name, text }: ManifestText, all: readonly ManifestText[], isTold: IsTold,
): OpenQuestion[] {
  const unread = (part: string) => chartsIn(part).filter((chart) => !isTold(chart));
  if (/\.gotmpl$/i.test(name)) {
    const charts = /(?:^|\/)helmfile[^/]*$/i.test(name) ? unread(text) : [];
    return charts.map((chart) => ({
      missing: `${name} installs ${chart}, and only helmfile evaluates the file`,
      question: 'its values',
      add: 'the output of "helmfile build" and "helmfile write-values", with --values',
      asked: true,
    }));
  }
  return [...text.matchAll(HELM_RELEASE)].flatMap(([block, release]) => {
    const files = [...block.matchAll(FILE)].map(([, path]) => path);
    const isShown = files.length > 0 && !COMPUTED.test(block)
      && files.every((path) => all.some((each) => each.name === path || each.name.endsWith(`/${path}`)));
    return isShown ? [] : unread(block).map((chart) => ({
      missing: `helm_release ${release} of ${name} installs ${chart}, but verify does not read Terraform`,
      question: 'its values',
      add: 'the output of "terraform show -json" for its plan, or the values with --values',
      asked: true,
    }));
  });
}

/** The charts of Union that are named, where it is Union's that are meant. */
function chartsIn(text: string): ChartName[] {
  return /union/i.test(text)
    ? CHART_NAMES.filter((chart) => new RegExp(`\\bchart["']?\\s*[:=].*\\b${chart}\\b`).test(text))
    : [];
}
