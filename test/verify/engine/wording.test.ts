import type { Rule, Violation } from '../../../src/verify/engine/rule';
import { parseManifests } from '../../../src/verify/parse';
import { RuleRegistry, RULES } from '../../../src/verify/registry';
import { verifyParsed } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { CATALOGUE } from '../faults/people/catalogue';

/** The same text in letters of which no object has made a pattern; two texts that differ still do. */
function unreadable(text: string): string {
  return [...text].map((letter) => String.fromCodePoint(letter.codePointAt(0)! + 0x4e00)).join('');
}

function withoutWords(violation: Violation): Violation {
  const { expected, found, symptom, ...rest } = violation;
  return { ...rest, expected: unreadable(expected), found: unreadable(found), ...(symptom === undefined ? {} : { symptom: unreadable(symptom) }) };
}

/** The rules, with texts that no logic can take apart. */
const WORDLESS = new RuleRegistry(RULES.rules.map((rule): Rule => ({
  ...rule,
  title: '',
  symptom: '',
  explanation: '',
  remediation: '',
  judge(model) {
    const verdict = rule.judge(model);
    return 'violations' in verdict ? { violations: verdict.violations.map(withoutWords) } : verdict;
  },
})));

function placesOf(texts: readonly { readonly name: string; readonly text: string }[], registry?: RuleRegistry): string[] {
  const { findings } = verifyParsed(parseManifests(texts), { registry });
  return findings.map(({ rule, severity, file, line, field, also = [], consequences = [] }) =>
    [severity, rule, file, line, field, also.length, ...consequences.map((each) => each.rule)].join(' '));
}

/** Those in what can be read. */
const FAULTS = CATALOGUE.filter(({ findings }) => findings.every((finding) => !finding.startsWith('unreadable '))).map((fault) => [fault.what, fault] as const);

test.each(drawn(FAULTS, 20))('%s: what is found does not hang on the words for it', (_, { texts }) => {
  expect(placesOf(texts(), WORDLESS)).toEqual(placesOf(texts()));
});
