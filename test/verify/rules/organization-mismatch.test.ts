import { organizationMismatch } from '../../../src/verify/rules/names';
import { authorizer, operator } from '../_authorization';
import { externalSecret, manifests } from '../_manifests';
import { service } from '../_planes';
import { testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES } from '../_values';
import { identity, seed } from './_eager';

const REASON = 'The input names no organization.';
const tenant = (name: string, singleTenantOrgID: string) => service(name, { sharedService: { security: { singleTenantOrgID } } });
const API_KEY = (organization: string) => `{{- printf "%s:%s:%s:%s" "union.example.com" "eager" $secret "${organization}" | b64enc -}}`;
const apiKey = (organization: string) => externalSecret('api-key', { namespace: 'union', spec: { target: { template: { data: { key: API_KEY(organization) } } } } });
const EXPECTED = 'acme, as the other places have it';
const ONE_OF_TWO = (place: string) => `acme, as ${place} has it: one of the two is wrong`;
const named = (text: string, organization: string) => changed(text, 'global:\n', `global:\n  UNION_ORG: ${organization}\n`);

testRule(organizationMismatch, {
  fires: [
    {
      when: 'bootstrap names another',
      input: manifests(...authorizer({ bootstrap: { organization: 'acme-inc' } }), ...tenant('executions', 'acme'), ...operator()),
      findings: [{ object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.bootstrap.organization', line: 'organization: acme-inc', expected: EXPECTED, found: 'acme-inc' }],
    },
    {
      when: 'one of two control planes names two',
      input: [
        manifests(...authorizer(), ...tenant('executions', 'acme')),
        manifests(...authorizer({ bootstrap: { organization: 'acme-eu' } }), ...tenant('executions', 'acme-eu'), ...tenant('usage', 'other')).replaceAll('union-cp', 'union-cp-eu'),
      ].join(''),
      findings: [{
        object: 'v1/ConfigMap union-cp-eu/usage', field: 'data["config.yaml"]: sharedService.security.singleTenantOrgID', line: 'singleTenantOrgID: other', expected: 'acme or acme-eu, as the other places have it', found: 'other',
      }],
    },
    {
      when: 'an API key does',
      input: manifests(...authorizer(), ...tenant('executions', 'acme'), apiKey('other')),
      findings: [{ object: 'external-secrets.io/v1/ExternalSecret union/api-key', field: 'spec.target.template.data.key', line: `key: ${JSON.stringify(API_KEY('other'))}`, expected: ONE_OF_TWO('data["config.yaml"]: authorizer.bootstrap.organization of v1/ConfigMap union-cp/authorizer'), found: 'other' }],
    },
    {
      when: 'the values of the control plane do, beside two data planes',
      input: {
        'cp.yaml': named(CONTROL_PLANE_VALUES, 'amce'),
        'east.yaml': `${DATA_PLANE_VALUES}orgName: acme\nclusterName: east\n`,
        'west.yaml': `${DATA_PLANE_VALUES}orgName: acme\nclusterName: west\n`,
      },
      findings: [{ object: 'v2/Values controlplane', field: 'global.UNION_ORG', line: 'UNION_ORG: amce', expected: EXPECTED, found: 'amce' }],
    },
    {
      when: 'the values of a data plane do',
      input: { 'cp.yaml': named(CONTROL_PLANE_VALUES, 'acme'), 'dp.yaml': `${DATA_PLANE_VALUES}orgName: other\n` },
      findings: [{ object: 'v2/Values dataplane', field: 'orgName', line: 'orgName: other', expected: ONE_OF_TWO('global.UNION_ORG of v2/Values controlplane'), found: 'other' }],
    },
    {
      when: 'a data plane alone does, against all services of its control plane',
      input: manifests(...authorizer(), ...tenant('executions', 'acme'), ...service('union-operator', { operator: { clusterId: { organization: 'other' } } }, { namespace: 'union' })),
      findings: [{
        object: 'v1/ConfigMap union/union-operator',
        field: 'data["config.yaml"]: operator.clusterId.organization',
        line: 'organization: other',
        expected: ONE_OF_TWO('data["config.yaml"]: authorizer.bootstrap.organization of v1/ConfigMap union-cp/authorizer'),
        found: 'other',
      }],
    },
    {
      when: 'credentials for API keys are of another',
      input: manifests(...identity([seed('', { org: 'other' })]), ...authorizer(), ...tenant('executions', 'acme')),
      findings: [{ object: 'v1/ConfigMap union-cp/identity', field: 'data["config.yaml"]: identity.app.apiKeyOverrides[0].org', line: 'org: other', expected: EXPECTED, found: 'other' }],
    },
    {
      when: 'roles are given in none',
      input: manifests(...authorizer({ bootstrap: { organization: '' } }), ...tenant('executions', 'acme')),
      findings: [{ object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.bootstrap.organization', line: 'organization: ""', expected: EXPECTED, found: 'none' }],
    },
    {
      when: 'nobody names one, and roles are given',
      input: manifests(...authorizer({ bootstrap: { organization: '' } })),
      findings: [{
        object: 'v1/ConfigMap union-cp/authorizer', field: 'data["config.yaml"]: authorizer.bootstrap.organization', line: 'organization: ""', expected: 'the organization to which roles apply', found: 'none',
      }],
    },
  ],
  passes: [
    { when: 'nobody is given a role', input: manifests(...authorizer({ type: 'Noop', bootstrap: { organization: '' } }), ...tenant('executions', 'acme')) },
    { when: 'all name one', input: manifests(...authorizer(), ...tenant('executions', 'acme'), ...operator(), apiKey('acme')) },
    {
      when: 'the input shows two control planes, each of an organization of its own',
      input: [
        manifests(...authorizer(), ...tenant('executions', 'acme'), ...operator()),
        manifests(...authorizer({ bootstrap: { organization: 'acme-eu' } }), ...tenant('executions', 'acme-eu')).replaceAll('union-cp', 'union-cp-eu'),
      ].join(''),
    },
    { when: 'an API key names none', input: manifests(...authorizer(), apiKey('')) },
  ],
  notApplicable: [
    { when: 'nobody names one', input: manifests(...service('executions', {}), apiKey('')), reason: REASON },
  ],
});
