import { JsonObject, valueAt } from '../../common/data/json';
import type { PathStep } from '../../common/data/json';
import { KubeObject } from '../kube/kube-object';
import type { Field } from '../read/field';
import type { EffectiveValues } from './effective-values';
import type { ValueSet } from './value-set';

/** Whence a part of an object comes. The narrowest that covers a place counts. */
export interface Origin {
  readonly path: readonly PathStep[];
  /** The part of the YAML in the text there. */
  readonly inner?: readonly PathStep[];
  readonly values: readonly PathStep[];
  /** Whether what is below is below those values, too, by the same names. @default true */
  readonly alike?: boolean;
}

/** An object that a chart makes of values, as far as authentication goes; its places are in the values. */
export class ChartObject extends KubeObject {
  public constructor(
    raw: JsonObject,
    public readonly set: ValueSet,
    private readonly values: EffectiveValues,
    private readonly origins: readonly Origin[],
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
    // Several values may make up one section: the last that speaks of the place counts, those of the chart
    // before those of no one, or comes nearest to it.
    const spoken = ways.filter((way) => this.reach(way) === 0);
    const own = ways.filter((way) => valueAt(this.set.contract.defaults, way) !== undefined);
    const [best = ways] = [spoken, own].filter(({ length }) => length > 0);
    return this.set.field(
      this.values.sourceOf(best.reduce((one, way) => (this.reach(way) >= this.reach(one) ? way : one))),
    );
  }

  /** How far the values speak of a way, in steps from its end. */
  private reach(way: readonly PathStep[]): number {
    let steps = way.length;
    while (valueAt(this.set.merged.values, way.slice(0, steps)) === undefined) {
      steps -= 1;
    }
    return steps - way.length;
  }
}

/** Between the way to a text and the way within it. No key of Kubernetes is like it. */
const INSIDE = '\u0000';

function wayOf(path: readonly PathStep[], inner: readonly PathStep[] | undefined): readonly PathStep[] {
  return inner === undefined ? path : [...path, INSIDE, ...inner];
}
