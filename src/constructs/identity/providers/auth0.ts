import { JsonObject } from '../../../common/data/json';
import { filledIn, hostName } from '../../../common/props/checks';
import { Shape, demand, text } from '../../../common/props/prop-types';
import { AUTH0, auth0Subject } from '../../../contract/providers/known-providers';
import { ALL_SCOPE, OIDC_METADATA_PATH, USERNAME_CLAIM } from '../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../oauth-client';
import { audienceText } from './checks';
import {
  ProviderDescription, RefreshTokens, RegisteredClient, RegisteredDeployment,
} from './provider-description';
import { eachClient, literal, outputs, reference, terraformName } from './terraform';

/** An Auth0 tenant. */
export interface Auth0ProviderProps {
  /** The host name of the tenant, or its custom domain: `acme.eu.auth0.com`. */
  readonly domain: string;

  /**
   * The identifier of the API that represents the deployment (Applications, APIs):
   * `https://union.example.com`. Auth0 issues a JWT for this audience only to clients that request it; other
   * clients get an opaque token that flyteadmin cannot read.
   *
   * @default - the deployment's own URL, `https://<domain>`
   */
  readonly audience?: string;
}

const PROPS: Shape<Auth0ProviderProps> = {
  domain: text(filledIn, hostName, tenantHost),
  audience: audienceText(ownApi),
};

export function describeAuth0(props: Auth0ProviderProps): ProviderDescription {
  demand('IdentityProvider.auth0', props, PROPS);
  // The trailing slash is part of the issuer: Auth0 writes it into `iss` and its metadata.
  const issuer = `https://${props.domain}/`;
  return {
    name: AUTH0.name,
    issuer,
    tokenEndpoint: `${issuer}oauth/token`,
    authorizationEndpoint: `${issuer}authorize`,
    deviceAuthorizationEndpoint: `${issuer}oauth/device/code`,
    metadataPath: OIDC_METADATA_PATH,
    audience: props.audience,
    audienceMustBeRequested: true,
    // Auth0, "Get refresh tokens"; "Client credentials flow": Auth0 refuses a scope that was not granted for
    // the API. Not tried.
    refreshTokens: RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    policy: () => 'Applications, APIs, the API: the Machine to Machine applications below are authorized for '
      + 'it, with the permission `all`, and no others',
    steps: [
      "Default Audience of the tenant: the identifier of the API, for flyteadmin's browser login and "
        + 'any client that requests no audience',
      'API, Application Access: *Allow via client-grant* for user access (`require_client_grant`), with a '
        + 'grant of the scope `all` for each application below. By default every application of the tenant '
        + 'gets tokens for the API, and flyteadmin accepts them',
      'Actions of the triggers *Post Login* and *Machine to Machine* that set the claim `preferred_username` '
        + 'of access tokens',
    ],
    // "Auth0 token profile": no client_id claim, so flyteadmin grants `all` without an `scp` claim; services
    // carry `gty`.
    identityTypeClaimsForApps: { gty: ['client-credentials'] },
    serviceSubject: auth0Subject,
    subjectOfPerson: AUTH0.subjectOfPerson,
    registrar: { terraform: auth0Terraform },
  };
}

function tenantHost(domain: string): string | undefined {
  return domain === 'manage.auth0.com'
    ? 'is the dashboard of all tenants; write the domain of yours, such as acme.eu.auth0.com'
    : undefined;
}

/** Auth0 reserves the audiences of its own APIs. */
function ownApi(audience: string): string | undefined {
  return /\/(userinfo|api\/v2\/?)$/.test(audience)
    ? 'is an API of Auth0 itself, for which your tenant cannot issue the scope all; create an API '
      + 'and give its identifier'
    : undefined;
}

const APP_TYPES: Readonly<Record<string, string>> = {
  [OAuthApplicationType.WEB]: 'regular_web',
  [OAuthApplicationType.NATIVE]: 'native',
  [OAuthApplicationType.SERVICE]: 'non_interactive',
};

/**
 * Triggers whose actions set the username, and the expression for it. Source: Auth0, "Post Login Triggers"
 * and "Machine to Machine Triggers".
 */
const NAMING_ACTIONS = {
  people: {
    trigger: 'post-login',
    version: 'v3',
    handler: 'onExecutePostLogin',
    name: 'event.user.email ?? event.user.user_id',
  },
  services: {
    trigger: 'credentials-exchange',
    version: 'v2',
    handler: 'onExecuteCredentialsExchange',
    name: 'event.client.client_id',
  },
} as const;

