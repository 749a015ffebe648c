import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { Page } from 'playwright-core';
import { ANSWERS } from '../../src/init';
import { command } from '../_support/command';
import { foundByCommand } from './_command';
import { Site, Visit } from './_site';

const PROVIDERS = Object.keys(ANSWERS.fields.identityProvider.fields);

let site: Site;
let visit: Visit;

beforeAll(async () => { site = await Site.ofApps(); });
afterAll(() => site.stop());

beforeEach(async () => {
  visit = await site.visit('/make/');
  await visit.page.waitForSelector('#q-domain');
});
afterEach(async () => {
  const asked = visit.requests.map((url) => url.slice(site.origin.length));
  expect(asked.filter((path) => path !== '/judge/index.html')).toEqual(['/make/']);
  expect(visit.errors).toEqual([]);
  await visit.close();
});

const status = (page: Page) => page.locator('#status').textContent();

async function made(page: Page): Promise<void> {
  await page.waitForFunction(() => /\d+ files/.test(document.querySelector('#status')!.textContent!), undefined, { timeout: 30_000 });
}

async function answered(page: Page, provider: string): Promise<void> {
  await page.locator('#q-identityProvider').selectOption(provider);
  // A provider that chooses the subjects needs registered applications first.
  await page.locator('#q-registered').selectOption('true');
  await page.locator('#example').click();
  await made(page);
}

/** The files of the downloaded zip, by path. */
async function downloaded(page: Page, kind: 'app' | 'values'): Promise<Record<string, string>> {
  await page.locator('#kind').selectOption(kind);
  const download = page.waitForEvent('download');
  await page.locator('#zip').click();
  const bytes = readFileSync(await (await download).path());
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, content]) => [path, Buffer.from(content).toString('utf8')]));
}

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]));
}

describe.each(PROVIDERS)('%s', (provider) => {
  test('the files are byte for byte those of the command, and Judge shows the findings of the command', async () => {
    const { page } = visit;
    await answered(page, provider);
    const scratch = mkdtempSync(join(tmpdir(), 'made-'));
    const [values, app] = [await downloaded(page, 'values'), await downloaded(page, 'app')];
    writeFileSync(join(scratch, 'answers.yaml'), values['union-auth.yaml']);
    for (const [kind, files, options] of [['values', values, ['--values-only']], ['app', app, []]] as const) {
      const folder = join(scratch, kind);
      mkdirSync(folder);
      const { code, err } = await command(['init', ...options, '--yes', '--answers', join(scratch, 'answers.yaml'), folder]);
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      const written = filesIn(folder);
      expect(Object.keys(files).sort()).toEqual(Object.keys(written).sort());
      expect(Object.keys(written).filter((path) => files[path] !== written[path])).toEqual([]);
    }
    await page.locator('#judge').click();
    await page.waitForFunction(() => /\bobjects?\b|cannot|failed/.test(document.querySelector('#status')?.textContent ?? ''), undefined, { timeout: 30_000 });
    const shown = await page.locator('article.finding').evaluateAll((all) => all.flatMap((card) =>
      [...card.querySelectorAll('.place')].map((place) => `${card.querySelector('a.rule')!.textContent} ${place.textContent!.split('  ')[0]}`)));
    const dist = join(scratch, 'values', 'dist');
    expect(shown.sort()).toEqual(await foundByCommand([dist], (file) => file.slice(dist.length + 1)));
    expect(page.url()).toBe(`${site.origin}/judge/index.html`);
  });
});

test('files show from the first keystroke with examples for missing answers, and the count is that of the zip', async () => {
  const { page } = visit;
  await page.locator('#q-domain').fill('union.acme.example.com');
  await page.locator('#file .line', { hasText: 'union.acme.example.com' }).first().waitFor();
  expect(await status(page)).toMatch(/still missing\. Until then the files show examples/);
  expect(await page.locator('#zip').isDisabled()).toBe(true);
  await answered(page, 'okta');
  const [, number] = /^(\d+) files? in the zip$/.exec((await status(page))!)!;
  expect(Object.keys(await downloaded(page, 'app'))).toHaveLength(Number(number));
  // Unanswered questions are not errors.
  expect(await page.locator('#problems li').count()).toBe(0);
});

