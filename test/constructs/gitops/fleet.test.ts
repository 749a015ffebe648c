import { App, Chart, Testing } from 'cdk8s';
import { ArgoApplication, ArgoApplicationProps, ArgoApplicationSet, ArgoApplicationSetProps, ControlPlaneAuth, DataPlaneAuth, FluxHelmRelease, FluxHelmReleaseProps } from '../../../src';
import { externalSecrets, unionAuth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
const CLUSTERS = ['us-east', 'us-west', 'eu-west'];
const auth = unionAuth({ dataPlanes: CLUSTERS.map((clusterName) => ({ clusterName, operator: { clientId: `id-${clusterName}`, secret: { key: clusterName } } })) });

function values(clusterName: string, namespace = 'union') {
  return new DataPlaneAuth(new Chart(new App(), clusterName, { namespace }), 'auth', { auth, secrets: externalSecrets(), clusterName }).helmValues;
}

const controlPlaneValues = () => new ControlPlaneAuth(new Chart(new App(), 'cp'), 'auth', { auth, secrets: externalSecrets() }).helmValues;
const planes = () => CLUSTERS.map((name) => ({ name, cluster: name, values: values(name), path: `dist/${name}` }));
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

  test('leaves expressions within the values to the chart', () => {
    const extra = new DataPlaneAuth(new Chart(new App(), 'x'), 'auth', { auth, secrets: externalSecrets(), clusterName: 'us-east', extraValues: { name: '{{ .Release.Name }} & <b>' } });
    const manifest = set({ planes: [{ name: 'us-east', cluster: 'us-east', values: extra.helmValues }] });
    expect(manifest.spec.templatePatch).not.toContain('Release');
    expect(rendered(manifest, 0).spec.sources[0].helm.valuesObject.name).toBe('{{ .Release.Name }} & <b>');
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
    ['planes[0].wave: "canary" is none of waves; name it there', () => ({ planes: [{ ...planes()[0], wave: 'canary' }] })],
    ['planes[0].path: "../x" leaves the repository', () => ({ planes: [{ ...planes()[0], path: '../x' }] })],
    ['planes[0].path: "dist/us-east" is in no repository; give the set manifests', () => ({ manifests: undefined })],
    ['waves[0]: "canary" has no plane; leave it out', () => ({ waves: ['canary', 'rest'] })],
    ['waves[1]: "a" is named twice', () => ({ waves: ['a', 'a'] })],
    ['automated: true is turned off by progressive syncs', () => ({ waves: ['all'], automated: true })],
    ['planes[0].chart.version: "2026.3.0" is no version of chart release 2026.8', () => ({ chart: { ...CHART, version: '2026.3.0' } })],
  ])('refuses: %s', (message, props) => {
    expect(() => set(props())).toThrow(message);
  });

  test('takes one cluster twice, in two namespaces', () => {
    expect(() => set({ planes: [planes()[0], { ...planes()[1], cluster: 'us-east', values: values('us-west', 'union-west') }] })).not.toThrow();
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
    ['server: "us-east" is no address of an API server', { server: 'us-east' }],
    ['server: "10.0.0.1:6443" is no address of an API server', { server: '10.0.0.1:6443' }],
    ['server: "https://" is no address of an API server', { server: 'https://' }],
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
    const release = flux({ kubeConfig: 'us-east-kubeconfig', valuesFrom: [{ kind: 'ConfigMap', name: 'sizes' }, { kind: 'Secret', name: 'more', valuesKey: 'v.yaml', optional: true }] });
    expectValid(release);
    expect(release.spec.kubeConfig).toEqual({ secretRef: { name: 'us-east-kubeconfig' } });
    expect(release.spec.valuesFrom).toEqual([{ kind: 'ConfigMap', name: 'sizes' }, { kind: 'Secret', name: 'more', valuesKey: 'v.yaml', optional: true }]);
    expect(flux({}).spec).not.toHaveProperty('kubeConfig');
  });

  test.each<[string, Partial<FluxHelmReleaseProps>]>([
    ['valuesFrom[0].kind: "File" holds no values; write ConfigMap or Secret', { valuesFrom: [{ kind: 'File', name: 'a' }] }],
    ['kubeConfig: "A_B" is no object name', { kubeConfig: 'A_B' }],
    ['dependsOn[1].name: "us-east" is this HelmRelease itself', { dependsOn: [{ name: 'us-east', namespace: 'other' }, { name: 'us-east' }] }],
  ])('is refused: %s', (message, props) => {
    expect(() => flux(props)).toThrow(message);
  });
});
