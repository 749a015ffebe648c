import { IdentityProvider } from '../../src/identity';
import { ClientRegistration, Registrations } from '../../src/registrations';
import { PROVIDERS, TENANT, identity, messageOf } from '../identity/_identity';
import { Configuration, Documented, danglingReferences, terraformIsHere, terraformProviders, undocumented } from './_terraform';

const okta = identity(PROVIDERS.okta());
const entra = identity(PROVIDERS.entraId());
const further = (auth: typeof okta) => [
  ClientRegistration.service({ auth, id: 'dataplane-eu', clientId: 'union-dataplane-eu', name: 'EU ${not.a.reference} %{nor a directive}' }),
];
const files = {
  okta: new Registrations({ auth: okta, further: further(okta) }).terraform(),
  entraId: new Registrations({ auth: entra, further: further(entra) }).terraform(),
};

/** The arguments in use, as documented by the providers `okta/okta` 4 and `hashicorp/azuread` 3. */
const DOCUMENTED: Record<string, Documented> = {
  okta_app_oauth: {
    required: ['label', 'type'],
    optional: ['client_id', 'grant_types', 'response_types', 'redirect_uris', 'post_logout_redirect_uris', 'token_endpoint_auth_method',
      'pkce_required', 'consent_method', 'refresh_token_rotation'],
  },
  okta_app_group_assignment: { required: ['app_id', 'group_id'] },
  okta_auth_server_scope: { required: ['auth_server_id', 'name'], optional: ['description', 'consent', 'metadata_publish'] },
  okta_auth_server_claim: { required: ['auth_server_id', 'name', 'value', 'claim_type'], optional: ['value_type', 'scopes'] },
  okta_auth_server_policy: { required: ['auth_server_id', 'name', 'description', 'priority', 'client_whitelist'] },
  okta_auth_server_policy_rule: {
    required: ['auth_server_id', 'policy_id', 'name', 'priority', 'grant_type_whitelist'],
    optional: ['group_whitelist', 'scope_whitelist'],
  },
  azuread_application: {
    required: ['display_name'],
    optional: ['sign_in_audience', 'identifier_uris', 'fallback_public_client_enabled'],
    blocks: {
      api: {
        required: [],
        optional: ['requested_access_token_version'],
        blocks: {
          oauth2_permission_scope: {
            required: ['id', 'admin_consent_description', 'admin_consent_display_name'],
            optional: ['enabled', 'type', 'value', 'user_consent_description', 'user_consent_display_name'],
          },
        },
      },
      app_role: { required: ['id', 'allowed_member_types', 'description', 'display_name'], optional: ['enabled', 'value'] },
      optional_claims: { required: [], blocks: { access_token: { required: ['name'] } } },
      web: { required: [], optional: ['redirect_uris'] },
      public_client: { required: [], optional: ['redirect_uris'] },
      required_resource_access: { required: ['resource_app_id'], blocks: { resource_access: { required: ['id', 'type'] } } },
    },
  },
  azuread_service_principal: { required: ['client_id'], optional: ['app_role_assignment_required'] },
  azuread_app_role_assignment: { required: ['app_role_id', 'principal_object_id', 'resource_object_id'] },
  azuread_application_pre_authorized: { required: ['application_id', 'authorized_client_id', 'permission_ids'] },
  azuread_application_password: { required: ['application_id'], optional: ['display_name'] },
};

describe.each(Object.keys(files) as (keyof typeof files)[])('Terraform for %s', (name) => {
  const file = files[name];
  const configuration = JSON.parse(file.toString()) as Configuration;

  test('has only arguments that its provider documents, and all that it demands', () => {
    const problems = Object.entries(configuration.resource).flatMap(([type, resources]) =>
      Object.entries(resources).flatMap(([resource, body]) => undocumented(`${type}.${resource}`, body, DOCUMENTED[type])));
    expect(problems).toEqual([]);
  });

  test('refers only to what it declares', () => {
    expect(danglingReferences(configuration)).toEqual([]);
  });

  test('keeps what looks like a reference in a name as text', () => {
    expect(file.toString()).toContain('EU $${not.a.reference} %%{nor a directive}');
  });

  test('shows the ID of each client, and its secret only when asked', () => {
    const { output } = configuration;
    const outputs = Object.keys(output).filter((key) => key !== 'api_client_id');
    expect(outputs).toEqual([
      'web_client_id', 'web_client_secret', 'native_client_id', 'service_client_id', 'service_client_secret',
      'dataplane_eu_client_id', 'dataplane_eu_client_secret',
    ]);
    const secrets = Object.entries(output).filter(([key]) => key.endsWith('_secret'));
    expect(secrets.every(([, { sensitive, value }]) => sensitive === true && /^\$\{[\w.]+\}$/.test(value))).toBe(true);
  });

  test('is the same each time', () => {
  });

  (terraformIsHere ? test : test.skip)('is parsed by the real terraform (skipped where it is not installed)', () => {
    const [{ source }] = Object.values(configuration.terraform.required_providers);
    expect(terraformProviders(file)).toContain(`provider[registry.terraform.io/${source}]`);
  });
});

