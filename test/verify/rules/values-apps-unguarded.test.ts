import { valuesAppsUnguarded } from '../../../src/verify/rules/planes';
import { testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

const finding = (field: string, line: string, by: string) =>
  ({ object: 'v2/Values dataplane', field, line, expected: `true, as apps are served by ${by}`, found: 'false' });

testRule(valuesAppsUnguarded, {
  fires: [
    {
      when: 'the values for a cloud switch it off',
      input: `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: false\n`,
      findings: [finding('serving.auth.enabled', 'enabled: false', 'Knative')],
    },
    {
      when: 'the gateway does not ask',
      input: `${DATA_PLANE_VALUES}gateway:\n  auth:\n    enable: false\n`,
      findings: [finding('gateway.auth.enable', 'enable: false', 'the gateway of the data plane')],
    },
    {
      when: 'what is set since 2026.8 says that apps are served',
      input: `${DATA_PLANE_VALUES}apps: { enabled: true }\nserving:\n  enabled: false\n  auth:\n    enabled: false\n`,
      findings: [finding('serving.auth.enabled', 'enabled: false', 'Knative')],
    },
  ],
  passes: [
    { when: 'nothing is said of it', input: DATA_PLANE_VALUES },
    { when: 'apps ask', input: `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: true\n` },
    { when: 'no apps are served', input: `${DATA_PLANE_VALUES}serving:\n  enabled: false\n  auth:\n    enabled: false\n` },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of a data plane that authenticates in the input.',
    },
  ],
});
