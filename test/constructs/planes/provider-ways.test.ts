import { Chart, Testing } from 'cdk8s';
import {
  AuthProfile, ChartVersion, ClientConfig, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey, SecretDelivery,
  UnionIdentity,
} from '../../../src';
import { dataPlaneOf, dataPlaneProps, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';
import { spiedWarnings } from '../../_tools/spied-warnings';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

const secrets = SecretDelivery.provisioned();

/** Every object below a value that has this key. */
function objectsWith(key: string, value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = !Array.isArray(value) && key in value ? [value as Record<string, unknown>] : [];
  return [...own, ...Object.values(value).flatMap((inner) => objectsWith(key, inner))];
}

function controlPlane(identity: UnionIdentity, props: object = {}) {
  return new ControlPlaneAuth(Testing.chart(), 'cp', { identity, secrets, ...props }).helmValues.toObject();
}

function dataPlane(identity: UnionIdentity, props: object = {}) {
  return new DataPlaneAuth(Testing.chart(), 'dp', dataPlaneProps({ identity, eagerApiKey: EagerApiKey.provisioned(), secrets, ...props })).helmValues.toObject();
}

describe('A provider that writes only audiences that are asked for', () => {
  const identity = identityOf(PROVIDERS.hydra(), undefined, { clients: { ci: { clientId: 'union-ci' } } });

  test.each([
    ['control plane', controlPlane(identity)],
    ['data plane', dataPlane(identity)],
  ])('is asked for it by every client of the %s', (_, values) => {
    const clients = objectsWith('tokenUrl', values);
    expect(clients.length).toBeGreaterThan(2);
    expect(clients.filter(({ audience }) => audience !== 'https://union.example.com')).toEqual([]);
  });

  test('is asked for it by pipelines, and by SDK and CLI', () => {
    const file = ClientConfig.clientCredentials(identity.client('ci'), { secretPath: '/secret' }).toObject() as { admin: object };
    expect(file.admin).toMatchObject({ audience: 'https://union.example.com' });
    expect(objectsWith('redirectUri', controlPlane(identity))).toMatchObject([{ audience: 'https://union.example.com' }]);
  });

  test('others are not asked', () => expect(objectsWith('audience', dataPlane(identityOf(PROVIDERS.keycloak())))).toEqual([]));
});

describe('A provider whose audience is the client ID', () => {
  const identity = identityOf(PROVIDERS.dex(), undefined, {
    clients: { ci: { clientId: 'union-ci' } }, dataPlanes: { eu: { operator: { clientId: 'union-eu' } } },
  });

  test('has its pipelines and data planes accepted', () => {
    const [{ allowedAudience }] = objectsWith('allowedAudience', controlPlane(identity));
    expect(allowedAudience).toEqual(['https://union.example.com', 'union-web', 'union-native', 'union-service', 'union-eu', 'union-ci']);
  });
});

describe('Refresh tokens preferred to API keys', () => {
  const identity = identityOf(PROVIDERS.okta(), undefined, { preferRefreshTokens: true });
  const reason = 'conflicts with preferRefreshTokens: an API key gets its scopes from flyteadmin, offline_access included, which Okta refuses for client credentials; leave out one of the two';

  test('SDK and CLI ask for them', () => {
    expect(objectsWith('redirectUri', controlPlane(identity))).toMatchObject([{ scopes: ['all', 'offline_access'] }]);
  });

  test.each([
    ['eager tasks of a data plane', () => dataPlane(identity), 'eagerApiKey: "EAGER_API_KEY"'],
    ['eager tasks of a plain data plane', () => new DataPlane(Testing.chart(), 'dp', {
      dataPlane: dataPlaneOf(identity, { eagerApiKey: EagerApiKey.provisioned() }),
      secrets,
      ...PLAIN,
    }), 'eagerApiKey: "EAGER_API_KEY"'],
  ])('refuse %s', (_, make, prop) => expect(messageOf(make)).toContain(`${prop} ${reason}`));

  test('cost nothing where the provider gives both', () => {
    const keycloak = identityOf(PROVIDERS.keycloak(), undefined, { preferRefreshTokens: true });
    expect(() => dataPlane(keycloak)).not.toThrow();
  });
});

describe('An API key of eager tasks that is not provided', () => {
  function warnings(props: object, identity = identityOf(PROVIDERS.keycloak())): unknown[] {
    const construct = new DataPlaneAuth(new Chart(Testing.app(), 'union'), 'auth', dataPlaneProps({ identity, secrets, ...props }));
    return construct.node.metadata.filter(({ type }) => type === 'warning').map(({ data }) => data);
  }
  const emitted = spiedWarnings();

  test('is announced, with the ways out', () => {
    expect(warnings({})).toEqual([
      'task pods read EAGER_API_KEY, and nothing provides it: eager tasks fail. Choose its source: '
        + 'eager of the data plane in the identity (the control plane creates it from that client, and the operator fetches it), or '
        + 'EagerApiKey.provisioned (another tool delivers it), or '
        + 'in an app EagerApiKey.encoded (External Secrets Operator encodes it).',
    ]);
    expect(emitted()).toEqual([expect.stringContaining('union/auth: task pods')]);
  });

  test('has no way out that the release does not have', () => {
    expect(warnings({ chartVersion: ChartVersion.V2026_3 }).join()).not.toContain('the operator fetches it');
  });

  test('is not, once somebody does', () => expect(warnings({ eagerApiKey: EagerApiKey.provisioned() })).toEqual([]));

  test('is announced by the guide\'s profile and the plain plane as well', () => {
    expect(warnings({}, identityOf(PROVIDERS.keycloak(), AuthProfile.GUIDE))).toHaveLength(1);
    const plain = new DataPlane(new Chart(Testing.app(), 'union'), 'plane', { dataPlane: dataPlaneOf(identityOf(PROVIDERS.keycloak())), secrets, ...PLAIN_DATA_PLANE });
    expect(plain.auth.node.metadata.filter(({ type }) => type === 'warning')).toHaveLength(1);
  });
});

const withSubject = (serviceSubject: string) =>
  ({ web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET, subject: serviceSubject } });

