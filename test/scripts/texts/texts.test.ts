import { checkValues } from '../../../scripts/texts/compile';
import { Filler } from '../../../scripts/texts/fill';
import { TextProblems } from '../../../scripts/texts/problems';
import { RulesReader } from '../../../scripts/texts/rules';
import { SymptomsReader } from '../../../scripts/texts/symptoms';

const RULE = `# the edge

## a-rule

error

Headline: {object} [is|are] empty
Headline (other): {object} [is|are] {found}

Must hold: It holds.

Symptom: It
breaks.

Why: {{authUrl}} is empty.

Remedy: Set it.
- Traefik: Set the other
  one.

- \`ingressAnnotation auth-url\`: It must not be
  empty.
- \`kubectl get {{clientSecretKey}}\`: One.
`;

function read(text: string) {
  const problems = new TextProblems();
  const rules = new RulesReader(problems, new Filler(problems)).read('edge.md', text);
  problems.throwIfAny();
  return rules.map(({ rule }) => rule);
}

test('a value that a headline or a remedy names is one that rules give', () => {
  const text = RULE.replace('empty\nHeadline', '{emtpy}\nHeadline').replace('Set it.', 'Set {missing|the missing one} or {key|it}.');
  const problems = new TextProblems();
  const placed = new RulesReader(problems, new Filler(problems)).read('edge.md', text);
  expect(placed[0].rule.remediation).toBe('Set the missing one or it. Traefik: Set the other one.');
  checkValues(placed, ['yield { at, values: { missing } };'], problems);
  expect(() => problems.throwIfAny()).toThrow(/^edge\.md:3: a-rule: no rule gives a value \{emtpy\}$/);
});

test('a section of Markdown is a rule', () => {
  const annotation = 'nginx.ingress.kubernetes.io/auth-url';
  expect(read(RULE)).toEqual([{
    id: 'a-rule',
    severity: 'error',
    area: 'the edge',
    headlines: { '': '{object} [is|are] empty', 'other': '{object} [is|are] {found}' },
    title: 'It holds.',
    symptom: 'It breaks.',
    explanation: `${annotation} is empty.`,
    remediation: 'Set it. Traefik: Set the other one.',
    remedies: [{ text: 'Set it.' }, { of: 'Traefik', text: 'Set the other one.' }],
    see: [{ run: expect.stringContaining('auth-url'), shows: 'It must not be empty.' }, { run: 'kubectl get client_secret', shows: 'One.' }],
  }]);
});

test.each<[string, (text: string) => string, string]>([
  ['an unknown word', (text) => text.replace('{{authUrl}}', '{{authUri}}'), 'edge.md:15: unknown word {{authUri}}'],
  ['a word between blanks', (text) => text.replace('{{authUrl}}', '{{ authUrl }}'), 'edge.md:15: unknown word {{ authUrl }}'],
  ['an unknown area', (text) => text.replace('# the edge', '# the rim'), 'edge.md:1: begins with # and an area: browser login, the edge'],
  ['an id that is none', (text) => text.replace('## a-rule', '## A rule'), 'edge.md:3: "## A rule" is not ## and the id of a rule'],
  ['an unknown severity', (text) => text.replace('\nerror', '\nfatal'), 'edge.md:5: a-rule: its severity follows the id, one of error, warning, info'],
  ['an unknown paragraph', (text) => text.replace('Symptom: ', 'Simptom: '), 'edge.md:12: a-rule: a paragraph begins with "Headline: ", "Must hold: "'],
  ['a paragraph too few', (text) => text.replace('Remedy: Set it.\n- Traefik: Set the other\n  one.\n', ''), 'edge.md:3: a-rule has no "Remedy"'],
  ['no headline', (text) => text.replace(/^Headline.*\n/gm, ''), 'edge.md:3: a-rule has no "Headline"'],
  ['a paragraph twice', (text) => text.replace('Remedy: ', 'Why: Once more.\n\nRemedy: '), 'edge.md:17: a-rule has "Why" twice'],
  ['a look without a command', (text) => text.replace('- `kubectl get {{clientSecretKey}}`', '- kubectl get'), 'edge.md:23: an item is a look, - `command`: what it shows'],
  ['an unknown command', (text) => text.replace('ingressAnnotation ', 'ingressAnotation '), 'edge.md:21: unknown command ingressAnotation'],
  ['a command with too few arguments', (text) => text.replace('ingressAnnotation auth-url', 'ingressAnnotation'), 'edge.md:21: ingressAnnotation wants 1 arguments and has 0'],
  ['a headline with a full stop', (text) => text.replace('are] empty\n', 'are] empty.\n'), 'edge.md:7: a-rule: a headline has no full stop'],
  ['a headline about an object without the form for several', (text) => text.replace('[is|are] empty', 'is empty'), 'edge.md:7: a-rule: a headline that begins with {object} has its verb for one and for several objects'],
  ['a long headline', (text) => text.replace('[is|are] {found}', 'x'.repeat(91)), 'edge.md:8: a-rule: a headline has at most 90 characters'],
  ['a remedy for an unknown edge', (text) => text.replace('- Traefik:', '- Traffic:'), 'edge.md:18: an item is a look'],
  ['no look at all', (text) => text.slice(0, text.indexOf('- `')), 'edge.md:3: a-rule has no look'],
])('%s is reported by file and line', (_, change, message) => expect(() => read(change(RULE))).toThrow(message));

