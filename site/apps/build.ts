import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../../src/common/package-info';
import { DRAWING_STYLE } from '../../src/verify/drawing';
import { bundled } from './bundle';

/** The pages that are programs: each is a folder here, and needs nothing but its own three files. */
export const APPS = ['judge', 'make'] as const;

/** Writes each page into a folder of its own. */
export async function buildApps(folder: string): Promise<void> {
  const style = `${readFileSync(join(__dirname, 'style.css'), 'utf8')}${DRAWING_STYLE}`;
  await Promise.all(APPS.map(async (app) => {
    const script = await bundled(join(__dirname, app, 'page.ts'));
    const html = readFileSync(join(__dirname, app, 'index.html'), 'utf8').replace('{{version}}', packageVersion());
    mkdirSync(join(folder, app), { recursive: true });
    for (const [file, text] of [['page.js', script], ['index.html', html], ['style.css', style]]) {
      writeFileSync(join(folder, app, file), text);
    }
  }));
}
