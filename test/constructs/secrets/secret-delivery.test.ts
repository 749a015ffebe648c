import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AuthProfile, ClusterSecretStore, ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneAuth, EagerApiKey, RemoteRef,
  SecretDelivery, UnionIdentity, WorkloadClient,
} from '../../../src';
import { dataPlaneOf, dataPlaneProps, externalSecrets, PROFILES, propsOf, SERVICE_SECRET, unionAuth, WEB_SECRET } from '../../_tools/fixtures';
import { controlPlaneAuth, dataPlaneAuth, inChart, ofKind } from '../../_tools/made';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { problemsOf } from '../../_tools/problems';
import { expectValid, Manifest } from '../../_tools/schemas';

const { GUIDE, HARDENED } = AuthProfile;
const PROVISIONED = SecretDelivery.provisioned();
const SCRIPT = SecretDelivery.kubernetesSecrets();
const SERVICE = { client_secret: 'union/service-client-secret' };
const WEB = 'union/web-client-secret';

/** What one ExternalSecret says, in short. One that owns its Secret has Helm keep it; one that merges leaves the annotations as they are. */
interface Delivered {
  readonly target: string;
  readonly policy: string;
  readonly keys: Record<string, string>;
  readonly annotations?: object;
}
const merged = (target: string, keys: Record<string, string> = SERVICE): Delivered => ({ target, policy: 'Merge/Retain', keys });
const owned = (target: string, keys: Record<string, string>): Delivered => ({ target, policy: 'Owner/Retain', keys, annotations: { 'helm.sh/resource-policy': 'keep' } });

const DATA_PLANE: Record<string, Record<string, Delivered>> = {
  [GUIDE]: { 'union-secret-auth': merged('union-secret-auth') },
  [HARDENED]: { 'union-secret-auth': merged('union-secret-auth', { ...SERVICE, app_secret: 'union/service-client-secret' }) },
};
const CONTROL_PLANE: Record<string, Record<string, Delivered>> = {
  [GUIDE]: { 'flyte-admin-secrets-auth': merged('flyte-admin-secrets'), 'flyte-secret-auth': merged('flyte-secret-auth') },
  [HARDENED]: {
    'flyte-admin-secrets-auth': merged('flyte-admin-secrets'),
    // For older releases, which may still run.
    'flyte-admin-secrets-auth-oidc-client-secret': merged('flyte-admin-secrets', { oidc_client_secret: WEB }),
    'flyteadmin-oidc-client-secret': owned('flyteadmin-oidc-client-secret', { client_secret: WEB }),
    'flyte-secret-auth': owned('flyte-secret-auth', SERVICE),
    'union-controlplane-secrets-auth': merged('union-controlplane-secrets'),
  },
};
/** Without the chart only the library delivers the database password. */
const WITH_PASSWORD = { ...CONTROL_PLANE[HARDENED], 'union-controlplane-secrets-auth-pass.txt': merged('union-controlplane-secrets', { 'pass.txt': 'union/database' }) };

type Build = (scope: Construct, secrets: SecretDelivery, profile: AuthProfile) => Construct;
const besideControl: Build = (scope, secrets, profile) => new ControlPlaneAuth(scope, 'it', { identity: unionAuth({ profile }), secrets });
const besideData: Build = (scope, secrets, profile) => new DataPlaneAuth(scope, 'it', { dataPlane: dataPlaneOf(unionAuth({ profile })), secrets });
const plainControl: Build = (scope, secrets, profile) => new ControlPlane(scope, 'it', {
  identity: unionAuth({ profile }), secrets, ...PLAIN, database: { ...PLAIN.database, password: { key: 'union/database' } },
});
const plainData: Build = (scope, secrets, profile) => new DataPlane(scope, 'it', { dataPlane: dataPlaneOf(unionAuth({ profile })), secrets, ...PLAIN_DATA_PLANE });

/** Each plane under each profile: what is delivered, and which Secrets are emitted empty so that Merge has a target. */
const CASES: [string, Build, AuthProfile, string, Record<string, Delivered>, string[]][] = [
  ['control plane beside the chart', besideControl, GUIDE, 'union-cp', CONTROL_PLANE[GUIDE], []],
  ['control plane beside the chart', besideControl, HARDENED, 'union-cp', CONTROL_PLANE[HARDENED], ['flyte-admin-secrets', 'union-controlplane-secrets']],
  ['data plane beside the chart', besideData, GUIDE, 'union', DATA_PLANE[GUIDE], []],
  ['data plane beside the chart', besideData, HARDENED, 'union', DATA_PLANE[HARDENED], ['union-secret-auth']],
  ['control plane in plain YAML', plainControl, HARDENED, 'union-cp', WITH_PASSWORD, ['flyte-admin-secrets', 'union-controlplane-secrets']],
  ['data plane in plain YAML', plainData, HARDENED, 'union', DATA_PLANE[HARDENED], ['union-secret-auth']],
];

