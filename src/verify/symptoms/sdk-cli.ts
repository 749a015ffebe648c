import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { flyteadminLogs, ingressAnnotation } from '../running/cluster-looks';
import {
  anonymousGrpc, certificate, GRPC_METHOD, PUBLIC_CLIENT_METHOD, providerMetadata, publicClient,
} from '../running/edge-looks';
import { BEFORE_A_TOKEN_COUNTS } from './sdk-cli-connection';
import type { SymptomGroup } from './symptom';

export const SDK_CLI: SymptomGroup = {
  title: 'SDK and CLI',
  symptoms: [
    {
      id: 'sdk-401',
      title: 'SDK gets 401 Unauthenticated',
      words: [
        'token parse error', '401', 'unauthenticated', 'unauthorized', 'StatusCode.UNAUTHENTICATED',
        'uctl get project 401', 'token is invalid', 'invalid token', 'transport: received unexpected 401',
        'rpc error: code = Unauthenticated', 'access token rejected', 'ext_authz_denied', 'grpc-status 16',
        'userinfo 401', 'pyflyte register 401', 'pyflyte 401', 'SDK does not work',
        'works in the browser but not in the CLI', 'CLI does not work',
      ],
      see: [
        anonymousGrpc(PUBLIC_CLIENT_METHOD, '200 is right: it must be open. 401: the SDK cannot even begin.'),
        publicClient(
          'client_id, scopes, audience and the header (authorization_metadata_key) that the SDK will use.',
        ),
        flyteadminLogs('audience|unauthenticated|verify|scope|token', 'Why flyteadmin refused the token.'),
      ],
      causes: [
        {
          rule: 'auth-metadata-guarded',
          cause: 'AuthMetadataService is behind the guard: the SDK fails before a browser opens.',
          words: ['HTTP status code received from server: 401', 'received 401 from server'],
        },
        {
          rule: 'authorization-header-mismatch',
          cause: 'The token comes in another header than flyteadmin '
          + `reads (${AUTHORIZATION_HEADER}), or the guard does not pass that header on.`,
          words: [
            'Could not retrieve id token from metadata', 'Request unauthenticated with IDToken',
            'Request unauthenticated with bearer', 'No authorization header provided', 'works with curl',
            'not through the ingress', 'ingress gives 401', 'port-forward',
          ],
        },
        {
          rule: 'audience-missing',
          cause: 'The audience of the token is not accepted: flyteadmin logs "invalid audience".',
        },
        {
          cause: 'The SDK cannot reach the token endpoint that AuthMetadataService/GetOAuth2Metadata names.',
          remedy: 'Let the machine of the SDK reach the provider, by its proxy or firewall.',
          see: [
            providerMetadata('Asked from the machine of the SDK, it must answer with a token_endpoint.'),
          ],
        },
        {
          rule: 'auth-cache-key-incomplete',
          cause: 'The edge keeps a 401 that an anonymous call got, and gives it to valid tokens for minutes.',
          words: ['401 for minutes', 'sometimes 401', 'intermittent 401'],
        },
        {
          rule: 'scope-missing',
          cause: 'The token has not the scope all: "authenticated user doesn\'t have required scope".',
        },
        {
          rule: 'token-url-foreign',
          cause: 'The token is of another authorization server: "failed to verify id token signature".',
          words: ['JWT_VERIFICATION_FAILED'],
        },
        { rule: 'credential-header-dropped', cause: 'A hop drops the header that carries the token.' },
        {
          rule: 'live-token-time',
          cause: 'The clocks of provider and flyteadmin differ, or the tokens live too briefly.',
          words: ['Token used before issued', 'token is not valid yet', 'clock skew', 'nbf'],
        },
        {
          rule: 'live-token-opaque',
          cause: 'The provider issues tokens that are no JWT, which flyteadmin cannot read.',
          words: [
            'opaque', 'not a JWT', 'JWE', 'encrypted access token',
            'compact JWS format must have three parts', 'token is malformed', 'invalid number of segments',
          ],
        },
        {
          rule: 'live-token-unaccepted',
          cause: 'flyteadmin does not accept the token for its audience, issuer or scopes.',
        },
        {
          rule: 'live-providers-differ',
          cause: 'SDK and browser are sent to different authorization servers.',
        },
        {
          rule: 'auth-server-type-contradicted',
          cause: 'flyteadmin acts as its own authorization server beside an external one.',
        },
      ],
    },
    {
      id: 'cli-login',
      title: 'The browser that SDK or CLI opens shows an error, or never comes back',
      words: [
        'Neither host/port nor sock were specified', 'code_verifier', 'CLI login', 'uctl login',
        'flytectl login', 'localhost:53593', 'localhost:12345', 'PKCE', 'code_challenge',
        'redirect_uri native', 'unsupported_response_type', 'hangs waiting for the browser',
        'CLI hangs after login',
      ],
      see: [
        publicClient('client_id must be the native application, redirect_uri one that is registered for it.'),
      ],
      causes: [
        {
          rule: 'native-client-misconfigured',
          cause:
            'flyteadmin names no public client, or that of the web or service application, or a redirect URI '
              + 'where nobody listens.',
          words: [
            'localhost refused to connect', 'clientId missing', 'client_id is empty', 'no client id',
            'ERR_CONNECTION_REFUSED on localhost',
          ],
        },
        {
          cause: 'The native application lacks a redirect URI: clients listen at '
          + 'http://localhost:53593/callback or at http://localhost:12345/callback.',
          remedy: 'Register both for the native application, letter by letter (localhost, not 127.0.0.1).',
        },
        {
          cause: 'The native application is registered as confidential, so the provider wants a secret of '
          + 'it, or PKCE with S256 is not allowed.',
          remedy:
            'Make it a public client with PKCE (S256) and the grants authorization_code, refresh_token and '
              + 'device code.',
          words: [
            'AADSTS7000218', 'client_assertion or client_secret', 'invalid_client native', 'AADSTS9002327',
            'client secret is required', 'must use Proof Key for Code Exchange',
          ],
        },
        {
          cause: 'The command runs on another machine than the browser, so localhost is the wrong one.',
          remedy:
            'Use the device flow (authType: DeviceFlow), which needs no redirect, or client credentials.',
          words: ['cannot open a browser', 'no browser over ssh', 'xdg-open', 'headless'],
        },
        {
          rule: 'live-pkce-missing',
          cause: 'The provider does not offer PKCE with S256.',
          words: ['code_challenge_method S256'],
        },
        {
          rule: 'live-device-code-missing',
          cause: 'The provider offers no device code.',
          words: [
            'device code', 'device flow', 'device authentication code', 'device_authorization_endpoint',
          ],
        },
        { rule: 'live-device-code-refused', cause: 'It offers none to the native application.' },
        {
          rule: 'live-public-client-failing',
          cause: 'flyteadmin does not say which client SDK and CLI are.',
        },
        { rule: 'live-provider-private', cause: 'The provider is reached from inside of the network only.' },
      ],
    },
    {
      id: 'grpc-unknown',
      title: 'gRPC callers fail with UNKNOWN, UNAVAILABLE or a status of HTTP',
      words: [
        'unexpected HTTP status code', 'StatusCode.UNKNOWN', 'code = Unknown', 'code = Unavailable',
        'PROTOCOL_ERROR', 'http2', 'stream reset', 'connection reset', 'RST_STREAM',
        'client connection is closing', 'transport is closing', 'grpc through the ingress',
      ],
      see: [
        anonymousGrpc(GRPC_METHOD, '401 is right. 302: the guard redirects. 404 or 415: no route for gRPC.'),
        certificate('"ALPN protocol: h2" is right: gRPC needs HTTP/2.'),
      ],
      causes: [
        {
          rule: 'grpc-sign-in-redirect',
          cause: 'The guard of the gRPC routes redirects to /login: 302.',
          words: [
            'unexpected HTTP status code received from server: 302', '302 found',
            'hpack_parser Error parsing metadata', 'invalid value key=content-type value=text/html',
            'received unexpected content-type "text/html"',
          ],
        },
        {
          rule: 'snippet-rejected',
          cause: 'The controller has dropped the Ingress of the gRPC routes: 404.',
        },
        {
          rule: 'live-http2-missing',
          cause: 'The edge, or a load balancer before it, does not speak HTTP/2 '
          + 'to clients: no h2 in ALPN. At Envoy Gateway two hosts on one certificate are enough for that.',
          words: [
            'ALPN', 'no application protocol', 'missing selected ALPN property',
            'status code received from server: 464',
          ],
        },
        {
          cause:
            'The request is larger than the edge takes: 413. ingress-nginx takes 1 MiB unless told '
              + 'otherwise.',
          remedy: 'Set nginx.ingress.kubernetes.io/proxy-body-size: 6m, and 0 on streams.',
          see: [ingressAnnotation('proxy-body-size', 'None means 1 MiB.')],
          words: ['413', 'request entity too large', 'upload fails 413', 'too large body'],
        },
        {
          cause: 'A stream ends after 60 seconds: the timeouts of the edge count silence.',
          remedy: 'Set proxy-read-timeout and proxy-send-timeout on the gRPC Ingresses, and '
          + 'client-body-timeout in the ConfigMap of the controller.',
          see: [ingressAnnotation('proxy-read-timeout', 'None means 60 seconds.')],
          words: [
            'stream ends after 60 seconds', 'stream closes after a minute', 'logs stop streaming',
            'status code received from server: 504',
          ],
        },
        {
          rule: 'live-grpc-refused',
          cause:
            'Envoy answers PERMISSION_DENIED (403) while flyteadmin or the auth gate is away, which gRPC '
              + 'clients take as final.',
          words: ['status code received from server: 403'],
        },
        {
          rule: 'grpc-served-as-http',
          cause: 'The edge speaks HTTP/1.1 to a gRPC service: 502, UNAVAILABLE or UNKNOWN.',
          words: [
            'status code received from server: 502', 'http2: frame too large',
            'status code received from server: 415', 'upstream sent no valid HTTP/1.0 header',
          ],
        },
        {
          rule: 'auth-metadata-missing',
          cause: 'AuthMetadataService has no route on the host: UNIMPLEMENTED or 404.',
          words: ['code = Unimplemented', 'grpc 404', 'status code received from server: 404'],
        },
        { rule: 'live-auth-metadata-unrouted', cause: 'One of the two AuthMetadataServices has no route.' },
        { rule: 'live-grpc-broken', cause: 'gRPC does not pass the edge as gRPC.' },
        {
          rule: 'live-host-moved',
          cause: 'The host redirects to another one, which gRPC clients do not follow.',
        },
        { rule: 'live-route-missing', cause: 'Some services have no route: single functions fail.' },
        {
          rule: 'route-backend-missing',
          cause: 'The route leads to a Service or port that is not there: UNAVAILABLE.',
        },
        {
          rule: 'route-misdirected',
          cause: 'The path of a route is misspelt, or leads to another service: UNIMPLEMENTED or 404.',
        },
        {
          rule: 'service-without-pods',
          cause:
            'The Service finds no pods, or calls them at a port on which they do not listen: UNAVAILABLE.',
          words: ['status code received from server: 503'],
        },
        {
          rule: 'route-unattached',
          cause: 'The GRPCRoute attaches to no listener of the gateway: UNIMPLEMENTED or 404.',
        },
        {
          rule: 'ingress-class-split',
          cause: 'Some Ingresses of the host are of a class that another controller serves: UNIMPLEMENTED.',
        },
      ],
    },
    {
      id: 'sign-in-again',
      title: 'SDK or CLI ask for a new sign-in every hour',
      words: [
        'refresh token', 'token expired', 'access token expired', 'browser opens again', 'invalid_grant',
        'login every hour', 'jwt expired', 'token is expired',
        'SDK opens the browser each time', 'uctl asks to log in again',
        'flytectl asks to log in every hour', 'pyflyte asks to log in every hour', 'token lifetime',
      ],
      see: [
        publicClient(
          'Where the provider wants offline_access for a refresh token, it must be among the scopes.',
        ),
      ],
      causes: [
        {
          cause: 'The provider gives the native application no refresh token: the grant is missing, or the '
            + 'scope that the provider wants for it.',
          remedy: 'Allow it the grant refresh_token; at providers that tie the token to offline_access, add '
            + 'that to flyteClient.scopes where API keys may ask for it as well (docs/providers.md).',
          words: ['no refresh token', 'refresh token not available'],
        },
        {
          cause: 'The machine keeps no tokens: it has no keyring, as in containers and on Linux '
            + 'without a desktop.',
          remedy: 'Install a keyring, or have the client sign in with client credentials or an API '
            + 'key (docs/clients.md).',
          words: [
            'keyring', 'keyring error', 'NoKeyringError', 'No recommended backend was available',
            'secret service',
          ],
        },
        {
          cause: 'The refresh token has ended: after a time without use, by a policy of the '
            + 'provider, or with a new password.',
          remedy: 'Sign in once more; raise the lifetime of refresh tokens at the provider where that'
            + ' comes too often.',
          words: ['refresh token expired', 'AADSTS700082', 'AADSTS50173', 'AADSTS70043'],
        },
        {
          rule: 'live-token-lifetime',
          cause:
            'The tokens live no longer than clients refresh them ahead of time (tokenRefreshWindow, 5 '
              + 'minutes): every call signs in.',
        },
      ],
    },
    {
      id: 'ci-401',
      title: 'A pipeline or an API key cannot authenticate',
      words: [
        'jenkins', 'gitlab job', 'build job unauthenticated', 'CI', 'pipeline', 'client credentials',
        'FLYTE_API_KEY', 'API key', 'EAGER_API_KEY', 'invalid_scope', 'Client has not been initialized',
        'FLYTE_CREDENTIALS_CLIENT_SECRET', 'github actions', 'service account', 'headless', 'create apikey',
        'uctl create apikey', 'airflow', 'image builder', 'buildkit', 'bot user',
      ],
      see: [
        publicClient(
          'Clients without scopes of their own ask for the scopes in it, client credentials and API keys as '
            + 'well.',
        ),
      ],
      causes: [
        {
          rule: 'scope-missing',
          cause:
            'The pipeline asks for no scope, or for one that the provider does not give to client '
              + 'credentials: invalid_scope.',
        },
        {
          cause: 'offline_access is among flyteadmin\'s scopes for clients (flyteClient.scopes). API keys '
            + 'take theirs from there, and providers such as Keycloak refuse that scope to client '
            + 'credentials: invalid_scope.',
          remedy: 'Take offline_access out of flyteClient.scopes; docs/providers.md says what each provider '
            + 'does then.',
          words: ['Offline tokens not allowed', 'offline_access'],
        },
        {
          cause: 'The client has no credentials, or authType is still Pkce, so that it opens a browser.',
          remedy: 'Set authType: ClientSecret with a client of its own, or FLYTE_API_KEY; '
            + 'docs/clients.md shows both.',
          words: ['opens a browser in CI', 'opening the browser in the pipeline', 'browser in CI'],
        },
        {
          cause:
            'flyte-sdk has no config file: it says "Client has not been initialized", because variables only '
              + 'override one.',
          remedy:
            'Write a config file and name it in UCTL_CONFIG; docs/clients.md shows it for every kind of '
              + 'client.',
        },
        {
          rule: 'audience-missing',
          cause:
            'The pipeline\'s token has another audience: "invalid audience". Some providers write one only '
              + 'where the client asks for it.',
        },
        {
          cause: 'The API key is of another client than the one that now exists: minting one for another '
          + 'data plane, or rotating, ends the former.',
          remedy: 'Make a new key for each data plane from a service application of its own.',
        },
        {
          rule: 'live-api-key-scopes',
          cause: 'Clients are told scopes that the provider does not give to API keys.',
        },
        {
          rule: 'live-client-endpoint',
          cause: 'The client file names another endpoint, or one without TLS.',
        },
        { rule: 'live-client-grant', cause: 'The client may not use client credentials.' },
      ],
    },
    ...BEFORE_A_TOKEN_COUNTS,
  ],
};
