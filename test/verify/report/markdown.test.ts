import { escaped, rulesMarkdown } from '../../../scripts/docs/rules';
import { troubleshootingMarkdown } from '../../../scripts/docs/troubleshooting';
import type { SymptomGroup } from '../../../src/verify/symptoms/symptom';
import type { RuleDescription } from '../../../src/verify/texts/rule-description';

const rule = (id: string, overrides: Partial<RuleDescription> = {}): RuleDescription => ({
  id,
  severity: 'error',
  area: 'config',
  headlines: { '': `${id} is broken` },
  title: `The title of ${id}.`,
  symptom: `The symptom of ${id}.`,
  explanation: `The cause of ${id}.`,
  remediation: `Mend ${id}.`,
  remedies: [{ text: `Mend ${id}.` }],
  see: [{ run: `look-at ${id}`, shows: `What ${id} is.` }, { run: 'look-again', shows: 'More.' }, { run: 'look-back', shows: 'Less.' }],
  ...overrides,
});
/** What follows the variables of the commands. */
const behindVariables = (page: string) => page.slice(page.indexOf('```\n', page.indexOf('```sh') + 5) + 4).split('\n');

test('marks that Markdown would read as its own are escaped', () => expect(escaped('a <b> | c & `d`')).toBe('a &lt;b&gt; \\| c & `d`'));

