import { builtSite, Site } from './_site';

let site: Site;

beforeAll(async () => {
  site = await Site.of(builtSite());
}, 600_000);
afterAll(() => site.stop());

test.each([
  ['a rule by its name', 'client-secret-unmounted', 'client-secret-unmounted'],
  ['a code of a provider', 'AADSTS50011', 'live-redirect-uri-unregistered'],
  ['a symptom', 'redirect loop', 'Browser login redirects in a loop'],
  ['a prop', 'preferRefreshTokens', 'preferRefreshTokens'],
  ['a line of a log', 'failed to verify id token signature', 'flyteadmin logs "failed to verify id token signature" or a wrong issuer'],
])('search finds %s without requests to other hosts', async (_, words, title) => {
  const visit = await site.visit('/guides/getting-started.html');
  const { page } = visit;
  // The shortcut works once the program of the page runs.
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

test.each(['/', '/rules/', '/rules/client-secret-unmounted.html', '/symptoms/redirect-loop.html', '/api/UnionIdentity.html', '/guides/verifier.html'])('%s fits on a phone and has a dark theme', async (path) => {
  const visit = await site.visit(path, { viewport: { width: 400, height: 800 }, colorScheme: 'dark' });
  expect(await visit.overflow()).toBeLessThanOrEqual(0);
  expect(await visit.page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
  await visit.screenshot(`phone${path.replace(/\W+/g, '-')}`, false);
  await visit.close();
});

const KINDS = ['/', '/guides/getting-started.html', '/rules/', '/rules/client-secret-unmounted.html', '/symptoms/', '/symptoms/redirect-loop.html', '/api/', '/api/UnionIdentity.html', '/changelog.html'];

describe.each(KINDS)('%s', (path) => {
  test.each(['light', 'dark'] as const)('is accessible by axe, %s', async (colorScheme) => {
    const visit = await site.visit(path, { colorScheme });
    await visit.page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!);
    // The search button of the theme shows its keys beside its name.
    expect((await visit.missedByScreenReaders()).filter((each) => !/^label-content-name-mismatch: .*DocSearch-Button/.test(each))).toEqual([]);
    await visit.screenshot(`page${path.replace(/\W+/g, '-')}-${colorScheme}`, false);
    await visit.close();
  });

  test('is small, and its layout does not shift while it loads', async () => {
    const visit = await site.visit('about:blank');
    const bytes: number[] = [];
    visit.page.on('response', (response) => void response.body().then((body) => bytes.push(body.length), () => undefined));
    await visit.page.addInitScript(() => {
      const shifts = { total: 0 };
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => { shifts.total += (entry as unknown as { value: number }).value; }))
        .observe({ type: 'layout-shift', buffered: true });
    });
    await visit.page.goto(`${site.origin}${path}`, { waitUntil: 'networkidle' });
    expect(await visit.page.evaluate(() => (window as unknown as { shifts: { total: number } }).shifts.total)).toBeLessThan(0.1);
    // The limit excludes the default fonts of the theme.
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(1_500_000);
    expect(visit.requests.filter((url) => !url.startsWith(site.origin))).toEqual([]);
    await visit.close();
  });
});

test.each([['/rules/', 'unmounted', 'client-secret-unmounted'], ['/symptoms/', 'redirect loop', 'Browser login redirects in a loop']])('%s is a list that filters', async (path, words, title) => {
  const visit = await site.visit(path);
  const { page } = visit;
  await page.waitForFunction(() => '__vue_app__' in document.querySelector('#app')!);
  const links = page.locator('.filter-list li a');
  const all = await links.count();
  await page.locator('.filter input').fill(words);
  await page.locator('.filter [role="status"]').filter({ hasNotText: `${all} shown` }).waitFor();
  expect((await links.allTextContents()).join('\n')).toContain(title);
  expect(await links.count()).toBeLessThan(all / 4);
  await visit.close();
});

test('the front page shows the program in four languages, its output, a finding, and the drawing', async () => {
  const visit = await site.visit('/');
  const { page } = visit;
  expect(await page.locator('.vp-code-group').first().locator('.tabs label').allTextContents()).toEqual(['TypeScript', 'Python', 'Java', 'Go']);
  expect(await page.locator('.vp-code-group').nth(1).locator('.tabs label').allTextContents()).toContain('controlplane.values.yaml');
  expect(await page.locator('.own-path .hurt').count()).toBe(1);
  expect(await page.locator('.shown-picture svg .bad').count()).toBeGreaterThan(0);
  await visit.screenshot('home');
  await visit.close();
});

test('the version links to the changelog', async () => {
  const visit = await site.visit('/');
  await visit.page.getByRole('link', { name: /^\d+\.\d+\.\d+$/ }).first().click();
  await visit.page.waitForURL('**/changelog.html');
  // The address changes before the page does.
  const title = visit.page.locator('h1', { hasText: 'Changelog' });
  await title.waitFor();
  expect(await title.count()).toBe(1);
  await visit.close();
});

test('navigation leads to Judge and Make, which have the search and the theme of the site, and back', async () => {
  const visit = await site.visit('/', { colorScheme: 'light' });
  const { page } = visit;
  await page.getByRole('link', { name: 'Judge', exact: true }).first().click();
  await page.waitForURL('**/judge/index.html');
  await page.getByRole('switch', { name: 'Dark theme' }).click();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('redirects in a loop');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/symptoms/redirect-loop.html');
  expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(true);
  await page.goto(`${site.origin}/judge/index.html`);
  await page.getByRole('link', { name: 'Make' }).click();
  await page.waitForURL('**/make/index.html');
  await page.getByRole('link', { name: 'cdk8s-union-auth' }).click();
  await page.waitForURL('**/index.html');
  expect(await page.locator('h1').first().textContent()).toContain('cdk8s-union-auth');
  await visit.close();
});
