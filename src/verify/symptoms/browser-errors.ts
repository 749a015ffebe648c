import { anonymous, certificate, me } from '../running/edge-looks';
import { BIG_HEADER } from './shared-causes';
import type { Symptom } from './symptom';

/** Of a status, or nothing, in the place of a page. */
export const IN_THE_PLACE_OF_A_PAGE: readonly Symptom[] = [
  {
    id: 'sign-in-404',
    title: '/login, /callback or /me answers 404 or 501',
    words: [
      'auth endpoints 404', 'login not found', 'callback 404', 'me 404', 'no login page',

    ],
    see: [
      anonymous('/login', 'A redirect to the provider is right.'),
      me('401 is right.'),
    ],
    causes: [
      {
        rule: 'auth-not-enabled',
        cause: 'flyteadmin has no useAuth: true: /me answers 501, the others 404.',
        words: ['501 not implemented', 'IdentityService'],
      },
      {
        rule: 'sign-in-route-missing',
        cause: 'No route of the edge leads there, or it leads to another service.',
        words: ['default backend 404'],
      },
      {
        rule: 'snippet-rejected',
        cause:
          'The controller has dropped the whole Ingress because of a snippet in it: other open paths '
            + 'answer 404 as well.',
      },
      { rule: 'live-login-failing', cause: '/login itself fails, and its answer says why.' },
      {
        rule: 'live-host-unserved',
        cause: 'The edge has no routes for the host at all: every path answers 404.',
        words: ['404 on every path', '404 for the console', '404 page not found'],
      },
      {
        rule: 'route-unattached',
        cause: 'The route attaches to no listener of the gateway, or Traefik does not take its rule.',
      },
      {
        rule: 'ingress-class-split',
        cause: 'Some Ingresses of the host are of a class that another controller serves.',
      },
    ],
  },
  {
    id: 'page-500',
    title: 'Every page and API answers 500, 502 or 503',
    words: [
      'internal server error', 'bad gateway', 'service unavailable', 'auth request unexpected status',
      'console shows 500', 'site is down', 'websocket 502', 'ext_authz error',
    ],
    see: [
      anonymous('/healthcheck', '200: the edge and flyteadmin are there, and the guard is what fails.'),
      me('401 is right; 5xx: the guard cannot get an answer, and so nobody else.'),
    ],
    causes: [
      {
        rule: 'auth-not-enabled',
        cause: 'The guard asks /me and gets 501, which the edge turns into 500.',
        words: ['auth request unexpected status: 501'],
      },
      {
        rule: 'live-flyteadmin-down',
        cause:
          'flyteadmin, which every guard asks, is not running, or a NetworkPolicy keeps the edge from it.',
        words: [
          'no healthy upstream', 'upstream connect error or disconnect/reset before headers',
          'upstream reset', '503 Service Temporarily Unavailable',
          'connection refused while connecting to upstream',
        ],
      },
      {
        rule: 'auth-annotation-ignored',
        cause: 'The controller has given up the location over an invalid annotation: 503.',
        words: ['Middleware does not exist', 'middleware not found', 'invalid middleware'],
      },
      BIG_HEADER,
      {
        rule: 'route-backend-missing',
        cause: 'The route leads to a Service, or a port, that is not there: 503.',
        words: [
          'the service does not exist', 'service not found', 'BackendNotFound',
          'Error obtaining Endpoints',
        ],
      },
      {
        rule: 'service-without-pods',
        cause: 'The Service finds no pods, or calls them at a port on which they do not listen: 503.',
        words: ['no endpoints available', 'does not have any active Endpoint'],
      },
      { rule: 'route-unattached', cause: 'The route attaches to no listener of the gateway: 404.' },
      {
        rule: 'ingress-class-split',
        cause: 'Some Ingresses of the host are of a class that another controller serves: 404.',
      },
      {
        rule: 'live-guard-failing',
        cause: 'The guard cannot ask /me, or gets an answer that the edge turns into an error.',
      },
      { rule: 'live-gateway-cut', cause: 'flyteadmin asks a proxy for its own gRPC port, 0.0.0.0.' },
      { rule: 'endpoint-proxied', cause: 'NO_PROXY of flyteadmin leaves out 0.0.0.0, its own gRPC port.' },
      { rule: 'live-me-failing', cause: '/me answers with an error to everybody.' },
      {
        rule: 'grpc-served-as-http',
        cause: 'A gRPC service is served as HTTP, or the other way round: 502.',
        words: [
          'upstream sent no valid HTTP/1.0 header', 'malformed HTTP response',
          'upstream prematurely closed connection',
        ],
      },
      {
        rule: 'guard-asks-other',
        cause: "The guard asks something else than flyteadmin's /me, which does not answer.",
        words: [
          'auth request unexpected status: 404', 'forwardAuth',
          'could not be resolved while the guard asks', 'Error calling',
        ],
      },
    ],
  },
  {
    id: 'no-answer',
    title: 'The host does not answer, or takes for ever',
    words: ['connection reset', 'page loads for ever', 'slow', 'site cannot be reached'],
    see: [
      certificate('Nothing: the name, the address or the port is wrong, or a firewall stands between.'),
      anonymous('/healthcheck', '200 is right. 000: nobody answered.'),
    ],
    causes: [
      {
        rule: 'live-name-unresolved',
        cause: 'The name has no address.',
        words: [
          'server cannot be found', 'NXDOMAIN', 'DNS_PROBE_FINISHED_NXDOMAIN', 'Could not resolve host',
        ],
      },
      {
        rule: 'live-unreachable',
        cause: 'Nobody listens at the address, or a firewall stands between.',
        words: ['ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_TIMED_OUT', 'Failed to connect'],
      },
      { rule: 'live-proxy-refuses', cause: 'Your own proxy does not connect.' },
      { rule: 'live-edge-unclaimed', cause: 'No controller has taken the Ingresses or the Gateway.' },
      { rule: 'live-ingress-class-missing', cause: 'The class of the Ingresses is none of the cluster.' },
      {
        rule: 'live-tls-missing',
        cause: 'The port does not speak TLS.',
        words: ['ERR_SSL_PROTOCOL_ERROR', 'wrong version number'],
      },
      { rule: 'live-no-answer', cause: 'The connection stands, and no answer comes.' },
      { rule: 'live-slow', cause: 'Answers come late.' },
      { rule: 'live-host-moved', cause: 'The host sends people to another one.' },
      { rule: 'live-host-taken', cause: 'Something else answers every path, with a page or a sign-in.' },
      { rule: 'live-forbidden', cause: 'Something before the edge refuses everybody.' },
      {
        rule: 'live-healthcheck-not-open',
        cause: '/healthcheck is guarded, so load balancers take the deployment for dead.',
      },
    ],
  },
  {
    id: 'no-sign-in-page',
    title: 'People see 401 or 403 in the place of a login',
    words: [
      'shows Unauthorized and does not redirect', '401 instead of a login page', 'no login screen just 401',
      'Unauthorized as plain text', 'page says Unauthorized', 'no redirect to the provider',
      '401 Authorization Required', '401 in the browser', 'no redirect to login',
      'login form does not appear', 'ext_authz_denied in the browser', 'RBAC: access denied', 'UAEX',
      'envoy returns 403',
    ],
    see: [
      {
        run: "curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' -H 'accept: text/html' "
          + '"https://$DOMAIN/console"',
        shows: 'A redirect to /login is right.',
      },
    ],
    causes: [
      { rule: 'browser-sign-in-missing', cause: 'The guard of the console has no sign-in URL.' },
      { rule: 'live-browser-not-redirected', cause: 'The edge does not send browsers to /login.' },
      {
        rule: 'live-sign-in-target',
        cause: 'The redirect leads to a host that people cannot reach, or forgets where they wanted to go.',
      },
      {
        rule: 'auth-annotation-ignored',
        cause: 'The annotation with the sign-in URL is not one that the controller takes.',
      },
      {
        rule: 'live-forbidden',
        cause: 'Something before the edge refuses everybody: a firewall for web applications, or a'
          + ' list of addresses.',
        words: ['403 Forbidden nginx', '403 on all requests', 'WAF', 'access denied by the firewall'],
      },
    ],
  },
];
