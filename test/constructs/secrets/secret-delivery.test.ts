import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  AuthProfile, ChartVersion, WorkloadClient, ClusterSecretStore, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey,
  RemoteRef, SecretDelivery, UnionIdentity,
} from '../../../src';
import { SECRETS } from '../../../src/contract/union/secrets';
import { dataPlaneOf, dataPlaneProps, externalSecrets, PROFILES, propsOf, SERVICE_SECRET, synth, unionAuth, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { expectValid, Manifest } from '../../_tools/schemas';

const { GUIDE, HARDENED } = AuthProfile;
const PASSWORD = { databasePassword: { key: 'union/database', property: 'password' } };
const SERVICE = { client_secret: 'union/service-client-secret' };

/** What one ExternalSecret says, in short. */
interface Delivered {
  readonly target: string;
  readonly policy: string;
  readonly keys: Record<string, string>;
}

const DATA_PLANE: Record<string, Record<string, Delivered>> = {
  [GUIDE]: { 'union-secret-auth': { target: 'union-secret-auth', policy: 'Merge/Retain', keys: SERVICE } },
  [HARDENED]: {
    'union-secret-auth': { target: 'union-secret-auth', policy: 'Merge/Retain', keys: { ...SERVICE, app_secret: 'union/service-client-secret' } },
  },
};

const CONTROL_PLANE: Record<string, Record<string, Delivered>> = {
  [GUIDE]: {
    'flyte-admin-secrets-auth': { target: 'flyte-admin-secrets', policy: 'Merge/Retain', keys: SERVICE },
    'flyte-secret-auth': { target: 'flyte-secret-auth', policy: 'Merge/Retain', keys: SERVICE },
  },
  [HARDENED]: {
    'flyte-admin-secrets-auth': { target: 'flyte-admin-secrets', policy: 'Merge/Retain', keys: SERVICE },
    // For older releases, which may still run.
    'flyte-admin-secrets-auth-oidc-client-secret': {
      target: 'flyte-admin-secrets',
      policy: 'Merge/Retain',
      keys: { oidc_client_secret: 'union/web-client-secret' },
    },
    'flyteadmin-oidc-client-secret': {
      target: 'flyteadmin-oidc-client-secret',
      policy: 'Owner/Retain',
      keys: { client_secret: 'union/web-client-secret' },
    },
    'flyte-secret-auth': { target: 'flyte-secret-auth', policy: 'Owner/Retain', keys: SERVICE },
    'union-controlplane-secrets-auth': { target: 'union-controlplane-secrets', policy: 'Merge/Retain', keys: SERVICE },
  },
};

/** Without the chart nobody else brings the database password. */
const WITH_PASSWORD: Record<string, Delivered> = {
  ...CONTROL_PLANE[HARDENED],
  'union-controlplane-secrets-auth-pass.txt': {
    target: 'union-controlplane-secrets',
    policy: 'Merge/Retain',
    keys: { 'pass.txt': 'union/database-password' },
  },
};

type Build = (scope: Construct, secrets: SecretDelivery, profile: AuthProfile) => Construct;
const controlPlaneAuth: Build = (scope, secrets, profile) => new ControlPlaneAuth(scope, 'it', { identity: unionAuth({ profile }), secrets });
const dataPlaneAuth: Build = (scope, secrets, profile) => new DataPlaneAuth(scope, 'it', { dataPlane: dataPlaneOf(unionAuth({ profile })), secrets });
const controlPlane: Build = (scope, secrets, profile) => new ControlPlane(scope, 'it', {
  identity: unionAuth({ profile }), secrets, ...PLAIN, database: { ...PLAIN.database, password: { key: 'union/database-password' } },
});
const dataPlane: Build = (scope, secrets, profile) => new DataPlane(scope, 'it', { dataPlane: dataPlaneOf(unionAuth({ profile })), secrets, ...PLAIN_DATA_PLANE });

/** Each plane under each profile: what is delivered, and which Secrets are emitted empty so that Merge has a target. */
const CASES: [string, Build, AuthProfile, string, Record<string, Delivered>, string[]][] = [
  ['control plane beside the chart', controlPlaneAuth, GUIDE, 'union-cp', CONTROL_PLANE[GUIDE], []],
  ['control plane beside the chart', controlPlaneAuth, HARDENED, 'union-cp', CONTROL_PLANE[HARDENED], ['flyte-admin-secrets', 'union-controlplane-secrets']],
  ['data plane beside the chart', dataPlaneAuth, GUIDE, 'union', DATA_PLANE[GUIDE], []],
  ['data plane beside the chart', dataPlaneAuth, HARDENED, 'union', DATA_PLANE[HARDENED], ['union-secret-auth']],
  ['control plane in plain YAML', controlPlane, HARDENED, 'union-cp', WITH_PASSWORD, ['flyte-admin-secrets', 'union-controlplane-secrets']],
  ['data plane in plain YAML', dataPlane, HARDENED, 'union', DATA_PLANE[HARDENED], ['union-secret-auth']],
];

describe.each(CASES)('%s', (_plane, build, profile, namespace, delivered, empty) => {
  describe(`${profile}`, () => {
    const emitted = (secrets: SecretDelivery) => synth((chart) => build(chart, secrets, profile));

    test('External Secrets: these Secrets, keys and policies, in this namespace', () => {
      const all = ofKind(emitted(externalSecrets()), 'ExternalSecret');
      all.forEach(expectValid);
      expect(all.map(({ metadata }) => metadata.namespace)).toEqual(all.map(() => namespace));
      expect(Object.fromEntries(all.map((manifest) => [manifest.metadata.name, inShort(manifest)]))).toEqual(delivered);
    });

    test('an empty Secret exists only if Merge would wait forever', () => {
      const secrets = ofKind(emitted(externalSecrets()), 'Secret');
      secrets.forEach(expectValid);
      expect(secrets.map(({ metadata }) => metadata.name).sort()).toEqual(empty);
      for (const secret of secrets) {
        expect(Object.keys(secret).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
        expect(secret.type).toBe('Opaque');
        expect(secret.metadata).toMatchObject({ namespace, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } });
      }
    });

    test('an empty Secret is watched by External Secrets, and outlives an upgrade of the chart', () => {
      expect(ofKind(emitted(externalSecrets()), 'Secret').map(({ metadata: { name, labels, annotations } }) => ({ name, labels, annotations }))).toEqual(empty.map((name) => ({
        name,
        labels: expect.objectContaining({ 'reconcile.external-secrets.io/managed': 'true' }) as unknown,
        annotations: expect.objectContaining({ 'helm.sh/resource-policy': 'keep' }) as unknown,
      })));
    });

    test('an empty Secret is emitted before what merges into it', () => {
      const order = emitted(externalSecrets()).map(({ kind, metadata, spec }) => `${kind} ${spec?.target?.name ?? metadata.name}`);
      expect(empty.filter((name) => order.indexOf(`Secret ${name}`) > order.indexOf(`ExternalSecret ${name}`))).toEqual([]);
    });

    test('Owner is never set on a Secret that others write', () => {
      const shared = Object.values(SECRETS).filter(({ keysOfOthers }) => keysOfOthers.length > 0).map(({ name }) => name as string);
      const owned = ofKind(emitted(externalSecrets()), 'ExternalSecret').filter(({ spec }) => spec.target.creationPolicy !== 'Merge');
      expect(owned.filter(({ spec }) => shared.includes(spec.target.name))).toEqual([]);
    });

    test('defaults are spelled out unless the guide is followed to the letter', () => {
      const refs = ofKind(emitted(externalSecrets()), 'ExternalSecret').flatMap(({ spec }) => spec.data.map((entry: { remoteRef: object }) => entry.remoteRef));
      const extras = { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' };
      expect(refs).not.toHaveLength(0);
      for (const ref of refs) {
        expect(ref).toEqual(profile === GUIDE ? { key: ref.key } : { key: ref.key, ...extras });
      }
    });

    test('no annotation of an ExternalSecret reaches its Secret, unless the guide is followed to the letter', () => {
      const all = ofKind(emitted(externalSecrets()), 'ExternalSecret');
      expect(all).not.toHaveLength(0);
      for (const { spec } of all) {
        expect(spec.target.template).toEqual(profile === GUIDE ? undefined : expect.objectContaining({ engineVersion: 'v2', mergePolicy: 'Replace' }));
      }
    });

    test('store and interval reach every ExternalSecret', () => {
      const all = ofKind(emitted(externalSecrets({ store: ClusterSecretStore.fromName('vault'), refreshInterval: Duration.minutes(5) })), 'ExternalSecret');
      expect(all).not.toHaveLength(0);
      for (const { spec } of all) {
        expect(spec).toMatchObject({ secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' }, refreshInterval: '5m' });
      }
    });

    test.each([
      ['kubernetesSecrets', () => SecretDelivery.kubernetesSecrets()],
      ['provisioned', () => SecretDelivery.provisioned()],
    ])('%s: no Secret and no ExternalSecret is emitted', (_delivery, delivery) => {
      const kinds = emitted(delivery()).map(({ kind }) => kind);
      expect(kinds.filter((kind) => ['Secret', 'ExternalSecret'].includes(kind))).toEqual([]);
    });
  });
});

test('the chart\'s release takes over what the chart renders, and nothing else', () => {
  const owned = (scope: (chart: Construct) => Construct) => (synth(scope) as any[])
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] === 'Helm')
    .map(({ kind, metadata }) => [kind, metadata.name, metadata.annotations['meta.helm.sh/release-name'], metadata.annotations['meta.helm.sh/release-namespace']]);
  const props = { identity: unionAuth(), secrets: externalSecrets() };
  expect(owned((chart) => new ControlPlaneAuth(chart, 'it', props))).toEqual([['Secret', 'flyte-admin-secrets', 'unionai-controlplane', 'union-cp']]);
  expect(owned((chart) => new ControlPlaneAuth(chart, 'it', { ...props, releaseName: 'acme', namespace: 'cp' }))).toEqual([['Secret', 'flyte-admin-secrets', 'acme', 'cp']]);
  expect(owned((chart) => new DataPlaneAuth(chart, 'it', dataPlaneProps(props)))).toEqual([]);
  expect(owned((chart) => controlPlane(chart, externalSecrets(), HARDENED))).toEqual([]);
});

test('a Secret that External Secrets owns outlives an upgrade of a release that rendered it', () => {
  const all = ofKind(synth((chart) => controlPlaneAuth(chart, externalSecrets(), HARDENED)), 'ExternalSecret');
  const owners = all.filter(({ spec }) => spec.target.creationPolicy === 'Owner');
  expect(owners).toHaveLength(2);
  for (const { spec } of owners) {
    expect(spec.target.template.metadata).toEqual({ annotations: { 'helm.sh/resource-policy': 'keep' } });
  }
});

test('a Secret that External Secrets merges into keeps the annotations that it has', () => {
  const merged = PROFILES.flatMap((profile) => ofKind(synth((chart) => controlPlaneAuth(chart, externalSecrets(), profile)), 'ExternalSecret'))
    .filter(({ spec }) => spec.target.creationPolicy === 'Merge');
  expect(merged).toHaveLength(5);
  for (const { spec } of merged) {
    expect(spec.target.template?.metadata?.annotations).toBeUndefined();
  }
});

test('a release that cannot keep the web client secret apart gets it in flyte-admin-secrets, under its own key', () => {
  const manifests = synth((chart) =>
    new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), chartVersion: ChartVersion.V2026_3 }));
  const delivered = Object.fromEntries(ofKind(manifests, 'ExternalSecret').map((manifest) => [manifest.metadata.name, inShort(manifest)]));
  expect(delivered['flyte-admin-secrets-auth'].keys).toEqual(SERVICE);
  expect(delivered['flyte-admin-secrets-auth-oidc-client-secret'].keys).toEqual({ oidc_client_secret: 'union/web-client-secret' });
  expect(delivered).not.toHaveProperty('flyteadmin-oidc-client-secret');
});

