import { valuesAppsUnguarded } from '../../../src/verify/rules/planes';
import { remedy, testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

const finding = (field: string, line: string, by: string) =>
  ({ object: 'v2/Values dataplane', field, line, expected: `true, as apps are served by ${by}`, found: 'false' });

testRule(valuesAppsUnguarded, {
  fires: [
    ['the values for a cloud switch it off', `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: false\n`,
      finding('serving.auth.enabled', 'enabled: false', 'Knative'), remedy(['  auth:\n    enabled: false\n', '  auth:\n    enabled: true\n'])],
    ['the gateway does not ask', `${DATA_PLANE_VALUES}gateway:\n  auth:\n    enable: false\n`,
      finding('gateway.auth.enable', 'enable: false', 'the gateway of the data plane')],
    ['what is set since 2026.8 says that apps are served',
      `${DATA_PLANE_VALUES}apps: { enabled: true }\nserving:\n  enabled: false\n  auth:\n    enabled: false\n`,
      finding('serving.auth.enabled', 'enabled: false', 'Knative')],
  ],
  passes: [
    ['nothing is said of it', DATA_PLANE_VALUES],
    ['apps ask', `${DATA_PLANE_VALUES}serving:\n  enabled: true\n  auth:\n    enabled: true\n`],
    ['no apps are served', `${DATA_PLANE_VALUES}serving:\n  enabled: false\n  auth:\n    enabled: false\n`],
  ],
  notApplicable: [
    ['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n'],
  ],
});
