import { grouped } from '../../common/data/grouped';
import { HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { defineRule } from '../engine/rule';
import { homeKey, homeText } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import { isUnread } from '../kube/unread-kinds';
import { isWholeWorkload, unitOf } from '../model/homes';
import type { Model } from '../model/model';
import { FieldOwner } from '../read/field';

/** Manifests of one name in one home, in the order of the input. */
function subjectsOf(model: Model): readonly KubeObject[][] {
  const manifests = model.objects.filter(
    (object) =>
      !isMade(object)
      && !object.live
      && !isUnread(object.group, object.kind)
      && !object.name.endsWith('*')
      && !isTemporary(object),
  );
  return grouped(manifests, (object) => `${object.group}/${object.kind} ${object.name} ${homeKey(object)}`);
}

/** What a chart makes of its values is no manifest. */
function isMade(object: FieldOwner): boolean {
  return object.origin !== undefined;
}

/** Helm deletes hooks before it makes them again. */
function isTemporary({ annotations }: KubeObject): boolean {
  return annotations['helm.sh/hook'] !== undefined;
}

/**
 * Whether one of the two replaces the other. Another file may be for another cluster, or hold a patch, unless
 * it has a workload of the first once more; without a namespace it is what some overlay makes something of.
 * An object that a Helm release is to take over is meant to be there twice.
 */
function collide(a: KubeObject, b: KubeObject, copies: ReadonlySet<string>): boolean {
  const surelyBeside =
    unitOf(a.source) === unitOf(b.source) || areOneWorkload(a, b) || copies.has(placesOf(a, b));
  return surelyBeside && isAdopted(a) === isAdopted(b) && JSON.stringify(a.raw) !== JSON.stringify(b.raw);
}

/** Whether both are a workload of one name in a home that is known. */
function areOneWorkload(a: KubeObject, b: KubeObject): boolean {
  return a.cluster !== undefined && a.namespace !== undefined && isWholeWorkload(a) && isWholeWorkload(b);
}

/** The places that have a workload of one home in common: one plane twice, or two of one cluster's name. */
function copiesIn(subjects: readonly KubeObject[][]): ReadonlySet<string> {
  return new Set(subjects.flatMap((alike) => alike.flatMap((object, index) => alike.slice(0, index)
    .filter((earlier) => areOneWorkload(earlier, object)).map((earlier) => placesOf(earlier, object)))));
}

function placesOf(a: KubeObject, b: KubeObject): string {
  return JSON.stringify([unitOf(a.source), unitOf(b.source), homeKey(a)]);
}

function isAdopted({ annotations }: KubeObject): boolean {
  return annotations[HELM_OWNERSHIP.releaseName] !== undefined;
}

interface Collision {
  readonly object: KubeObject;
  readonly other: KubeObject;
}

export const objectDuplicated = defineRule('object-duplicated', {
  subjects: subjectsOf,
  notApplicable: 'No manifest in the input.',
  *check(subjects) {
    const copies = copiesIn(subjects);
    const collisions = subjects.flatMap((alike) => alike.flatMap((object, index): Collision[] => {
      const other = alike.slice(0, index).find((earlier) => collide(earlier, object, copies));
      return other === undefined ? [] : [{ object, other }];
    }));
    // Two planes in one namespace have many names in common: one cause, one finding.
    for (const [{ object, other }, ...more] of grouped(collisions, causeOf)) {
      const where = homeText(object);
      const others = more.length === 0 ? '' : `, and ${more.length} more that are there twice`;
      yield {
        at: object.field('metadata', 'name'),
        expected: `one ${object.kind} ${object.name}${where === '' ? '' : ` in ${where}`}`,
        found: `a second one beside that of ${placeText(other)}${others}`,
      };
    }
  },
});

function causeOf({ object, other }: Collision): string {
  return placesOf(object, other);
}

function placeText({ source: { file, unit, document } }: KubeObject): string {
  return unit === undefined ? `${file}, document ${document + 1}` : `chart ${unit}`;
}
