import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unreadable } from '../../test/verify/drawing/_readable';
import { command } from './_command';
import { Site } from './_site';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** What a person gets wrong in the files of an example. */
const FAULTS: Readonly<Record<string, (text: string) => string>> = {
  whole: (text) => text,
  key: (text) => text.replace(/secretKey: client_secret/, 'secretKey: other'),
  guard: (text) => text.replace(/(auth-url: ).*/, '$1null'),
  client: (text) => text.replace(/(clientId: "?0oa-(?:west|service)[\w-]*?)(\d)("?)$/m, '$1$2$2$3'),
  host: (text) => text.replace(/path: \/me$/m, 'path: /you'),
};

let site: Site;
let folder: string;

beforeAll(async () => {
  execFileSync('npx', ['tsx', 'examples/synth.ts'], { cwd: dirname(EXAMPLES), stdio: 'pipe' });
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
  site = await Site.of(folder);
}, 300_000);
afterAll(() => site.stop());

/** The files of an example, of which one has a fault. */
function copied(example: string, fault: (text: string) => string): string {
  const from = join(EXAMPLES, example, 'dist');
  const to = mkdtempSync(join(tmpdir(), `${example}-`));
  let isBroken = false;
  for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.yaml')).sort()) {
    const text = readFileSync(join(from, file), 'utf8');
    const changed: string = isBroken ? text : fault(text);
    isBroken ||= changed !== text;
    mkdirSync(dirname(join(to, file)), { recursive: true });
    writeFileSync(join(to, file), changed);
  }
  return to;
}

describe.each(['guide', 'plain', 'platform', 'self-hosted', 'fleet'])('the example %s', (example) => {
  test.each(Object.keys(FAULTS))('%s: its picture fits on a screen, and its report on a desk, on a phone, in the dark and on paper', async (fault) => {
    const files = copied(example, FAULTS[fault]);
    const { out: svg } = await command(['graph', '--format', 'svg', files]);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
    expect([Number(width), Number(height) <= 800]).toEqual([1280, true]);
    expect(unreadable(svg)).toEqual([]);
    const { out: html } = await command(['graph', '--format', 'html', files]);
    const name = `${example}-${fault}`;
    writeFileSync(join(folder, `${name}.html`), html);
    for (const [look, options] of [
      ['desk', { viewport: { width: 1280, height: 800 } }],
      ['dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
      ['phone', { viewport: { width: 400, height: 800 } }],
    ] as const) {
      const visit = await site.visit(`/${name}.html`, options);
      expect(await visit.overflow()).toBeLessThanOrEqual(0);
      expect(await visit.missedByScreenReaders()).toEqual([]);
      expect(visit.requests.slice(1)).toEqual([]);
      await visit.screenshot(`picture-${name}-${look}`, false);
      if (look === 'desk') {
        await visit.page.setContent(svg);
        await visit.screenshot(`picture-${name}`, true);
      }
      await visit.close();
    }
  });
});
