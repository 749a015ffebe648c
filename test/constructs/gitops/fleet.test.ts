import { ApiObject, App, Chart, Duration, Testing } from 'cdk8s';
import { ArgoApplication, ArgoApplicationProps, ArgoApplicationSet, ArgoApplicationSetProps, ControlPlaneAuth, DataPlaneAuth, FluxHelmRelease, FluxHelmReleaseProps, FluxKustomization, FluxSourceKind, FluxValuesKind, FluxKustomizationProps } from '../../../src';
import { byCluster, dataPlaneOf, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
const CLUSTERS = ['us-east', 'us-west', 'eu-west'];
const identity = unionAuth({ dataPlanes: byCluster(CLUSTERS.map((clusterName) => ({ clusterName, operator: { clientId: `id-${clusterName}`, secret: { key: clusterName } } }))) });

function values(clusterName: string, namespace = 'union', chartCreatesSecret = false) {
  return new DataPlaneAuth(new Chart(new App(), clusterName, { namespace }), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: externalSecrets(), chartCreatesSecret }).helmValues;
}

const controlPlaneValues = () => new ControlPlaneAuth(new Chart(new App(), 'cp'), 'auth', { identity, secrets: externalSecrets() }).helmValues;
const planes = () => CLUSTERS.map((name) => ({ name, cluster: name, values: values(name), path: `dist/${name}` }));
const bulky = new DataPlaneAuth(new Chart(new App(), 'bulky'), 'auth', {
  dataPlane: dataPlaneOf(identity, { clusterName: 'us-east' }),
  secrets: externalSecrets(),
  extraValues: { nameOverride: 'x'.repeat(8000) },
}).helmValues;
const manifests = { repository: 'https://git.example.com/acme/platform.git', path: 'dist' };

function set(props: Partial<ArgoApplicationSetProps> = {}): Manifest {
  const chart = new Chart(new App(), 'test');
  new ArgoApplicationSet(chart, 'planes', { metadata: { name: 'planes' }, chart: CHART, planes: planes(), manifests, ...props });
  return Testing.synth(chart)[0] as Manifest;
}

/** What Argo CD makes of an element: the template with its parameters, and the patch over it. */
function rendered({ spec }: Manifest, index: number): any {
  const element = spec.generators[0].list.elements[index];
  const fill = (text: string) => text.replace(/\{\{ (?:toJson )?\.(\w+) \}\}/g, (whole, name: string) =>
    (whole.includes('toJson') ? JSON.stringify(element[name]) : String(element[name])));
  const template = JSON.parse(fill(JSON.stringify(spec.template)));
  return { ...template, spec: { ...template.spec, ...JSON.parse(fill(spec.templatePatch)).spec } };
}

