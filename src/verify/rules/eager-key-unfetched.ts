import { EAGER_API_KEY } from '../../contract/union/secrets';
import { defineRule } from '../engine/rule';
import { fits, keyMakers, Operator, operators, Seed } from '../model/eager-keys';
import type { Model } from '../model/model';
import { settings } from '../running/cluster-looks';

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

export const eagerKeyUnfetched = defineRule({
  id: 'eager-key-unfetched',
  severity: 'warning',
  area: 'services',
  title: 'Somebody fetches the API key that the control plane is seeded for.',
  symptom:
    'Tasks that start others (eager tasks) find no API key, and nothing is logged: nobody asked for one.',
  explanation: 'Seeded credentials are no key yet. The identity service makes the key when the operator asks '
    + 'for it, and charts leave that off (config.operator.apiKey.enabled: false). A key that is delivered to '
    + 'the data plane otherwise needs no seed.',
  remediation: 'Set config.operator.apiKey.enabled: true in the values of the data plane, or take the entry '
    + 'out of services.identity.apiKeyOverrides.',
  see: [settings('$DP', 'apiKey', 'enabled must be true.')],
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
        };
      }
    }
  },
});
