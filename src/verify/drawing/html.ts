import { docsLink } from '../docs-link';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import type { Flow } from '../report/flow';
import { flowText } from '../report/flow-text';
import { count, isUrl } from '../report/printable';
import { severityCounts } from '../report/severity-counts';
import { ShownFinding, shownFindings, ShownPlace } from '../report/shown-finding';
import type { RuleDescription } from '../texts/rule-description';
import { hasJudged, Report } from '../verify';
import { Marks } from './columns';
import { ownPathMarkup, ownPathOf } from './own-path';
import { pictureOf } from './picture';
import { Sequence, sequenceDrawing } from './sequence';
import { DRAWING_STYLE } from './style';
import { OWN_PATH, PAGE } from './stylesheets';
import { escaped, svgOf } from './svg';

/** The content of a page besides its findings. */
export interface PageContext {
  readonly version: string;
  /** Every rule that may appear. */
  readonly rules: readonly RuleDescription[];
  /** The flow of authentication in the input. @default none */
  readonly flow?: Flow;
  /** The sequence of a sign-in. @default none */
  readonly sequence?: Sequence;
}

/** One file without scripts or requests; it has names and places, never a value of a Secret. */
export function reportPage(report: Report, context: PageContext): string {
  const { version, rules, flow } = context;
  const shown = shownFindings(report, rules);
  const isDrawn = flow !== undefined && flow.homes.length + flow.servers.length > 0;
  return page('Authentication wiring', version, [
    `<p>${escaped(verdict(report, shown))}</p>`,
    ...signIn(context, shown),
    ...findings(shown, flow),
    ...(isDrawn ? [wholePicture(flow, shown.length > 0)] : []),
    ...listed('Crashed', report.crashed.map(({ rule, error }) =>
      `${rule}: ${error}. The question of this rule is open.`)),
    ...listed('Checked', report.coverage.judged),
    ...listed('Not checked', report.coverage.open.map(openText)),
    ...listed('Accepted', report.suppressed.map(({ rule, file, line, reason }) =>
      `${rule} at ${file}:${line}: ${reason}`)),
    ...isDrawn ? [
      '<details><summary>The drawing as text, with every name</summary>',
      `<pre tabindex="0">${lines(flowText(flow))}</pre>`,
      '</details>',
    ] : [],
  ]);
}

function findings(shown: readonly ShownFinding[], flow: Flow | undefined): string[] {
  return shown.length === 0 ? [] : [
    '<section aria-labelledby="findings">',
    '<h2 id="findings">Findings</h2>',
    ...shown.map((each, i) => article(each, i + 1, flow)),
    '</section>',
  ];
}

/** The sequence of a sign-in, with the numbers of its findings. */
function signIn({ sequence }: PageContext, shown: readonly ShownFinding[]): string[] {
  const faults = shown.map(({ of, ...each }, i) => ({ ...each, number: i + 1, findings: of, placed: false }));
  const svg = sequence && svgOf(sequenceDrawing(sequence, new Marks({ faults })), SVG_ON_PAGE);
  return svg === undefined ? [] : [drawing('The way of a sign-in', svg, '')];
}

const SVG_ON_PAGE = { styled: false, linkTo: (fault: number) => `#${anchorOf(fault)}` };

export function anchorOf(fault: number): string {
  return `finding-${fault}`;
}

/** It stays visible beside the findings. */
function wholePicture(flow: Flow, isDocked: boolean): string {
  const picture = pictureOf(flow);
  const svg = svgOf(picture, { ...SVG_ON_PAGE, anchors: 'at-' });
  return drawing(picture.title, svg, isDocked ? ' docked' : '');
}

function drawing(heading: string, svg: string, looks: string): string {
  return [
    `<section class="picture${looks}" aria-label="${escaped(heading)}">`,
    `<h2>${escaped(heading)}</h2>`,
    `<div class="drawing" tabindex="0" role="region" aria-label="Drawing: ${escaped(heading)}">${svg}</div>`,
    '</section>',
  ].join('\n');
}

const MOST_PLACES = 50;

function article(shown: ShownFinding, number: number, flow: Flow | undefined): string {
  const { severity, rule, headline, places, found, expected, edit, symptom, affects, of } = shown;
  const path = flow && of.map((index) => ownPathOf(flow, index)).find((each) => each !== undefined);
  const left = places.length - MOST_PLACES;
  const more = left > 0 ? [`and ${count(left, 'more place')}`] : [];
  const rows: [string, string][] = [
    ['At', [...places.slice(0, MOST_PLACES).map(placeText), ...more].join('\n')],
    ['Found', found],
    ['Expected', expected],
    ['Edit', edit],
    ...(affects.length === 0 ? [] : [['Affects', affects.join('\n')] as [string, string]]),
    ['You see', symptom],
  ];
  const badge = path === undefined
    ? `<span class="number">${number}</span>`
    : `<a class="number" href="#at-${number}" aria-label="${number}: show it in the drawing">${number}</a>`;
  return [
    `<article class="${severity}" id="${anchorOf(number)}">`,
    `<h3>${badge} <span class="severity">${severity}</span> ${escaped(headline)}</h3>`,
    ...(path === undefined ? [] : [ownPathMarkup(path, severity)]),
    `<dl>${rows.map(([name, text]) => `<dt>${name}</dt><dd>${lines(text)}</dd>`).join('')}` +
      `<dt>Rule</dt><dd><a href="${escaped(docsLink(rule))}">${escaped(rule)}</a></dd></dl>`,
    '</article>',
  ].join('\n');
}

/** Each line of a text separately: in a name, a line break would become a character. */
function lines(text: string): string {
  return text.split('\n').map(escaped).join('\n');
}

function placeText({ file, line, object, field, constructPath }: ShownPlace): string {
  const construct = constructPath === undefined ? '' : ` (construct ${constructPath})`;
  return isUrl(file) ? `${file} ${field}` : `${file}:${line}  ${identityText(object)}  ${field}${construct}`;
}

function verdict(report: Report, shown: readonly ShownFinding[]): string {
  const none = hasJudged(report) ? 'No findings' : 'Nothing to check';
  const found = severityCounts(shown).map(({ text }) => text).join(', ') || none;
  return `${found} in ${count(report.objects, 'object')} of ${count(report.files, 'file')}.`;
}

function listed(title: string, texts: readonly string[]): string[] {
  const items = texts.map((text) => `<li>${escaped(text)}</li>`);
  return texts.length === 0 ? [] : [`<h2>${title}</h2>`, `<ul>${items.join('')}</ul>`];
}

function page(title: string, version: string, content: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>${escaped(title)}</title>`,
    `<style>\n${PAGE}\n${OWN_PATH}${DRAWING_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...content,
    '</main>',
    `<footer><p>Made by cdk8s-union-auth ${escaped(version)}. This file loads nothing and contains no value `
      + 'of a Secret.</p></footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