describe('ArgoApplicationSet', () => {
  test('is valid, and makes of each plane what an Application of its own would be', () => {
    const manifest = set();
    expectValid(manifest);
    CLUSTERS.forEach((cluster, i) => {
      const chart = new Chart(new App(), 'test');
      new ArgoApplication(chart, 'one', { chart: CHART, values: values(cluster), cluster, manifests: { ...manifests, path: `dist/${cluster}` } });
      const [{ spec }] = Testing.synth(chart) as Manifest[];
      expect(rendered(manifest, i)).toEqual({ metadata: { name: cluster }, spec });
    });
  });

  test('names files of a repository, of all planes and of each, and makes what an Application would be', () => {
    const valueFiles = { repository: 'https://git.example.com/acme/values.git', revision: 'main', before: ['common.yaml'] };
    const manifest = set({
      valueFiles,
      planes: planes().map((plane) => ({ ...plane, valuesFile: `planes/${plane.name}.yaml`, valuesBefore: [`sizes/${plane.name}.yaml`] })),
    });
    expectValid(manifest);
    expect(JSON.stringify(manifest)).not.toContain('AUTH_CLIENT_ID');
    CLUSTERS.forEach((cluster, i) => {
      const chart = new Chart(new App(), 'test');
      new ArgoApplication(chart, 'one', {
        chart: CHART,
        values: values(cluster),
        cluster,
        manifests: { ...manifests, path: `dist/${cluster}` },
        valueFiles: { ...valueFiles, file: `planes/${cluster}.yaml`, before: ['common.yaml', `sizes/${cluster}.yaml`] },
      });
      const [one] = Testing.synth(chart) as Manifest[];
      expectValid(one);
      expect(one.spec.sources.map(({ helm, ref, path }: any) => helm?.valueFiles ?? ref ?? path)).toEqual([
        ['$values/common.yaml', `$values/sizes/${cluster}.yaml`, `$values/planes/${cluster}.yaml`], 'values', `dist/${cluster}`,
      ]);
      expect(rendered(manifest, i)).toEqual({ metadata: { name: cluster }, spec: one.spec });
    });
  });

  test('leaves what is installed where a plane leaves the list, unless it is told otherwise', () => {
    expect(set().spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: true });
    expect(set({ deleteResources: true }).spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: false });
  });

  test('refuses what no API server takes, and says how it becomes small', () => {
    const big = Array.from({ length: 200 }, (_, i) => ({ name: `p${i}`, cluster: `p${i}`, values: bulky }));
    expect(() => set({ planes: big, manifests: undefined })).toThrow(/planes: 200 make an object of \d\.\d MB, and no API server takes more than 1\.5 MB; carry the values in files \(valueFiles\)/);
    const inFiles = big.map((plane) => ({ ...plane, valuesFile: `${plane.name}.yaml` }));
    expect(() => set({ planes: inFiles, manifests: undefined, valueFiles: { repository: 'https://git.example.com/values.git' } })).not.toThrow();
  });

  test('leaves expressions within the values to the chart', () => {
    const extra = new DataPlaneAuth(new Chart(new App(), 'x'), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName: 'us-east' }), secrets: externalSecrets(), extraValues: { nameOverride: '{{ .Release.Name }} & <b>' } });
    const manifest = set({ planes: [{ name: 'us-east', cluster: 'us-east', values: extra.helmValues }] });
    expect(manifest.spec.templatePatch).not.toContain('Release');
    expect(rendered(manifest, 0).spec.sources[0].helm.valuesObject.nameOverride).toBe('{{ .Release.Name }} & <b>');
  });

  test('one more plane is one more element, and changes nothing else', () => {
    const [two, three] = [set({ planes: planes().slice(0, 2) }), set()];
    expect(three.spec.generators[0].list.elements.slice(0, 2)).toEqual(two.spec.generators[0].list.elements);
    expect({ ...three.spec, generators: [] }).toEqual({ ...two.spec, generators: [] });
  });

  test('updates one wave after the other', () => {
    const [first, ...others] = planes();
    const manifest = set({ waves: ['canary', 'rest'], planes: [{ ...first, wave: 'canary' }, ...others] });
    expectValid(manifest);
    expect(manifest.spec.strategy.rollingSync.steps.map(({ matchExpressions: [{ key, values: [wave] }] }: any) => [key, wave])).toEqual([
      ['union-auth.cdk8s.io/wave', 'canary'], ['union-auth.cdk8s.io/wave', 'rest'],
    ]);
    expect(CLUSTERS.map((_, i) => rendered(manifest, i).metadata.labels)).toEqual(['canary', 'rest', 'rest'].map((wave) => ({ 'union-auth.cdk8s.io/wave': wave })));
  });

  test.each<[string, () => Partial<ArgoApplicationSetProps>]>([
    ['planes: [] is empty; name a plane', () => ({ planes: [] })],
    ['planes[1].name: "us-east" is that of another plane', () => ({ planes: [planes()[0], { ...planes()[1], name: 'us-east' }] })],
    ['planes[1].cluster: "us-east" holds us-east in namespace union already', () => ({ planes: [planes()[0], { ...planes()[1], cluster: 'us-east' }] })],
    ['planes[0].cluster: "https://10.0.0.1" is the address of an API server; name the cluster as its Secret in Argo CD does', () => ({ planes: [{ ...planes()[0], cluster: 'https://10.0.0.1' }] })],
    ['planes[1].values: "controlplane" is another chart than that of us-east, dataplane', () => ({ planes: [planes()[0], { ...planes()[1], values: controlPlaneValues() }] })],
    [
      'planes[1].values: ["union-secret-auth"] are the Secrets that its chart puts values into',
      () => ({ planes: [planes()[0], { ...planes()[1], values: values('us-west', 'union', true) }] }),
    ],
    ['planes[0].wave: "canary" is not one of waves; name it there', () => ({ planes: [{ ...planes()[0], wave: 'canary' }] })],
    ['planes[0].path: "../x" leaves the repository', () => ({ planes: [{ ...planes()[0], path: '../x' }] })],
    ['planes[0].path: "dist/us-east" is in no repository; give the set manifests', () => ({ manifests: undefined })],
    ['planes[0].valuesFile: "a.yaml" is in no repository; give the set valueFiles', () => ({ planes: [{ ...planes()[0], valuesFile: 'a.yaml' }] })],
    ['planes[0].valuesBefore: ["a.yaml"] is in no repository', () => ({ planes: [{ ...planes()[0], valuesBefore: ['a.yaml'] }] })],
    ['planes[0].valuesFile: "/a.yaml" is absolute', () => ({ valueFiles: { repository: 'https://git.example.com/a.git' }, planes: [{ ...planes()[0], valuesFile: '/a.yaml' }] })],
    ['planes[1].valuesFile: "a.yaml" holds the values of us-east; name the file of this plane', () => ({ valueFiles: { repository: 'https://git.example.com/a.git', file: 'a.yaml' } })],
    ['planes[0].valueFiles: {} names no file', () => ({ valueFiles: { repository: 'https://git.example.com/a.git' } })],
    ['waves[0]: "canary" has no plane; leave it out', () => ({ waves: ['canary', 'rest'] })],
    ['waves[1]: "a" is named twice', () => ({ waves: ['a', 'a'] })],
    ['automated: true is turned off by progressive syncs', () => ({ waves: ['all'], automated: true })],
    ['planes[0].chart.version: "2026.3.0" is not a version of chart release 2026.8', () => ({ chart: { ...CHART, version: '2026.3.0' } })],
  ])('refuses: %s', (message, props) => {
    expect(() => set(props())).toThrow(message);
  });

  test('takes one cluster twice, in two namespaces', () => {
    expect(() => set({ planes: [planes()[0], { ...planes()[1], cluster: 'us-east', values: values('us-west', 'union-west') }] })).not.toThrow();
  });
});

