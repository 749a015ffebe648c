import { eagerKeyUnseeded } from '../../../src/verify/rules/eager-keys';
import { manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, operator, seed } from './_eager';

const REASON = 'The input does not show an operator that fetches an API key beside the identity service that makes it.';
const ON = { enabled: true };
const FETCHES = withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.apiKey', ON);
const seeding = (overrides: unknown) => withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', overrides);
const entry = (clusterName?: string) => ({ key: 'EAGER_API_KEY', clusterName, existingSecret: { name: 'eager' } });
const AT = { object: 'v1/ConfigMap union/union-operator', field: 'data["config.yaml"]: operator.apiKey.enabled', line: 'enabled: true' };
const EXPECTED = 'an entry of apiKeyOverrides for EAGER_API_KEY and east';
const older = (text: string) => text.replace('2026.8.schema', '2026.6.9.schema');

testRule(eagerKeyUnseeded, {
  fires: [
    { when: 'nothing is seeded', input: manifests(...identity(undefined), ...operator('east', ON)), findings: [{ ...AT, expected: EXPECTED, found: 'none' }] },
    {
      when: 'another cluster is',
      input: manifests(...identity([seed('west'), seed('', { key: 'OTHER_KEY' })]), ...operator('east', ON)),
      findings: [{ ...AT, expected: EXPECTED, found: 'entries for west' }],
    },
    {
      when: 'an entry has a slip of the cluster',
      input: { 'cp.yaml': seeding([entry('us-esat')]), 'dp.yaml': FETCHES.replace('clusterName: east', 'clusterName: us-east') },
      findings: [{
        object: 'v2/Values controlplane',
        field: 'services.identity.apiKeyOverrides[0].clusterName',
        line: 'clusterName: us-esat',
        expected: 'us-east, the cluster of an operator that fetches its key',
        found: 'us-esat',
      }],
    },
    {
      when: 'values say so',
      input: { 'cp.yaml': CONTROL_PLANE_VALUES, 'dp.yaml': FETCHES },
      findings: [{ object: 'v2/Values dataplane', field: 'config.operator.apiKey.enabled', line: 'enabled: true', expected: EXPECTED, found: 'none' }],
    },
    {
      when: 'values seed another cluster',
      input: { 'cp.yaml': seeding([entry('west')]), 'dp.yaml': FETCHES },
      findings: [{ object: 'v2/Values dataplane', field: 'config.operator.apiKey.enabled', line: 'enabled: true', expected: EXPECTED, found: 'entries for west' }],
    },
  ],
  passes: [
    { when: 'its cluster is seeded', input: manifests(...identity([seed('west'), seed('east')]), ...operator('east', ON)) },
    { when: 'all clusters are', input: manifests(...identity([seed('')]), ...operator('east', ON)) },
    { when: 'its cluster has no name in the input', input: manifests(...identity([seed('west')]), ...operator('{{ .Values.clusterName }}', ON)) },
    { when: 'the identity service registers clients itself', input: manifests(...identity([], 'azure'), ...operator('east', ON)) },
    { when: 'values seed it', input: { 'cp.yaml': seeding([entry('east')]), 'dp.yaml': FETCHES } },
    { when: 'values of the map\'s days seed it', input: { 'cp.yaml': older(seeding({ EAGER_API_KEY: { existingSecret: { name: 'eager' } } })), 'dp.yaml': older(FETCHES) } },
  ],
  notApplicable: [
    { when: 'nobody fetches', input: manifests(...identity([]), ...operator('east', undefined)), reason: REASON },
    { when: 'it is switched off', input: manifests(...identity([]), ...operator('east', { enabled: false })), reason: REASON },
    { when: 'the control plane is not shown', input: manifests(...operator('east', ON)), reason: REASON },
    { when: 'the values of a control plane are of a release that seeds none', input: { 'cp.yaml': CONTROL_PLANE_VALUES.replace('2026.8.schema', '2026.6.schema'), 'dp.yaml': FETCHES }, reason: REASON },
  ],
});
