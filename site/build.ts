import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { argumentsOf } from '../scripts/command';
import { packageVersion } from '../src/common/package-info';
import { drawingStyle, OWN_PATH_STYLE } from '../src/verify/drawing';
import { buildApps, SitePage } from './apps/build';
import { api } from './pages/api';
import { changelog, guides, titleOf } from './pages/guides';
import { home } from './pages/home';
import type { Page } from './pages/page';
import { rules } from './pages/rules';
import { symptoms } from './pages/symptoms';

const ROOT = join(__dirname, '..');
/** The colour variables of a finding's own path, in the site's colours. */
const SITE_COLOURS = `:root { --paper: var(--vp-c-bg); --line: var(--vp-c-divider); --error: #b3261e; --warning: #8a5300; --info: #0b57a4; }
.dark { --error: #ff8b80; --warning: #f0b429; --info: #82b7ff; }
`;
/** The folder for intermediate files; concurrent builds have separate ones. */
const FOLDER = process.env.SITE_FOLDER ?? join(ROOT, '.tmp', 'site');

/** Writes every page of the site in VitePress's format. */
export function writePages(folder: string): readonly Page[] {
  const reference = api(join(folder, 'examples'));
  const sections = { guides: guides(), rules: rules(), symptoms: symptoms(), api: reference };
  const pages = [home(reference.front, join(folder, 'front')), changelog(), ...Object.values(sections).flatMap((section) => section.pages)];
  rmSync(join(folder, 'pages'), { recursive: true, force: true });
  for (const { path, markdown } of pages) {
    write(join(folder, 'pages', `${path}.md`), markdown);
  }
  const sidebar = Object.fromEntries(Object.entries(sections).map(([name, section]) => [`/${name}/`, section.sidebar]));
  const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { repository: { url: string } };
  write(join(folder, 'drawing.css'), `${SITE_COLOURS}${OWN_PATH_STYLE}${drawingStyle('.dark')}`);
  write(join(folder, 'site.json'), JSON.stringify({ sidebar, version: packageVersion(), repository: repository.url.replace(/\.git$/, '') }));
  return pages;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A page by its heading, for pages that cannot send requests. */
function found({ path, markdown }: Page): SitePage[] {
  const title = titleOf(markdown);
  return title === undefined ? [] : [{ title, path: `${path}.html` }];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: argumentsOf('npm run site   Build the site into site/dist, or --out FOLDER; npm run site:dev serves it'),
    options: { dev: { type: 'boolean' }, out: { type: 'string', default: join(__dirname, 'dist') } },
  });
  process.env.SITE_FOLDER = FOLDER;
  process.env.SITE_OUT = values.out;
  const pages = writePages(FOLDER);
  // VitePress copies public files unchanged.
  await buildApps(join(FOLDER, 'pages', 'public'), pages.flatMap(found));
  const vitepress = await import('vitepress');
  if (values.dev) {
    const server = await vitepress.createServer(__dirname);
    await server.listen();
    server.printUrls();
    return;
  }
  await vitepress.build(__dirname);
  console.log(`${pages.length} pages in ${values.out}`);
}

if (require.main === module) {
  void main();
}
