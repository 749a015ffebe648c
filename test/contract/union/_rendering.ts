import { ChartVersion } from '../../../src/contract/union/releases/chart-version';

/** The layouts of 2026.6 and 2026.7 have the same routes: one rendering is kept of all. */
export function rendering({ version }: ChartVersion): string {
  return ['2026.6.9', '2026.7.2'].includes(version) ? '2026.6' : version;
}
