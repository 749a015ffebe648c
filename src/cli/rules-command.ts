import { docsLink } from '../verify/docs-link';
import { printableJson } from '../verify/report/printable';
import type { RuleDescription } from '../verify/texts/rule-description';
import { Command, EXIT, UsageError, oneOf, parsed } from './command';
import { DESCRIBED_RULES } from './described-rules';

export const rulesCommand: Command = {
  help: `Usage: cdk8s-union-auth rules [--format FORMAT]

Lists every rule with its severity and what must hold.

Options:
  --format FORMAT  text, json (default: text)
`,
  run(args, io) {
    const { values, positionals } = parsed(args, { format: { type: 'string', default: 'text' } });
    if (positionals.length > 0) {
      throw new UsageError(
        `rules takes no argument, but got ${positionals.join(' ')}; "explain" describes one rule`,
      );
    }
    const format = oneOf('--format', values.format, ['text', 'json']);
    io.stdout(format === 'json' ? json(DESCRIBED_RULES) : text(DESCRIBED_RULES));
    return EXIT.CLEAN;
  },
};

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
