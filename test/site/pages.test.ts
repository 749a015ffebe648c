import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRONT_PROGRAM, frontFiles } from '../../site/pages/front';
import { guides } from '../../site/pages/guides';
import { siteLink, withSiteLinks } from '../../site/pages/links';
import { PURPOSES } from '../../site/pages/purposes';
import { rules } from '../../site/pages/rules';
import { withSequences } from '../../site/pages/sequences';
import { symptoms } from '../../site/pages/symptoms';
import * as api from '../../src';
import { DESCRIBED_RULES } from '../../src/cli/rules-command';
import { SYMPTOM_GROUPS } from '../../src/verify/symptoms/symptom-groups';
import { verify } from '../../src/verify/verify';

const { repository } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { repository: { url: string } };
const SECTIONS = [guides(), rules(), symptoms()];
const PATHS = new Set(SECTIONS.flatMap(({ pages }) => pages).map(({ path }) => `/${path.replace(/index$/, '')}`));

test('every rule, every symptom and every guide has a page', () => {
  expect(DESCRIBED_RULES.filter(({ id }) => !PATHS.has(`/rules/${id}`))).toEqual([]);
  expect(SYMPTOM_GROUPS.flatMap((group) => group.symptoms).filter(({ id }) => !PATHS.has(`/symptoms/${id}`))).toEqual([]);
  expect(PATHS).toContain('/guides/getting-started');
  expect(PATHS).not.toContain('/guides/rules');
});

test('every public class has a purpose, and is in the navigation by it; what is gone has none', () => {
  const classes = Object.entries(api).filter(([name, value]) => typeof value === 'function' && !name.startsWith('_')).map(([name]) => name);
  const told = PURPOSES.flatMap(([, names]) => names);
  expect(classes.filter((name) => !told.includes(name))).toEqual([]);
  expect(told.filter((name) => !classes.includes(name))).toEqual([]);
  expect(told.length).toBe(new Set(told).size);
});

test('the program of the front page has a dozen lines, and makes the files that are shown', () => {
  expect(FRONT_PROGRAM.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
  expect(FRONT_PROGRAM).toMatch(/^const identity = new UnionIdentity/);
  const files = frontFiles(mkdtempSync(join(tmpdir(), 'front-')));
  expect(files.map(({ name }) => name)).toEqual(['controlplane.values.yaml', 'union-cp.k8s.yaml']);
  expect(verify([...files]).findings).toEqual([]);
  expect(files.every(({ text }) => text.includes('0oa-') || text.includes('union/web'))).toBe(true);
});

test('what a page leads to is a page of the site, or in the repository', () => {
  const links = SECTIONS.flatMap(({ pages }) => pages).flatMap(({ path, markdown }) =>
    [...markdown.matchAll(/\]\((\/[^)#\s]*)/g)].map(([, link]) => ({ path, link })));
  expect(links.length).toBeGreaterThan(500);
  expect(links.filter(({ link }) => !PATHS.has(link) && !['/', '/changelog', '/api/'].includes(link))).toEqual([]);
});

test('navigation leads to every page', () => {
  const linked = (items: readonly { readonly link?: string; readonly items?: readonly object[] }[]): string[] =>
    items.flatMap(({ link, items: more = [] }) => [...link === undefined ? [] : [link], ...linked(more)]);
  const led = new Set(SECTIONS.flatMap(({ sidebar }) => linked(sidebar)));
  // Rules are too many for a navigation: their page lists them all.
  const listed = new Set(rules().pages.flatMap(({ markdown }) => [...markdown.matchAll(/"link":"(\/rules\/[\w-]+)"/g)].map(([, link]) => link)));
  expect([...PATHS].filter((path) => !led.has(path) && !listed.has(path) && !path.endsWith('/'))).toEqual([]);
});

test.each([
  ['rules.md#client-secret-unmounted', '/rules/client-secret-unmounted'],
  ['rules.md#values-files', '/rules/#values-files'],
  ['rules.md', '/rules/'],
  ['troubleshooting.md#redirect-loop', '/symptoms/redirect-loop'],
  ['values.md#check', '/guides/values#check'],
  ['../API.md', '/api/'],
  ['../examples/plain/main.ts', `${repository.url.replace(/\.git$/, '')}/blob/main/examples/plain/main.ts`],
  ['#here', '#here'],
  ['https://example.com/a.md#b', 'https://example.com/a.md#b'],
])('the link %s of a guide leads to %s', (target, link) => expect(siteLink(target, 'docs/verifier.md')).toBe(link));

test('a sequence diagram is described step by step', () => {
  expect(withSequences('before\n\n```mermaid\nsequenceDiagram\n  participant a as one<br/>(first)\n  a->>b: asks\n  Note over b: thinks<br/>long\n  b-->>a: answers\n```\nafter'))
    .toBe('before\n\n1. **one (first)** → **b**: asks\n2. **b**: thinks long\n3. **b** → **one (first)**: answers\nafter');
  expect(() => withSequences('```mermaid\nsequenceDiagram\n  loop ever\n```')).toThrow('loop ever');
  // Whatever else GitHub draws would be code here.
  expect(SECTIONS.flatMap(({ pages }) => pages).filter(({ markdown }) => markdown.includes('```mermaid'))).toEqual([]);
});

test('code is not a link', () => {
  const code = 'a `[x](values.md)`\n\n```sh\necho [x](values.md)\n```\n\n[x](values.md)\n';
  expect(withSiteLinks(code, 'docs/verifier.md')).toBe(code.replace(/\[x\]\(values\.md\)\n$/, '[x](/guides/values)\n'));
});
