import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isInTree } from '../props/whole';

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