describe('values files of an Application', () => {
  const argo = (props: Partial<ArgoApplicationProps>) => {
    const chart = new Chart(new App(), 'test');
    new ArgoApplication(chart, 'one', { chart: CHART, values: values('us-east'), ...props });
    return (Testing.synth(chart)[0] as Manifest).spec.sources;
  };

  test('lie before values that stand in it, or hold them', () => {
    const [before] = argo({ valueFiles: { repository: 'https://git.example.com/v.git', before: ['sizes.yaml'] } });
    expect(before.helm).toMatchObject({ valueFiles: ['$values/sizes.yaml'], valuesObject: { clusterName: 'us-east' } });
    const [file, ref] = argo({ valueFiles: { repository: 'https://git.example.com/v.git', file: 'us-east.yaml' } });
    expect(file.helm).toEqual({ releaseName: 'unionai-dataplane', valueFiles: ['$values/us-east.yaml'] });
    expect(ref).toEqual({ repoURL: 'https://git.example.com/v.git', targetRevision: 'HEAD', ref: 'values' });
  });

  test('and manifests of one repository and revision are one source', () => {
    const file = 'values/us-east.yaml';
    expect(argo({ manifests, valueFiles: { repository: manifests.repository, file } })).toEqual([
      expect.anything(), { repoURL: manifests.repository, path: 'dist', targetRevision: 'HEAD', ref: 'values' },
    ]);
    expect(argo({ manifests, valueFiles: { repository: manifests.repository, revision: 'v1', file } })).toHaveLength(3);
  });

  test('work with a chart of an OCI registry', () => {
    const [chart] = argo({ chart: { repository: 'oci://registry.example.com/union', version: '2026.8.3' }, valueFiles: { repository: 'https://git.example.com/a.git', file: 'a.yaml' } });
    expect(chart).toMatchObject({ repoURL: 'registry.example.com/union', chart: 'dataplane', helm: { valueFiles: ['$values/a.yaml'] } });
  });

  test.each<[string, ArgoApplicationProps['valueFiles']]>([
    ['valueFiles: {} names no file; give the one that holds the values as file, or others as before', { repository: 'https://git.example.com/a.git' }],
    ['valueFiles.before[0]: "a.yaml" is file as well, which comes last', { repository: 'https://git.example.com/a.git', file: 'a.yaml', before: ['a.yaml'] }],
    ['valueFiles.before[1]: "b.yaml" is named twice', { repository: 'https://git.example.com/a.git', before: ['b.yaml', 'b.yaml'] }],
    ['valueFiles.file: "../a.yaml" leaves the repository', { repository: 'https://git.example.com/a.git', file: '../a.yaml' }],
    ['valueFiles.repository: "https://…@git.example.com" contains credentials', { repository: 'https://u:p@git.example.com', file: 'a.yaml' }],
  ])('are refused: %s', (message, valueFiles) => {
    expect(() => argo({ valueFiles })).toThrow(message);
  });
});

