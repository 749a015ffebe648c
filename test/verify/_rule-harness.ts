import { oncePer } from '../../src/common/data/collections';
import { Finding } from '../../src/verify/engine/finding';
import { Rule } from '../../src/verify/engine/rule';
import { identityText, objectText } from '../../src/verify/kube/kube-object';
import { RULES, RuleRegistry } from '../../src/verify/registry';
import { Report, verify } from '../../src/verify/verify';
import { linesOf } from './_lines';
import { manifests } from './_manifests';

/** The objects of a text, a text, or several by their names. */
type Input = readonly object[] | string | Readonly<Record<string, string>>;

/** `when` completes "passes when …" or "does not apply when …". */
export type Row = readonly [when: string, input: Input];

/** It fires when …: every finding of the rule, in order, and what its remedy says, done to the letter. */
export type FiringRow = readonly [when: string, input: Input, ...(ExpectedFinding | Remedied)[]];

/** The object is such as `apps/v1/Deployment union-cp/flyteadmin`. */
type ExpectedFinding = readonly [object: string, field: string, expected: string, found: string, line?: string] | NamedFinding;

export interface NamedFinding {
  readonly object: string;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** The places that it rests on, where `says` has those of another finding with its headline. */
  readonly about?: string;
  /** What the line says that the finding points at; without it, that is where the field, or its nearest ancestor, stands in the text. */
  readonly line?: string;
}

type Edit = readonly [search: string, replacement: string];

interface Remedied {
  readonly edits: readonly Edit[];
}

/** What the remedy says, done to the letter: each text that changes, and into what. Then the rule finds nothing. */
export function remedy(...edits: readonly Edit[]): Remedied {
  return { edits };
}

export interface RuleFixtures {
  readonly fires: readonly FiringRow[];
  /** By the name of each headline, the first finding with it: its line, and behind `<-` the places that it rests on, if any finding of that headline does. */
  readonly says: Readonly<Record<string, string>>;
  readonly passes: readonly Row[];
  readonly notApplicable: readonly Row[];
}

function isRemedied(part: ExpectedFinding | Remedied): part is Remedied {
  return 'edits' in part;
}

function named(finding: ExpectedFinding): NamedFinding {
  if (!Array.isArray(finding)) {
    return finding as NamedFinding;
  }
  const [object, field, expected, found, line] = finding as readonly string[];
  return { object, field, expected, found, line };
}

function textsOf(input: Input): Readonly<Record<string, string>> {
  const text = Array.isArray(input) ? manifests(...input as Record<string, unknown>[]) : input as Exclude<Input, readonly object[]>;
  return typeof text === 'string' ? { 'input.yaml': text } : text;
}

