import { App, Chart } from 'cdk8s';
import { Node } from 'constructs';
import {
  ChartRelease, ClientRegistration, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneAuth, DataPlaneAuthProps, EagerApiKey,
  IdentityProvider, SecretDelivery, UnionAuth,
} from '../../../../src';
import { guardedValue } from '../../../../src/contract/upstream/guarded-value';
import { externalSecrets, oktaAuth } from '../../../_tools/fixtures';
import { PLAIN } from '../../../_tools/plain-plane';
import { expectValid } from '../../../_tools/schemas';
import { Manifest, manifestsIn } from '../../../examples/_dist';

const auth = oktaAuth();
const secrets = externalSecrets({ webClientSecret: { key: 'union/web' }, serviceClientSecret: { key: 'union/service' } });
const EAST = { clusterName: 'us-east', clientId: 'east-id', clientSecret: { key: 'union/east' } };
const WEST = { clusterName: 'us-west', clientId: 'west-id', clientSecret: { key: 'union/west' } };

function dataPlane(props: Partial<DataPlaneAuthProps> = {}) {
  const app = new App();
  const construct = new DataPlaneAuth(new Chart(app, 'union'), 'auth', { auth, secrets, ...props });
  return { construct, values: construct.helmValues.toObject() as any, manifests: manifestsIn(app.synthYaml()) };
}

function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const app = new App();
  // Nothing older ran: no key of an older release is delivered, and nothing warned of.
  const migratingFrom = props.chartRelease ?? ChartRelease._current;
  const construct = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { auth, secrets, migratingFrom, ...props });
  return { construct, values: construct.helmValues.toObject() as any, manifests: manifestsIn(app.synthYaml()) };
}

function externalSecret(manifests: Manifest[], name: string): Manifest {
  return manifests.find(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === name)!;
}

describe('a data plane with a client of its own', () => {
  const { construct, values, manifests } = dataPlane(EAST);

  test('says so wherever it names a client', () => {
    expect(construct.clientId).toBe('east-id');
    expect(JSON.stringify(values)).not.toContain('service-id');
    expect(values.global.AUTH_CLIENT_ID).toBe('east-id');
    expect(values.config.union.auth.clientId).toBe('east-id');
    expect(values.config.admin.admin.clientId).toBe('east-id');
    expect(values.clusterresourcesync.config.union.auth.clientId).toBe('east-id');
    expect(values.secrets.admin.clientId).toBe('east-id');
    expect(values.clusterName).toBe('us-east');
  });

  test('gets the secret of that client', () => {
    const remotes = externalSecret(manifests, 'union-secret-auth').spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key]);
    expect(remotes).toEqual([['client_secret', 'union/east'], ['app_secret', 'union/east']]);
  });

  test('in plain YAML too', () => {
    const app = new App();
    new DataPlane(new Chart(app, 'union'), 'plane', { auth, secrets, ...PLAIN, ...EAST });
    const text = app.synthYaml();
    expect(text).toContain('east-id');
    expect(text).not.toContain('service-id');
  });
});