test('the variables of all commands are listed once', () => {
  const [, shell] = /```sh\n(.*?)```/s.exec(rulesMarkdown([]))!;
  const lines = shell.trimEnd().split('\n');
  expect(lines.slice(0, 2)).toEqual([expect.stringMatching(/^DOMAIN=union\.example\.com +# the public host$/), expect.stringMatching(/^CP=union-cp +# the namespace of the control plane$/)]);
  expect(new Set(lines.map((line) => line.indexOf('  # '))).size).toBeGreaterThan(0);
  expect(new Set(lines.map((line) => line.indexOf('# ')))).toEqual(new Set([Math.max(...lines.map((line) => line.split('#')[0].trimEnd().length)) + 2]));
});

test('the reference of the rules is a table, and a section for each, by their areas', () => {
  const rules = [rule('one', { title: 'A <title>.' }), rule('two', { area: 'browser login', severity: 'warning' }), rule('live-one', { inFiles: ['one', 'two'] })];
  expect(behindVariables(rulesMarkdown(rules))).toEqual([
    '',
    '| rule | severity | what must hold |',
    '|---|---|---|',
    '| [two](#two) | warning | The title of two. |',
    '| [one](#one) | error | A &lt;title&gt;. |',
    '| [live-one](#live-one) | error | The title of live-one. |',
    '',
    '## Browser login',
    '', '### two', '', '*Must hold:* The title of two.', '', '*Severity:* warning', '', '*Symptom:* The symptom of two.', '', 'The cause of two.', '', '*Remedy:* Mend two.',
    '', '```sh', '# What two is.', 'look-at two', '# More.', 'look-again', '# Less.', 'look-back', '```',
    '',
    '## Config',
    '', '### one', '', '*Must hold:* A &lt;title&gt;.', '', '*Severity:* error', '', '*Symptom:* The symptom of one.', '', 'The cause of one.', '', '*Remedy:* Mend one.',
    '', '```sh', '# What one is.', 'look-at one', '# More.', 'look-again', '# Less.', 'look-back', '```',
    '', '### live-one', '', '*Must hold:* The title of live-one.', '', '*Severity:* error', '', '*Symptom:* The symptom of live-one.', '', 'The cause of live-one.', '', '*Remedy:* Mend live-one.',
    '', '*In files:* [one](#one), [two](#two)',
    '', '```sh', '# What live-one is.', 'look-at live-one', '# More.', 'look-again', '# Less.', 'look-back', '```',
    '',
  ]);
});

describe('the page of symptoms', () => {
  const groups: readonly SymptomGroup[] = [{
    title: 'At the door',
    symptoms: [{
      id: 'no-entry',
      title: 'No <entry>',
      words: ['401', 'go away'],
      see: [{ run: 'look-again', shows: 'Whether it is shut.' }, { run: 'knock', shows: 'Who is there.' }],
      causes: [
        { rule: 'one', cause: 'A | B.' },
        { cause: 'Somebody shut it.', remedy: 'Ask <them>.', see: [{ run: 'who', shows: 'Who was there.' }, { run: 'look-again', shows: 'Shown already.' }, { run: 'when', shows: 'The time.' }] },
        { cause: 'Nobody knows.', remedy: 'Wait.', words: ['who', 'why'] },
        { rule: 'seen', cause: 'All is shown.' },
      ],
    }],
  }, {
    title: 'Elsewhere',
    symptoms: [{ id: 'nothing', title: 'Nothing', words: ['void'], see: [{ run: 'ls', shows: 'Files.' }], causes: [{ rule: 'gone', cause: 'A rule of another version.' }] }],
  }];
  const rules = [
    rule('one'), rule('seen', { see: [{ run: 'look-again', shows: 'More.' }] }), rule('live-one', { inFiles: ['other', 'one'] }), rule('live-all', { inFiles: ['one'] }),
    rule('left', { symptom: 'It <leaves>.' }), rule('live-left', { inFiles: ['left'] }), rule('ignored', { area: 'suppression' }),
  ];

  test('tells what one sees, with its causes, their remedies and what to ask', () => {
    expect(behindVariables(troubleshootingMarkdown(groups, rules))).toEqual([
      '', '**At the door**', '', '- [No &lt;entry&gt;](#no-entry)',
      '', '**Elsewhere**', '', '- [Nothing](#nothing)',
      '', '## At the door',
      '', '<a id="no-entry"></a>', '', '### No &lt;entry&gt;', '', '*Also:* `401` · `go away`', '', '```sh', '# Whether it is shut.', 'look-again', '# Who is there.', 'knock', '```', '',
      '1. **A \\| B.** [one](rules.md#one) [live-one](rules.md#live-one) [live-all](rules.md#live-all)', '', '   *Remedy:* Mend one.', '', '   ```sh', '   # What one is.', '   look-at one', '   ```', '',
      '2. **Somebody shut it.**', '', '   *Remedy:* Ask &lt;them&gt;.', '', '   ```sh', '   # Who was there.', '   who', '   # The time.', '   when', '   ```', '',
      '3. **Nobody knows.**', '', '   *Also:* `who` · `why`', '', '   *Remedy:* Wait.', '',
      '4. **All is shown.** [seen](rules.md#seen)', '', '   *Remedy:* Mend seen.',
      '', '## Elsewhere',
      '', '<a id="nothing"></a>', '', '### Nothing', '', '*Also:* `void`', '', '```sh', '# Files.', 'ls', '```', '',
      '1. **A rule of another version.** [gone](rules.md#gone)',
      '', '## Other causes', '', '- [left](rules.md#left): It &lt;leaves&gt;.', '- [live-left](rules.md#live-left): The symptom of live-left.',
      '',
    ]);
  });

  test('ends with its symptoms where they name every rule', () => {
    expect(behindVariables(troubleshootingMarkdown(groups, rules.slice(0, 4))).slice(-3)).toEqual(['', '1. **A rule of another version.** [gone](rules.md#gone)', '']);
  });

  test('begins with the commands that know the same', () => expect(troubleshootingMarkdown([], [])).toMatch(new RegExp([
    '^# Troubleshooting', '', '<!-- Written by .* -->', '', '.*`npx cdk8s-union-auth doctor https://union\\.example\\.com`.*', '', 'What you see .*',
    '`npx cdk8s-union-auth explain "redirect loop"`.*`npx cdk8s-union-auth verify PATH…`.*', '', '.* print no secret\\. .*', '', '```sh', 'DOMAIN=',
  ].join('\n'))));
});