describe('the namespace of an Application', () => {
  const namespaceIn = (namespace: string | undefined, metadata?: object) => {
    const chart = new Chart(new App(), 'test', { namespace });
    new ArgoApplication(chart, 'one', { chart: CHART, values: values('us-east'), metadata: { name: 'one', ...metadata } });
    new ArgoApplicationSet(chart, 'all', { chart: CHART, planes: planes(), manifests, metadata: { name: 'all', ...metadata } });
    return [...new Set(chart.node.findAll().filter(ApiObject.isApiObject).map((object) => object.metadata.namespace))];
  };

  test('is that of its chart, but not that of the plane, where Argo CD does not look; its own wins', () => {
    expect(namespaceIn(undefined)).toEqual(['argocd']);
    expect(namespaceIn('gitops')).toEqual(['gitops']);
    expect(namespaceIn('union')).toEqual(['argocd']);
    expect(namespaceIn('union', { namespace: 'union' })).toEqual(['union']);
    expect(() => namespaceIn('Bad_NS')).toThrow('metadata.namespace: "Bad_NS"');
  });
});

describe('where an Application goes', () => {
  const argo = (props: Partial<ArgoApplicationProps>) => {
    const chart = new Chart(new App(), 'test');
    new ArgoApplication(chart, 'one', { chart: CHART, values: values('us-east'), ...props });
    return (Testing.synth(chart)[0] as Manifest).spec.destination;
  };

  test('is a cluster by its name, or by its API server', () => {
    expect(argo({ cluster: 'us-east' })).toEqual({ name: 'us-east', namespace: 'union' });
    expect(argo({ server: 'https://10.0.0.1:6443' })).toEqual({ server: 'https://10.0.0.1:6443', namespace: 'union' });
    expect(argo({})).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'union' });
  });

  test.each<[string, Partial<ArgoApplicationProps>]>([
    ['cluster: "us-east" and server https://10.0.0.1 say two clusters, and Argo CD refuses both together', { cluster: 'us-east', server: 'https://10.0.0.1' }],
    ['cluster: "https://10.0.0.1" is the address of an API server; give it as server', { cluster: 'https://10.0.0.1' }],
    ['server: "us-east" is not an API server address', { server: 'us-east' }],
    ['server: "10.0.0.1:6443" is not an API server address', { server: '10.0.0.1:6443' }],
    ['server: "https://" is not an API server address', { server: 'https://' }],
  ])('is refused: %s', (message, props) => {
    expect(() => argo(props)).toThrow(message);
  });
});