describe('A provider with unknown subjects of services', () => {
  const warnings = (identity: UnionIdentity, props: object = {}) => new ControlPlaneAuth(Testing.chart(), 'cp', { identity, secrets, ...props }).node.metadata
    .filter(({ type }) => type === 'warning').map(({ data }) => data);

  test('is taken at the standard\'s word, which is said', () => expect(warnings(identityOf(PROVIDERS.oidc()))).toEqual([
    'services trust identity headers of the subject "union-service", on the assumption that the provider writes the client ID into "sub" of the '
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as subject of applications.service.',
  ]));

  test.each([
    ['the subject is given', identityOf(PROVIDERS.oidc(), undefined, { applications: withSubject('service-account-7') }), {}],
    ['the release reads none', identityOf(PROVIDERS.oidc()), { chartVersion: ChartVersion.V2026_3 }],
    ['the provider is known', identityOf(PROVIDERS.hydra()), {}],
  ])('is not warned of where %s', (_, identity, props) => expect(warnings(identity, props)).toEqual([]));
});

describe('Keycloak\'s service application', () => {
  test('is trusted by the subject that the emitted realm fixes, and by another where the realm has another', () => {
    const identity = identityOf(PROVIDERS.keycloak());
    const byHand = identityOf(PROVIDERS.keycloak(), undefined, { applications: withSubject('by-hand') });
    const claim = (of: UnionIdentity) => objectsWith('externalIdentityClaim', controlPlane(of))[0].externalIdentityClaim;
    expect(claim(identity)).toBe(identity.identityProvider.serviceSubject('union-service'));
    expect(claim(byHand)).toBe('by-hand');
  });
});