describe('the control plane', () => {
  test('says in its manifests which clients it trusts', () => {
    const { manifests } = controlPlane({ dataPlanes: [EAST, WEST] });
    expect(externalSecret(manifests, 'flyte-admin-secrets-auth').metadata.annotations).toEqual({ 'union-auth.cdk8s.io/trusted-clients': 'east-id,west-id' });
  });

  test('says nothing of the kind without data planes of their own', () => {
    expect(externalSecret(controlPlane().manifests, 'flyte-admin-secrets-auth').metadata).not.toHaveProperty('annotations');
  });

  test('accepts the audience of each client, where the provider writes the client ID there', () => {
    const cognito = new UnionAuth({
      domain: 'union.example.com',
      identityProvider: IdentityProvider.cognito({ region: 'us-east-2', userPoolId: 'us-east-2_Acme00000', domain: 'acme-union.auth.us-east-2.amazoncognito.com' } as any),
      applications: { webClientId: 'web-id', nativeClientId: 'native-id', serviceClientId: 'service-id' },
    });
    const { values } = controlPlane({ auth: cognito, dataPlanes: [EAST] });
    expect(values.flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience).toContain('east-id');
    expect(controlPlane({ dataPlanes: [EAST] }).values.flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience).not.toContain('east-id');
  });

  test('warns of a client that two data planes share, with the reason', () => {
    const { construct } = controlPlane({ dataPlanes: [EAST, { ...WEST, clientId: 'east-id' }] });
    const warnings = construct.node.metadata.filter(({ type }) => type === 'warning').map(({ data }) => data);
    expect(warnings).toEqual([
      'data plane us-west shares the client east-id with us-east: each may act for the other, and rotating the secret of one breaks the other. Register a client for each.',
    ]);
    expect(controlPlane({ dataPlanes: [EAST, WEST] }).construct.node.metadata).toEqual([]);
  });
});

describe('eager mode', () => {
  test('the operator fetches no key that nobody makes', () => {
    expect(dataPlane().values.config).not.toHaveProperty('operator');
    expect(() => dataPlane({ eagerApiKey: EagerApiKey.fromOperator() })).toThrow('eagerApiKey: "fromOperator" asks the control plane for a key, '
      + 'which makes it of nothing but an eager client, since it can register none at Okta; list the data plane in UnionAuth with its eager client, or use EagerApiKey.encoded');
  });

  test('the control plane makes it from seeded credentials, one Secret a cluster', () => {
    const { values, manifests } = controlPlane({ dataPlanes: [EAST, WEST], seedApiKeys: true });
    expect(values.services.identity.apiKeyOverrides).toEqual([
      { key: 'EAGER_API_KEY', clusterName: 'us-east', existingSecret: { name: 'eager-api-key-us-east' } },
      { key: 'EAGER_API_KEY', clusterName: 'us-west', existingSecret: { name: 'eager-api-key-us-west' } },
    ]);
    const { spec } = externalSecret(manifests, 'eager-api-key-us-west');
    expect(spec.target).toMatchObject({ creationPolicy: 'Owner', template: { data: { client_id: 'west-id', client_secret: guardedValue('client_secret', { key: 'union/west' }) } } });
    expect(spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key])).toEqual([['client_secret', 'union/west']]);
    manifests.forEach((manifest) => expectValid(manifest));
  });

  test('the script of Option B asks for each secret by a name of its own', () => {
    const { construct } = controlPlane({ secrets: SecretDelivery.kubernetesSecrets(), dataPlanes: [EAST, WEST], seedApiKeys: true });
    const script = construct.secretScript!.toString();
    expect(script).toContain("problem 'UNION_US_EAST_CLIENT_SECRET: is empty;");
    expect(script).toContain('deliver eager-api-key-us-east \'\' client_id \'east-id\' client_secret "$UNION_US_EAST_CLIENT_SECRET"\n');
  });

  test('External Secrets Operator encodes it in the cluster, never at synth', () => {
    const { manifests } = dataPlane({ ...EAST, eagerApiKey: EagerApiKey.encoded({ secretName: 'f3a1', organization: 'acme' }) });
    const { spec } = externalSecret(manifests, 'f3a1');
    expect(spec.target.creationPolicy).toBe('Owner');
    expect(Object.keys(spec.target.template.data)).toEqual(['f3a1']);
    expect(spec.target.template.data.f3a1).toContain('printf "%s:%s:%s:%s" "union.example.com" "east-id" $secret "acme" | b64enc');
    expect(spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/east']);
    manifests.forEach((manifest) => expectValid(manifest));
  });
});

