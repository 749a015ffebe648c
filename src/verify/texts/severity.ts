// Tests: test/verify/registry.test.ts
/** The severity of a finding of the verifier, from high to low. */
export enum FindingSeverity {
  /** Authentication fails, or callers get access without it. */
  ERROR = 'error',
  /** It works until something else changes. */
  WARNING = 'warning',
  /** For information. */
  INFO = 'info',
}

/** The same as strings of rules and command-line options. */
export type Severity = `${FindingSeverity}`;

export const SEVERITIES: readonly Severity[] = Object.values(FindingSeverity);
