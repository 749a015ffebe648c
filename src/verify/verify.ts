import { oncePer } from '../common/data/collections';
import { InputProblem, ManifestText, problemText } from '../common/yaml/input';
import type { ConfigFile, FileSuppression } from './engine/config-file';
import {
  distinct, Finding, folded, inOrder, RawFinding, SuppressedFinding, toFinding, withConsequences,
} from './engine/finding';
import { Crash, Rule, unlessCrashed, verdictsOn } from './engine/rule';
import { applySuppressions } from './engine/suppression';
import {
  isCertain, withoutConsequences, withoutEchoes, withoutFollowers, withoutMisspelt,
} from './engine/what-counts';
import { Coverage, coverageOf } from './model/coverage';
import { Model } from './model/model';
import type { ToldHome } from './model/registrations';
import { Notice, ParsedInput, parseToJudge } from './parse';
import { Field, FieldOwner, placeKey } from './read/field';
import { lineFinder } from './read/line-finder';
import type { OpenQuestion } from './read/open-question';
import { RuleRegistry, RULES } from './registry';

export interface VerifyOptions {
  /** Run only these rules. @default every rule */
  readonly only?: readonly string[];
  /** Leave these rules out. @default none */
  readonly skip?: readonly string[];
  /** Where the objects of a text live, where the caller says. @default as the input shows */
  readonly homes?: ToldHome;
  /** The construct that rendered an object. @default unknown */
  readonly constructPath?: (object: FieldOwner) => string | undefined;
  /** The settings of a file: accepted findings. @default none */
  readonly config?: ConfigFile;
  /** The current day, such as `2026-11-25`, for the expiry of config entries. @default none expires */
  readonly today?: string;
  /** Whether each place is a separate finding. @default the places of one fault are one finding */
  readonly apart?: boolean;
  /** @default the rules of the verifier */
  readonly registry?: RuleRegistry;
}

/** The outcome of every rule. Plain data, in a stable order. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Rules that found nothing to complain about. */
  readonly passed: readonly string[];
  /** Rules whose question the input cannot answer. */
  readonly notApplicable: readonly { readonly rule: string; readonly reason: string }[];
  /** Rules that failed themselves. A report with crashed rules is not clean. */
  readonly crashed: readonly Crash[];
  /** The checked parts of the wiring, and what to add for further checks. */
  readonly coverage: Coverage;
  /** Files of the input that are broken: they are in no verdict. */
  readonly unreadable: readonly Notice[];
  /** Documents that were passed over and values that could not be read. */
  readonly notices: readonly Notice[];
  readonly files: number;
  /** Kubernetes objects, and charts with checked values. */
  readonly objects: number;
}

/** Whether a report has a result: findings, or a rule without findings. */
export function hasJudged({ findings, suppressed, passed, coverage }: Report): boolean {
  return findings.length > 0 || suppressed.length > 0 || (passed.length > 0 && coverage.judged.length > 0);
}

/**
 * Verifies manifests and values of Union's charts, each alone and against each other. A text that is not YAML
 * or JSON is in `unreadable`, and the others are verified: a report is only clean if `unreadable` is empty.
 *
 * @throws UnreadableInputError when nothing else is in the input.
 * @throws Error when `only` or `skip` names no rule.
 */
export function verify(texts: readonly ManifestText[], options: VerifyOptions = {}): Report {
  return verifyParsed(parseToJudge(texts), options);
}

export function verifyParsed(input: ParsedInput, options: VerifyOptions = {}): Report {
  const registry = options.registry ?? RULES;
  const model = new Model(input.objects, input.valueSets, options.homes);
  const rules = selected(registry, options);
  const { found, passed, notApplicable, crashed } = verdictsOf(rules, model);
  const judged = applySuppressions({
    objects: [...model.objects, ...model.valueSets.flatMap((set) => set.documents)],
    findings: withoutEchoes(found),
    judged: new Set([...passed, ...found.map(({ rule }) => rule.id)]),
    known: new Set(registry.ids),
  }, options.config?.suppressions, options.today);
  const { config } = options;
  const lineOf = lineFinder(config === undefined ? input.texts : [...input.texts, config.source]);
  const finish = (raw: RawFinding) => toFinding(raw, lineOf, (object) => options.constructPath?.(object));
  const findings = inOrder(distinct(causes(judged.findings, rules, crashed)).map(finish));
  return {
    findings: options.apart === true ? findings : folded(findings),
    suppressed: inOrder(distinct(judged.suppressed).map((raw) => {
      const { reason, by } = raw;
      return { ...finish(raw), reason, ...(by === undefined ? {} : { by }) };
    })),
    passed,
    notApplicable,
    crashed,
    coverage: coverageOf(model, [...input.unreadable.map(brokenFile), ...input.unread]),
    unreadable: input.unreadable.map(({ file, line, reason }) =>
      ({ file, ...(line === undefined ? {} : { line }), message: reason })),
    notices: [
      ...input.notices,
      ...brokenValues(model, found),
      ...judged.idle.map((entry) => idleEntry(entry, lineOf)),
    ],
    files: input.texts.length,
    objects: input.objects.length + input.valueSets.length,
  };
}

