import { clusterNameMismatch } from '../../../src/verify/rules/names';
import { configMap, object } from '../_manifests';
import { dataPlaneService } from '../_planes';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, DATA_PLANE_VALUES, withValue } from '../_values';

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
    ['one of three speaks of another cluster', [...operator('east'), ...propeller('west'), ...worker('east')],
      ['v1/ConfigMap union/flytepropeller', 'data["config.yaml"]: propeller.cluster-id', OTHERS, 'west'],
      remedy(['cluster-id: west', 'cluster-id: east'])],
    ['two disagree, of which the operator registers', [...worker('west'), ...operator('east')],
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
  ],
  passes: [
    ['the Secret that the variable comes from is not in the input', taking('secretKeyRef')],
    ['the Secret that the variable comes from agrees', fromSecret('east')],
    ['all agree', [...operator('east'), ...propeller('east'), ...worker('east'), ...told('east') as never[]]],
    ['two data planes have a name each',
      [...operator('east', 'east'), ...propeller('east', 'east'), ...operator('west', 'west'), ...worker('west', 'west')]],
  ],
  notApplicable: [
    ['values name it once', { 'dp.yaml': `${DATA_PLANE_VALUES}clusterName: east\n` }],
    ['one place alone says it', operator('east')],
    ['a variable stands for it', [...operator('east'), ...propeller('${CLUSTER}')]],
  ],
});
