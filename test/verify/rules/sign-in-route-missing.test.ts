import { signInRouteMissing } from '../../../src/verify/rules/open-routes';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No guard in the input sends browsers to /login on a host whose open routes or flyteadmin the input shows.';
const console = ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });
const open = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, 'flyteadmin'])) });

const signIn = {
  object: 'networking.k8s.io/v1/Ingress union-cp/console',
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]',
  line: `nginx.ingress.kubernetes.io/auth-signin: ${HARDENED['auth-signin']}`,
};
const authUrl = {
  object: 'networking.k8s.io/v1/Ingress union-cp/console',
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]',
  line: `nginx.ingress.kubernetes.io/auth-url: ${CHART_HTTP['auth-url']}`,
};

/** A host with every sign-in path, whose guard sends browsers elsewhere. */
const sending = (url: string, auth: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  manifests(...flyteadmin({ auth: { userAuth: { openId: { clientId: 'web' }, ...auth }, ...more } }), open('/login', '/callback', '/logout', '/me'),
    ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': url }, paths: { '/': 'flyteconsole' } }));
const astray = (url: string, why: string) => ({
  when: `browsers are sent to ${url}`,
  input: sending(url),
  findings: [{ ...signIn, line: `nginx.ingress.kubernetes.io/auth-signin: ${url}`, expected: `browsers sent to /login on ${HOST}`, found: `${url}, ${why}` }] as const,
});
const domain = (cookieDomain: string) => ({ cookieSetting: { domain: cookieDomain } });
const LOGIN = 'https://login.example.com/login';

const HARDENED_HERE = { ...HARDENED, 'auth-signin': '/login' };

/** What stands between the edge and /me, and is not read. */
const SHIM = [
  object('v1', 'Service', 'shim', { spec: { selector: { app: 'shim' }, ports: [{ port: 80 }] } }),
  object('apps/v1', 'Deployment', 'shim', {
    spec: { template: { metadata: { labels: { app: 'shim' } }, spec: { containers: [{ name: 'shim', args: ['http://flyteadmin/me'] }] } } },
  }),
];

testRule(signInRouteMissing, {
  fires: [
    astray('https:///login', 'which no browser reaches'),
    astray('http://localhost/login', 'which no browser reaches'),
    astray('http://127.0.0.1/login', 'which no browser reaches'),
    astray('https://$host:8443/login', 'which no browser reaches'),
    {
      when: 'browsers are sent to a port that flyteadmin does not go by',
      input: sending(`https://${HOST}:444/login`, {}, { authorizedUris: [`https://${HOST}`] }),
      findings: [{
        ...signIn,
        line: `nginx.ingress.kubernetes.io/auth-signin: https://${HOST}:444/login`,
        expected: `browsers sent to /login on ${HOST}`,
        found: `https://${HOST}:444/login, a port that flyteadmin does not go by`,
      }],
    },
    astray(LOGIN, `whose session ${HOST} never gets`),
    {
      when: 'the session is for other domains than that of the sign-in',
      input: sending(LOGIN, domain('.login.example.com')),
      findings: [{ ...signIn, line: `nginx.ingress.kubernetes.io/auth-signin: ${LOGIN}`, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    },
    {
      when: 'the domain of the session only ends like that of the sign-in',
      input: sending(LOGIN, domain('le.com')),
      findings: [{ ...signIn, line: `nginx.ingress.kubernetes.io/auth-signin: ${LOGIN}`, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    },
    {
      when: 'browsers are sent to a page that flyteadmin does not have',
      input: manifests(open('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': `https://${HOST}/oauth2/start` }, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...signIn, line: `nginx.ingress.kubernetes.io/auth-signin: https://${HOST}/oauth2/start`, expected: `browsers sent to /login on ${HOST}`, found: '/oauth2/start, which begins no sign-in' }],
    },
    {
      when: 'nobody knows what the guard answers browsers, and the console stands alone on its host',
      input: manifests(...flyteadmin(), ...SHIM, open('/login', '/logout', '/me'),
        ingress('console', { host: HOST, annotations: { 'auth-url': 'http://shim.union-cp.svc.cluster.local/me' }, paths: { '/': 'flyteconsole' } })),
      findings: [{
        ...authUrl,
        line: 'nginx.ingress.kubernetes.io/auth-url: http://shim.union-cp.svc.cluster.local/me',
        expected: `a route for /callback to flyteadmin on ${HOST}`,
        found: 'the route / to flyteconsole, which matches first',
      }],
    },
    {
      when: 'browsers are sent to a name that only the cluster knows',
      input: manifests(open('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'http://flyteadmin.union-cp.svc.cluster.local/login' }, paths: { '/': 'flyteconsole' } })),
      findings: [{
        ...signIn,
        line: 'nginx.ingress.kubernetes.io/auth-signin: http://flyteadmin.union-cp.svc.cluster.local/login',
        expected: `browsers sent to /login on ${HOST}`,
        found: 'http://flyteadmin.union-cp.svc.cluster.local/login, which no browser reaches',
      }],
    },
    {
      when: '/callback leads to the gRPC port',
      input: manifests(open('/login', '/me'), ingress('callback', { host: HOST, paths: { '/callback': 'flyteadmin:81' } }), console),
      findings: [{ ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route /callback, to a port of flyteadmin that speaks another protocol' }],
    },
    {
      when: 'the console catches /callback',
      input: manifests(open('/login', '/me'), console),
      findings: [{ ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    {
      when: 'no sign-in path is routed, and flyteadmin is in the input',
      input: manifests(...flyteadmin(), ingress('console', { host: HOST, annotations: HARDENED, paths: { '/console': 'flyteconsole', '/api': 'flyteadmin' } })),
      findings: [{ ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'no route' }],
    },
    {
      when: 'the guard asks /me of the public host, which the console catches',
      input: manifests(open('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    {
      when: 'the sign-in is routed on another host only',
      input: manifests(...flyteadmin(), ingress('open', { host: 'other.example.com', paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } }), console),
      findings: [{ ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    astray('http:///login', 'which no browser reaches'),
    astray('https://', 'which no browser reaches'),
    astray('https://login127.example.com/login', `whose session ${HOST} never gets`),
    astray('https://localhost.example.com/login', `whose session ${HOST} never gets`),
    {
      when: 'the domain of the session is no text',
      input: sending(LOGIN, { cookieSetting: { domain: {} } }),
      findings: [{ ...signIn, line: `nginx.ingress.kubernetes.io/auth-signin: ${LOGIN}`, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    },
    {
      when: 'browsers are sent to a path that begins no sign-in, and the others are not routed: one finding',
      input: manifests(...flyteadmin(), open('/login'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://$host/start' }, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...signIn, line: 'nginx.ingress.kubernetes.io/auth-signin: https://$host/start', expected: `browsers sent to /login on ${HOST}`, found: '/start, which begins no sign-in' }],
    },
    {
      when: 'the guard asks /me of the public host as well: one finding',
      input: manifests(...flyteadmin(), open('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...signIn, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    {
      when: 'a guard that sends nobody away asks /me of the public host, and flyteadmin is there',
      input: manifests(...flyteadmin(), open('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    {
      when: 'the rules of the edge serve every host',
      input: manifests(...flyteadmin(), ingress('open', { paths: { '/callback': 'flyteadmin', '/logout': 'flyteadmin', '/me': 'flyteadmin' } }),
        ingress('console', { annotations: HARDENED_HERE, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...signIn, line: 'nginx.ingress.kubernetes.io/auth-signin: /login', expected: 'a route for /login to flyteadmin on every host', found: 'the route / to flyteconsole, which matches first' }],
    },
  ],
  passes: [
    { when: 'browsers are sent to the host that they ask, over HTTP', input: sending('http://$host:80/login') },
    { when: 'browsers are sent to the host that they ask', input: sending('https://$host/login') },
    { when: 'browsers are sent to the host that they ask, with its port', input: sending('https://$host:443/login') },
    { when: 'browsers are sent to the path alone', input: sending('/login') },
    { when: 'its routes name the port of flyteadmin for HTTP', input: manifests(...flyteadmin(), ingress('open', { host: HOST, paths: Object.fromEntries(['/login', '/callback', '/logout', '/me'].map((path) => [path, 'flyteadmin:http'])) }), console) },
    { when: 'the chart renders every Ingress', input: manifests(...chartIngresses()) },
    { when: 'the chart renders them without host and namespace', input: manifests(...chartIngresses({ host: null, namespace: null })) },
    { when: '/me is not routed, but asked within the cluster', input: manifests(open('/login', '/callback'), console) },
    { when: 'they are guarded, which is another fault', input: manifests(ingress('all', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteadmin' } })) },
    {
      when: 'a Traefik router without host serves them',
      input: manifests(
        object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
          spec: { routes: [{ match: 'PathPrefix(`/login`) || PathPrefix(`/callback`)', services: [{ name: 'flyteadmin', port: 80 }] }] },
        }),
        object('traefik.io/v1alpha1', 'IngressRoute', 'console', {
          spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/console\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'flyteconsole', port: 80 }] }] },
        }),
        object('traefik.io/v1alpha1', 'Middleware', 'guard', {
          spec: { forwardAuth: { address: 'http://flyteadmin.union-cp.svc.cluster.local/me', authSigninURL: `https://${HOST}/login` } },
        }),
      ),
    },
  ],
  notApplicable: [
    { when: 'browsers are sent to a host that a variable names', input: sending('https://login-$host/login'), reason: NOT_APPLICABLE },
    { when: 'browsers are sent to a host below a variable', input: sending('https://login.$domain/login'), reason: NOT_APPLICABLE },
    { when: 'the session is for the domain at which people sign in', input: sending('https://example.com/login', domain('example.com')), reason: NOT_APPLICABLE },
    {
      when: 'the rules of the edge serve every host, and people sign in elsewhere',
      input: manifests(...flyteadmin(), ingress('open', { paths: { '/me': 'flyteadmin' } }), ingress('console', { annotations: { ...HARDENED, 'auth-signin': LOGIN }, paths: { '/': 'flyteconsole' } })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'the guard asks something else than /me',
      input: manifests(open('/login', '/me'), ingress('console', { host: HOST, annotations: { 'auth-url': `https://${HOST}/verify`, 'auth-signin': 'http://localhost/login' }, paths: { '/': 'flyteconsole' } })),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'the guard names a path alone',
      input: manifests(open('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': '/me' }, paths: { '/': 'flyteconsole' } })),
      reason: NOT_APPLICABLE,
    },
    { when: 'the guarded Ingress is the only thing in the input', input: manifests(console), reason: NOT_APPLICABLE },
    { when: 'nothing is guarded', input: manifests(open('/me'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })), reason: NOT_APPLICABLE },
    {
      when: 'people sign in on another host',
      input: manifests(open('/me'), ingress('console', {
        host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://login.example.com/login' }, paths: { '/': 'flyteconsole' },
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'the session is for a domain that both hosts share', input: sending(LOGIN, domain('.example.com')), reason: NOT_APPLICABLE },
    { when: 'the session is for a domain that both hosts share, in capitals', input: sending(LOGIN, domain('Example.com')), reason: NOT_APPLICABLE },
    { when: 'the session is for a domain that both hosts share, written without its dot', input: sending(LOGIN, domain('example.com')), reason: NOT_APPLICABLE },
    { when: 'gRPC guards alone ask within the cluster', input: manifests(...chartIngresses({ http: {}, console: {} })), reason: NOT_APPLICABLE },
    { when: 'the gateway has no guard', input: manifests(...chartGatewayRoutes()), reason: NOT_APPLICABLE },
  ],
});
