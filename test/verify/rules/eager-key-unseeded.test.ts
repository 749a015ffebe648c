import { eagerKeyUnseeded } from '../../../src/verify/rules/eager-keys';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, operator, seed } from './_eager';

const ON = { enabled: true };
const FETCHES = withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.apiKey', ON);
const seeding = (overrides: unknown) => withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', overrides);
const entry = (clusterName?: string) => ({ key: 'EAGER_API_KEY', clusterName, existingSecret: { name: 'eager' } });
const AT = { object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.apiKey.enabled' };
const EXPECTED = 'an entry of apiKeyOverrides for EAGER_API_KEY and east';
const older = (text: string) => text.replace('2026.8.schema', '2026.6.9.schema');

testRule(eagerKeyUnseeded, {
  fires: [
    ['nothing is seeded', [...identity(undefined), ...operator('east', ON)], { ...AT, expected: EXPECTED, found: 'none' }],
    ['another cluster is', [...identity([seed('west'), seed('', { key: 'OTHER_KEY' })]), ...operator('east', ON)],
      { ...AT, expected: EXPECTED, found: 'entries for west' }],
    ['an entry has a slip of the cluster',
      { 'cp.yaml': seeding([entry('us-esat')]), 'dp.yaml': FETCHES.replace('clusterName: east', 'clusterName: us-east') },
      ['v2/Values controlplane', 'services.identity.apiKeyOverrides[0].clusterName', 'us-east, the cluster of an operator that fetches its key', 'us-esat']],
    ['values say so', { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': FETCHES },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', EXPECTED, 'none'],
      remedy(['ingress:\n  host', 'services: { identity: { apiKeyOverrides: [{ key: EAGER_API_KEY, clusterName: east, existingSecret: { name: eager } }] } }\ningress:\n  host'])],
    ['values seed another cluster', { 'cp.yaml': seeding([entry('west')]), 'dp.yaml': FETCHES },
      ['v2/Values dataplane', 'config.operator.apiKey.enabled', EXPECTED, 'entries for west']],
  ],
  passes: [
    ['its cluster is seeded', [...identity([seed('west'), seed('east')]), ...operator('east', ON)]],
    ['all clusters are', [...identity([seed('')]), ...operator('east', ON)]],
    ['its cluster has no name in the input', [...identity([seed('west')]), ...operator('{{ .Values.clusterName }}', ON)]],
    ['the identity service registers clients itself', [...identity([], 'azure'), ...operator('east', ON)]],
    ['values seed it', { 'cp.yaml': seeding([entry('east')]), 'dp.yaml': FETCHES }],
    ['values of the map\'s days seed it',
      { 'cp.yaml': older(seeding({ EAGER_API_KEY: { existingSecret: { name: 'eager' } } })), 'dp.yaml': older(FETCHES) }],
  ],
  notApplicable: [
    ['nobody fetches', [...identity([]), ...operator('east', undefined)]],
    ['it is switched off', [...identity([]), ...operator('east', { enabled: false })]],
    ['the control plane is not shown', operator('east', ON)],
    ['the values of a control plane are of a release that seeds none',
      { 'cp.yaml': CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.6.schema'), 'dp.yaml': FETCHES }],
  ],
});