const SYMPTOMS = `title: The browser
order: 1
symptoms:
  - id: nobody-signs-in
    title: Nobody can sign in
    words: sso down | a \\| b
    see:
      - run: me
        shows: 401 is right.
    causes:
      - a-rule: It breaks.
        words: one
      - same: stale
      - cause: Something else.
        remedy: Mend it.
`;

function symptomsIn(text: string) {
  const problems = new TextProblems();
  const reader = new SymptomsReader(problems, new Filler(problems), new Set(['a-rule']));
  const shared = reader.shared('shared.yaml', 'stale:\n  cause: It is old.\n  remedy: Restart.\n');
  const group = reader.group('browser.yaml', text, shared);
  problems.throwIfAny();
  return group;
}

test('a file of YAML is the symptoms of one place', () => expect(symptomsIn(SYMPTOMS)).toEqual({
  title: 'The browser',
  order: 1,
  symptoms: [{
    id: 'nobody-signs-in',
    title: 'Nobody can sign in',
    words: ['sso down', 'a | b'],
    see: [{ run: expect.stringContaining('https://$DOMAIN/me'), shows: '401 is right.' }],
    causes: [
      { rule: 'a-rule', cause: 'It breaks.', words: ['one'] },
      { cause: 'It is old.', remedy: 'Restart.' },
      { cause: 'Something else.', remedy: 'Mend it.' },
    ],
  }],
}));

test.each<[string, string, string, string]>([
  ['broken YAML', 'order: 1', 'order: [1', 'browser.yaml:3: '],
  ['a duplicated id', 'symptoms:\n', `symptoms:\n${SYMPTOMS.slice(SYMPTOMS.indexOf('  - id')).trimEnd()}\n`, 'two symptoms have the id nobody-signs-in'],
  ['an unknown rule', '- a-rule: It', '- b-rule: It', 'browser.yaml:11: no rule is called b-rule'],
  ['an unknown cause', 'same: stale', 'same: stall', 'browser.yaml:13: no cause is called stall: stale'],
  ['a cause without a remedy', '        remedy: Mend it.\n', '', 'browser.yaml:14: a cause that no rule finds has a remedy'],
  ['an unknown key', '    words: sso', '    wrods: sso', 'browser.yaml:4: unknown key wrods'],
  ['a misspelt key of a cause', '        words: one', '        word: one', 'browser.yaml:11: unknown key word of a cause'],
  ['no title', 'title: The browser\n', '', 'browser.yaml:1: has a title, an order and symptoms'],
])('%s is reported by file and line', (_, old, now, message) => expect(() => symptomsIn(SYMPTOMS.replace(old, now))).toThrow(message));
