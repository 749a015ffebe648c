import { ChartRelease } from '../contract/union/releases/chart-release';
import { Judge, judgeOf } from '../contract/union/releases/judge';
import { ChartName } from '../contract/union/values-contract';
import { UnreadableValuesError } from '../values/values-file';
import { printable } from '../verify/report/printable';
import { oneOf } from './command';
import { Io, UsageError } from './io';

export const RELEASE_HELP = `${ChartRelease._all.join(', ')}, or a version of the charts such as 2026.8.3`;

const PLANES: Readonly<Record<string, ChartName>> = { control: 'controlplane', data: 'dataplane' };

/** @throws UsageError when no known release covers the version. */
export function releaseOf(option: string, version: string | undefined): ChartRelease {
  return version === undefined ? ChartRelease._current : known(option, () => ChartRelease.of(version));
}

/**
 * The release by which the values of a version are judged. Says on standard error in what the version differs.
 *
 * @throws UsageError when no known release is near enough.
 */
export function judgingRelease(option: string, version: string | undefined, io: Io): ChartRelease {
  const { release, note }: Judge = version === undefined ? { release: ChartRelease._current } : known(option, () => judgeOf(version));
  if (note !== undefined) {
    io.stderr(`Note: ${printable(note)}.\n`);
  }
  return release;
}

function known<T>(option: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw new UsageError(`${option}: ${printable(error instanceof Error ? error.message.replace(/^[^\n]*\n\s*- version: /, '') : String(error))}`);
  }
}

/** @throws UsageError when it is no plane. */
export function chartOption(plane: string | undefined): ChartName | undefined {
  return plane === undefined ? undefined : PLANES[oneOf('--plane', plane, Object.keys(PLANES))];
}

/** Problems of the input are the caller's to mend. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableValuesError ? new UsageError(error.message.split('\n').map(printable).join('\n')) : error;
  }
}
