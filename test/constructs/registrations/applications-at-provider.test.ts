import { randomBytes } from 'node:crypto';
import { Testing } from 'cdk8s';
import { Authorization, ControlPlaneAuth, DataPlaneAuth, IdentityProvider, SecretDelivery, UnionIdentity } from '../../../src';
import { OAuthApplication } from '../../../src/constructs/identity/oauth-client';
import { Registrations } from '../../../src/constructs/registrations/registrations';
import { AuthorizerSection, Claims, StandInAuthorizer } from '../../_tools/authorizer';
import { byCluster, dataPlaneOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { OAuthClient, claimsOf } from './provider/oauth-client';
import { TestProvider } from './provider/test-provider';

/** Two data planes with an operator and an eager client each, and a pipeline, at a provider that knows them by our registrations. */

let provider: TestProvider;
let client: OAuthClient;
let identity: UnionIdentity;
const secrets: Record<string, string> = {};
const tokens = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  provider = await TestProvider.start();
  identity = new UnionIdentity({
    domain: 'union.example.com',
    organization: 'acme',
    identityProvider: IdentityProvider.oidc({ issuer: provider.issuer, tokenEndpoint: `${provider.issuer}/token`, authorizationEndpoint: `${provider.issuer}/auth` }),
    applications: { web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET } },
    dataPlanes: byCluster(['east', 'west'].map((clusterName) => ({
      clusterName,
      operator: { clientId: `union-operator-${clusterName}`, secret: { key: `union/${clusterName}/operator` } },
      eager: { clientId: `union-eager-${clusterName}`, secret: { key: `union/${clusterName}/eager` } },
    }))),
    clients: { release: { clientId: 'union-release' } },
  });
  const registrations = new Registrations({ identity }).all;
  registrations.forEach(({ clientId }) => { secrets[clientId] = randomBytes(32).toString('hex'); });
  await provider.register({ registrations, secrets, audience: identity.url });
  client = new OAuthClient(provider.ca);
  for (const application of services()) {
    tokens.set(application.clientId, await tokenOf(application));
  }
});

afterAll(() => provider.stop());

function services(): OAuthApplication[] {
  const { _applications: applications, _dataPlanes: dataPlanes, _clients: pipelines } = identity;
  return [applications.service, ...dataPlanes.flatMap(({ _operator, _eager }) => [_operator, _eager!]), ...pipelines];
}

async function tokenOf({ clientId, scopes }: OAuthApplication): Promise<Record<string, unknown>> {
  const answer = await client.clientCredentials(identity.identityProvider.tokenEndpoint, { clientId, clientSecret: secrets[clientId] }, scopes);
  return claimsOf(answer.access_token) as Record<string, unknown>;
}

function controlPlane() {
  const authorization = Authorization.union({ admins: [{ name: 'Ada', subject: 'alice' }] });
  return new ControlPlaneAuth(Testing.chart(), 'auth', { identity, secrets: SecretDelivery.provisioned(), authorization }).helmValues.toObject() as unknown as Values;
}

interface Values {
  flyte: { configmap: { adminServer: { auth: { appAuth: { externalAuthServer: { allowedAudience: string[] } } } } } };
  configMap: { union: { connection: { trustedIdentityClaims: { externalIdentityClaim: string; externalIdentityTypeClaim: string } } } };
  services: { authorizer: { configMap: { authorizer: AuthorizerSection } } };
}

const claims = (clientId: string) => tokens.get(clientId) as unknown as Claims;

test('every service application has a token whose audience flyteadmin accepts, and which says what it is', () => {
  const { allowedAudience } = controlPlane().flyte.configmap.adminServer.auth.appAuth.externalAuthServer;
  expect(services().map(({ clientId }) => clientId)).toEqual([
    'union-service', 'union-operator-east', 'union-eager-east', 'union-operator-west', 'union-eager-west', 'union-release',
  ]);
  for (const { clientId, subject } of services()) {
    expect(claims(clientId)).toMatchObject({ sub: subject, identitytype: 'app' });
    expect(allowedAudience).toContain(tokens.get(clientId)!.aud);
  }
});

test('services trust the subject and type of the service application\'s token', () => {
  const { externalIdentityClaim, externalIdentityTypeClaim } = controlPlane().configMap.union.connection.trustedIdentityClaims;
  expect(claims('union-service')).toMatchObject({ sub: externalIdentityClaim, identitytype: externalIdentityTypeClaim });
});

describe('An authorizer on the emitted bootstrap', () => {
  const authorizer = () => new StandInAuthorizer(controlPlane().services.authorizer.configMap.authorizer);

  test('knows the platform\'s own applications by their tokens, and no pipeline', () => {
    const known = services().filter(({ clientId }) => authorizer().allowsInOrganization(claims(clientId))).map(({ clientId }) => clientId);
    expect(known).toEqual(['union-service', 'union-operator-east', 'union-eager-east', 'union-operator-west', 'union-eager-west']);
  });

  test.each(['east', 'west'])('lets the operator of %s manage that cluster, and no other subject', (cluster) => {
    const managers = services().filter(({ clientId }) => authorizer().allowsToManage(claims(clientId), cluster)).map(({ clientId }) => clientId);
    expect(managers).toEqual([`union-operator-${cluster}`]);
  });

  test.each(['east', 'west'])('lets the control plane see %s', (cluster) => {
    expect(authorizer().allowsToSee(claims('union-service'), cluster)).toBe(true);
    expect(authorizer().allowsToSee(claims('union-eager-east'), cluster)).toBe(false);
  });

  test('knows the administrator as a person, and not an application that claims to be one', () => {
    expect(authorizer().allowsInOrganization({ sub: 'alice', identitytype: 'user' })).toBe(true);
    expect(authorizer().allowsInOrganization({ sub: 'alice', identitytype: 'app' })).toBe(false);
    expect(authorizer().allowsInOrganization({ sub: 'union-service', identitytype: 'user' })).toBe(false);
  });

  test('rejects all of a deployment with other subjects', () => {
    const section = controlPlane().services.authorizer.configMap.authorizer;
    const serviceAccounts = section.bootstrap.serviceAccounts.map((account) => ({ ...account, clientId: `${account.clientId}@clients` }));
    const others = new StandInAuthorizer({ ...section, bootstrap: { ...section.bootstrap, serviceAccounts } });
    expect(services().filter(({ clientId }) => others.allowsInOrganization(claims(clientId)))).toEqual([]);
  });
});

test.each(['east', 'west'])('data plane %s comes as its operator, and names no other client', (clusterName) => {
  const { helmValues } = new DataPlaneAuth(Testing.chart(), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets: SecretDelivery.provisioned() });
  const text = helmValues.toString();
  expect(text).toContain(`union-operator-${clusterName}`);
  const others = services().map(({ clientId }) => clientId).filter((clientId) => clientId !== `union-operator-${clusterName}`);
  expect(others.filter((clientId) => new RegExp(`\\b${clientId}\\b(?!-)`).test(text))).toEqual([]);
});
