/**
 * A release of Union's Helm charts, as far as authentication is concerned.
 *
 * Source: unionai/helm-charts, tags `controlplane-*` and `dataplane-*`.
 */
export enum ChartRelease {
  /** The layout that the authentication guide describes: 2026.3.0 to 2026.4.7. */
  V2026_3 = '2026.3',
  /** The current layout: 2026.8.0 and later. */
  V2026_8 = '2026.8',
}
