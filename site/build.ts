import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageVersion } from '../src/common/package-info';
import { buildApps } from './apps/build';
import { api } from './pages/api';
import { changelog, guides } from './pages/guides';
import { home } from './pages/home';
import type { Page } from './pages/page';
import { rules } from './pages/rules';
import { symptoms } from './pages/symptoms';

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.tmp', 'site');

/** Writes every page of the site as VitePress wants it. */
export function writePages(folder: string): readonly Page[] {
  const sections = { guides: guides(), rules: rules(), symptoms: symptoms(), api: api(join(folder, 'examples')) };
  const pages = [home(), changelog(), ...Object.values(sections).flatMap((section) => section.pages)];
  rmSync(join(folder, 'pages'), { recursive: true, force: true });
  for (const { path, markdown } of pages) {
    write(join(folder, 'pages', `${path}.md`), markdown);
  }
  const sidebar = Object.fromEntries(Object.entries(sections).map(([name, section]) => [`/${name}/`, section.sidebar]));
  const { repository } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { repository: { url: string } };
  write(join(folder, 'site.json'), JSON.stringify({ sidebar, version: packageVersion(), repository: repository.url.replace(/\.git$/, '') }));
  return pages;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { dev: { type: 'boolean' }, out: { type: 'string', default: join(__dirname, 'dist') } } });
  process.env.SITE_FOLDER = FOLDER;
  process.env.SITE_OUT = values.out;
  const pages = writePages(FOLDER);
  // VitePress takes what lies in public as it is.
  await buildApps(join(FOLDER, 'pages', 'public'));
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
