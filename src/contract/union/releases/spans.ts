import { compareVersions, isWithin, numbersOf } from '../chart-version';
import { ReleaseContract } from '../release-contract';

/** Versions that follow one another: those of a release, or those that no known release covers. */
export interface Span {
  /** The first of them; absent where there is no older one. */
  readonly from?: string;
  /** The first after them; absent where there is no newer one. */
  readonly before?: string;
  readonly release?: ReleaseContract;
  /** Why no release covers them: a phrase without a full stop. */
  readonly why?: string;
}

/** All versions there are, from the oldest to the newest; the releases must come in this order, too. */
export function spansOf(releases: readonly ReleaseContract[]): Span[] {
  const spans: Span[] = [];
  let newest: ReleaseContract | undefined;
  for (const release of releases) {
    const { from, before } = release.versions;
    if (newest?.versions.before !== from) {
      spans.push({
        from: newest?.versions.before,
        before: from,
        why: newest?.newer ?? release.older ?? 'older than what is known here',
      });
    }
    spans.push({ from, before, release });
    newest = release;
  }
  const { versions, version } = newest!;
  return [
    ...spans,
    {
      from: versions.before,
      why: `newer than what is known here; where its values.yaml differs from ${version} must be looked up`,
    },
  ];
}

/** What to say of a version that no known release covers. */
export function whyUnknown(version: string, releases: readonly ReleaseContract[]): string {
  const why = numbersOf(version)
    ? `: ${spansOf(releases).find(({ from = '0.0.0', before = `${Number.MAX_SAFE_INTEGER}.0.0` }) =>
      isWithin(version, { from, before }))!.why}`
    : '; write a version of the charts such as 2026.8.3';
  const known = releases.map((release) => release.version).join(', ');
  return `is unknown; known are ${known}${why}`;
}

/** How code uses a version all the same that is newer than the first known one. */
export function howToAssume(version: string, releases: readonly ReleaseContract[]): string | undefined {
  const newest = releases[releases.length - 1].version.replace(/\./g, '_');
  return numbersOf(version) !== undefined && compareVersions(version, releases[0].versions.from) > 0
    ? 'to use it anyway, compare its values.yaml with that of a known release and write '
      + `ChartVersion.assume('${version}', ChartVersion.V${newest}): docs/chart-releases.md`
    : undefined;
}
