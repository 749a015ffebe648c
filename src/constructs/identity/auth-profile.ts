/**
 * How closely the output follows the authentication guide.
 *
 * Every difference between the two is a row in `docs/deviations.md`.
 */
export enum AuthProfile {
  /** What works and is safe: the guide, with its known faults mended. */
  HARDENED = 'hardened',
  /** The guide to the letter, faults included: to compare against it, or to reproduce an installation. */
  GUIDE = 'guide',
}