/** The causes to fix, each with its consequences. */
function causes(
  findings: readonly RawFinding[], rules: readonly Rule[], crashed: Crash[],
): readonly RawFinding[] {
  return withoutFollowers(withoutConsequences(withoutMisspelt(withoutMended(findings, rules, crashed))));
}

/** Without what the rules do not find of the input in which another finding is mended. */
function withoutMended(
  findings: readonly RawFinding[], rules: readonly Rule[], crashed: Crash[],
): readonly RawFinding[] {
  const keyOf = ({ rule, violation: { at } }: RawFinding) => `${rule.id} ${placeKey(at)}`;
  // Findings with one remedy share their found value.
  const foundIn = oncePer((model: Model) => new Set(verdictsOf(rules, model).found.map(keyOf)));
  const mends = findings.filter(({ violation }) => violation.mended !== undefined);
  const objectOf = ({ violation: { at } }: RawFinding) => `${at.object}`;
  return mends.reduce((left, cause) => {
    if (!left.includes(cause)) {
      return left;
    }
    const after = unlessCrashed(cause.rule, crashed, () => foundIn(cause.violation.mended!()));
    if (after === undefined) {
      return left.filter(({ rule }) => rule !== cause.rule);
    }
    if (after.has(keyOf(cause))) {
      return left;
    }
    const isOfOther = (finding: RawFinding) => objectOf(finding) !== objectOf(cause)
      && mends.some((other) => objectOf(other) === objectOf(finding));
    const isConsequence = (finding: RawFinding) => finding.violation.mended === undefined
      && !after.has(keyOf(finding)) && !isOfOther(finding);
    return left.filter((finding) => !isConsequence(finding))
      .map((finding) => (finding === cause ? withConsequences(cause, left.filter(isConsequence)) : finding));
  }, findings);
}

/** A broken file may hold anything. */
function brokenFile(problem: InputProblem): OpenQuestion {
  return {
    missing: problemText(problem),
    question: 'what that file contains',
    add: `it without the fault, or leave it out with --exclude ${problem.file}`,
    asked: true,
  };
}

/** What counts of a verdict. */
interface Certain {
  readonly found: readonly RawFinding[];
  /** Why the rule does not apply. */
  readonly reason?: string;
}

function verdictsOf(rules: readonly Rule[], model: Model) {
  const { verdicts, crashed } = verdictsOn(rules, (rule): Certain => {
    const verdict = rule.judge(model);
    return 'notApplicable' in verdict
      ? { found: [], reason: verdict.notApplicable }
      : { found: verdict.violations.map((violation) => ({ rule, violation })).filter(isCertain) };
  });
  const all = [...verdicts];
  return {
    found: all.flatMap(([, { found }]) => found),
    passed: all.flatMap(([{ id }, { found, reason }]) =>
      (found.length === 0 && reason === undefined ? id : [])),
    notApplicable: all.flatMap(([{ id }, { reason }]) => (reason === undefined ? [] : { rule: id, reason })),
    crashed,
  };
}

function selected(registry: RuleRegistry, { only, skip = [] }: VerifyOptions) {
  const unknown = [...only ?? [], ...skip].filter((id) => registry.get(id) === undefined);
  if (unknown.length > 0) {
    throw new Error(`No rule has the id ${unknown.join(', ')}; see the list of rules`);
  }
  return registry.rules.filter(({ id }) => (only === undefined || only.includes(id)) && !skip.includes(id));
}

function idleEntry({ rule, object, field }: FileSuppression, lineOf: (field: Field) => number): Notice {
  return {
    file: field.object.source.file,
    line: lineOf(field),
    message: `the suppression of ${rule} names no object of the input: ${object}`,
  };
}

/** Unreadable ConfigMap values without a finding: their settings are unknown. */
function brokenValues(model: Model, found: readonly RawFinding[]): Notice[] {
  const reported = new Set(found.map(({ violation: { at } }) => placeText(at)));
  return model.configMaps.flatMap(({ object, problems }) =>
    problems
      .map(({ key, problem }) => ({ key, problem, field: object.field('data', key) }))
      .filter(({ field }) => !reported.has(placeText(field)))
      .map(({ key, problem }) => ({
        file: object.source.file,
        message: `${object}: data[${JSON.stringify(key)}] is not readable YAML (${problem.message}), `
          + 'ignored',
      })),
  );
}

function placeText({ object: { source }, path }: Field): string {
  return JSON.stringify([source.file, source.document, source.path, path]);
}
