import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { IdentityProvider } from '../../../../src/constructs/identity';
import { ClientRegistration, Registrations } from '../../../../src/constructs/registrations/registrations';
import { needing } from '../../../_tools/needs';
import { API_CLIENT_ID, PROVIDERS, TENANT, identityOf } from '../_identity';
import { Configuration, danglingReferences, terraformIsHere, terraformProviders, typeErrors } from './_terraform';

const LISTED = { clients: { 'data-eu': { clientId: 'union-data-eu' } } };
const IDENTITIES = {
  okta: identityOf(PROVIDERS.okta(), undefined, LISTED),
  entraId: identityOf(PROVIDERS.entraId(), undefined, LISTED),
  entraIdWithApi: identityOf(IdentityProvider.entraId({ tenantId: TENANT, apiClientId: API_CLIENT_ID }), undefined, LISTED),
  auth0: identityOf(PROVIDERS.auth0(), undefined, LISTED),
  cognito: identityOf(PROVIDERS.cognito(), undefined, LISTED),
};
const fileOf = (name: keyof typeof IDENTITIES) => new Registrations({ identity: IDENTITIES[name] }).files()['oauth-applications.tf.json'];

describe.each(Object.keys(IDENTITIES) as (keyof typeof IDENTITIES)[])('Terraform for %s', (name) => {
  const file = fileOf(name);
  const configuration = JSON.parse(file.toString()) as Configuration;

  test('has only arguments that its provider declares, of their types, and all that it requires', () => expect(typeErrors(configuration)).toEqual([]));

  test('refers only to what it declares', () => expect(danglingReferences(configuration)).toEqual([]));

  test('keeps what looks like a reference in a name as text', () => {
    const identity = IDENTITIES[name];
    const [service] = identity._applications._further;
    const registrations = [...new Registrations({ identity }).all, ClientRegistration._of(identity, { ...service, id: 'eu', name: 'EU ${not.a.reference} %{nor a directive}' })];
    const made = identity.identityProvider._registrar.terraform!({ domain: identity.domain, url: identity.url, clients: registrations });
    expect(JSON.stringify(made)).toContain('EU $${not.a.reference} %%{nor a directive}');
  });

  test('shows the ID of each client, and its secret only when asked', () => {
    const { output } = configuration;
    const outputs = Object.keys(output).filter((key) => key !== 'api_client_id' && !key.endsWith('_subject'));
    expect(outputs).toEqual([
      'web_client_id', 'web_client_secret', 'native_client_id', 'service_client_id', 'service_client_secret',
      'data_eu_client_id', 'data_eu_client_secret',
    ]);
    const secrets = Object.entries(output).filter(([key]) => key.endsWith('_secret'));
    expect(secrets.every(([, { sensitive, value }]) => sensitive === true && /^\$\{[\w.]+\}$/.test(value))).toBe(true);
  });

  test('shows the subject of each service where the provider chooses it', () => {
    const subjects = Object.entries(configuration.output).filter(([key]) => key.endsWith('_subject')).map(([key, { value }]) => [key, value]);
    expect(subjects).toEqual(name.startsWith('entraId') ? [
      ['service_subject', '${azuread_service_principal.service.object_id}'],
      ['data_eu_subject', '${azuread_service_principal.data_eu.object_id}'],
    ] : []);
  });

  test('is the same each time', () => expect(fileOf(name).toString()).toBe(file.toString()));

  needing('terraform', terraformIsHere).test('is parsed by the real terraform', () => {
    const [{ source }] = Object.values(configuration.terraform.required_providers);
    expect(terraformProviders(file)).toContain(`provider[registry.terraform.io/${source}]`);
  });
});

const EXPECTED = parse(readFileSync(join(__dirname, 'terraform.yaml'), 'utf8')) as Record<keyof typeof IDENTITIES, Record<string, object>>;

describe.each(Object.entries(EXPECTED))('%s gets', (name, resources) => {
  const { resource } = JSON.parse(fileOf(name as keyof typeof IDENTITIES).toString()) as Configuration;

  test.each(Object.entries(resources))('each %s with its own settings', (type, expected) => expect(resource[type]).toEqual(expected));
});

describe('The judge of Terraform', () => {
  const judge = (type: string, body: Record<string, unknown>) => typeErrors({ resource: { [type]: { x: body } } } as unknown as Configuration);

  test.each([
    ['okta_app_oauth', { label: 'x', type: 'web', redirect_uri: [] }, 'okta_app_oauth.x: redirect_uri is unknown'],
    ['okta_app_oauth', { label: 'x' }, 'okta_app_oauth.x: type is missing'],
    ['okta_app_oauth', { label: 'x', type: 'web', grant_types: 'authorization_code' }, 'okta_app_oauth.x: grant_types is not a string[]'],
    ['azuread_application', { display_name: 'x', api: {} }, 'azuread_application.x: api is not a block'],
    ['azuread_application', { display_name: 'x', api: [{ oauth2_permission_scope: [{}] }] }, 'azuread_application.x.api[0].oauth2_permission_scope[0]: id is missing'],
    ['azuread_aplication', {}, 'azuread_aplication is not a resource'],
  ])('finds a fault in %s %j', (type, body, error) => expect(judge(type, body)).toEqual([error]));
});

