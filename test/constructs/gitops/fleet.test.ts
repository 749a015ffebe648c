import { App, Chart, Duration } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import {
  ArgoApplication, ArgoApplicationProps, ArgoApplicationSet, ArgoApplicationSetProps, ArgoPlane, ControlPlane, ControlPlaneAuth,
  DataPlaneAuth, DataPlaneAuthProps, FluxHelmRelease, FluxHelmReleaseProps, FluxKustomization,
  FluxSourceKind, FluxKustomizationProps,
} from '../../../src';
import { byCluster, dataPlaneOf, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { inChart, ofKind } from '../../_tools/made';
import { PLAIN } from '../../_tools/plain-plane';
import { expectValid, Manifest } from '../../_tools/schemas';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
const CLUSTERS = ['us-east', 'us-west', 'eu-west'];
const identity = unionAuth({ dataPlanes: byCluster(CLUSTERS.map((clusterName) => ({ clusterName, operator: { clientId: `id-${clusterName}`, secret: { key: clusterName } } }))) });

function plane(clusterName: string, namespace = 'union', further: Partial<DataPlaneAuthProps> = {}) {
  return new DataPlaneAuth(new Chart(new App(), clusterName, { namespace }), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: externalSecrets(), ...further });
}

/** One whose values are written, to `values/<cluster>.yaml` unless named otherwise. */
function written(clusterName: string, path = `values/${clusterName}.yaml`) {
  const made = plane(clusterName);
  made.helmValues.writeTo(made, path);
  return made;
}

const controlPlane = () => new ControlPlaneAuth(new Chart(new App(), 'cp'), 'auth', { identity, secrets: externalSecrets() });
const planes = (): ArgoPlane[] => CLUSTERS.map((name) => ({ plane: plane(name) }));
const inFiles = (): ArgoPlane[] => CLUSTERS.map((name) => ({ plane: written(name) }));
const repository = 'https://git.example.com/acme/platform.git';
const manifests = { repository };
const valueFiles = { repository: 'https://git.example.com/a.git' };

/** What a construct emits in a chart of its own. */
function emitted(build: (chart: Chart) => unknown, namespace?: string): Manifest[] {
  return inChart(build, namespace).manifests;
}

const set = (props: Partial<ArgoApplicationSetProps> = {}): Manifest => emitted((chart) =>
  new ArgoApplicationSet(chart, 'planes', { metadata: { name: 'planes' }, chart: CHART, planes: planes(), manifests, ...props }))[0];
const argo = (props: Partial<ArgoApplicationProps> = {}): Manifest => emitted((chart) =>
  new ArgoApplication(chart, 'one', { chart: CHART, plane: plane('us-east'), ...props }))[0];

/** What Argo CD makes of an element: the template with its parameters, and the patch over it. */
function rendered({ spec }: Manifest, index: number): any {
  const element = spec.generators[0].list.elements[index];
  const fill = (text: string) => text.replace(/\{\{ (?:toJson )?\.(\w+) \}\}/g, (whole, name: string) =>
    (whole.includes('toJson') ? JSON.stringify(element[name]) : String(element[name])));
  const template = JSON.parse(fill(JSON.stringify(spec.template)));
  return { ...template, spec: { ...template.spec, ...JSON.parse(fill(spec.templatePatch)).spec } };
}

