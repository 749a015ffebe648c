import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthyCluster } from '../../test/verify/_cluster';
import { unreadable } from '../../test/verify/drawing/_readable';
import { EdgeName, EDGES } from '../../test/verify/faults/_planes';
import { command } from '../_support/command';
import { distOf } from '../_support/examples';
import { brokenTwin, FAULTS } from './_examples';
import { Site } from './_site';

let site: Site;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  site = await Site.of(folder);
});
afterAll(() => site.stop());

const LOOKS = {
  desk: { viewport: { width: 1280, height: 800 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 400, height: 800 } },
} as const;

/** Checks the picture and the report with it in all looks, and keeps screenshots. */
async function looked(name: string, ...paths: readonly string[]): Promise<string> {
  const { out: svg, err } = await command(['graph', '--format', 'svg', ...paths]);
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [undefined, err];
  expect([width, Number(height) <= 800]).toEqual(['1280', true]);
  expect(unreadable(svg)).toEqual([]);
  writeFileSync(join(folder, `${name}.svg.html`), `<!doctype html><title>${name}</title>${svg}`);
  writeFileSync(join(folder, `${name}.html`), (await command(['graph', '--format', 'html', ...paths])).out);
  const drawn = await site.visit(`/${name}.svg.html`, LOOKS.desk);
  await drawn.screenshot(`picture-${name}`);
  await drawn.close();
  for (const [look, options] of Object.entries(LOOKS)) {
    const visit = await site.visit(`/${name}.html`, options);
    expect(await visit.overflow()).toBeLessThanOrEqual(0);
    expect(await visit.missedByScreenReaders()).toEqual([]);
    expect(visit.requests.slice(1)).toEqual([]);
    expect(look === 'phone' ? [] : await cutOff(visit.page)).toEqual([]);
    await visit.screenshot(`picture-${name}-${look}`, false);
    if (look === 'dark') {
      await visit.page.emulateMedia({ media: 'print' });
      expect(await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
      expect(await cutOff(visit.page)).toEqual([]);
      await visit.screenshot(`picture-${name}-print`);
    }
    await visit.close();
  }
  return svg;
}

/** Drawings that are wider than their frame, which cannot scroll on paper and should not on a desk. */
function cutOff(page: { evaluate<T>(work: () => T): Promise<T> }): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('.drawing')].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
    .map(({ scrollWidth, clientWidth }) => `a drawing of ${scrollWidth} in a frame of ${clientWidth}`));
}

describe.each(['guide', 'plain', 'platform', 'self-hosted', 'fleet'])('the picture of examples/%s fits on a screen, and its report on a desk, on a phone and on paper', (example) => {
  test('without a fault', async () => {
    const svg = await looked(`${example}-whole`, distOf(example));
    expect(/class="[^"]*\bbad\b/.test(svg)).toBe(example === 'guide');
  });

  test.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])('with a fault: %s', async (fault) => {
    await looked(`${example}-${fault}`, brokenTwin(example, fault));
  });
});

test.each(Object.keys(EDGES) as EdgeName[])('a dump of a cluster behind %s is drawn without a finding', async (edge) => {
  const name = `live-${edge.replace(/\W/g, '-')}`;
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: healthyCluster(edge) }));
  const svg = await looked(name, file);
  expect(svg).not.toMatch(/class="[^"]*\b(?:bad|warn)\b/);
  expect(svg).toMatch(/class="cell guard /);
});

/** `UNION_RENDERED` names a folder with Union's charts as `helm template` renders them; they are not in this repository. */
const rendered = process.env.UNION_RENDERED;
if (rendered !== undefined && existsSync(rendered)) {
  test.each(readdirSync(rendered).filter((file) => file.endsWith('.yaml')))('Union\'s charts, rendered: %s', async (file) => {
    expect(await looked(`real-${file.replace(/\.yaml$/, '')}`, join(rendered, file))).toContain('control plane');
  });
}
