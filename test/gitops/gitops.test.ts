import { App, Chart, Testing } from 'cdk8s';
import {
  ArgoApplication,
  ArgoApplicationProps,
  ArgoSyncWaves,
  ControlPlaneAuth,
  DataPlaneAuth,
  FluxHelmRelease,
  FluxHelmReleaseProps,
  HelmValues,
  SecretStore,
  SecretStoreProvider,
} from '../../src';
import { externalSecrets, unionAuth } from '../_tools/fixtures';
import { expectValid, Manifest } from '../_tools/schemas';

const CHART = { repository: 'https://charts.example.com/union', chart: 'controlplane', version: '2026.8.3' };

function chart(): Chart {
  return new Chart(new App(), 'test', { disableResourceNameHashes: true });
}

function controlPlane(scope = chart()) {
  return new ControlPlaneAuth(scope, 'auth', { auth: unionAuth(), secrets: externalSecrets() });
}

function argo(props: Partial<ArgoApplicationProps> = {}): Manifest {
  const scope = chart();
  new ArgoApplication(scope, 'union', { chart: CHART, values: controlPlane().helmValues, namespace: 'union-cp', metadata: { name: 'union' }, ...props });
  return Testing.synth(scope)[0] as Manifest;
}

function flux(props: Partial<FluxHelmReleaseProps> = {}): Manifest[] {
  const scope = chart();
  new FluxHelmRelease(scope, 'union', { chart: CHART, values: controlPlane().helmValues, namespace: 'union-cp', metadata: { name: 'union' }, ...props });
  return Testing.synth(scope) as Manifest[];
}

describe('ArgoApplication', () => {
  test('is valid, and carries the values as an object', () => {
    const application = argo();
    expectValid(application);
    expect(application.metadata).toMatchObject({ name: 'union', namespace: 'argocd' });
    expect(application.spec.source).toEqual({
      repoURL: 'https://charts.example.com/union',
      chart: 'controlplane',
      targetRevision: '2026.8.3',
      helm: { releaseName: 'unionai-controlplane', valuesObject: controlPlane().helmValues.toObject() },
    });
    expect(application.spec.destination).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'union-cp' });
  });

  test('with the synthesized manifests, it has two sources', () => {
    const application = argo({ manifests: { repository: 'https://git.example.com/acme/platform.git', path: 'dist' } });
    expectValid(application);
    expect(application.spec).not.toHaveProperty('source');
    expect(application.spec.sources.map(({ repoURL }: { repoURL: string }) => repoURL)).toEqual([
      'https://charts.example.com/union',
      // The last source has what both hold.
      'https://git.example.com/acme/platform.git',
    ]);
    expect(application.spec.sources[1]).toEqual({ repoURL: 'https://git.example.com/acme/platform.git', path: 'dist', targetRevision: 'HEAD' });
  });

  test('never writes over a delivered secret', () => {
    const { ignoreDifferences, syncPolicy } = argo().spec;
    expect(ignoreDifferences.map(({ name }: { name: string }) => name)).toEqual([
      'flyte-admin-secrets',
      'flyte-secret-auth',
      'union-controlplane-secrets',
      'flyteadmin-oidc-client-secret',
    ]);
    expect(ignoreDifferences[0]).toEqual({ kind: 'Secret', name: 'flyte-admin-secrets', namespace: 'union-cp', jsonPointers: ['/data'] });
    expect(syncPolicy).toEqual({ syncOptions: ['RespectIgnoreDifferences=true', 'ServerSideApply=true'] });
  });

  test('of a data plane leaves the data plane\'s Secret alone', () => {
    const values = new DataPlaneAuth(chart(), 'auth', { auth: unionAuth(), secrets: externalSecrets() }).helmValues;
    expect(argo({ values, namespace: 'union' }).spec.ignoreDifferences.map(({ name }: { name: string }) => name)).toEqual(['union-secret-auth']);
  });

  test('takes an OCI registry without its scheme', () => {
    expect(argo({ chart: { ...CHART, repository: 'oci://registry.example.com/union' } }).spec.source.repoURL).toBe('registry.example.com/union');
  });

  test('automated syncs prune and heal', () => {
    expect(argo({ automated: true }).spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });
});

