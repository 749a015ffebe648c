import { homeText } from '../../../src/verify/kube/home';
import { Model } from '../../../src/verify/model/model';
import { ToldHome } from '../../../src/verify/model/registrations';
import { parseManifests } from '../../../src/verify/parse';
import { ChartObject } from '../../../src/verify/values/chart-object';
import { configMap, deployment, externalSecret, Json, manifests, object, secret } from '../_manifests';

type Files = Readonly<Record<string, Json[] | string>>;

/** Where each object of some files lives, by its file and name. */
function homes(files: Files, told?: ToldHome): Record<string, string> {
  const texts = Object.entries(files).map(([name, content]) => ({ name, text: typeof content === 'string' ? content : manifests(...content) }));
  const { objects, valueSets } = parseManifests(texts);
  const model = new Model(objects, valueSets, told);
  return Object.fromEntries([
    ...model.objects.filter((each) => !(each instanceof ChartObject)).map((each) => [`${each.source.file} ${each.name}`, homeText(each)]),
    ...model.valueSets.map((set) => [set.files[0].name, homeText(set)]),
  ]);
}

const operator = (image: string, namespace: string | null = 'union', metadata: Json = {}) =>
  deployment('union-operator', { namespace, container: { image }, metadata });
const registering = (cluster: string) => configMap('union-operator', { 'config.yaml': { operator: { clusterId: { name: cluster } } } }, 'union');
const delivery = (namespace: string | null = 'union') => externalSecret('union-secret-auth', { namespace });

describe('the namespace of an object that names none', () => {
  test('is that of the workloads of its file', () => {
    expect(homes({ 'a.yaml': [operator('a'), secret('a', {}, null), object('v1', 'Namespace', 'n', {}, null), object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {}, null)] })).toEqual({
      'a.yaml union-operator': 'namespace union', 'a.yaml a': 'namespace union', 'a.yaml n': '', 'a.yaml r': '',
    });
  });

  test('is nobody\'s guess where workloads lie in two, or none names one', () => {
    expect(homes({ 'a.yaml': [operator('a'), deployment('b'), secret('s', {}, null)] })).toMatchObject({ 'a.yaml s': '' });
    expect(homes({ 'a.yaml': [operator('a', null), secret('s', {}, 'kube-system'), secret('t', {}, null)] })).toMatchObject({ 'a.yaml union-operator': '', 'a.yaml t': '' });
    expect(homes({ 'a.yaml': [operator('a')], 'b.yaml': [secret('s', {}, null)] })).toMatchObject({ 'b.yaml s': '' });
  });

  test('is not one in which the same object is already', () => {
    expect(homes({ 'a.yaml': [operator('a'), secret('s', { a: '1' }), secret('s', { a: '2' }, 'union'), secret('s', {}, null)] })).toMatchObject({ 'a.yaml s': '' });
  });

  test('is known from the other files of a Helm output folder', () => {
    expect(homes({
      'out/dataplane/templates/operator/deployment.yaml': [operator('a')],
      'out/dataplane/charts/prometheus/templates/secret.yaml': [secret('s', {}, null)],
      'out/controlplane/templates/secret.yaml': [secret('t', {}, null)],
    })).toMatchObject({ 'out/dataplane/charts/prometheus/templates/secret.yaml s': 'namespace union', 'out/controlplane/templates/secret.yaml t': '' });
  });

  test('is what the caller says', () => {
    expect(homes({ 'a.yaml': [operator('a'), secret('s', {}, null)] }, () => ({ namespace: 'told' }))).toEqual({ 'a.yaml union-operator': 'namespace union', 'a.yaml s': 'namespace told' });
  });
});

