import { clusterNameMismatch } from '../../../src/verify/rules/names';
import { configMap, manifests, object } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

const reason = 'No data plane in the input has the name of its cluster in two places.';
const operator = (name: string, namespace = 'union') => dataPlaneService('union-operator', { operator: { clusterId: { name } } }, namespace);
const propeller = (id: string, namespace = 'union') => dataPlaneService('flytepropeller', { propeller: { 'cluster-id': id } }, namespace);
const worker = (cluster: string, namespace = 'union') => dataPlaneService('leaseworker', { leaseworker: { cluster } }, namespace);
const OTHERS = 'east, as the other services of this data plane call the cluster';
const told = (name: string) => operator('east').map((each) => JSON.parse(JSON.stringify(each).replace('"volumeMounts"', `"env":[{"name":"CLUSTER_NAME","value":"${name}"}],"volumeMounts"`)) as object);
/** All take the variable from one object. */
const taking = (ref: string) => [...operator('east'), ...propeller('east')].map((each) => JSON.parse(JSON.stringify(each).replace(
  '"volumeMounts"', `"env":[{"name":"CLUSTER_NAME","valueFrom":{"${ref}":{"name":"operator-cluster-name","key":"cluster_name"}}}],"volumeMounts"`,
)) as Record<string, unknown>);
const fromSecret = (name: string) => [
  ...taking('secretKeyRef'), object('v1', 'Secret', 'operator-cluster-name', { data: { cluster_name: Buffer.from(name).toString('base64') } }, 'union'),
];

testRule(clusterNameMismatch, {
  fires: [
    {
      when: 'one of three speaks of another cluster',
      input: manifests(...operator('east'), ...propeller('west'), ...worker('east')),
      findings: [{ object: 'v1/ConfigMap union/flytepropeller', field: 'data["config.yaml"]: propeller.cluster-id', line: 'cluster-id: west', expected: OTHERS, found: 'west' }],
      remedy: [['cluster-id: west', 'cluster-id: east']],
    },
    {
      when: 'two disagree, of which the operator registers',
      input: manifests(...worker('west'), ...operator('east')),
      findings: [{ object: 'v1/ConfigMap union/leaseworker', field: 'data["config.yaml"]: leaseworker.cluster', line: 'cluster: west', expected: OTHERS, found: 'west' }],
    },
    {
      when: 'values name another cluster to one service',
      input: { 'dp.yaml': withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.clusterId.name', 'west') },
      findings: [{ object: 'v2/Values dataplane', field: 'config.operator.clusterId.name', line: 'name: west', expected: OTHERS, found: 'west' }],
    },
    {
      when: 'as many say the one as the other, and keys are made for one',
      input: {
        'cp.yaml': withValue(CONTROL_PLANE_VALUES, 'services.identity.apiKeyOverrides', [{ key: 'EAGER_API_KEY', clusterName: 'west' }]),
        'dp.yaml': withValue(`${DATA_PLANE_VALUES}clusterName: east\n`, 'config.operator.clusterId.name', 'west'),
      },
      findings: [{ object: 'v2/Values dataplane', field: 'clusterName', line: 'clusterName: east', expected: OTHERS.replace('east', 'west'), found: 'east' }],
    },
    {
      when: 'a variable says so',
      input: manifests(...told('west') as never[]),
      findings: [{ object: 'apps/v1/Deployment union/union-operator', field: 'spec.template.spec.containers[0].env[0].value', line: 'value: west', expected: OTHERS, found: 'west' }],
    },
    {
      when: 'the Secret of the chart says so, from which all of them take the variable',
      input: manifests(...fromSecret('west')),
      findings: [{ object: 'v1/Secret union/operator-cluster-name', field: 'data.cluster_name', line: 'cluster_name: d2VzdA==', expected: OTHERS, found: 'west' }],
      remedy: [['d2VzdA==', 'ZWFzdA==']],
    },
    {
      when: 'the Secret of the chart has a line feed behind it',
      input: manifests(...fromSecret('east\n')),
      findings: [{
        object: 'v1/Secret union/operator-cluster-name', field: 'data.cluster_name', line: 'cluster_name: ZWFzdAo=', expected: 'east and nothing around it', found: 'a line feed at its end',
      }],
    },
    {
      when: 'a ConfigMap says so, from which it takes the variable',
      input: manifests(...taking('configMapKeyRef'), configMap('operator-cluster-name', { cluster_name: 'west' }, 'union')),
      findings: [{ object: 'v1/ConfigMap union/operator-cluster-name', field: 'data.cluster_name', line: 'cluster_name: west', expected: OTHERS, found: 'west' }],
    },
  ],
  passes: [
    { when: 'the Secret that the variable comes from is not in the input', input: manifests(...taking('secretKeyRef')) },
    { when: 'the Secret that the variable comes from agrees', input: manifests(...fromSecret('east')) },
    { when: 'all agree', input: manifests(...operator('east'), ...propeller('east'), ...worker('east'), ...told('east') as never[]) },
    { when: 'two data planes have a name each', input: manifests(...operator('east', 'east'), ...propeller('east', 'east'), ...operator('west', 'west'), ...worker('west', 'west')) },
  ],
  notApplicable: [
    { when: 'values name it once', input: { 'dp.yaml': `${DATA_PLANE_VALUES}clusterName: east\n` }, reason },
    { when: 'one place alone says it', input: manifests(...operator('east')), reason },
    { when: 'a variable stands for it', input: manifests(...operator('east'), ...propeller('${CLUSTER}')), reason },
  ],
});
