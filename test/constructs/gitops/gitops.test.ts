import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Duration, Testing, YamlOutputType } from 'cdk8s';
import {
  ArgoApplication, ArgoApplicationProps, AuthProfile, ControlPlaneAuth, ControlPlaneAuthProps, DataPlaneAuth, DataPlaneAuthProps, FluxHelmRelease,
  FluxHelmReleaseProps, HelmValues, SecretStore, SecretStoreProvider,
} from '../../../src';
import { dataPlaneProps, externalSecrets, SaidOf, unionAuth } from '../../_tools/fixtures';
import { at } from '../../_tools/made';
import { expectValid, Manifest } from '../../_tools/schemas';

const CHART = { repository: 'https://charts.example.com/union', version: '2026.8.3' };
const GIT = { repository: 'https://git.example.com/acme/platform.git', path: 'dist' };
const AWS = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });

function chart(): Chart {
  return new Chart(new App(), 'test', { disableResourceNameHashes: true });
}

const controlPlane = (props: Partial<ControlPlaneAuthProps> = {}, scope = chart()) =>
  new ControlPlaneAuth(scope, 'auth', { identity: unionAuth(), secrets: externalSecrets(), ...props });
const dataPlane = (props: SaidOf<DataPlaneAuthProps> = {}) =>
  new DataPlaneAuth(chart(), 'auth', dataPlaneProps({ identity: unionAuth(), secrets: externalSecrets(), ...props }));

function argo(props: Partial<ArgoApplicationProps> = {}): Manifest {
  const scope = chart();
  new ArgoApplication(scope, 'union', { chart: CHART, plane: controlPlane(), metadata: { name: 'union' }, ...props });
  return Testing.synth(scope)[0] as Manifest;
}

function flux(props: Partial<FluxHelmReleaseProps> = {}): Manifest[] {
  const scope = chart();
  new FluxHelmRelease(scope, 'union', { chart: CHART, plane: controlPlane(), metadata: { name: 'union' }, ...props });
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
    const application = argo({ manifests: GIT });
    expectValid(application);
    expect(application.spec).not.toHaveProperty('source');
    // The last source wins where both have an object.
    expect(application.spec.sources).toEqual([argo().spec.source, { repoURL: GIT.repository, path: 'dist', targetRevision: 'HEAD' }]);
  });

  const retry = { limit: -1, backoff: { duration: '10s', factor: 2, maxDuration: '1m' } };

  test('owns no data of others: what it applies has none, and nothing is ignored', () => {
    const { ignoreDifferences, syncPolicy } = argo().spec;
    expect(ignoreDifferences).toBeUndefined();
    expect(syncPolicy).toEqual({ syncOptions: ['ServerSideApply=true', 'PruneLast=true'], retry });
  });

  test.each<[string, ControlPlaneAuth | DataPlaneAuth, string]>([
    ['a data plane whose chart creates the Secret', dataPlane({ chartCreatesSecret: true }), 'union-secret-auth'],
    ['a control plane by the guide', controlPlane({ identity: unionAuth({ profile: AuthProfile.GUIDE }) }), 'flyte-secret-auth'],
  ])('of %s never writes the placeholder over the delivered secret', (_, plane, name) => {
    const version = plane.helmValues._release.version === '2026.8' ? '2026.8.3' : '2026.3.2';
    const { ignoreDifferences, syncPolicy, destination } = argo({ plane, chart: { ...CHART, version } }).spec;
    expect(ignoreDifferences).toEqual([{ kind: 'Secret', name, namespace: destination.namespace, jsonPointers: ['/data'] }]);
    expect(syncPolicy.syncOptions).toEqual(['RespectIgnoreDifferences=true', 'ServerSideApply=true', 'PruneLast=true']);
  });

  test('of a data plane whose chart creates no Secret ignores nothing', () => expect(argo({ plane: dataPlane() }).spec).not.toHaveProperty('ignoreDifferences'));

  test('retries a failed sync, by default without limit', () => {
    const limited = argo({ retry: { limit: 3, duration: Duration.seconds(5), factor: 1, maxDuration: Duration.minutes(5) } });
    expectValid(limited);
    expect(limited.spec.syncPolicy.retry).toEqual({ limit: 3, backoff: { duration: '5s', factor: 1, maxDuration: '5m' } });
    expect(argo({ retry: { limit: 0 } }).spec.syncPolicy.retry).toEqual({ ...retry, limit: 0 });
  });

  test.each<[string, Partial<ArgoApplicationProps>, string, unknown]>([
    ['accepts further sync options', { syncOptions: ['CreateNamespace=true'] }, 'syncPolicy.syncOptions', ['ServerSideApply=true', 'PruneLast=true', 'CreateNamespace=true']],
    ['accepts an OCI registry without its scheme', { chart: { ...CHART, repository: 'oci://registry.example.com/union' } }, 'source.repoURL', 'registry.example.com/union'],
    ['prunes and heals in automated syncs', { automated: true }, 'syncPolicy.automated', { prune: true, selfHeal: true }],
  ])('%s', (_, props, path, expected) => expect(at(argo(props).spec, path)).toEqual(expected));
});

