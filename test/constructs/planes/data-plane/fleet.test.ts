import { App, Chart } from 'cdk8s';
import { Node } from 'constructs';
import {
  ChartVersion, ControlPlaneAuth, ControlPlaneAuthProps, DataPlane, DataPlaneClients, DataPlaneAuth, DataPlaneAuthProps,
  EagerApiKey, IdentityProvider, SecretDelivery, UnionIdentity, UnionIdentityProps,
} from '../../../../src';
import { guardedValue } from '../../../../src/contract/upstream/remote-ref';
import { oneIn } from '../../../_tools/drawn';
import { byCluster, dataPlaneOf, dataPlaneProps, externalSecrets, SaidOf, SERVICE_SECRET, WEB_SECRET } from '../../../_tools/fixtures';
import { PLAIN_DATA_PLANE } from '../../../_tools/plain-plane';
import { expectValid } from '../../../_tools/schemas';
import { Manifest, objectsOf } from '../../../examples/_dist';

/** Each makes many planes. */
const deep = oneIn(2);

const secrets = externalSecrets({});
const listed = (region: string): DataPlaneClients & { clusterName: string } => ({
  clusterName: `us-${region}`,
  operator: { clientId: `${region}-id`, secret: { key: `union/${region}` } },
  eager: { clientId: `${region}-eager`, secret: { key: `union/${region}/eager` } },
});
const [EAST, WEST] = ['east', 'west'].map(listed);
const identityOf = (props: Partial<UnionIdentityProps> = {}) => new UnionIdentity({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
  applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
  ...props,
});
const identity = identityOf({ dataPlanes: byCluster([EAST, WEST]), organization: 'acme' });
/** All data planes share the service application. */
const shared = identityOf();

function dataPlane(props: SaidOf<DataPlaneAuthProps> = {}) {
  const app = new App();
  const construct = new DataPlaneAuth(new Chart(app, 'union'), 'auth', dataPlaneProps({ identity, clusterName: 'us-east', secrets, ...props }));
  return { construct, values: construct.helmValues.toObject() as any, manifests: objectsOf(app) };
}

function controlPlane(props: Partial<ControlPlaneAuthProps> = {}) {
  const app = new App();
  // Nothing older ran: no key of an older release is delivered, and nothing warned of.
  const migratingFrom = props.chartVersion ?? ChartVersion._current;
  const construct = new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity, secrets, migratingFrom, ...props });
  return { construct, values: construct.helmValues.toObject() as any, manifests: objectsOf(app) };
}

function externalSecret(manifests: Manifest[], name: string): Manifest {
  return manifests.find(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === name)!;
}

describe('a data plane with a separate client', () => {
  const { construct, values, manifests } = dataPlane();

  deep('says so wherever it names a client', () => {
    expect(construct.clientId).toBe('east-id');
    expect(JSON.stringify(values)).not.toContain('service-id');
    expect(values.global.AUTH_CLIENT_ID).toBe('east-id');
    expect(values.config.union.auth.clientId).toBe('east-id');
    expect(values.config.admin.admin.clientId).toBe('east-id');
    expect(values.clusterresourcesync.config.union.auth.clientId).toBe('east-id');
    expect(values.secrets.admin.clientId).toBe('east-id');
    expect(values.clusterName).toBe('us-east');
  });

  deep('gets the secret of that client', () => {
    const remotes = externalSecret(manifests, 'union-secret-auth').spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key]);
    expect(remotes).toEqual([['client_secret', 'union/east'], ['app_secret', 'union/east']]);
  });

  deep('in plain YAML too', () => {
    const app = new App();
    new DataPlane(new Chart(app, 'union'), 'plane', { dataPlane: dataPlaneOf(identity, { clusterName: 'us-east' }), secrets, ...PLAIN_DATA_PLANE });
    const text = app.synthYaml();
    expect(text).toContain('east-id');
    expect(text).not.toContain('service-id');
  });
});

describe('the control plane', () => {
  deep('says in its manifests which clients it trusts', () => {
    const { manifests } = controlPlane();
    expect(externalSecret(manifests, 'flyte-admin-secrets-auth').metadata.annotations)
      .toEqual({ 'union-auth.cdk8s.io/trusted-clients': 'east-id,east-eager,west-id,west-eager' });
  });

  deep('says nothing of the kind without data planes of their own', () => {
    expect(externalSecret(controlPlane({ identity: shared }).manifests, 'flyte-admin-secrets-auth').metadata).not.toHaveProperty('annotations');
  });

  deep('accepts the audience of each client, where the provider writes the client ID there', () => {
    const identityProvider = IdentityProvider.cognito({ userPoolId: 'us-east-2_Acme00000', domain: 'acme-union.auth.us-east-2.amazoncognito.com' });
    const audiences = (of: UnionIdentity) =>
      controlPlane({ identity: of }).values.flyte.configmap.adminServer.auth.appAuth.externalAuthServer.allowedAudience;
    expect(audiences(identityOf({ identityProvider, dataPlanes: byCluster([EAST]) }))).toEqual(expect.arrayContaining(['east-id', 'east-eager']));
    expect(audiences(identity)).not.toContain('east-id');
  });
});

