/** How grave a finding of the verifier is, from the gravest to the lightest. */
export enum FindingSeverity {
  /** Authentication breaks, or a stranger gets in. */
  ERROR = 'error',
  /** It works until something else changes. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}

/** The same as rules and command-line options spell it. */
export type Severity = `${FindingSeverity}`;

export const SEVERITIES: readonly Severity[] = Object.values(FindingSeverity);
