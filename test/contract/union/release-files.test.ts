import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compatibilityMarkdown } from '../../../scripts/docs/compatibility';
import { ChartVersion } from '../../../src';

const ROOT = join(__dirname, '..', '..', '..');
const SRC = join(ROOT, 'src');
const FOLDER = join('contract', 'union', 'releases');

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));
const releaseFiles = sources.filter(({ path }) => path.startsWith(join(FOLDER, 'release-')));

const fileOf = (version: string) => `release-${version.replace(/\./g, '-')}`;
const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map(([, module]) => basename(module));

test('every release has a file, and every file a release; it is of a size that one reads', () => {
  expect(releaseFiles.map(({ path }) => basename(path, '.ts')).sort()).toEqual(ChartVersion._all.map(({ version }) => fileOf(version)).sort());
  expect(releaseFiles.filter(({ text }) => text.split('\n').length > 300).map(({ path }) => path)).toEqual([]);
});

test.each(releaseFiles)('$path: only ChartVersion takes from it', ({ path }) => {
  expect(sources.filter(({ text }) => importsOf(text).includes(basename(path, '.ts'))).map((source) => source.path)).toEqual([join(FOLDER, 'chart-version.ts')]);
});

test('no other code names a release, but the one that knows which the guide describes', () => {
  const naming = sources.filter(({ text }) => /ChartVersion\.V\d/.test(text) || /RELEASE_\d/.test(text)).map(({ path }) => path);
  expect(naming.filter((path) => !path.startsWith(FOLDER)).map((path) => basename(path))).toEqual(['context.ts']);
});

test('the page on compatibility has a row for each release, and a column', () => {
  const page = compatibilityMarkdown();
  for (const { _contract: { version } } of ChartVersion._all) {
    expect(page).toMatch(new RegExp(`\\| .V${version.replace(/\./g, '_')}. \\|`));
    expect(page).toMatch(new RegExp(`^\\|  \\|.* ${version.replace(/\./g, '\\.')} \\|`, 'm'));
  }
});
