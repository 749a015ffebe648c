import { objectDuplicated } from '../../../src/verify/rules/manifests';
import { configMap, deployment, manifests, object, secret } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const operator = (cluster: string) => [
  configMap('union-operator', { 'config.yaml': { operator: { clusterId: { name: cluster } } } }, 'union'),
  deployment('union-operator', { namespace: 'union', configMaps: { 'union-operator': '/etc/union/config' }, env: [{ name: 'CLUSTER', value: cluster }] }),
];
const gate = (image: string, metadata = {}) => deployment('gate', { container: { image }, metadata });
const sweep = (image: string) => object('batch/v1', 'CronJob', 'sweep', {
  spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'sweep', image }] } } } } },
}, 'union-cp', said('east'));
const said = (cluster: string) => ({ annotations: { 'union-auth.cdk8s.io/cluster': cluster } });

testRule(objectDuplicated, {
  fires: [
    ['two data planes of one file share a namespace, as one cause', [...operator('east'), ...operator('west')],
      ['v1/ConfigMap union/union-operator', 'metadata.name', 'one ConfigMap union-operator in namespace union',
        'a second one beside that of input.yaml, document 1, and 1 more that are there twice']],
    ['two files are for one cluster',
      { 'a.yaml': manifests(gate('a:1', said('east'))), 'b.yaml': manifests(gate('a:2', said('east'))), 'c.yaml': manifests(gate('a:3', said('west'))) },
      ['apps/v1/Deployment union-cp/gate in cluster east', 'metadata.name', 'one Deployment gate in namespace union-cp of cluster east',
        'a second one beside that of a.yaml, document 1']],
    ['two files have one CronJob for one cluster',
      { 'a.yaml': manifests(sweep('a:1')), 'b.yaml': manifests(sweep('a:2')), 'c.yaml': manifests(gate('a:3', said('west'))) },
      ['batch/v1/CronJob union-cp/sweep in cluster east', 'metadata.name', 'one CronJob sweep in namespace union-cp of cluster east',
        'a second one beside that of a.yaml, document 1']],
    ['a data plane was copied with its clusterName, and not all of it changed', {
      'east.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://east' }, 'union')),
      'west.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://west' }, 'union')),
      'eu.yaml': manifests(...operator('eu')),
    }, ['v1/Secret union/union-secret-auth in cluster east', 'metadata.name', 'one Secret union-secret-auth in namespace union of cluster east',
      'a second one beside that of east.yaml, document 4']],
    ['versions of the API differ',
      [object('networking.k8s.io/v1', 'Ingress', 'a', { spec: {} }), object('networking.k8s.io/v1beta1', 'Ingress', 'a', { spec: {} })],
      ['networking.k8s.io/v1beta1/Ingress union-cp/a', 'metadata.name', 'one Ingress a in namespace union-cp',
        'a second one beside that of input.yaml, document 1'],
      remedy(['---\napiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata:\n  name: a\n  namespace: union-cp\nspec: {}\n', ''])],
  ],
  passes: [
    ['two overlays of two folders name one base, each without a namespace',
      Object.fromEntries(['blue/base', 'green/base'].map((folder, i) => [`apps/${folder}/shop.yaml`, manifests(deployment('shop', { namespace: null, container: { image: `shop:${i}` } }), configMap('shop', { 'a.yaml': `${i}` }, null))]))],
    ['they are for two clusters', { 'east.yaml': manifests(...operator('east')), 'west.yaml': manifests(...operator('west')) }],
    ['they lie in two namespaces', [secret('a', { x: '1' }), secret('a', { x: '2' }, 'union')]],
    ['they say the same', [gate('a:1'), gate('a:1')]],
    ['two files may be for two clusters', { 'a.yaml': manifests(gate('a:1')), 'b.yaml': manifests(gate('a:2')) }],
    ['a file of a cluster holds a patch', {
      'a.yaml': manifests(gate('a:1', said('east'))),
      'b.yaml': manifests(object('apps/v1', 'Deployment', 'gate', { spec: { replicas: 2 } }, 'union-cp', said('east'))),
      'c.yaml': manifests(gate('a:3', said('west'))),
    }],
    ['a file of a cluster holds a patch of what is no workload', {
      'a.yaml': manifests(gate('a:1', said('east')), secret('a', { x: '1' }, 'union-cp', said('east'))),
      'b.yaml': manifests(secret('a', { x: '2' }, 'union-cp', said('east'))),
      'c.yaml': manifests(gate('a:3', said('west'))),
    }],
    ['a Helm release takes the one over',
      [secret('a', { x: '1' }), secret('a', {}, 'union-cp', { annotations: { 'meta.helm.sh/release-name': 'cp' } })]],
    ['both are hooks of Helm', [...['a:1', 'a:2'].map((image) => gate(image, { annotations: { 'helm.sh/hook': 'pre-install' } })), configMap('a', {})]],
    ['a cluster shows one twice', [...['1', '2'].map((resourceVersion) => gate('a:1', { uid: 'x', resourceVersion })), configMap('a', {})]],
    ['names are generated',
      [...['a', 'b'].map((image) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' }, spec: { containers: [{ name: 'a', image }] } })), configMap('a', {})]],
  ],
  notApplicable: [['there are Events only', [object('v1', 'Event', 'a')]]],
});