describe.each(PROFILES)('%s: a script', (profile) => {
  test.each([['control plane', ControlPlaneAuth], ['data plane', DataPlaneAuth]])('is handed out for the %s only where a person must act', (_plane, plane) => {
    const scripts: (string | undefined)[] = [];
    synth((chart) => {
      [externalSecrets(), SecretDelivery.provisioned(), SecretDelivery.kubernetesSecrets()].forEach((secrets, i) =>
        scripts.push(new plane(chart, `it${i}`, propsOf(plane, { identity: unionAuth({ profile }), secrets, namespace: `ns${i}` })).secretScript?.toString()),
      );
    });
    expect(scripts).toEqual([undefined, undefined, expect.stringContaining("namespace='ns2'")]);
  });
});

test('the database password is delivered only when its place is named', () => {
  const keys = (props: object) => {
    const all = ofKind(synth((chart) => new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), ...props })), 'ExternalSecret');
    return all.map(inShort).filter(({ target }) => target === 'union-controlplane-secrets').map((each) => each.keys);
  };
  expect(keys({})).toEqual([SERVICE]);
  expect(keys(PASSWORD)).toEqual([SERVICE, { 'pass.txt': 'union/database#password' }]);
});

test('no ExternalSecret of a shared Secret waits for a second entry of the store', () => {
  const secret = (property: string) => ({ key: 'union/auth', property });
  const applications = {
    web: { clientId: 'w', secret: secret('web') }, native: { clientId: 'n' }, service: { clientId: 's', secret: secret('service') },
  };
  const props = { identity: unionAuth({ applications }), secrets: externalSecrets(), ...PASSWORD };
  const all = ofKind(synth((chart) => new ControlPlaneAuth(chart, 'auth', props)), 'ExternalSecret');
  const shared = all.filter(({ spec }) => spec.target.creationPolicy === 'Merge');
  expect(shared.map(inShort).map(({ target, keys }) => [target, ...Object.values(keys)])).toEqual([
    ['flyte-admin-secrets', 'union/auth#service'],
    ['flyte-admin-secrets', 'union/auth#web'],
    ['union-controlplane-secrets', 'union/auth#service'],
    ['union-controlplane-secrets', 'union/database#password'],
  ]);
});

