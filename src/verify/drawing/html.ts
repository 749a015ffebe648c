import { docsLink } from '../docs-link';
import type { Finding } from '../engine/finding';
import { identityText } from '../kube/kube-object';
import { openText } from '../read/open-question';
import { isUrl } from '../report/file-uri';
import { count } from '../report/printable';
import { SEVERITIES } from '../texts/severity';
import { hasJudged, Report } from '../verify';
import type { Picture } from './picture';
import { DRAWING_STYLE, escaped, svgOf } from './svg';

const PAGE_STYLE = `
:root { color-scheme: light dark;
  --text: #1f2328; --soft: #59636e; --paper: #fff; --card: #f6f8fa; --line: #d0d7de;
  --error: #b3261e; --warning: #8a5300; --info: #0b57a4; }
@media screen and (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --soft: #a3adb8; --paper: #15191e; --card: #1d232a; --line: #3a424c;
    --error: #ff8b80; --warning: #f0b429; --info: #82b7ff; }
}
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; font: 16px/1.5 system-ui, sans-serif;
  color: var(--text); background: var(--paper); }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin: 0 0 .4rem; }
.drawing { overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
.drawing svg { display: block; width: 100%; min-width: 70rem; height: auto; }
.soft, footer { color: var(--soft); }
article { margin: 1rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-left-width: 5px; border-radius: 6px; }
article:target { outline: 3px solid currentColor; }
article.error { border-left-color: var(--error); }
article.warning { border-left-color: var(--warning); }
article.info { border-left-color: var(--info); }
.error .severity { color: var(--error); }
.warning .severity { color: var(--warning); }
.info .severity { color: var(--info); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .9em ui-monospace, monospace; }
a { color: var(--info); }
@media (max-width: 40rem) { body { padding: .8rem; } dl { grid-template-columns: 1fr; } }
@media print { article { break-inside: avoid; } .drawing { overflow: visible; border: 0; } }
`;

/** What a page shows beside its drawing. */
export interface PageContext {
  readonly version: string;
  /** Titles of the rules, by id. */
  readonly titles: ReadonlyMap<string, string>;
}

/**
 * One file with the drawings and what was found, each broken edge a link to its finding. It runs no script,
 * loads nothing, and shows names and places, never the value of a Secret.
 */
export function reportPage(
  report: Report, pictures: readonly Picture[], { version, titles }: PageContext,
): string {
  const findings = report.findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) || a.index - b.index,
    );
  return page('Authentication wiring', version, [
    `<p>${escaped(verdict(report))}</p>`,
    ...pictures.filter(({ nodes }) => nodes.length > 0).map(drawing),
    ...(findings.length === 0 ? [] : ['<h2>Findings</h2>']),
    ...findings.map(({ finding, index }) => article(finding, index, titles.get(finding.rule))),
    ...listed(
      'Crashed',
      report.crashed.map(({ rule, error }) => `${rule}: ${error}. The question of this rule is open.`),
    ),
    ...listed('Checked', report.coverage.judged),
    ...listed('Not checked', report.coverage.open.map(openText)),
    ...listed(
      'Suppressed',
      report.suppressed.map(({ rule, file, line, reason }) => `${rule} at ${file}:${line}: ${reason}`),
    ),
  ]);
}

export function anchorOf(index: number): string {
  return `finding-${index + 1}`;
}

function drawing(picture: Picture): string {
  const { heading = 'Wiring' } = picture;
  const svg = svgOf(picture, { styled: false, linkTo: ([first]) => `#${anchorOf(first)}` });
  const hint = [...picture.edges, ...picture.nodes].some(({ findings }) => findings.length > 0)
    ? ' What is broken leads to its finding.'
    : '';
  return [
    `<h2>${escaped(heading)}</h2>`,
    `<p class="soft">${escaped(picture.note ?? 'Boxes are clusters and namespaces.')}${hint}</p>`,
    `<div class="drawing" tabindex="0" role="region" aria-label="Drawing: ${escaped(heading)}">${svg}</div>`,
  ].join('\n');
}

function article(finding: Finding, index: number, title: string | undefined): string {
  const { severity, rule, symptom, remediation, expected, found, also = [] } = finding;
  const rows: [string, string][] = [
    ['Place', placeText(finding)],
    ['Symptom', symptom],
    ['Expected', expected],
    ['Found', found],
    ['Remedy', remediation],
    ...(also.length === 0
      ? []
      : [
        ['Also', also.map(({ file, line, field }) => `${file}:${line} ${field}`).join('; ')] as [
          string,
          string,
        ],
      ]),
  ];
  return [
    `<article class="${severity}" id="${anchorOf(index)}">`,
    `<h3><span class="severity">${severity}</span> <a href="${escaped(docsLink(rule))}">${escaped(rule)}</a> `
      + `${escaped(title ?? '')}</h3>`,
    `<dl>${rows.map(([name, text]) => `<dt>${name}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`,
    '</article>',
  ].join('\n');
}

function placeText({ file, line, object, field, constructPath }: Finding): string {
  const construct = constructPath === undefined ? '' : ` (construct ${constructPath})`;
  return isUrl(file) ? `${file} ${field}` : `${file}:${line}  ${identityText(object)}  ${field}${construct}`;
}

function verdict(report: Report): string {
  const counts = SEVERITIES.map((severity) => ({
    severity,
    number: report.findings.filter((each) => each.severity === severity).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => (severity === 'info' ? `${number} info` : count(number, severity)));
  const none = hasJudged(report) ? 'No findings' : 'Nothing to judge';
  const found = counts.length > 0 ? counts.join(', ') : none;
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
    `<style>${PAGE_STYLE}${DRAWING_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(title)}</h1>`,
    ...content,
    '</main>',
    `<footer><p>Made by cdk8s-union-auth ${escaped(version)}. This file loads nothing and holds no value of `
      + 'a Secret.</p></footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
