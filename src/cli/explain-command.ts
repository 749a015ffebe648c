import { parseArgs } from 'node:util';
import { SUPPRESSION_PREFIX } from '../_internal/own-annotations';
import { docsLink } from '../verify/docs-link';
import { SUPPRESSION_RULES } from '../verify/engine/suppression';
import { RULES } from '../verify/registry';
import { Command, parsed } from './command';
import { EXIT, UsageError } from './io';
import { requireRule } from './verify-options';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'explain a rule',
  help: `Usage: cdk8s-union-auth explain RULE

Says what a rule watches for, what goes wrong at runtime without it, and what to change.
`,
  run(args, io) {
    const { positionals } = parsed(() => parseArgs({ args: [...args], options: {}, allowPositionals: true }));
    if (positionals.length !== 1) {
      throw new UsageError('Name one rule, such as "cdk8s-union-auth explain client-secret-unmounted"');
    }
    const [id] = positionals;
    const own = SUPPRESSION_RULES.find((rule) => rule.id === id);
    if (own === undefined) {
      requireRule(id);
    }
    const { severity, area, title, symptom, explanation, remediation } = own ?? RULES.get(id)!;
    io.stdout([
      `${id} (${severity}, ${area})`,
      title,
      `Symptom:  ${symptom}`,
      `Cause:    ${explanation}`,
      `Remedy:   ${remediation}`,
      ...(own === undefined && area !== 'values files' ? [`Suppress: annotate the object with ${SUPPRESSION_PREFIX}${id}: "<reason>"`] : []),
      `Docs:     ${docsLink(id)}`,
      '',
    ].join('\n'));
    return EXIT.CLEAN;
  },
};
