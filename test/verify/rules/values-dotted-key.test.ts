import { valuesDottedKey } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const ofGlobal = (name: string, value: string) => ({
  object: 'v2/Values controlplane',
  field: `["global.${name}"]`,
  line: `global.${name}: ${value}`,
  expected: `global.${name} as maps, global: ${name}: …`,
  found: `"global.${name}" as one name`,
});

testRule(valuesDottedKey, {
  fires: [
    {
      when: 'a path stands as one key at the top',
      input: `${CONTROL_PLANE_VALUES}services.executions.replicaCount: 2\n`,
      findings: [{
        object: 'v2/Values controlplane',
        field: '["services.executions.replicaCount"]',
        line: 'services.executions.replicaCount: 2',
        expected: 'services.executions.replicaCount as maps, services: executions: replicaCount: …',
        found: '"services.executions.replicaCount" as one name',
      }],
    },
    {
      when: 'every key of the file is one',
      input: 'global.INTERNAL_CLIENT_ID: service-id\nglobal.AUTH_TOKEN_URL: https://idp.example.com/token\n',
      findings: [ofGlobal('INTERNAL_CLIENT_ID', 'service-id'), ofGlobal('AUTH_TOKEN_URL', 'https://idp.example.com/token')],
    },
    {
      when: 'a path stands as one key below a map that the chart reads',
      input: DATA_PLANE_VALUES.replace('secrets:\n', 'config:\n  union.auth.tokenUrl: https://idp.example.com/token\nsecrets:\n'),
      findings: [{
        object: 'v2/Values dataplane',
        field: 'config["union.auth.tokenUrl"]',
        line: 'union.auth.tokenUrl: https://idp.example.com/token',
        expected: 'config.union.auth.tokenUrl as maps, union: auth: tokenUrl: …',
        found: '"union.auth.tokenUrl" as one name',
      }],
    },
  ],
  passes: [
    { when: 'annotations have names with dots', input: withValue(CONTROL_PLANE_VALUES, 'ingress.annotations', { 'example.com/owner': 'platform' }) },
    { when: 'a map holds files', input: withValue(CONTROL_PLANE_VALUES, 'services.executions.files', { 'config.yaml': 'a: 1' }) },
    { when: 'paths are maps', input: DATA_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
