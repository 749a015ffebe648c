import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_PAGES } from '../../scripts/docs';
import { withSiteLinks } from './links';
import { NavItem, Page, Section } from './page';
import { withSequences } from './sequences';

const ROOT = join(__dirname, '..', '..');
/** Documents that are several pages here. */
const SPLIT = ['rules.md', 'troubleshooting.md'];

/** The tasks and their guides, in the order of use. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Start', ['getting-started', 'without-code', 'in-the-browser', 'deploy']],
  ['Set up sign-in', ['providers', 'registrations', 'clients', 'ci', 'authorization']],
  ['Deliver secrets', ['secret-delivery', 'rotation']],
  ['Shape the deployment', ['pieces', 'data-planes', 'plain-planes', 'hardening', 'roles', 'moving-off-ingress-nginx', 'composition', 'performance']],
  ['Deliver and upgrade', ['gitops', 'values', 'chart-releases', 'chart-settings', 'deviations']],
  ['Find what is wrong', ['verifier', 'where-checks-run', 'doctor']],
];

/** The guides of `docs/` by task; a guide without a group is among the last. */
export function guides(): Section {
  const written = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  const all = [...new Set([...written, ...Object.keys(GENERATED_PAGES)])].filter((file) => !SPLIT.includes(file)).map((file) => file.slice(0, -'.md'.length)).sort();
  const made = new Map(all.map((name) => [name, guide(name)]));
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const groups = [...GROUPS, ['More', all.filter((name) => !grouped.has(name))] as const];
  return {
    pages: [...made.values()].map(({ page }) => page),
    sidebar: groups.map(([text, names]) => ({ text, items: names.flatMap((name) => made.get(name)?.item ?? []) }))
      .filter(({ items }) => items.length > 0),
  };
}

function guide(name: string): { readonly page: Page; readonly item: NavItem } {
  const text = GENERATED_PAGES[`${name}.md`]?.() ?? readFileSync(join(ROOT, 'docs', `${name}.md`), 'utf8');
  const path = `guides/${name}`;
  return { page: { path, markdown: withSiteLinks(withSequences(text), `docs/${name}.md`) }, item: { text: titleOf(text) ?? path, link: `/${path}` } };
}

/** The heading of a document. */
export function titleOf(markdown: string): string | undefined {
  return /^# (.+)$/m.exec(markdown)?.[1].replace(/`/g, '');
}

/** The changes of each release. */
export function changelog(): Page {
  const markdown = withSiteLinks(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), 'CHANGELOG.md');
  // It is in no list, so it has no previous or next page.
  return { path: 'changelog', markdown: `---\nprev: false\nnext: false\n---\n\n${markdown}` };
}