test('mounts are wired for every delivery', () => {
  const mounts = [externalSecrets(), SecretDelivery.kubernetesSecrets(), SecretDelivery.provisioned()].map((secrets) => {
    let found: unknown;
    synth((chart) => {
      found = new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets }).secretMounts('executions').map(({ secretName, mountPath }) => ({ secretName, mountPath }));
    });
    return found;
  });
  const expected = [{ secretName: 'union-controlplane-secrets', mountPath: '/etc/secrets/union' }];
  expect(mounts).toEqual([expected, expected, expected]);
});

test('bad input is refused all at once', () => {
  expect(() => externalSecrets({ refreshInterval: Duration.seconds(5), store: 'default' as never })).toThrow(
    new Error(
      [
        'SecretDelivery.externalSecrets has 2 problems:',
        '  - store: "default" is not a secret store; write SecretStore.fromName("default"), or pass a SecretStore',
        '  - refreshInterval: "5s" is too short; give at least 10s, or zero to read once',
      ].join('\n'),
    ),
  );
});

describe('one entry of the store is the secret of one client', () => {
  const key = 'union/auth';
  const of = (web: RemoteRef, service: RemoteRef) => () => unionAuth({
    applications: { web: { clientId: 'w', secret: web }, native: { clientId: 'n' }, service: { clientId: 's', secret: service } },
  });

  test.each([[{ key }, { key }], [{ key, property: 'a' }, { key, property: 'a', version: '2' }]])('%j and %j are one', (web, service) => {
    expect(of(web, service)).toThrow(`applications.service.secret: ${JSON.stringify(service)} is also the entry of client w; each client has its own secret`);
  });

  test('two that are blank are two mistakes', () => expect(of({ key: ' ' }, { key: ' ' })).toThrow(new Error([
    'UnionIdentity has 2 problems:',
    '  - applications.web.secret.key: " " must not be empty; give the entry in the secret store',
    '  - applications.service.secret.key: " " must not be empty; give the entry in the secret store',
  ].join('\n'))));

  test('two properties of one entry are two', () => expect(of({ key, property: 'web' }, { key, property: 'service' })).not.toThrow());

  test.each([['web', WEB_SECRET], ['service', SERVICE_SECRET]])('a data plane\'s own client has another one than %s', (_, secret) => {
    expect(() => unionAuth({ dataPlanes: { east: { operator: { clientId: 'east', secret } } } }))
      .toThrow(`dataPlanes.east.operator.secret: ${JSON.stringify(secret)} is also the entry of client`);
  });

  test('the database password has another one', () => {
    const plane = () => synth((chart) =>
      new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets: externalSecrets(), databasePassword: SERVICE_SECRET }));
    expect(plane).toThrow('databasePassword: {"key":"union/service-client-secret"} is also the location of client service-client-id; each secret has its own');
  });
});

