import { SECRETS } from '../../contract/union/secrets';
import { flyteadminLogs, flyteadminSettings, secretAtProvider, settings } from '../running/cluster-looks';
import { providerMetadata } from '../running/edge-looks';
import { NO_ACCESS_POLICY, STALE_SECRET } from './shared-causes';
import type { Symptom } from './symptom';

/** Of tokens that the provider refuses to services, or flyteadmin then. */
export const TOKENS_OF_SERVICES: readonly Symptom[] = [
  {
    id: 'invalid-client',
    title: 'The token endpoint answers invalid_client or unauthorized_client',
    words: [
      'cannot fetch token: 401', 'oauth2: cannot fetch token', 'cannot fetch token', 'invalid_client',
      'client authentication failed', 'AADSTS7000215', 'invalid client secret', 'bad client credentials',
    ],
    see: [
      secretAtProvider(
        '$CP', SECRETS.unionServices.name, 'Nothing is printed where the provider gives a token.',
      ),
      settings('$NS', 'clientId|tokenUrl', 'The client ID and the endpoint that are asked with it.'),
    ],
    causes: [
      { rule: 'placeholder-secret', cause: 'The secret is a placeholder of the chart.' },
      {
        rule: 'secret-value-padded',
        cause: 'The secret ends in a line feed, a carriage return or a space: a file was stored as it was '
          + 'saved.',
        words: ['trailing newline', 'newline at the end of the secret', 'line feed', 'whitespace'],
      },
      {
        cause: 'The secret has expired at the provider.',
        remedy: 'Make a new one, put it into the store, and restart what reads it; docs/rotation.md '
          + 'has the order.',
        words: [
          'AADSTS7000222', 'client secret keys are expired', 'client secret expired', 'secret has expired',
        ],
      },
      {
        cause: "The application demands DPoP, which Union's clients do not send. Okta's API Services"
          + ' applications demand it unless told otherwise.',
        remedy: 'Turn off "Require Demonstrating Proof of Possession (DPoP) header in token requests"'
          + ' in the General Settings of the application (docs/providers.md).',
        words: [
          'DPoP', 'DPoP proof JWT header is missing', 'use_dpop_nonce', 'invalid_dpop_proof',
          'application requires DPoP', 'DPoP proof required', 'proof of possession',
        ],
      },
      STALE_SECRET,
      {
        rule: 'client-id-mismatch',
        cause: 'The client ID belongs to another application than the secret.',
        words: ['AADSTS700016', 'unknown client'],
      },
      {
        rule: 'auth-value-empty',
        cause: 'The client ID is empty.',
        words: ['invalid_request', 'AADSTS900144'],
      },
      { rule: 'value-unreplaced', cause: 'The client ID is a placeholder.' },
      {
        rule: 'token-url-foreign',
        cause:
          'The endpoint is of another authorization server, realm or tenant, which does not know the '
            + 'client.',
        words: [
          'token endpoint 404', 'E0000022', 'does not support the provided HTTP method',
          '405 Method Not Allowed',
        ],
      },
      NO_ACCESS_POLICY,
      { rule: 'client-secret-inconsistent', cause: 'The entry of the store belongs to another client.' },
      {
        rule: 'secret-entry-elsewhere',
        cause: 'The entry of the store is that of another environment or cluster.',
      },
      {
        rule: 'live-client-grant',
        cause: 'The client has not the grant client_credentials.',
        words: [
          'unauthorized_client', 'grant type not allowed', 'Client not enabled to retrieve service account',
          'credentials grant not allowed', 'use the provided grant type', 'use the specified grant type',
          'grant type client_credentials not allowed',
        ],
      },
      {
        rule: 'live-provider-grants',
        cause: 'The provider does not offer the grants that are used.',
        words: ['unsupported_grant_type'],
      },
      { rule: 'client-secret-of-other', cause: 'The service reads the secret of another client.' },
      {
        rule: 'client-incomplete',
        cause: 'The client names no ID of its own, so the default is presented.',
      },
    ],
  },
  {
    id: 'no-audience',
    title: 'The provider misses an audience in the request of a token, or does not know it',
    words: [
      'No audience parameter was provided', 'no default audience has been configured',
      'no audience parameter', 'audience parameter missing', 'access_denied no audience',
    ],
    see: [
      settings(
        '$CP',
        'audience',
        'The audience that SDK, CLI and services ask for, and those that flyteadmin accepts.',
      ),
    ],
    causes: [
      {
        rule: 'native-client-misconfigured',
        cause: 'SDK and CLI: thirdPartyConfig.flyteClient.audience is not set, which they send on.',
      },
      {
        cause: "Services: flyteadmin's clients send no audience with client_credentials, so that Auth0 "
        + 'needs one of its own.',
        remedy: 'Set the default audience of the Auth0 tenant to the API of Union, or one for the '
        + 'application by an Action.',
        words: ['JWE', 'encrypted access token', 'opaque access token of Auth0'],
      },
      {
        cause: 'Auth0 has no API of that identifier, or has it in another tenant: the audience is '
          + 'another text than the Identifier of the API, to the last slash.',
        remedy: "Write the API's Identifier as the audience of clients (flyteClient.audience, "
          + 'audience of the services), and into allowedAudience.',
        words: [
          'Service not enabled within domain', 'Service not found', 'unknown audience', 'invalid_target',
        ],
      },
      {
        cause: 'The API does not let the application in: Auth0 says "Client is not authorized to access".',
        remedy: 'Authorize the application for the API (Auth0: Applications, APIs, Machine to Machine'
          + ' Applications), with the scope all.',
        words: ['not authorized to access', 'client-grant'],
      },
      { rule: 'audience-missing', cause: 'The audience is asked for, and flyteadmin does not accept it.' },
    ],
  },
  {
    id: 'invalid-audience',
    title: 'flyteadmin logs "invalid audience"',
    words: [
      'aud claim', 'aud claim does not match', 'expected audience', 'unexpected audience',
      'audience is not allowed', 'audience mismatch', 'invalid audience', 'aud', 'wanted [http://flyteadmin',
      'allowedAudience', 'token audience', 'wrong aud in the access token',
    ],
    see: [
      flyteadminLogs('audience', 'The audience of the token, and those that flyteadmin wants.'),
      flyteadminSettings('allowedAudience|https?://', 'What flyteadmin accepts.'),
    ],
    causes: [
      {
        rule: 'audience-missing',
        cause: 'allowedAudience is missing, or is another text: a slash at the end counts.',
      },
      {
        cause:
          'The provider writes an audience only where it is asked for one (such as Ory Hydra), or each '
            + "client's own ID (Dex).",
        remedy:
          "Set audience on the client (useAudienceFromAdmin: true takes flyteadmin's), or list every "
            + 'client ID in allowedAudience.',
        words: ['no aud claim', 'token has no aud', 'aud claim missing'],
      },
      {
        rule: 'live-token-unaccepted',
        cause: 'The audience of a token that was fetched is none that flyteadmin accepts.',
      },
    ],
  },
  {
    id: 'scope-refused',
    title: 'The token endpoint answers invalid_scope, or AADSTS1002012 and its relatives',
    words: [
      'AADSTS', 'invalid_scope',
      "authenticated user doesn't have required scope", 'Entra ID', 'Azure AD',
    ],
    see: [
      settings('$NS', 'scopes|- *all|\\.default', 'What clients ask for.'),
      secretAtProvider(
        '$CP',
        SECRETS.unionServices.name,
        "The provider's own words. At Entra ID put api://…/.default in the place of all.",
      ),
    ],
    causes: [
      {
        rule: 'scope-missing',
        cause:
          'The clients ask for no scope, or at Entra ID for one that does not end in /.default '
            + '(AADSTS1002012).',
        words: ['AADSTS1002012', 'AADSTS70011', 'AADSTS90014', 'scope must end with /.default'],
      },
      {
        cause: 'No administrator has consented to the permissions of the service applications at Entra ID.',
        remedy:
          'Grant admin consent for the permissions of every application that uses client credentials.',
        words: [
          'AADSTS65001', 'no consent', 'admin consent', 'consent_required', 'AADSTS501051',
          'Application is not assigned to a role',
        ],
      },
      {
        cause: 'The scope names an API that the tenant does not have: its Application ID URI is '
          + 'another, or the application was never added to the tenant.',
        remedy: 'Write the Application ID URI of the API before /.default, as the tenant has it '
          + '(Expose an API).',
        words: ['AADSTS500011', 'resource principal not found in the tenant', 'AADSTS650053', 'AADSTS650052'],
      },
      {
        cause: 'The application that asks is the API itself, and names it by its URI: Entra ID then '
          + 'wants the client ID alone.',
        remedy: 'Ask for <client ID>/.default in the place of api://…/.default, or give the service '
          + 'an application of its own.',
        words: ['AADSTS90009', 'requesting a token for itself'],
      },
      {
        cause: 'The authorization server has no scope named all, or does not let the client have it.',
        remedy: 'Add a scope all to the authorization server and allow it in the access policy.',
        see: [providerMetadata('scopes_supported, where the provider lists them.')],
        words: [
          'scopes are not configured for the authorization server', 'policy evaluation failed',
          'no_matching_policy', 'not been granted scopes', 'does not allow this client',
        ],
      },
    ],
  },
  {
    id: 'signature',
    title: 'flyteadmin logs "failed to verify id token signature" or a wrong issuer',
    words: [
      'error in cryptographic primitive', 'go-jose', 'failed to verify id token signature',
      'signature invalid', 'token validation failed',
    ],
    see: [
      providerMetadata(
        "Its issuer must be flyteadmin's letter by letter, the slash at the end included.",
      ),
      flyteadminSettings('baseUrl', 'The issuer that flyteadmin has.'),
    ],
    causes: [
      {
        rule: 'token-url-foreign',
        cause: 'Clients fetch tokens from another authorization server than flyteadmin trusts.',
        words: ['jwks', 'key id not found', 'unknown key id', 'kid'],
      },
      {
        rule: 'issuer-mismatch',
        cause:
          "The issuer differs from the provider's in a slash, in case, in http or in the tenant (at Entra "
            + 'ID: the version, /v2.0).',
        words: ['issuer did not match', 'id token issued by a different provider', 'sts.windows.net', 'iss'],
      },
      {
        rule: 'live-issuer-mismatch',
        cause: "flyteadmin's issuer and that of the provider's metadata differ.",
      },
      {
        rule: 'live-providers-differ',
        cause: 'Browsers and clients are sent to different authorization servers.',
      },
    ],
  },
];
