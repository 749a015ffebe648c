import { Chart, Testing } from 'cdk8s';
import { IdentityProvider } from '../../../src/constructs/identity';
import { HydraOAuth2Client, HydraOAuth2ClientProps } from '../../../src/constructs/registrations/provider-objects';
import { ClientRegistration, Registrations } from '../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

const identity = identityOf(IdentityProvider.hydra({ issuer: 'https://hydra.example.com' }));
const [web, native, service] = new Registrations({ identity }).all;

function client(props: HydraOAuth2ClientProps) {
  const chart = new Chart(Testing.app(), 'test');
  new HydraOAuth2Client(chart, 'client', props);
  return Testing.synth(chart)[0];
}

test('the web application', () => expect(client({ registration: web, namespace: 'ory' })).toEqual({
  apiVersion: 'hydra.ory.sh/v1alpha1',
  kind: 'OAuth2Client',
  metadata: { name: 'union-web', namespace: 'ory' },
  spec: {
    clientName: 'Union web (browser login)',
    grantTypes: ['authorization_code', 'refresh_token'],
    responseTypes: ['code'],
    redirectUris: ['https://union.example.com/callback'],
    postLogoutRedirectUris: ['https://union.example.com/logout'],
    scopeArray: ['profile', 'openid', 'offline_access'],
    audience: ['https://union.example.com'],
    tokenEndpointAuthMethod: 'client_secret_basic',
    skipConsent: true,
    secretName: 'union-web-oauth2-client',
  },
}));

const SERVICE = {
  clientName: 'Union service (internal)',
  grantTypes: ['client_credentials'],
  scopeArray: ['all', 'offline_access'],
  audience: ['https://union.example.com'],
  tokenEndpointAuthMethod: 'client_secret_basic',
  skipConsent: true,
};

test.each([
  // The custom resource does not know device code.
  ['native application is public', native, {}, {
    ...SERVICE,
    clientName: 'Union native (SDK and CLI)',
    grantTypes: ['authorization_code', 'refresh_token'],
    responseTypes: ['code'],
    redirectUris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
    tokenEndpointAuthMethod: 'none',
    secretName: 'union-native-oauth2-client',
  }],
  ['service application has neither redirect nor response type', service, { secretName: 'elsewhere' }, { ...SERVICE, secretName: 'elsewhere' }],
])('the %s', (_, registration, props, spec) => expect(client({ registration, ...props }).spec).toEqual(spec));

/** hydra-maester, `config/crd/bases/hydra.ory.sh_oauth2clients.yaml`. */
test.each([['web', web], ['native', native], ['service', service]])('the schema of the custom resource allows %s', (_, registration) => {
  const { spec } = client({ registration });
  expect(['client_credentials', 'authorization_code', 'implicit', 'refresh_token']).toEqual(expect.arrayContaining(spec.grantTypes));
  expect(Object.values(spec).filter((value) => Array.isArray(value) && value.length === 0)).toEqual([]);
  expect(spec.secretName).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  expect(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none']).toContain(spec.tokenEndpointAuthMethod);
  expect((spec.redirectUris ?? []).filter((uri: string) => !/^\w+:\/?\/?[^\s]+$/.test(uri))).toEqual([]);
});

test.each([
  ['an invalid name', { registration: web, name: 'Web', secretName: 'web' }, 'name: "Web" is not an object name; use lower-case letters, digits, "-" and "."'],
  ['another provider', { registration: new Registrations({ identity: identityOf(PROVIDERS.oidc()) }).all[0] },
    'identity.identityProvider: "OpenID Connect provider" has another registration format; use Registrations.files()'],
])('rejects %s, and leaves no construct behind', (_, props, problem) => {
  const chart = Testing.chart();
  expect(messageOf(() => new HydraOAuth2Client(chart, 'client', props))).toBe(`HydraOAuth2Client has a problem:\n  - ${problem}`);
  expect(chart.node.children).toEqual([]);
});

test('says that the native application loses device code', () => {
  const warnings = (registration: ClientRegistration) => new HydraOAuth2Client(Testing.chart(), 'client', { registration }).node.metadata.map(({ data }) => data);
  expect(warnings(native)).toEqual(['the custom resource of Hydra Maester has no device code grant: Union native (SDK and CLI) can sign in only through the browser.']);
  expect(warnings(web)).toEqual([]);
});

describe('the file for hydra import oauth2-client', () => {
  const listing = identityOf(PROVIDERS.hydra(), undefined, { clients: { ci: { clientId: 'union-ci' } } });
  const clients = JSON.parse(new Registrations({ identity: listing }).files()['hydra-clients.json'].toString()) as Record<string, unknown>[];

  test('has all clients, the native one with device code and without a secret', () => {
    expect(clients.map(({ client_id }) => client_id)).toEqual(['union-web', 'union-native', 'union-service', 'union-ci']);
    expect(clients[1]).toEqual({
      client_id: 'union-native',
      client_name: 'Union native (SDK and CLI)',
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://localhost:53593/callback', 'http://localhost:12345/callback'],
      post_logout_redirect_uris: [],
      scope: 'all offline_access',
      audience: ['https://union.example.com'],
      token_endpoint_auth_method: 'none',
      subject_type: 'public',
      skip_consent: true,
    });
  });

  test('holds no client secret: Hydra makes them', () => expect(clients.flatMap(Object.keys)).not.toContain('client_secret'));
});
