import { grouped } from '../../common/data/collections';
import type { Consequence, Finding, FoundPlace } from '../engine/finding';
import { objectText } from '../kube/kube-object';
import { headlineOfSeveral } from '../texts/headline';
import { AREAS, RuleArea, RuleDescription } from '../texts/rule-description';
import { SEVERITIES, Severity } from '../texts/severity';
import type { Report } from '../verify';
import { count, isUrl } from './printable';

/** A finding for people: one fault with all its places. */
export interface ShownFinding {
  readonly severity: Severity;
  readonly rule: string;
  /** The fault, with the name of the object. */
  readonly headline: string;
  readonly places: readonly ShownPlace[];
  /** The field, if it is the same at all places. */
  readonly field: string | undefined;
  readonly found: string;
  readonly expected: string;
  readonly edit: string;
  /** Commands that show it on the running deployment; empty for a file. */
  readonly commands: readonly string[];
  /** Its consequences, one per line. */
  readonly affects: readonly string[];
  /** The symptom at runtime, as sentences. */
  readonly symptom: string;
  /** The indexes of its findings in the report. */
  readonly of: readonly number[];
}

export type ShownPlace = FoundPlace & Pick<Finding, 'constructPath'>;

/** The findings of a report in the order in which to fix them, each fault once. */
export function shownFindings(report: Report, rules: readonly RuleDescription[]): ShownFinding[] {
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const commandsOf = ({ file, rule }: Finding) => (isUrl(file) ? ruleOf.get(rule)?.see ?? [] : [])
    .map(({ run }) => run).filter(isShort).slice(0, SHOWN_COMMANDS);
  const numbered = report.findings.map((finding, index) => ({ finding, index }));
  const rank = ({ rule, severity, file }: Finding) => [
    SEVERITIES.indexOf(severity),
    // Questions are in the order of their dependencies.
    isUrl(file) ? -1 : MENDED_FIRST.indexOf(ruleOf.get(rule)?.area ?? 'suppression'),
  ];
  return grouped(numbered, ({ finding }) => faultKey(finding))
    .map((alike) => ({
      ...shown(alike, ruleOf.get(alike[0].finding.rule)), commands: commandsOf(alike[0].finding),
    }))
    .map((each) => ({ each, by: [...rank(report.findings[each.of[0]]), -each.affects.length, each.of[0]] }))
    .sort((a, b) => a.by.map((rankOf, i) => rankOf - b.by[i]).find((difference) => difference !== 0) ?? 0)
    .map(({ each }) => each);
}

/** The maximum number of commands, of those that see more than outside requests do. */
const SHOWN_COMMANDS = 2;
const isShort = (command: string) => /^(?:kubectl|helm) /.test(command) && command.length <= 100;

/** A part comes after its dependencies: readable settings, Secrets, a running server. */
const MENDED_FIRST: readonly RuleArea[] = [
  'config', 'values files', 'secret delivery', 'services', 'browser login', 'the edge', 'SDK and CLI',
  ...AREAS.filter((area) => area === 'authorization' || area === 'suppression'),
];

function shown(
  alike: readonly { readonly finding: Finding; readonly index: number }[], rule: RuleDescription | undefined,
): Omit<ShownFinding, 'commands'> {
  const [{ finding }] = alike;
  const everywhere = alike.flatMap((each) => [each.finding, ...each.finding.also ?? []]);
  const places = distinctPlaces(everywhere);
  const { severity, message, symptom } = finding;

  return {
    severity,
    rule: finding.rule,
    headline: ofSeveral(message, places, rule),
    places,
    field: places.every(({ field }) => field === finding.field) ? finding.field : undefined,
    found: together(everywhere.map(({ field, found: text = finding.found }) => ({ field, text }))),
    expected: together(everywhere.map(({ field, expected: text = finding.expected }) => ({ field, text }))),
    edit: editOf(finding),
    affects: affected(alike.flatMap((each) => each.finding.consequences ?? [])
      .filter((each) => !places.some(({ file, line }) => file === each.file && line === each.line))),
    symptom,
    of: alike.map(({ index }) => index),
  };
}

