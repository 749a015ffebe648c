import { Problems } from '../_internal/problems';
import { ChartRelease } from '../contract/union/releases/chart-release';
import { eraOf, unknownRelease } from '../contract/union/releases/release-eras';

/** Finds the release whose layout a version of Union's charts follows. */
export class ChartReleases {
  /**
   * The release of a chart version.
   *
   * @param version as in `Chart.yaml` or the chart's tag: `2026.8.3`, `2026.8`, `controlplane-2026.8.3`
   * @throws when no known release covers the version. The error says which are known, and what lies between.
   */
  public static of(version: string): ChartRelease {
    const release = eraOf(version)?.release;
    if (!release) {
      new Problems('ChartReleases').add('version', version, unknownRelease(version)).throwIfAny();
    }
    return release!;
  }

  private constructor() {}
}
