import { answerText, ruleText } from '../../../src/verify/report/explain-text';
import type { Look } from '../../../src/verify/running/look';
import type { Answer } from '../../../src/verify/symptoms/search';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';

const rule: RuleDescription = {
  id: 'a-rule',
  severity: 'error',
  area: 'config',
  headlines: { '': 'It is wrong' },
  title: 'A title.',
  symptom: 'It fails.',
  explanation: 'There is a reason.',
  remediation: 'Mend it.',
  remedies: [{ text: 'Mend it.' }],
  see: [{ run: 'kubectl get pod', shows: 'A pod.' }],
};

/** Without the links, which lead to the docs of this version. */
const lines = (text: string) => text.split('\n').map((line) => line.replace(/^(Docs: +).*/, '$1…'));

test('a rule is explained from its symptom to the commands that show it', () => expect(lines(ruleText(rule))).toEqual([
  'a-rule (error, config)', 'Must hold: A title.', '', 'Symptom:  It fails.', 'Cause:    There is a reason.', 'Remedy:   Mend it.',
  'Suppress: annotate the object with union-auth.cdk8s.io/ignore.a-rule: "<reason>"', 'Docs:     …', '',
  'To see it on a running deployment:', '  # A pod.', '  kubectl get pod', '',
]));

test('what only a running deployment shows says who finds it, and which rules find it in files', () => {
  const found = (inFiles: readonly string[]) => lines(ruleText({ ...rule, inFiles })).slice(6, 9);
  expect(found([])).toEqual(['Found by: cdk8s-union-auth doctor URL', 'Docs:     …', '']);
  expect(found(['one', 'two'])).toEqual(['Found by: cdk8s-union-auth doctor URL', 'In files: one, two', 'Docs:     …']);
});

test.each(['suppression', 'values files'] as const)('findings about %s are silenced by no annotation', (area) => {
  expect(ruleText({ ...rule, area })).not.toContain('Suppress');
});

test('variables of the commands are explained, each once', () => {
  const see: [Look, ...Look[]] = [{ run: 'kubectl -n $CP get pod', shows: 'A pod.' }, { run: 'kubectl -n $CP get secret', shows: 'A Secret.' }];
  expect(lines(ruleText({ ...rule, see })).slice(-4)).toEqual(['', 'The commands read these variables, here with examples:', expect.stringMatching(/^ {2}CP=union-cp {2}# \S/), '']);
});

const answer = (overrides: object) => lines(answerText({
  symptoms: [{ id: 'one', title: 'Something', see: [{ run: 'curl $URL', shows: 'An answer.' }], causes: [] }], causes: [], ...overrides,
} as unknown as Answer));

test('a symptom is explained with the first question, and its causes with their remedies', () => expect(answer({
  symptoms: [
    { id: 'one', title: 'Something', see: [{ run: 'curl x', shows: 'An answer.' }], causes: [{ rule: 'a-rule', cause: 'A rule says why.' }] },
    { id: 'two', title: 'Something else', see: [{ run: 'curl y', shows: 'Another answer.' }, { run: 'curl z', shows: 'More.' }], causes: [{ cause: 'Somebody knows.', remedy: 'Do it.' }] },
  ],
  causes: [
    { cause: 'Somebody knows.', remedy: 'Do it.', see: [{ run: 'ls', shows: 'Files.' }] }, { cause: 'A rule says why.', rule: 'a-rule', description: rule },
    { cause: 'It fails.', rule: 'other-rule', description: rule },
  ],
})).toEqual([
  'Something (one)', 'or: Something else (two)', '    # Another answer.', '    curl y', '', 'Ask first:', '  # An answer.', '  curl x', '', 'Causes of one, the likeliest first:', '',
  '1. A rule says why.', '   Rule:   a-rule (error)', '   Remedy: Mend it.', '   # A pod.', '   kubectl get pod', '',
  'Causes of two, the likeliest first:', '', '2. Somebody knows.', '   Remedy: Do it.', '   # Files.', '   ls', '',
  'Causes, the likeliest first:', '', '3. It fails.', '   Rule:   other-rule (error)', '   Remedy: Mend it.', '   # A pod.', '   kubectl get pod', '',
  'To check the manifests: cdk8s-union-auth verify PATH…', 'Docs: …', '',
]));

test('of many causes, the rules among the last are named alone', () => {
  const causes = Array.from({ length: 10 }, (_, i) => ({ cause: `Cause ${i}.`, rule: `rule-${i}`, description: rule }));
  const told = answer({ causes: [...causes, { cause: 'Nobody knows.', remedy: 'Wait.' }] });
  expect(told).toContain('Less likely: rule-8, rule-9');
  expect(told.filter((line) => /^\d+\. /.test(line))).toHaveLength(8);
  expect(answer({ causes: causes.slice(0, 8) }).join()).not.toContain('Less likely');
});

test('a symptom with nothing to ask first begins with its causes', () => {
  expect(answer({ symptoms: [{ id: 'one', title: 'Something', causes: [] }], causes: [{ cause: 'Why.', remedy: 'Do it.' }] }).slice(0, 3)).toEqual(['Something (one)', '', 'Causes, the likeliest first:']);
});

test('variables of what to ask and of the causes are explained', () => {
  const see = [{ run: 'curl "https://$DOMAIN/me"', shows: 'A status.' }];
  const causes = [{ cause: 'Why.', rule: 'a-rule', description: { ...rule, see: [{ run: 'kubectl -n $DP get pod', shows: 'A pod.' }] } }, { cause: 'Why.', remedy: 'Do it.', see: [{ run: 'echo $CP', shows: 'It.' }] }];
  const told = answer({ symptoms: [{ id: 'one', title: 'Something', see, causes: [] }], causes });
  expect(told.filter((line) => /^ {2}[A-Z]+=/.test(line)).map((line) => line.split('=')[0].trim())).toEqual(['DOMAIN', 'CP', 'DP']);
});

test('rules alone are listed without a symptom', () => {
  expect(answer({ symptoms: [], causes: [{ cause: 'It fails.', rule: 'a-rule', description: rule }] })).toEqual([
    '', 'Causes, the likeliest first:', '', '1. It fails.', '   Rule:   a-rule (error)', '   Remedy: Mend it.', '   # A pod.', '   kubectl get pod', '',
    'To check the manifests: cdk8s-union-auth verify PATH…', 'Docs: …', '',
  ]);
});
