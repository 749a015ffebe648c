import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Page } from 'playwright-core';
import { distOf } from '../_support/examples';
import { foundByCommand } from './_command';
import { manyObjects, pasted } from './_examples';
import { Site, Visit } from './_site';

const NAMES = ['guide', 'plain', 'platform', 'self-hosted'];

let site: Site;
let visit: Visit;
let scratch: string;

beforeAll(async () => {
  site = await Site.ofApps();
  scratch = mkdtempSync(join(tmpdir(), 'judged-'));
});
afterAll(() => site.stop());

beforeEach(async () => {
  visit = await site.visit('/judge/');
});
afterEach(async () => {
  // Only the page itself.
  expect(visit.requests).toEqual([`${site.origin}/judge/`]);
  expect(visit.errors).toEqual([]);
  expect(visit.page.url()).toBe(`${site.origin}/judge/`);
  await visit.close();
});

async function verdict(page: Page): Promise<string> {
  await page.waitForFunction(() => /\bobjects?\b|cannot be read|failed/.test(document.querySelector('#status')!.textContent!), undefined, { timeout: 60_000 });
  return (await page.locator('#status').textContent())!;
}

/** The findings on the page, each as a rule and a place, with all folds opened. */
async function found(page: Page): Promise<string[]> {
  await verdict(page);
  for (const more = page.locator('.findings > button'); await more.count() > 0;) {
    await more.first().click();
  }
  const cards = await page.locator('article.finding').evaluateAll((all) => all.flatMap((card) => {
    const rule = card.querySelector('a.rule')!.textContent;
    return [...card.querySelectorAll('.place')].map((place) => `${rule} ${place.textContent!.split('  ')[0]}`);
  }));
  return cards.sort();
}

/** Pastes by the clipboard, where the page makes a file of a large text. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text);
  await page.locator('#pasted').focus();
  await page.keyboard.press('Control+v');
}

/** Whether each of these elements is within the window. */
function inSight(page: Page, ...selectors: readonly string[]): Promise<boolean[]> {
  return page.evaluate((all) => all.map((selector) => {
    const { top, bottom } = document.querySelector(selector)!.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }), selectors);
}

describe.each(NAMES)('examples/%s, pasted', (example) => {
  test.each([['unchanged', false], ['with faults', true]])('%s: shows the findings of the command line', async (_, isBroken) => {
    const text = pasted(example, isBroken);
    writeFileSync(join(scratch, 'pasted.yaml'), text);
    const expected = await foundByCommand([join(scratch, 'pasted.yaml')], (file) => basename(file));
    await paste(visit.page, text);
    expect((await found(visit.page)).map((each) => each.replace(/pasted-1\.yaml/, 'pasted.yaml'))).toEqual(expected);
    if (isBroken) {
      expect(expected.length).toBeGreaterThan(0);
    }
  });
});

test('a dropped folder is checked with manifests and values files, without its other files', async () => {
  const folder = distOf('self-hosted');
  const session = await visit.page.context().newCDPSession(visit.page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data: { items: [], files: [folder], dragOperationsMask: 1 } });
  }
  expect(await verdict(visit.page)).toMatch(/^No findings in \d+ objects of \d+ files\.$/);
  expect((await visit.page.locator('#files li').allTextContents()).map((text) => text.replace(' ×', ''))).toContain('self-hosted/controlplane.values.yaml');
  await visit.screenshot('judge-folder');
});

test('a chosen folder shows the findings of the command line', async () => {
  const folder = distOf('platform');
  await visit.page.locator('#choose-folder').setInputFiles(folder);
  expect(await found(visit.page)).toEqual(await foundByCommand([folder], (file) => file.slice(dirname(folder).length + 1)));
});

