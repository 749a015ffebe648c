import { ApiObject, Chart, Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { namespaceName } from './checks';
import { problemLine, Problems, PropProblem } from './problems';
import { PropType, shaped } from './prop-types';

const UNITS = [['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]] as const;

/** Go stores nanoseconds in 64 bits. */
const LONGEST = 9_223_372_036_000;

/** A duration in Go's notation: `1h30m`, `0s`. */
export function goDurationOf(length: Duration): string {
  let rest = length.toMilliseconds({ integral: false });
  const parts = UNITS.map(([unit, milliseconds]) => {
    const count = Math.floor(rest / milliseconds);
    rest -= count * milliseconds;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0s';
}

/** Checks the shape, as an application may have another copy of cdk8s. */
const DURATION =
  shaped((value) => 'toMilliseconds' in value, 'must be a Duration, such as Duration.minutes(5)');

/**
 * A duration with a minimum.
 *
 * @param orZero meaning of zero, if allowed
 */
export function duration(least: Duration, orZero?: string): PropType {
  return (problems, prop, value) => {
    const isDuration = DURATION(problems, prop, value);
    if (isDuration) {
      const [shown, remedy] = wrongLength(value as Duration, least, orZero);
      if (remedy !== undefined) {
        problems.add(prop, shown, remedy);
      }
    }
    return isDuration;
  };
}

/** The text of a duration, and its fault. */
function wrongLength(value: Duration, least: Duration, orZero?: string): [unknown, string?] {
  const milliseconds = value.toMilliseconds({ integral: false });
  const atLeast = `give at least ${goDurationOf(least)}${orZero === undefined ? '' : `, or zero ${orZero}`}`;
  if (!Number.isFinite(milliseconds)) {
    return [milliseconds, `is not a valid duration; ${atLeast}`];
  }
  const shown = goDurationOf(value);
  if (milliseconds > LONGEST) {
    const most = goDurationOf(Duration.millis(LONGEST));
    return [shown, `is longer than Kubernetes can read; give at most ${most}`];
  }
  const isLongEnough = milliseconds >= least.toMilliseconds() || (orZero !== undefined && milliseconds === 0);
  return isLongEnough ? [shown] : [shown, `is too short; ${atLeast}`];
}

/** A construct of a tree. In its own file, for commands that do not load the package of constructs. */
export const constructType: PropType = shaped(
  (value) => Construct.isConstruct(value), 'must be a construct; pass a chart, the app or a construct of it',
);

/** Warns about something valid but unwise, on stderr and in the metadata of the construct. */
export function warn(construct: IConstruct, message: string): void {
  construct.node.addMetadata('warning', message);
  globalThis.process?.emitWarning(`${construct.node.path}: ${message}`, 'UnionAuthWarning');
}

/** Results of checks that need the whole tree, by construct. */
const PROP_CHECKS = new WeakMap<IConstruct, (() => readonly PropProblem[])[]>();

/** Checks props once the whole tree exists; faults fail the synthesis. */
export function checkPropsInTree(construct: IConstruct, check: (problems: Problems) => void): void {
  const find = () => {
    const problems = new Problems(construct.node.path);
    check(problems);
    return problems.all;
  };
  PROP_CHECKS.set(construct, [...PROP_CHECKS.get(construct) ?? [], find]);
  construct.node.addValidation({ validate: () => find().map(problemLine) });
}

/** The results of those checks for a construct. */
export function invalidProps(construct: IConstruct): PropProblem[] {
  return (PROP_CHECKS.get(construct) ?? []).flatMap((find) => find());
}

/**
 * Creates the children of a construct, all or none: if it throws, the construct is removed from the tree.
 * Every construct of the library works inside of it.
 *
 * @throws InvalidPropsError when the namespace of the chart is invalid, which cdk8s does not check.
 */
export function whole<T>(construct: IConstruct, build: () => T): T {
  try {
    const built = build();
    checkNamespaceOfChart(construct);
    return built;
  } catch (error) {
    construct.node.scope?.node.tryRemoveChild(construct.node.id);
    throw error;
  }
}

function checkNamespaceOfChart(construct: IConstruct): void {
  const chart = [...construct.node.scopes].reverse().find((scope): scope is Chart => Chart.isChart(scope));
  const fault = chart?.namespace === undefined ? undefined : namespaceName(chart.namespace);
  if (fault !== undefined
    && construct.node.findAll()
      .some((each) => ApiObject.isApiObject(each) && each.metadata.namespace === chart!.namespace)) {
    const problems = new Problems(`The chart ${chart!.node.path}`);
    problems.add('namespace', chart!.namespace, fault);
    problems.throwIfAny();
  }
}

/** Whether a construct is still in the tree: it, or an ancestor, may have been removed. */
export function isInTree(construct: IConstruct): boolean {
  const { id, scope } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}

interface Entry<T> {
  readonly scope: IConstruct;
  readonly value: T;
}

/**
 * Records for the constructs of one chart (one file goes into one cluster) or of the whole app. They are
 * stored beside the tree, so that constructs of different classes find each other, and by subject, so that a
 * fleet does not compare all planes.
 */
export class Records<T> {
  private readonly byRoom = new WeakMap<IConstruct, Map<string, Entry<T>[]>>();

  public add(room: IConstruct, subject: string, scope: IConstruct, value: T): void {
    const bySubject = this.byRoom.get(room) ?? new Map<string, Entry<T>[]>();
    this.byRoom.set(room, bySubject.set(subject, [...this.about(room, subject), { scope, value }]));
  }

  /** A construct that failed has no records. */
  public about(room: IConstruct, subject: string): readonly Entry<T>[] {
    return (this.byRoom.get(room)?.get(subject) ?? []).filter(({ scope }) => isInTree(scope));
  }
}

/** The chart of a construct, or the root of the tree. */
export function chartOf(scope: IConstruct): IConstruct {
  return [...scope.node.scopes].reverse().find((parent) => Chart.isChart(parent)) ?? scope.node.root;
}
