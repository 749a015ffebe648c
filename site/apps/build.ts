import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../../src/common/package-info';
import { drawingStyle, OWN_PATH_STYLE } from '../../src/verify/drawing';
import { bundled } from './bundle';

const ROOT = join(__dirname, '..', '..');

/** The pages that are programs: each is a folder here, and becomes one self-contained file. */
export const APPS = ['judge', 'make'] as const;

/**
 * Writes each page. Its policy allows only its own script and style, by their digests. Scripts of the same server are blocked too, since
 * the name of a requested script could carry data.
 */
export async function buildApps(folder: string, pages: readonly SitePage[] = []): Promise<void> {
  const style = `${readFileSync(join(__dirname, 'style.css'), 'utf8')}${OWN_PATH_STYLE}${drawingStyle('.dark')}`;
  const head = readFileSync(join(__dirname, 'head.js'), 'utf8');
  const packages = new Set<string>();
  await Promise.all(APPS.map(async (app) => {
    const script = embeddable(await bundled(join(__dirname, app, 'page.ts'), true, undefined, packages));
    const common = { version: packageVersion(), pages: JSON.stringify(pages).replace(/</g, '\\u003c'), [`${app}-current`]: ' aria-current="page"' };
    const html = filled(join(app, 'index.html'), {
      ...common,
      script,
      style,
      head,
      'header': filled('header.html', common),
      'head-hash': digestOf(head),
      'script-hash': digestOf(script),
      'style-hash': digestOf(style),
    });
    mkdirSync(join(folder, app), { recursive: true });
    writeFileSync(join(folder, app, 'index.html'), html);
  }));
  writeFileSync(join(folder, 'licenses.txt'), licensesOf([...packages].filter((path) => path !== '').sort()));
}

/** A page of the site, as listed for the pages that are programs. */
export interface SitePage {
  readonly title: string;
  readonly path: string;
}

function filled(file: string, parts: Readonly<Record<string, string>>): string {
  return readFileSync(join(__dirname, file), 'utf8').replace(/\{\{([a-z-]+)\}\}/g, (_, name: string) => parts[name] ?? '');
}

/** The license texts that the bundled packages require. */
function licensesOf(packages: readonly string[]): string {
  return packages.map((path) => {
    const [file] = readdirSync(join(ROOT, path)).filter((name) => /^licen[cs]e/i.test(name));
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8')) as Readonly<Record<string, string>>;
    return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(ROOT, path, file), 'utf8')}`;
  }).join(`\n\n${'-'.repeat(80)}\n\n`);
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** Escapes the start and end of script elements, which occur only in texts and expressions. */
function embeddable(script: string): string {
  return script.replace(/<(?=!--|\/?script)/gi, '\\x3C');
}