describe('a broken manifest', () => {
  const BROKEN = `apiVersion: v1
kind: ConfigMap
metadata: { name: executions, namespace: union-cp }
data:
  admin.yaml: |
    admin:
      clientId: service
      clientSecretLocation: /etc/secrets/union/client_secret
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: executions, namespace: union-cp }
spec:
  selector: { matchLabels: { app: executions } }
  template:
    metadata: { labels: { app: executions } }
    spec:
      containers:
        - name: executions
          image: registry.example.com/union/services
          volumeMounts: [{ name: config, mountPath: /etc/config }]
      volumes: [{ name: config, configMap: { name: executions } }]
`;

  test('findings come first; the keyboard leads from the drawing to a finding and back, with both in view', async () => {
    const { page } = visit;
    await page.keyboard.press('Tab');
    for (let i = 0; await page.evaluate(() => document.activeElement?.id) !== 'pasted'; i += 1) {
      expect(i).toBeLessThan(20);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.insertText(BROKEN);
    expect(await verdict(page)).toMatch(/^\d errors?/);
    const order = await page.locator('article.finding, .picture').evaluateAll((all) => all.map(({ className }) => className.split(' ')[0]));
    expect([order[0], order.at(-1)]).toEqual(['finding', 'picture']);
    const place = () => page.evaluate(() => {
      const { activeElement: at } = document;
      return { tag: at?.tagName.toLowerCase(), id: at?.id, looks: at?.getAttribute('class'), fault: at?.getAttribute('data-fault') };
    });
    for (let i = 0; (await place()).fault === null || (await place()).tag !== 'a'; i += 1) {
      expect(i).toBeLessThan(60);
      await page.keyboard.press('Tab');
    }
    const { fault } = await place();
    await page.keyboard.press('Enter');
    expect((await place()).id).toBe(`finding-${fault}`);
    const card = page.locator(`#finding-${fault}`);
    expect(await inSight(page, `#finding-${fault} h3`, '.picture .drawing')).toEqual([true, true]);
    expect(await card.locator('a.rule').textContent()).toBe('client-secret-unmounted');
    expect(await card.locator('.line.about').textContent()).toContain('clientSecretLocation: /etc/secrets/union/client_secret');
    expect(await card.locator('.own-path .hurt').count()).toBe(1);
    await card.locator('button.number').focus();
    await page.keyboard.press('Enter');
    expect((await place()).looks).toContain('chosen');
    expect(await inSight(page, `#finding-${fault} h3`, `a[data-fault="${fault}"]`)).toEqual([true, true]);
    await visit.screenshot('judge-broken');
  });

  test.each(['light', 'dark'] as const)('is accessible by axe, %s', async (colorScheme) => {
    await visit.page.emulateMedia({ colorScheme });
    expect(await visit.missedByScreenReaders()).toEqual([]);
    await visit.page.locator('#pasted').fill(BROKEN);
    await verdict(visit.page);
    expect(await visit.missedByScreenReaders()).toEqual([]);
    await visit.screenshot(`judge-${colorScheme}`);
  });

  test('fits on a phone', async () => {
    await visit.page.setViewportSize({ width: 400, height: 800 });
    await visit.page.locator('#pasted').fill(BROKEN);
    await verdict(visit.page);
    expect(await visit.overflow()).toBeLessThanOrEqual(0);
    await visit.screenshot('judge-phone');
  });

  test('that is not YAML is reported with its line', async () => {
    await visit.page.locator('#pasted').fill('apiVersion: v1\nkind: Secret\nmetadata: [\n');
    expect(await verdict(visit.page)).toMatch(/^1 file cannot be read/);
    expect(await visit.page.locator('#results').textContent()).toMatch(/pasted\.yaml:\d+: /);
    // The page checks a corrected text again.
    await visit.page.locator('#pasted').fill(BROKEN);
    await visit.page.waitForFunction(() => document.querySelector('#status')!.textContent!.includes('object'));
  });
});

test('neither the page nor its worker can send a request', async () => {
  const { page } = visit;
  const before = site.served.length;
  const tries = async (origin: string) => {
    const ways = [
      () => fetch(origin),
      () => new Promise((resolve, reject) => { const request = new XMLHttpRequest(); request.open('GET', origin); request.onload = resolve; request.onerror = reject; request.send(); }),
      () => new Promise((resolve, reject) => { const socket = new WebSocket(origin.replace('http', 'ws')); socket.onopen = resolve; socket.onerror = reject; }),
      () => import(`${origin}/stolen.js`),
    ];
    return (await Promise.allSettled(ways.map(async (way) => way()))).map(({ status }) => status);
  };
  const worker = page.waitForEvent('worker');
  await paste(page, `# ${'x'.repeat(5_000_000)}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n`);
  const inWorker = await (await worker).evaluate(tries, site.origin).catch(() => ['gone']);
  const inPage = await page.evaluate(tries, site.origin);
  expect(inPage).toEqual(inPage.map(() => 'rejected'));
  expect(inWorker.filter((status) => status === 'fulfilled')).toEqual([]);
  // Pictures, frames and beacons must be blocked, too.
  await page.evaluate((origin) => {
    document.body.append(Object.assign(new Image(), { src: `${origin}/stolen.png` }));
    document.body.append(Object.assign(document.createElement('iframe'), { src: `${origin}/stolen.html` }));
    navigator.sendBeacon(`${origin}/stolen`, 'x');
  }, site.origin);
  await page.waitForTimeout(500);
  expect(site.served.slice(before)).toEqual([]);
  expect(visit.errors.filter((error) => !/Content Security Policy|ERR_BLOCKED_BY_CSP/.test(error))).toEqual([]);
  // The browser logs what it blocked.
  visit.errors.length = 0;
  visit.requests.length = 1;
});

test('ten thousand objects are checked within five seconds, and the page stays responsive', async () => {
  const { page } = visit;
  const folder = join(scratch, 'many');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'many.yaml'), manyObjects());
  await page.evaluate(() => {
    const frames = { last: performance.now(), longest: 0 };
    Object.assign(window, { frames });
    const tick = (now: number): void => {
      frames.longest = Math.max(frames.longest, now - frames.last);
      frames.last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const before = Date.now();
  await page.locator('#choose-files').setInputFiles(join(folder, 'many.yaml'));
  expect(await verdict(page)).toMatch(/^\d+ errors?.* in 10,\d{3} objects of 1 file/);
  const took = Date.now() - before;
  const longest = await page.evaluate(() => (window as unknown as { frames: { longest: number } }).frames.longest);
  console.log(`10,000 objects: ${took} ms, the longest frame ${Math.round(longest)} ms`);
  expect(took).toBeLessThan(5000);
  expect(longest).toBeLessThan(1000);
});
