import type { Look } from '../../src/verify/running/look';
import type { OtherCause, RuleCause, Symptom, SymptomGroup } from '../../src/verify/symptoms/symptom';
import type { RuleDescription } from '../../src/verify/texts/rule-description';
import { escaped, looksMarkdown, variablesMarkdown } from './rules';

/** The page by symptom for `docs/troubleshooting.md`. */
export function troubleshootingMarkdown(
  groups: readonly SymptomGroup[], rules: readonly RuleDescription[],
): string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return [
    '# Troubleshooting',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    'Check the deployment first: `npx cdk8s-union-auth doctor https://union.example.com` names the cause in a '
      + 'minute, from outside ([doctor.md](doctor.md)).',
    '',
    'What you see when authentication is broken, and possible causes, the most likely first. On the '
      + 'command line, search by any words:',
    '`npx cdk8s-union-auth explain "redirect loop"`. To check manifests and values without a cluster: '
      + '`npx cdk8s-union-auth verify PATH…` names the rule.',
    '',
    'The commands below change nothing and print no secret. Variables have the values of your deployment:',
    '',
    ...variablesMarkdown(),
    ...groups.flatMap(({ title, symptoms }) => [
      '', `**${title}**`, '', ...symptoms.map((symptom) => `- [${escaped(symptom.title)}](#${symptom.id})`),
    ]),
    ...groups.flatMap(({ title, symptoms }) => [
      '', `## ${title}`, ...symptoms.flatMap((symptom) => section(symptom, byId)),
    ]),
    ...leftOver(groups, rules),
    '',
  ].join('\n');
}

function section(symptom: Symptom, rules: ReadonlyMap<string, RuleDescription>): string[] {
  return [
    '', `<a id="${symptom.id}"></a>`, '', `### ${escaped(symptom.title)}`, ...symptomMarkdown(symptom, rules),
  ];
}

/** The section of a symptom. */
export function symptomMarkdown(
  { words, see, causes }: Symptom, rules: ReadonlyMap<string, RuleDescription>,
): string[] {
  return [
    '',
    alsoCalled(words),
    '',
    ...looksMarkdown(see),
    '',
    ...causes.flatMap((cause, index) => entry(cause, index + 1, rules, see)),
  ].slice(0, -1);
}

function alsoCalled(words: readonly string[]): string {
  return `*Also:* ${words.map((word) => `\`${word}\``).join(' · ')}`;
}

/**
 * The first command of a rule that the symptom does not show already; the reference of the rule has the
 * others.
 */
function entry(
  cause: RuleCause | OtherCause,
  number: number,
  rules: ReadonlyMap<string, RuleDescription>,
  shown: readonly Look[],
): string[] {
  const description = 'rule' in cause ? rules.get(cause.rule) : undefined;
  const remedy = 'rule' in cause ? description?.remediation : cause.remedy;
  const fresh =
    ('rule' in cause ? description?.see : cause.see)?.filter(
      ({ run }) => !shown.some((look) => look.run === run),
    ) ?? [];
  const looks = 'rule' in cause ? fresh.slice(0, 1) : fresh;
  const named = 'rule' in cause ? [cause.rule, ...onlineTwins(cause.rule, rules)] : [];
  const link = named.map((rule) => ` [${rule}](rules.md#${rule})`).join('');
  const lines = [
    `**${escaped(cause.cause)}**${link}`,
    ...(cause.words === undefined ? [] : ['', alsoCalled(cause.words)]),
    ...(remedy === undefined ? [] : ['', `*Remedy:* ${escaped(remedy)}`]),
    ...(looks.length === 0 ? [] : ['', ...looksMarkdown(looks)]),
    '',
  ];
  const marker = `${number}. `;
  return lines.map((line, index) =>
    `${index === 0 ? marker : ' '.repeat(marker.length)}${line}`.trimEnd(),
  );
}

/** The live rules with the same cause. */
function onlineTwins(rule: string, rules: ReadonlyMap<string, RuleDescription>): string[] {
  return [...rules.values()].filter(({ inFiles }) => inFiles?.includes(rule)).map(({ id }) => id);
}

/** Rules without a symptom. */
function leftOver(groups: readonly SymptomGroup[], rules: readonly RuleDescription[]): string[] {
  const named = new Set(
    groups
      .flatMap(({ symptoms }) => symptoms)
      .flatMap(({ causes }) => causes)
      .flatMap((cause) => ('rule' in cause ? [cause.rule] : [])),
  );
  const others = rules.filter(
    ({ id, area, inFiles = [] }) =>
      !named.has(id) && !inFiles.some((rule) => named.has(rule)) && area !== 'suppression',
  );
  return others.length === 0
    ? []
    : [
      '',
      '## Other causes',
      '',
      ...others.map(({ id, symptom }) => `- [${id}](rules.md#${id}): ${escaped(symptom)}`),
    ];
}
