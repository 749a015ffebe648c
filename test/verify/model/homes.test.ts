import { homeText } from '../../../src/verify/kube/home';
import { Model } from '../../../src/verify/model/model';
import { ToldHome } from '../../../src/verify/model/registrations';
import { parseManifests } from '../../../src/verify/parse';
import { ChartObject } from '../../../src/verify/values/chart-object';
import { configMap, deployment, externalSecret, Json, manifests, object, secret } from '../_manifests';

type Files = Readonly<Record<string, Json[] | string>>;
type Homes = Readonly<Record<string, string | readonly string[]>>;

/** Where the objects and values of some files live: by file, one home if that of all is the same. */
function homes(files: Files, told?: ToldHome): Homes {
  const texts = Object.entries(files).map(([name, content]) => ({ name, text: typeof content === 'string' ? content : manifests(...content) }));
  const { objects, valueSets } = parseManifests(texts);
  const model = new Model(objects, valueSets, told);
  const all = [
    ...model.objects.filter((each) => !(each instanceof ChartObject)).map((each) => [each.source.file, homeText(each)]),
    ...model.valueSets.map((set) => [set.files[0].name, homeText(set)]),
  ];
  return Object.fromEntries(Object.keys(files).map((name) => {
    const of = all.filter(([file]) => file === name).map(([, home]) => home.replace(/^namespace union\b(?!-)/, 'union'));
    return [name, new Set(of).size === 1 ? of[0] : of];
  }));
}

const CLUSTER = 'union-auth.cdk8s.io/cluster';
const HEAD = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n';
const PLACED = `${HEAD}# union-auth.cdk8s.io/namespace: union\n`;
const operator = (image: string, namespace: string | null = 'union', metadata: Json = {}) =>
  deployment('union-operator', { namespace, container: { image }, metadata });
const registering = (cluster: string, namespace = 'union') => configMap('union-operator', { 'config.yaml': { operator: { clusterId: { name: cluster } } } }, namespace);
const delivery = (namespace: string | null = 'union') => externalSecret('union-secret-auth', { namespace });
const placeless = secret('s', {}, null);
const said = (cluster: string, where = 'annotations') => object('v1', 'Secret', `s-${cluster}`, {}, 'union', { [where]: { [CLUSTER]: cluster } });
const CP = deployment('flyteadmin');
const U = 'union';
const CONTROL = 'namespace union-cp';
const ARGO = 'namespace argocd';

/** An Application that installs a chart with values of its own, or syncs folders. */
function application(name: string, destination: Json, ...sources: Json[]): Json {
  return object('argoproj.io/v1alpha1', 'Application', name, { spec: { destination, sources } }, 'argocd');
}
const install = (chart: string, valuesObject: Json) => ({ repoURL: 'https://union.example.com', chart, helm: { valuesObject } });
const calling = (host: string) => configMap('flyte-propeller-config', {
  'core.yaml': { propeller: { 'cluster-id': 'east' } }, 'admin.yaml': { admin: { endpoint: `dns:///${host}:443` } },
}, 'union');
const valuesCalling = (host: string) => `${HEAD}clusterName: east\nglobal: { CONTROLPLANE_HOST: ${host} }\n`;
const own = (cluster: string) => [operator('a', cluster), registering(cluster, cluster), secret(cluster, {}, cluster)];
const dump = (uid: string) => [object('v1', 'Secret', 's', {}, 'union', { uid })];
const patch = object('apps/v1', 'Deployment', 'union-operator', { spec: { template: { spec: { containers: [{ name: 'union-operator', env: [] }] } } } }, 'union');
const SYNCED = { 'dist/east/a.yaml': [delivery()], 'dist/west/a.yaml': [delivery()] };
const SET = object('argoproj.io/v1alpha1', 'ApplicationSet', 'planes', {
  spec: {
    goTemplate: true,
    generators: [{ list: { elements: ['east', 'west'].map((name) => ({ name, path: `dist/${name}` })) } }],
    template: { metadata: { name: '{{ .name }}' }, spec: { destination: { name: 'prod-{{ .name }}' }, source: { path: '{{ .path }}' } } },
  },
}, 'argocd');
const applied = (name: string) => object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, {
  spec: { path: `./dist/${name}`, kubeConfig: { secretRef: { name: `${name}-kubeconfig` } } },
}, 'flux-system');
const release = (name: string) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, {
  spec: {
    chart: { spec: { chart: 'dataplane', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } },
    kubeConfig: { secretRef: { name: `${name}-kubeconfig` } },
    values: { global: { AUTH_CLIENT_ID: name } },
  },
}, 'union');
const HERE = { server: 'https://kubernetes.default.svc' };
const CONTROL_PLANE = { global: { UNION_HOST: 'union.example.com' } };
const plane = (clusterName: string) => ({ clusterName, global: { AUTH_CLIENT_ID: clusterName } });
const HUB = [
  application('controlplane-hub', { namespace: 'union-cp', name: 'hub' }, install('controlplane', { global: { UNION_ORG: 'acme' } })),
  application('dataplane-prod-east', { namespace: 'union', name: 'prod-east' }, install('dataplane', { global: { UNION_ORG: 'acme' }, clusterName: 'us-east' })),
];
const STAGING = application('controlplane-staging', { namespace: 'union-cp', name: 'staging' }, install('controlplane', { global: { UNION_ORG: 'acme' } }));
const BESIDE_HUB = { 'out/cp.yaml': [secret('web', {}, 'union-cp'), secret('gate', {}, 'union-edge')], 'out/dp.yaml': [registering('us-east'), secret('s', {}, 'union')] };
const installed = (...names: string[]): Files => ({
  'apps.yaml': [
    application('cp', { namespace: 'union-cp', ...HERE }, install('controlplane', CONTROL_PLANE)),
    application('west', { namespace: 'union-west', name: 'prod-west' }, install('dataplane', plane('west'))),
    ...names.map((name) => application(name, { namespace: `union-${name}`, ...HERE }, install('dataplane', plane(name)))),
  ],
  'cp.values.yaml': JSON.stringify(CONTROL_PLANE),
  ...Object.fromEntries(['west', ...names].map((name) => [`${name}.values.yaml`, JSON.stringify(plane(name))])),
});

