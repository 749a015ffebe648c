import { ingressAnnotation } from '../running/cluster-looks';
import { anonymous, certificate, me } from '../running/edge-looks';
import { FROM_THE_PROVIDER_ON } from './browser-provider';
import { BIG_HEADER } from './shared-causes';
import type { SymptomGroup } from './symptom';

export const BROWSER_LOGIN: SymptomGroup = {
  title: 'The browser',
  symptoms: [
    {
      id: 'nobody-signs-in',
      title: 'Nobody can sign in',
      words: [
        'nobody can log in', 'users cannot login', 'login does not work', 'login broken for everyone',
        'sso down', 'authentication is broken', 'sign in button does nothing',
      ],
      see: [
        {
          run: 'npx cdk8s-union-auth doctor "https://$DOMAIN"',
          shows: 'It asks every step of a sign-in, and names the first that fails.',
        },
        anonymous('/login', 'A redirect to the provider is right; what else comes is told apart below.'),
      ],
      causes: [
        {
          rule: 'auth-not-enabled',
          cause:
            'flyteadmin has no useAuth: true, so /login, /callback and /me do not exist: /login answers 404.',
        },
        { rule: 'live-unreachable', cause: 'The host does not answer at all, to /healthcheck either.' },
        {
          rule: 'live-login-failing',
          cause:
            '/login answers an error of flyteadmin: it cannot reach the provider, or refuses its own '
              + 'settings.',
        },
        {
          rule: 'live-redirect-uri-unregistered',
          cause: 'The provider shows an error page: it does not know the redirect URI.',
        },
        {
          rule: 'placeholder-secret',
          cause:
            'The provider signs people in, and /callback fails: the client secret is a placeholder, or '
              + 'another one.',
        },
        {
          rule: 'sign-in-route-guarded',
          cause: 'The browser goes round in circles: the routes of the sign-in are behind the guard.',
        },
        {
          rule: 'browser-sign-in-missing',
          cause: 'People get 401 in the place of a page: the guard does not send browsers to /login.',
        },
      ],
    },
    {
      id: 'console-blank',
      title: 'The console stays empty, or the browser speaks of CORS',
      words: [
        'blank page', 'white screen', 'blank white page', 'empty page after login', 'CORS error',
        'blocked by CORS policy', 'No Access-Control-Allow-Origin header', 'console spins forever',
        'websocket', 'websocket closes', 'logs do not load in the console', 'email not shown',
        'user name not shown in the UI',
      ],
      see: [
        me(
          '401 is right. A redirect to the provider: the calls of the page are redirected to another site, '
            + 'which the browser forbids.',
        ),
        anonymous(
          '/console',
          'A redirect to /login is right; 200 for a stranger means that only the APIs behind it refuse.',
        ),
      ],
      causes: [
        {
          rule: 'browser-sign-in-missing',
          cause:
            'The page is served to strangers, and its calls get 401: the console has no guard that sends to '
              + 'the login.',
        },
        {
          rule: 'grpc-sign-in-redirect',
          cause:
            'Calls of the page are redirected to the provider, which is another site: the browser calls that '
              + 'CORS.',
        },
        { rule: 'redirect-url-elsewhere', cause: 'The sign-in ends on another host than the page calls.' },
        {
          rule: 'cookie-domain-mismatch',
          cause: "The session cookie is for another host, so that every call of the page is a stranger's.",
        },
        {
          rule: 'route-backend-missing',
          cause: 'Scripts of the page, or what it calls, are routed to something that is not there.',
        },
      ],
    },
    {
      id: 'headers-too-large',
      title: 'Cookies or tokens are too large for the edge (400, 431 or 502)',
      words: [
        '431', '431 Request Header Fields Too Large', '400 Request Header Or Cookie Too Large',
        'request header too large', 'cookies too big', 'header list size too large',
        'upstream sent too big header',
      ],
      see: [
        ingressAnnotation('proxy-buffer-size', 'None means 4k, and sessions of some providers are larger.'),
      ],
      causes: [
        BIG_HEADER,
        {
          cause: 'Requests are too large already: the cookies of several applications on one domain add up, '
          + 'or a token names hundreds of groups.',
          remedy: 'Raise large-client-header-buffers in the ConfigMap of ingress-nginx '
          + '(client_header_buffer_size likewise), leave groups out of the tokens, and '
          + 'delete the cookies of the domain once.',
        },
        {
          rule: 'cookie-domain-mismatch',
          cause: 'The cookies are for a parent domain, so that every application below it gets them.',
        },
      ],
    },
    {
      id: 'redirect-loop',
      title: 'Browser login redirects in a loop',
      words: [
        'login page reloads', 'cookie not set after callback', 'redirect loop', 'ERR_TOO_MANY_REDIRECTS',
        'too many redirects', 'endless login', 'infinite redirects', 'asked to sign in again and again',
        'login goes round in circles', 'cookie is not set', '/login redirects to itself',
        'login page keeps reloading', 'sent back to login', 'login page comes back again',
        'failed to decrypt cookie', 'page is not redirecting properly',
      ],
      see: [
        me('401 is right. 501 or 404: useAuth is off. A redirect, or 500: /me is behind the guard itself.'),
        anonymous(
          '/login',
          'A redirect to the provider is right. One to /login, or 404, tells that the route is wrong.',
        ),
      ],
      causes: [
        {
          rule: 'auth-not-enabled',
          cause:
            'flyteadmin has no useAuth: true, so /login, /callback and /me do not exist; the console sends '
              + 'people to them all the same.',
        },
        {
          rule: 'sign-in-route-guarded',
          cause: 'The sign-in routes are behind the guard: /login redirects to /login.',
        },
        {
          rule: 'cookie-domain-mismatch',
          cause:
            'The browser drops the session cookie, because its domain is another one: the provider signs in, '
              + 'and /me still says 401.',
        },
        {
          rule: 'session-cookie-strict',
          cause: 'The cookies are strict and the provider is another site: '
          + 'the browser keeps them back when it comes from there. In a new tab one is signed in.',
        },
        {
          rule: 'sign-in-route-missing',
          cause:
            'One of the sign-in routes leads to something else, such as the console, which sends the browser '
              + 'to /login.',
        },
        {
          rule: 'live-tls-unseen',
          cause: 'The load balancer ends TLS, and the edge redirects every call to https once more.',
        },
        BIG_HEADER,
        {
          rule: 'auth-cache-key-incomplete',
          cause: 'The edge has kept a 401 of /me: the loop ends by itself after minutes.',
        },
        {
          rule: 'secret-owner-wipes-keys',
          cause:
            'The keys of the session cookies are gone or change, so no replica of flyteadmin can read the '
              + 'cookies of another.',
        },
        {
          rule: 'values-contradiction',
          cause:
            'Two keys of the values that mean the same differ: one part redirects to a host that another '
              + 'does not know.',
        },
        {
          rule: 'redirect-url-elsewhere',
          cause: 'Who opens /login by hand is sent back to it, or to another host, after the sign-in.',
        },
        {
          rule: 'credential-header-dropped',
          cause: 'The session cookie is lost on the way to /me: a hop does not pass it on.',
        },
      ],
    },
    {
      id: 'sign-in-404',
      title: '/login, /callback or /me answers 404 or 501',
      words: [
        'auth endpoints 404', 'login not found', 'callback 404', 'me 404', '501 not implemented',
        'no login page', '404 page not found', 'default backend 404',
      ],
      see: [
        anonymous('/login', 'A redirect to the provider is right.'),
        me('401 is right.'),
      ],
      causes: [
        {
          rule: 'auth-not-enabled',
          cause: 'flyteadmin has no useAuth: true: /me answers 501, the others 404.',
        },
        {
          rule: 'sign-in-route-missing',
          cause: 'No route of the edge leads there, or it leads to another service.',
        },
        {
          rule: 'snippet-rejected',
          cause:
            'The controller has dropped the whole Ingress because of a snippet in it: other open paths '
              + 'answer 404 as well.',
        },
        { rule: 'live-login-failing', cause: '/login itself fails, and its answer says why.' },
      ],
    },
    {
      id: 'page-500',
      title: 'Every page and API answers 500, 502 or 503',
      words: [
        'internal server error', 'bad gateway', 'service unavailable', 'auth request unexpected status',
        'console shows 500', 'site is down', 'upstream connect error or disconnect/reset before headers',
        'no healthy upstream', 'websocket 502', 'Middleware does not exist', 'middleware not found',
        'ext_authz error',
      ],
      see: [
        anonymous('/healthcheck', '200: the edge and flyteadmin are there, and the guard is what fails.'),
        me('401 is right; 5xx: the guard cannot get an answer, and so nobody else.'),
      ],
      causes: [
        {
          rule: 'auth-not-enabled',
          cause: 'The guard asks /me and gets 501, which the edge turns into 500.',
        },
        {
          rule: 'live-flyteadmin-down',
          cause:
            'flyteadmin, which every guard asks, is not running, or a NetworkPolicy keeps the edge from it.',
        },
        {
          rule: 'auth-annotation-ignored',
          cause: 'The controller has given up the location over an invalid annotation: 503.',
        },
        BIG_HEADER,
        {
          rule: 'route-backend-missing',
          cause: 'The route leads to a Service, or a port, that is not there: 503.',
        },
        {
          rule: 'service-without-pods',
          cause: 'The Service finds no pods, or calls them at a port on which they do not listen: 503.',
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
        },
        {
          rule: 'guard-asks-other',
          cause: "The guard asks something else than flyteadmin's /me, which does not answer.",
        },
      ],
    },
    {
      id: 'no-answer',
      title: 'The host does not answer, or takes for ever',
      words: [
        'server cannot be found', 'NXDOMAIN', 'DNS_PROBE_FINISHED_NXDOMAIN', 'ERR_CONNECTION_REFUSED',
        'ERR_CONNECTION_TIMED_OUT', 'connection reset', 'page loads for ever', 'slow',
        'ERR_SSL_PROTOCOL_ERROR', 'wrong version number', 'site cannot be reached',
      ],
      see: [
        certificate('Nothing: the name, the address or the port is wrong, or a firewall stands between.'),
        anonymous('/healthcheck', '200 is right. 000: nobody answered.'),
      ],
      causes: [
        { rule: 'live-name-unresolved', cause: 'The name has no address.' },
        { rule: 'live-unreachable', cause: 'Nobody listens at the address, or a firewall stands between.' },
        { rule: 'live-proxy-refuses', cause: 'Your own proxy does not connect.' },
        { rule: 'live-edge-unclaimed', cause: 'No controller has taken the Ingresses or the Gateway.' },
        { rule: 'live-ingress-class-missing', cause: 'The class of the Ingresses is none of the cluster.' },
        { rule: 'live-tls-missing', cause: 'The port does not speak TLS.' },
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
        '401 Authorization Required', '401 in the browser', '403 Forbidden nginx', 'no redirect to login',
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
      ],
    },
    ...FROM_THE_PROVIDER_ON,
  ],
};
