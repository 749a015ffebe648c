import { GATEWAY_AUTH, SERVING_AUTH } from '../../contract/union/values-data-plane';
import { defineRule } from '../engine/rule';
import { helmValues } from '../running/cluster-looks';

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

export const valuesAppsUnguarded = defineRule({
  id: 'values-apps-unguarded',
  severity: 'warning',
  area: 'values files',
  title: 'Apps of a data plane ask who is let to them.',
  symptom:
    'Nothing fails. Everybody who reaches the host of an app uses it without signing in, and what the app '
      + 'may do at Union.',
  explanation: 'With serving.auth.enabled: false the chart sets KOURIER_UNION_AUTHZ_ENABLED to "false", with '
    + 'gateway.auth.enable: false the gateway asks nobody: apps are served to anybody. The charts\' own '
    + 'values.aws.yaml and values.gcp.yaml of 2026.3 to 2026.7 say so; whoever keeps them under values that '
    + 'switch authentication on keeps apps open.',
  remediation: 'Set serving.auth.enabled: true (gateway.auth.enable: true; appAuthentication: true of '
    + 'DataPlaneAuth sets both), or serving.enabled: false where no apps are served.',
  see: [helmValues('serving|gateway', 'What was installed: auth must not be off where apps are served.')],
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