describe('FluxHelmRelease', () => {
  test('from a chart repository', () => {
    const [source, release] = flux({ dependsOn: [{ name: 'external-secrets', namespace: 'external-secrets' }] });
    [source, release].forEach(expectValid);
    expect(source).toMatchObject({ kind: 'HelmRepository', metadata: { name: 'union', namespace: 'union-cp' }, spec: { url: 'https://charts.example.com/union' } });
    expect(release).toMatchObject({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      metadata: { name: 'union', namespace: 'union-cp' },
      spec: {
        releaseName: 'unionai-controlplane',
        chart: { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'union' } } },
        dependsOn: [{ name: 'external-secrets', namespace: 'external-secrets' }],
      },
    });
    expect(release.spec).not.toHaveProperty('targetNamespace');
  });

  test('from an OCI registry', () => {
    const [source, release] = flux({ chart: { ...CHART, repository: 'oci://registry.example.com/union' } });
    [source, release].forEach(expectValid);
    expect(source).toMatchObject({
      kind: 'OCIRepository',
      spec: { url: 'oci://registry.example.com/union/controlplane', ref: { tag: '2026.8.3' }, layerSelector: { operation: 'copy' } },
    });
    expect(release.spec.chartRef).toEqual({ kind: 'OCIRepository', name: 'union' });
  });

  test('in another namespace, it says where the chart goes', () => {
    expect(flux({ metadata: { name: 'union', namespace: 'flux-system' } })[1].spec.targetNamespace).toBe('union-cp');
  });

  test('corrects drift, but not of delivered secrets', () => {
    const { driftDetection } = flux()[1].spec;
    expect(driftDetection.mode).toBe('enabled');
    expect(driftDetection.ignore[0]).toEqual({ paths: ['/data'], target: { kind: 'Secret', name: 'flyte-admin-secrets' } });
    expect(driftDetection.ignore).toHaveLength(4);
  });
});

test('file, Argo CD and Flux carry the same object', () => {
  const values = controlPlane().helmValues.toObject();
  expect(argo().spec.source.helm.valuesObject).toEqual(values);
  expect(flux()[1].spec.values).toEqual(values);
});

