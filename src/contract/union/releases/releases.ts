import { ReleaseContract } from '../release-contract';
import { ChartRelease } from './chart-release';
import { RELEASE_2026_3 } from './release-2026-3';
import { RELEASE_2026_8 } from './release-2026-8';

/** The release that is assumed where none is named. */
export const CURRENT_RELEASE = ChartRelease.V2026_8;

/** What each known release reads. A new release is a new file and a line here. */
export const RELEASES: Readonly<Record<ChartRelease, ReleaseContract>> = {
  [ChartRelease.V2026_3]: RELEASE_2026_3,
  [ChartRelease.V2026_8]: RELEASE_2026_8,
};