describe('eager mode', () => {
  deep('the operator does not fetch a key that nothing creates', () => {
    expect(dataPlane({ identity: shared }).values.config).not.toHaveProperty('operator');
    expect(() => dataPlane({ identity: shared, eagerApiKey: EagerApiKey.fromOperator() })).toThrow('eagerApiKey: "fromOperator" requests a key from the control plane, '
      + 'which creates one only for an eager client, since it can register none at Okta; list the data plane in the identity with its eager client, or use EagerApiKey.encoded');
  });

  deep('the control plane makes it from seeded credentials, one Secret a cluster', () => {
    const { values, manifests } = controlPlane();
    expect(values.services.identity.apiKeyOverrides).toEqual([
      { key: 'EAGER_API_KEY', clusterName: 'us-east', existingSecret: { name: 'eager-api-key-us-east' } },
      { key: 'EAGER_API_KEY', clusterName: 'us-west', existingSecret: { name: 'eager-api-key-us-west' } },
    ]);
    const { spec } = externalSecret(manifests, 'eager-api-key-us-west');
    expect(spec.target).toMatchObject({ creationPolicy: 'Owner', template: { data: { client_id: 'west-eager', client_secret: guardedValue('client_secret', { key: 'union/west/eager' }) } } });
    expect(spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key])).toEqual([['client_secret', 'union/west/eager']]);
    manifests.forEach((manifest) => expectValid(manifest));
  });

  deep('the script of Option B requests each secret under a separate name', () => {
    const { construct } = controlPlane({ secrets: SecretDelivery.kubernetesSecrets() });
    const script = construct.secretScript!.toString();
    expect(script).toContain("problem 'UNION_EAGER_US_EAST_CLIENT_SECRET: is empty;");
    expect(script).toContain('deliver eager-api-key-us-east \'\' client_id \'east-eager\' client_secret "$UNION_EAGER_US_EAST_CLIENT_SECRET"\n');
  });

  deep('External Secrets Operator encodes it in the cluster, never at synth', () => {
    const encoded = { ...EAST, eagerApiKey: EagerApiKey.encoded('f3a1') };
    const { manifests } = dataPlane({ identity: identityOf({ dataPlanes: byCluster([encoded]), organization: 'acme' }) });
    const { spec } = externalSecret(manifests, 'f3a1');
    expect(spec.target.creationPolicy).toBe('Owner');
    expect(Object.keys(spec.target.template.data)).toEqual(['f3a1']);
    expect(spec.target.template.data.f3a1).toContain('printf "%s:%s:%s:%s" "union.example.com" "east-eager" $secret "acme" | b64enc');
    expect(spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/east/eager']);
    manifests.forEach((manifest) => expectValid(manifest));
  });
});

deep('a fleet of 100 data planes is a loop of three lines', () => {
  const fleet = identityOf({ dataPlanes: byCluster(Array.from({ length: 100 }, (_, i) => listed(`${i}`))) });
  const app = new App();
  new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity: fleet, secrets });
  for (const { clusterName } of fleet._dataPlanes) {
    new DataPlaneAuth(new Chart(app, clusterName!), 'auth', { dataPlane: dataPlaneOf(fleet, { clusterName }), secrets, namespace: `union-${clusterName}` });
  }
  const manifests = objectsOf(app);
  expect(manifests.filter(({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name === 'union-secret-auth')).toHaveLength(100);
});

describe('wrong input', () => {
  const silent = identityOf({ dataPlanes: { 'us-east': { operator: { clientId: 'east-id' } } } });

  deep.each<[string, SaidOf<DataPlaneAuthProps>, string]>([
    ['a client whose secret nobody locates', { identity: silent },
      'identity.dataPlanes.us-east.operator.secret: required; give the location of the secret of client east-id'],
    ['a cluster name with a slash', { identity: shared, clusterName: 'us/east' }, 'clusterName: "us/east" is not an object name'],
    ['an operator key that the release does not make', {
      identity: shared, chartVersion: ChartVersion.V2026_3, eagerApiKey: EagerApiKey.fromOperator(),
    }, 'eagerApiKey: "fromOperator" needs an operator that fetches the key'],
    ['an encoded key without a store', {
      identity: shared, secrets: SecretDelivery.provisioned(), eagerApiKey: EagerApiKey.encoded('f3a1'),
    }, 'is computed by External Secrets Operator'],
  ])('%s', (_, props, message) => expect(() => dataPlane(props)).toThrow(message));

  deep('an organization with a colon', () => {
    expect(() => identityOf({ organization: 'a:b' })).toThrow('organization: "a:b" contains a colon or quote');
  });
});

deep.each([
  ['in a namespace each', (cluster: string) => ({ namespace: cluster })],
  ['in the same namespace of a cluster each', () => ({})],
])('%s, the last of many planes asks as much of the tree as the second', (_, own) => {
  const app = new App();
  const lookUps = Array.from({ length: 30 }, (_plane, i) => {
    const asked = jest.spyOn(Node.prototype, 'tryFindChild');
    const clusterName = `cluster-${i}`;
    new DataPlane(new Chart(app, clusterName), 'plane', dataPlaneProps({ identity: shared, clusterName, eagerApiKey: EagerApiKey.provisioned(), secrets, ...PLAIN_DATA_PLANE, ...own(clusterName) }));
    const { length } = asked.mock.calls;
    asked.mockRestore();
    return length;
  });
  expect(lookUps[1]).toBeGreaterThan(0);
  expect(lookUps[29]).toBe(lookUps[1]);
});
