import { eagerKeyUnfetched } from '../../../src/verify/rules/eager-keys';
import { manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, operator, seed } from './_eager';

const REASON = 'The input does not show a seeded API key beside the operator that should fetch it.';
const ON = { enabled: true };
const OFF = 'config.operator.apiKey is off';
const AT = { object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.apiKey.enabled' };
const SEEDS = withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', [{ key: 'EAGER_API_KEY', clusterName: 'east', existingSecret: { name: 'eager' } }]);
const dataPlane = (clusterName: string) => `${DATA_PLANE_VALUES}clusterName: ${clusterName}\n`;

testRule(eagerKeyUnfetched, {
  fires: [
    {
      when: 'the operator is not told to',
      input: manifests(...identity([seed('east')]), ...operator('east', undefined)),
      findings: [{ ...AT, line: 'operator:', expected: 'an operator that fetches EAGER_API_KEY for east', found: OFF }],
    },
    {
      when: 'no operator is, of a seed for all',
      input: manifests(...identity([seed('')]), ...operator('east', { enabled: false })),
      findings: [{ ...AT, line: 'enabled: false', expected: 'an operator that fetches EAGER_API_KEY', found: OFF }],
    },
    {
      when: 'values leave it off',
      input: { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('east') },
      findings: [{
        object: 'v2/Values dataplane',
        field: 'config.operator.apiKey.enabled',
        line: '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json',
        expected: 'an operator that fetches EAGER_API_KEY for east',
        found: OFF,
      }],
    },
  ],
  passes: [
    { when: 'its operator fetches', input: manifests(...identity([seed('east')]), ...operator('east', ON)) },
    { when: 'values say so', input: { 'cp.yaml': SEEDS, 'dp.yaml': withValue(dataPlane('east'), 'config.operator.apiKey', ON) } },
  ],
  notApplicable: [
    { when: 'another data plane is shown', input: { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('west') }, reason: REASON },
    { when: 'no data plane is', input: manifests(...identity([seed('east')])), reason: REASON },
    { when: 'nothing is seeded', input: manifests(...identity([]), ...operator('east', ON)), reason: REASON },
    { when: 'the cluster of the data plane has no name', input: manifests(...identity([seed('east')]), ...operator(undefined, undefined)), reason: REASON },
  ],
});
