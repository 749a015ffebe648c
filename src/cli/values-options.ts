import { InvalidPropsError } from '../common/props/problems';
import { UnreadableValuesError } from '../common/values/values-file';
import { ChartVersion, Judge, judgeOf } from '../contract/union/releases/chart-version';
import { ChartName } from '../contract/union/values-contract';
import { printable, printableLines } from '../verify/report/printable';
import type { ValuesText } from '../verify/values/values-reader';
import { Io, UsageError, oneOf } from './command';
import { readAll } from './read-input';

export const RELEASE_HELP = `${ChartVersion._all.join(', ')}, or a version of the charts such as 2026.8.3`;

const PLANES: Readonly<Record<string, ChartName>> = { control: 'controlplane', data: 'dataplane' };

export const RELEASE_OPTION =
  { value: 'RELEASE', help: `${RELEASE_HELP} (default: the current one)` } as const;

/** The options that declare files as values. */
export const VALUES_OPTIONS = {
  values: {
    heading: 'A values file of Union\'s charts is recognized by its first line, as this library writes it, '
      + 'or by its keys. For any other:',
    value: 'FILES',
    multiple: true,
    help: 'values files of one plane, separated by commas, in the order of helm\'s --values',
  },
  release: {
    value: 'RELEASE',
    multiple: true,
    help: `the chart release of --values, one for each or one for all: ${RELEASE_HELP} (default: that of the `
      + 'file\'s first line, else the current one)',
  },
  plane: {
    value: 'PLANE', multiple: true, help: 'control, data: the chart of --values, one for each or one for all',
  },
} as const;

/** The given options. */
type DeclaredValues = Readonly<Partial<Record<keyof typeof VALUES_OPTIONS, readonly string[]>>>;

/**
 * @throws UsageError when the options conflict, or a file cannot be read.
 */
export function declaredValues(
  { values = [], release = [], plane = [] }: DeclaredValues, io: Io,
): ValuesText[] {
  for (const [option, given] of [['--release', release], ['--plane', plane]] as const) {
    if (given.length > 1 && given.length !== values.length) {
      throw new UsageError(
        `${option}: ${given.length} for ${values.length} --values; give one for all, or one for each`,
      );
    }
    if (given.length > 0 && values.length === 0) {
      throw new UsageError(`${option}: needs --values FILE; name the file`);
    }
  }
  const judges = release.map((version) => judgeFor('--release', version, io));
  const charts = plane.map(chartOption);
  return values.flatMap((paths, index) => readAll(paths.split(','), io).map((text) => ({
    ...text,
    ...judges[index] ?? judges[0],
    chart: charts[index] ?? charts[0],
    // Files that are given together are merged, whatever their content.
    ...(paths.includes(',') ? { plane: paths } : {}),
  })));
}

/** @throws UsageError when no known release covers the version. */
export function releaseOf(option: string, version: string | undefined): ChartVersion {
  return version === undefined ? ChartVersion._current : known(option, () => ChartVersion.of(version));
}

/**
 * The release with which to check the values of a version. Prints the differences of the version on standard
 * error.
 *
 * @throws UsageError when no known release is similar enough.
 */
export function judgingRelease(option: string, version: string | undefined, io: Io): ChartVersion {
  return version === undefined ? ChartVersion._current : judgeFor(option, version, io).release;
}

/**
 * The same, with the differences of the version for the report.
 *
 * @throws UsageError when no known release is similar enough.
 */
export function judgeFor(option: string, version: string, io: Io): Judge {
  const judge = known(option, () => judgeOf(version));
  if (judge.note !== undefined) {
    io.stderr(`Note: ${printable(judge.note)}.\n`);
  }
  return judge;
}

function known<T>(option: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    const text = error instanceof InvalidPropsError
      ? error.problems.map((problem) => problem.text).join('; ')
      : (error as Error).message;
    throw new UsageError(`${option}: ${printable(text)}`);
  }
}

/**
 * @throws UsageError when it is not a plane.
 */
export function chartOption(plane: string | undefined): ChartName | undefined {
  return plane === undefined ? undefined : PLANES[oneOf('--plane', plane, Object.keys(PLANES))];
}

/** Problems of the input are errors of the caller. */
export function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UnreadableValuesError ? new UsageError(printableLines(error.message)) : error;
  }
}