test.each<[string, Files, Homes, ToldHome?]>([
  ['that of the workloads of its file', { 'a.yaml': [operator('a'), secret('a', {}, null), object('v1', 'Namespace', 'n', {}, null), object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {}, null)] },
    { 'a.yaml': [U, U, '', ''] }],
  ['unknown where workloads lie in two', { 'a.yaml': [operator('a'), deployment('b'), placeless] }, { 'a.yaml': [U, CONTROL, ''] }],
  ['unknown where no workload names one', { 'a.yaml': [operator('a', null), secret('s', {}, 'kube-system'), secret('t', {}, null)] }, { 'a.yaml': ['', 'namespace kube-system', ''] }],
  ['unknown where workloads are in other files', { 'a.yaml': [operator('a')], 'b.yaml': [placeless] }, { 'a.yaml': U, 'b.yaml': '' }],
  ['not one in which the same object is already', { 'a.yaml': [operator('a'), secret('s', { a: '1' }), secret('s', { a: '2' }, 'union'), placeless] }, { 'a.yaml': [U, CONTROL, U, ''] }],
  ['known from the other files of a Helm output folder', {
    'out/dataplane/templates/operator/deployment.yaml': [operator('a')],
    'out/dataplane/charts/prometheus/templates/secret.yaml': [placeless],
    'out/controlplane/templates/secret.yaml': [placeless],
  }, { 'out/dataplane/templates/operator/deployment.yaml': U, 'out/dataplane/charts/prometheus/templates/secret.yaml': U, 'out/controlplane/templates/secret.yaml': '' }],
  ['what the caller says', { 'a.yaml': [operator('a'), placeless] }, { 'a.yaml': [U, 'namespace told'] }, () => ({ namespace: 'told' })],
])('the namespace of an object that names none is %s', (_, files, expected, ...told) => expect(homes(files, ...told)).toEqual(expected));

