import { clusterNameMismatch, organizationMismatch } from '../../../src/verify/rules/names';
import { authorizer, operator } from '../_authorization';
import { configMap, externalSecret, manifests, object } from '../_manifests';
import { dataPlaneService, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { changed, CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';
import { identity, seed } from './_eager';

const nameOperator = (name: string, namespace = 'union') => dataPlaneService('union-operator', { operator: { clusterId: { name } } }, namespace);
const propeller = (id: string, namespace = 'union') => dataPlaneService('flytepropeller', { propeller: { 'cluster-id': id } }, namespace);
const worker = (cluster: string, namespace = 'union') => dataPlaneService('leaseworker', { leaseworker: { cluster } }, namespace);
const OTHERS = 'east, as the other services of this data plane call the cluster';
const told = (name: string) => nameOperator('east').map((each) => JSON.parse(JSON.stringify(each).replace('"volumeMounts"', `"env":[{"name":"CLUSTER_NAME","value":"${name}"}],"volumeMounts"`)) as object);
/** All take the variable from one object. */
const taking = (ref: string) => [...nameOperator('east'), ...propeller('east')].map((each) => JSON.parse(JSON.stringify(each).replace(
  '"volumeMounts"', `"env":[{"name":"CLUSTER_NAME","valueFrom":{"${ref}":{"name":"operator-cluster-name","key":"cluster_name"}}}],"volumeMounts"`,
)) as Record<string, unknown>);
const fromSecret = (name: string) => [
  ...taking('secretKeyRef'), object('v1', 'Secret', 'operator-cluster-name', { data: { cluster_name: Buffer.from(name).toString('base64') } }, 'union'),
];

testRule(clusterNameMismatch, {
  fires: [
    ['one of three speaks of another cluster', [...nameOperator('east'), ...propeller('west'), ...worker('east')],
      ['v1/ConfigMap union/flytepropeller', 'data["config.yaml"]: propeller.cluster-id', OTHERS, 'west'],
      remedy(['cluster-id: west', 'cluster-id: east'])],
    ['two disagree, of which the operator registers', [...worker('west'), ...nameOperator('east')],
      ['v1/ConfigMap union/leaseworker', 'data["config.yaml"]: leaseworker.cluster', OTHERS, 'west']],
    ['values name another cluster to one service',
      { 'dp.yaml': withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.clusterId.name', 'west') },
      ['v2/Values dataplane', 'config.operator.clusterId.name', OTHERS, 'west']],
    ['as many say the one as the other, and keys are made for one', {
      'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', [{ key: 'EAGER_API_KEY', clusterName: 'west' }]),
      'dp.yaml': withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.clusterId.name', 'west'),
    }, ['v2/Values dataplane', 'clusterName', OTHERS.replace('east', 'west'), 'east']],
    ['a variable says so', told('west') as never[],
      ['apps/v1/Deployment union/union-operator', 'spec.template.spec.containers[0].env[0].value', OTHERS, 'west']],
    ['the Secret of the chart says so, from which all of them take the variable', fromSecret('west'),
      ['v1/Secret union/operator-cluster-name', 'data.cluster_name', OTHERS, 'west'],
      remedy(['d2VzdA==', 'ZWFzdA=='])],
    ['the Secret of the chart has a line feed behind it', fromSecret('east\n'),
      ['v1/Secret union/operator-cluster-name', 'data.cluster_name', 'east and nothing around it', 'a line feed at its end']],
    ['a ConfigMap says so, from which it takes the variable',
      [...taking('configMapKeyRef'), configMap('operator-cluster-name', { cluster_name: 'west' }, 'union')],
      ['v1/ConfigMap union/operator-cluster-name', 'data.cluster_name', OTHERS, 'west']],
    ['two data planes have one name', [...authorizer(), ...operator('east', 'operator', 'union'), ...operator('east', 'other', 'union-2')],
      ['v1/ConfigMap union-2/union-operator', 'data["config.yaml"]: operator.clusterId.name', 'a name of its own, as ConfigMap union/union-operator has east', 'east']],
    ['an operator registers under another name than its keys and its Secret have', {
      'cp.yaml': manifests(...identity([seed('us-east-1')])),
      'plane.yaml': manifests(...nameOperator('us-east')),
      'secrets.yaml': manifests({ ...externalSecret('auth', { target: 'union-secret-auth' }), metadata: { name: 'auth', namespace: 'union', annotations: { 'union-auth.cdk8s.io/cluster': 'us-east-1' } } }),
    }, ['v1/ConfigMap union/union-operator in cluster us-east', 'data["config.yaml"]: operator.clusterId.name', 'us-east-1, as apiKeyOverrides and what writes the client secret call the cluster', 'us-east']],
  ],
  says: {
    '': 'ConfigMap union/flytepropeller calls the cluster west, and the other places call it east',
    'padded': 'Secret union/operator-cluster-name has a cluster name with characters around it: a line feed at its end',
    'shared': 'ConfigMap union-2/union-operator has the cluster name east, and so has ConfigMap union/union-operator',
  },
  passes: [
    ['the Secret that the variable comes from is not in the input', taking('secretKeyRef')],
    ['the Secret that the variable comes from agrees', fromSecret('east')],
    ['all agree', [...nameOperator('east'), ...propeller('east'), ...worker('east'), ...told('east') as never[]]],
    ['two data planes have a name each',
      [...nameOperator('east', 'east'), ...propeller('east', 'east'), ...nameOperator('west', 'west'), ...worker('west', 'west')]],
  ],
  notApplicable: [
    ['an authorizer has one data plane', [...authorizer(), ...operator('east')]],
    ['values name it once', { 'dp.yaml': `${DATA_PLANE_VALUES}clusterName: east\n` }],
    ['one place alone says it', nameOperator('east')],
    ['a variable stands for it', [...nameOperator('east'), ...propeller('${CLUSTER}')]],
  ],
});

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
    ['the values of an operator do', { 'dp.yaml': withValue(`${DATA_PLANE_VALUES}orgName: acme\n`, 'config.operator.clusterId.organization', 'other') },
      ['v2/Values dataplane', 'config.operator.clusterId.organization', EXPECTED, 'other']],
    ['credentials for API keys are of another', [...identity([seed('', { org: 'other' })]), ...authorizer(), ...tenant('executions', 'acme')],
      ['v1/ConfigMap union-cp/identity', 'data["config.yaml"]: identity.app.apiKeyOverrides[0].org', EXPECTED, 'other']],
    ['roles are given in none', [...authorizer({ bootstrap: { organization: '' } }), ...tenant('executions', 'acme')],
      ['v1/ConfigMap union-cp/authorizer', 'data["config.yaml"]: authorizer.bootstrap.organization', EXPECTED, 'none']],
    ['none is named, and roles are given', authorizer({ bootstrap: { organization: '' } }),
      ['v1/ConfigMap union-cp/authorizer', 'data["config.yaml"]: authorizer.bootstrap.organization', 'the organization to which roles apply', 'none']],
  ],
  says: { '': 'ConfigMap union-cp/authorizer has organization acme-inc, and the other places have acme' },
  passes: [
    ['no role is given', [...authorizer({ type: 'Noop', bootstrap: { organization: '' } }), ...tenant('executions', 'acme')]],
    ['all name one', [...authorizer(), ...tenant('executions', 'acme'), ...operator(), apiKey('acme')]],
    ['the input shows two control planes, each of an organization of its own', [
      manifests(...authorizer(), ...tenant('executions', 'acme'), ...operator()),
      manifests(...authorizer({ bootstrap: { organization: 'acme-eu' } }), ...tenant('executions', 'acme-eu')).replaceAll('union-cp', 'union-cp-eu'),
    ].join('')],
    ['an API key names none', [...authorizer(), apiKey('')]],
  ],
  notApplicable: [['none is named', [...service('executions', {}), apiKey('')]]],
});
