import { AuthProfile, ChartVersion, ClientConfig, ControlPlaneAuthProps, DataPlaneAuthProps, EagerApiKey, UnionIdentity } from '../../../src';
import { SaidOf, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { controlPlaneAuth, dataPlane as plainDataPlane, dataPlaneAuth, warningsOf } from '../../_tools/made';
import { spiedWarnings } from '../../_tools/spied-warnings';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

/** Every object below a value that has this key. */
function objectsWith(key: string, value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = !Array.isArray(value) && key in value ? [value as Record<string, unknown>] : [];
  return [...own, ...Object.values(value).flatMap((inner) => objectsWith(key, inner))];
}

const eagerApiKey = EagerApiKey.provisioned();
const controlPlane = (identity: UnionIdentity) => controlPlaneAuth({ identity }).values;
const dataPlane = (identity: UnionIdentity) => dataPlaneAuth({ identity, eagerApiKey }).values;
const keycloak = identityOf(PROVIDERS.keycloak());

describe('A provider that writes only audiences that are asked for', () => {
  const identity = identityOf(PROVIDERS.hydra(), undefined, { clients: { ci: { clientId: 'union-ci' } } });

  test.each([['control plane', controlPlane(identity)], ['data plane', dataPlane(identity)]])('is asked for it by every client of the %s', (_, values) => {
    const clients = objectsWith('tokenUrl', values);
    expect(clients.length).toBeGreaterThan(2);
    expect(clients.filter(({ audience }) => audience !== 'https://union.example.com')).toEqual([]);
  });

  test('is asked for it by pipelines, and by SDK and CLI', () => {
    const file = ClientConfig.clientCredentials(identity.client('ci'), { secretPath: '/secret' }).toObject() as { admin: object };
    expect(file.admin).toMatchObject({ audience: 'https://union.example.com' });
    expect(objectsWith('redirectUri', controlPlane(identity))).toMatchObject([{ audience: 'https://union.example.com' }]);
  });

  test('others are not asked', () => expect(objectsWith('audience', dataPlane(keycloak))).toEqual([]));
});

test('A provider whose audience is the client ID has its pipelines and data planes accepted', () => {
  const identity = identityOf(PROVIDERS.dex(), undefined, { clients: { ci: { clientId: 'union-ci' } }, dataPlanes: { eu: { operator: { clientId: 'union-eu' } } } });
  const [{ allowedAudience }] = objectsWith('allowedAudience', controlPlane(identity));
  expect(allowedAudience).toEqual(['https://union.example.com', 'union-web', 'union-native', 'union-service', 'union-eu', 'union-ci']);
});

describe('Refresh tokens preferred to API keys', () => {
  const identity = identityOf(PROVIDERS.okta(), undefined, { preferRefreshTokens: true });

  test('SDK and CLI ask for them', () => expect(objectsWith('redirectUri', controlPlane(identity))).toMatchObject([{ scopes: ['all', 'offline_access'] }]));

  test.each([['beside the chart', () => dataPlane(identity)], ['in plain YAML', () => plainDataPlane({ identity, eagerApiKey })]])('reject eager tasks of a data plane %s', (_, make) => {
    expect(messageOf(make)).toContain('eagerApiKey: "EAGER_API_KEY" conflicts with preferRefreshTokens: an API key gets its scopes from flyteadmin, offline_access included, '
      + 'which Okta refuses for client credentials; leave out one of the two');
  });

  test('cost nothing where the provider gives both', () => {
    expect(() => dataPlane(identityOf(PROVIDERS.keycloak(), undefined, { preferRefreshTokens: true }))).not.toThrow();
  });
});

describe('An API key of eager tasks that is not provided', () => {
  const emitted = spiedWarnings();
  const warnings = (props: SaidOf<DataPlaneAuthProps> = {}) => warningsOf(dataPlaneAuth({ identity: keycloak, ...props }).plane);
  const ANNOUNCED = 'task pods read EAGER_API_KEY, and nothing provides it: eager tasks fail. Choose its source: '
    + 'eager of the data plane (the control plane creates it from that client, and the operator fetches it), or '
    + 'eagerApiKey "provisioned" (another tool delivers it), or '
    + 'in an app EagerApiKey.encoded (External Secrets Operator encodes it).';

  test('is announced, with the ways out', () => {
    expect(warnings()).toEqual([ANNOUNCED]);
    expect(emitted()).toEqual([expect.stringContaining('chart/auth: task pods')]);
  });

  test('has no way out that the release does not have', () => {
    const [announced] = warnings({ chartVersion: ChartVersion.V2026_3 });
    expect(announced).toMatch(/^task pods read EAGER_API_KEY/);
    expect(announced).not.toContain('the operator fetches it');
  });

  test('is not, once a source is given', () => expect(warnings({ eagerApiKey })).toEqual([]));

  test('is announced by the guide\'s profile and the plain plane as well', () => {
    expect(warnings({ identity: identityOf(PROVIDERS.keycloak(), AuthProfile.GUIDE) })).toHaveLength(1);
    expect(warningsOf(plainDataPlane({ identity: keycloak }).made.auth)).toEqual([ANNOUNCED]);
  });
});

const withSubject = (subject: string) =>
  ({ web: { clientId: 'union-web', secret: WEB_SECRET }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: SERVICE_SECRET, subject } });

test.each<[string, Partial<ControlPlaneAuthProps>, string[]]>([
  ['the provider is unknown', { identity: identityOf(PROVIDERS.oidc()) }, [
    'services trust identity headers of the subject "union-service", on the assumption that the provider writes the client ID into "sub" of the '
      + 'service application\'s tokens, as RFC 9068 recommends; decode one, and give its "sub" as subject of applications.service.',
  ]],
  ['the subject is given', { identity: identityOf(PROVIDERS.oidc(), undefined, { applications: withSubject('service-account-7') }) }, []],
  ['the release reads none', { identity: identityOf(PROVIDERS.oidc()), chartVersion: ChartVersion.V2026_3 }, []],
  ['the provider is known', { identity: identityOf(PROVIDERS.hydra()) }, []],
])('The subject of services is an assumption, and reported, only where it is: %s', (_, props, warnings) => expect(warningsOf(controlPlaneAuth(props).plane)).toEqual(warnings));

test('Keycloak\'s service application is trusted by the subject that the emitted realm fixes, and by another where the realm has another', () => {
  const claim = (of: UnionIdentity) => objectsWith('externalIdentityClaim', controlPlane(of))[0].externalIdentityClaim;
  expect(claim(keycloak)).toBe(keycloak.identityProvider.serviceSubject('union-service'));
  expect(claim(identityOf(PROVIDERS.keycloak(), undefined, { applications: withSubject('by-hand') }))).toBe('by-hand');
});
