import { LIVE_RULES } from '../doctor/rules';
import { docsLink } from '../verify/docs-link';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';
import { printableJson } from '../verify/report/printable';
import type { RuleDescription } from '../verify/texts/rule-description';
import { command, EXIT, oneOf, UsageError } from './command';

/**
 * All rules that a report can contain, for the documentation and "explain". In its own file, as `verify` does
 * not load the doctor's rules with their network code.
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
        `rules accepts no arguments, but got ${positionals.join(' ')}; "explain" describes one rule`,
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
