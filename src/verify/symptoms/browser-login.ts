import { ingressAnnotation } from '../running/cluster-looks';
import { anonymous, me } from '../running/edge-looks';
import { ONCE_SIGNED_IN } from './browser-after';
import { IN_THE_PLACE_OF_A_PAGE } from './browser-errors';
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
        'sso down', 'authentication is broken', 'sign in button does nothing', 'cannot log in', 'login',
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
          rule: 'public-url-unauthorized',
          cause: 'The host of the deployment has changed, and flyteadmin or the provider still knows'
            + ' the former one.',
          words: ['domain changed', 'new domain', 'host name changed', 'moved to another domain'],
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
        'blank page', 'white screen', 'blank white page', 'empty page after login', 'console spins forever',
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
          words: [
            'CORS error', 'blocked by CORS policy', 'No Access-Control-Allow-Origin header', 'preflight',
          ],
        },
        { rule: 'redirect-url-elsewhere', cause: 'The sign-in ends on another host than the page calls.' },
        {
          rule: 'cookie-domain-mismatch',
          cause: "The session cookie is for another host, so that every call of the page is a stranger's.",
        },
        {
          rule: 'route-backend-missing',
          cause: 'Scripts of the page, or what it calls, are routed to something that is not there.',
          words: ['ChunkLoadError', 'Loading chunk failed'],
        },
        {
          rule: 'live-tls-unseen',
          cause: 'The edge does not know that people come by TLS, so the page is told http:// '
            + 'addresses, which the browser blocks: "Mixed Content".',
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
        'login page reloads', 'redirect loop', 'ERR_TOO_MANY_REDIRECTS', 'too many redirects',
        'endless login', 'infinite redirects', 'asked to sign in again and again',
        'login goes round in circles', '/login redirects to itself', 'login page keeps reloading',
        'sent back to login', 'login page comes back again', 'failed to decrypt cookie',
        'page is not redirecting properly',
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
          words: [
            'Domain attribute was invalid', 'this Set-Cookie was blocked',
            'cookie rejected for invalid domain', 'cookie not set after callback', 'cookie is not set',
          ],
        },
        {
          rule: 'session-cookie-strict',
          cause: 'The cookies are strict and the provider is another site: '
          + 'the browser keeps them back when it comes from there. In a new tab one is signed in.',
          words: ['SameSite', 'works in Chrome and not in Safari', 'Safari', 'Firefox'],
        },
        {
          cause: 'Old session cookies, of a former cookie domain or of another deployment below the '
            + 'same domain, come beside the new ones: in a private window it works.',
          remedy: 'Delete the cookies of the host and of the domains above it; where several '
            + 'deployments share a domain, set cookieSetting.domain of each to its own host.',
          words: [
            'incognito', 'private window', 'after clearing cookies', 'clear the cookies', 'other browser',
          ],
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
          words: [
            'login does not work with https', 'X-Forwarded-Proto',
            'redirects to http instead of https',
          ],
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
    ...IN_THE_PLACE_OF_A_PAGE,
    ...FROM_THE_PROVIDER_ON,
    ...ONCE_SIGNED_IN,
  ],
};
