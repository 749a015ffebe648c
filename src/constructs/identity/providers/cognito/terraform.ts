import { JsonObject } from '../../../../common/data/json';
import { ALL_SCOPE } from '../../../../contract/union/flyteadmin';
import { OAuthApplicationType, OAuthGrantType } from '../../oauth-application';
import { RegisteredClient, RegisteredDeployment } from '../registrar';
import { eachClient, literal, outputs, reference } from '../terraform';

/** The user pool that is, and the resource server that is made in it. */
interface Pool {
  readonly userPoolId: string;
  readonly resourceServer: string;
}

/** The grants that Amazon Cognito has to be told of; refresh tokens come with every code. */
const FLOWS: Readonly<Partial<Record<string, string>>> = {
  [OAuthGrantType.AUTHORIZATION_CODE]: 'code',
  [OAuthGrantType.CLIENT_CREDENTIALS]: 'client_credentials',
};

/**
 * Terraform (JSON syntax, `*.tf.json`) that registers the clients in an Amazon Cognito user pool, and makes
 * the scope that they ask for. The pool, its domain and its trigger stay yours.
 *
 * Source: Terraform provider `hashicorp/aws`, resources `aws_cognito_resource_server`,
 * `aws_cognito_user_pool_client`.
 */
export function cognitoTerraform({
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
    // By reference, so that the scope is there first.
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
