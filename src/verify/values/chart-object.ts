// Tests: test/verify/values/chart-objects.test.ts
import { JsonObject, valueAt } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import type { ValueSet } from './value-set';

/** The origin of a part of an object. The narrowest one that covers a place counts. */
export interface Origin {
  readonly path: readonly PathStep[];
  /** The part of the YAML in the text there. */
  readonly inner?: readonly PathStep[];
  readonly values: readonly PathStep[];
  /** Whether the parts below have the same paths below those values. @default true */
  readonly alike?: boolean;
}

/** All of an object, or a part, that is there because of a value. */
export function becauseOf(values: string, path: readonly PathStep[] = []): Origin {
  return { path, values: values.split('.'), alike: false };
}

/** The authentication part of an object that a chart makes from values; its places are in the values. */
export class ChartObject extends KubeObject {
  public constructor(
    raw: JsonObject, public readonly set: ValueSet, private readonly origins: readonly Origin[],
  ) {
    super(raw, { file: set.files[0].name, document: 0, path: [], cluster: set.cluster });
  }

  public origin({ path, inner }: Field): Field {
    const place = wayOf(path, inner);
    const covering = this.origins.filter((origin) =>
      wayOf(origin.path, origin.inner).every((step, i) => step === place[i]),
    );
    const narrowest = Math.max(...covering.map((origin) => wayOf(origin.path, origin.inner).length));
    const ways = covering
      .filter((origin) => wayOf(origin.path, origin.inner).length === narrowest)
      .map((origin) => [...origin.values, ...(origin.alike === false ? [] : place.slice(narrowest))]);
    // Several values may form one section: the last with the place counts, one in the chart before none,
    // otherwise the nearest.
    const spoken = ways.filter((way) => this.reach(way) === 0);
    const own = ways.filter((way) => valueAt(this.set.contract.defaults, way) !== undefined);
    const [best = ways] = [spoken, own].filter(({ length }) => length > 0);
    const nearest = best.reduce((one, way) => (this.reach(way) >= this.reach(one) ? way : one));
    return this.set.field(this.set.effective.sourceOf(nearest));
  }

  /** How many steps of a path the values do not cover. */
  private reach(way: readonly PathStep[]): number {
    let steps = way.length;
    while (valueAt(this.set.merged.values, way.slice(0, steps)) === undefined) {
      steps -= 1;
    }
    return steps - way.length;
  }
}

/** Between the path to a text and the path within it. No key of Kubernetes is like it. */
const INSIDE = '\u0000';

function wayOf(path: readonly PathStep[], inner: readonly PathStep[] | undefined): readonly PathStep[] {
  return inner === undefined ? path : [...path, INSIDE, ...inner];
}
