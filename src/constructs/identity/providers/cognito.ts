import { JsonObject } from '../../../common/data/json';
import { filledIn, hostName, matching } from '../../../common/props/checks';
import { Shape, demand, optional, text } from '../../../common/props/prop-types';
import { COGNITO } from '../../../contract/providers/known-providers';
import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, OIDC_METADATA_PATH, SCOPE_CLAIM, USERNAME_CLAIM,
} from '../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../oauth-client';
import { scopeToken } from './checks';
import {
  ProviderDescription, ProviderFeature, RefreshTokens, RegisteredClient, RegisteredDeployment,
  clientIdAsSubject,
} from './provider-description';
import { eachClient, literal, outputs, reference } from './terraform';

/** An Amazon Cognito user pool. */
export interface CognitoProviderProps {
  /** The ID of the user pool, which starts with its region: `eu-west-1_AbCdEfGhI`. */
  readonly userPoolId: string;

  /** The host name of the user pool's domain, or a custom one: `acme.auth.eu-west-1.amazoncognito.com`. */
  readonly domain: string;

  /**
   * The identifier of the resource server with the scope `all`: `union`.
   *
   * @default "union"
   */
  readonly resourceServer?: string;
}

const PROPS: Shape<CognitoProviderProps> = {
  userPoolId: text(filledIn, matching(
    /^[a-z]{2}(-[a-z]+)+-\d_[0-9a-zA-Z]+$/,
    'is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI',
  )),
  domain: text(filledIn, hostName, (host) =>
    host.startsWith('cognito-idp.')
      ? "is the issuer's host; give the domain of the user pool (Branding, Domain), where its token endpoint "
        + 'is'
      : undefined,
  ),
  resourceServer: optional(text(filledIn, scopeToken)),
};

const LIMITS = [
  {
    feature: ProviderFeature.DEVICE_CODE,
    reason:
      'Amazon Cognito has no device authorization endpoint; sign in on a machine with a browser, or use '
        + 'client credentials',
  },
  {
    feature: ProviderFeature.OFFLINE_ACCESS,
    reason:
      'Amazon Cognito refuses the scope offline_access; it issues a refresh token with every '
        + 'authorization code without it',
  },
  {
    feature: ProviderFeature.ENFORCED_PKCE,
    reason:
      'Amazon Cognito checks the challenge of a client that sends one, and has no setting that requires '
        + 'it; SDK and CLI send one',
  },
  {
    feature: ProviderFeature.CUSTOM_AUDIENCE,
    reason: 'Amazon Cognito lets a pre token generation trigger add an audience, but only the ID of the '
      + 'client itself; accept the client IDs as audiences',
  },
];

export function describeCognito(props: CognitoProviderProps): ProviderDescription {
  demand('IdentityProvider.cognito', props, PROPS, (problems) => {
    problems.check('domain', props.domain, (domain) => inOtherRegion(domain, props.userPoolId));
  });
  const resourceServer = props.resourceServer ?? 'union';
  const region = props.userPoolId.split('_')[0];
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const scope = `${resourceServer}/${ALL_SCOPE}`;
  return {
    name: COGNITO.name,
    subjectOfPerson: COGNITO.subjectOfPerson,
    issuer: `https://cognito-idp.${region}.${suffix}/${props.userPoolId}`,
    // The issuer belongs to the regional service, the endpoints to the domain of the user pool.
    tokenEndpoint: `https://${props.domain}/oauth2/token`,
    authorizationEndpoint: `https://${props.domain}/oauth2/authorize`,
    metadataPath: OIDC_METADATA_PATH,
    audienceIsClientId: COGNITO.audienceIsClientId,
    serviceScopes: [scope],
    // Without openid: client credentials, and so API keys, get only custom scopes (Amazon Cognito Developer
    // Guide, "Scopes, M2M, and APIs with resource servers"). Not tried.
    refreshTokens: RefreshTokens.ALWAYS,
    steps: ['Pre token generation trigger, event version `V3_0` (`cognito-pre-token.mjs` of '
      + '`Registrations.files()`), that adds the claims `aud`, `scp`, `identitytype` and '
      + '`preferred_username` to access tokens, the last two to ID tokens as well'],
    serviceSubject: clientIdAsSubject,
    registrar: {
      terraform: cognitoTerraform({ userPoolId: props.userPoolId, resourceServer }),
      cognitoTrigger: preTokenTrigger,
    },
    limits: LIMITS,
  };
}

/** An Amazon domain contains the region of its pool; a custom one does not. */
function inOtherRegion(domain: string, userPoolId: string): string | undefined {
  const region = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(domain)?.[1];
  const own = /^([a-z\d-]+)_/.exec(userPoolId)?.[1];
  return region === undefined || own === undefined || region === own
    ? undefined
    : `is the domain of a user pool in ${region}, but ${userPoolId} is in ${own}; correct one of them`;
}

