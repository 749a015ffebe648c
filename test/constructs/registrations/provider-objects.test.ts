import { Chart, Testing } from 'cdk8s';
import { IdentityProvider } from '../../../src/constructs/identity';
import { HydraOAuth2Client, HydraOAuth2ClientProps, KeycloakRealmImport } from '../../../src/constructs/registrations/provider-objects';
import { ClientRegistration, Registrations } from '../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf, messageOf } from '../identity/_identity';

describe('KeycloakRealmImport', () => {
  const registrations = new Registrations({ identity: identityOf(PROVIDERS.keycloak(), undefined, { clients: { reports: { clientId: 'union-reports' } } }) });
  const realmFile = JSON.parse(registrations.files()['keycloak-realm.json'].toString()) as object;

  function imported(props: { clientSecretsFrom?: string; namespace?: string; name?: string } = {}) {
    const chart = new Chart(Testing.app(), 'test');
    new KeycloakRealmImport(chart, 'realm', { registrations, keycloakName: 'sso', ...props });
    return Testing.synth(chart)[0];
  }

  test('carries the realm', () => expect(imported({ namespace: 'keycloak' })).toEqual({
    apiVersion: 'k8s.keycloak.org/v2alpha1',
    kind: 'KeycloakRealmImport',
    metadata: { name: 'union', namespace: 'keycloak' },
    spec: { keycloakCRName: 'sso', realm: realmFile },
  }));

  test('takes the secrets from a Secret, one placeholder a confidential client', () => {
    const { spec } = imported({ clientSecretsFrom: 'union-clients' });
    const from = (key: string) => ({ secret: { name: 'union-clients', key } });
    expect(spec.placeholders).toEqual({
      UNION_WEB_CLIENT_SECRET: from('UNION_WEB_CLIENT_SECRET'),
      UNION_SERVICE_CLIENT_SECRET: from('UNION_SERVICE_CLIENT_SECRET'),
      UNION_REPORTS_CLIENT_SECRET: from('UNION_REPORTS_CLIENT_SECRET'),
    });
    const used = (spec.realm.clients as { secret?: string }[]).flatMap(({ secret }) => (secret ? [secret.slice(2, -1)] : []));
    expect(used.sort()).toEqual(Object.keys(spec.placeholders).sort());
  });

  test.each([
    ['no Keycloak', { keycloakName: '' }, 'keycloakName: must not be empty'],
    ['a Secret that is not a name', { clientSecretsFrom: 'Union_Clients' },
      'clientSecretsFrom: "Union_Clients" is not an object name; use lower-case letters, digits, "-" and "."'],
    ['an invalid namespace', { namespace: 'sso.example' },
      'namespace: "sso.example" is not a namespace name; use lower-case letters, digits and "-", at most 63 characters'],
  ])('rejects %s', (_, bad, problem) => {
    const chart = Testing.chart();
    const make = () => new KeycloakRealmImport(chart, 'realm', { registrations, keycloakName: 'sso', ...bad });
    expect(messageOf(make)).toBe(`KeycloakRealmImport has a problem:\n  - ${problem}`);
    expect(chart.node.children).toEqual([]);
  });

  test('another provider has no realm', () => {
    const okta = identityOf(PROVIDERS.okta());
    expect(messageOf(() => new KeycloakRealmImport(Testing.chart(), 'realm', { registrations: new Registrations({ identity: okta }), keycloakName: 'sso' }))).toBe(
      'KeycloakRealmImport has a problem:\n  - identity.identityProvider: "Okta" has another registration format; use Registrations.files()');
    expect(messageOf(() => new Registrations({ identity: okta, clientSecretsFromEnvironment: true }))).toBe(
      'Registrations has a problem:\n  - clientSecretsFromEnvironment: true applies only to Keycloak, and the provider is Okta; leave it out');
  });
});

describe('HydraOAuth2Client', () => {
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
});
