import { ownPathMarkup, ownPathOf, pictureOf, svgOf } from '../../src/verify/drawing';
import { Model } from '../../src/verify/model/model';
import { wiringOf } from '../../src/verify/model/wiring';
import { parseManifests } from '../../src/verify/parse';
import { RULES } from '../../src/verify/registry';
import { flowOf } from '../../src/verify/report/flow';
import { shownFindings } from '../../src/verify/report/shown-finding';
import { verifyParsed } from '../../src/verify/verify';
import type { Translation } from './examples';
import { frontFiles } from './front';
import type { Page } from './page';

const FEATURES = [
  ['Check what you have', 'Paste or drop manifests and values: findings with their lines and the whole drawing. Nothing leaves the page.', '/judge/index.html', '_self'],
  ['Make your own', 'Answer what only you know: every file appears while you type.', '/make/index.html', '_self'],
  ['Why can no one log in?', 'By what you see: causes, commands that distinguish them, remedies.', '/symptoms/', ''],
] as const;

/** The number of lines shown of a file. */
const LINES = 26;

/**
 * The front page: the program, its output, and the findings for a mistake.
 *
 * @param workshop a folder for the output of the program
 */
export function home(front: readonly Translation[], workshop: string): Page {
  const texts = frontFiles(workshop);
  const slip = brokenTwin(texts);
  return {
    path: 'index',
    markdown: [
      ...heading(slip.said),
      '## Describe it once',
      '',
      '::: code-group', ...front.flatMap(({ title, fence, code }) => ['', `\`\`\`${fence} [${title}]`, code, '```']), ':::',
      '',
      '## Every file follows',
      '',
      '::: code-group', ...texts.flatMap(({ name, text }) => ['', `\`\`\`yaml [${name}]`, excerpt(text), '```']), ':::',
      '',
      ...slip.shown,
    ].join('\n'),
  };
}

/** @param said the output of the command for the mistake below */
function heading(said: readonly string[]): string[] {
  return [
    '---',
    'layout: home',
    'hero:',
    '  name: cdk8s-union-auth',
    '  text: Describe an identity once',
    '  tagline: Every manifest and Helm value that carries it, and a check that they agree, for a '
      + 'self-hosted Union.ai deployment.',
    '  actions:',
    '    - { theme: brand, text: Get started, link: /guides/getting-started }',
    '    - { theme: alt, text: Check what you have, link: /judge/index.html, target: _self }',
    '    - { theme: alt, text: Make your own, link: /make/index.html, target: _self }',
    `terminal: ${JSON.stringify(['$ npx cdk8s-union-auth verify dist', '', ...said].join('\n'))}`,
    'features:',
    ...FEATURES.map(([title, details, link, target]) =>
      `  - { title: "${title}", details: "${details}", link: "${link}"${target === '' ? '' : `, target: "${target}"`} }`),
    '---',
    '',
  ];
}

/** The lines of a file from the first relevant one. */
function excerpt(text: string): string {
  const lines = text.trimEnd().replace(/^(?:#.*\n)+/, '').split('\n');
  const secret = lines.findIndex((line, i) => line.startsWith('apiVersion:') && lines[i + 1] === 'kind: '
    + 'ExternalSecret');
  const from = Math.max(secret, 0);
  const left = lines.length - LINES - from;
  return [...(from > 0 ? [`# … ${from} lines before`] : []), ...lines.slice(from, from + LINES), ...(left > 0 ? [`# … ${left} more lines`] : [])].join('\n');
}

const INDENT = 10;
/** The width of the shown terminal in characters. */
const COLUMNS = 68;

/** A wrapped text with hanging indent. */
function hanging(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (let left = text; left !== '';) {
    const room = left.length <= COLUMNS ? left.length : left.lastIndexOf(' ', COLUMNS);
    const end = room <= indent ? COLUMNS : room;
    lines.push(left.slice(0, end));
    const rest = left.slice(end).trimStart();
    left = rest === '' ? '' : `${' '.repeat(indent)}${rest}`;
  }
  return lines;
}

/** A mistake, as shown to readers. */
interface Slip {
  /** The output of the command. */
  readonly said: readonly string[];
  readonly shown: readonly string[];
}

/** The same files with one mistake, as `verify` reports and draws them. */
function brokenTwin(texts: readonly { readonly name: string; readonly text: string }[]): Slip {
  const broken = texts.map(({ name, text }) => ({ name, text: text.replace('secretKey: client_secret', 'secretKey: clientSecret') }));
  const input = parseManifests(broken);
  const report = verifyParsed(input);
  const flow = flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
  const [finding] = shownFindings(report, RULES.rules);
  const path = finding.of.map((index) => ownPathOf(flow, index)).find((each) => each !== undefined);
  const [{ file, line, field }] = finding.places;
  const rows = [['at', `${file}:${line} ${field}`], ['found', finding.found], ['expected', finding.expected], ['edit', finding.edit]] as const;
  const said = [...hanging(`${finding.severity}: ${finding.headline}`, 2), ...rows.flatMap(([name, text]) => hanging(`${name.padEnd(INDENT)}${text}`, INDENT))];
  const markup = (html: string) => `<div v-pre>${html.replace(/\n\s*/g, ' ')}</div>`;
  const shown = [
    '## A mistake is found',
    '',
    'One key of one Secret has a wrong name. [`verify`](/guides/verifier) says what is wrong, where, and '
      + `what to change; the rule is [${finding.rule}](/rules/${finding.rule}).`,
    '',
    ...(path === undefined ? [] : [markup(ownPathMarkup(path, finding.severity)), '']),
    'The whole picture: who signs in where, what guards which paths, and where each secret comes from.',
    '',
    '<div class="shown-picture" tabindex="0" role="region" aria-label="The whole '
      + `drawing">${markup(svgOf(pictureOf(flow), { styled: false }))}</div>`,
    '',
  ];
  return { said, shown };
}
