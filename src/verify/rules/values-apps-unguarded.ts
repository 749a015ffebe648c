import { GATEWAY_AUTH, SERVING_AUTH } from '../../contract/union/values-data-plane';
import { defineRule } from '../engine/rule';

/** Where the chart asks who is let to apps, by what serves them. */
const SERVED = [
  { asks: SERVING_AUTH, by: 'Knative' },
  { asks: GATEWAY_AUTH, by: 'the gateway of the data plane' },
] as const;

/**
 * Whether apps are served at all: since 2026.8 `apps.enabled` says so, and `serving.enabled` where that is
 * not set.
 */
const SERVES = ['apps.enabled', 'serving.enabled'] as const;

export const valuesAppsUnguarded = defineRule('values-apps-unguarded', {
  subjects: (model) =>
    model.valueSets.filter(({ chart, isAuthless }) => chart === 'dataplane' && !isAuthless),
  notApplicable: 'No values of a data plane that authenticates in the input.',
  *check(sets) {
    for (const set of sets) {
      const serves = SERVES.map((key) => set.get(key)).find((value) => typeof value === 'boolean') ?? true;
      for (const { asks, by } of serves ? SERVED : []) {
        if (set.get(asks) === false) {
          yield { at: set.field(asks), expected: `true, as apps are served by ${by}`, found: 'false' };
        }
      }
    }
  },
});