describe('a HelmRelease for another cluster', () => {
  const flux = (props: Partial<FluxHelmReleaseProps>) => {
    const chart = new Chart(new App(), 'test');
    new FluxHelmRelease(chart, 'one', { metadata: { name: 'us-east' }, chart: CHART, values: values('us-east'), ...props });
    return (Testing.synth(chart) as Manifest[]).find(({ kind }) => kind === 'HelmRelease')!;
  };

  test('names its kubeconfig, and values of its own', () => {
    const release = flux({ kubeConfig: 'us-east-kubeconfig', valuesFrom: [{ kind: FluxValuesKind.CONFIG_MAP, name: 'sizes' }, { kind: FluxValuesKind.SECRET, name: 'more', valuesKey: 'v.yaml', optional: true }] });
    expectValid(release);
    expect(release.spec.kubeConfig).toEqual({ secretRef: { name: 'us-east-kubeconfig' } });
    expect(release.spec.valuesFrom).toEqual([{ kind: FluxValuesKind.CONFIG_MAP, name: 'sizes' }, { kind: FluxValuesKind.SECRET, name: 'more', valuesKey: 'v.yaml', optional: true }]);
    expect(flux({}).spec).not.toHaveProperty('kubeConfig');
  });

  test.each<[string, Partial<FluxHelmReleaseProps>]>([
    ['valuesFrom[0].kind: "File" holds no values; write ConfigMap or Secret', { valuesFrom: [{ kind: 'File' as never, name: 'a' }] }],
    ['kubeConfig: "A_B" is not an object name', { kubeConfig: 'A_B' }],
    ['dependsOn[1]: "us-east" is this HelmRelease itself', { dependsOn: ['other/us-east', 'us-east'] }],
  ])('is refused: %s', (message, props) => {
    expect(() => flux(props)).toThrow(message);
  });
});

describe('FluxKustomization', () => {
  const kustomization = (props: Partial<FluxKustomizationProps> = {}, namespace?: string) => {
    const chart = new Chart(new App(), 'test', { namespace });
    new FluxKustomization(chart, 'one', { metadata: { name: 'us-east' }, path: 'rendered/us-east', source: { name: 'platform' }, ...props });
    return (Testing.synth(chart) as Manifest[])[0];
  };

  test('waits until all is ready, and prunes', () => {
    const manifest = kustomization();
    expectValid(manifest);
    expect(manifest).toEqual({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'us-east', namespace: 'flux-system' },
      spec: {
        interval: '10m', retryInterval: '1m', sourceRef: { kind: 'GitRepository', name: 'platform' }, path: './rendered/us-east', prune: true, wait: true,
      },
    });
  });

  test('has an order, a cluster and whatever else it is told', () => {
    const manifest = kustomization({
      source: { kind: FluxSourceKind.OCI_REPOSITORY, name: 'platform', namespace: 'sources' },
      dependsOn: ['canary', 'eso/eso'],
      kubeConfig: 'us-east-kubeconfig',
      wait: false,
      prune: false,
      serviceAccountName: 'applier',
      timeout: Duration.minutes(3),
    }, 'gitops');
    expectValid(manifest);
    expect(manifest.metadata.namespace).toBe('gitops');
    expect(manifest.spec).toMatchObject({
      sourceRef: { kind: 'OCIRepository', name: 'platform', namespace: 'sources' },
      dependsOn: [{ name: 'canary' }, { name: 'eso', namespace: 'eso' }],
      kubeConfig: { secretRef: { name: 'us-east-kubeconfig' } },
      wait: false,
      prune: false,
      serviceAccountName: 'applier',
      timeout: '3m',
    });
  });

  test.each<[string, Partial<FluxKustomizationProps>]>([
    ['path: "../x" leaves the repository', { path: '../x' }],
    ['path: "/x" is absolute', { path: '/x' }],
    ['source.kind: "HelmRepository" holds no manifests; write one of GitRepository, OCIRepository, Bucket, ExternalArtifact', { source: { kind: 'HelmRepository' as never, name: 'a' } }],
    ['dependsOn[0]: "us-east" is this Kustomization itself, which would wait for ever', { dependsOn: ['us-east'] }],
    ['interval: "10s" is too short; give at least 1m', { interval: Duration.seconds(10) }],
    ['kubeConfig: "A_B" is not an object name', { kubeConfig: 'A_B' }],
  ])('refuses: %s', (message, props) => {
    expect(() => kustomization(props)).toThrow(message);
  });

  test('refuses the namespace of a chart that is none', () => {
    expect(() => kustomization({}, 'Bad_NS')).toThrow('metadata.namespace: "Bad_NS"');
  });
});