describe('ArgoApplicationSet', () => {
  test('is valid, and equals a separate Application for each plane', () => {
    const manifest = set();
    expectValid(manifest);
    CLUSTERS.forEach((cluster, i) => {
      const { spec } = argo({ plane: plane(cluster), manifests: { repository, path: `dist/${cluster}` } });
      expect(spec.destination).toEqual({ name: cluster, namespace: 'union' });
      expect(rendered(manifest, i)).toEqual({ metadata: { name: `dataplane-${cluster}` }, spec });
    });
  });

  test('names files of a repository, of all planes and of each, and makes what an Application would be', () => {
    const files = { repository: 'https://git.example.com/acme/values.git', revision: 'main', before: ['common.yaml'], folder: 'rendered' };
    const manifest = set({ valueFiles: files, planes: inFiles().map((each, i) => ({ ...each, valuesBefore: [`sizes/${CLUSTERS[i]}.yaml`] })) });
    expectValid(manifest);
    expect(JSON.stringify(manifest)).not.toContain('AUTH_CLIENT_ID');
    CLUSTERS.forEach((cluster, i) => {
      const one = argo({
        plane: plane(cluster), manifests, valueFiles: { ...files, file: `rendered/values/${cluster}.yaml`, before: ['common.yaml', `sizes/${cluster}.yaml`] },
      });
      expectValid(one);
      expect(one.spec.sources.map(({ helm, ref, path }: any) => helm?.valueFiles ?? ref ?? path)).toEqual([
        ['$values/common.yaml', `$values/sizes/${cluster}.yaml`, `$values/rendered/values/${cluster}.yaml`], 'values', `dist/${cluster}`,
      ]);
      expect(rendered(manifest, i)).toEqual({ metadata: { name: `dataplane-${cluster}` }, spec: one.spec });
    });
  });

  test('keeps the installation of a removed plane by default', () => {
    expect(set().spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: true });
    expect(set({ deleteResources: true }).spec.syncPolicy).toEqual({ preserveResourcesOnDeletion: false });
  });

  test('rejects what is too large for an API server, and says how to make it smaller', () => {
    const bulky = (length: number) => set({ planes: [{ plane: plane('us-east', 'union', { extraValues: { nameOverride: 'x'.repeat(length) } }) }] });
    const room = 1_572_864 - JSON.stringify(bulky(0).spec).length;
    expect(JSON.stringify(bulky(room).spec)).toHaveLength(1_572_864);
    expect(() => bulky(room + 1)).toThrow('planes: 1 make an object of 1.5 MB, and an API server accepts at most 1.5 MB; put the values into files (valueFiles)');
    expect(() => set({ planes: inFiles(), valueFiles })).not.toThrow();
  });

  test('leaves expressions within the values to the chart', () => {
    const extra = plane('us-east', 'union', { extraValues: { nameOverride: '{{ .Release.Name }} & <b>' } });
    const manifest = set({ planes: [{ plane: extra }] });
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
    ['planes: [] must not be empty; give a plane', () => ({ planes: [] })],
    ['planes[1].name: "dataplane-us-east" is the name of another plane', () => ({ planes: [planes()[0], { ...planes()[1], name: 'dataplane-us-east' }] })],
    ['planes[1].cluster: "us-east" already has dataplane-us-east in namespace union', () => ({ planes: [planes()[0], { ...planes()[1], cluster: 'us-east' }] })],
    ['planes[0].cluster: "https://10.0.0.1" is the address of an API server; give the name in the cluster Secret of Argo CD', () => ({ planes: [{ ...planes()[0], cluster: 'https://10.0.0.1' }] })],
    ['planes[1].plane: "controlplane" is for another chart than dataplane-us-east (dataplane)', () => ({ planes: [planes()[0], { plane: controlPlane() }] })],
    [
      'planes[1].plane: ["union-secret-auth"] are the Secrets into which its chart writes values',
      () => ({ planes: [planes()[0], { plane: plane('us-west', 'union', { chartCreatesSecret: true }) }] }),
    ],
    ['planes[0].wave: "canary" is not one of waves; add it there', () => ({ planes: [{ ...planes()[0], wave: 'canary' }] })],
    ['manifests.folder: "../x" is outside of the repository', () => ({ manifests: { repository, folder: '../x' } })],
    ['manifests.path: "dist" would be the same for every plane; give folder instead', () => ({ manifests: { repository, path: 'dist' } })],
    ['valueFiles.file: "a.yaml" would be the same for every plane', () => ({ valueFiles: { ...valueFiles, file: 'a.yaml' } })],
    ['valueFiles.text: would be the same for every plane; remove it', () => ({ valueFiles: { ...valueFiles, text: written('us-east').helmValues } })],
    ['planes[1].plane: "dist/us-east" is also the directory of dataplane-us-east', () => ({ planes: [{ plane: plane('us-east') }, { plane: plane('us-east'), name: 'b', cluster: 'b' }] })],
    ['planes[0].valuesBefore: ["a.yaml"] is not in a repository', () => ({ planes: [{ ...planes()[0], valuesBefore: ['a.yaml'] }] })],
    ['planes[1].plane: "dist/a.yaml" has the values of dataplane-us-east', () => ({ valueFiles, planes: CLUSTERS.map((name) => ({ plane: written(name, 'a.yaml') })) })],
    ['planes[0].valueFiles: has no values: nothing writes those of us-east/auth; call helmValues.writeTo(app, …) first', () => ({ valueFiles })],
    ['waves[0]: "canary" has no plane; leave it out', () => ({ waves: ['canary', 'rest'] })],
    ['waves[1]: "a" is given twice', () => ({ waves: ['a', 'a'] })],
    ['waves: [] must not be empty; leave it out to update all at once', () => ({ waves: [] })],
    ['planes[0].wave: "a/b" is not a label value', () => ({ waves: ['a/b'], planes: [{ ...planes()[0], wave: 'a/b' }] })],
    ['automated: true conflicts with waves', () => ({ waves: ['all'], automated: true })],
    ['planes[0].chart.version: "2026.3.0" is not a version of chart release 2026.8', () => ({ chart: { ...CHART, version: '2026.3.0' } })],
  ])('refuses: %s', (message, props) => expect(() => set(props())).toThrow(message));

  test('takes one cluster twice, in two namespaces', () => {
    expect(() => set({ planes: [planes()[0], { ...planes()[1], cluster: 'us-east', plane: plane('us-west', 'union-west') }] })).not.toThrow();
  });
});

