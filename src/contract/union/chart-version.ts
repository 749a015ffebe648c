/** Versions of Union's charts: `2026.8.3`. */

/** Versions that read the same keys. */
export interface VersionRange {
  readonly from: string;
  /** The first version that is no more among them. */
  readonly before: string;
}

const VERSION = /^(?:controlplane-|dataplane-)?v?((\d+)\.(\d+)(?:\.(\d+))?)$/;

/**
 * The numbers of a version such as `2026.8.3`, `2026.8` or `controlplane-2026.8.3`; nothing for what is no
 * version.
 */
export function numbersOf(version: string): readonly number[] | undefined {
  const match = VERSION.exec(version);
  return match ? [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)] : undefined;
}

/** A version without what tags put before it: `2026.8.3` of `controlplane-2026.8.3`. */
export function bareVersion(version: string): string | undefined {
  return VERSION.exec(version)?.[1];
}

/** Negative where the first is older. Both must be versions. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a)!, numbersOf(b)!];
  const i = left.findIndex((part, position) => part !== right[position]);
  return i < 0 ? 0 : left[i] - right[i];
}

/** Whether a text is a version of the range. */
export function isWithin(version: string, { from, before }: VersionRange): boolean {
  return numbersOf(version) !== undefined && compareVersions(from, version) <= 0
    && compareVersions(version, before) < 0;
}

/** The last version before another, for people: `2026.4.7`, `2026.7.x`. */
export function lastBefore(version: string): string {
  const [year, month, patch] = numbersOf(version)!;
  return patch > 0 ? `${year}.${month}.${patch - 1}` : `${year}.${month - 1}.x`;
}

/** What a version speaks of: itself, or without a patch all its patches. */
export function spanOf(version: string): VersionRange {
  const [year, month, patch] = numbersOf(version)!;
  return version.split('.').length > 2
    ? { from: version, before: `${year}.${month}.${patch + 1}` }
    : { from: `${year}.${month}.0`, before: `${year}.${month + 1}.0` };
}