describe('Auth0', () => {
  const { resource } = JSON.parse(fileOf('auth0').toString()) as Configuration;

  test('names callers by code that runs', async () => {
    const claims: Record<string, string> = {};
    const api = { accessToken: { setCustomClaim: (claim: string, value: string) => { claims[claim] = value; } } };
    const run = async (name: string, event: object) => {
      const exported: Record<string, (event: object, api: object) => Promise<void>> = {};
      new Function('exports', resource.auth0_action[name].code as string)(exported);
      await Object.values(exported)[0](event, api);
      return claims.preferred_username;
    };
    expect(await run('people', { user: { email: 'ada@example.com', user_id: 'auth0|ada' } })).toBe('ada@example.com');
    expect(await run('people', { user: { user_id: 'auth0|ada' } })).toBe('auth0|ada');
    expect(await run('services', { client: { client_id: 'ci' } })).toBe('ci');
  });

  test('touches the tenant only where it may', () => expect(resource.auth0_tenant.union).toEqual({
    count: '${var.set_default_audience ? 1 : 0}', default_audience: '${auth0_resource_server.union.identifier}',
  }));
});

describe('Amazon Cognito', () => {
  const { resource } = JSON.parse(fileOf('cognito').toString()) as Configuration;

  test('is all of one pool, whose own settings stay', () => {
    const pools = Object.values(resource).flatMap((bodies) => Object.values(bodies)).map((body) => body.user_pool_id);
    expect(new Set(pools)).toEqual(new Set(['eu-west-1_AbCdEfGhI']));
    expect(resource).not.toHaveProperty('aws_cognito_user_pool');
  });
});

describe('Okta', () => {
  const { resource } = JSON.parse(fileOf('okta').toString()) as Configuration;

  test('gives a person one subject, that of the ID token', () => expect(resource.okta_auth_server_claim_default).toEqual({
    sub: { auth_server_id: 'default', name: 'sub', value: '(appuser != null) ? user.getInternalProperty("id") : app.clientId' },
  }));

  test('is for one range of the provider\'s versions, up to the major one that it was tried with', () => {
    expect(JSON.parse(fileOf('okta').toString()).terraform.required_providers.okta.version).toBe('>= 4.20, < 7.0');
  });
});

describe.each([['web', fileOf('entraId')], ['api', fileOf('entraIdWithApi')]] as const)('Entra ID, where the API is the registration %s', (api, file) => {
  const { resource, output } = JSON.parse(file.toString()) as Configuration;

  test('exposes the API under the Application ID URI, with the scope all, the claim idtyp and version 2 tokens', () => {
    const exposed = Object.entries(resource.azuread_application).filter(([, body]) => 'api' in body || 'identifier_uris' in body || 'app_role' in body);
    expect(exposed.map(([name]) => name)).toEqual([api]);
    expect('api_client_id' in output).toBe(api === 'api');
  });

  test('is what the others ask for, and never asks for itself', () => {
    const asked = (name: string) => (resource.azuread_application[name].required_resource_access as any[]).map((each) => each.resource_app_id);
    const [graph, own] = ['00000003-0000-0000-c000-000000000000', `\${azuread_application.${api}.client_id}`];
    expect([asked('native'), asked('service')]).toEqual([[own, graph], [own]]);
    expect(asked('web')).toEqual(api === 'web' ? [graph] : [own, graph]);
  });

  test('gives tokens for the API only to those who are assigned', () => {
    const demanding = Object.entries(resource.azuread_service_principal).filter(([, body]) => body.app_role_assignment_required);
    expect(demanding.map(([name]) => name)).toEqual([api]);
    expect(Object.keys(resource.azuread_app_role_assignment)).toEqual(['people', 'service', 'data_eu']);
  });

  test('requires no consent, neither for the API nor for the sign-in', () => {
    expect(Object.keys(resource.azuread_application_pre_authorized)).toEqual(['web', 'native']);
    expect(resource.azuread_service_principal.graph).toEqual({ client_id: '00000003-0000-0000-c000-000000000000', use_existing: true });
    expect(resource.azuread_service_principal_delegated_permission_grant).toEqual(Object.fromEntries(['web', 'native'].map((app) => [app, {
      service_principal_object_id: `\${azuread_service_principal.${app}.object_id}`,
      resource_service_principal_object_id: '${azuread_service_principal.graph.object_id}',
      claim_values: ['openid', 'profile', 'offline_access'],
    }])));
  });

  test('makes a secret for confidential clients alone', () => {
    expect(Object.keys(resource.azuread_application_password)).toEqual(['web', 'service', 'data_eu']);
  });

  test('knows the sign-out page as a redirect URI, which is where it may send the browser', () => {
    expect(resource.azuread_application.web.web).toEqual([{ redirect_uris: ['https://union.example.com/callback', 'https://union.example.com/logout'] }]);
  });
});