test('a fleet of 100 data planes is a loop of three lines', () => {
  const fleet = Array.from({ length: 100 }, (_, i) => ({ clusterName: `cluster-${i}`, clientId: `client-${i}`, clientSecret: { key: `union/cluster-${i}` } }));
  const app = new App();
  new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { auth, secrets, dataPlanes: fleet, seedApiKeys: true });
  for (const plane of fleet) {
    new DataPlaneAuth(new Chart(app, plane.clusterName), 'auth', { auth, secrets, namespace: `union-${plane.clusterName}`, ...plane });
  }
  const manifests = manifestsIn(app.synthYaml());
  expect(manifests.filter(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'union-secret-auth')).toHaveLength(100);
  const registrations = fleet.map(({ clusterName, clientId }) => ClientRegistration.service({ auth, id: clusterName, clientId }));
  expect(new Set(registrations.map(({ clientId }) => clientId)).size).toBe(100);
});

describe('wrong input', () => {
  test.each<[string, Partial<DataPlaneAuthProps>, string]>([
    ['a client whose secret nobody locates', { clientId: 'east-id' }, 'clientSecret: is missing; name where the secret of client east-id lies; the delivery\'s own is that of service-id'],
    ['the web application\'s client', { clientId: 'web-id', clientSecret: { key: 'k' } }, 'clientId: "web-id" is the web application\'s; a data plane needs a service application'],
    ['a placeholder', { clientId: '<id>', clientSecret: { key: '' } }, 'DataPlaneAuth has 2 problems:'],
    ['a cluster name with a slash', { clusterName: 'us/east' }, 'clusterName: "us/east" is no object name'],
    ['an operator key that the release does not make', { chartRelease: ChartRelease.V2026_3, eagerApiKey: EagerApiKey.fromOperator() }, 'eagerApiKey: "fromOperator" is not read by this chart release'],
    ['an encoded key without a store', { secrets: SecretDelivery.provisioned(), eagerApiKey: EagerApiKey.encoded({ secretName: 'f3a1' }) }, 'is computed by External Secrets Operator'],
  ])('%s', (_, props, message) => {
    expect(() => dataPlane(props)).toThrow(message);
  });

  test.each<[string, Partial<ControlPlaneAuthProps>, string]>([
    ['a cluster twice', { dataPlanes: [EAST, { ...WEST, clusterName: 'us-east' }] }, 'dataPlanes[1].clusterName: "us-east" is given twice'],
    ['seeds without data planes', { seedApiKeys: true }, 'dataPlanes: [] is empty, so there is no API key to seed'],
    ['a seed that nobody locates', { dataPlanes: [{ clusterName: 'us-east', clientId: 'east-id' }], seedApiKeys: true }, 'dataPlanes[0].clientSecret: is missing;'],
    ['seeds that the release does not read', { dataPlanes: [EAST], seedApiKeys: true, chartRelease: ChartRelease.V2026_3 }, 'seedApiKeys: true is not read by this chart release'],
  ])('%s', (_, props, message) => {
    expect(() => controlPlane(props)).toThrow(message);
  });

  test('an organization with a colon', () => {
    expect(() => EagerApiKey.encoded({ secretName: 'f3a1', organization: 'a:b' })).toThrow('organization: "a:b" contains a colon or quote');
  });
});

test.each([
  ['in a namespace each', (cluster: string) => ({ namespace: cluster })],
  ['in the same namespace of a cluster each', () => ({})],
])('%s, the last of many planes asks as much of the tree as the second', (_, own) => {
  const app = new App();
  const lookUps = Array.from({ length: 30 }, (_plane, i) => {
    const asked = jest.spyOn(Node.prototype, 'tryFindChild');
    const clusterName = `cluster-${i}`;
    new DataPlane(new Chart(app, clusterName), 'plane', { auth, secrets, ...PLAIN, clusterName, eagerApiKey: EagerApiKey.provisioned(), ...own(clusterName) });
    const { length } = asked.mock.calls;
    asked.mockRestore();
    return length;
  });
  expect(lookUps[1]).toBeGreaterThan(0);
  expect(lookUps[29]).toBe(lookUps[1]);
});
