import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesMarkdown } from '../../scripts/docs/rules';
import { DESCRIBED_RULES } from '../../src/cli/rules-command';
import { RuleRegistry, RULES } from '../../src/verify/registry';
import { wrapped } from '../../src/verify/report/text';
import { SYMPTOMS } from '../../src/verify/symptoms/symptoms';
import { remedyAt } from '../../src/verify/texts/remedy';
import { AREAS } from '../../src/verify/texts/rule-description';
import { SEVERITIES } from '../../src/verify/texts/severity';

const SOURCES = join(__dirname, '../../src/verify/rules');
/** Of each rule its id, the name of its constant, and its file. */
const PLACES = readdirSync(SOURCES).flatMap((file) =>
  [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/^export const (\w+) = rule\('([\w-]+)', \{$/gm)].map(([, name, id]) => ({ id, name, file })));

/** Where faults are mended: at an object of each edge, or in the values that it is made of. */
const MENDED_AT = [
  ['networking.k8s.io/v1', 'Ingress'], ['traefik.io/v1alpha1', 'IngressRoute'], ['gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
].flatMap(([apiVersion, kind]) => [false, true].map((inValues) => ({ object: { apiVersion, kind, name: 'it' }, inValues })));

const linesOf = (text: string) => text.split('\n').flatMap((line) => wrapped(line, 100, 0).split('\n')).length;

test.each([['of another rule', RULES.ids[0]], ['that the engine keeps for itself', 'suppression-unused']])('the registry rejects an id %s', (_, id) => {
  expect(() => new RuleRegistry([RULES.rules[0], { ...RULES.rules[0], id }])).toThrow(`Two rules have the id ${id}`);
});

test('the registry has every rule of every file, each from one place', () => expect(PLACES.map(({ id }) => id).sort()).toEqual([...RULES.ids].sort()));

test('the reference has each rule under a heading of its own', () => {
  const headings = [...rulesMarkdown(DESCRIBED_RULES).matchAll(/^### (.+)$/gm)].map(([, id]) => id);
  expect(headings.sort()).toEqual(DESCRIBED_RULES.map(({ id }) => id).sort());
});

describe.each(DESCRIBED_RULES)('$id', (rule) => {
  test('has a kebab-case id, a known severity and a known area', () => {
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect([SEVERITIES, AREAS]).toEqual([expect.arrayContaining([rule.severity]), expect.arrayContaining([rule.area])]);
    // Kubernetes allows 63 characters in the name of an annotation, of which "ignore." takes seven.
    expect(rule.id.length).toBeLessThanOrEqual(56);
  });

  test('advises no null, which Helm takes for "remove the chart\'s own"', () => expect(rule.remediation).not.toMatch(/\bnull\b|: ~(\s|$)/));

  test.each(['title', 'symptom', 'explanation', 'remediation'] as const)('has a %s that ends in a full stop', (key) => {
    // Of names, these are written with a small letter.
    expect(rule[key]).toMatch(/^(?:[A-Z`"/]|flyteadmin|gRPC|ingress-nginx|nginx|kubectl|cert-manager).*\.$/s);
  });

  test('is read in a few lines: two of a symptom, four of reasons, three of a remedy at one edge', () => {
    expect(rule.symptom.length).toBeLessThanOrEqual(210);
    expect(rule.explanation.length).toBeLessThanOrEqual(430);
    expect(MENDED_AT.filter((place) => linesOf(remedyAt(rule.remedies, place)) > 3)).toEqual([]);
  });
});

const CAUSES = SYMPTOMS.flatMap(({ causes }) => causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])));

describe.each(RULES.rules)('$id', ({ id, skipped, headlines, title }) => {
  test('is a cause of a symptom', () => expect(CAUSES).toContain(id));

  test('says why there is nothing to judge', () => expect(skipped).toMatch(/^\S.* .*\.$/s));

  test('has its test beside those of its matter', () => {
    const { name, file } = PLACES.find((place) => place.id === id)!;
    expect(readFileSync(join(__dirname, 'rules', file.replace('.ts', '.test.ts')), 'utf8')).toContain(`\ntestRule(${name}, {\n`);
  });

  test('has headlines that name something of the input, and never say what is required', () => {
    expect(Object.keys(headlines).length).toBeGreaterThan(0);
    expect(Object.values(headlines).filter((headline) => !/\{\w+\}/.test(headline) || `${headline}.` === title)).toEqual([]);
  });
});
