import { signInRouteMissing } from '../../../src/verify/rules/open-routes';
import { ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const console = ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });
const open = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, 'flyteadmin'])) });

const signIn = { object: 'networking.k8s.io/v1/Ingress union-cp/console', field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]' };
const authUrl = { object: 'networking.k8s.io/v1/Ingress union-cp/console', field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]' };

/** A host with every sign-in path, whose guard sends browsers elsewhere. */
const sending = (url: string, auth: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  manifests(...flyteadmin({ auth: { userAuth: { openId: { clientId: 'web' }, ...auth }, ...more } }), open('/login', '/callback', '/logout', '/me'),
    ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': url }, paths: { '/': 'flyteconsole' } }));
const astray = (url: string, why: string): FiringRow => [`browsers are sent to ${url}`, sending(url), { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `${url}, ${why}` }];
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
    ['browsers are sent to a port that flyteadmin does not go by', sending(`https://${HOST}:444/login`, {}, { authorizedUris: [`https://${HOST}`] }),
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `https://${HOST}:444/login, a port that flyteadmin does not go by` }],
    astray(LOGIN, `whose session ${HOST} never gets`),
    ['the session is for other domains than that of the sign-in', sending(LOGIN, domain('.login.example.com')),
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    ['the domain of the session only ends like that of the sign-in', sending(LOGIN, domain('le.com')),
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    ['browsers are sent to a page that flyteadmin does not have',
      [open('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': `https://${HOST}/oauth2/start` }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: '/oauth2/start, which begins no sign-in' }],
    ['nobody knows what the guard answers browsers, and the console stands alone on its host',
      [...flyteadmin(), ...SHIM, open('/login', '/logout', '/me'),
        ingress('console', { host: HOST, annotations: { 'auth-url': 'http://shim.union-cp.svc.cluster.local/me' }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['browsers are sent to a name that only the cluster knows',
      [open('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'http://flyteadmin.union-cp.svc.cluster.local/login' }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: 'http://flyteadmin.union-cp.svc.cluster.local/login, which no browser reaches' }],
    ['/callback leads to the gRPC port',
      [open('/login', '/me'), ingress('callback', { host: HOST, paths: { '/callback': 'flyteadmin:81' } }), console],
      { ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route /callback, to a port of flyteadmin that speaks another protocol' }],
    ['the console catches /callback', [open('/login', '/me'), console],
      { ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['no sign-in path is routed, and flyteadmin is in the input',
      [...flyteadmin(), ingress('console', { host: HOST, annotations: HARDENED, paths: { '/console': 'flyteconsole', '/api': 'flyteadmin' } })],
      { ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'no route' }],
    ['the guard asks /me of the public host, which the console catches',
      [open('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' },
      remedy(['https://$host/me', 'http://flyteadmin.union-cp.svc.cluster.local/me'])],
    ['the sign-in is routed on another host only',
      [...flyteadmin(), ingress('open', { host: 'other.example.com', paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } }), console],
      { ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    astray('http:///login', 'which no browser reaches'),
    astray('https://', 'which no browser reaches'),
    astray('https://login127.example.com/login', `whose session ${HOST} never gets`),
    astray('https://localhost.example.com/login', `whose session ${HOST} never gets`),
    ['the domain of the session is no text', sending(LOGIN, { cookieSetting: { domain: {} } }),
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    ['browsers are sent to a path that begins no sign-in, and the others are not routed: one finding',
      [...flyteadmin(), open('/login'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://$host/start' }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: '/start, which begins no sign-in' }],
    ['the guard asks /me of the public host as well: one finding',
      [...flyteadmin(), open('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['a guard that sends nobody away asks /me of the public host, and flyteadmin is there',
      [...flyteadmin(), open('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['the rules of the edge serve every host',
      [...flyteadmin(), ingress('open', { paths: { '/callback': 'flyteadmin', '/logout': 'flyteadmin', '/me': 'flyteadmin' } }),
        ingress('console', { annotations: HARDENED_HERE, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: 'a route for /login to flyteadmin on every host', found: 'the route / to flyteconsole, which matches first' }],
  ],
  passes: [
    ['browsers are sent to the host that they ask, over HTTP', sending('http://$host:80/login')],
    ['browsers are sent to the host that they ask', sending('https://$host/login')],
    ['browsers are sent to the host that they ask, with its port', sending('https://$host:443/login')],
    ['browsers are sent to the path alone', sending('/login')],
    ['its routes name the port of flyteadmin for HTTP',
      [...flyteadmin(), ingress('open', { host: HOST, paths: Object.fromEntries(['/login', '/callback', '/logout', '/me'].map((path) => [path, 'flyteadmin:http'])) }), console]],
    ['the chart renders every Ingress', chartIngresses()],
    ['the chart renders them without host and namespace', chartIngresses({ host: null, namespace: null })],
    ['/me is not routed, but asked within the cluster', [open('/login', '/callback'), console]],
    ['they are guarded, which is another fault', [ingress('all', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteadmin' } })]],
    ['a Traefik router without host serves them', [
      object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
        spec: { routes: [{ match: 'PathPrefix(`/login`) || PathPrefix(`/callback`)', services: [{ name: 'flyteadmin', port: 80 }] }] },
      }),
      object('traefik.io/v1alpha1', 'IngressRoute', 'console', {
        spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/console\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'flyteconsole', port: 80 }] }] },
      }),
      object('traefik.io/v1alpha1', 'Middleware', 'guard', {
        spec: { forwardAuth: { address: 'http://flyteadmin.union-cp.svc.cluster.local/me', authSigninURL: `https://${HOST}/login` } },
      }),
    ]],
  ],
  notApplicable: [
    ['browsers are sent to a host that a variable names', sending('https://login-$host/login')],
    ['browsers are sent to a host below a variable', sending('https://login.$domain/login')],
    ['the session is for the domain at which people sign in', sending('https://example.com/login', domain('example.com'))],
    ['the rules of the edge serve every host, and people sign in elsewhere',
      [...flyteadmin(), ingress('open', { paths: { '/me': 'flyteadmin' } }), ingress('console', { annotations: { ...HARDENED, 'auth-signin': LOGIN }, paths: { '/': 'flyteconsole' } })]],
    ['the guard asks something else than /me',
      [open('/login', '/me'), ingress('console', { host: HOST, annotations: { 'auth-url': `https://${HOST}/verify`, 'auth-signin': 'http://localhost/login' }, paths: { '/': 'flyteconsole' } })]],
    ['the guard names a path alone',
      [open('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': '/me' }, paths: { '/': 'flyteconsole' } })]],
    ['the guarded Ingress is the only thing in the input', [console]],
    ['nothing is guarded', [open('/me'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })]],
    ['people sign in on another host', [open('/me'), ingress('console', {
      host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://login.example.com/login' }, paths: { '/': 'flyteconsole' },
    })]],
    ['the session is for a domain that both hosts share', sending(LOGIN, domain('.example.com'))],
    ['the session is for a domain that both hosts share, in capitals', sending(LOGIN, domain('Example.com'))],
    ['the session is for a domain that both hosts share, written without its dot', sending(LOGIN, domain('example.com'))],
    ['gRPC guards alone ask within the cluster', chartIngresses({ http: {}, console: {} })],
    ['the gateway has no guard', chartGatewayRoutes()],
  ],
});