/**
 * The function of the trigger *Pre token generation*, event version `V3_0`: Amazon Cognito's access tokens
 * have a client ID, but neither the scopes nor the audience that flyteadmin needs. It does not change tokens
 * of other applications of the pool.
 *
 * Source: Amazon Cognito Developer Guide, "Pre token generation Lambda trigger".
 */
function preTokenTrigger({ domain, clients }: RegisteredDeployment): string {
  return [
    `// Pre token generation trigger (V3_0, Node.js) for ${domain}: every application of the checklist.`,
    'const CLIENTS = [',
    ...clients.map(({ clientId, id }) => `  ${JSON.stringify(clientId)}, // ${id}`),
    '];',
    '',
    'export const handler = async (event) => {',
    '  const { clientId } = event.callerContext;',
    '  if (!CLIENTS.includes(clientId)) {',
    '    return event;',
    '  }',
    "  const isService = event.triggerSource === 'TokenGeneration_ClientCredentials';",
    `  const who = { ${IDENTITY_TYPE_CLAIM}: isService ? 'app' : 'user', ${USERNAME_CLAIM}: isService ? `
      + 'clientId : event.userName };',
    '  event.response = {',
    '    claimsAndScopeOverrideDetails: {',
    `      accessTokenGeneration: { claimsToAddOrOverride: { aud: clientId, ${SCOPE_CLAIM}: `
      + `['${ALL_SCOPE}'], ...who } },`,
    "      // A browser's session takes its claims from there.",
    '      idTokenGeneration: { claimsToAddOrOverride: who },',
    '    },',
    '  };',
    '  return event;',
    '};',
    '',
  ].join('\n');
}

/** The existing user pool, and the new resource server. */
interface Pool {
  readonly userPoolId: string;
  readonly resourceServer: string;
}

/** The grants that Amazon Cognito must allow explicitly; a refresh token comes with every code. */
const FLOWS: Readonly<Partial<Record<string, string>>> = {
  [OAuthGrantType.AUTHORIZATION_CODE]: 'code',
  [OAuthGrantType.CLIENT_CREDENTIALS]: 'client_credentials',
};

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients in an Amazon Cognito user pool, and creates
 * their scope. You manage the pool, its domain and its trigger.
 *
 * Source: Terraform provider `hashicorp/aws`, resources `aws_cognito_resource_server`,
 * `aws_cognito_user_pool_client`.
 */
function cognitoTerraform({
  userPoolId,
  resourceServer,
}: Pool): (deployment: RegisteredDeployment) => JsonObject {
  return ({ domain, clients }) => ({
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.60, < 7.0' } } },
    variable: {
      identity_providers: {
        type: 'list(string)',
        default: ['COGNITO'],
        description:
          'Where people sign in: the pool itself, or the names of its federated identity providers.',
      },
    },
    resource: {
      aws_cognito_resource_server: {
        union: {
          user_pool_id: userPoolId,
          identifier: literal(resourceServer),
          name: `Union (${domain})`,
          scope: [{ scope_name: ALL_SCOPE, scope_description: 'Union' }],
        },
      },
      aws_cognito_user_pool_client: eachClient(clients, (client) =>
        application(client, { userPoolId, resourceServer }),
      ),
    },
    output: outputs(
      clients,
      (app) => `aws_cognito_user_pool_client.${app}.id`,
      (app) => `aws_cognito_user_pool_client.${app}.client_secret`,
    ),
  });
}

function application(client: RegisteredClient, { userPoolId, resourceServer }: Pool): JsonObject {
  const { clientName, grantTypes, redirectUris, postLogoutRedirectUris, scopes, hasClientSecret, type } =
    client;
  return {
    user_pool_id: userPoolId,
    name: literal(clientName),
    generate_secret: hasClientSecret,
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: grantTypes.flatMap((grant) => FLOWS[grant] ?? []),
    // A reference, so that Terraform creates the scope first.
    allowed_oauth_scopes: scopes.map((scope) => (scope === `${resourceServer}/${ALL_SCOPE}`
      ? `${reference('aws_cognito_resource_server.union.identifier')}/${ALL_SCOPE}` : scope)),
    enable_token_revocation: true,
    prevent_user_existence_errors: 'ENABLED',
    ...(type === OAuthApplicationType.SERVICE ? {} : {
      callback_urls: redirectUris,
      supported_identity_providers: reference('var.identity_providers'),
    }),
    ...(postLogoutRedirectUris.length > 0 ? { logout_urls: postLogoutRedirectUris } : {}),
  };
}
