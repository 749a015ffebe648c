import { eagerKeyUnfetched } from '../../../src/verify/rules/eager-keys';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, operator, seed } from './_eager';

const ON = { enabled: true };
const OFF = 'config.operator.apiKey is off';
const AT = { object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.apiKey.enabled' };
const SEEDS = withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', [{ key: 'EAGER_API_KEY', clusterName: 'east', existingSecret: { name: 'eager' } }]);
const dataPlane = (clusterName: string) => `${DATA_PLANE_VALUES}clusterName: ${clusterName}\n`;

testRule(eagerKeyUnfetched, {
  fires: [
    ['the operator is not told to', [...identity([seed('east')]), ...operator('east', undefined)],
      { ...AT, expected: 'an operator that fetches EAGER_API_KEY for east', found: OFF }],
    ['no operator is, of a seed for all', [...identity([seed('')]), ...operator('east', { enabled: false })],
      { ...AT, expected: 'an operator that fetches EAGER_API_KEY', found: OFF }],
    ['values leave it off', { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('east') },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', 'an operator that fetches EAGER_API_KEY for east', OFF,
        '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json'],
      remedy(['    create: false\nclusterName: east', '    create: false\nconfig: { operator: { apiKey: { enabled: true } } }\nclusterName: east'])],
  ],
  passes: [
    ['its operator fetches', [...identity([seed('east')]), ...operator('east', ON)]],
    ['values say so', { 'cp.yaml': SEEDS, 'dp.yaml': withValue(dataPlane('east'), 'config.operator.apiKey', ON) }],
  ],
  notApplicable: [
    ['another data plane is shown', { 'cp.yaml': SEEDS, 'dp.yaml': dataPlane('west') }],
    ['no data plane is', identity([seed('east')])],
    ['nothing is seeded', [...identity([]), ...operator('east', ON)]],
    ['the cluster of the data plane has no name', [...identity([seed('east')]), ...operator(undefined, undefined)]],
  ],
});