describe('a secret is located beside its client', () => {
  const silent = unionAuth({ applications: { web: { clientId: 'web-id' }, native: { clientId: 'native-id' }, service: { clientId: 'service-id' } } });
  const control = (identity: UnionIdentity, secrets: SecretDelivery) => () => synth((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets }));
  const data = (identity: UnionIdentity, secrets: SecretDelivery) => () => synth((chart) =>
    new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(identity), secrets }));
  const web = 'identity.applications.web.secret: required; give the location of the secret of client web-id';
  const service = 'identity.applications.service.secret: required; give the location of the secret of client service-id';

  test('where a store is read, all at once', () => {
    expect(control(silent, externalSecrets())).toThrow(new Error(`ControlPlaneAuth has 2 problems:\n  - ${web}\n  - ${service}`));
    expect(data(silent, externalSecrets())).toThrow(new Error(`DataPlaneAuth has a problem:\n  - ${service}`));
  });

  test('and nowhere else', () => {
    for (const secrets of [SecretDelivery.provisioned(), SecretDelivery.kubernetesSecrets()]) {
      expect(control(silent, secrets)).not.toThrow();
      expect(data(silent, secrets)).not.toThrow();
    }
  });

  test('a data plane names its own client alone', () => {
    const alone = unionAuth({
      applications: { service: { clientId: 'service-id' } },
      dataPlanes: { east: { operator: { clientId: 'east', secret: { key: 'union/east' } } } },
    });
    expect(() => synth((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: alone.dataPlane('east'), secrets: externalSecrets() }))).not.toThrow();
    expect(control(alone, SecretDelivery.provisioned())).toThrow(new Error([
      'ControlPlaneAuth has 2 problems:',
      '  - identity.applications.web: required; flyteadmin signs people in with it; give its client: { clientId: … }',
      '  - identity.applications.native: required; SDK and CLI sign in with it; give its client: { clientId: … }',
    ].join('\n')));
  });
});

