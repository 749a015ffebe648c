import type { Looks } from '../running/look';
import type { RemedyLine } from './remedy';
import type { Severity } from './severity';

/** The parts of the wiring that rules watch over; the documentation is ordered by them. */
export const AREAS = [
  'browser login', 'the edge', 'SDK and CLI', 'services', 'authorization', 'secret delivery', 'config',
  'values files', 'suppression',
] as const;
export type RuleArea = (typeof AREAS)[number];

/** What people are told about a rule. Every text but headlines is a sentence or more with a full stop. */
export interface RuleDescription {
  /** Never changes once released: suppressions and dashboards refer to it. */
  readonly id: string;
  readonly severity: Severity;
  readonly area: RuleArea;
  /** By the kind of fault. `{name}` is a value, `[has|have]` what one object does and what several do. */
  readonly headlines: Readonly<Record<string, string>>;
  /** What must hold, in one line. It heads lists of rules, never a finding. */
  readonly title: string;
  /** What one sees at runtime when it does not hold. */
  readonly symptom: string;
  /** How the cause leads to the symptom. */
  readonly explanation: string;
  /** What the rule cannot tell. @default nothing that is worth a word */
  readonly notChecked?: string;
  /** Why the input cannot show whether the rule holds, where there is nothing to judge. Live rules say it. */
  readonly skipped?: string;
  readonly remediation: string;
  /** The same line by line: what to do in any case, and what to set at each edge, or in values. */
  readonly remedies: readonly RemedyLine[];
  /** How to see it on a running deployment. */
  readonly see: Looks;
  /** Of a live rule: the rules that find the same cause in files. */
  readonly inFiles?: readonly string[];
}
