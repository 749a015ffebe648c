import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site } from './_site';

const ROOT = join(__dirname, '..', '..');

let site: Site;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  execFileSync('npx', ['tsx', 'site/build.ts', '--out', folder], { cwd: ROOT, stdio: 'pipe', env: { ...process.env, SITE_BASE: '/' } });
  site = await Site.of(folder);
}, 600_000);
afterAll(() => site.stop());

test.each([
  ['a rule by its name', 'client-secret-unmounted', 'client-secret-unmounted'],
  ['a code of a provider', 'AADSTS50011', 'live-redirect-uri-unregistered'],
  ['what one sees', 'redirect loop', 'Browser login redirects in a loop'],
  ['a prop', 'preferRefreshTokens', 'preferRefreshTokens'],
  ['a line of a log', 'failed to verify id token signature', 'flyteadmin logs "failed to verify id token signature" or a wrong issuer'],
])('search finds %s, and asks nobody else', async (_, words, title) => {
  const visit = await site.visit('/guides/getting-started.html');
  const { page } = visit;
  // The page listens once its program runs.
  await page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!);
  await page.keyboard.press('Control+k');
  await page.locator('#localsearch-input').fill(words);
  const results = page.locator('.VPLocalSearchBox .results .result .title');
  await results.filter({ hasText: title }).first().waitFor();
  expect((await results.allTextContents()).slice(0, 5).join('\n')).toContain(title);
  expect(visit.requests.filter((url) => !url.startsWith(site.origin))).toEqual([]);
  await visit.screenshot(`search-${words.replace(/\W+/g, '-')}`, false);
  await visit.close();
});

test.each(['/', '/rules/client-secret-unmounted.html', '/symptoms/redirect-loop.html', '/api/UnionIdentity.html', '/guides/verifier.html'])('%s fits on a phone, and is light or dark', async (path) => {
  const visit = await site.visit(path, { viewport: { width: 400, height: 800 }, colorScheme: 'dark' });
  expect(await visit.overflow()).toBeLessThanOrEqual(0);
  expect(await visit.page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
  await visit.screenshot(`phone${path.replace(/\W+/g, '-')}`, false);
  await visit.close();
});

test('the version is shown, and leads to what changed', async () => {
  const visit = await site.visit('/');
  await visit.page.getByRole('link', { name: /^\d+\.\d+\.\d+$/ }).first().click();
  await visit.page.waitForURL('**/changelog.html');
  // The address changes before the page does.
  const title = visit.page.locator('h1', { hasText: 'Changelog' });
  await title.waitFor();
  expect(await title.count()).toBe(1);
  await visit.close();
});

test('navigation leads to the pages that judge and make, and back', async () => {
  const visit = await site.visit('/');
  await visit.page.getByRole('link', { name: 'Judge', exact: true }).first().click();
  await visit.page.waitForURL('**/judge/index.html');
  await visit.page.getByRole('link', { name: 'Make' }).click();
  await visit.page.waitForURL('**/make/index.html');
  await visit.page.getByRole('link', { name: 'cdk8s-union-auth' }).click();
  await visit.page.waitForURL('**/index.html');
  expect(await visit.page.locator('h1').first().textContent()).toContain('cdk8s-union-auth');
  await visit.close();
});
