import { bareVersion, compareVersions, isWithin, numbersOf } from '../chart-version';
import { ChartVersion } from './chart-version';

/** The layout by which values for a version of the charts are judged. */
export interface Judge {
  readonly release: ChartVersion;
  /** In what the version differs from the layout. */
  readonly note?: string;
}

/**
 * Wider than `ChartVersion.of`: values can be judged where nothing can be emitted, as long as it is known
 * what differs.
 *
 * @param layout the known release whose layout someone says that it has
 * @throws for versions older than what is known, and for what is no version. The error says which are known,
 * and why this one is not.
 */
export function judgeOf(version: string, layout?: string): Judge {
  const release = ChartVersion._find(version);
  const said = layout === undefined || release ? undefined : ChartVersion._find(layout);
  if (said) {
    return { release: said, note: ChartVersion.assume(version, said)._assumption };
  }
  if (release) {
    return { release, note: notYet(version, release) };
  }
  const later = ChartVersion._all.find(({ _contract: { judges, versions } }) =>
    judges && isWithin(version, { from: judges.from, before: versions.from }));
  if (later) {
    return {
      release: later,
      note: `${version} is checked by the layout of ${later}, which is near; ${later._contract.judges!.but}`,
    };
  }
  const newest = ChartVersion._current;
  return numbersOf(version) && compareVersions(version, newest.version) > 0
    ? {
      release: newest,
      note: `${version} is newer than what is known here, and is checked by the layout of ${newest}; its `
        + 'values.yaml may differ from that',
    }
    : { release: ChartVersion.of(version) };
}

/** What came within the release, after the version. */
function notYet(version: string, release: ChartVersion): string | undefined {
  const isNamed = bareVersion(version) === release.version;
  const later =
    release._contract.changes.filter(({ since }) => !isNamed && compareVersions(version, since) < 0);
  return later.length === 0
    ? undefined
    : `${version} is checked by the layout of ${release}, and has less: `
      + `${later.map(({ since, what }) => `only since ${since} ${what}`).join('; ')}`;
}
