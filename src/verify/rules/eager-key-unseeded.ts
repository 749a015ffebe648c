import { nameSlipOf } from '../../common/props/name-slip';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule } from '../engine/rule';
import { isSeeded, KeyMaker, keyMakers, Operator, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';
import { logs, settings } from '../running/cluster-looks';

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

export const eagerKeyUnseeded = defineRule({
  id: 'eager-key-unseeded',
  severity: 'error',
  area: 'services',
  title: 'The API key that an operator fetches is one that the control plane can make.',
  symptom:
    'The operator logs that it got no API key; tasks that start others (eager tasks) fail, all other tasks '
      + 'run.',
  explanation: 'The operator asks the control plane for the API key of eager tasks (config.operator.apiKey). '
    + 'The identity service makes it of the client credentials that it was seeded with for that key and that '
    + 'cluster, or for the key and no cluster. Without such an entry it would have to register a client at '
    + 'the identity provider, which a self-hosted control plane cannot.',
  remediation: `Add an entry for ${EAGER_API_KEY} and the data plane's clusterName to `
    + 'services.identity.apiKeyOverrides of the control plane, with the Secret of its '
    + 'eager client; or set config.operator.apiKey.enabled: false and deliver the key otherwise.',
  see: [
    settings(
      '$CP',
      'apiKeyOverrides|clusterName|clientIdLocation',
      'The keys that the identity service was seeded for.',
    ),
    settings('$DP', 'apiKey|clusterId', 'The name with which the operator asks.'),
    logs('$CP', 'identity', 'CreateKey|apikey', 'What it answered.'),
  ],
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
          restsOn: [operator.named],
        };
      }
    }
  },
});