test.each<[string, Files, Homes, ToldHome?]>([
  ['has no name where the input shows one cluster', { 'cp.yaml': [CP], 'east.yaml': [operator('a'), registering('east')] }, { 'cp.yaml': CONTROL, 'east.yaml': U }],
  ['is the one under which the data plane of its file registers', { 'cp.yaml': [CP], 'east.yaml': [registering('east'), delivery()], 'west.yaml': [registering('west'), delivery()] },
    { 'cp.yaml': CONTROL, 'east.yaml': 'union of cluster east', 'west.yaml': 'union of cluster west' }],
  ['is that of its namespace, where the data planes of several are in one file', { 'all.yaml': [CP, ...own('east'), ...own('west')], 'own.yaml': [secret('s', {}, 'north')] }, {
    'all.yaml': [CONTROL, ...Array(3).fill('namespace east of cluster east') as string[], ...Array(3).fill('namespace west of cluster west') as string[]], 'own.yaml': 'namespace north',
  }],
  ['differs from one that another control plane knows by the same name, in manifests and in values', {
    'a.yaml': [registering('east'), calling('a.example.com'), said('east'), delivery()],
    'b.yaml': [calling('B.example.com')],
    'c.yaml': [registering('east')],
    'a.values.yaml': valuesCalling('a.example.com'),
  }, {
    'a.yaml': 'union of cluster east of a.example.com',
    'b.yaml': 'union of cluster east of b.example.com',
    'c.yaml': U,
    'a.values.yaml': expect.stringMatching(/cluster east of a\.example\.com$/) as string,
  }],
  // By its host, and by the Service that it has in its own cluster.
  ...['a.example.com', 'controlplane-nginx-controller.union-cp.svc.cluster.local', 'controlplane.union-cp.svc'].map((other): [string, Files, Homes] => [
    `is one for one control plane, called a.example.com and ${other}`, { 'a.yaml': [calling('a.example.com')], 'b.yaml': [calling(other)], 'c.yaml': [registering('west')] },
    { 'a.yaml': 'union of cluster east', 'b.yaml': 'union of cluster east', 'c.yaml': 'union of cluster west' },
  ]),
  ['is that of its folder', { 'dist/east/a.yaml': [registering('east')], 'dist/east/b.yaml': [delivery()], 'dist/west/a.yaml': [registering('west')], 'dist/c.yaml': [delivery()] },
    { 'dist/east/a.yaml': 'union of cluster east', 'dist/east/b.yaml': 'union of cluster east', 'dist/west/a.yaml': 'union of cluster west', 'dist/c.yaml': U }],
  ['is what an annotation or a label says, for all of its file', { 'a.yaml': [said('east'), delivery()], 'b.yaml': [said('west', 'labels')] },
    { 'a.yaml': 'union of cluster east', 'b.yaml': 'union of cluster west' }],
  ['is separate if another file has the same workload', { 'east.yaml': [operator('a:1'), delivery()], 'west.yaml': [operator('a:2'), delivery()], 'cp.yaml': [CP] },
    { 'east.yaml': 'union of cluster east.yaml', 'west.yaml': 'union of cluster west.yaml', 'cp.yaml': CONTROL }],
  ['is not, where the other file says the same, or patches it', { 'a.yaml': [operator('a')], 'b.yaml': [operator('a')], 'c.yaml': [patch] }, { 'a.yaml': U, 'b.yaml': U, 'c.yaml': U }],
  ['is known from the API server\'s name for an object', { 'east.yaml': dump('1'), 'west.yaml': dump('2') }, { 'east.yaml': 'union of cluster east.yaml', 'west.yaml': 'union of cluster west.yaml' }],
  ['is one where that name is', { 'before.yaml': dump('1'), 'after.yaml': dump('1') }, { 'before.yaml': U, 'after.yaml': U }],
  ['is the destination of the Application that syncs its folder', {
    'apps.yaml': [
      application('east', { name: 'prod-east' }, { chart: 'dataplane' }, { path: './deploy/dist/east/' }),
      application('west', { server: 'https://west.example.com' }, { chart: 'dataplane' }, { path: 'deploy/dist/west' }),
      application('cp', HERE, { chart: 'dataplane' }, { path: 'deploy/dist/cp' }),
    ],
    ...SYNCED,
    'dist/cp/a.yaml': [delivery()],
    'dist/elsewhere/a.yaml': [delivery()],
  }, {
    'apps.yaml': ARGO, 'dist/east/a.yaml': 'union of cluster prod-east', 'dist/west/a.yaml': 'union of cluster https://west.example.com', 'dist/cp/a.yaml': 'union of cluster in-cluster', 'dist/elsewhere/a.yaml': U,
  }],
  ['is the destination of what an ApplicationSet makes for its folder', { 'apps.yaml': [SET], ...SYNCED },
    { 'apps.yaml': ARGO, 'dist/east/a.yaml': 'union of cluster prod-east', 'dist/west/a.yaml': 'union of cluster prod-west' }],
  ['is the kubeconfig of the Flux Kustomization that applies its folder', { 'flux.yaml': [applied('east'), applied('west')], ...SYNCED },
    { 'flux.yaml': 'namespace flux-system', 'dist/east/a.yaml': 'union of cluster east-kubeconfig', 'dist/west/a.yaml': 'union of cluster west-kubeconfig' }],
  ['is what the caller says, whatever it is called itself', { 'east.yaml': [registering('east'), delivery()], 'cp.yaml': [CP] }, { 'east.yaml': 'union of cluster prod', 'cp.yaml': CONTROL },
    (file) => (file.startsWith('east') ? { cluster: 'prod' } : {})],
  ['of values is their clusterName', { 'east.yaml': `${PLACED}clusterName: east\n`, 'west.yaml': `${PLACED}clusterName: west\n`, 'rendered.yaml': [registering('west')] },
    { 'east.yaml': 'union of cluster east', 'west.yaml': 'union of cluster west', 'rendered.yaml': 'union of cluster west' }],
  ['of values without a namespace is that alone', { 'east.yaml': `${HEAD}clusterName: east\n`, 'west.yaml': `${HEAD}clusterName: west\n` }, { 'east.yaml': 'cluster east', 'west.yaml': 'cluster west' }],
  ['of values within an Application is where that goes, unless they name it', {
    'apps.yaml': [
      application('east', { namespace: 'union', name: 'prod-east' }, install('dataplane', { clusterName: 'east', global: { AUTH_CLIENT_ID: 'e' } })),
      application('west', { namespace: 'union', server: 'https://west.example.com' }, install('dataplane', { global: { AUTH_CLIENT_ID: 'w' } })),
    ],
  }, { 'apps.yaml': [ARGO, ARGO, 'union of cluster east', 'union of cluster https://west.example.com'] }],
  ['of values within a HelmRelease is that of its kubeconfig', { 'releases.yaml': [release('east'), release('west')] },
    { 'releases.yaml': [U, U, 'union of cluster east-kubeconfig', 'union of cluster west-kubeconfig'] }],
])('the cluster of an object %s', (_, files, expected, ...told) => expect(homes(files, ...told)).toEqual(expected));

