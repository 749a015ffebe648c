import { SUPPRESSION_PREFIX } from '../../contract/own-annotations';
import { docsLink, troubleshootingLink } from '../docs-link';
import { Look, VARIABLES, variablesOf } from '../running/look';
import type { Answer, RankedCause } from '../symptoms/search';
import type { Symptom } from '../symptoms/symptom';
import type { RuleDescription } from '../texts/rule-description';

/** The text of "explain" for a rule. */
export function ruleText(rule: RuleDescription): string {
  const { id, severity, area, title, symptom, explanation, remediation, notChecked, see, inFiles } = rule;
  return [
    `${id} (${severity}, ${area})`,
    `Must hold: ${title}`,
    '',
    `Symptom:  ${symptom}`,
    `Cause:    ${explanation}`,
    `Remedy:   ${remediation}`,
    ...(notChecked === undefined ? [] : [`Not checked: ${notChecked}`]),
    ...(inFiles === undefined ? [] : ['Found by: cdk8s-union-auth doctor URL']),
    ...(inFiles === undefined || inFiles.length === 0 ? [] : [`In files: ${inFiles.join(', ')}`]),
    ...(inFiles !== undefined || ['suppression', 'values files'].includes(area)
      ? []
      : [`Suppress: annotate the object with ${SUPPRESSION_PREFIX}${id}: "<reason>"`]),
    `Docs:     ${docsLink(id)}`,
    '',
    'To see it on a running deployment:',
    ...commands(see, '  '),
    ...variables(see),
    '',
  ].join('\n');
}

/** The maximum number of causes. */
const SHOWN_CAUSES = 8;

/** The text of "explain" for a symptom. */
export function answerText({ symptoms, causes }: Answer): string {
  const shown = causes.slice(0, SHOWN_CAUSES);
  const first = symptoms[0]?.see ?? [];
  // Differences of the others from the first.
  const apart = symptoms.slice(1).map(({ see }) => see[0]);
  const rest = causes.slice(SHOWN_CAUSES).flatMap((cause) => ('rule' in cause ? [cause.rule] : []));
  return [
    ...symptoms.flatMap(({ id, title, see }, index) => (index === 0 ? [`${title} (${id})`]
      : [`or: ${title} (${id})`, ...commands([see[0]], '    ')])),
    ...(first.length > 0 ? ['', 'Ask first:', ...commands(first, '  ')] : []),
    ...causesBySymptom(symptoms, shown),
    ...(rest.length > 0 ? ['', `Less likely: ${rest.join(', ')}`] : []),
    ...variables([...first, ...apart, ...shown.flatMap(looksOf)]),
    '',
    'To check the manifests: cdk8s-union-auth verify PATH…',
    `Docs: ${troubleshootingLink(symptoms[0]?.id)}`,
    '',
  ].join('\n');
}

/** If a message belongs to several symptoms, causes are grouped by symptom. */
function causesBySymptom(symptoms: Answer['symptoms'], shown: readonly RankedCause[]): string[] {
  const groups = new Map<string, RankedCause[]>(symptoms.map(({ id }) => [` of ${id}`, []]));
  for (const cause of shown) {
    const of = symptoms.find(({ causes }) => causes.some((each) => keyOf(each) === keyOf(cause)));
    const group = symptoms.length === 1 || of === undefined ? '' : ` of ${of.id}`;
    groups.set(group, [...groups.get(group) ?? [], cause]);
  }
  const ordered = [...groups.values()].flat();
  return [...groups].filter(([, causes]) => causes.length > 0).flatMap(([of, causes]) => [
    '', `Causes${of}, the likeliest first:`,
    ...causes.flatMap((cause) => ['', ...causeText(cause, ordered.indexOf(cause) + 1)]),
  ]);
}

function keyOf(cause: Symptom['causes'][number]): string {
  return 'rule' in cause ? cause.rule : cause.cause;
}

function causeText(cause: RankedCause, number: number): string[] {
  const indent = '   ';
  const remedy = 'rule' in cause ? cause.description.remediation : cause.remedy;
  return [
    `${`${number}.`.padEnd(indent.length)}${cause.cause}`,
    ...('rule' in cause ? [`${indent}Rule:   ${cause.rule} (${cause.description.severity})`] : []),
    `${indent}Remedy: ${remedy}`,
    ...commands(looksOf(cause), indent),
  ];
}

function looksOf(cause: RankedCause): readonly Look[] {
  return 'rule' in cause ? cause.description.see : cause.see ?? [];
}

function commands(looks: readonly Look[], indent: string): string[] {
  return looks.flatMap(({ run, shows }) => [`${indent}# ${shows}`, `${indent}${run}`]);
}

/** Set once, so that the commands can be copied unchanged. */
function variables(looks: readonly Look[]): string[] {
  const used = variablesOf(looks);
  return used.length === 0
    ? []
    : [
      '',
      'The commands read these variables, here with examples:',
      ...used.map((name) => `  ${name}=${VARIABLES[name].example}  # ${VARIABLES[name].meaning}`),
    ];
}
