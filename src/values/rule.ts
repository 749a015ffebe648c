import { ChartRelease } from '../contract/union/releases/chart-release';
import { ValuesContract } from '../contract/union/values-contract';
import type { RuleDescription } from '../verify/engine/rule';
import { MergedValues, Place } from './merged-values';

/** What is judged: the values of one chart or of both, and what their release reads. */
export interface Judged {
  readonly release: ChartRelease;
  readonly charts: readonly JudgedChart[];
}

export interface JudgedChart {
  readonly merged: MergedValues;
  readonly contract: ValuesContract;
}

export interface ValuesViolation {
  readonly chart: JudgedChart;
  readonly path: string;
  /** The place to mend; by default that of the path. */
  readonly place?: Place;
  readonly expected: string;
  /** Never a secret. */
  readonly found: string;
  /** What goes wrong, where the key knows better than the rule. */
  readonly symptom?: string;
}

/** One way in which values files drift from what the chart reads. A pure function of the values. */
export interface ValuesRule extends RuleDescription {
  check(judged: Judged): Iterable<ValuesViolation>;
}

/** A value in a message: short, on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