describe('the cluster of an object', () => {
  const files = { 'a/secret.yaml': [said('east')], 'values/east.yaml': `${PLACED}clusterName: east\n`, 'b/secret.yaml': [said('west')], 'c.yaml': [said('east')] };

  test.each<[string, Files, Homes, ToldHome?]>([
    ['is called as the caller calls it, wherever the input calls it otherwise', files, {
      'a/secret.yaml': 'union of cluster prod', 'values/east.yaml': 'union of cluster prod', 'b/secret.yaml': 'union of cluster west', 'c.yaml': 'union of cluster prod',
    }, (file) => (file.startsWith('a/') ? { cluster: 'prod' } : {})],
    ['is called as the input calls it where the caller has two names for it', files, { 'values/east.yaml': 'union of cluster east', 'c.yaml': 'union of cluster staging' },
      (file) => (file.startsWith('a/') ? { cluster: 'prod' } : file === 'c.yaml' ? { cluster: 'staging' } : {})],
    ['is that of the chart that is installed into its namespace, before that of its folder', { 'apps.yaml': HUB, ...BESIDE_HUB },
      { 'out/cp.yaml': ['namespace union-cp of cluster hub', 'namespace union-edge of cluster hub'], 'out/dp.yaml': 'union of cluster us-east' }],
    ['is that of its folder where there are two such charts', { 'apps.yaml': [...HUB, STAGING], ...BESIDE_HUB },
      { 'out/cp.yaml': ['namespace union-cp of cluster us-east', 'namespace union-edge of cluster us-east'] }],
    ['of a file of values is where it is installed, by the name that its data plane registers', installed(),
      { 'cp.values.yaml': 'namespace union-cp of cluster in-cluster', 'west.values.yaml': 'namespace union-west of cluster west' }],
    ['of a file of values is called as the data plane beside it registers', installed('east'), { 'cp.values.yaml': 'namespace union-cp of cluster east' }],
    ['of a file of values is unknown where two are beside it', installed('east', 'north'), { 'cp.values.yaml': 'namespace union-cp' }],
  ])('%s', (_, input, expected, ...told) => expect(homes(input, ...told)).toMatchObject(expected));
});
