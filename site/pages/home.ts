import type { Page } from './page';

const FEATURES = [
  ['Judge', 'Paste or drop manifests and values: findings beside the lines, and the wiring drawn. Nothing leaves the page.', '/judge/index.html', '_self'],
  ['Make', 'Answer what only you know: every file appears while you type.', '/make/index.html', '_self'],
  ['Why can nobody log in?', 'By what one sees: causes, commands that tell them apart, remedies.', '/symptoms/', ''],
  ['Guides', 'From nothing to a login, with charts or without, for one plane or a thousand.', '/guides/getting-started', ''],
  ['Rules', 'What the verifier and the doctor watch for, one page each.', '/rules/', ''],
  ['API', 'Every construct in TypeScript, Python, Java and Go.', '/api/', ''],
] as const;

/** The front page. */
export function home(): Page {
  return {
    path: 'index',
    markdown: [
      '---',
      'layout: home',
      'hero:',
      '  name: cdk8s-union-auth',
      '  text: Describe an identity once',
      '  tagline: Every manifest that carries it, and proof that they agree, for a self-hosted Union.ai deployment.',
      '  actions:',
      '    - { theme: brand, text: Get started, link: /guides/getting-started }',
      '    - { theme: alt, text: Judge what you have, link: /judge/index.html, target: _self }',
      '    - { theme: alt, text: Make your own, link: /make/index.html, target: _self }',
      'features:',
      ...FEATURES.map(([title, details, link, target]) =>
        `  - { title: "${title}", details: "${details}", link: "${link}"${target === '' ? '' : `, target: "${target}"`} }`),
      '---',
      '',
    ].join('\n'),
  };
}