describe.each(CASES)('%s', (_plane, build, profile, namespace, delivered, empty) => {
  describe(`${profile}`, () => {
    const emitted = (secrets: SecretDelivery = externalSecrets()) => inChart((chart) => build(chart, secrets, profile)).manifests;

    test('External Secrets: these Secrets, keys and policies, in this namespace', () => {
      const all = ofKind(emitted(), 'ExternalSecret');
      all.forEach(expectValid);
      expect(all.map(({ metadata }) => metadata.namespace)).toEqual(all.map(() => namespace));
      expect(Object.fromEntries(all.map((manifest) => [manifest.metadata.name, inShort(manifest)]))).toEqual(delivered);
    });

    test('an empty Secret exists only if Merge would wait forever, before what merges into it, and outlives an upgrade', () => {
      const all = emitted();
      const secrets = ofKind(all, 'Secret');
      secrets.forEach(expectValid);
      expect(secrets).toEqual(empty.map((name) => ({
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'Opaque',
        metadata: {
          name,
          namespace,
          labels: expect.objectContaining({ 'reconcile.external-secrets.io/managed': 'true' }) as unknown,
          annotations: expect.objectContaining({ 'helm.sh/resource-policy': 'keep', 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' }) as unknown,
        },
      })));
      const order = all.map(({ kind, metadata, spec }) => `${kind} ${spec?.target?.name ?? metadata.name}`);
      expect(empty.filter((name) => order.indexOf(`Secret ${name}`) > order.indexOf(`ExternalSecret ${name}`))).toEqual([]);
    });

    test('defaults are spelled out, and no annotation of an ExternalSecret reaches its Secret, unless the guide is followed to the letter', () => {
      const specs = ofKind(emitted(), 'ExternalSecret').map(({ spec }) => spec);
      const defaults = profile === GUIDE ? {} : { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };
      const refs = specs.flatMap(({ data }) => data.map((entry: { remoteRef: object }) => entry.remoteRef));
      expect(refs.length).toBeGreaterThan(0);
      refs.forEach((ref) => expect(ref).toEqual({ key: ref.key, ...defaults }));
      const template = profile === GUIDE ? undefined : expect.objectContaining({ engineVersion: 'v2', mergePolicy: 'Replace' }) as unknown;
      expect(specs.map(({ target }) => target.template)).toEqual(specs.map(() => template));
    });

    test('store and interval reach every ExternalSecret', () => {
      const all = ofKind(emitted(externalSecrets({ store: ClusterSecretStore.fromName('vault'), refreshInterval: Duration.minutes(5) })), 'ExternalSecret');
      expect(all.length).toBeGreaterThan(0);
      all.forEach(({ spec }) => expect(spec).toMatchObject({ secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, refreshInterval: '5m' }));
    });

    test.each([['a script', SCRIPT], ['another tool', PROVISIONED]])('%s: no Secret and no ExternalSecret is emitted', (_delivery, delivery) => {
      expect(emitted(delivery).filter(({ kind }) => ['Secret', 'ExternalSecret'].includes(kind))).toEqual([]);
    });
  });
});

test.each<[string, () => Manifest[], string[][]]>([
  ['beside the chart', () => controlPlaneAuth().manifests, [['Secret', 'flyte-admin-secrets', 'unionai-controlplane', 'union-cp']]],
  ['of another name', () => controlPlaneAuth({ releaseName: 'acme', namespace: 'cp' }).manifests, [['Secret', 'flyte-admin-secrets', 'acme', 'cp']]],
  ['of a data plane', () => dataPlaneAuth().manifests, []],
  ['in plain YAML', () => inChart((chart) => plainControl(chart, externalSecrets(), HARDENED)).manifests, []],
])('the chart\'s release %s takes over what the chart renders, and nothing else', (_, manifests, expected) => {
  const taken = (manifests() as any[]).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'Helm');
  expect(taken.map(({ kind, metadata: { name, annotations } }) => [kind, name, annotations['meta.helm.sh/release-name'], annotations['meta.helm.sh/release-namespace']])).toEqual(expected);
});

describe.each(PROFILES)('%s: a script', (profile) => {
  test.each([['control plane', ControlPlaneAuth], ['data plane', DataPlaneAuth]])('is handed out for the %s only where a person must act', (_plane, plane) => {
    const scripts = [externalSecrets(), PROVISIONED, SCRIPT].map((secrets) => inChart((chart) => new plane(chart, 'it', propsOf(plane, { identity: unionAuth({ profile }), secrets, namespace: 'ns' }))).made.secretScript);
    expect(scripts.map((script) => script?.toString())).toEqual([undefined, undefined, expect.stringContaining("namespace='ns'")]);
  });
});

const PASSWORD = { databasePassword: { key: 'union/database', property: 'password' } };
const entriesInto = (props: Partial<ControlPlaneAuthProps>) => ofKind(controlPlaneAuth(props).manifests, 'ExternalSecret').map(inShort)
  .filter(({ policy }) => policy.startsWith('Merge')).map(({ target, keys }) => [target, ...Object.values(keys)]);

test('no ExternalSecret of a shared Secret waits for a second entry of the store; the database password has one only where its place is named', () => {
  const secret = (property: string) => ({ key: 'union/auth', property });
  const identity = unionAuth({ applications: { web: { clientId: 'w', secret: secret('web') }, native: { clientId: 'n' }, service: { clientId: 's', secret: secret('service') } } });
  const without = [['flyte-admin-secrets', 'union/auth#service'], ['flyte-admin-secrets', 'union/auth#web'], ['union-controlplane-secrets', 'union/auth#service']];
  expect(entriesInto({ identity })).toEqual(without);
  expect(entriesInto({ identity, ...PASSWORD })).toEqual([...without, ['union-controlplane-secrets', 'union/database#password']]);
});

const key = 'union/auth';
const with_ = (web: RemoteRef | undefined, service: RemoteRef | undefined) =>
  unionAuth({ applications: { web: { clientId: 'w', secret: web }, native: { clientId: 'n' }, service: { clientId: 's', secret: service } } });
const silent = with_(undefined, undefined);
const alone = unionAuth({
  applications: { service: { clientId: 'service-id' } }, dataPlanes: { east: { operator: { clientId: 'east', secret: { key: 'union/east' } } } },
});
const MISSING = ['web', 'service'].map((name) => `identity.applications.${name}.secret: required; give the location of the secret of client ${name[0]}`);
const BLANK = '" " must not be empty; give the entry in the secret store';

test.each<[string, () => unknown, string[]]>([
  ['a store that is not one and an interval that is too short', () => externalSecrets({ refreshInterval: Duration.seconds(5), store: 'default' as never }), [
    'store: "default" is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore', 'refreshInterval: "5s" is too short; give at least 10s, or zero to read once',
  ]],
  ['a rotation that is not one', () => SecretDelivery.provisioned({ rotation: 'reloader' as never }), [
    'rotation: "reloader" must be a SecretRotation; create one with SecretRotation.reloader, SecretRotation.checksum, SecretRotation.revision',
  ]],
  ['one entry for two clients', () => with_({ key }, { key }), [`applications.service.secret: ${JSON.stringify({ key })} is also the entry of client w; each client has its own secret, give its entry`]],
  ['one property for two clients', () => with_({ key, property: 'a' }, { key, property: 'a', version: '2' }), [
    `applications.service.secret: ${JSON.stringify({ key, property: 'a', version: '2' })} is also the entry of client w; each client has its own secret, give its entry`,
  ]],
  ['two blank entries', () => with_({ key: ' ' }, { key: ' ' }), [`applications.web.secret.key: ${BLANK}`, `applications.service.secret.key: ${BLANK}`]],
  ...[[WEB_SECRET, 'web-app-client-id'], [SERVICE_SECRET, 'service-client-id']].map(([secret, client]): [string, () => unknown, string[]] => [
    `the entry of ${client as string} for a data plane's own client`, () => unionAuth({ dataPlanes: { east: { operator: { clientId: 'east', secret: secret as RemoteRef } } } }),
    [`dataPlanes.east.operator.secret: ${JSON.stringify(secret)} is also the entry of client ${client as string}; each client has its own secret, give its entry`],
  ]),
  ['the entry of a client for the database password', () => controlPlaneAuth({ databasePassword: SERVICE_SECRET }), [
    'databasePassword: {"key":"union/service-client-secret"} is also the location of client service-client-id; each secret has its own, give it',
  ]],
  ['secrets of a control plane without a location', () => controlPlaneAuth({ identity: silent }), MISSING],
  ['secrets of a data plane without a location', () => dataPlaneAuth({ identity: silent }), MISSING.slice(1)],
  ['a control plane without applications of people', () => controlPlaneAuth({ identity: alone, secrets: PROVISIONED }), [
    'identity.applications.web: required; flyteadmin signs people in with it; give its client: { clientId: … }',
    'identity.applications.native: required; SDK and CLI sign in with it; give its client: { clientId: … }',
  ]],
])('rejects %s', (_, build, problems) => expect(problemsOf(build)).toEqual(problems));

test.each<[string, () => unknown]>([
  ['two properties of one entry', () => with_({ key, property: 'web' }, { key, property: 'service' })],
  ...[PROVISIONED, SCRIPT].flatMap((secrets): [string, () => unknown][] => [
    ['a control plane that no store serves, without locations', () => controlPlaneAuth({ identity: silent, secrets })],
    ['a data plane that no store serves, without locations', () => dataPlaneAuth({ identity: silent, secrets })],
  ]),
  ['a data plane that names its own client alone', () => dataPlaneAuth({ identity: alone, clusterName: 'east' })],
])('accepts %s', (_, build) => expect(build).not.toThrow());

test.each<[string, (chart: Chart, id: string) => Construct, string]>([
  ['control planes', (chart, id) => new ControlPlaneAuth(chart, id, { identity: unionAuth({ profile: GUIDE }), secrets: externalSecrets() }),
    '"union-cp" has the same Secrets as chart/one (flyte-admin-secrets, flyte-secret-auth, union-controlplane-secrets)'],
  ['data planes of a script', (chart, id) => new DataPlaneAuth(chart, id, dataPlaneProps({ identity: unionAuth(), secrets: SCRIPT, clusterName: id })),
    '"union" has the same Secrets as chart/one (union-secret-auth)'],
])('two %s in one namespace of a chart are rejected with all the Secrets that they share', (_, add, problem) => {
  const chart = new Chart(new App(), 'chart');
  add(chart, 'one');
  const before = chart.toJson();
  expect(() => add(chart, 'two')).toThrow(new Error(`Secrets of chart/two has a problem:\n  - namespace: ${problem}; give each plane its own namespace`));
  expect(chart.toJson()).toEqual(before);
});

test('rejects a Secret that one plane delivers twice', () => {
  expect(() => dataPlaneAuth({ eagerApiKey: EagerApiKey.encoded('union-secret-auth') })).toThrow('Secret: "union-secret-auth" is delivered twice');
});

function inShort({ spec }: Manifest): Delivered {
  const { target, data } = spec;
  const keys = data.map(({ secretKey, remoteRef }: { secretKey: string; remoteRef: { key: string; property?: string } }) =>
    [secretKey, remoteRef.property ? `${remoteRef.key}#${remoteRef.property}` : remoteRef.key]);
  return {
    target: target.name, policy: `${target.creationPolicy}/${target.deletionPolicy}`, keys: Object.fromEntries(keys), annotations: target.template?.metadata?.annotations,
  };
}

describe('under the guide\'s profile, a Secret that a template makes is delivered like any other', () => {
  const identity: UnionIdentity = unionAuth({ profile: GUIDE, clients: { ci: { clientId: 'ci-id', secret: { key: 'union/ci' } } } });

  test.each<[string, (scope: Construct) => Construct, [string, string[]][]]>([
    ['the config file of a pipeline', (scope) => new WorkloadClient(scope, 'it', { client: identity.client('ci'), secrets: externalSecrets(), namespace: 'ci' }),
      [['union-ci-client', ['client_secret', 'config.yaml']]]],
    ['an encoded API key', (scope) => new DataPlaneAuth(scope, 'it', dataPlaneProps({ identity, eagerApiKey: EagerApiKey.encoded('eager'), secrets: externalSecrets() })),
      [['union-secret-auth', []], ['eager', ['eager']]]],
  ])('%s', (_, build, templates) => {
    const all = ofKind(inChart(build).manifests, 'ExternalSecret');
    all.forEach(expectValid);
    expect(all.map(({ metadata, spec }) => [metadata.name, Object.keys(spec.target.template?.data ?? {})])).toEqual(templates);
  });
});
