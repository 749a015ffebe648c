import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docsLink, rulesDocs, troubleshootingLink } from '../../src/verify/docs-link';

const { homepage: SITE } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { homepage: string };

test('links lead to the site that package.json names', () => {
  expect(SITE).toMatch(/^https:\/\/[^/]+\/[\w-]+$/);
  expect(rulesDocs()).toBe(`${SITE}/rules/`);
  expect(docsLink('a-rule')).toBe(`${SITE}/rules/a-rule.html`);
  expect(troubleshootingLink()).toBe(`${SITE}/symptoms/`);
  expect(troubleshootingLink('redirect-loop')).toBe(`${SITE}/symptoms/redirect-loop.html`);
});
