import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isInTree } from './whole';

interface Entry<T> {
  readonly scope: IConstruct;
  readonly value: T;
}

/**
 * What has been said so far below one construct: the chart, since what goes into one file goes into one cluster, or the whole app.
 * Kept beside the tree, so that constructs of different classes see each other.
 */
export class Records<T> {
  private readonly byRoom = new WeakMap<IConstruct, Entry<T>[]>();

  public add(room: IConstruct, scope: IConstruct, value: T): void {
    this.byRoom.set(room, [...this.in(room), { scope, value }]);
  }

  /** A construct that failed to come about says nothing. */
  public in(room: IConstruct): readonly Entry<T>[] {
    return (this.byRoom.get(room) ?? []).filter(({ scope }) => isInTree(scope));
  }
}

/** The chart that a construct lies in, or the whole tree. */
export function chartOf(scope: IConstruct): IConstruct {
  return [...scope.node.scopes].reverse().find((parent) => Chart.isChart(parent)) ?? scope.node.root;
}
