import { JsonObject } from '../../../common/data/json';
import { filledIn, httpsUrl, matching } from '../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../common/props/prop-types';
import { OKTA, knownProvider } from '../../../contract/providers/known-providers';
import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, OAUTH_METADATA_PATH, USERNAME_CLAIM,
} from '../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../oauth-client';
import { audienceText, onlyOrigin } from './checks';
import {
  ProviderDescription, RefreshTokens, RegisteredClient, RegisteredDeployment, clientIdAsSubject,
} from './provider-description';
import { eachClient, literal, outputs, reference, terraformName } from './terraform';

/** An Okta organization. */
export interface OktaProviderProps {
  /** The URL of the organization, not that of its Admin Console: `https://acme.okta.com`. */
  readonly orgUrl: string;

  /**
   * The ID of the custom authorization server (Security, API, Authorization Servers): `aus1a2b3c4d5`. The
   * organization's own authorization server cannot issue a custom scope.
   *
   * @default "default"
   */
  readonly authorizationServerId?: string;

  /**
   * The audience of the authorization server, as on its page in the Admin Console:
   * `https://union.example.com`.
   *
   * @default "api://default" for the authorization server `default`, otherwise `https://<domain>`
   */
  readonly audience?: string;
}

const DEFAULT_SERVER = 'default';

/** Okta, "Authorization servers": the server `default` has an access policy with a rule for everyone. */
const DEFAULT_POLICY = 'Access Policies of the server `default`: deactivate *Default Policy*, which lets '
  + 'every client of the organization request every scope, also `all`. With it the tokens of any other '
  + 'application are accepted. Or use your own authorization server (`authorizationServerId`)';

const PROPS: Shape<OktaProviderProps> = {
  orgUrl: text(filledIn, httpsUrl, onlyOrigin('https://acme.okta.com'), noAdminConsole),
  authorizationServerId: optional(text(filledIn, matching(
    /^[\w-]+$/, 'is not an authorization server ID; copy it from the issuer URI, after /oauth2/',
  ))),
  audience: audienceText(),
};

export function describeOkta(props: OktaProviderProps): ProviderDescription {
  demand('IdentityProvider.okta', props, PROPS);
  const server = props.authorizationServerId ?? DEFAULT_SERVER;
  const issuer = `${new URL(props.orgUrl).origin}/oauth2/${server}`;
  return {
    name: OKTA.name,
    issuer,
    tokenEndpoint: `${issuer}/v1/token`,
    authorizationEndpoint: `${issuer}/v1/authorize`,
    deviceAuthorizationEndpoint: `${issuer}/v1/device/authorize`,
    metadataPath: OAUTH_METADATA_PATH,
    audience: props.audience ?? (server === DEFAULT_SERVER ? 'api://default' : undefined),
    // Okta, "OpenID Connect & OAuth 2.0 API", scope values: refresh tokens need offline_access, which client
    // credentials must not request. Not tried.
    refreshTokens: RefreshTokens.WITH_SCOPE_REFUSED_TO_SERVICES,
    pkceSetting: 'Require PKCE as additional verification',
    steps: [
      ...(server === DEFAULT_SERVER ? [DEFAULT_POLICY] : []),
      'Default claim `sub` of the access token: `(appuser != null) ? user.getInternalProperty("id") : '
        + 'app.clientId`, so that a person has one subject in the browser, in SDK and in CLI. By default it '
        + 'is their login there, and their user ID in ID tokens',
      'API Services applications, General, *Proof of possession*: not required. New ones require DPoP, which '
        + 'no service sends (`invalid_dpop_proof`)',
      'Claims of the access token, for the scope `all`: `identitytype` with the value `(appuser != null) ? '
        + '"user" : "app"`, and `preferred_username` with `(appuser != null) ? appuser.userName : '
        + 'app.clientId`',
      'Claim of the ID token, always, for any scope: `identitytype` with the value `"user"`',
    ],
    policy: (all) => 'Access policy of the authorization server for all clients below and no others, with '
      + 'a rule for the grant types '
      + `${all.filter((grant) => !grant.includes(OAuthGrantType.REFRESH_TOKEN)).join(', ')}`,
    // Okta writes no client_id claim (its claim is `cid`) and `scp` as a list, as flyteadmin expects.
    serviceSubject: clientIdAsSubject,
    subjectOfPerson: OKTA.subjectOfPerson,
    registrar: { terraform: oktaTerraform(server) },
    takesClientIds: true,
  };
}

/** The URL that browsers show in the Admin Console; it issues no tokens. */
function noAdminConsole(orgUrl: string): string | undefined {
  const [, name, domain] = /^https:\/\/([\w-]+)-admin(\.[^/:]+)/.exec(orgUrl) ?? [];
  return name !== undefined && knownProvider(orgUrl) === OKTA
    ? 'is the Admin Console, which issues no tokens; write the organization\'s own URL, '
      + `https://${name}${domain}`
    : undefined;
}

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients at Okta, and sets up their authorization
 * server: the scope `all`, the claims `identitytype` and `preferred_username`, an access policy only for
 * these clients.
 *
 * Source: Terraform provider `okta/okta`, resources `okta_app_oauth`, `okta_auth_server_scope`, `_claim`,
 * `_claim_default`, `_policy`, `_policy_rule`.
 */
