import { valuesContradiction } from '../../../src/verify/rules/values-contradiction';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

testRule(valuesContradiction, {
  fires: [
    {
      when: 'login and tokens have different issuers',
      input: changed(CONTROL_PLANE_VALUES, 'openId:\n            baseUrl: https://idp.example.com', 'openId:\n            baseUrl: https://other.example.com'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.auth.userAuth.openId.baseUrl',
          line: 'baseUrl: https://other.example.com/oauth2/default',
          expected: '"https://idp.example.com/oauth2/default", as flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl says (input.yaml:13)',
          found: '"https://other.example.com/oauth2/default"',
        },
      ],
    },
    {
      when: 'the first of three names another client, in a space that nobody sees',
      input: withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'service-id'), 'secrets.admin.clientId', 'service-id')
        .replace('AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: "service-id\u00a0"'),
      findings: [
        {
          object: 'v2/Values dataplane',
          field: 'global.AUTH_CLIENT_ID',
          line: 'AUTH_CLIENT_ID: "service-id\u00a0"',
          expected: '"service-id", as config.union.auth.clientId says (input.yaml:13)',
          found: '"service-id\\u00a0"',
        },
      ],
    },
  ],
  passes: [
    { when: 'keys of one meaning say the same', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
