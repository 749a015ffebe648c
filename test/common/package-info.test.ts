import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileLink, packageVersion, siteUrl } from '../../src/common/package-info';

const ROOT = join(__dirname, '../..');
const packageJson = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

test('the version is that of package.json', () => expect(packageVersion()).toBe(packageJson.version));

test('links follow from the repository of package.json', () => {
  const home = packageJson.repository.url.replace(/\.git$/, '');
  expect(fileLink('docs/deploy.md')).toBe(`${home}/blob/main/docs/deploy.md`);
  expect(siteUrl('rules/')).toBe(`${packageJson.homepage}/rules/`);
});

test('a release links to the docs of its version', () => {
  // npm writes git+https when it publishes.
  const release = { version: '1.2.3', repository: { url: 'git+https://git.example.com/team/library.git' } };
  expect(fileLink('docs/rules.md', release)).toBe('https://git.example.com/team/library/blob/v1.2.3/docs/rules.md');
});
