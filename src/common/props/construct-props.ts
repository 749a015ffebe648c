import { ApiObject, Chart, Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { namespaceName } from './checks';
import { problemLine, Problems, PropProblem } from './problems';
import { PropType, shaped } from './prop-types';

const UNITS = [['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]] as const;

/** Go counts nanoseconds, in 64 bits. */
const LONGEST = 9_223_372_036_000;

/** A duration as Go reads it: `1h30m`, `0s`. */
export function goDurationOf(length: Duration): string {
  let rest = length.toMilliseconds({ integral: false });
  const parts = UNITS.map(([unit, milliseconds]) => {
    const count = Math.floor(rest / milliseconds);
    rest -= count * milliseconds;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0s';
}

/** What is told by its shape: an application may have another copy of cdk8s. */
const DURATION =
  shaped((value) => 'toMilliseconds' in value, 'must be a Duration, such as Duration.minutes(5)');

/**
 * A length of time, no shorter than the least that makes sense.
 *
 * @param orZero what zero means, where it is allowed
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

/** How a length is shown, and what is wrong with it. */
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

/**
 * A construct of a tree. It has a file of its own, for commands that judge texts do without the package of
 * constructs.
 */
export const constructType: PropType = shaped(
  (value) => Construct.isConstruct(value), 'must be a construct; pass a chart, the app or a construct of it',
);

/**
 * Says that something is legal and unwise: on stderr where there is one, and in the metadata of the construct
 * for anyone who walks the tree.
 */
export function warn(construct: IConstruct, message: string): void {
  construct.node.addMetadata('warning', message);
  globalThis.process?.emitWarning(`${construct.node.path}: ${message}`, 'UnionAuthWarning');
}

/** What checks of props say that need the whole tree, by construct. */
const PROP_CHECKS = new WeakMap<IConstruct, (() => readonly PropProblem[])[]>();

/** Checks props once the whole tree is there; what is wrong with them fails the synthesis. */
export function checkPropsInTree(construct: IConstruct, check: (problems: Problems) => void): void {
  const find = () => {
    const problems = new Problems(construct.node.path);
    check(problems);
    return problems.all;
  };
  PROP_CHECKS.set(construct, [...PROP_CHECKS.get(construct) ?? [], find]);
  construct.node.addValidation({ validate: () => find().map(problemLine) });
}

/** What those checks say of a construct. */
export function invalidProps(construct: IConstruct): PropProblem[] {
  return (PROP_CHECKS.get(construct) ?? []).flatMap((find) => find());
}

/**
 * Builds what a construct consists of, whole or not at all: where the building throws, the construct leaves
 * the tree again. Every construct of the library does its work in here.
 *
 * @throws InvalidPropsError where its objects take from their chart a namespace that is none: cdk8s looks at
 * none.
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

/** Whether a construct is in the tree still: it, or one above it, may have left it again. */
export function isInTree(construct: IConstruct): boolean {
  const { id, scope } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}

interface Entry<T> {
  readonly scope: IConstruct;
  readonly value: T;
}

/**
 * What has been said so far below one construct: the chart, since what goes into one file goes into one
 * cluster, or the whole app. Kept beside the tree, so that constructs of different classes see each other,
 * and by what it is about, so that a fleet does not ask every plane about each.
 */
export class Records<T> {
  private readonly byRoom = new WeakMap<IConstruct, Map<string, Entry<T>[]>>();

  public add(room: IConstruct, subject: string, scope: IConstruct, value: T): void {
    const bySubject = this.byRoom.get(room) ?? new Map<string, Entry<T>[]>();
    this.byRoom.set(room, bySubject.set(subject, [...this.about(room, subject), { scope, value }]));
  }

  /** A construct that failed to come about says nothing. */
  public about(room: IConstruct, subject: string): readonly Entry<T>[] {
    return (this.byRoom.get(room)?.get(subject) ?? []).filter(({ scope }) => isInTree(scope));
  }
}

/** The chart that a construct lies in, or the whole tree. */
export function chartOf(scope: IConstruct): IConstruct {
  return [...scope.node.scopes].reverse().find((parent) => Chart.isChart(parent)) ?? scope.node.root;
}
