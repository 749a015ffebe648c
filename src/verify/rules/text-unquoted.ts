import type { PathStep } from '../../common/yaml/path';
import { planeOf } from '../credentials/plane';
import { defineRule, Violation } from '../engine/rule';
import type { KubeObject } from '../kube/kube-object';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

/** Where the API server takes texts alone: labels and annotations, of the object and of its pods. */
const MAPS: readonly (readonly PathStep[])[] = [[], ['spec', 'template']].flatMap((way) =>
  ['annotations', 'labels'].map((map) => [...way, 'metadata', map]));

/** What guards Union, runs it and delivers its secrets, with labels or annotations. */
function subjectsOf(model: Model): KubeObject[] {
  const objects = [
    ...model.unionRoutes.map(({ object }) => object),
    ...model.workloads.filter((workload) => planeOf(workload) !== undefined).map(({ object }) => object),
    ...unionExternalSecrets(model).map(({ object }) => object),
  ];
  return [...new Set(objects)].filter((object) =>
    MAPS.some((map) => Object.keys(object.objectAt(...map)).length > 0));
}

function* unquoted(object: KubeObject, map: readonly PathStep[]): Generator<Violation> {
  for (const [key, value] of Object.entries(object.objectAt(...map))) {
    if (typeof value === 'boolean' || typeof value === 'number') {
      yield {
        at: object.field(...map, key),
        expected: `a text in quotes: "${value}"`,
        found: `the ${typeof value} ${value}`,
      };
    }
  }
}

export const textUnquoted = defineRule('text-unquoted', {
  subjects: subjectsOf,
  notApplicable: 'No Ingress, route, workload or ExternalSecret of Union in the input has labels or '
    + 'annotations.',
  *check(subjects) {
    for (const object of subjects) {
      for (const map of MAPS) {
        yield* unquoted(object, map);
      }
    }
  },
});
