import { oncePer } from '../../../src/common/data/collections';
import { isUnread } from '../../../src/verify/kube/held-kinds';
import { KubeObject, groupOf } from '../../../src/verify/kube/kube-object';
import { Report } from '../../../src/verify/verify';
import { Combination, COMBINATIONS } from './_combinations';
import { finder, judged, read } from './_finder';
import { Removal, removalsFrom } from './_removals';

/** One removal, with a combination in which it is tried. */
export interface Trial {
  readonly removal: Removal;
  readonly combination: Combination;
  /** Position of the object that it concerns. */
  readonly index: number;
}

/**
 * Every removal that differs from the others by what is removed where. It is tried in one of the combinations that have it; which
 * one goes by its text, so that they take turns and each kind and path is tried behind each edge.
 */
export function trials(): Trial[] {
  const byRemoval = new Map<string, Trial[]>();
  for (const combination of COMBINATIONS) {
    combination.objects.forEach((object, index) => {
      for (const removal of removalsFrom(object)) {
        // A line of a text may mean something else in another one.
        const id = [removal.what, JSON.stringify(removal.removed), ...removal.within === undefined ? [] : [removal.within]].join(' ');
        const known = byRemoval.get(id);
        if (known) {
          known.push({ removal, combination, index });
        } else {
          byRemoval.set(id, [{ removal, combination, index }]);
        }
      }
    });
  }
  return [...byRemoval].map(([id, candidates]) => candidates[sumOf(id) % candidates.length]);
}

/** Judges combinations with something taken away. Their objects are read once. */
export class Judge {
  private readonly finds = finder();
  private readonly objects = oncePer(({ objects }: Combination): readonly KubeObject[] => objects.map(read));

  /** What is found in a combination as it is emitted. */
  public baseline(combination: Combination): Report {
    return judged(this.objects(combination));
  }

  /** Whether something is found, where nothing is as it is emitted. */
  public notices({ removal, combination, index }: Trial): boolean {
    const { apiVersion, kind } = combination.objects[index] as { apiVersion: string; kind: string };
    // Of these nothing is kept but metadata, so that nobody could notice.
    if (isUnread(groupOf(apiVersion), kind) && / (spec|rules|roleRef|subjects|automount)/.test(removal.what)) {
      return false;
    }
    const without = removal.without();
    const objects = this.objects(combination);
    return this.finds(without === undefined ? objects.filter((_, position) => position !== index)
      : objects.map((object, position) => (position === index ? read(without, index) : object)));
  }
}

function sumOf(text: string): number {
  let sum = 0;
  for (let position = 0; position < text.length; position += 1) {
    sum = (sum * 31 + text.charCodeAt(position)) % 1_000_003;
  }
  return sum;
}
