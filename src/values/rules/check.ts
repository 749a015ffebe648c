import { ChartRelease } from '../../contract/union/releases/chart-release';
import { ChartName } from '../../contract/union/values-contract';
import type { Finding } from '../../verify/engine/finding';
import type { InputProblem } from '../../verify/read/input';
import type { Report } from '../../verify/verify';
import { chartOf } from '../chart-of-file';
import { MergedValues } from '../merged-values';
import { Judged, JudgedChart, ValuesRule, ValuesViolation } from '../rule';
import { UnreadableValuesError, ValuesFile, ValuesText } from '../values-file';
import { VALUES_RULES } from '.';

export interface CheckOptions {
  readonly release: ChartRelease;
  /** @default - told by what each file says */
  readonly chart?: ChartName;
}

/**
 * Judges values files, in the order in which Helm gets them. The report is of the verifier's form; its objects are charts.
 *
 * @throws UnreadableValuesError when a text is no values file, or does not tell which chart it is for.
 */
export function checkValues(texts: readonly ValuesText[], options: CheckOptions): Report {
  const judged = judgedOf(texts, options);
  const results = VALUES_RULES.map((rule) => ({ rule, violations: [...rule.check(judged)] }));
  const needsBoth = (rule: ValuesRule) => rule.id === 'values-planes-disagree' && judged.charts.length < 2;
  return {
    findings: results.flatMap(({ rule, violations }) => violations.map((violation) => findingOf(rule, violation))).sort(byPlace),
    passed: results.filter(({ rule, violations }) => violations.length === 0 && !needsBoth(rule)).map(({ rule }) => rule.id),
    notApplicable: results.filter(({ rule }) => needsBoth(rule)).map(({ rule }) => ({ rule: rule.id, reason: 'The input has the values of one chart only.' })),
    suppressed: [],
    crashed: [],
    notices: [],
    files: texts.length,
    objects: judged.charts.length,
  };
}

function judgedOf(texts: readonly ValuesText[], { release, chart }: CheckOptions): Judged {
  const { controlPlane, dataPlane } = release._contract;
  const contracts = [controlPlane.values, dataPlane.values];
  const files = readAll(texts).map((file) => ({ file, chart: chart ?? chartOf(file, contracts) }));
  const charts = contracts.flatMap((contract): JudgedChart[] => {
    const own = files.filter((entry) => entry.chart === contract.chart).map(({ file }) => file);
    return own.length > 0 ? [{ contract, merged: new MergedValues(contract.chart, own) }] : [];
  });
  return { release, charts };
}

/** All problems of all files at once. */
function readAll(texts: readonly ValuesText[]): ValuesFile[] {
  const problems: InputProblem[] = [];
  const files = texts.flatMap((text) => {
    try {
      return [ValuesFile.read(text)];
    } catch (error) {
      if (!(error instanceof UnreadableValuesError)) {
        throw error;
      }
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) {
    throw new UnreadableValuesError(problems);
  }
  return files;
}

function findingOf(rule: ValuesRule, { chart, path, place, expected, found, symptom }: ValuesViolation): Finding {
  const { file, line } = place ?? chart.merged.placeOf(path);
  return {
    rule: rule.id,
    severity: rule.severity,
    object: { apiVersion: 'v2', kind: 'Values', name: chart.contract.chart },
    file,
    line,
    field: path,
    expected,
    found,
    symptom: symptom ?? rule.symptom,
    remediation: rule.remediation,
  };
}

function byPlace(a: Finding, b: Finding): number {
  const keyOf = ({ rule, field, expected }: Finding) => `${rule} ${field} ${expected}`;
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (keyOf(a) < keyOf(b) ? -1 : 1);
}
