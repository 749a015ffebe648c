import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviationsMarkdown } from '../../../scripts/docs/deviations';
import { DEVIATION_CHAPTERS, DEVIATIONS } from '../../../src/constructs/identity/deviations';

const ROOT = join(__dirname, '..', '..', '..');
const DATA = join('constructs', 'identity', 'deviations');

/** Every source file outside of the data itself, by its path below `src`. */
const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.startsWith(DATA))
  .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));

/** Where the profile may be asked: by `_mend`, and where the guide's own release is chosen. */
const ASKS_PROFILE = [join('constructs', 'identity', 'union-identity.ts'), join('constructs', 'settings', 'context.ts')];

test('the page lists each departure once', () => {
  const rows = deviationsMarkdown().split('\n').filter((line) => /^\| (?!the guide)/.test(line));
  expect(rows).toHaveLength(Object.keys(DEVIATIONS).length);
});

test.each(Object.keys(DEVIATIONS))('%s: the code departs from the guide where the row says so', (name) => {
  const reference = new RegExp(`DEVIATIONS\\.${name}\\b`);
  expect(SOURCES.filter(({ text }) => reference.test(text)).map(({ path }) => path)).not.toEqual([]);
});

test('what the code refers to is a row, in comments too', () => {
  const named = SOURCES.flatMap(({ text }) => [...text.matchAll(/\bDEVIATIONS\.(\w+)/g)].map(([, name]) => name));
  expect(named.filter((name) => !(name in DEVIATIONS))).toEqual([]);
});

test('the profile is asked nowhere but in the one place that takes a row', () => {
  const asking = SOURCES.filter(({ text }) => /AuthProfile\.(GUIDE|HARDENED)\b/.test(text.replace(/^\s*\*.*$/gm, '')) || /\.profile\b/.test(text));
  expect(asking.map(({ path }) => path).sort()).toEqual(ASKS_PROFILE);
});

test('no row is duplicated: chapters contain every row once, and ids are unique', () => {
  const rows = DEVIATION_CHAPTERS.flatMap(({ deviations }) => deviations);
  expect(rows).toHaveLength(Object.keys(DEVIATIONS).length);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test('every row is whole, on one line', () => {
  const unfit = DEVIATION_CHAPTERS.flatMap(({ deviations }) => deviations)
    .filter(({ guide, fault, mended, evidence }) => [guide, fault, mended, evidence].some((text) => text.trim() === '' || /[\n.]$|\n/.test(text)));
  expect(unfit.map(({ id }) => id)).toEqual([]);
});