test.each(['oidc', 'keycloak', 'auth0', 'cognito'] as const)('%s has no Terraform here', (name) => {
  expect(messageOf(() => new Registrations({ auth: identity(PROVIDERS[name]()) }).terraform()))
    .toContain('does not take its clients as terraform(); use ');
});

describe('Okta', () => {
  const { resource } = JSON.parse(files.okta.toString()) as Configuration;

  test('registers each application with its own settings', () => {
    expect(resource.okta_app_oauth.web).toMatchObject({ type: 'web', client_id: 'union-web', pkce_required: false, redirect_uris: ['https://union.example.com/callback'] });
    expect(resource.okta_app_oauth.native).toMatchObject({ type: 'native', token_endpoint_auth_method: 'none', pkce_required: true });
    expect(resource.okta_app_oauth.service).toMatchObject({ type: 'service', grant_types: ['client_credentials'], response_types: ['token'] });
    expect(resource.okta_app_oauth.service).not.toHaveProperty('redirect_uris');
  });

  test('lets these clients alone use the policy, for their grants and scopes', () => {
    expect(resource.okta_auth_server_policy.union.client_whitelist).toEqual([
      '${okta_app_oauth.web.client_id}', '${okta_app_oauth.native.client_id}', '${okta_app_oauth.service.client_id}', '${okta_app_oauth.dataplane_eu.client_id}',
    ]);
    expect(resource.okta_auth_server_policy_rule.union).toMatchObject({
      grant_type_whitelist: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'client_credentials'],
      scope_whitelist: ['profile', 'openid', 'offline_access', 'all'],
    });
  });

  test('sets up the authorization server of the issuer', () => {
    const servers = Object.entries(resource).filter(([type]) => type.startsWith('okta_auth_server')).flatMap(([, bodies]) => Object.values(bodies));
    expect(new Set(servers.map((body) => body.auth_server_id))).toEqual(new Set(['default']));
  });

});

describe('Entra ID', () => {
  const { resource } = JSON.parse(files.entraId.toString()) as Configuration;

  test('exposes the API under the Application ID URI, with the scope all and the claim idtyp', () => {
    expect(resource.azuread_application.api).toMatchObject({
      identifier_uris: ['api://union'],
      api: [{ requested_access_token_version: 2, oauth2_permission_scope: [{ value: 'all' }] }],
      optional_claims: [{ access_token: [{ name: 'idtyp' }] }],
    });
  });

  test('issues version 1 tokens, whose audience is the URI, while the client ID of the API is unknown', () => {
    const auth = identity(IdentityProvider.entraId({ tenantId: TENANT, applicationIdUri: 'api://union' }));
    const { resource: first } = JSON.parse(new Registrations({ auth }).terraform().toString()) as Configuration;
    expect(first.azuread_application.api).toMatchObject({ api: [{ requested_access_token_version: 1 }] });
  });

  test('gives tokens for the API only to those who are assigned', () => {
    expect(resource.azuread_service_principal.api.app_role_assignment_required).toBe(true);
    expect(Object.keys(resource.azuread_app_role_assignment)).toEqual(['people', 'service', 'dataplane_eu']);
  });

  test('asks nobody for consent', () => {
    expect(Object.keys(resource.azuread_application_pre_authorized)).toEqual(['web', 'native']);
  });

  test('makes a secret for confidential clients alone', () => {
    expect(Object.keys(resource.azuread_application_password)).toEqual(['web', 'service', 'dataplane_eu']);
  });

  test('knows the sign-out page as a redirect URI, which is where it may send the browser', () => {
    expect(resource.azuread_application.web.web).toEqual([{ redirect_uris: ['https://union.example.com/callback', 'https://union.example.com/logout'] }]);
  });

});