describe('values files of an Application', () => {
  const sources = (props: Partial<ArgoApplicationProps>) => argo(props).spec.sources;

  test('come before values in it, or hold them', () => {
    const [before] = sources({ valueFiles: { repository: 'https://git.example.com/v.git', before: ['sizes.yaml'] } });
    expect(before.helm).toMatchObject({ valueFiles: ['$values/sizes.yaml'], valuesObject: { clusterName: 'us-east' } });
    const [file, ref] = sources({ valueFiles: { repository: 'https://git.example.com/v.git', file: 'us-east.yaml' } });
    expect(file.helm).toEqual({ releaseName: 'unionai-dataplane', valueFiles: ['$values/us-east.yaml'] });
    expect(ref).toEqual({ repoURL: 'https://git.example.com/v.git', targetRevision: 'HEAD', ref: 'values' });
  });

  test('and manifests of one repository and revision are one source', () => {
    const file = 'values/us-east.yaml';
    expect(sources({ manifests, valueFiles: { repository: manifests.repository, file } })).toEqual([
      expect.anything(), { repoURL: manifests.repository, path: 'dist/us-east', targetRevision: 'HEAD', ref: 'values' },
    ]);
    expect(sources({ manifests, valueFiles: { repository: manifests.repository, revision: 'v1', file } })).toHaveLength(3);
  });

  test('work with a chart of an OCI registry', () => {
    const [chart] = sources({ chart: { repository: 'oci://registry.example.com/union', version: '2026.8.3' }, valueFiles: { repository: 'https://git.example.com/a.git', file: 'a.yaml' } });
    expect(chart).toMatchObject({ repoURL: 'registry.example.com/union', chart: 'dataplane', helm: { valueFiles: ['$values/a.yaml'] } });
  });

  test.each<[string, ArgoApplicationProps['valueFiles']]>([
    ['valueFiles: has no values: nothing writes those of us-east/auth; call helmValues.writeTo(app, …) first, or give the file that contains them in file', { repository: 'https://git.example.com/a.git' }],
    ['valueFiles.before[0]: "a.yaml" contains the values of the plane, which come last; remove it here', { repository: 'https://git.example.com/a.git', file: 'a.yaml', before: ['a.yaml'] }],
    ['valueFiles.before[1]: "b.yaml" is given twice', { repository: 'https://git.example.com/a.git', before: ['b.yaml', 'b.yaml'] }],
    ['valueFiles.file: "../a.yaml" is outside of the repository', { repository: 'https://git.example.com/a.git', file: '../a.yaml' }],
    ['valueFiles.repository: "https://…@git.example.com" contains credentials', { repository: 'https://u:p@git.example.com', file: 'a.yaml' }],
  ])('are refused: %s', (message, files) => expect(() => sources({ valueFiles: files })).toThrow(message));
});

describe('the namespace of an Application', () => {
  const namespaceIn = (namespace: string | undefined, metadata?: object) => [...new Set(emitted((chart) => [
    new ArgoApplication(chart, 'one', { chart: CHART, plane: plane('us-east'), metadata: { name: 'one', ...metadata } }),
    new ArgoApplicationSet(chart, 'all', { chart: CHART, planes: planes(), manifests, metadata: { name: 'all', ...metadata } }),
  ], namespace).map((object) => object.metadata.namespace))];

  test('is that of its chart, but not that of the plane, where Argo CD does not look; its own wins', () => {
    expect(namespaceIn(undefined)).toEqual(['argocd']);
    expect(namespaceIn('gitops')).toEqual(['gitops']);
    expect(namespaceIn('union')).toEqual(['argocd']);
    expect(namespaceIn('union', { namespace: 'union' })).toEqual(['union']);
    expect(() => namespaceIn('Bad_NS')).toThrow('metadata.namespace: "Bad_NS"');
  });
});

