import type { ManifestText } from '../../../src/common/yaml/input';
import { ownPathMarkup, ownPathOf } from '../../../src/verify/drawing';
import type { Flow } from '../../../src/verify/report/flow';
import { severityCounts } from '../../../src/verify/report/severity-counts';
import type { ShownFinding, ShownPlace } from '../../../src/verify/report/shown-finding';
import { hasJudged, Report } from '../../../src/verify/verify';
import { count, element, markup } from '../shared/dom';

/** Lines of context around a finding. */
const CONTEXT = 4;
/** The number of findings shown at once; more on demand, so that the page stays responsive. */
const AT_ONCE = 100;

/** The summary of findings, with the unchecked parts. */
export function verdictText(report: Report): string {
  const { findings, crashed, unreadable, objects, files } = report;
  const counts = severityCounts(findings).map(({ text }) => text);
  const found = counts.length > 0 ? counts.join(', ') : hasJudged(report) ? 'No findings' : 'Nothing to check';
  const open = [
    ...unreadable.length === 0 ? [] : [`${count(unreadable.length, 'file')} cannot be read`],
    ...crashed.length === 0 ? [] : [`${count(crashed.length, 'rule')} failed`],
  ];
  return [`${found} in ${count(objects, 'object')} of ${count(files, 'file')}`, ...open].join('; ').concat('.');
}

/** The page's context of a finding. */
export interface FindingContext {
  readonly texts: ReadonlyMap<string, string>;
  readonly flow: Flow;
  /** The documentation of the rule. */
  readonly docs: (rule: string) => string;
  /** Shows a fault in the drawing, by its number. */
  readonly show: (fault: number) => void;
}

/** Each fault once, with its own path and its lines. */
export function findingsList(findings: readonly ShownFinding[], context: FindingContext): HTMLElement {
  const list = element('div', { class: 'findings' }, findings.length > 0 && element('h2', {}, 'Findings'));
  const left = findings.map((finding, index) => ({ finding, number: index + 1 }));
  const more = (): void => {
    list.append(...left.splice(0, AT_ONCE).map(({ finding, number }) => findingCard(finding, number, context)));
    if (left.length > 0) {
      const button = element('button', { type: 'button', click: () => { button.remove(); more(); } }, `Show ${Math.min(AT_ONCE, left.length)} of ${left.length} more findings`);
      list.append(button);
    }
  };
  more();
  return list;
}

const SHOWN_PLACES = 3;
const MOST_PLACES = 200;

function findingCard(finding: ShownFinding, number: number, { texts, flow, docs, show }: FindingContext): HTMLElement {
  const { severity, rule, headline, places, found, expected, edit, affects, symptom, of } = finding;
  const path = of.map((index) => ownPathOf(flow, index)).find((each) => each !== undefined);
  const badge = path === undefined
    ? element('span', { class: 'number' }, String(number))
    : element('button', { 'type': 'button', 'class': 'number', 'aria-label': `${number}: show it in the drawing`, 'click': () => show(number) }, String(number));
  const rows: readonly (readonly [string, string])[] = [
    ['Found', found], ['Expected', expected], ['Edit', edit], ...(affects.length > 0 ? [['Affects', affects.join('\n')] as const] : []), ['You see', symptom],
  ];
  const [first] = places;
  return element('article', { class: `finding ${severity}`, id: `finding-${number}`, tabindex: -1 },
    element('h3', {}, badge, ' ', element('span', { class: 'severity' }, severity), ' ', headline),
    path && markup(ownPathMarkup(path, severity)),
    ...places.slice(0, SHOWN_PLACES).map(placeLine),
    lines(texts.get(first.file), first.line),
    places.length > SHOWN_PLACES && element('details', {}, element('summary', {}, `${places.length - SHOWN_PLACES} more places of the same`),
      ...places.slice(SHOWN_PLACES, MOST_PLACES).map(placeLine)),
    element('dl', {}, ...rows.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]),
      element('dt', {}, 'Rule'), element('dd', {}, element('a', { class: 'rule', href: docs(rule) }, rule))));
}

function placeLine({ file, line, object, field }: ShownPlace): HTMLElement {
  const where = [object.kind, [object.namespace, object.name].filter(Boolean).join('/'), field].join(' ');
  return element('p', { class: 'place' }, `${file}:${line}  ${where}`);
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
