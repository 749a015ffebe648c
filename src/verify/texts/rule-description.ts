// Tests: test/verify/registry.test.ts
import type { Looks } from '../running/look';
import type { RemedyLine } from './remedy';
import type { Severity } from './severity';

/** The areas of the wiring with rules, in the order of the documentation. */
export const AREAS = [
  'browser login', 'the edge', 'SDK and CLI', 'services', 'authorization', 'secret delivery', 'config',
  'values files', 'suppression',
] as const;
export type RuleArea = (typeof AREAS)[number];

/** The texts of a rule. Every text but headlines is a sentence or more with a full stop. */
export interface RuleDescription {
  /** Never changes once released: suppressions and dashboards refer to it. */
  readonly id: string;
  readonly severity: Severity;
  readonly area: RuleArea;
  /** By the kind of fault. `{name}` is a value, `[has|have]` the forms for one object and for several. */
  readonly headlines: Readonly<Record<string, string>>;
  /** The condition, in one line. It heads lists of rules, never a finding. */
  readonly title: string;
  /** The symptom at runtime. */
  readonly symptom: string;
  /** How the cause leads to the symptom. */
  readonly explanation: string;
  /** What the rule cannot detect. @default none */
  readonly notChecked?: string;
  /** Why the rule could not be evaluated. Only for live rules. */
  readonly skipped?: string;
  readonly remediation: string;
  /** The remedy by line: general steps, and the settings of each edge, or in values. */
  readonly remedies: readonly RemedyLine[];
  /** How to see it on a running deployment. */
  readonly see: Looks;
  /** Of a live rule: the rules that find the same cause in files. */
  readonly inFiles?: readonly string[];
}
