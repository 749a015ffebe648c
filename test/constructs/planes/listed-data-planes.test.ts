import { App, Chart } from 'cdk8s';
import { Node } from 'constructs';
import {
  AuthProfile, ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneAuth, DataPlaneAuthProps, EagerApiKey,
  SecretDelivery, SecretRotation, UnionIdentity, UnionIdentityProps,
} from '../../../src';
import { guardedValue } from '../../../src/contract/upstream/remote-ref';
import { oneIn } from '../../_tools/drawn';
import { byCluster, dataPlaneOf, dataPlaneProps, externalSecrets, oktaAuth, SaidOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { at, configOf, controlPlane as plainControlPlane, controlPlaneAuth, dataPlane as plainDataPlane, dataPlaneAuth, find, named, ofKind, warningsOf } from '../../_tools/made';
import { PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { expectValid } from '../../_tools/schemas';
import { Manifest, objectsOf } from '../../examples/_dist';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

/** Each makes planes. */
const deep = oneIn(5);

const listed = (region: string) => ({
  clusterName: `us-${region}`,
  operator: { clientId: `${region}-operator`, secret: { key: `union/us-${region}/operator` } },
  eager: { clientId: `${region}-eager`, secret: { key: `union/us-${region}/eager` } },
});
const EAST = listed('east');
const { eager: WEST_EAGER, ...WEST } = listed('west');
const ENCODED = EagerApiKey.encoded('eager');
const FROM_OPERATOR = EagerApiKey.fromOperator();
const SCRIPT = SecretDelivery.kubernetesSecrets();
const PROVISIONED = SecretDelivery.provisioned();

function listing(props: Partial<UnionIdentityProps> = {}, provider = PROVIDERS.okta()): UnionIdentity {
  return identityOf(provider, undefined, {
    dataPlanes: byCluster([EAST, WEST]), clients: { release: { clientId: 'ci-release' } }, organization: 'acme', ...props,
  });
}
const identity = listing();
/** All data planes share the service application. */
const plain = oktaAuth();
/** The same identity, where the key of eager tasks on us-east comes from elsewhere. */
const keyed = (eagerApiKey: EagerApiKey) => listing({ dataPlanes: byCluster([{ ...EAST, eagerApiKey }, WEST]) });
/** Clients whose secrets have no location. */
const silent = (eagerApiKey?: EagerApiKey) =>
  listing({ dataPlanes: { 'us-east': { operator: { clientId: 'east-operator' }, eager: { clientId: 'east-eager' }, eagerApiKey } } });

/** Nothing older ran: no key of an older release is delivered, and nothing warned of. The guide's own release is the oldest. */
function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const { identity: { profile } = identity, chartVersion } = props;
  return controlPlaneAuth({ identity, migratingFrom: chartVersion ?? (profile === AuthProfile.GUIDE ? undefined : ChartVersion._current), ...props });
}
const dataPlane = (props: SaidOf<DataPlaneAuthProps> = {}) => dataPlaneAuth({ identity, clusterName: 'us-east', ...props });

const entriesOf = (manifests: Manifest[], name: string) =>
  find(manifests, 'ExternalSecret', name).spec.data.map(({ secretKey, remoteRef }: any) => `${secretKey}: ${remoteRef.key}`);
const trustedIn = (manifests: Manifest[]) => find(manifests, 'ExternalSecret', 'flyte-admin-secrets-auth').metadata.annotations?.['union-auth.cdk8s.io/trusted-clients'];

/** What both planes say about the key of eager tasks on a cluster. */
const seeded = (clusterName: string) => ({ key: 'EAGER_API_KEY', clusterName, existingSecret: { name: `eager-api-key-${clusterName}` } });

describe.each(ChartVersion._all)('A data plane that the identity lists, chart release %s', (chartVersion) => {
  const { apiKeyOverrides } = chartVersion._contract.controlPlane;
  // The key of a release that fetches none comes by External Secrets.
  const { operatorApiKey } = chartVersion._contract.dataPlane;
  const { plane, values, manifests } = dataPlane({ chartVersion, identity: operatorApiKey ? identity : keyed(ENCODED) });

  deep('is its operator wherever it names a client, with the operator\'s secret', () => {
    const clients = ['config.union.auth', 'config.admin.admin', 'clusterresourcesync.config.union.auth', 'secrets.admin'].map((path) => at(values, path).clientId);
    expect([plane.clientId, values.global.AUTH_CLIENT_ID, ...clients]).toEqual(Array(6).fill('east-operator'));
    expect(JSON.stringify(values)).not.toContain('union-service');
    expect([values.clusterName, values.orgName]).toEqual(['us-east', 'acme']);
    manifests.forEach(expectValid);
    expect(entriesOf(manifests, 'union-secret-auth')).toEqual(['client_secret: union/us-east/operator', 'app_secret: union/us-east/operator']);
  });

  deep.each([
    ['its eager client, never its operator', 'us-east', keyed(ENCODED), 'east-eager', 'union/us-east/eager'],
    ['its operator where there is no eager client', 'us-west', listing({ dataPlanes: byCluster([EAST, { ...WEST, eagerApiKey: ENCODED }]) }), 'west-operator', 'union/us-west/operator'],
  ])('has the encoded API key of %s, computed in the cluster', (_, clusterName, of, clientId, key) => {
    const encoded = dataPlane({ chartVersion, clusterName, identity: of }).manifests;
    const { target } = find(encoded, 'ExternalSecret', 'eager').spec;
    expect([target.creationPolicy, Object.keys(target.template.data)]).toEqual(['Owner', ['eager']]);
    expect(target.template.data.eager).toContain(`printf "%s:%s:%s:%s" "union.example.com" "${clientId}" $secret "acme" | b64enc`);
    expect(entriesOf(encoded, 'eager')).toEqual([`client_secret: ${key}`]);
    encoded.forEach(expectValid);
  });

  deep('fetches the API key that the control plane makes of the eager client, and misses one without', () => {
    expect(values.config.operator).toEqual(apiKeyOverrides ? { apiKey: { enabled: true } } : undefined);
    expect(warningsOf(plane)).toEqual([]);
    const without = dataPlane({ chartVersion, clusterName: 'us-west' });
    expect(warningsOf(without.plane)).toHaveLength(1);
    expect(without.values.config).not.toHaveProperty('operator');
  });

  if (!apiKeyOverrides) {
    deep('is rejected where its operator fetches none and nothing else makes it', () => expect(messageOf(() => dataPlane({ chartVersion }))).toBe('DataPlaneAuth has a problem:\n'
      + '  - identity.dataPlanes.us-east.eagerApiKey: "fromOperator" needs an operator that fetches the key, which this chart release does not have; '
      + 'use charts 2026.6.9 or later, or use EagerApiKey.encoded'));
  }

  deep('is trusted by the control plane, which makes its API key where the release reads it', () => {
    const control = controlPlane({ chartVersion });
    control.manifests.forEach(expectValid);
    expect(trustedIn(control.manifests)).toBe('east-operator,east-eager,west-operator,ci-release');
    expect([control.values.global.UNION_ORG, warningsOf(control.plane)]).toEqual(['acme', []]);
    const { existingSecret } = seeded('us-east');
    expect(control.values.services?.identity?.apiKeyOverrides)
      .toEqual(apiKeyOverrides && (apiKeyOverrides.byCluster ? [seeded('us-east')] : { EAGER_API_KEY: { existingSecret } }));
    const seed = named(control.manifests, 'ExternalSecret', 'eager-api-key-us-east');
    expect(seed?.spec.target).toEqual(apiKeyOverrides && expect.objectContaining({
      creationPolicy: 'Owner',
      template: expect.objectContaining({ data: { client_id: 'east-eager', client_secret: guardedValue('client_secret', { key: 'union/us-east/eager' }) } }) as unknown,
    }));
    expect(seed?.spec.data.map(({ remoteRef }: any) => remoteRef.key)).toEqual(apiKeyOverrides && ['union/us-east/eager']);
  });
});

deep('each cluster has a seed of its own', () => {
  const { values, manifests } = controlPlane({ identity: listing({ dataPlanes: byCluster(['east', 'west'].map(listed)) }) });
  expect(values.services.identity.apiKeyOverrides).toEqual([seeded('us-east'), seeded('us-west')]);
  expect(entriesOf(manifests, 'eager-api-key-us-west')).toEqual(['client_secret: union/us-west/eager']);
});

deep('without a list, a data plane shares the service application: no organization, no trusted clients, no seeded keys', () => {
  const { values, manifests } = controlPlane({ identity: plain });
  expect(values.global).not.toHaveProperty('UNION_ORG');
  expect(values.services.identity).not.toHaveProperty('apiKeyOverrides');
  expect(trustedIn(manifests)).toBeUndefined();
  const data = dataPlane({ identity: plain, clusterName: undefined });
  expect([data.plane.clientId, data.values.orgName, data.values.config.operator]).toEqual(['service-id', undefined, undefined]);
});

describe('Each delivery', () => {
  deep('script: one variable a client, named as in the registration', () => {
    expect(`${controlPlane({ secrets: SCRIPT }).plane.secretScript}`)
      .toContain('deliver eager-api-key-us-east \'\' client_id \'east-eager\' client_secret "$UNION_EAGER_US_EAST_CLIENT_SECRET"\n');
    const data = `${dataPlane({ secrets: SCRIPT }).plane.secretScript}`;
    expect(data).toContain('deliver union-secret-auth \'\' client_secret "$UNION_OPERATOR_US_EAST_CLIENT_SECRET"');
    expect(data).toContain('#   UNION_OPERATOR_US_EAST_CLIENT_SECRET: client secret of Union operator (us-east)\n');
    expect(data).not.toContain('UNION_SERVICE_CLIENT_SECRET');
  });

  deep('provisioned: says what must be there', () => {
    expect(controlPlane({ secrets: PROVISIONED }).plane.requiredSecrets.find(({ name }) => name === 'eager-api-key-us-east')).toMatchObject({
      keys: { client_id: 'fixed text, not secret', client_secret: 'client secret of Union eager tasks (us-east)' },
      values: { client_id: 'east-eager' },
    });
    const [{ keys }] = dataPlane({ secrets: PROVISIONED }).plane.requiredSecrets;
    expect(Object.values(keys)).toEqual(Array(2).fill('client secret of Union operator (us-east)'));
  });

  deep.each([['a script', SCRIPT], ['another tool', PROVISIONED]])('%s: secrets need no location', (_, secrets) => {
    expect(() => [controlPlane({ identity: silent(), secrets }), dataPlane({ identity: silent(), secrets })]).not.toThrow();
  });
});

deep('The guide\'s profile takes data planes with applications of their own', () => {
  const guide = identityOf(PROVIDERS.okta(), AuthProfile.GUIDE, { dataPlanes: byCluster([{ ...EAST, eagerApiKey: ENCODED }]) });
  expect(dataPlane({ identity: guide }).values.global.AUTH_CLIENT_ID).toBe('east-operator');
  expect(trustedIn(controlPlane({ identity: guide }).manifests)).toBe('east-operator,east-eager');
});

deep.each([['dex', true], ['cognito', true], ['okta', false]] as const)('%s: flyteadmin accepts the audience of each listed client: %s', (name, accepts) => {
  const { values } = controlPlane({ identity: listing({}, PROVIDERS[name]()) });
  const audiences = at(values, 'flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience');
  const clients = ['east-operator', 'east-eager', 'west-operator', 'ci-release'];
  expect(clients.filter((client) => audiences.includes(client))).toEqual(accepts ? clients : []);
});

describe('In plain YAML', () => {
  deep.each([[ChartVersion.V2026_6_9, ''], [ChartVersion.V2026_7_2, 'us-east'], [ChartVersion.V2026_8, 'us-east']])(
    'release %s: the identity service knows where the eager client is, for the key that the operator fetches', (chartVersion, clusterName) => {
      const { made, manifests } = plainControlPlane({ identity, chartVersion, services: ['identity'] });
      const directory = `/etc/secrets/apikey/EAGER_API_KEY${clusterName && `-${clusterName}`}`;
      const { apiKeyOverrides, identityProviderConfig, adminClient } = configOf(manifests, 'identity').identity.app;
      expect(apiKeyOverrides).toEqual([{
        org: 'acme', key: 'EAGER_API_KEY', clusterName, clientIdLocation: `${directory}/client_id`, clientSecretLocation: `${directory}/client_secret`,
      }]);
      expect([identityProviderConfig, adminClient.connection.clientId]).toEqual([{ provider: 'noop' }, 'union-service']);
      expect(made.secretMounts('identity').map(({ secretName, mountPath, volumeName }) => [secretName, mountPath, volumeName])).toEqual([
        ['union-controlplane-secrets', '/etc/secrets/union', 'union-controlplane-secrets'], ['eager-api-key-us-east', directory, 'eager-api-key-us-east'],
      ]);
      expect([made.secretMounts('usage').length, made.node.metadata]).toEqual([1, []]);
      const { spec } = find(manifests, 'Deployment', 'identity').spec.template;
      expect(spec.containers[0].volumeMounts).toContainEqual({ name: 'eager-api-key-us-east', mountPath: directory, readOnly: true });
      expect(spec.volumes).toContainEqual({ name: 'eager-api-key-us-east', secret: { secretName: 'eager-api-key-us-east' } });
      expect(JSON.stringify(manifests)).toContain('singleTenantOrgID: \\"acme\\"');
      const { operator, proxy } = configOf(plainDataPlane({ identity, chartVersion, clusterName: 'us-east' }).manifests, 'union-operator');
      expect([operator.clusterId, operator.apiKey]).toEqual([{ name: 'us-east', organization: 'acme' }, { enabled: true }]);
      expect(proxy.smConfig).toEqual({ enabled: 'true', type: 'K8s', k8sConfig: { namespace: 'union' } });
    },
  );

  deep('a control plane without the identity service says who makes the keys', () => {
    expect(warningsOf(plainControlPlane({ identity }).made)).toEqual([expect.stringContaining('the service identity creates the API keys')]);
  });

  deep('an operator without a key to fetch has no setting of one', () => {
    expect(JSON.stringify(plainDataPlane({ identity, clusterName: 'us-west' }).manifests)).not.toMatch(/apiKey:|smConfig/);
  });

  deep('a new version of an eager client\'s secret restarts the identity service, and of the operator\'s the data plane', () => {
    const checksums = (version: string) => {
      const secret = (key: string) => ({ key: `union/${key}`, version });
      const rotating = listing({
        applications: { web: { clientId: 'w', secret: { key: 'union/web', version: '1' } }, native: { clientId: 'n' }, service: { clientId: 's', secret: { key: 'union/service', version: '1' } } },
        dataPlanes: { 'us-east': { operator: { clientId: 'o', secret: secret('operator') }, eager: { clientId: 'e', secret: secret('eager') } } },
      });
      const secrets = externalSecrets({ rotation: SecretRotation.checksum() });
      const all = [...plainControlPlane({ identity: rotating, secrets, services: ['identity'] }).manifests, ...plainDataPlane({ identity: rotating, secrets, clusterName: 'us-east' }).manifests];
      return ['identity', 'union-operator'].map((name): string => find(all, 'Deployment', name).spec.template.metadata.annotations['union-auth.cdk8s.io/secrets-checksum']);
    };
    const [before, after] = [checksums('1'), checksums('2')];
    expect(before.every(Boolean)).toBe(true);
    expect(after.map((checksum, i) => checksum === before[i])).toEqual([false, false]);
  });
});

const REQUESTS = '"fromOperator" requests a key from the control plane, which creates one only for an eager client, since it can register none at Okta; '
  + 'list the data plane in the identity with its eager client, or use EagerApiKey.encoded';

deep.each<[string, () => unknown, string]>([
  ['a key that the operator fetches without an eager client', () => dataPlane({
    clusterName: 'us-west', identity: listing({ dataPlanes: byCluster([EAST, { ...WEST, eagerApiKey: FROM_OPERATOR }]) }),
  }), `DataPlaneAuth has a problem:\n  - identity.dataPlanes.us-west.eagerApiKey: ${REQUESTS}`],
  ['the same without a list', () => dataPlane({ identity: plain, eagerApiKey: FROM_OPERATOR }), `DataPlaneAuth has a problem:\n  - eagerApiKey: ${REQUESTS}`],
  ['an encoded key without a store', () => dataPlane({ identity: plain, secrets: PROVISIONED, eagerApiKey: ENCODED }), 'is computed by External Secrets Operator'],
  ['a cluster name with a slash', () => dataPlane({ identity: plain, clusterName: 'us/east' }), 'clusterName: "us/east" is not an object name'],
  ['eager clients of two data planes where the release seeds one for all', () => controlPlane({
    identity: listing({ dataPlanes: byCluster([EAST, { ...WEST, eager: WEST_EAGER }]) }), chartVersion: ChartVersion.V2026_6_9,
  }), 'ControlPlaneAuth has a problem:\n  - identity.dataPlanes: ["east-eager","west-eager"] are eager clients of several data planes, and this chart release has one seed for all: '
    + 'use charts 2026.7.2 or later, or list one eager client, or use EagerApiKey.encoded for the others'],
  ['a secret without a location in the store, where the control plane needs it', () => controlPlane({ identity: silent() }), 'ControlPlaneAuth has a problem:\n'
    + '  - identity.dataPlanes.us-east.eager.secret: required; the control plane creates the API key of eager tasks from it; give the location of the secret of us-east'],
  ['secrets without a location in the store, where the data plane needs them', () => dataPlane({ identity: silent(ENCODED) }), 'DataPlaneAuth has 2 problems:\n'
    + '  - identity.dataPlanes.us-east.operator.secret: required; give the location of the secret of client east-operator\n'
    + '  - identity.dataPlanes.us-east.eager.secret: required; EagerApiKey.encoded needs it; give the location of the secret of client east-eager'],
  ['a cluster that is not listed', () => identity.dataPlane('us-eats'), 'UnionIdentity.dataPlane has a problem:\n  - clusterName: "us-eats" is not in dataPlanes of UnionIdentity; did you mean us-east?'],
  ['a cluster that resembles none, with the names of those that are listed', () => identity.dataPlane('eu'), 'known: us-east, us-west'],
  ['a data plane that is not listed beside those that are', () => identity.unlistedDataPlane(), 'UnionIdentity.unlistedDataPlane has a problem:\n'
    + '  - dataPlanes: lists us-east, us-west, and each data plane then needs its own applications; list this one too, and use dataPlane(…)'],
  ['an entry that is the service application\'s', () => listing({ dataPlanes: byCluster([{ ...EAST, eager: { clientId: 'east-eager', secret: SERVICE_SECRET } }]) }),
    'dataPlanes.us-east.eager.secret: {"key":"union/service-client-secret"} is also the entry of client union-service'],
  ['an eager client where API keys cannot work', () => listing({ preferRefreshTokens: true }), 'dataPlanes.us-east.eager: "east-eager" conflicts with preferRefreshTokens'],
])('rejects %s', (_, make, message) => expect(messageOf(make)).toContain(message));

describe('Two planes of one name', () => {
  const plane = (app: App, namespace: string, clusterName: string, of = identity) =>
    new DataPlaneAuth(new Chart(app, namespace), 'auth', { dataPlane: dataPlaneOf(of, { clusterName }), secrets: externalSecrets(), namespace });

  deep.each([['listed', identity], ['not listed', listing({ dataPlanes: {} })]])('are rejected, %s', (_, of) => {
    const app = new App();
    plane(app, 'one', 'us-east', of);
    plane(app, 'three', 'us-west', of);
    expect(messageOf(() => plane(app, 'two', 'us-east', of))).toBe('DataPlaneAuth has a problem:\n  - dataPlane: "us-east" is also that of one/auth, '
      + 'but union.example.com has one cluster per name: both would register as the same one, and act for each other; give each its own name');
  });

  deep('are accepted where they register elsewhere, or the other failed', () => {
    const app = new App();
    expect(() => plane(app, 'Bad_NS', 'us-east')).toThrow('namespace');
    plane(app, 'one', 'us-east');
    expect(() => plane(app, 'two', 'us-east', listing({ domain: 'staging.example.com' }))).not.toThrow();
  });
});

deep.each<[string, UnionIdentity, boolean]>([
  ['the control plane, by default', identity, true],
  ['the control plane', keyed(FROM_OPERATOR), true],
  ['External Secrets', keyed(ENCODED), false],
  ['another tool', keyed(EagerApiKey.provisioned()), false],
])('both planes follow who makes the API key of eager tasks: %s', (_, of, isSeeded) => {
  const [control, data] = [controlPlane({ identity: of }), dataPlane({ identity: of })];
  expect(control.values.services?.identity?.apiKeyOverrides !== undefined).toBe(isSeeded);
  expect(named(control.manifests, 'ExternalSecret', 'eager-api-key-us-east') !== undefined).toBe(isSeeded);
  expect(data.values.config.operator?.apiKey?.enabled).toBe(isSeeded ? true : undefined);
  expect([...warningsOf(control.plane), ...warningsOf(data.plane)]).toEqual([]);
});

describe('The subject of the service application', () => {
  const applications = { web: { clientId: 'w', secret: WEB_SECRET }, native: { clientId: 'n' }, service: { clientId: 's', secret: SERVICE_SECRET, subject: 'object-id' } };

  deep.each(['entraId', 'oidc'] as const)('%s: comes from the identity, and is then not an assumption', (name) => {
    const { values, plane } = controlPlane({ identity: identityOf(PROVIDERS[name](), undefined, { applications }) });
    expect(values.configMap.union.connection.trustedIdentityClaims.externalIdentityClaim).toBe('object-id');
    expect(warningsOf(plane)).toEqual([]);
  });

  deep('Entra ID: without one, the error says what it is', () => {
    expect(messageOf(() => controlPlane({ identity: identityOf(PROVIDERS.entraId()) }))).toBe('ControlPlaneAuth has a problem:\n'
      + '  - identity.applications.service.subject: required; give the object ID of its service principal (az ad sp show --id <client ID> --query id), which Entra ID writes into "sub"');
  });
});

deep('a fleet of 100 data planes is a loop of three lines', () => {
  const fleet = listing({ dataPlanes: byCluster(Array.from({ length: 100 }, (_, i) => listed(`${i}`))) });
  const app = new App();
  new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity: fleet, secrets: externalSecrets() });
  for (const { clusterName } of fleet._dataPlanes) {
    new DataPlaneAuth(new Chart(app, clusterName!), 'auth', { dataPlane: dataPlaneOf(fleet, { clusterName }), secrets: externalSecrets(), namespace: `union-${clusterName}` });
  }
  expect(ofKind(objectsOf(app), 'ExternalSecret').filter(({ metadata }) => metadata.name === 'union-secret-auth')).toHaveLength(100);
});

deep.each([
  ['in a namespace each', (cluster: string) => ({ namespace: cluster })],
  ['in the same namespace of a cluster each', () => ({})],
])('%s, the last of many planes asks as much of the tree as the second', (_, own) => {
  const app = new App();
  const lookUps = Array.from({ length: 30 }, (_plane, i) => {
    const asked = jest.spyOn(Node.prototype, 'tryFindChild');
    const clusterName = `cluster-${i}`;
    new DataPlane(new Chart(app, clusterName), 'plane', dataPlaneProps({
      identity: plain, clusterName, eagerApiKey: EagerApiKey.provisioned(), secrets: externalSecrets(), ...PLAIN_DATA_PLANE, ...own(clusterName),
    }));
    const { length } = asked.mock.calls;
    asked.mockRestore();
    return length;
  });
  expect(lookUps[1]).toBeGreaterThan(0);
  expect(lookUps[29]).toBe(lookUps[1]);
});
