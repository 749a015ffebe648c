import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule } from '../engine/rule';
import { fits, keyMakers, Operator, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';

interface Subject {
  readonly seed: Seed;
  /** Those that it is for; one at least. */
  readonly operators: readonly Operator[];
}

/**
 * The operators of other data planes, and those whose cluster is not named, say nothing about a seed for one
 * cluster.
 */
function subjectsOf(model: Model): Subject[] {
  const all = operators(model);
  return keyMakers(model).flatMap(({ seeds }) => seeds).flatMap((seed) => {
    const its = all.filter(
      (operator) =>
        fits(seed, operator) && (seed.clusterName === undefined || operator.clusterName !== undefined),
    );
    return its.length === 0 ? [] : [{ seed, operators: its }];
  });
}

export const eagerKeyUnfetched = defineRule('eager-key-unfetched', {
  subjects: subjectsOf,
  notApplicable: 'The input does not show a seeded API key beside the operator that should fetch it.',
  *check(subjects) {
    for (const { seed, operators: its } of subjects) {
      if (!its.some(({ fetches }) => fetches)) {
        yield {
          at: seed.field,
          expected: 'an operator that fetches '
            + `${EAGER_API_KEY}${seed.clusterName === undefined ? '' : ` for ${seed.clusterName}`}`,
          found: 'config.operator.apiKey is off',
          values: { cluster: seed.clusterName ?? 'every cluster' },
        };
      }
    }
  },
});