/** The found or expected values of a finding's places, each once; with the field if fields differ. */
function together(all: readonly { readonly field: string; readonly text: string }[]): string {
  const texts = grouped(all, ({ text }) => text).map(([first]) => first);
  const isOneField = new Set(all.map(({ field }) => field)).size === 1;
  const told = texts.slice(0, SHOWN_TEXTS).map(({ field, text }) =>
    (isOneField || texts.length === 1 || text.includes(field) ? text : `${text} (${field})`));
  const rest = texts.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ').replace(API_VERSION, '');
}

/** People call an object by its kind and name. */
const API_VERSION = /(?<![\w./-])(?:[a-z0-9.-]+\/)?v\d\w*\/(?=[A-Z]\w+ )/g;

const SHOWN_TEXTS = 4;

function distinctPlaces(places: readonly ShownPlace[]): readonly ShownPlace[] {
  const keyOf = ({ file, line, object, field }: ShownPlace) =>
    JSON.stringify([file, line, objectText(object), field]);
  return grouped(places, keyOf).map(([place]) => place);
}

/** Three lines of a report. */
const LONGEST_EDIT = 3 * 86;

/** Lines for more edges than an object has are for those who know which they have. */
const LINES_OF_AN_EDGE = 2;

/** The first sentences of a remedy, as far as they are short, and what to set at the edge or in the chart. */
function editOf({ remediation }: Finding): string {
  const [general, ...ofEdges] = remediation.split('\n');
  const own = ofEdges.length > LINES_OF_AN_EDGE ? [] : ofEdges;
  const room = LONGEST_EDIT - own.join('').length;
  const sentences = general.match(/.+?(?:[.!?](?=\s|$)|$)\s*/g) ?? [general];
  const upTo = (end?: number) => sentences.slice(0, end).join('').trimEnd();
  const tooLong = sentences.findIndex((_, i) => i > 0 && upTo(i + 1).length > room);
  return [upTo(tooLong < 0 ? undefined : tooLong), ...own].join('\n');
}

/** A key of findings that need the same edit in each of their objects. */
function faultKey(finding: Finding): string {
  const { severity, rule, message, symptom, remediation, found, expected, object } = finding;
  const name = objectText(object);
  const texts = [message, symptom, remediation, found, expected];
  return JSON.stringify([severity, rule, object.kind, ...texts.map((text) => text.split(name))]);
}

/** A headline about one object in the form for several: `3 Ingresses let callers set …`. */
function ofSeveral(
  headline: string, places: readonly FoundPlace[], rule: RuleDescription | undefined,
): string {
  const names = new Set(places.map(({ object }) => objectText(object)));
  const [{ object }] = places;
  if (names.size === 1) {
    return headline;
  }
  const isOfOneKind = places.every((place) => place.object.kind === object.kind);
  const several = isOfOneKind && rule !== undefined
    ? headlineOfSeveral(rule, headline, objectText(object), count(names.size, object.kind)) : undefined;
  return several ?? `${headline} (${count(names.size, 'object')})`;
}

/** The maximum number of consequences. */
const SHOWN_CONSEQUENCES = 6;

/** A headline without the object's name, equal for all objects with the same fault. */
function withoutName({ message, object }: Consequence): string {
  return message.split(objectText(object)).join('');
}

/** Each object once for all equal consequences in it. */
function affected(all: readonly Consequence[]): string[] {
  const groups = grouped(all, (each) => JSON.stringify([each.rule, withoutName(each)]));
  const lines = groups.map((alike) => {
    const [{ object, file, line }] = alike;
    const names = [...new Set(alike.map((each) => objectText(each.object)))];
    const headline = alike[0].message;
    const named = headline.startsWith(objectText(object)) ? headline : `${objectText(object)}: ${headline}`;
    return `${named}  ${file}:${line}${names.length > 1 ? `, and ${names.length - 1} more` : ''}`;
  });
  const rest = lines.length - SHOWN_CONSEQUENCES;
  return [...lines.slice(0, SHOWN_CONSEQUENCES), ...(rest > 0 ? [`and ${count(rest, 'more place')}`] : [])];
}
