import { organizationMismatch } from '../../../src/verify/rules/names';
import { authorizer, operator } from '../_authorization';
import { externalSecret, manifests } from '../_manifests';
import { service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';
import { identity, seed } from './_eager';

const tenant = (name: string, singleTenantOrgID: string) => service(name, { sharedService: { security: { singleTenantOrgID } } });
const API_KEY = (organization: string) => `{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "${organization}" | b64enc -}}`;
const apiKey = (organization: string) => externalSecret('api-key', { namespace: 'union', spec: { target: { template: { data: { key: API_KEY(organization) } } } } });
const EXPECTED = 'acme, as the other places have it';
const ONE_OF_TWO = (place: string) => `acme, as ${place} has it: one of the two is wrong`;
const named = (text: string, organization: string) => changed(text, 'global:\n', `global:\n  UNION_ORG: ${organization}\n`);

testRule(organizationMismatch, {
  fires: [
    ['bootstrap names another', [...authorizer({ bootstrap: { organization: 'acme-inc' } }), ...tenant('executions', 'acme'), ...operator()],
      ['v1/ConfigMap union-cp/authorizer', 'data["config.yaml"]: authorizer.bootstrap.organization', EXPECTED, 'acme-inc']],
    ['one of two control planes names two', [
      manifests(...authorizer(), ...tenant('executions', 'acme')),
      manifests(...authorizer({ bootstrap: { organization: 'acme-eu' } }), ...tenant('executions', 'acme-eu'), ...tenant('usage', 'other')).replaceAll('union-cp', 'union-cp-eu'),
    ].join(''),
    ['v1/ConfigMap union-cp-eu/usage', 'data["config.yaml"]: sharedService.security.singleTenantOrgID', 'acme or acme-eu, as the other places have it',
      'other']],
    ['an API key does', [...authorizer(), ...tenant('executions', 'acme'), apiKey('other')],
      ['external-secrets.io/v1/ExternalSecret union/api-key', 'spec.target.template.data.key',
        ONE_OF_TWO('data["config.yaml"]: authorizer.bootstrap.organization of v1/ConfigMap union-cp/authorizer'), 'other']],
    ['the values of the control plane do, beside two data planes', {
      'cp.yaml': named(CONTROL_PLANE_VALUES, 'amce'),
      'east.yaml': `${DATA_PLANE_VALUES}orgName: acme\nclusterName: east\n`,
      'west.yaml': `${DATA_PLANE_VALUES}orgName: acme\nclusterName: west\n`,
    }, ['v2/Values controlplane', 'global.UNION_ORG', EXPECTED, 'amce']],
    ['the values of a data plane do', { 'cp.yaml': named(CONTROL_PLANE_VALUES, 'acme'), 'dp.yaml': `${DATA_PLANE_VALUES}orgName: other\n` },
      ['v2/Values dataplane', 'orgName', ONE_OF_TWO('global.UNION_ORG of v2/Values controlplane'), 'other'],
      remedy(['orgName: other', 'orgName: acme'])],
    ['a data plane alone does, against all services of its control plane',
      [...authorizer(), ...tenant('executions', 'acme'), ...service('union-operator', { operator: { clusterId: { organization: 'other' } } }, { namespace: 'union' })],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: operator.clusterId.organization',
        ONE_OF_TWO('data["config.yaml"]: authorizer.bootstrap.organization of v1/ConfigMap union-cp/authorizer'), 'other']],
    ['credentials for API keys are of another', [...identity([seed('', { org: 'other' })]), ...authorizer(), ...tenant('executions', 'acme')],
      ['v1/ConfigMap union-cp/identity', 'data["config.yaml"]: identity.app.apiKeyOverrides[0].org', EXPECTED, 'other']],
    ['roles are given in none', [...authorizer({ bootstrap: { organization: '' } }), ...tenant('executions', 'acme')],
      ['v1/ConfigMap union-cp/authorizer', 'data["config.yaml"]: authorizer.bootstrap.organization', EXPECTED, 'none']],
    ['nobody names one, and roles are given', authorizer({ bootstrap: { organization: '' } }),
      ['v1/ConfigMap union-cp/authorizer', 'data["config.yaml"]: authorizer.bootstrap.organization', 'the organization to which roles apply', 'none']],
  ],
  passes: [
    ['nobody is given a role', [...authorizer({ type: 'Noop', bootstrap: { organization: '' } }), ...tenant('executions', 'acme')]],
    ['all name one', [...authorizer(), ...tenant('executions', 'acme'), ...operator(), apiKey('acme')]],
    ['the input shows two control planes, each of an organization of its own', [
      manifests(...authorizer(), ...tenant('executions', 'acme'), ...operator()),
      manifests(...authorizer({ bootstrap: { organization: 'acme-eu' } }), ...tenant('executions', 'acme-eu')).replaceAll('union-cp', 'union-cp-eu'),
    ].join('')],
    ['an API key names none', [...authorizer(), apiKey('')]],
  ],
  notApplicable: [['nobody names one', [...service('executions', {}), apiKey('')]]],
});
