import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { GENERATED_PAGES } from '../../scripts/docs';
import { guides } from '../../site/pages/guides';
import { rules } from '../../site/pages/rules';
import { symptoms } from '../../site/pages/symptoms';
import { quickStart, ROOT } from './_readme';

const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, { steps: { spawn?: string }[] }> };
const { homepage } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { homepage: string };
const PAGES = new Set([guides(), rules(), symptoms()].flatMap(({ pages }) => pages).map(({ path }) => `${homepage}/${path.replace(/(^|\/)index$/, '$1')}`));
const GUIDES = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md') && !(file in GENERATED_PAGES)).map((file) => `docs/${file}`);
const FOLDERS = ['e2e', 'test/bench', 'test/fuzz', 'test/mutation', 'site', 'src/constructs/edge', 'src/constructs/identity', 'src/contract/union', 'src/verify'];
const READMES = FOLDERS.map((folder) => `${folder}/README.md`);
const TEXTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...READMES, ...GUIDES];

/** What is generated is not a file of the repository: its page on the site is. */
function leadsNowhere(link: string, from: string): boolean {
  if (/^\w+:/.test(link)) {
    return link.startsWith(homepage) && !PAGES.has(link.replace(/\.html$/, '')) && link !== `${homepage}/api/`;
  }
  const path = join(ROOT, from, '..', link);
  return !existsSync(path) || ['API.md', ...Object.keys(GENERATED_PAGES).map((page) => `docs/${page}`)].includes(relative(ROOT, path));
}

/** Headings of a page, as GitHub and the site name them. */
function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.+)$/gm)];
  return new Set(headings.map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-')));
}

test('a link to a page that is not made leads nowhere', () => {
  const dead = ['rules.md', '../API.md', 'no-guide.md', `${homepage}/rules/no-rule.html`];
  expect(dead.filter((link) => !leadsNowhere(link, 'docs/deploy.md'))).toEqual([]);
  const alive = ['deploy.md', '../README.md', `${homepage}/rules/route-unguarded.html`, 'https://example.com/x.html'];
  expect(alive.filter((link) => leadsNowhere(link, 'docs/deploy.md'))).toEqual([]);
});

describe.each(TEXTS)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');

  test('names tasks that exist', () => {
    const named = [...text.matchAll(/\b(?:npx projen|npm run) ([a-z][\w:-]*)/g)].map(([, task]) => task);
    expect(named.filter((task) => !(task in tasks))).toEqual([]);
  });

  test('names files of the workshop that exist', () => {
    const named = [...text.matchAll(/(?<![\w/.-])((?:src|test|scripts|e2e|bench)\/[\w./<>-]*[\w>])/g)].map(([, path]) => path);
    // Placeholders, sources of a reader's own, and what a run leaves behind.
    const ours = named.filter((path) => !path.includes('<') && !path.startsWith('src/main/') && !path.endsWith('/artifacts'));
    expect(ours.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, `${path}.ts`)))).toEqual([]);
  });

  test('its links to a heading lead to one', () => {
    const links = [...text.matchAll(/\]\(((?:[\w./-]+\.md)?)#([^)\s]+)\)/g)].map(([, path, anchor]) => ({ path: path === '' ? file : join(file, '..', path), anchor }));
    expect(links.filter(({ path, anchor }) => !anchorsOf(path).has(anchor)).map(({ path, anchor }) => `${path}#${anchor}`)).toEqual([]);
  });

  test('its links lead to files of the repository and to pages of the site', () => {
    const links = text.split('\n').flatMap((line, index) =>
      [...line.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => ({ link, place: `${file}:${index + 1} ${link}` })));
    expect(links.filter(({ link }) => leadsNowhere(link, file)).map(({ place }) => place)).toEqual([]);
  });
});

test('ARCHITECTURE.md names files that exist, in src or from the top', () => {
  const named = [...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/`([a-z][\w/-]*\/[\w-]+(?:\.test)?\.ts)`/g)].map(([, path]) => path);
  expect(named.length).toBeGreaterThan(6);
  expect(named.filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'src', path)))).toEqual([]);
});

/** Guides of other projects, which our sources name as their source. */
const OTHERS = ['docs/secret-export.md', 'docs/secret-template.md'];
const SOURCES = ['src', 'site', 'scripts', 'examples', 'e2e'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|md|ya?ml)$/.test(name) && !/(^|\/)(dist|node_modules|artifacts)\//.test(name)).map((name) => `${folder}/${name}`));

