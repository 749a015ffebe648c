import { SECRETS } from '../../contract/union/secrets';
import { flyteadminLogs, flyteadminSettings, ingressAnnotation, secretKeys } from '../running/cluster-looks';
import { anonymous, loginRedirect } from '../running/edge-looks';
import { BIG_HEADER } from './shared-causes';
import type { Symptom } from './symptom';

/** Of a login that has got as far as the provider. */
export const FROM_THE_PROVIDER_ON: readonly Symptom[] = [
  {
    id: 'redirect-url-refused',
    title: '/login answers 403: the redirect_url is not authorized',
    words: [
      'redirect_url not authorized', '403 redirect_url not authorized', 'unauthorized redirect url',
      'not an authorized URI', 'not in the list of authorizedUris',
    ],
    see: [
      flyteadminSettings(
        'authorizedUris', 'The public URL must be in the list, with https and without a path.',
      ),
      anonymous(
        '/login?redirect_url=https://$DOMAIN/console',
        '307 to the provider is right. 403 or 401: the host is not authorized.',
      ),
    ],
    causes: [
      {
        rule: 'public-url-unauthorized',
        cause:
          'auth.authorizedUris does not have the public URL, so that flyteadmin sends nobody back to it.',
      },
      {
        rule: 'redirect-url-elsewhere',
        cause: 'The page to go back to is on another host, such as that of staging.',
      },
      {
        rule: 'values-list-incomplete',
        cause: 'A list in the values replaced the one of the chart, which has the public URL.',
      },
      { rule: 'route-in-clear', cause: 'People come by http, and only the https URL is authorized.' },
    ],
  },
  {
    id: 'provider-refuses',
    title: 'The identity provider shows an error page instead of a login',
    words: ['invalid_scope', 'identity provider error page'],
    see: [
      loginRedirect(
        'client_id, redirect_uri and scope in it must be those that the provider knows, letter by letter.',
      ),
    ],
    causes: [
      {
        rule: 'public-url-unauthorized',
        cause: 'The redirect URI is an address inside the cluster, such '
        + 'as http://flyteadmin:80/callback: the public host is not authorized.',
        words: ['http://flyteadmin:80/callback'],
      },
      {
        rule: 'live-redirect-uri-unregistered',
        cause: 'The web application is registered with another redirect URI than https:// and the public '
        + 'host and /callback, once for every domain.',
        words: [
          'Invalid parameter: redirect_uri', 'callback URL mismatch', 'redirect_uri mismatch',
          'invalid redirect uri', 'redirect_uri is not registered', 'the redirect URI is not allowed',
          'AADSTS50011', 'redirect_mismatch', 'must be a Login redirect URI', 'Redirect URI Error',
          'error was encountered with the requested page',
        ],
      },
      {
        rule: 'live-client-unregistered',
        cause: 'The client ID is that of another tenant, realm or environment, or its application is off.',
        words: [
          'AADSTS700016', 'application not found', 'unknown client', 'client not found',
          'keycloak client not found', 'provider shows 404', 'okta 404 page', 'OAuth client was not found',
          'deleted_client', 'unknown or invalid client_id', 'client_id is invalid',
        ],
      },
      {
        rule: 'issuer-mismatch',
        cause: 'The issuer names a realm, tenant, environment or authorization server that the '
          + 'provider does not have.',
        words: [
          'AADSTS90002', 'tenant not found', 'Realm does not exist', 'Unable to find environment',
          'no such realm', 'authorization server is invalid',
        ],
      },
      {
        rule: 'value-unreplaced',
        cause: 'A placeholder of the guide, such as <client-id>, is left in the settings.',
      },
      {
        rule: 'auth-value-empty',
        cause:
          'The client ID is empty: the chart filled it from a global that is not set, or that it no longer '
            + 'reads.',
        words: [
          'invalid_request', 'AADSTS9002313', 'AADSTS900144', 'missing required parameter',
          'Missing parameter',
        ],
      },
      {
        cause:
          'The provider does not grant a scope that flyteadmin asks for: invalid_scope. Some refuse '
            + 'offline_access.',
        remedy:
          'Allow the scopes of auth.userAuth.openId.scopes to the web application, or take them out of the '
            + 'list.',
        see: [
          flyteadminSettings(
            'scopes:|- *(openid|profile|offline_access)', 'The scopes that are asked for.',
          ),
        ],
        words: ['invalid scopes', 'unknown scope', 'scope is not allowed'],
      },
      {
        cause:
          'The person is not assigned to the application, or a policy of the provider refuses them: '
            + 'access_denied.',
        remedy: 'Assign people or their group to the web application at the provider.',
        words: [
          'access_denied', 'access_denied after login', 'access_denied by the provider',
          'not assigned to the client application', 'AADSTS50105', 'AADSTS50020',
          'user does not exist in the tenant', 'user is not assigned', 'not assigned to a role',
          'not allowed to access this app', 'org_internal', 'access blocked', 'request has been denied',
          'policy binding', 'AADSTS53003', 'AADSTS65001', 'not consented',
        ],
      },
      {
        rule: 'live-challenge-demanded',
        cause: 'The provider demands PKCE of the web application, which flyteadmin does not send there.',
        words: [
          'AADSTS9002325', 'proof key for code exchange required', 'code_challenge_method',
          'code_challenge is required',
        ],
      },
      {
        rule: 'live-sign-in-denied',
        cause: 'The provider knows the application, and denies it the code grant or a scope.',
      },
      { rule: 'live-login-target-unreachable', cause: 'The provider is away, or has trouble of its own.' },
      {
        rule: 'live-sign-in-unclear',
        cause: 'The provider, or a firewall before it, refuses for a reason of its own.',
      },
      {
        cause: 'The provider has lost the state of its own page: it was bookmarked, kept open too '
          + 'long, or a proxy before the provider drops its cookies.',
        remedy: 'Begin at the console again. Where it fails for everybody, tell the provider its '
          + 'public https address (Keycloak: hostname, proxy-headers), for which its cookies are.',
        words: [
          'Cookie not found', 'restart login cookie not found', 'make sure cookies are enabled',
          'page has expired',
        ],
      },
      {
        rule: 'live-login-scope',
        cause: 'The scopes that are asked for do not go together with the provider.',
        words: ['missing required parameter: scope'],
      },
      {
        rule: 'live-login-insecure',
        cause: 'The redirect goes over http, which the provider does not take.',
        words: ['HTTPS required'],
      },
    ],
  },
  {
    id: 'callback-fails',
    title: 'The provider accepts the sign-in, and /callback fails',
    words: [
      'exchanging the code for a token fails', 'error exchanging code', 'callback 401',
      'callback 403', 'callback 500', 'callback 502', 'upstream sent too big header', 'code exchange failed',
      'csrf', 'error after login', '502 after login', 'nonce mismatch', 'nonce did not match',
      'AADSTS9002313', '502 when the provider sends people back',
    ],
    see: [
      flyteadminLogs(
        'callback|exchange|oauth2|invalid_client|csrf|state', 'What flyteadmin got from the provider.',
      ),
      anonymous(
        '/callback', '401 or a redirect to /login comes from the guard; anything else from flyteadmin.',
      ),
    ],
    causes: [
      { rule: 'sign-in-route-guarded', cause: '/callback is behind the guard: 401, or back to /login.' },
      BIG_HEADER,
      {
        rule: 'placeholder-secret',
        cause: 'The client secret of the web application is a placeholder: the log says invalid_client.',
        words: ['invalid_client at callback', 'exchange auth code invalid_client'],
      },
      {
        cause: "The client secret is another application's, or has expired: the log says invalid_client.",
        remedy:
          "Put the web application's own secret into the store, and restart flyteadmin, which reads it once.",
        see: [
          secretKeys(
            '$CP',
            SECRETS.flyteadmin.name,
            'The bytes of oidc_client_secret (of client_secret in a Secret of its own) must be as many as '
              + 'the secret has.',
          ),
        ],
      },
      {
        cause:
          'The sign-in began on another host than it ends on, so the cookie with its state is missing.',
        remedy: 'Have people come by one host, and let the guard send them to /login on that host.',
        see: [ingressAnnotation('auth-signin', 'The host in it must be the one that people use.')],
      },
      {
        rule: 'live-web-exchange-refused',
        cause: 'The provider refuses the code: it was used already (a page loaded twice), is too '
          + 'old, or was issued for another redirect URI. The log says invalid_grant.',
        words: [
          'code already used', 'Code not valid', 'code is invalid or has expired', 'AADSTS54005',
          'AADSTS70008', 'code was already redeemed', 'Malformed auth code', 'exchange code invalid_grant',
        ],
      },
      {
        rule: 'live-login-state-lost',
        cause: 'The cookies with the state of the sign-in do not come back.',
        words: [
          'CSRF token does not match', 'CSRF cookie missing', 'named cookie not present', 'state mismatch',
          'invalid state', 'state parameter mismatch',
        ],
      },
      { rule: 'live-login-state', cause: 'The redirect to the provider carries no state.' },
      {
        rule: 'live-login-scope',
        cause: 'The provider gives tokens without what flyteadmin asks of them: 403 at /callback.',
      },
      {
        rule: 'secret-value-padded',
        cause: 'The client secret has a line feed or a space at its end: the log says invalid_client.',
      },
      {
        rule: 'openid-scope-missing',
        cause: 'The scope openid is not asked for, so the provider gives no ID token.',
        words: ['id_token missing in the token response', 'user info', 'userinfo endpoint'],
      },
    ],
  },
  {
    id: 'signed-out',
    title: 'The console signs people out: every hour, overnight, after a while, or after a restart',
    words: [
      'session lost', 'session expires', 'signed out', 'logged out', 'have to log in every hour',
      'session cookie expired', 'users must log in again all the time', 'console asks to log in again',
      're-login in the web console', 'browser asks for login again after an hour',
      'UI or dashboard wants a new login every hour', 'everybody has to sign in again',
      'console keeps asking to log in every hour', 'dashboard logs everyone out periodically',
      'how long does a session last', 'session lifetime', 'login expires too fast', 'session times out',
      'UI asks me to sign in again each day', 'every morning everybody has to sign in',
      'console redirects to okta again after 15 minutes',
    ],
    see: [
      flyteadminLogs(
        'cookie|refresh|expired|securecookie',
        'Whether the cookie cannot be read, or its token has expired.',
      ),
      secretKeys(
        '$CP', SECRETS.flyteadmin.name, 'cookie_hash_key and cookie_block_key must be among the keys.',
      ),
    ],
    causes: [
      {
        cause: 'The provider issues no refresh token, so a session lasts as long as an access token: people '
        + 'sign in again periodically.',
        remedy: 'Allow the grant refresh_token to the web application and add the scope that the provider '
        + 'wants for it (offline_access; none at Keycloak).',
      },
      {
        cause: 'The refresh token ends first: after a time without use (Keycloak: SSO Session Idle), or of '
        + 'its whole life (SSO Session Max).',
        remedy: 'Raise the lifetime of refresh tokens or sessions at the provider, for the web application '
        + 'or for all.',
        words: [
          'users are kicked out when idle', 'session not active', 'Token is not active', 'SSO Session Idle',
        ],
      },
      {
        rule: 'secret-owner-wipes-keys',
        cause: 'An ExternalSecret that owns the Secret removes the keys '
        + 'of the session cookies: people are signed out whenever it refreshes.',
        words: [
          'securecookie: the value is not valid', 'securecookie: hash key is not set',
          'failed to decrypt cookie', 'cookie cannot be decrypted', 'cookie invalid after restart',
          'everybody must log in again after a restart', 'log in again after every deploy',
        ],
      },
      {
        rule: 'secret-writers-collide',
        cause: 'Two writers share the Secret, and one puts other keys in.',
      },
      { rule: 'session-key-missing', cause: 'The keys are gone from the Secret of the cluster, or empty.' },
    ],
  },
];
