import { valuesDottedKey } from '../../../src/verify/rules/values';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const ofGlobal = (name: string) => ({
  object: 'v2/Values controlplane',
  field: `["global.${name}"]`,
  expected: `global.${name} as maps, global: ${name}: …`,
  found: `"global.${name}" as one name`,
});

testRule(valuesDottedKey, {
  fires: [
    ['a path stands as one key at the top', `${CONTROL_PLANE_VALUES}services.executions.replicaCount: 2\n`,
      ['v2/Values controlplane', '["services.executions.replicaCount"]', 'services.executions.replicaCount as maps, services: executions: replicaCount: …',
        '"services.executions.replicaCount" as one name']],
    ['every key of the file is one', 'global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL: https://idp.example.com/token\n',
      ofGlobal('INTERNAL_CLIENT_ID'),
      ofGlobal('AUTH_TOKEN_URL'),
      remedy(['global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL:', 'global:\n  INTERNAL_CLIENT_ID: service-id\n  AUTH_TOKEN_URL:'])],
    ['a path stands as one key below a map that the chart reads',
      DATA_PLANE_VALUES.replace('secrets:\n', 'config:\n  union.auth.tokenUrl: https://idp.example.com/token\nsecrets:\n'),
      ['v2/Values dataplane', 'config["union.auth.tokenUrl"]', 'config.union.auth.tokenUrl as maps, union: auth: tokenUrl: …',
        '"union.auth.tokenUrl" as one name']],
  ],
  passes: [
    ['annotations have names with dots', withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { 'example.com/owner': 'platform' })],
    ['a map holds files', withValue(CONTROL_PLANE_VALUES, 'services.executions.files', { 'config.yaml': 'a: 1' })],
    ['paths are maps', DATA_PLANE_VALUES],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
