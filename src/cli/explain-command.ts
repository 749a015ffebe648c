import { LIVE_RULES } from '../doctor/rules';
import { docsLink } from '../verify/docs-link';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';
import { answerText, ruleText } from '../verify/report/explain-text';
import { printable, printableJson } from '../verify/report/printable';
import { causesOf, nearestSymptoms } from '../verify/symptoms/search';
import { SYMPTOMS } from '../verify/symptoms/symptoms';
import type { RuleDescription } from '../verify/texts/rule-description';
import { command, EXIT, oneOf, UsageError } from './command';

/**
 * Every rule that a report may name, as the documentation and "explain" describe it. In a file of its own:
 * `verify` does without the doctor's, which load the network.
 */
export const DESCRIBED_RULES: readonly RuleDescription[] = [
  ...RULES.rules,
  ...SUPPRESSION_RULES,
  ...LIVE_RULES,
];

export const rulesCommand = command({
  usage: ['rules [--format FORMAT]'],
  about: 'Lists every rule with its severity and what must hold.',
  options: { format: { value: 'FORMAT', help: 'text, json', default: 'text' } },
  run({ values, positionals }, io) {
    if (positionals.length > 0) {
      throw new UsageError(
        `rules takes no argument, but got ${positionals.join(' ')}; "explain" describes one rule`,
      );
    }
    const format = oneOf('--format', values.format, ['text', 'json']);
    io.stdout(format === 'json' ? json(DESCRIBED_RULES) : text(DESCRIBED_RULES));
    return EXIT.CLEAN;
  },
});

function text(rules: readonly RuleDescription[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`)
    .join('');
}

function json(rules: readonly RuleDescription[]): string {
  const entries = rules.map(({ id, severity, area, title, symptom, explanation, remediation, see }) =>
    ({ id, severity, area, title, symptom, explanation, remediation, see, docs: docsLink(id) }));
  return printableJson(entries);
}

export const explainCommand = command({
  usage: ['explain SYMPTOM', 'explain RULE'],
  about: `
Give a symptom in your own words, or paste a message: it names the causes, the likeliest first, each with the
rule that finds it, how to see it on a running deployment, and what to change. Give the ID of a rule for what
the rule checks, why, and how to fix it.

  cdk8s-union-auth explain "redirect loop"
  cdk8s-union-auth explain 401
  cdk8s-union-auth explain "secrets not found"
  cdk8s-union-auth explain secret-merge-deadlock
`,
  options: {},
  words: RULES.ids,
  exits: '0 explained; 2 wrong usage, or nothing known that looks like it.',
  run({ positionals }, io) {
    const question = positionals.join(' ').trim();
    if (question === '') {
      throw new UsageError(
        'Describe what you see, such as "cdk8s-union-auth explain 401", or name a rule, such as '
          + '"cdk8s-union-auth '
          + 'explain client-secret-unmounted"',
      );
    }
    const rule = DESCRIBED_RULES.find(({ id }) => id === question);
    if (rule !== undefined) {
      io.stdout(ruleText(rule));
      return EXIT.CLEAN;
    }
    const answer = causesOf(question, DESCRIBED_RULES);
    if (answer === undefined) {
      throw new UsageError(unknown(question));
    }
    io.stdout(answerText(answer));
    return EXIT.CLEAN;
  },
});

function unknown(question: string): string {
  const nearest = nearestSymptoms(question);
  const shown = nearest.length > 0 ? nearest : SYMPTOMS;
  return [
    `No rule and no symptom looks like "${printable(question)}"; `
      + `${nearest.length > 0 ? 'the nearest are' : 'these are known'}:`,
    ...shown.map(({ id, title }) => `  ${id.padEnd(24)}  ${title}`),
  ].join('\n');
}
