import { valuesContradiction } from '../../../src/verify/rules/planes';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

testRule(valuesContradiction, {
  fires: [
    {
      when: 'a comment took the value',
      input: withValue(changed(DATA_PLANE_VALUES, 'AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: # service-id'), 'config.union.auth.clientId', 'service-id'),
      findings: [{ object: 'v2/Values dataplane', field: 'global.AUTH_CLIENT_ID', line: 'AUTH_CLIENT_ID: # service-id', expected: '"service-id", as config.union.auth.clientId says (input.yaml:12)', found: 'no value' }],
    },
    {
      when: 'the edge serves another host',
      input: changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'ingress.host',
          line: 'host: other.example.com',
          expected: '"union.example.com", as global.UNION_HOST says (input.yaml:3)',
          found: '"other.example.com"',
        },
      ],
    },
    {
      when: 'flyteadmin answers to the host of the edge',
      input: withValue(changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
        'flyte.configmap.adminServer.auth.authorizedUris', ['https://other.example.com/', 'http://flyteadmin:80']),
      findings: [{ object: 'v2/Values controlplane', field: 'global.UNION_HOST', line: 'UNION_HOST: union.example.com', expected: '"other.example.com", as ingress.host says (input.yaml:30)', found: '"union.example.com"' }],
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
    {
      when: 'people and tokens have issuers of their own, which issuer-mismatch judges',
      input: changed(CONTROL_PLANE_VALUES, 'openId:\n            baseUrl: https://idp.example.com', 'openId:\n            baseUrl: https://other.example.com'),
    },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
