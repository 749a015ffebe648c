import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { columns, flyteadminLogs, flyteadminSettings, ingressAnnotation } from '../running/cluster-looks';
import {
  anonymousGrpc, certificate, GRPC_METHOD, PUBLIC_CLIENT_METHOD, providerMetadata, publicClient,
} from '../running/edge-looks';
import { FOREIGN_CERTIFICATE } from './shared-causes';
import type { SymptomGroup } from './symptom';

export const SDK_CLI: SymptomGroup = {
  title: 'SDK and CLI',
  symptoms: [
    {
      id: 'sdk-401',
      title: 'SDK gets 401 Unauthenticated',
      words: [
        'Could not retrieve id token from metadata', 'JWT_VERIFICATION_FAILED', 'token parse error',
        'Request unauthenticated with IDToken', 'No authorization header provided', '401', 'unauthenticated',
        'unauthorized', 'StatusCode.UNAUTHENTICATED', 'uctl get project 401', 'token is invalid',
        'invalid token', 'transport: received unexpected 401', 'rpc error: code = Unauthenticated',
        'access token rejected', 'ext_authz_denied', 'grpc-status 16', 'userinfo 401', 'pyflyte register 401',
        'pyflyte 401',
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
        },
        {
          rule: 'authorization-header-mismatch',
          cause: 'The token comes in another header than flyteadmin '
          + `reads (${AUTHORIZATION_HEADER}), or the guard does not pass that header on.`,
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
        },
        {
          rule: 'scope-missing',
          cause: 'The token has not the scope all: "authenticated user doesn\'t have required scope".',
        },
        {
          rule: 'token-url-foreign',
          cause: 'The token is of another authorization server: "failed to verify id token signature".',
        },
        { rule: 'credential-header-dropped', cause: 'A hop drops the header that carries the token.' },
        {
          rule: 'live-token-time',
          cause: 'The clocks of provider and flyteadmin differ, or the tokens live too briefly.',
        },
        {
          rule: 'live-token-opaque',
          cause: 'The provider issues tokens that are no JWT, which flyteadmin cannot read.',
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
        'Neither host/port nor sock were specified', 'cannot open a browser', 'no browser over ssh',
        'device authentication code', 'xdg-open', 'code_verifier', 'CLI login', 'uctl login',
        'flytectl login', 'localhost:53593', 'localhost:12345', 'localhost refused to connect', 'PKCE',
        'code_challenge', 'redirect_uri native', 'invalid_client native', 'unsupported_response_type',
        'device code', 'device flow', 'hangs waiting for the browser',
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
        },
        {
          cause: 'The command runs on another machine than the browser, so localhost is the wrong one.',
          remedy:
            'Use the device flow (authType: DeviceFlow), which needs no redirect, or client credentials.',
        },
        { rule: 'live-pkce-missing', cause: 'The provider does not offer PKCE with S256.' },
        { rule: 'live-device-code-missing', cause: 'The provider offers no device code.' },
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
        'hpack_parser Error parsing metadata', 'invalid value key=content-type value=text/html',
        'unexpected HTTP status code', 'unexpected HTTP status code received from server: 302',
        'StatusCode.UNKNOWN', 'code = Unknown', 'received unexpected content-type "text/html"', '302 found',
        '413', 'request entity too large', 'code = Unavailable', 'PROTOCOL_ERROR', 'http2', 'ALPN',
        'grpc 404', 'code = Unimplemented', 'stream reset', 'connection reset', 'RST_STREAM',
        'stream ends after 60 seconds', 'no application protocol', 'missing selected ALPN property',
        'client connection is closing', 'transport is closing', 'upload fails 413',
        'stream closes after a minute', 'logs stop streaming',
      ],
      see: [
        anonymousGrpc(GRPC_METHOD, '401 is right. 302: the guard redirects. 404 or 415: no route for gRPC.'),
        certificate('"ALPN protocol: h2" is right: gRPC needs HTTP/2.'),
      ],
      causes: [
        { rule: 'grpc-sign-in-redirect', cause: 'The guard of the gRPC routes redirects to /login: 302.' },
        {
          rule: 'snippet-rejected',
          cause: 'The controller has dropped the Ingress of the gRPC routes: 404.',
        },
        {
          rule: 'live-http2-missing',
          cause: 'The edge, or a load balancer before it, does not speak HTTP/2 '
          + 'to clients: no h2 in ALPN. At Envoy Gateway two hosts on one certificate are enough for that.',
        },
        {
          cause:
            'The request is larger than the edge takes: 413. ingress-nginx takes 1 MiB unless told '
              + 'otherwise.',
          remedy: 'Set nginx.ingress.kubernetes.io/proxy-body-size: 6m, and 0 on streams.',
          see: [ingressAnnotation('proxy-body-size', 'None means 1 MiB.')],
        },
        {
          cause: 'A stream ends after 60 seconds: the timeouts of the edge count silence.',
          remedy: 'Set proxy-read-timeout and proxy-send-timeout on the gRPC Ingresses, and '
          + 'client-body-timeout in the ConfigMap of the controller.',
          see: [ingressAnnotation('proxy-read-timeout', 'None means 60 seconds.')],
        },
        {
          rule: 'live-grpc-refused',
          cause:
            'Envoy answers PERMISSION_DENIED (403) while flyteadmin or the auth gate is away, which gRPC '
              + 'clients take as final.',
        },
        {
          rule: 'grpc-served-as-http',
          cause: 'The edge speaks HTTP/1.1 to a gRPC service: 502, UNAVAILABLE or UNKNOWN.',
        },
        {
          rule: 'auth-metadata-missing',
          cause: 'AuthMetadataService has no route on the host: UNIMPLEMENTED or 404.',
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
        'refresh token', 'token expired', 'access token expired', 'no refresh token', 'browser opens again',
        'invalid_grant', 'login every hour', 'jwt expired', 'token is expired', 'refresh token expired',
        'keyring', 'keyring error', 'SDK opens the browser each time', 'uctl asks to log in again',
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
        'uctl create apikey', 'airflow',
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
    {
      id: 'x509',
      title: 'x509: certificate signed by unknown authority, or another TLS error',
      words: [
        'certificate', 'x509', 'tls', 'self-signed certificate', 'CERTIFICATE_VERIFY_FAILED',
        'unable to get local issuer certificate', 'certificate has expired', 'certificate is valid for',
        'Kubernetes Ingress Controller Fake Certificate', 'handshake failure', '_U_INSECURE_SKIP_VERIFY',
        'insecureSkipVerify', 'TLS secret', 'authentication handshake failed', 'bad certificate',
        'unrecognized name', 'first record does not look like a TLS handshake',
        'unable to verify the first certificate', 'certificate verify failed', 'invalid ip for san',
        'corporate proxy intercepts TLS', 'subject alternative name',
      ],
      see: [
        certificate('The subject must name the host, and "Verification: OK" must stand in it.'),
        columns(
          '-n $CP get ingress',
          { NAME: '.metadata.name', HOSTS: '.spec.tls[*].hosts', SECRET: '.spec.tls[*].secretName' },
          'The Secret of the public host.',
        ),
      ],
      causes: [
        {
          rule: 'live-certificate-of-controller',
          cause: 'The TLS Secret is missing, or is of another host, '
          + 'so the edge presents a certificate of its own ("Kubernetes Ingress Controller Fake '
          + 'Certificate").',
        },
        {
          rule: 'certificate-unfit',
          cause: 'The Secret that the edge names holds no certificate, lies elsewhere, or the certificate '
            + 'was asked for another host.',
        },
        FOREIGN_CERTIFICATE,
        { rule: 'live-certificate-expired', cause: 'The certificate has expired.' },
        {
          rule: 'issuer-insecure',
          cause: "The issuer has no https, so nothing protects the client's secret at all.",
        },
        {
          rule: 'live-certificate-unissued',
          cause: 'cert-manager has not issued it: the Certificate is not Ready.',
        },
        { rule: 'live-certificate-foreign', cause: 'The certificate is for another name.' },
        {
          rule: 'live-certificate-untrusted',
          cause: 'The chain of the certificate does not lead to an authority that clients know.',
        },
        { rule: 'live-certificate-expires', cause: 'The certificate will soon expire.' },
        { rule: 'live-tls-missing', cause: 'The port does not speak TLS.' },
      ],
    },
    {
      id: 'cannot-decode-metadata',
      title: 'Clients cannot read what flyteadmin or the provider publishes',
      words: [
        'invalid character < looking for beginning of value', 'looking for beginning of value',
        'GetOAuth2Metadata', 'well-known', 'oauth-authorization-server', 'openid-configuration',
        'failed to fetch metadata', 'unexpected end of JSON input', "invalid character '<'",
        'html instead of json',
      ],
      see: [
        anonymousGrpc('flyteidl.service.AuthMetadataService/GetOAuth2Metadata', '200 is right.'),
        providerMetadata('A JSON document whose issuer is the one that flyteadmin has.'),
        flyteadminSettings(
          'baseUrl|metadataUrl|authServerType', 'External, and the issuer as the provider spells it.',
        ),
      ],
      causes: [
        {
          rule: 'auth-metadata-guarded',
          cause: 'A guard is before it, and what clients get is the page of a login.',
        },
        {
          rule: 'metadata-url-missing',
          cause: 'flyteadmin looks for the metadata where the provider has none.',
        },
        {
          rule: 'enum-invalid',
          cause:
            'flyteadmin acts as its own authorization server, because authServerType is not "External" '
              + 'letter by letter.',
        },
        {
          rule: 'live-issuer-mismatch',
          cause: "The issuer in the provider's metadata is spelled otherwise.",
        },
        {
          rule: 'live-provider-endpoints',
          cause: 'Endpoints are missing in the metadata, or no URLs that clients could use.',
        },
        { rule: 'auth-metadata-missing', cause: 'The metadata services have no route.' },
      ],
    },
  ],
};