function oktaTerraform(server: string): (deployment: RegisteredDeployment) => JsonObject {
  return ({ domain, clients }) => {
    const name = `union-${domain}`;
    return {
      terraform: { required_providers: { okta: { source: 'okta/okta', version: '>= 4.20, < 7.0' } } },
      variable: {
        group_ids: {
          type: 'list(string)',
          default: [],
          description: 'The Okta groups whose members may sign in.',
        },
      },
      resource: {
        okta_app_oauth: eachClient(clients, application),
        okta_app_group_assignment: eachClient(clients.filter(isForPeople), assignment),
        okta_auth_server_scope: {
          all: {
            auth_server_id: server,
            name: ALL_SCOPE,
            description: 'Union',
            consent: 'IMPLICIT',
            metadata_publish: 'ALL_CLIENTS',
          },
        },
        ...claims(server),
        ...policies(server, name, clients),
      },
      output: outputs(
        clients, (app) => `okta_app_oauth.${app}.client_id`, (app) => `okta_app_oauth.${app}.client_secret`,
      ),
    };
  };
}

function claims(server: string): JsonObject {
  return {
    okta_auth_server_claim: {
      identitytype: claim(server, IDENTITY_TYPE_CLAIM, '(appuser != null) ? "user" : "app"'),
      identitytype_of_people: {
        auth_server_id: server,
        name: IDENTITY_TYPE_CLAIM,
        value: '"user"',
        value_type: 'EXPRESSION',
        claim_type: 'IDENTITY',
        // Browser sessions get their claims from the ID token, which lacks most claims if it is issued with
        // an access token.
        always_include_in_token: true,
      },
      preferred_username: claim(
        server, USERNAME_CLAIM, '(appuser != null) ? appuser.userName : app.clientId',
      ),
    },
    // One subject per person: ID tokens always contain the user ID.
    okta_auth_server_claim_default: {
      sub: {
        auth_server_id: server,
        name: 'sub',
        value: '(appuser != null) ? user.getInternalProperty("id") : app.clientId',
      },
    },
  };
}

function policies(server: string, name: string, clients: readonly RegisteredClient[]): JsonObject {
  return {
    okta_auth_server_policy: {
      union: {
        auth_server_id: server,
        name,
        description: 'The clients of Union',
        priority: 1,
        client_whitelist: clients.map((client) =>
          reference(`okta_app_oauth.${terraformName(client)}.client_id`),
        ),
      },
    },
    okta_auth_server_policy_rule: {
      union: {
        auth_server_id: server,
        policy_id: reference('okta_auth_server_policy.union.id'),
        name,
        priority: 1,
        grant_type_whitelist: grants(clients),
        group_whitelist: ['EVERYONE'],
        // A reference, so that Terraform creates the scope first.
        scope_whitelist: [...new Set(clients.flatMap(({ scopes }) => scopes))]
          .map((scope) => (scope === ALL_SCOPE ? reference('okta_auth_server_scope.all.name') : scope)),
      },
    },
  };
}

function application(client: RegisteredClient): JsonObject {
  const service = client.type === OAuthApplicationType.SERVICE;
  return {
    label: literal(client.clientName),
    type: client.type,
    client_id: literal(client.clientId),
    grant_types: client.grantTypes,
    // Okta requires the response type of the token endpoint if there is no other.
    response_types: service ? ['token'] : client.responseTypes,
    token_endpoint_auth_method: client.tokenEndpointAuthMethod,
    ...(service
      ? {}
      : {
        redirect_uris: client.redirectUris,
        pkce_required: client.requirePkce,
        consent_method: 'TRUSTED',
      }),
    ...(client.postLogoutRedirectUris.length > 0
      ? { post_logout_redirect_uris: client.postLogoutRedirectUris }
      : {}),
    ...(client.grantTypes.includes(OAuthGrantType.REFRESH_TOKEN) ? { refresh_token_rotation: 'STATIC' } : {}),
  };
}

function claim(server: string, name: string, value: string): JsonObject {
  return {
    auth_server_id: server,
    name,
    value,
    value_type: 'EXPRESSION',
    claim_type: 'RESOURCE',
    scopes: [reference('okta_auth_server_scope.all.name')],
  };
}

/** A rule needs no refresh token grant: the rule that issued the token covers it. */
function grants(clients: readonly RegisteredClient[]): string[] {
  return [...new Set(clients.flatMap(({ grantTypes }) => grantTypes))].filter(
    (grant) => grant !== OAuthGrantType.REFRESH_TOKEN,
  );
}

function isForPeople({ type }: RegisteredClient): boolean {
  return type !== OAuthApplicationType.SERVICE;
}

function assignment(client: RegisteredClient): JsonObject {
  return {
    for_each: reference('toset(var.group_ids)'),
    app_id: reference(`okta_app_oauth.${terraformName(client)}.id`),
    group_id: reference('each.value'),
  };
}
