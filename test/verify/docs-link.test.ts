import { docsLink, rulesDocs, troubleshootingLink } from '../../src/verify/docs-link';

test('links lead to pages of the docs, and to entries in them', () => {
  expect(rulesDocs()).toMatch(/^https:\/\/.+\/blob\/.+\/docs\/rules\.md$/);
  expect(docsLink('a-rule')).toBe(`${rulesDocs()}#a-rule`);
  expect(troubleshootingLink()).toBe(rulesDocs().replace('rules.md', 'troubleshooting.md'));
  expect(troubleshootingLink('redirect-loop')).toBe(`${troubleshootingLink()}#redirect-loop`);
});
