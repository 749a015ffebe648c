import type { ManifestText } from '../../../common/yaml/input';
import { CHART_NAMES, ChartName } from '../../../contract/union/values-contract';
import type { OpenQuestion } from '../../read/open-question';

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
 *
 * @param isTold whether the caller gives the values of a chart by themselves
 */
export function unreadInstalls(
  { name, text }: ManifestText, all: readonly ManifestText[], isTold: (chart: ChartName) => boolean,
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
