import { Rule } from '../../src/verify/engine/rule';
import { identityText } from '../../src/verify/kube/kube-object';
import { RULES, RuleRegistry } from '../../src/verify/registry';
import { Report, verify } from '../../src/verify/verify';
import { Remedy, REMEDIES } from './remedies/remedies';

export interface Fixture {
  /** Completes "fires when …", "passes when …" or "does not apply when …". */
  readonly when: string;
  /** One text, or several by their names. */
  readonly input: string | Readonly<Record<string, string>>;
}

export interface FiringFixture extends Fixture {
  /** Every finding of the rule, in order. */
  readonly findings: readonly [ExpectedFinding, ...ExpectedFinding[]];
  /** What the remedy says, done to the letter: each text that changes, and into what. Then the rule finds nothing. */
  readonly remedy?: readonly (readonly [search: string, replacement: string])[];
}

export interface NotApplicableFixture extends Fixture {
  readonly reason: string;
}

export interface ExpectedFinding {
  /** Such as `apps/v1/Deployment union-cp/flyteadmin`. */
  readonly object: string;
  readonly field: string;
  /** The line that the finding points at, without its indentation. */
  readonly line: string;
  readonly expected: string;
  readonly found: string;
}

export interface RuleFixtures {
  readonly fires: readonly [FiringFixture, ...FiringFixture[]];
  readonly passes: readonly [Fixture, ...Fixture[]];
  readonly notApplicable: readonly [NotApplicableFixture, ...NotApplicableFixture[]];
}

function textsOf(input: Fixture['input']): Readonly<Record<string, string>> {
  return typeof input === 'string' ? { 'input.yaml': input } : input;
}

/** Tests one rule on its own: exactly these findings, exactly these passes, exactly these reasons. */
export function testRule(rule: Rule, fixtures: RuleFixtures): void {
  const run = (input: Fixture['input']) => {
    const texts = Object.entries(textsOf(input)).map(([name, text]) => ({ name, text }));
    const report = verify(texts, { registry: new RuleRegistry([rule]), apart: true });
    expect(report.crashed).toEqual([]);
    return report;
  };

  describe(rule.id, () => {
    test('is registered', () => {
      expect(RULES.get(rule.id)).toBe(rule);
    });

    test.each(fixtures.fires.map((fixture) => [fixture.when, fixture] as const))('fires when %s', (_, { input, findings }) => {
      const found = run(input).findings;
      found.forEach(({ message }) => expectHeadline(rule, message));
      const actual = found.map((finding) => ({
        object: identityText(finding.object),
        field: finding.field,
        line: textsOf(input)[finding.file].split('\n')[finding.line - 1].trim().replace(/^- /, ''),
        expected: finding.expected,
        found: finding.found,
      }));
      expect(actual).toEqual(findings);
    });

    testRemedies(rule, fixtures.fires, run);

    test.each(fixtures.passes.map((fixture) => [fixture.when, fixture] as const))('passes when %s', (_, { input }) => {
      const report = run(input);
      expect(report.findings).toEqual([]);
      expect(report.passed).toEqual([rule.id]);
    });

    test.each(fixtures.notApplicable.map((fixture) => [fixture.when, fixture] as const))('does not apply when %s', (_, { input, reason }) => {
      const report = run(input);
      expect(report.notApplicable).toEqual([{ rule: rule.id, reason }]);
      expect(report.findings).toEqual([]);
    });
  });
}

/** It says what is wrong with the values of the fault, and never what ought to be. */
function expectHeadline({ headlines, title }: Rule, message: string): void {
  const names = Object.values(headlines).flatMap((template) => template.match(/\{\w+\}/g) ?? []);
  expect(names.filter((name) => message.includes(name))).toEqual([]);
  expect(message).toMatch(/^\S.*[^.\s]$/);
  expect(`${message}.`).not.toBe(title);
}

/**
 * What the remedy says, done to the letter, ends the finding: by an edit beside the fixture or in the table. No edit of a file ends what a
 * cluster shows of itself; a rule may do without one where all that it ever finds is in objects that were read from a cluster.
 */
function testRemedies(rule: Rule, fires: RuleFixtures['fires'], run: (input: Fixture['input']) => Report): void {
  const tabled: Remedy | undefined = REMEDIES[rule.id];
  const remedied = fires.flatMap(({ when, input, remedy }) => {
    const edits = remedy ?? (tabled?.when === when ? tabled.edits : undefined);
    return edits === undefined ? [] : [[when, input, edits] as const];
  });

  test('has a remedy that was tried, or finds what no file shows', () => {
    const observed = fires.map(({ input }) => Object.values(textsOf(input)).join('').match(OBSERVED) !== null);
    expect(remedied.length > 0 || observed.every(Boolean)).toBe(true);
    // One in the table is for a fixture that there is.
    expect(tabled === undefined || remedied.length > 0).toBe(true);
  });

  for (const [when, input, edits] of remedied) {
    test(`finds nothing once the remedy is followed, when ${when}`, () => {
      const texts = Object.entries(textsOf(input));
      // By a function: a dollar sign is one.
      const followed = texts.map(([name, text]) => [name, edits.reduce((all, [search, by]) => all.replaceAll(search, () => by), text)]);
      expect(followed).not.toEqual(texts);
      expect(run(Object.fromEntries(followed) as Fixture['input']).findings).toEqual([]);
    });
  }
}

/** What only the API server writes. */
const OBSERVED = /^ +"?(uid|resourceVersion)"?:|\bstatus:/m;
