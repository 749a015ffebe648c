import { valuesContradiction } from '../../../src/verify/rules/planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed, DATA_PLANE_VALUES, withValue } from '../_values';

testRule(valuesContradiction, {
  fires: [
    ['a comment took the value',
      withValue(changed(DATA_PLANE_VALUES, 'AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: # service-id'), 'config.union.auth.clientId', 'service-id'),
      ['v2/Values dataplane', 'global.AUTH_CLIENT_ID', '"service-id", as config.union.auth.clientId says (input.yaml:12)', 'no value']],
    ['the edge serves another host', changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
      ['v2/Values controlplane', 'ingress.host', '"union.example.com", as global.UNION_HOST says (input.yaml:3)', '"other.example.com"'],
      remedy(['other.example.com', 'union.example.com'])],
    ['flyteadmin answers to the host of the edge',
      withValue(changed(CONTROL_PLANE_VALUES, 'ingress:\n  host: union.example.com', 'ingress:\n  host: other.example.com'),
        'flyte.configmap.adminServer.auth.authorizedUris', ['https://other.example.com/', 'http://flyteadmin:80']),
      ['v2/Values controlplane', 'global.UNION_HOST', '"other.example.com", as ingress.host says (input.yaml:30)', '"union.example.com"']],
    ['the first of three names another client, in a space that nobody sees',
      withValue(withValue(DATA_PLANE_VALUES, 'config.union.auth.clientId', 'service-id'), 'secrets.admin.clientId', 'service-id')
        .replace('AUTH_CLIENT_ID: service-id', 'AUTH_CLIENT_ID: "service-id\u00a0"'),
      ['v2/Values dataplane', 'global.AUTH_CLIENT_ID', '"service-id", as config.union.auth.clientId says (input.yaml:13)', '"service-id\\u00a0"']],
  ],
  passes: [
    ['keys of one meaning say the same', CONTROL_PLANE_VALUES],
    ['people and tokens have issuers of their own, which issuer-mismatch judges',
      changed(CONTROL_PLANE_VALUES, 'openId:\n            baseUrl: https://idp.example.com', 'openId:\n            baseUrl: https://other.example.com')],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