describe('where an Application goes', () => {
  const destination = (props: Partial<ArgoApplicationProps>) => argo(props).spec.destination;

  test('is a cluster by its name, or by its API server', () => {
    expect(destination({ cluster: 'prod-east' })).toEqual({ name: 'prod-east', namespace: 'union' });
    expect(destination({ server: 'https://10.0.0.1:6443' })).toEqual({ server: 'https://10.0.0.1:6443', namespace: 'union' });
  });

  test('follows from the name of a data plane; any other plane is in the cluster of Argo CD', () => {
    expect(destination({})).toEqual({ name: 'us-east', namespace: 'union' });
    expect(destination({ plane: controlPlane(), chart: CHART })).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'union-cp' });
    const unnamed = new DataPlaneAuth(new Chart(new App(), 'dp'), 'auth', { dataPlane: unionAuth().unlistedDataPlane(), secrets: externalSecrets() });
    expect(destination({ plane: unnamed })).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'union' });
  });

  test('of a plane in plain YAML is rejected, as no chart installs it', () => {
    const plain = new ControlPlane(new Chart(new App(), 'cp'), 'plane', { identity, secrets: externalSecrets(), ...PLAIN });
    expect(() => destination({ plane: plain.auth })).toThrow('plane: "cp/plane/auth" is in plain YAML, which no chart installs');
  });

  test.each<[string, Partial<ArgoApplicationProps>]>([
    ['cluster: "us-east" and server https://10.0.0.1 exclude each other in Argo CD', { cluster: 'us-east', server: 'https://10.0.0.1' }],
    ['cluster: "https://10.0.0.1" is the address of an API server; give it as server', { cluster: 'https://10.0.0.1' }],
    ['server: "us-east" is not an API server address', { server: 'us-east' }],
    ['server: "10.0.0.1:6443" is not an API server address', { server: '10.0.0.1:6443' }],
    ['server: "https://" is not an API server address', { server: 'https://' }],
  ])('is refused: %s', (message, props) => expect(() => destination(props)).toThrow(message));
});

describe('a HelmRelease for another cluster', () => {
  const flux = (props: Partial<FluxHelmReleaseProps>) => ofKind(emitted((chart) =>
    new FluxHelmRelease(chart, 'one', { metadata: { name: 'us-east' }, chart: CHART, plane: plane('us-east'), ...props })), 'HelmRelease')[0];

  test('names its kubeconfig and its own values', () => {
    const beside = new Chart(new App(), 'beside');
    const valuesFrom = [ConfigMap.fromConfigMapName(beside, 'sizes', 'sizes'), Secret.fromSecretName(beside, 'more', 'more')];
    const release = flux({ kubeConfig: 'us-east-kubeconfig', valuesFrom });
    expectValid(release);
    expect(release.spec.kubeConfig).toEqual({ secretRef: { name: 'us-east-kubeconfig' } });
    expect(release.spec.valuesFrom).toEqual([{ kind: 'ConfigMap', name: 'sizes' }, { kind: 'Secret', name: 'more' }]);
    expect(flux({}).spec).not.toHaveProperty('kubeConfig');
  });

  test.each<[string, Partial<FluxHelmReleaseProps>]>([
    ['valuesFrom[0]: an object must be a ConfigMap or a Secret of cdk8s-plus', { valuesFrom: [{ kind: 'File', name: 'a' } as never] }],
    ['kubeConfig: "A_B" is not an object name', { kubeConfig: 'A_B' }],
    ['dependsOn[1]: "us-east" is this HelmRelease itself', { dependsOn: ['other/us-east', 'us-east'] }],
  ])('is refused: %s', (message, props) => expect(() => flux(props)).toThrow(message));
});

describe('FluxKustomization', () => {
  const kustomization = (props: Partial<FluxKustomizationProps> = {}, namespace?: string) => emitted((chart) =>
    new FluxKustomization(chart, 'one', { metadata: { name: 'us-east' }, path: 'rendered/us-east', source: { name: 'platform' }, ...props }), namespace)[0];

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

  test('has the given order, cluster and other settings', () => {
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
    ['path: "../x" is outside of the repository', { path: '../x' }],
    ['path: "/x" is absolute', { path: '/x' }],
    ['source.kind: "HelmRepository" is not a source of manifests; write one of GitRepository, OCIRepository, Bucket, ExternalArtifact', { source: { kind: 'HelmRepository' as never, name: 'a' } }],
    ['dependsOn[0]: "us-east" is this Kustomization itself, which would wait forever', { dependsOn: ['us-east'] }],
    ['interval: "10s" is too short; give at least 1m', { interval: Duration.seconds(10) }],
    ['kubeConfig: "A_B" is not an object name', { kubeConfig: 'A_B' }],
  ])('refuses: %s', (message, props) => expect(() => kustomization(props)).toThrow(message));

  test('rejects an invalid namespace of its chart', () => expect(() => kustomization({}, 'Bad_NS')).toThrow('metadata.namespace: "Bad_NS"'));
});
