import { Duration } from 'cdk8s';
import { Problems } from './problems';

const UNITS = [['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]] as const;

/** Go counts nanoseconds, in 64 bits. */
const LONGEST = 9_223_372_036_000;

/** A duration as Go reads it: `1h30m`, `0s`. */
export function goDurationOf(duration: Duration): string {
  let rest = duration.toMilliseconds({ integral: false });
  const parts = UNITS.map(([unit, milliseconds]) => {
    const count = Math.floor(rest / milliseconds);
    rest -= count * milliseconds;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0s';
}

interface DurationBounds {
  readonly least: Duration;
  /** What zero means, where it is allowed. */
  readonly orZero: string;
}

/**
 * Checks that a prop is a Duration, and no shorter than the least that makes sense. Text and numbers come
 * from JavaScript.
 *
 * @param bounds the least; with what zero means, where it is allowed
 */
export function checkDuration(
  problems: Problems, prop: string, value: Duration, bounds: Duration | DurationBounds,
): void {
  const { least, orZero } = 'least' in bounds ? bounds : { least: bounds, orZero: undefined };
  // Told by its shape: an application may have another copy of cdk8s.
  if (typeof (value as Partial<Duration> | null)?.toMilliseconds !== 'function') {
    problems.add(prop, value, 'is no Duration; write one such as Duration.minutes(5)');
    return;
  }
  const milliseconds = value.toMilliseconds({ integral: false });
  const zero = orZero === undefined ? '' : `, or zero ${orZero}`;
  if (!Number.isFinite(milliseconds)) {
    problems.add(prop, milliseconds, `is no length of time; give at least ${goDurationOf(least)}${zero}`);
  } else if (milliseconds > LONGEST) {
    problems.add(
      prop,
      goDurationOf(value),
      `is longer than Kubernetes can read; give at most ${goDurationOf(Duration.millis(LONGEST))}`,
    );
  } else if (milliseconds < least.toMilliseconds() && !(orZero !== undefined && milliseconds === 0)) {
    problems.add(prop, goDurationOf(value), `is too short; give at least ${goDurationOf(least)}${zero}`);
  }
}
