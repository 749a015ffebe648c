import { SUPPRESSION_PREFIX } from '../../src/contract/own-annotations';
import { Look, VARIABLES } from '../../src/verify/running/look';
import { AREAS, RuleDescription } from '../../src/verify/texts/rule-description';

/** The first sentences about rules, with a link to the guide of the doctor. */
export function aboutRules(guide: string): string {
  return `Each rule checks for one cause. Rules that begin with \`live-\` belong to ${guide}, which checks a running `
    + 'deployment; the others read files';
}

/** The reference of all rules for `docs/rules.md`. */
export function rulesMarkdown(rules: readonly RuleDescription[]): string {
  const areas = AREAS.map((area) => ({ area, members: rules.filter((rule) => rule.area === area) })).filter(
    ({ members }) => members.length > 0,
  );
  return [
    '# Rules of the verifier',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    `${aboutRules('[doctor](doctor.md)')}.`,
    '',
    'A rule that the input cannot answer *did not apply*: it is neither a pass nor a finding.',
    'To accept a finding, annotate the object with a reason:',
    `\`${SUPPRESSION_PREFIX}<rule-id>: "<reason>"\`.`,
    '',
    'The commands below change nothing and print no secret. Variables have the values of your deployment:',
    '',
    ...variablesMarkdown(),
    '',
    '| rule | severity | what must hold |',
    '|---|---|---|',
    ...areas.flatMap(({ members }) =>
      members.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${escaped(title)} |`),
    ),
    ...areas.flatMap(({ area, members }) => [
      '', `## ${area[0].toUpperCase()}${area.slice(1)}`, ...members.flatMap(section),
    ]),
    '',
  ].join('\n');
}

function section(rule: RuleDescription): string[] {
  return ['', `### ${rule.id}`, ...ruleMarkdown(rule)];
}

/** The section of a rule. */
export function ruleMarkdown({
  severity,
  title,
  symptom,
  explanation,
  remediation,
  notChecked,
  see,
  inFiles = [],
}: RuleDescription): string[] {
  return [
    '',
    `*Must hold:* ${escaped(title)}`,
    '',
    `*Severity:* ${severity}`,
    '',
    `*Symptom:* ${escaped(symptom)}`,
    '',
    escaped(explanation),
    '',
    `*Remedy:* ${escaped(remediation)}`,
    ...(notChecked === undefined ? [] : ['', `*Not checked:* ${escaped(notChecked)}`]),
    ...(inFiles.length === 0
      ? []
      : ['', `*In files:* ${inFiles.map((rule) => `[${rule}](#${rule})`).join(', ')}`]),
    '',
    ...looksMarkdown(see),
  ];
}

/** Angle brackets would read as HTML, pipes would split a table row. */
export function escaped(text: string): string {
  return text.replace(
    /[<>|]/g, (character) => ({ '<': '&lt;', '>': '&gt;', '|': '\\|' })[character] as string,
  );
}

/** Commands to copy, each below a description of its output. */
export function looksMarkdown(looks: readonly Look[]): string[] {
  return ['```sh', ...looks.flatMap(({ run, shows }) => [`# ${shows}`, run]), '```'];
}

/** The variables of all commands. */
export function variablesMarkdown(): string[] {
  const entries = Object.entries(VARIABLES).map(([name, { example, meaning }]) => ({
    set: `${name}=${example}`,
    meaning,
  }));
  const width = Math.max(...entries.map(({ set }) => set.length));
  return ['```sh', ...entries.map(({ set, meaning }) => `${set.padEnd(width)}  # ${meaning}`), '```'];
}
