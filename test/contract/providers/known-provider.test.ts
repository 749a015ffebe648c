import { RefusalReason, refusalReason, tellingWords } from '../../../src/contract/providers/known-provider';

const WORDS: readonly (readonly [provider: string, reason: RefusalReason, text: string])[] = [
  ['Keycloak', 'redirect URI', 'We are sorry... Invalid parameter: redirect_uri'],
  ['Keycloak', 'client', 'We are sorry... Client not found.'],
  ['Keycloak', 'client', 'We are sorry... Client disabled.'],
  ['Keycloak', 'challenge', 'invalid_request Missing parameter: code_challenge_method'],
  ['Keycloak', 'grant', 'unauthorized_client Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.'],
  ['Keycloak', 'scope', 'invalid_scope Invalid scopes: openid all'],
  ['Okta', 'redirect URI', 'invalid_request The \'redirect_uri\' parameter must be a Login redirect URI in the client app settings: https://acme-admin.okta.example.com'],
  ['Okta', 'client', 'invalid_client Invalid value for \'client_id\' parameter.'],
  ['Okta', 'challenge', 'invalid_request PKCE code challenge is required when the token endpoint authentication method is \'NONE\'.'],
  ['Microsoft Entra ID', 'redirect URI', 'AADSTS50011: The redirect URI \'https://union.example.com/callback\' specified in the request does not match'],
  ['Microsoft Entra ID', 'client', 'AADSTS700016: Application with identifier \'0000\' was not found in the directory \'Acme\'.'],
  ['Microsoft Entra ID', 'scope', 'AADSTS650053: The application \'union\' asked for scope \'all\' that doesn\'t exist on the resource'],
  ['Auth0', 'redirect URI', 'Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.'],
  ['Auth0', 'client', 'invalid_request Unknown client: web-1111'],
  ['Cognito', 'redirect URI', 'redirect_mismatch'],
  ['Cognito', 'client', 'unauthorized_client'],
  ['Dex', 'redirect URI', 'Bad Request Unregistered redirect_uri ("https://union.example.com/callback").'],
  ['Dex', 'client', 'Not Found Invalid client_id ("union-web").'],
  ['Hydra', 'redirect URI', 'invalid_request The \'redirect_uri\' parameter does not match any of the OAuth 2.0 Client\'s pre-registered redirect urls.'],
  ['Hydra', 'client', 'invalid_client Client authentication failed. The requested OAuth 2.0 Client does not exist.'],
  ['Hydra', 'challenge', 'invalid_request Clients must include a code_challenge when performing the authorize code flow, but it is missing.'],
  ['authentik', 'redirect URI', 'The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).'],
  ['authentik', 'client', 'The client identifier (client_id) is missing or invalid.'],
  ['oidc-provider', 'redirect URI', 'invalid_redirect_uri redirect_uri did not match any of the client\'s registered redirect_uris'],
  ['oidc-provider', 'client', 'invalid_client client is invalid'],
  ['oidc-provider', 'challenge', 'invalid_request Authorization Server policy requires PKCE to be used for this request'],
  ['a firewall', 'other', 'Forbidden Your request was blocked. Ray ID 1234'],
  ['a page that is not there', 'other', 'Not Found'],
];

test.each(WORDS)('%s: %s', (_, reason, text) => expect(refusalReason(text)).toBe(reason));

test('the telling words of a long page are few, and whole', () => {
  const page = `${'Welcome to the sign-in of Acme. '.repeat(20)}Invalid parameter: redirect_uri ${'Back to the application. '.repeat(20)}`;
  const words = tellingWords(page)!;
  expect(words).toContain('Invalid parameter: redirect_uri');
  expect(words.length).toBeLessThan(180);
  expect(page.split(/\s/)).toEqual(expect.arrayContaining(words.split(/\s/)));
});

test('at the start of a text they begin with its first word', () => expect(tellingWords('Client not found. Sorry.')).toBe('Client not found.'));

test('there are none in a page that is worded otherwise', () => expect(tellingWords('Not Found')).toBeUndefined());