describe.each([
  ['External Secrets', () => externalSecrets()],
  ['a script', () => SecretDelivery.kubernetesSecrets()],
])('%s: two planes in one namespace', (_delivery, secrets) => {
  const east = { clusterName: 'east' };
  const add = (
    chart: Chart, id: string, props: object = {},
  ) => new DataPlaneAuth(chart, id, dataPlaneProps({ identity: unionAuth(), secrets: secrets(), ...props }));

  test('any two in one chart are refused, and nothing of the second is emitted', () => {
    const chart = new Chart(new App(), 'union');
    add(chart, 'one', east);
    const before = chart.toJson();
    expect(() => add(chart, 'two', { clusterName: 'west' })).toThrow(
      'namespace: "union" has the same Secrets as union/one (union-secret-auth); give each plane its own namespace',
    );
    expect(chart.toJson()).toEqual(before);
  });

  test('are refused in two charts where they are one cluster', () => {
    const app = new App();
    add(new Chart(app, 'one'), 'auth', east);
    expect(() => add(new Chart(app, 'two'), 'auth', east)).toThrow('dataPlane: "east" is also that of one/auth');
  });

  test('are two in two charts for two clusters, and in two namespaces', () => {
    const app = new App();
    add(new Chart(app, 'one'), 'auth', east);
    const two = new Chart(app, 'two');
    add(two, 'auth', { clusterName: 'west' });
    add(two, 'other', { namespace: 'union-other' });
    new ControlPlaneAuth(two, 'control', { identity: unionAuth(), secrets: secrets(), namespace: 'union' });
    const planes = app.node.findAll().filter((construct) => construct instanceof DataPlaneAuth || construct instanceof ControlPlaneAuth);
    expect(planes.map(({ node }) => node.path)).toEqual(['one/auth', 'two/auth', 'two/other', 'two/control']);
  });

  test('a control plane too', () => {
    const chart = new Chart(new App(), 'cp');
    new ControlPlaneAuth(chart, 'one', { identity: unionAuth(), secrets: secrets() });
    expect(() => new ControlPlaneAuth(chart, 'two', { identity: unionAuth({ domain: 'other.example.com' }), secrets: secrets() })).toThrow('has the same Secrets as cp/one');
  });
});

