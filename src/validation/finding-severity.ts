/** How grave a finding of the verifier is. */
export enum FindingSeverity {
  /** Authentication breaks, or a stranger gets in. */
  ERROR = 'error',
  /** It works until something else changes. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}