/** kubectl drops nulls from a request, and Argo CD from a running operation: what they carry must not need one. */
test('nothing that carriers emit is null', () => {
  const { helmValues } = new DataPlaneAuth(chart(), 'auth', { auth: unionAuth(), secrets: externalSecrets() });
  const carried = [argo(), argo({ manifests: { repository: 'https://git.example.com/x.git', path: 'dist' } }), ...flux(), controlPlane().helmValues, helmValues];
  expect(carried.map((object) => JSON.stringify(object instanceof HelmValues ? object.toObject() : object)).filter((text) => /[:[,]null/.test(text))).toEqual([]);
});

test.each([
  ['ArgoApplication', argo],
  ['FluxHelmRelease', flux],
] as const)('%s refuses a null, which would not arrive', (_subject, carry) => {
  const extraValues = { flyte: { common: null }, list: [{ entry: null }] };
  const values = new ControlPlaneAuth(chart(), 'auth', { auth: unionAuth(), secrets: externalSecrets(), extraValues }).helmValues;
  expect(() => carry({ values })).toThrow(/values\.flyte\.common: null does not reach the chart.*\n.*values\.list\[0\]\.entry: null/);
});

test('the release is the one that the Secrets of the plane are marked for', () => {
  const scope = chart();
  const plane = new ControlPlaneAuth(scope, 'auth', { auth: unionAuth(), secrets: externalSecrets(), helmRelease: 'acme' });
  const marked = (Testing.synth(scope) as any[]).flatMap(({ metadata }) => metadata.annotations?.['meta.helm.sh/release-name'] ?? []);
  expect(marked).toEqual(['acme']);
  expect(argo({ values: plane.helmValues }).spec.source.helm.releaseName).toBe('acme');
  expect(flux({ values: plane.helmValues })[1].spec.releaseName).toBe('acme');
});

test('instantiated twice, nothing clashes', () => {
  const scope = chart();
  for (const cluster of ['one', 'two']) {
    const { helmValues } = new DataPlaneAuth(scope, cluster, { auth: unionAuth(), secrets: externalSecrets(), namespace: `union-${cluster}` });
    const props = { chart: { ...CHART, chart: 'dataplane' }, values: helmValues, namespace: `union-${cluster}` };
    new ArgoApplication(scope, `argo-${cluster}`, props);
    new FluxHelmRelease(scope, `flux-${cluster}`, props);
  }
  const identities = (Testing.synth(scope) as Manifest[]).map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  expect(new Set(identities).size).toBe(identities.length);
});

describe('ArgoSyncWaves', () => {
  test('stores and the Secrets that are merged into, then ExternalSecrets, then the chart', () => {
    const scope = chart();
    new SecretStore(scope, 'store', { metadata: { name: 'default', namespace: 'union-cp' }, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) });
    controlPlane(scope);
    ArgoSyncWaves.addTo(scope);
    const waves = (Testing.synth(scope) as any[]).map(({ kind, metadata }) => [kind, metadata.annotations['argocd.argoproj.io/sync-wave']]);
    expect(new Set(waves.map(([kind, wave]) => `${kind} ${wave}`))).toEqual(new Set(['SecretStore -2', 'Secret -2', 'ExternalSecret -1']));
  });

  test('what has a wave keeps it', () => {
    const scope = chart();
    const annotations = { 'argocd.argoproj.io/sync-wave': '-9' };
    new SecretStore(scope, 'store', { metadata: { name: 'default', annotations }, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) });
    ArgoSyncWaves.addTo(scope);
    expect((Testing.synth(scope)[0] as any).metadata.annotations).toEqual(annotations);
  });
});

describe.each([
  ['ArgoApplication', (props: object) => argo(props as Partial<ArgoApplicationProps>)],
  ['FluxHelmRelease', (props: object) => flux(props as Partial<FluxHelmReleaseProps>)],
] as const)('%s refuses', (subject, build) => {
  test.each([
    [{ chart: { ...CHART, repository: 'charts.example.com' } }, 'chart.repository: "charts.example.com" is no chart repository; start it with https:// or oci://'],
    [{ chart: { ...CHART, repository: '' } }, 'chart.repository: "" is blank'],
    [{ chart: { ...CHART, chart: 'Control Plane' } }, 'chart.chart: "Control Plane"'],
    [{ chart: { ...CHART, version: '2026.8.x' } }, 'chart.version: "2026.8.x" is no exact version'],
    [{ chart: { ...CHART, version: '^2026.8.0' } }, 'chart.version: "^2026.8.0" is no exact version'],
    [{ namespace: 'Union' }, 'namespace: "Union" is no namespace name'],
  ])('%j', (props, message) => expect(() => build(props)).toThrow(message));

  test('all problems at once', () => {
    expect(() => build({ namespace: 'Union', chart: { repository: '', chart: '', version: '' } })).toThrow(`${subject} has 4 problems:`);
  });
});

test.each([
  [{ manifests: { repository: '', path: '/dist' } }, 'manifests.repository: "" is blank'],
  [{ manifests: { repository: 'https://git.example.com/x.git', path: '/dist' } }, 'manifests.path: "/dist" is absolute'],
  [{ server: '<server>' }, 'server: "<server>" is a placeholder'],
])('ArgoApplication refuses %j', (props, message) => expect(() => argo(props)).toThrow(message));

test.each([
  [{ interval: '10' }, 'interval: "10" is no duration'],
  [{ dependsOn: [{ name: 'No Name' }] }, 'dependsOn[0].name: "No Name"'],
])('FluxHelmRelease refuses %j', (props, message) => expect(() => flux(props)).toThrow(message));