test('a bad answer shows the error of the command at its field, until it is corrected', async () => {
  const { page } = visit;
  await answered(page, 'okta');
  await page.locator('#q-domain').fill('https://union.example.com');
  const problem = page.locator('#q-domain-problem');
  await problem.filter({ hasText: 'has a scheme' }).waitFor();
  const { err } = await command(['init', '--yes', '--set', 'domain=https://union.example.com', mkdtempSync(join(tmpdir(), 'bad-'))]);
  expect(err).toContain(await problem.textContent());
  expect(await page.locator('#q-domain').getAttribute('aria-invalid')).toBe('true');
  expect(await page.locator('#zip').isDisabled()).toBe(true);
  await page.locator('#q-domain').fill('union.example.com');
  await made(page);
  expect(await problem.isVisible()).toBe(false);
});

test('further settings can be set below the questions, and only wrong values are marked', async () => {
  const { page } = visit;
  await answered(page, 'okta');
  const group = page.locator('#settings details', { has: page.locator('#q-controlPlane-namespace') });
  await group.locator('summary').click();
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(0);
  await page.locator('#q-controlPlane-namespace').fill('Union');
  await page.locator('#q-controlPlane-namespace-problem').filter({ hasText: /\S/ }).waitFor();
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(1);
  expect(await status(page)).toMatch(/^1 answer to correct/);
  await page.locator('#q-controlPlane-namespace').fill('union-blue');
  await page.locator('#q-controlPlane-extraValues').fill('flyte: { flyteadmin: { replicaCount: 3 } }');
  await page.locator('#files button', { hasText: 'union-blue.k8s.yaml' }).waitFor();
  await made(page);
  const { 'union-auth.yaml': answers } = await downloaded(page, 'values');
  expect(answers).toContain('namespace: union-blue');
  expect(answers).toContain('replicaCount: 3');
  expect(await group.locator('summary').textContent()).toContain('2 set');
  expect(await visit.missedByScreenReaders()).toEqual([]);
  await visit.screenshot('make-settings');
});

test('lines that an answer changes are marked, and the field keeps the focus', async () => {
  const { page } = visit;
  await answered(page, 'okta');
  await page.locator('#q-domain').fill('union.acme.example.com');
  await page.locator('#file mark', { hasText: 'union.acme.example.com' }).first().waitFor();
  expect((await page.locator('#file mark').allTextContents()).filter((line) => !line.includes('union.acme.example.com'))).toEqual([]);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('q-domain');
  await page.locator('#files button', { hasText: 'controlplane.values.yaml' }).click();
  expect(await page.locator('#file mark').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('union.acme.example.com');
});

test('the pictures show this configuration', async () => {
  const { page } = visit;
  await answered(page, 'keycloak');
  const pictures = page.locator('#pictures');
  expect(await pictures.locator('h2').allTextContents()).toEqual(['How authentication flows at union.example.com: nothing found broken', 'How a person signs in']);
  const issuer = await page.locator('#q-identityProvider-keycloak-serverUrl').inputValue();
  expect(await pictures.locator('svg').first().textContent()).toContain(new URL(issuer).hostname);
  const frames = page.locator('#pictures .drawing');
  expect(await frames.evaluateAll((all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1).length)).toBe(0);
  await visit.screenshot('make-keycloak');
});

test('the keyboard is sufficient for all steps', async () => {
  const { page } = visit;
  const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
  const tabTo = async (id: string) => {
    for (let i = 0; await focused() !== id; i += 1) {
      expect(i).toBeLessThan(60);
      await page.keyboard.press('Tab');
    }
  };
  await tabTo('q-domain');
  await page.keyboard.type('union.example.com');
  await tabTo('q-identityProvider');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() => document.querySelectorAll('#questions .question').length > 4);
  await page.keyboard.press('Shift+Tab');
  for (let i = 0; await focused() !== 'example'; i += 1) {
    expect(i).toBeLessThan(60);
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.press('Enter');
  await made(page);
  // The folded settings are between.
  await tabTo('zip');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('union-auth.zip');
});

test.each(['light', 'dark'] as const)('the page is accessible by axe, %s', async (colorScheme) => {
  await visit.page.emulateMedia({ colorScheme });
  await answered(visit.page, 'okta');
  await visit.page.locator('#q-domain').fill('https://x');
  await visit.page.locator('#q-domain-problem').filter({ hasText: 'scheme' }).waitFor();
  expect(await visit.missedByScreenReaders()).toEqual([]);
  await visit.screenshot(`make-${colorScheme}`);
});

test('the page fits on a phone', async () => {
  await visit.page.setViewportSize({ width: 400, height: 800 });
  await answered(visit.page, 'okta');
  expect(await visit.overflow()).toBeLessThanOrEqual(0);
  expect(await status(visit.page)).toMatch(/files/);
  await visit.screenshot('make-phone');
});
