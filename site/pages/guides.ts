import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_PAGES } from '../../scripts/docs';
import { withSiteLinks } from './links';
import { NavItem, Page, Section } from './page';
import { withSequences } from './sequences';

const ROOT = join(__dirname, '..', '..');
/** Documents that are many pages here. */
const SPLIT = ['rules.md', 'troubleshooting.md'];

/** The guides of `docs/`, in the order in which the README names them. */
export function guides(): Section {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const named = [...readme.slice(readme.indexOf('## Documentation')).matchAll(/\(docs\/([\w-]+\.md)\)/g)].map(([, file]) => file);
  const written = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
  const all = [...new Set([...written, ...Object.keys(GENERATED_PAGES)])].filter((file) => !SPLIT.includes(file)).sort();
  const files = [...new Set([...named.filter((file) => all.includes(file)), ...all])];
  const made = files.map((file) => guide(file));
  return { pages: made.map(({ page }) => page), sidebar: [{ text: 'Guides', items: made.map(({ item }) => item) }] };
}

function guide(file: string): { readonly page: Page; readonly item: NavItem } {
  const text = GENERATED_PAGES[file]?.() ?? readFileSync(join(ROOT, 'docs', file), 'utf8');
  const path = `guides/${file.slice(0, -'.md'.length)}`;
  const title = /^# (.+)$/m.exec(text)?.[1] ?? path;
  return { page: { path, markdown: withSiteLinks(withSequences(text), `docs/${file}`) }, item: { text: title.replace(/`/g, ''), link: `/${path}` } };
}

/** What changed, release by release. */
export function changelog(): Page {
  return { path: 'changelog', markdown: withSiteLinks(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), 'CHANGELOG.md') };
}
