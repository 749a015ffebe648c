import { examine } from '../../src/init';
import { ownPathMarkup, ownPathOf, pictureOf, svgOf } from '../../src/verify/drawing';
import { Model } from '../../src/verify/model/model';
import { wiringOf } from '../../src/verify/model/wiring';
import { parseManifests } from '../../src/verify/parse';
import { RULES } from '../../src/verify/registry';
import { flowOf } from '../../src/verify/report/flow';
import { shownFindings } from '../../src/verify/report/shown-finding';
import { verifyParsed } from '../../src/verify/verify';
import { interviewed } from '../apps/make/interview';
import type { Translation } from './examples';
import type { Page } from './page';

const FEATURES = [
  ['Judge what you have', 'Paste or drop manifests and values: findings with their lines and the whole drawing. Nothing leaves the page.', '/judge/index.html', '_self'],
  ['Make your own', 'Answer what only you know: every file appears while you type.', '/make/index.html', '_self'],
  ['Why can nobody log in?', 'By what you see: causes, commands that tell them apart, remedies.', '/symptoms/', ''],
] as const;

/** Lines of a file that are shown. */
const LINES = 26;

/** The front page: the program, what it makes, and what is found where somebody slips. */
export function home(front: readonly Translation[]): Page {
  // What `init` gives as examples.
  const { files, problems } = examine(interviewed(new Map<string, string | boolean>([['registered', true]]), true).answers);
  if (files.length === 0) {
    throw new Error(`The answers of the front page make nothing: ${JSON.stringify(problems)}`);
  }
  const texts = files.filter(({ path }) => /\.(?:k8s|values)\.yaml$/.test(path)).map(({ path, text }) => ({ name: path, text }));
  return {
    path: 'index',
    markdown: [
      ...heading(),
      '## Describe it once',
      '',
      '::: code-group', ...front.flatMap(({ title, fence, code }) => ['', `\`\`\`${fence} [${title}]`, code, '```']), ':::',
      '',
      '## Every file follows',
      '',
      '::: code-group', ...texts.flatMap(({ name, text }) => ['', `\`\`\`yaml [${name}]`, excerpt(text), '```']), ':::',
      '',
      ...brokenTwin(texts),
    ].join('\n'),
  };
}

function heading(): string[] {
  return [
    '---',
    'layout: home',
    'hero:',
    '  name: cdk8s-union-auth',
    '  text: Describe an identity once',
    '  tagline: Every manifest and Helm value that carries it, and a check that they agree, for a self-hosted Union.ai deployment.',
    '  actions:',
    '    - { theme: brand, text: Get started, link: /guides/getting-started }',
    '    - { theme: alt, text: Judge what you have, link: /judge/index.html, target: _self }',
    '    - { theme: alt, text: Make your own, link: /make/index.html, target: _self }',
    'features:',
    ...FEATURES.map(([title, details, link, target]) =>
      `  - { title: "${title}", details: "${details}", link: "${link}"${target === '' ? '' : `, target: "${target}"`} }`),
    '---',
    '',
  ];
}

function excerpt(text: string): string {
  const lines = text.trimEnd().replace(/^(?:#.*\n)+/, '').split('\n');
  const left = lines.length - LINES;
  return [...lines.slice(0, LINES), ...(left > 0 ? [`# … ${left} more lines`] : [])].join('\n');
}

/** The same files with one slip, as `verify` reports and draws them. */
function brokenTwin(texts: readonly { readonly name: string; readonly text: string }[]): string[] {
  const broken = texts.map(({ name, text }) => ({ name, text: text.replace('secretKey: client_secret', 'secretKey: clientSecret') }));
  const input = parseManifests(broken);
  const report = verifyParsed(input);
  const flow = flowOf(wiringOf(new Model(input.objects, input.valueSets)), report, RULES.rules);
  const [finding] = shownFindings(report, RULES.rules);
  const path = finding.of.map((index) => ownPathOf(flow, index)).find((each) => each !== undefined);
  const [{ file, line, field }] = finding.places;
  const said = [`${finding.severity}: ${finding.headline}`, `at        ${file}:${line}  ${field}`, `found     ${finding.found}`, `expected  ${finding.expected}`, `edit      ${finding.edit}`];
  const markup = (html: string) => `<div v-pre>${html.replace(/\n\s*/g, ' ')}</div>`;
  return [
    '## One slip is found',
    '',
    `One key of one Secret has another name. [\`verify\`](/guides/verifier) says what is wrong, where, and what to change; the rule is [${finding.rule}](/rules/${finding.rule}).`,
    '',
    '```text', said.join('\n').replaceAll('\n\n', '\n'), '```',
    '',
    ...(path === undefined ? [] : [markup(ownPathMarkup(path, finding.severity)), '']),
    'And this is the whole of it: who signs in where, what guards which paths, which secret comes from where.',
    '',
    `<div class="shown-picture" tabindex="0" role="region" aria-label="The whole drawing">${markup(svgOf(pictureOf(flow), { styled: false }))}</div>`,
    '',
  ];
}
