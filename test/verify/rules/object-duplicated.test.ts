import { objectDuplicated } from '../../../src/verify/rules/manifests';
import { configMap, deployment, manifests, object, secret } from '../_manifests';
import { testRule } from '../_rule-harness';

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
    {
      when: 'two data planes of one file share a namespace, as one cause',
      input: manifests(...operator('east'), ...operator('west')),
      findings: [{
        object: 'v1/ConfigMap union/union-operator',
        field: 'metadata.name',
        line: 'name: union-operator',
        expected: 'one ConfigMap union-operator in namespace union',
        found: 'a second one beside that of input.yaml, document 1, and 1 more that are there twice',
      }],
    },
    {
      when: 'two files are for one cluster',
      input: { 'a.yaml': manifests(gate('a:1', said('east'))), 'b.yaml': manifests(gate('a:2', said('east'))), 'c.yaml': manifests(gate('a:3', said('west'))) },
      findings: [{
        object: 'apps/v1/Deployment union-cp/gate in cluster east',
        field: 'metadata.name',
        line: 'name: gate',
        expected: 'one Deployment gate in namespace union-cp of cluster east',
        found: 'a second one beside that of a.yaml, document 1',
      }],
    },
    {
      when: 'two files have one CronJob for one cluster',
      input: { 'a.yaml': manifests(sweep('a:1')), 'b.yaml': manifests(sweep('a:2')), 'c.yaml': manifests(gate('a:3', said('west'))) },
      findings: [{
        object: 'batch/v1/CronJob union-cp/sweep in cluster east',
        field: 'metadata.name',
        line: 'name: sweep',
        expected: 'one CronJob sweep in namespace union-cp of cluster east',
        found: 'a second one beside that of a.yaml, document 1',
      }],
    },
    {
      when: 'a data plane was copied with its clusterName, and not all of it changed',
      input: {
        'east.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://east' }, 'union')),
        'west.yaml': manifests(...operator('east'), gate('a:1'), secret('union-secret-auth', { client_secret: 'ref+vault://west' }, 'union')),
        'eu.yaml': manifests(...operator('eu')),
      },
      findings: [{
        object: 'v1/Secret union/union-secret-auth in cluster east',
        field: 'metadata.name',
        line: 'name: union-secret-auth',
        expected: 'one Secret union-secret-auth in namespace union of cluster east',
        found: 'a second one beside that of east.yaml, document 4',
      }],
    },
    {
      when: 'versions of the API differ',
      input: manifests(object('networking.k8s.io/v1', 'Ingress', 'a', { spec: {} }), object('networking.k8s.io/v1beta1', 'Ingress', 'a', { spec: {} })),
      findings: [{
        object: 'networking.k8s.io/v1beta1/Ingress union-cp/a', field: 'metadata.name', line: 'name: a', expected: 'one Ingress a in namespace union-cp', found: 'a second one beside that of input.yaml, document 1',
      }],
    },
  ],
  passes: [
    {
      when: 'two overlays of two folders name one base, each without a namespace',
      input: Object.fromEntries(['blue/base', 'green/base'].map((folder, i) => [`apps/${folder}/shop.yaml`, manifests(deployment('shop', { namespace: null, container: { image: `shop:${i}` } }), configMap('shop', { 'a.yaml': `${i}` }, null))])),
    },
    { when: 'they are for two clusters', input: { 'east.yaml': manifests(...operator('east')), 'west.yaml': manifests(...operator('west')) } },
    { when: 'they lie in two namespaces', input: manifests(secret('a', { x: '1' }), secret('a', { x: '2' }, 'union')) },
    { when: 'they say the same', input: manifests(gate('a:1'), gate('a:1')) },
    { when: 'two files may be for two clusters', input: { 'a.yaml': manifests(gate('a:1')), 'b.yaml': manifests(gate('a:2')) } },
    {
      when: 'a file of a cluster holds a patch',
      input: {
        'a.yaml': manifests(gate('a:1', said('east'))),
        'b.yaml': manifests(object('apps/v1', 'Deployment', 'gate', { spec: { replicas: 2 } }, 'union-cp', said('east'))),
        'c.yaml': manifests(gate('a:3', said('west'))),
      },
    },
    {
      when: 'a file of a cluster holds a patch of what is no workload',
      input: {
        'a.yaml': manifests(gate('a:1', said('east')), secret('a', { x: '1' }, 'union-cp', said('east'))),
        'b.yaml': manifests(secret('a', { x: '2' }, 'union-cp', said('east'))),
        'c.yaml': manifests(gate('a:3', said('west'))),
      },
    },
    { when: 'a Helm release takes the one over', input: manifests(secret('a', { x: '1' }), secret('a', {}, 'union-cp', { annotations: { 'meta.helm.sh/release-name': 'cp' } })) },
    { when: 'both are hooks of Helm', input: manifests(...['a:1', 'a:2'].map((image) => gate(image, { annotations: { 'helm.sh/hook': 'pre-install' } })), configMap('a', {})) },
    { when: 'a cluster shows one twice', input: manifests(...['1', '2'].map((resourceVersion) => gate('a:1', { uid: 'x', resourceVersion })), configMap('a', {})) },
    { when: 'names are generated', input: manifests(...['a', 'b'].map((image) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'job-' }, spec: { containers: [{ name: 'a', image }] } })), configMap('a', {})) },
  ],
  notApplicable: [{ when: 'there are Events only', input: manifests(object('v1', 'Event', 'a')), reason: 'No manifest in the input.' }],
});