const SET_DEFAULT_AUDIENCE = {
  type: 'bool',
  default: true,
  description: 'Whether the tenant issues tokens for this API to clients that request no audience, such as '
    + 'the browser login. It applies to all applications of the tenant.',
};

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients at Auth0, and sets up their API: the scope
 * `all` for these clients alone, the claim `preferred_username`, and the tenant's default audience.
 *
 * Source: Terraform provider `auth0/auth0`, the resources in this file.
 */
function auth0Terraform({ domain, clients }: RegisteredDeployment): JsonObject {
  const [{ audience }] = clients;
  return {
    terraform: { required_providers: { auth0: { source: 'auth0/auth0', version: '>= 1.20, < 2.0' } } },
    variable: { set_default_audience: SET_DEFAULT_AUDIENCE },
    resource: {
      auth0_resource_server: { union: api(domain, audience) },
      auth0_resource_server_scopes: {
        union: {
          resource_server_identifier: IDENTIFIER,
          scopes: [{ name: ALL_SCOPE, description: 'Union' }],
        },
      },
      auth0_client: eachClient(clients, application),
      auth0_client_credentials: eachClient(clients, (client) => ({
        client_id: clientIdOf(client),
        authentication_method: client.tokenEndpointAuthMethod,
      })),
      auth0_client_grant: eachClient(clients, grant),
      auth0_action: Object.fromEntries(
        Object.entries(NAMING_ACTIONS).map(([name, action]) => [name, namingAction(domain, action)]),
      ),
      auth0_trigger_action: Object.fromEntries(Object.entries(NAMING_ACTIONS).map(([name, { trigger }]) =>
        [name, { trigger, action_id: reference(`auth0_action.${name}.id`) }])),
      auth0_tenant: {
        union: { count: reference('var.set_default_audience ? 1 : 0'), default_audience: IDENTIFIER },
      },
    },
    output: outputs(
      clients,
      (app) => `auth0_client.${app}.client_id`,
      (app) => `auth0_client_credentials.${app}.client_secret`,
    ),
  };
}

/** Resources that refer to it are created after it. */
const IDENTIFIER = reference('auth0_resource_server.union.identifier');

function clientIdOf(client: RegisteredClient): string {
  return reference(`auth0_client.${terraformName(client)}.client_id`);
}

/** By default Auth0 issues tokens for an API to every application of a tenant, at least for people. */
function api(domain: string, audience: string): JsonObject {
  const policy = [{ policy: 'require_client_grant' }];
  return {
    name: `Union (${domain})`,
    identifier: literal(audience),
    signing_alg: 'RS256',
    token_dialect: 'access_token',
    allow_offline_access: true,
    skip_consent_for_verifiable_first_party_clients: true,
    subject_type_authorization: [{ user: policy, client: policy }],
  };
}

function application(client: RegisteredClient): JsonObject {
  const { clientName, purpose, type, redirectUris, postLogoutRedirectUris, grantTypes } = client;
  return {
    name: literal(clientName),
    description: literal(purpose),
    app_type: APP_TYPES[type],
    is_first_party: true,
    oidc_conformant: true,
    grant_types: grantTypes,
    jwt_configuration: [{ alg: 'RS256' }],
    ...(redirectUris.length > 0 ? { callbacks: redirectUris } : {}),
    ...(postLogoutRedirectUris.length > 0 ? { allowed_logout_urls: postLogoutRedirectUris } : {}),
    ...(client.grantTypes.includes(OAuthGrantType.REFRESH_TOKEN)
      ? { refresh_token: [{ rotation_type: 'rotating', expiration_type: 'expiring' }] }
      : {}),
  };
}

function grant(client: RegisteredClient): JsonObject {
  return {
    client_id: clientIdOf(client),
    audience: IDENTIFIER,
    // A reference, so that Terraform creates the scope first.
    scopes: [reference('one(auth0_resource_server_scopes.union.scopes).name')],
    subject_type: client.type === OAuthApplicationType.SERVICE ? 'client' : 'user',
  };
}

function namingAction(
  domain: string, { trigger, version, handler, name }: (typeof NAMING_ACTIONS)[keyof typeof NAMING_ACTIONS],
): JsonObject {
  return {
    name: `Union ${trigger} (${domain})`,
    runtime: 'node22',
    deploy: true,
    supported_triggers: [{ id: trigger, version }],
    code: [
      `exports.${handler} = async (event, api) => {`,
      `  api.accessToken.setCustomClaim('${USERNAME_CLAIM}', ${name});`,
      '};',
      '',
    ].join('\n'),
  };
}