/** Guides and pages of the site that a text names, with file and line, and are not there. */
function namedInVain(file: string, text: string): string[] {
  const isThere = (named: string) => (named.startsWith(homepage)
    ? PAGES.has(named.replace(/(\.html)?$/, ''))
    : OTHERS.includes(named) || named.slice('docs/'.length) in GENERATED_PAGES || existsSync(join(ROOT, named)));
  const pattern = new RegExp(`(?<![\\w/-])docs/[\\w-]+\\.md|${homepage}/[\\w-]+/[\\w-]+(\\.html)?(?![\\w/])`, 'g');
  return text.split('\n').flatMap((line, i) => (line.match(pattern) ?? []).filter((named) => !isThere(named)).map((named) => `${file}:${i + 1} ${named}`));
}

test('texts and comments of sources name guides and pages that exist', () => {
  expect(SOURCES.length).toBeGreaterThan(500);
  expect(SOURCES.flatMap((file) => namedInVain(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});

test('a guide that does not exist is named with file and line', () => {
  expect(namedInVain('src/a.ts', `see docs/deploy.md\nor docs/gone.md, ${homepage}/rules/no-rule.html and ${homepage}/rules/route-unguarded`))
    .toEqual(['src/a.ts:2 docs/gone.md', `src/a.ts:2 ${homepage}/rules/no-rule.html`]);
});

test('the README has a short quick start and two commands, and its table leads to every guide', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, table] = readme.split('## Documentation\n');
  expect(GUIDES.filter((file) => !table.includes(`](${file})`))).toEqual([]);
  expect(quickStart().trim().split('\n').length).toBeLessThanOrEqual(25);
  expect(readme).toContain('npm ci && npm run example');
  expect(readme).toContain('npm ci && npm test');
  expect(readme.split('\n').length).toBeLessThanOrEqual(131);
});

test('SECURITY.md names every dependency that is bundled', () => {
  const { bundledDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bundledDependencies: string[] };
  const [, named] = /^- Dependencies are few: ([^]+?) are bundled/m.exec(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8'))!;
  expect([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual([...bundledDependencies].sort());
});

test('CI builds on one supported Node, and tests on the lowest of package.json and on the newest', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { jobs } = parse(readFileSync(join(ROOT, '.github', 'workflows', 'build.yml'), 'utf8'));
  const nodeOf = (job: string) => jobs[job].steps.find(({ uses }: { uses?: string }) => uses?.startsWith('actions/setup-node@')).with['node-version'];
  const runs = (job: string) => jobs[job].steps.map(({ run }: { run?: string }) => run);
  expect(`>= ${nodeOf('lowest-node')}`).toBe(engines.node);
  expect(runs('lowest-node')).toContain('npx projen test');
  expect(runs('build')).toContain('npx projen build');
  expect(nodeOf('newest-node')).toBe('latest');
  expect(runs('newest-node')).toContain('npx projen test');
  const named = (file: string, pattern: RegExp) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)].map(([, version]) => version);
  const places = [
    ...named('.github/workflows/release.yml', /node-version: "?([\d.]+)/g), ...named('.github/workflows/site.yml', /node-version: "?([\d.]+)/g),
    ...named('action.yml', /node-version: '(.+)'/g), ...named('integrations/union-auth.gitlab-ci.yml', /image: node:(\d+)/g),
    ...named('integrations/Dockerfile', /^FROM \S*node(?:js)?:?(\d+)/gm), ...named('src/init/app-files.ts', /^const NODE = '(.+)';/gm),
  ];
  expect(places.length).toBeGreaterThan(8);
  expect([...new Set(places.map(Number))]).toEqual([Number(nodeOf('build'))]);
  const packaging = ['build', 'release'].flatMap((name) => named(`.github/workflows/${name}.yml`, /(?:go|python)-version: (.+)/g));
  expect([...new Set(packaging)].sort()).toEqual(['3.x', 'stable']);
});

test.each(readdirSync(join(ROOT, '.github', 'ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml'))('%s is a form with required fields', (file) => {
  const { name, description, body } = parse(readFileSync(join(ROOT, '.github', 'ISSUE_TEMPLATE', file), 'utf8'));
  expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
  const fields = body.filter(({ type }: { type: string }) => type !== 'markdown');
  expect(fields.length).toBeGreaterThan(1);
  for (const { id, attributes, validations } of fields) {
    expect({ id, label: attributes.label, required: validations?.required }).toEqual({ id: expect.stringMatching(/^[a-z]+$/), label: expect.any(String), required: true });
  }
});
