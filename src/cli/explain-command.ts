import { RULES } from '../verify/registry';
import { answerText, ruleText } from '../verify/report/explain-text';
import { printable } from '../verify/report/printable';
import { causesOf, nearestSymptoms } from '../verify/symptoms/search';
import { SYMPTOMS } from '../verify/symptoms/symptoms';
import { command, EXIT, UsageError } from './command';
import { DESCRIBED_RULES } from './rules-command';

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
          + '"cdk8s-union-auth explain client-secret-unmounted"',
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