/** Tests one rule on its own: exactly these findings, exactly these passes. */
export function testRule(rule: Rule, { fires, says, passes, notApplicable }: RuleFixtures): void {
  const headlines = Object.fromEntries(Object.entries(rule.headlines).map(([name, template]) => [name, `${name}\n${template}`]));
  const registry = new RuleRegistry([{ ...rule, headlines }]);
  const run = (input: Input) => {
    const texts = Object.entries(textsOf(input)).map(([name, text]) => ({ name, text }));
    const report = verify(texts, { registry, apart: true });
    expect(report.crashed).toEqual([]);
    return report;
  };
  const fired = oncePer(([, input]: FiringRow) => run(input));

  describe(rule.id, () => {
    test('is registered, and has fixtures of each kind', () => {
      expect(RULES.get(rule.id)).toBe(rule);
      expect([fires, passes, notApplicable].filter(({ length }) => length === 0)).toEqual([]);
      expect(Object.keys(says)).toEqual(Object.keys(rule.headlines));
    });

    test('has a remedy that was tried, or finds what no file shows', () => {
      const isTried = fires.some(([, , ...parts]) => parts.some(isRemedied));
      expect(isTried || fires.every(([, input]) => OBSERVED.test(Object.values(textsOf(input)).join('')))).toBe(true);
    });

    test('says what is wrong, under each of its headlines', () => expect(saidBy(fires.map(fired))).toEqual(says));

    test.each(fires.map((row) => [row[0], row] as const))('fires when %s', (_, row) => {
      const [, input, ...parts] = row;
      const expected = parts.flatMap((part) => (isRemedied(part) ? [] : [named(part)]));
      expect(expected).not.toEqual([]);
      const { findings } = fired(row);
      findings.forEach(({ message }) => expectHeadline(rule, message.replace(/^.*\n/, '')));
      const actual = findings.map((finding, i) => ({
        object: identityText(finding.object),
        field: finding.field,
        expected: finding.expected,
        found: finding.found,
        ...expected[i]?.about === undefined ? {} : { about: placesText(finding) },
        line: expected[i]?.line === undefined ? finding.line : lineIn(input, finding),
      }));
      expect(actual).toEqual(expected.map((each, i) => ({ ...each, line: each.line ?? lineFor(input, each, findings[i]) })));
      parts.filter(isRemedied).forEach(({ edits }) => expect(run(edited(input, edits)).findings).toEqual([]));
    });

    test.each(passes)('passes when %s', (_, input) => {
      const report = run(input);
      expect(report.findings).toEqual([]);
      expect(report.passed).toEqual([rule.id]);
    });

    test.each(notApplicable)('does not apply when %s', (_, input) => {
      const report = run(input);
      expect(report.notApplicable).toEqual([{ rule: rule.id, reason: rule.skipped }]);
      expect(report.findings).toEqual([]);
    });
  });
}

/** What the line of a finding says, without its indentation. */
function lineIn(input: Input, { file, line }: Finding): string {
  return textsOf(input)[file].split('\n')[line - 1].trim().replace(/^- /, '');
}

/** The line of the field: that of the finding, where objects of one name are at several. */
function lineFor(input: Input, { object, field }: NamedFinding, finding: Finding | undefined): number | undefined {
  const lines = linesOf(textsOf(input)[finding?.file ?? ''] ?? '', object, field);
  return lines.find((line) => line === finding?.line) ?? lines[0];
}

function placesText({ object, about = [] }: Finding): string {
  return about.map((each) => `${objectText(each.object) === objectText(object) ? '' : `${objectText(each.object)}: `}${each.field}`).join(', ');
}

function saidBy(reports: readonly Report[]): Readonly<Record<string, string>> {
  const lines = reports.flatMap(({ findings }) => findings).map((finding) => {
    const [name, line] = finding.message.split('\n');
    const places = placesText(finding);
    return { name, line: places === '' ? line : `${line} <- ${places}`, isAlone: places === '' };
  });
  // The last of a name counts.
  const ordered = [true, false].flatMap((isAlone) => lines.filter((each) => each.isAlone === isAlone).reverse());
  return Object.fromEntries(ordered.map(({ name, line }) => [name, line]));
}

/** It says what is wrong with the values of the fault, and never what ought to be. */
function expectHeadline({ headlines, title }: Rule, message: string): void {
  const names = Object.values(headlines).flatMap((template) => template.match(/\{\w+\}/g) ?? []);
  expect(names.filter((name) => message.includes(name))).toEqual([]);
  expect(message).toMatch(/^\S.*[^.\s]$/);
  expect(`${message}.`).not.toBe(title);
}

/** The input with the remedy followed: each of its edits changes something. */
function edited(input: Input, edits: readonly Edit[]): Input {
  return edits.reduce((texts: Readonly<Record<string, string>>, [search, by]) => {
    expect(Object.values(texts).join('\n')).toContain(search);
    // By a function: a dollar sign is one.
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.replaceAll(search, () => by)]));
  }, textsOf(input));
}

/**
 * What only the API server writes. No edit of a file ends what a cluster shows of itself, so a rule may do without a remedy where all that
 * it ever finds is in objects that were read from a cluster.
 */
const OBSERVED = /^ +"?(uid|resourceVersion)"?:|\bstatus:/m;
