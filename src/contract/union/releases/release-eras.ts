import { ChartRelease } from './chart-release';

/** A span of chart versions that read the same keys. Source: tags `controlplane-*` and `dataplane-*` of unionai/helm-charts. */
export interface ReleaseEra {
  /** First version of the span. */
  readonly from: string;
  /** The release whose layout it follows; absent where none of the known ones fits. */
  readonly release?: ChartRelease;
  /** What sets it apart: a phrase without a full stop. */
  readonly note: string;
}

/** From the oldest to the newest; each ends where the next begins. */
export const RELEASE_ERAS: readonly ReleaseEra[] = [
  { from: '0.0.0', note: 'the charts have no OIDC support before 2026.3.0' },
  { from: '2026.3.0', release: ChartRelease.V2026_3, note: 'the layout that the authentication guide describes' },
  { from: '2026.4.8', note: 'OIDC_BASE_URL, OIDC_CLIENT_ID and CLI_CLIENT_ID are dead, and the leaseworker stands beside the executor' },
  { from: '2026.6.1', note: 'the self-hosted overlays are gone, and the data plane reads CONTROLPLANE_HOST' },
  { from: '2026.6.9', note: 'services.identity.apiKeyOverrides is a map' },
  { from: '2026.7.2', note: 'services.identity.apiKeyOverrides is a list, and the executor is still there' },
  { from: '2026.8.0', release: ChartRelease.V2026_8, note: 'the current layout' },
  { from: '2026.9.0', note: 'newer than what is known here; where its values.yaml differs from 2026.8 must be looked up' },
];

const VERSION = /^v?(\d+)\.(\d+)(?:\.(\d+))?$/;

/** The span of a version such as `2026.8.3` or `controlplane-2026.8.3`; nothing for what is no version. */
export function eraOf(version: string): ReleaseEra | undefined {
  const wanted = numbersOf(version.replace(/^(controlplane|dataplane)-/, ''));
  return wanted && [...RELEASE_ERAS].reverse().find(({ from }) => compare(numbersOf(from)!, wanted) <= 0);
}

function numbersOf(version: string): number[] | undefined {
  const match = VERSION.exec(version);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((part, position) => part !== b[position]);
  return i < 0 ? 0 : a[i] - b[i];
}

/** What to say of a version that no known release covers. */
export function unknownRelease(version: string): string {
  const known = Object.values(ChartRelease).join(', ');
  const era = eraOf(version);
  const nearest = era?.release
    ? `; it follows the layout of ${era.release}: give that`
    : era
      ? `: ${era.note}`
      : '; write a version of the charts such as 2026.8.3';
  return `is unknown; known are ${known}${nearest}. A new release is a new file in src/contract/union/releases, see docs/chart-releases.md`;
}