describe('the cluster of an object', () => {
  test('has no name where the input shows one cluster', () => {
    expect(homes({ 'cp.yaml': [deployment('flyteadmin')], 'east.yaml': [operator('a'), registering('east')] })).toEqual({
      'cp.yaml flyteadmin': 'namespace union-cp', 'east.yaml union-operator': 'namespace union',
    });
  });

  test('is the one under which the data plane of its file registers', () => {
    expect(homes({ 'cp.yaml': [deployment('flyteadmin')], 'east.yaml': [registering('east'), delivery()], 'west.yaml': [registering('west'), delivery()] })).toEqual({
      'cp.yaml flyteadmin': 'namespace union-cp',
      'east.yaml union-operator': 'namespace union of cluster east',
      'east.yaml union-secret-auth': 'namespace union of cluster east',
      'west.yaml union-operator': 'namespace union of cluster west',
      'west.yaml union-secret-auth': 'namespace union of cluster west',
    });
  });

  test('is that of its namespace, where the data planes of several are in one file', () => {
    const plane = (cluster: string) => [
      operator('a', cluster), configMap('union-operator', { 'config.yaml': { operator: { clusterId: { name: cluster } } } }, cluster), secret(cluster, {}, cluster),
    ];
    expect(homes({ 'all.yaml': [deployment('flyteadmin'), ...plane('east'), ...plane('west')], 'own.yaml': [secret('s', {}, 'north')] })).toMatchObject({
      'all.yaml flyteadmin': 'namespace union-cp', 'all.yaml east': 'namespace east of cluster east', 'all.yaml west': 'namespace west of cluster west', 'own.yaml s': 'namespace north',
    });
  });

  test('differs from one that another control plane knows by the same name, in manifests and in values', () => {
    const calling = (host: string) => configMap('flyte-propeller-config', {
      'core.yaml': { propeller: { 'cluster-id': 'east' } }, 'admin.yaml': { admin: { endpoint: `dns:///${host}:443` } },
    }, 'union');
    const values = (host: string) => `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nclusterName: east\nglobal: { CONTROLPLANE_HOST: ${host} }\n`;
    expect(homes({
      'a.yaml': [registering('east'), calling('a.example.com'), secret('said', {}, 'union', { annotations: { 'union-auth.cdk8s.io/cluster': 'east' } }), delivery()],
      'b.yaml': [calling('B.example.com')],
      'c.yaml': [registering('east')],
      'a.values.yaml': values('a.example.com'),
    })).toMatchObject({
      'a.yaml union-secret-auth': 'namespace union of cluster east of a.example.com',
      'a.yaml said': 'namespace union of cluster east of a.example.com',
      'b.yaml flyte-propeller-config': 'namespace union of cluster east of b.example.com',
      'c.yaml union-operator': 'namespace union',
      'a.values.yaml': expect.stringMatching(/cluster east of a\.example\.com$/),
    });
    // One control plane, by its host, and by the Service that it has in its own cluster.
    for (const other of ['a.example.com', 'controlplane-nginx-controller.union-cp.svc.cluster.local', 'controlplane.union-cp.svc']) {
      expect(homes({ 'a.yaml': [calling('a.example.com')], 'b.yaml': [calling(other)], 'c.yaml': [registering('west')] })).toMatchObject({
        'a.yaml flyte-propeller-config': 'namespace union of cluster east', 'b.yaml flyte-propeller-config': 'namespace union of cluster east',
      });
    }
  });

  test('is that of its folder', () => {
    expect(homes({ 'dist/east/a.yaml': [registering('east')], 'dist/east/b.yaml': [delivery()], 'dist/west/a.yaml': [registering('west')], 'dist/c.yaml': [delivery()] })).toMatchObject({
      'dist/east/b.yaml union-secret-auth': 'namespace union of cluster east', 'dist/c.yaml union-secret-auth': 'namespace union',
    });
  });

  test('is what an annotation or a label says, for all of its file', () => {
    const said = { 'union-auth.cdk8s.io/cluster': 'east' };
    expect(homes({
      'a.yaml': [object('v1', 'Secret', 'a', {}, 'union', { annotations: said }), delivery()],
      'b.yaml': [object('v1', 'Secret', 'b', {}, 'union', { labels: { 'union-auth.cdk8s.io/cluster': 'west' } })],
    })).toEqual({
      'a.yaml a': 'namespace union of cluster east', 'a.yaml union-secret-auth': 'namespace union of cluster east', 'b.yaml b': 'namespace union of cluster west',
    });
  });

  test('is separate if another file has the same workload', () => {
    expect(homes({ 'east.yaml': [operator('a:1'), delivery()], 'west.yaml': [operator('a:2'), delivery()], 'cp.yaml': [deployment('flyteadmin')] })).toEqual({
      'cp.yaml flyteadmin': 'namespace union-cp',
      'east.yaml union-operator': 'namespace union of cluster east.yaml',
      'east.yaml union-secret-auth': 'namespace union of cluster east.yaml',
      'west.yaml union-operator': 'namespace union of cluster west.yaml',
      'west.yaml union-secret-auth': 'namespace union of cluster west.yaml',
    });
  });

  test('is not, where the other file says the same, or patches it', () => {
    const patch = object('apps/v1', 'Deployment', 'union-operator', { spec: { template: { spec: { containers: [{ name: 'union-operator', env: [] }] } } } }, 'union');
    expect(homes({ 'a.yaml': [operator('a')], 'b.yaml': [operator('a')], 'c.yaml': [patch] })).toEqual({
      'a.yaml union-operator': 'namespace union', 'b.yaml union-operator': 'namespace union', 'c.yaml union-operator': 'namespace union',
    });
  });

  test('is known from the API server\'s name for an object', () => {
    const dump = (uid: string) => [object('v1', 'Secret', 's', {}, 'union', { uid })];
    expect(homes({ 'east.yaml': dump('1'), 'west.yaml': dump('2') })).toEqual({ 'east.yaml s': 'namespace union of cluster east.yaml', 'west.yaml s': 'namespace union of cluster west.yaml' });
    expect(homes({ 'before.yaml': dump('1'), 'after.yaml': dump('1') })).toEqual({ 'before.yaml s': 'namespace union', 'after.yaml s': 'namespace union' });
  });

  test('is the destination of the Application that syncs its folder', () => {
    const application = (name: string, destination: Json, path: string) =>
      object('argoproj.io/v1alpha1', 'Application', name, { spec: { destination, sources: [{ chart: 'dataplane' }, { path }] } }, 'argocd');
    expect(homes({
      'apps.yaml': [application('east', { name: 'prod-east' }, './deploy/dist/east/'), application('west', { server: 'https://west.example.com' }, 'deploy/dist/west'), application('cp', { server: 'https://kubernetes.default.svc' }, 'deploy/dist/cp')],
      'dist/east/a.yaml': [delivery()],
      'dist/west/a.yaml': [delivery()],
      'dist/cp/a.yaml': [delivery()],
      'dist/elsewhere/a.yaml': [delivery()],
    })).toMatchObject({
      'dist/east/a.yaml union-secret-auth': 'namespace union of cluster prod-east',
      'dist/west/a.yaml union-secret-auth': 'namespace union of cluster https://west.example.com',
      'dist/cp/a.yaml union-secret-auth': 'namespace union of cluster in-cluster',
      'dist/elsewhere/a.yaml union-secret-auth': 'namespace union',
    });
  });

  test('is the destination of what an ApplicationSet makes for its folder', () => {
    const elements = ['east', 'west'].map((name) => ({ name, path: `dist/${name}` }));
    const set = object('argoproj.io/v1alpha1', 'ApplicationSet', 'planes', {
      spec: {
        goTemplate: true,
        generators: [{ list: { elements } }],
        template: { metadata: { name: '{{ .name }}' }, spec: { destination: { name: 'prod-{{ .name }}' }, source: { path: '{{ .path }}' } } },
      },
    }, 'argocd');
    expect(homes({ 'apps.yaml': [set], 'dist/east/a.yaml': [delivery()], 'dist/west/a.yaml': [delivery()] })).toMatchObject({
      'dist/east/a.yaml union-secret-auth': 'namespace union of cluster prod-east', 'dist/west/a.yaml union-secret-auth': 'namespace union of cluster prod-west',
    });
  });

  test('is the kubeconfig of the Flux Kustomization that applies its folder', () => {
    const applied = (name: string) => object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', name, {
      spec: { path: `./dist/${name}`, kubeConfig: { secretRef: { name: `${name}-kubeconfig` } } },
    }, 'flux-system');
    expect(homes({ 'flux.yaml': [applied('east'), applied('west')], 'dist/east/a.yaml': [delivery()], 'dist/west/a.yaml': [delivery()] })).toMatchObject({
      'dist/east/a.yaml union-secret-auth': 'namespace union of cluster east-kubeconfig',
      'dist/west/a.yaml union-secret-auth': 'namespace union of cluster west-kubeconfig',
    });
  });

  test('is what the caller says, whatever it is called itself', () => {
    const told = (file: string) => (file.startsWith('east') ? { cluster: 'prod' } : {});
    expect(homes({ 'east.yaml': [registering('east'), delivery()], 'cp.yaml': [deployment('flyteadmin')] }, told)).toEqual({
      'east.yaml union-operator': 'namespace union of cluster prod', 'east.yaml union-secret-auth': 'namespace union of cluster prod', 'cp.yaml flyteadmin': 'namespace union-cp',
    });
  });

  test('is called as the caller calls it, wherever the input calls it otherwise', () => {
    const said = (cluster: string) => object('v1', 'Secret', `s-${cluster}`, {}, 'union', { annotations: { 'union-auth.cdk8s.io/cluster': cluster } });
    const head = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n# union-auth.cdk8s.io/namespace: union\n';
    const files = { 'a/secret.yaml': [said('east')], 'values/east.yaml': `${head}clusterName: east\n`, 'b/secret.yaml': [said('west')], 'c.yaml': [said('east')] };
    expect(homes(files, (file) => (file.startsWith('a/') ? { cluster: 'prod' } : {}))).toEqual({
      'a/secret.yaml s-east': 'namespace union of cluster prod',
      'values/east.yaml': 'namespace union of cluster prod',
      'b/secret.yaml s-west': 'namespace union of cluster west',
      'c.yaml s-east': 'namespace union of cluster prod',
    });
    // One name for two clusters says nothing of a third place.
    const two = (file: string) => (file.startsWith('a/') ? { cluster: 'prod' } : file === 'c.yaml' ? { cluster: 'staging' } : {});
    expect(homes(files, two)).toMatchObject({ 'values/east.yaml': 'namespace union of cluster east', 'c.yaml s-east': 'namespace union of cluster staging' });
  });

  test('of values is their clusterName, or one of their own', () => {
    const head = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n# union-auth.cdk8s.io/namespace: union\n';
    expect(homes({ 'east.yaml': `${head}clusterName: east\n`, 'west.yaml': `${head}clusterName: west\n`, 'rendered.yaml': [registering('west')] })).toEqual({
      'east.yaml': 'namespace union of cluster east', 'west.yaml': 'namespace union of cluster west', 'rendered.yaml union-operator': 'namespace union of cluster west',
    });
  });

  test('distinguishes planes without a namespace: none is invented for them', () => {
    const values = (cluster: string) => `# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\nclusterName: ${cluster}\n`;
    expect(homes({ 'east.yaml': values('east'), 'west.yaml': values('west') })).toEqual({ 'east.yaml': 'cluster east', 'west.yaml': 'cluster west' });
  });

  test('of values within an Application is where that goes, unless they name it', () => {
    const application = (name: string, values: Json, destination: Json) => object('argoproj.io/v1alpha1', 'Application', name, {
      spec: { destination: { namespace: 'union', ...destination }, source: { repoURL: 'https://union.example.com', chart: 'dataplane', helm: { valuesObject: values } } },
    }, 'argocd');
    const { objects, valueSets } = parseManifests([{
      name: 'apps.yaml',
      text: manifests(
        application('east', { clusterName: 'east', global: { AUTH_CLIENT_ID: 'e' } }, { name: 'prod-east' }),
        application('west', { global: { AUTH_CLIENT_ID: 'w' } }, { server: 'https://west.example.com' }),
      ),
    }]);
    const model = new Model(objects, valueSets);
    expect(model.valueSets.map(homeText)).toEqual(['namespace union of cluster east', 'namespace union of cluster https://west.example.com']);
    expect(model.objects.filter(({ kind }) => kind === 'Application').map(homeText)).toEqual(['namespace argocd', 'namespace argocd']);
  });

  test('is that of the chart that is installed into its namespace, before that of its folder', () => {
    const application = (chart: string, namespace: string, cluster: string, values: Json = {}) => object('argoproj.io/v1alpha1', 'Application', `${chart}-${cluster}`, {
      spec: { destination: { namespace, name: cluster }, source: { repoURL: 'https://union.example.com', chart, helm: { valuesObject: { global: { UNION_ORG: 'acme' }, ...values } } } },
    }, 'argocd');
    const apps = [application('controlplane', 'union-cp', 'hub'), application('dataplane', 'union', 'prod-east', { clusterName: 'us-east' })];
    const files = {
      'out/cp.yaml': [secret('web', {}, 'union-cp'), secret('gate', {}, 'union-edge')],
      'out/dp.yaml': [registering('us-east'), secret('s', {}, 'union')],
    };
    expect(homes({ 'apps.yaml': apps, ...files })).toMatchObject({
      'out/cp.yaml web': 'namespace union-cp of cluster hub', 'out/cp.yaml gate': 'namespace union-edge of cluster hub', 'out/dp.yaml s': 'namespace union of cluster us-east',
    });
    // Of two such charts nobody says which is meant.
    expect(homes({ 'apps.yaml': [...apps, application('controlplane', 'union-cp', 'staging')], ...files })).toMatchObject({ 'out/cp.yaml web': 'namespace union-cp of cluster us-east' });
  });

  test('of a file of values is where it is installed, by the name that its data plane registers', () => {
    const application = (chart: string, namespace: string, destination: Json, values: Json) => object('argoproj.io/v1alpha1', 'Application', `${chart}-${namespace}`, {
      spec: { destination: { namespace, ...destination }, source: { repoURL: 'https://union.example.com', chart, helm: { valuesObject: values } } },
    }, 'argocd');
    const controlPlane = { global: { UNION_HOST: 'union.example.com' } };
    const plane = (clusterName: string) => ({ clusterName, global: { AUTH_CLIENT_ID: clusterName } });
    const here = { server: 'https://kubernetes.default.svc' };
    const apps = (...names: string[]) => [
      application('controlplane', 'union-cp', here, controlPlane), application('dataplane', 'union-west', { name: 'prod-west' }, plane('west')),
      ...names.map((name) => application('dataplane', `union-${name}`, here, plane(name))),
    ];
    const files = (...names: string[]) => ({
      'cp.values.yaml': JSON.stringify(controlPlane), ...Object.fromEntries(names.map((name) => [`${name}.values.yaml`, JSON.stringify(plane(name))])),
    });
    expect(homes({ 'apps.yaml': apps(), ...files('west') })).toMatchObject({
      'cp.values.yaml': 'namespace union-cp of cluster in-cluster', 'west.values.yaml': 'namespace union-west of cluster west',
    });
    expect(homes({ 'apps.yaml': apps('east'), ...files('west', 'east') })).toMatchObject({ 'cp.values.yaml': 'namespace union-cp of cluster east' });
    expect(homes({ 'apps.yaml': apps('east', 'north'), ...files('west', 'east', 'north') })).toMatchObject({ 'cp.values.yaml': 'namespace union-cp' });
  });

  test('of values within a HelmRelease is that of its kubeconfig', () => {
    const release = (name: string) => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', name, {
      spec: { chart: { spec: { chart: 'dataplane', sourceRef: { kind: 'HelmRepository', name: 'unionai' } } }, kubeConfig: { secretRef: { name: `${name}-kubeconfig` } }, values: { global: { AUTH_CLIENT_ID: name } } },
    }, 'union');
    const { objects, valueSets } = parseManifests([{ name: 'releases.yaml', text: manifests(release('east'), release('west')) }]);
    expect(new Model(objects, valueSets).valueSets.map(homeText)).toEqual(['namespace union of cluster east-kubeconfig', 'namespace union of cluster west-kubeconfig']);
  });
});
