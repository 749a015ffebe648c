import type { ManifestText } from '../../../src/common/yaml/input';
import type { Finding } from '../../../src/verify/engine/finding';
import { element } from '../shared/dom';

/** Lines before and after the one that a finding is about. */
const CONTEXT = 4;
/** So many findings are shown at once; more on demand, so that the page answers. */
const AT_ONCE = 100;

/** What the page knows of a finding, besides. */
export interface FindingContext {
  readonly texts: ReadonlyMap<string, string>;
  /** Where the rule is explained. */
  readonly docs: (rule: string) => string;
  /** Shows it in the drawing. */
  readonly show: (index: number) => void;
  /** The findings that the drawing shows. */
  readonly drawn: ReadonlySet<number>;
}

/** Findings by file, each beside its lines; the gravest file first. */
export function findingsList(findings: readonly Finding[], context: FindingContext): HTMLElement {
  const byFile = new Map<string, { readonly finding: Finding; readonly index: number }[]>();
  findings.forEach((finding, index) => byFile.set(finding.file, [...byFile.get(finding.file) ?? [], { finding, index }]));
  const list = element('div', { class: 'findings' });
  const left = [...byFile].flatMap(([file, members]) => members.map((member, position) => ({ ...member, file, first: position === 0 })));
  const more = (): void => {
    const next = left.splice(0, AT_ONCE);
    list.append(...next.flatMap(({ finding, index, file, first }) =>
      [...first ? [element('h3', { class: 'file' }, file)] : [], findingCard(finding, index, context)]));
    if (left.length > 0) {
      const button = element('button', { type: 'button', click: () => { button.remove(); more(); } }, `Show ${Math.min(AT_ONCE, left.length)} of ${left.length} more findings`);
      list.append(button);
    }
  };
  more();
  return list;
}

function findingCard(finding: Finding, index: number, { texts, docs, show, drawn }: FindingContext): HTMLElement {
  const { severity, rule, file, line, object, field, symptom, expected, found, remediation, also = [] } = finding;
  const where = [object.kind, [object.namespace, object.name].filter(Boolean).join('/'), field].join(' ');
  return element('article', { class: `finding ${severity}`, id: `finding-${index + 1}`, tabindex: -1 },
    element('h4', {}, element('span', { class: 'severity' }, severity), ' ', element('a', { href: docs(rule) }, rule)),
    element('p', { class: 'place' }, `${file}:${line}  ${where}`),
    lines(texts.get(file), line),
    element('dl', {}, ...[['Cause', symptom], ['Expected', expected], ['Found', found], ['Remedy', remediation]]
      .flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)])),
    also.length > 0 && element('details', {}, element('summary', {}, `${also.length} more places of the same`),
      element('ul', {}, ...also.slice(0, 200).map((place) => element('li', {}, `${place.file}:${place.line} ${place.object.kind} ${place.object.name} ${place.field}`)))),
    drawn.has(index) && element('button', { type: 'button', class: 'quiet', click: () => show(index) }, 'Show in the drawing'));
}

/** The line and its neighbours. */
function lines(text: string | undefined, line: number): HTMLElement | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [start, excerpt] = excerptOf(text, line);
  return element('pre', { 'class': 'lines', 'tabindex': 0, 'aria-label': `Lines around line ${line}` }, ...excerpt.flatMap((content, position) => {
    const number = start + position;
    const row = element('span', { class: number === line ? 'line about' : 'line' }, element('span', { 'class': 'number', 'aria-hidden': 'true' }, String(number)), content || ' ');
    return number === line ? [element('mark', {}, row)] : [row];
  }));
}

/** Without splitting a text of many megabytes. */
export function excerptOf(text: string, line: number): [start: number, lines: string[]] {
  let at = 0;
  for (let number = 1; number < line - CONTEXT; number += 1) {
    const feed = text.indexOf('\n', at);
    if (feed < 0) {
      break;
    }
    at = feed + 1;
  }
  let end = at;
  for (let number = 0; number <= 2 * CONTEXT && end >= 0; number += 1) {
    end = text.indexOf('\n', end === at && number === 0 ? at : end + 1);
  }
  return [Math.max(1, line - CONTEXT), text.slice(at, end < 0 ? undefined : end).split('\n').slice(0, Math.min(2 * CONTEXT + 1, line + CONTEXT))];
}

/** The text of each file, by its name. */
export function textsByName(texts: readonly ManifestText[]): ReadonlyMap<string, string> {
  return new Map(texts.map(({ name, text }) => [name, text]));
}
