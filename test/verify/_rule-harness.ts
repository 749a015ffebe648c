import { Rule } from '../../src/verify/engine/rule';
import { identityText } from '../../src/verify/kube/kube-object';
import { RULES, RuleRegistry } from '../../src/verify/registry';
import { verify } from '../../src/verify/verify';

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

/** Tests one rule on its own: exactly these findings, exactly these passes, exactly these reasons. */
export function testRule(rule: Rule, fixtures: RuleFixtures): void {
  const textsOf = (input: Fixture['input']) => (typeof input === 'string' ? { 'input.yaml': input } : input) as Readonly<Record<string, string>>;
  const run = (input: Fixture['input']) => {
    const report = verify(Object.entries(textsOf(input)).map(([name, text]) => ({ name, text })), { registry: new RuleRegistry([rule]) });
    expect(report.crashed).toEqual([]);
    return report;
  };

  describe(rule.id, () => {
    test('is registered', () => {
      expect(RULES.get(rule.id)).toBe(rule);
    });

    test.each(fixtures.fires.map((fixture) => [fixture.when, fixture] as const))('fires when %s', (_, { input, findings }) => {
      const actual = run(input).findings.map((finding) => ({
        object: identityText(finding.object),
        field: finding.field,
        line: textsOf(input)[finding.file].split('\n')[finding.line - 1].trim().replace(/^- /, ''),
        expected: finding.expected,
        found: finding.found,
      }));
      expect(actual).toEqual(findings);
    });

    const remedied = fixtures.fires.filter(({ remedy }) => remedy !== undefined);
    (remedied.length > 0 ? test.each(remedied.map((fixture) => [fixture.when, fixture] as const)) : () => undefined)(
      'finds nothing once the remedy is followed, when %s', (_, { input, remedy = [] }) => {
        const follow = (text: string) => remedy.reduce((changed, [search, by]) => changed.replaceAll(search, by), text);
        const texts = Object.entries(textsOf(input)).map(([name, text]) => [name, follow(text)]);
        expect(texts).not.toEqual(Object.entries(textsOf(input)));
        expect(run(Object.fromEntries(texts) as Fixture['input']).findings).toEqual([]);
      });

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