test('an address with credentials in it is rejected, without showing them', () => {
  const repository = 'https://user:hunter2@git.example.com/union';
  const build = () => argo({ chart: { ...CHART, repository }, manifests: { repository: 'https://hunter2@git.example.com/union.git', path: 'dist' }, server: repository });
  expect(build).toThrow(/chart\.repository: .*manifests\.repository: .*server: .* contains credentials/s);
  expect(build).not.toThrow('hunter2');
});

describe('FluxHelmRelease', () => {
  test('from a chart repository', () => {
    const [source, release] = flux({ dependsOn: ['external-secrets/external-secrets'] });
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
    expect(release.spec.values).toEqual(controlPlane().helmValues.toObject());
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

  test('in another namespace, it says where the chart goes, and where Helm has kept the release that runs', () => {
    const metadata = { name: 'union', namespace: 'flux-system' };
    expect(flux({ metadata })[1].spec).toMatchObject({ targetNamespace: 'union-cp', storageNamespace: 'union-cp' });
    expect(flux({ metadata, storageNamespace: 'flux-system' })[1].spec).not.toHaveProperty('storageNamespace');
    expect(flux()[1].spec).not.toHaveProperty('storageNamespace');
    expect(flux({ storageNamespace: 'records' })[1].spec).toMatchObject({ storageNamespace: 'records' });
  });

  test('tries again what failed', () => {
    const strategy = { name: 'RetryOnFailure', retryInterval: '1m' };
    const [, release] = flux();
    expectValid(release);
    expect(release.spec).toMatchObject({ install: { strategy }, upgrade: { strategy } });
    expect(flux({ retryInterval: Duration.seconds(90) })[1].spec.upgrade.strategy.retryInterval).toBe('1m30s');
  });

  test.each([
    ['https://charts.example.com/union', { secretRef: 'credentials', certSecretRef: 'ca' }, { secretRef: { name: 'credentials' }, certSecretRef: { name: 'ca' } }],
    ['oci://registry.example.com/union', { secretRef: 'pull', insecure: true }, { secretRef: { name: 'pull' }, insecure: true }],
    ['oci://registry.example.com/union', { insecure: false }, {}],
  ])('%s with %j', (repository, source, expected) => {
    const [emitted] = flux({ chart: { ...CHART, repository }, ...source });
    expectValid(emitted);
    const { secretRef, certSecretRef, insecure } = emitted.spec;
    expect(JSON.parse(JSON.stringify({ secretRef, certSecretRef, insecure }))).toEqual(expected);
  });

  test('corrects drift, but not of delivered secrets', () => {
    const { driftDetection } = flux()[1].spec;
    expect(driftDetection.mode).toBe('enabled');
    expect(driftDetection.ignore[0]).toEqual({ paths: ['/data'], target: { kind: 'Secret', name: 'flyte-admin-secrets' } });
    expect(driftDetection.ignore).toHaveLength(4);
  });
});

/** kubectl drops nulls from a request, and Argo CD from a running operation: what they carry must not need one. */
test('nothing that carriers emit is null', () => {
  const carried = [argo(), argo({ manifests: GIT }), ...flux(), controlPlane().helmValues, dataPlane().helmValues];
  expect(carried.map((object) => JSON.stringify(object instanceof HelmValues ? object.toObject() : object)).filter((text) => /[:[,]null/.test(text))).toEqual([]);
});

test.each([['ArgoApplication', argo], ['FluxHelmRelease', flux]] as const)('%s rejects a null, which would not arrive', (_subject, carry) => {
  const plane = controlPlane({ extraValues: { flyte: { common: null }, extraObjects: [{ entry: null }] } });
  expect(() => carry({ plane })).toThrow(/helmValues\.flyte\.common: null does not reach the chart.*\n.*helmValues\.extraObjects\[0\]\.entry: null/);
});

/** What the chart renders and we emit: one object, which one side manages. */
describe('a Secret that the release takes over', () => {
  const emitted = (overrides: object = {}) => {
    const scope = chart();
    const plane = controlPlane({ secrets: externalSecrets(overrides) }, scope);
    const secrets = (Testing.synth(scope) as any[]).filter(({ kind }) => kind === 'Secret');
    return { plane, taken: secrets.filter(({ metadata }) => metadata.labels['app.kubernetes.io/managed-by'] === 'Helm'), secrets };
  };

  test('under Argo CD is taken from the last source, which is ours', () => {
    const { plane, taken } = emitted();
    expect(taken.map(({ metadata }) => metadata.name)).toEqual(['flyte-admin-secrets']);
    const manifests = { repository: 'https://git.example.com/acme/platform.git', path: 'rendered' };
    expect(argo({ plane, manifests }).spec.sources.at(-1).path).toBe('rendered');
    expect(warnings({ plane, manifests })).toEqual([]);
  });

  test('under Argo CD can be left to the chart, for a separate Application', () => {
    const { plane, taken, secrets } = emitted({ aheadOfChart: false });
    expect(taken).toEqual([]);
    expect(secrets.map(({ metadata }) => metadata.name)).toEqual(['union-controlplane-secrets']);
    expect(warnings({ plane })).toEqual([]);
    expect(warnings({ plane: emitted().plane })).toEqual([expect.stringContaining('flyte-admin-secrets is both emitted and rendered by the chart')]);
  });

  test('under Flux is created by the Kustomization, and from then on the release\'s', () => {
    const annotations = ({ metadata }: any) => metadata.annotations;
    const { taken, secrets } = emitted();
    expect(taken.map(annotations)).toEqual([expect.objectContaining({ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' })]);
    for (const secret of secrets) {
      expect(annotations(secret)).toMatchObject({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
      // What kubectl wrote into the others stays.
      expect(annotations(secret)['kustomize.toolkit.fluxcd.io/ssa']).toBe(taken.includes(secret) ? 'IfNotPresent' : 'Merge');
    }
  });

  function warnings(props: Partial<ArgoApplicationProps>): unknown[] {
    const scope = chart();
    const application = new ArgoApplication(scope, 'union', { chart: CHART, plane: controlPlane(), ...props });
    return application.node.metadata.map(({ data }) => data);
  }
});

test.each([
  ['ArgoApplication', ArgoApplication, 'argocd'],
  ['FluxHelmRelease', FluxHelmRelease, 'union-cp'],
] as const)('%s offers its name, its object and its metadata', (_subject, Carrier, namespace) => {
  const it = new Carrier(chart(), 'union', { chart: CHART, plane: controlPlane(), metadata: { name: 'union' } });
  expect(it.apiObject).toBeInstanceOf(ApiObject);
  expect(it.node.defaultChild).toBe(it.apiObject);
  expect([it.name, it.metadata.name, it.metadata.namespace]).toEqual(['union', 'union', namespace]);
});

test('the release is the one that the Secrets of the plane are marked for', () => {
  const scope = chart();
  const plane = controlPlane({ releaseName: 'acme' }, scope);
  const marked = (Testing.synth(scope) as any[]).flatMap(({ metadata }) => metadata.annotations?.['meta.helm.sh/release-name'] ?? []);
  expect(marked).toEqual(['acme']);
  expect(argo({ plane }).spec.source.helm.releaseName).toBe('acme');
  expect(flux({ plane })[1].spec.releaseName).toBe('acme');
});

describe('ArgoSyncWaves', () => {
  test('namespaces, then stores and the Secrets that are merged into, then ExternalSecrets, then the chart', () => {
    const scope = chart();
    const waves = { Namespace: '-3', SecretStore: '-2', ClusterSecretStore: '-2', Secret: '-2', ExternalSecret: '-1', ConfigMap: undefined, Deployment: undefined };
    Object.keys(waves).forEach((kind) => new ApiObject(scope, kind, { apiVersion: 'v1', kind }));
    ArgoApplication.addSyncWaves(scope);
    const early = (Testing.synth(scope) as any[]).map(({ kind, metadata }) => [kind, metadata.annotations?.['argocd.argoproj.io/sync-wave']]);
    expect(Object.fromEntries(early)).toEqual(waves);
  });

  test('what has a wave keeps it', () => {
    const scope = chart();
    const annotations = { 'argocd.argoproj.io/sync-wave': '-9' };
    new SecretStore(scope, 'store', { metadata: { name: 'default', annotations }, provider: AWS });
    ArgoApplication.addSyncWaves(scope);
    expect((Testing.synth(scope)[0] as any).metadata.annotations).toEqual(annotations);
  });
});

describe.each([
  ['ArgoApplication', (props: object) => argo(props as Partial<ArgoApplicationProps>)],
  ['FluxHelmRelease', (props: object) => flux(props as Partial<FluxHelmReleaseProps>)],
] as const)('%s rejects', (subject, build) => {
  test.each([
    [{ chart: { ...CHART, repository: 'charts.example.com' } }, 'chart.repository: "charts.example.com" is not a chart repository; start it with https:// or oci://'],
    [{ chart: { ...CHART, repository: '' } }, 'chart.repository: must not be empty'],
    [{ chart: { ...CHART, chart: 'dataplane' } }, 'chart.chart: unknown prop. Known: repository, version.'],
    [{ chart: { ...CHART, version: '2026.3.2' } }, 'chart.version: "2026.3.2" is not a version of chart release 2026.8 of the values'],
    [{ chart: { ...CHART, version: '2031.1.0' } }, 'chart.version: "2031.1.0" is not a version of chart release 2026.8'],
    [{ chart: undefined }, 'chart: required'],
    [{ plane: { flyte: {} } }, 'plane: an object must be a plane beside Union\'s chart; pass a ControlPlaneAuth or DataPlaneAuth'],
    [{ chart: { ...CHART, version: '2026.8.x' } }, 'chart.version: "2026.8.x" is not an exact version'],
    [{ chart: { ...CHART, version: '^2026.8.0' } }, 'chart.version: "^2026.8.0" is not an exact version'],
  ])('%j', (props, message) => expect(() => build(props)).toThrow(message));

  test('all problems at once', () => {
    expect(() => build({ metadata: 1, chart: { repository: '', version: '' } })).toThrow(`${subject} has 3 problems:`);
  });
});

test.each([
  [{ manifests: { repository: '', path: '/dist' } }, 'manifests.repository: must not be empty'],
  [{ manifests: { repository: 'https://git.example.com/x.git', path: '/dist' } }, 'manifests.path: "/dist" is absolute'],
  [{ manifests: { repository: 'https://git.example.com/x.git', path: 'dist/union-cp.k8s.yaml' } },
    'manifests.path: "dist/union-cp.k8s.yaml" is a file; give the directory with the manifests'],
  [{ manifests: { repository: 'https://git.example.com/x.git', path: '../x' } }, 'manifests.path: "../x" is outside of the repository; write it without ".."'],
  ...['git.example.com/acme/p', 'acme/p', 'C:\\p'].map((repository): [object, string] => [
    { manifests: { repository, path: 'dist' } }, 'is not a Git repository URL; write it as for git clone, https://… or git@host:path',
  ]),
  [{ manifests: { repository: 'https://github.com/acme/p/tree/main/dist', path: 'dist' } }, 'is a web page of the repository; write the URL for git clone'],
  [{ manifests: { repository: 'https://git.example.com/x.git', path: 'a\\b' } }, 'contains backslashes, which Git treats as part of a name; write "/"'],
  [{ valueFiles: { repository: 'https://git.example.com/x.git', file: '$values/a.yaml' } }, 'valueFiles.file: "$values/a.yaml" starts with a variable of Argo CD'],
  [{ valueFiles: { repository: 'https://git.example.com/x.git', file: 'a/' } }, 'valueFiles.file: "a/" is a directory; give the file'],
  [{ chart: { ...CHART, repository: 'https://charts.example.com/index.yaml' } }, 'is the index of a repository; remove /index.yaml'],
  [{ chart: { ...CHART, repository: 'oci://registry.example.com:5000/union:2026.8.3' } }, 'contains a tag or digest; remove it'],
  [{ chart: { ...CHART, repository: 'oci://registry.example.com/union/controlplane' } }, 'ends with the name of the chart, which is appended again; remove it'],
  [{ chart: { ...CHART, version: '2026.08.3' } }, 'chart.version: "2026.08.3" is not an exact version'],
  [{ syncOptions: ['CreateNamespace'] }, 'syncOptions[0]: "CreateNamespace" is not a sync option; write it as CreateNamespace=true'],
  [{ syncOptions: ['CreateNamspace=true'] }, 'syncOptions[0]: "CreateNamspace=true" is not a sync option of Argo CD. Did you mean CreateNamespace?'],
  [{ syncOptions: ['Replace=true'] }, 'syncOptions[0]: "Replace=true" replaces whole Secrets with the keys that other tools own'],
  [{ syncOptions: ['Prune=true', 'Prune=false'] }, 'syncOptions[1]: "Prune=false" sets Prune again; keep one'],
  [{ syncOptions: ['ServerSideApply=false'] }, 'syncOptions[0]: "ServerSideApply=false" is already set, as delivered Secrets need it; leave it out'],
  [{ retry: { limit: -2 } }, 'retry.limit: -2 is negative; use -1 for no limit'],
  [{ retry: { limit: 1.5 } }, 'retry.limit: 1.5 is not a whole number'],
  [{ retry: { factor: 0 } }, 'retry.factor: 0 must be 1 or more'],
  [{ retry: { duration: Duration.millis(5) } }, 'retry.duration: '],
  [{ retry: { duration: Duration.minutes(2) } }, 'retry.maxDuration: "1m" is shorter than the first wait, 2m; give at least that'],
  [{ valueFiles: { repository: 'https://git.example.com/x.git', text: 'values.yaml' } }, 'valueFiles.text: "values.yaml" must be a TextFile; pass helmValues of the plane, or what its mergeOver returns'],
  [{ chart: { ...CHART, version: '>=2026.8' } }, 'chart.version: ">=2026.8" is not an exact version'],
  [{ server: '<server>' }, 'server: "<server>" is a placeholder'],
])('ArgoApplication refuses %j', (props, message) => expect(() => argo(props)).toThrow(message));

test.each([
  ...['ApplyOutOfSyncOnly', 'ClientSideApplyMigration', 'CreateNamespace', 'FailOnSharedResource', 'Force', 'Replace', 'SkipDryRunOnMissingResource', 'Validate']
    .map((name) => [name, 'true, false']),
  ...['Delete', 'Prune'].map((name) => [name, 'true, false, confirm']),
  ['PrunePropagationPolicy', 'foreground, background, orphan'],
])('ArgoApplication knows the values of the sync option %s', (name, values) => {
  expect(() => argo({ syncOptions: [`${name}=x`] })).toThrow(`syncOptions[0]: "${name}=x" has an unknown value; write one of ${values}`);
});

test.each([
  ...['Prune=confirm', 'Delete=confirm', 'PrunePropagationPolicy=orphan', 'Validate=false', 'Unknown=x'], 'SkipDryRunOnMissingResource=true',
])('ArgoApplication takes the sync option %s', (option) => expect(argo({ syncOptions: [option] }).spec.syncPolicy.syncOptions.at(-1)).toBe(option));

test('two Applications of one name fail the synthesis, in one chart alone', () => {
  const app = new App();
  const made = (id: string, scope: Chart) => new ArgoApplication(scope, id, { chart: CHART, plane: controlPlane(), metadata: { name: 'union' } });
  const one = new Chart(app, 'one');
  ['a', 'b'].forEach((id) => made(id, one));
  made('c', new Chart(app, 'two'));
  expect(app.node.validate()).toEqual(['Application argocd/union is emitted by one/a/Resource and by one/b/Resource, and one would replace the other: give each its own name.']);
});

test.each([
  'git@github.com:acme/p.git', 'github.com:acme/p.git', 'ssh://git@git.example.com:7999/acme/p.git', 'http://gitea.gitea.svc:3000/acme/p.git',
  'codecommit::us-east-1://acme', 'oci://registry.example.com/acme/p', 'https://git.example.com/tree',
])('ArgoApplication takes manifests of %s', (repository) => {
  expect(argo({ manifests: { repository, path: 'dist' } }).spec.sources).toContainEqual({ repoURL: repository, path: 'dist', targetRevision: 'HEAD' });
});

test.each([
  [{ interval: '10m' as never }, 'interval: "10m" must be a Duration, such as Duration.minutes(5)'],
  [{ interval: Duration.seconds(5) }, 'interval: "5s" is too short; give at least 1m'],
  [{ retryInterval: Duration.seconds(5) }, 'retryInterval: "5s" is too short; give at least 10s'],
  [{ secretRef: 'No Name', certSecretRef: '<name>', insecure: true }, 'secretRef: "No Name"'],
  [{ certSecretRef: '<name>' }, 'certSecretRef: "<name>" is a placeholder'],
  [{ insecure: true }, 'insecure: true applies to oci registries only; leave it out'],
  [{ dependsOn: ['No Name'] }, 'dependsOn[0]: "No Name"'],
  [{ metadata: { name: 'union', namespace: 'flux-system' }, dependsOn: ['union-cp/union', 'flux-system/union'] }, 'dependsOn[1]: "flux-system/union" is this HelmRelease itself'],
])('FluxHelmRelease refuses %j', (props, message) => expect(() => flux(props)).toThrow(message));

describe('a directory of manifests in the output folder', () => {
  const outdir = join(tmpdir(), 'dist');
  const [identity, secrets] = [unionAuth(), externalSecrets()];
  const { FOLDER_PER_CHART_FILE_PER_RESOURCE: FOLDERS, FILE_PER_RESOURCE: FILES } = YamlOutputType;

  function problemsOf(path: string, yamlOutputType?: YamlOutputType) {
    const app = new App({ outdir, yamlOutputType });
    const plane = new ControlPlaneAuth(new Chart(app, 'union-cp', { namespace: 'union-cp' }), 'auth', { identity, secrets });
    const argocd = new Chart(app, 'argocd', { namespace: 'argocd' });
    const application = new ArgoApplication(argocd, 'app', { chart: CHART, plane, manifests: { repository: 'https://git.example.com/x.git', path } });
    return application.node.validate();
  }

  test.each([
    ['dist/union-cp', undefined], ['dist/union-cp', FILES], ['clusters/east/dist/union-cp/', undefined],
  ])('%s is rejected where no Chart has a folder (%s)', (path, type) => expect(problemsOf(path, type)).toEqual([
    `manifests.path: "${path}" is not a directory that this app creates in dist; give the directory that your pipeline fills, `
      + 'or give the app yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, which creates one for each Chart',
  ]));

  test('one of no Chart is rejected, and the error lists those that there are', () => {
    expect(problemsOf('dist/union', FOLDERS)).toEqual(['manifests.path: "dist/union" is not a directory that this app creates in dist; it creates union-cp, argocd']);
  });

  test.each([
    ['dist/union-cp', FOLDERS], ['dist/0001-union-cp', FOLDERS], ['dist', undefined], ['./dist/', undefined], ['rendered/union-cp', undefined],
  ])('%s passes', (path, type) => expect(problemsOf(path, type)).toEqual([]));
});
