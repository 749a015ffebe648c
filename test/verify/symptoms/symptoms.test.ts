import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED_PAGES } from '../../../scripts/docs';
import { troubleshootingMarkdown } from '../../../scripts/docs/troubleshooting';
import { DESCRIBED_RULES } from '../../../src/cli/rules-command';
import { SYMPTOM_GROUPS } from '../../../src/verify/symptoms/symptom-groups';
import { SYMPTOMS } from '../../../src/verify/symptoms/symptoms';

const ROOT = join(__dirname, '../../..');
const page = troubleshootingMarkdown(SYMPTOM_GROUPS, DESCRIBED_RULES);
const RULE_IDS = DESCRIBED_RULES.map(({ id }) => id);

test('no two symptoms share an id, a title or a rule\'s id', () => {
  const ids = SYMPTOMS.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.filter((id) => RULE_IDS.includes(id))).toEqual([]);
  expect(new Set(SYMPTOMS.map(({ title }) => title)).size).toBe(SYMPTOMS.length);
});

describe.each(SYMPTOMS.map((symptom) => [symptom.id, symptom] as const))('%s', (id, { title, words, causes }) => {
  test('has a kebab-case id and a heading without a full stop', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title).toMatch(/[^.]$/);
    const all = [...words, ...causes.flatMap((cause) => cause.words ?? [])];
    expect(all).toEqual([...new Set(all)]);
  });

  test('names causes in sentences, each once, and rules that exist', () => {
    const rules = causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : []));
    expect(rules.filter((rule) => !RULE_IDS.includes(rule))).toEqual([]);
    expect(rules).toEqual([...new Set(rules)]);
    const sentences = causes.flatMap((cause) => ('rule' in cause ? [cause.cause] : [cause.cause, cause.remedy]));
    expect(sentences.filter((sentence) => !/^["/\w].*\.$/s.test(sentence))).toEqual([]);
  });

  test('refers to docs that exist', () => {
    const docs = causes.flatMap((cause) => [...('rule' in cause ? cause.cause : cause.remedy).matchAll(/docs\/[\w-]+\.md/g)].map(([file]) => file));
    expect(docs.filter((file) => !existsSync(join(ROOT, file)) && !(file.slice('docs/'.length) in GENERATED_PAGES))).toEqual([]);
  });
});

/** The headings of "Troubleshooting" in Union's guide, with the rules that watch for what it names there. */
const GUIDE: readonly (readonly [string, readonly string[]])[] = [
  ['Browser login redirects in a loop', ['auth-not-enabled']],
  ['SDK gets 401 Unauthenticated', ['auth-metadata-guarded', 'authorization-header-mismatch']],
  ['Internal services get 401', ['service-auth-disabled', 'client-secret-unmounted', 'client-secret-key-missing']],
  ['Operator or propeller cannot authenticate', ['client-secret-undelivered', 'client-secret-key-missing', 'client-id-mismatch']],
  ['Scheduler fails to start', ['scheduler-secret-unmounted', 'client-secret-undelivered']],
];

test.each(GUIDE)('the guide\'s "%s" is there, with its causes', (heading, rules) => {
  const found = SYMPTOMS.find(({ title }) => title === heading)!;
  expect(found.causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : []))).toEqual(expect.arrayContaining([...rules]));
  expect(page).toContain(`### ${heading}\n`);
});
