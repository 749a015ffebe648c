import { nameSlipOf } from '../../common/props/name-slip';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule } from '../engine/rule';
import { isSeeded, KeyMaker, keyMakers, Operator, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';

interface Subject {
  readonly operator: Operator;
  readonly makers: readonly KeyMaker[];
}

function subjectsOf(model: Model): Subject[] {
  const makers = keyMakers(model);
  return makers.length === 0
    ? []
    : operators(model)
      .filter(({ fetches }) => fetches)
      .map((operator) => ({ operator, makers }));
}

/** The entry whose cluster is a slip of the operator's. */
function seedMeant({ clusterName }: Operator, makers: readonly KeyMaker[]): Seed | undefined {
  return clusterName === undefined ? undefined : makers.flatMap(({ seeds }) => seeds).find((seed) =>
    seed.clusterName !== undefined && nameSlipOf(seed.clusterName, [clusterName]) !== undefined);
}

export const eagerKeyUnseeded = defineRule('eager-key-unseeded', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show an operator that fetches an API key beside the identity service that makes it.',
  *check(subjects) {
    for (const { operator, makers } of subjects) {
      if (!isSeeded(operator, makers)) {
        const slip = seedMeant(operator, makers);
        if (slip !== undefined) {
          yield {
            at: slip.field.child('clusterName'),
            expected: `${operator.clusterName}, the cluster of an operator that fetches its key`,
            found: slip.clusterName ?? 'none',
            headline: 'slip',
            values: { cluster: `${operator.clusterName}` },
            restsOn: [operator.named],
          };
          continue;
        }
        const clusters = makers.flatMap(({ seeds }) => seeds.flatMap(({ clusterName }) => clusterName ?? []));
        yield {
          at: operator.field,
          expected: 'an entry of apiKeyOverrides for '
            + `${EAGER_API_KEY}${operator.clusterName === undefined ? '' : ` and ${operator.clusterName}`}`,
          found: clusters.length === 0 ? 'none' : `entries for ${[...new Set(clusters)].join(', ')}`,
          values: { cluster: operator.clusterName ?? 'its cluster' },
          restsOn: [operator.named],
        };
      }
    }
  },
});
