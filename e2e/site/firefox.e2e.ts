import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import axe from 'axe-core';
import { command } from '../_support/command';
import { foundByCommand } from './_command';
import { brokenTwin, manyObjects } from './_examples';
import { Firefox } from './_firefox';
import { builtSite, Files, served } from './_site';

const VERDICT = '/\\bobjects?\\b|cannot be read|failed/.test(document.querySelector("#status").textContent)';

let files: Files;
let firefox: Firefox;
let twin: string;

beforeAll(async () => {
  const folder = builtSite();
  twin = brokenTwin('platform', 'key');
  mkdirSync(join(folder, 'reports'), { recursive: true });
  writeFileSync(join(folder, 'reports', 'platform.html'), (await command(['graph', '--format', 'html', twin])).out);
  files = await served(folder);
  firefox = await Firefox.start();
}, 600_000);
afterAll(async () => {
  await firefox.stop();
  await files.stop();
});

const overflow = () => firefox.value<number>('document.scrollingElement.scrollWidth - window.innerWidth');

async function missedByScreenReaders(): Promise<string[]> {
  await firefox.value(`(() => { ${axe.source} })()`).catch(() => undefined);
  return firefox.value<string[]>('axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 200))))');
}

async function judged(file: string): Promise<string> {
  await firefox.type('#choose-files', file);
  await firefox.until(VERDICT);
  return firefox.value<string>('document.querySelector("#status").textContent');
}

test.each([['light', false], ['dark', true]] as const)('Judge shows the findings of the command line without a request, %s', async (name, dark) => {
  await firefox.visit(`${files.origin}/judge/index.html`, { dark });
  const before = files.asked.length;
  expect(await firefox.value('document.documentElement.classList.contains("dark")')).toBe(dark);
  const file = join(twin, 'union-cp.k8s.yaml');
  expect(await judged(file)).toMatch(/^\d+ errors?/);
  const shown = await firefox.value<string[]>(`[...document.querySelectorAll('article.finding')].flatMap((card) => [...card.querySelectorAll('.place')].map((place) =>
    card.querySelector('a.rule').textContent + ' ' + place.textContent.split('  ')[0]))`);
  expect(shown.sort()).toEqual(await foundByCommand([file], (path) => basename(path)));
  expect(await missedByScreenReaders()).toEqual([]);
  await firefox.screenshot(`firefox-judge-${name}`);
  expect(files.asked.slice(before)).toEqual([]);
});

test('Judge stays responsive with ten thousand objects', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'many-')), 'many.yaml');
  writeFileSync(file, manyObjects());
  await firefox.visit(`${files.origin}/judge/index.html`);
  await firefox.value('void (window.longest = 0, window.last = performance.now(), (function tick(now) { window.longest = Math.max(window.longest, now - window.last); window.last = now; requestAnimationFrame(tick); })(window.last))');
  expect(await judged(file)).toMatch(/^\d+ errors?.* in 10,\d{3} objects of 1 file/);
  expect(await firefox.value<number>('window.longest')).toBeLessThan(2000);
});

test('Make shows files from the first keystroke, and a zip for the example', async () => {
  await firefox.visit(`${files.origin}/make/index.html`);
  const before = files.asked.length;
  await firefox.until('document.querySelector("#q-domain")');
  await firefox.type('#q-domain', 'union.acme.example.com');
  await firefox.until('[...document.querySelectorAll("#file .line")].some((line) => line.textContent.includes("union.acme.example.com"))');
  await firefox.click('#example');
  await firefox.until('/\\d+ files in the zip/.test(document.querySelector("#status").textContent)');
  expect(await missedByScreenReaders()).toEqual([]);
  await firefox.screenshot('firefox-make');
  expect(files.asked.slice(before)).toEqual([]);
});

test.each(['/', '/guides/getting-started.html', '/rules/', '/rules/client-secret-unmounted.html', '/symptoms/redirect-loop.html', '/api/', '/api/UnionIdentity.html', '/judge/index.html', '/make/index.html', '/reports/platform.html'])('%s fits in a window of 400 pixels', async (path) => {
  await firefox.visit(`${files.origin}${path}`, { width: 400, height: 800, dark: true });
  expect(await overflow()).toBeLessThanOrEqual(0);
  await firefox.screenshot(`firefox-narrow${path.replace(/\W+/g, '-')}`);
});

test('a report prints on at most four pages', async () => {
  await firefox.visit(`${files.origin}/reports/platform.html`, { dark: true });
  const pdf = await firefox.printed('firefox-report');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const sheets = unpacked(pdf).match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(sheets).toBeGreaterThan(0);
  expect(sheets).toBeLessThanOrEqual(4);
});

/** A PDF with its compressed streams decompressed. */
function unpacked(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  const packed = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data]) => {
    try {
      return inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
    } catch {
      // Fonts and pictures have another compression.
      return '';
    }
  });
  return [text, ...packed].join('\n');
}