test('all the Secrets that two planes share are named', () => {
  const add = (chart: Chart, id: string) => new ControlPlaneAuth(chart, id, { identity: unionAuth({ profile: GUIDE }), secrets: externalSecrets() });
  const chart = new Chart(new App(), 'cp');
  add(chart, 'one');
  expect(() => add(chart, 'two')).toThrow(new Error([
    'Secrets of cp/two has a problem:',
    '  - namespace: "union-cp" has the same Secrets as cp/one (flyte-admin-secrets, flyte-secret-auth, union-controlplane-secrets); give each plane its own namespace',
  ].join('\n')));
});

test('somebody else who delivers takes a rotation and nothing else for one', () => {
  expect(() => SecretDelivery.provisioned({ rotation: 'reloader' as never })).toThrow('SecretDelivery.provisioned has a problem:\n  - rotation: "reloader" must be a SecretRotation');
});

test('a Secret that one plane delivers twice is refused', () => {
  const eagerApiKey = EagerApiKey.encoded('union-secret-auth');
  expect(() => synth((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth(), { eagerApiKey }), secrets: externalSecrets() }))).toThrow(
    'Secret: "union-secret-auth" is delivered twice',
  );
});

function ofKind(manifests: Manifest[], kind: string): Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

function inShort({ spec }: Manifest): Delivered {
  const keys = spec.data.map(({ secretKey, remoteRef: { key, property } }: { secretKey: string; remoteRef: { key: string; property?: string } }) => [
    secretKey,
    property ? `${key}#${property}` : key,
  ]);
  return { target: spec.target.name, policy: `${spec.target.creationPolicy}/${spec.target.deletionPolicy}`, keys: Object.fromEntries(keys) };
}

describe('under the guide\'s profile, a Secret that a template makes is delivered like any other', () => {
  const identity = unionAuth({ profile: GUIDE, clients: { ci: { clientId: 'ci-id', secret: { key: 'union/ci' } } } });
  const templates = (build: Build) => synth((chart) => build(chart, externalSecrets(), GUIDE)).filter(({ kind }) => kind === 'ExternalSecret')
    .map((externalSecret) => {
      expectValid(externalSecret);
      return [externalSecret.metadata.name, Object.keys(externalSecret.spec.target.template?.data ?? {})];
    });

  test('the config file of a pipeline', () => {
    const client: Build = (scope, secrets) => new WorkloadClient(scope, 'it', { client: identity.client('ci'), secrets, namespace: 'ci' });
    expect(templates(client)).toEqual([['union-ci-client', ['client_secret', 'config.yaml']]]);
  });

  test('an encoded API key', () => {
    const plane: Build = (scope, secrets) => new DataPlaneAuth(scope, 'it', { dataPlane: dataPlaneOf(identity, { eagerApiKey: EagerApiKey.encoded('eager') }), secrets });
    expect(templates(plane)).toEqual([['union-secret-auth', []], ['eager', ['eager']]]);
  });
});
