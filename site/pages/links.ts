import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_PAGES } from '../../scripts/docs';
import { DESCRIBED_RULES } from '../../src/cli/rules-command';
import { oncePerName } from '../../src/common/data/collections';
import { fileLink, siteUrl } from '../../src/common/package-info';
import { SYMPTOM_GROUPS } from '../../src/verify/symptoms/symptom-groups';

const ROOT = join(__dirname, '..', '..');

/** Documents of the repository that are pages of the site, with their paths. */
const PAGES: Readonly<Record<string, string>> = {
  'README.md': '/',
  'CHANGELOG.md': '/changelog',
  'API.md': '/api/',
  'docs/rules.md': '/rules/',
  'docs/troubleshooting.md': '/symptoms/',
};

/** Headings of the repository that are separate pages. */
const OWN_PAGES: Readonly<Record<string, ReadonlySet<string>>> = {
  'docs/rules.md': new Set(DESCRIBED_RULES.map(({ id }) => id)),
  'docs/troubleshooting.md': new Set(SYMPTOM_GROUPS.flatMap(({ symptoms }) => symptoms).map(({ id }) => id)),
};

/** The target of a document's link on the site; other documents are linked in the repository. */
export function siteLink(target: string, from: string): string {
  if (target.startsWith(siteUrl(''))) {
    return `/${target.slice(siteUrl('').length).replace(/\.html(?=#|$)/, '')}`;
  }
  if (/^(?:[a-z]+:|#)/.test(target)) {
    return target;
  }
  const [, path, anchor = ''] = /^([^#]*)(?:#(.*))?$/.exec(target)!;
  const file = resolved(path, from);
  if (OWN_PAGES[file]?.has(anchor)) {
    return `${PAGES[file]}${anchor}`;
  }
  const page = PAGES[file] ?? (/^docs\/[\w-]+\.md$/.test(file) ? `/guides/${file.slice('docs/'.length, -'.md'.length)}` : undefined);
  return page === undefined ? fileLink(file) : `${page}${anchor === '' || page === '/' ? '' : `#${anchor}`}`;
}

/** Markdown with links to pages of the site; code is unchanged. */
export function withSiteLinks(markdown: string, from: string): string {
  return markdown.split(/(^ *(?:```|~~~)[\s\S]*?^ *(?:```|~~~)$|`[^`\n]*`)/m).map((part, index) => (index % 2 === 1 ? part
    : part.replace(/\[([\w./-]+\.md)\](?=\(([^)\s]+)\))/g, (_, text: string, target: string) => `[${linkText(text, target, from)}]`)
      .replace(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${siteLink(target, from)})`))).join('');
}

/** A page has a title; readers of the site do not see its file name. */
function linkText(text: string, target: string, from: string): string {
  const file = resolved(target.replace(/#.*$/, ''), from);
  return titleIn(file) ?? text;
}

const titleIn = oncePerName((file: string) => {
  const text = GENERATED_PAGES[file.replace(/^docs\//, '')]?.() ?? (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '');
  return /^# (.+)$/m.exec(text)?.[1].replace(/`/g, '');
});

function resolved(path: string, from: string): string {
  const steps = [...from.split('/').slice(0, -1), ...path.split('/')];
  const way: string[] = [];
  steps.forEach((step) => (step === '..' ? way.pop() : step !== '.' && step !== '' && way.push(step)));
  return way.join('/');
}
