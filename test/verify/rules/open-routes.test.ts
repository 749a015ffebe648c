import {
  authMetadataGuarded, authMetadataMissing, metadataUrlMissing, serviceExposed, signInRouteGuarded, signInRouteMissing,
} from '../../../src/verify/rules/open-routes';
import { deployment, IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { ENTRA, externalAuth, flyteadmin as planesFlyteadmin, ISSUER, OKTA } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';

const host = 'union.example.com';
const signInRouteGuardedOpen = ingress('open', { host, paths: { '/me': 'flyteadmin', '/login': 'flyteadmin', '/callback': 'flyteadmin' } });
const signInRouteGuardedConsole = ingress('console', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' } });

testRule(signInRouteGuarded, {
  fires: [
    ['an Ingress guards /login', [
      ingress('open', { host, paths: { '/me': 'flyteadmin', '/callback': 'flyteadmin' } }),
      ingress('guarded', { host, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/login': 'flyteadmin' } }),
    ], ['networking.k8s.io/v1/Ingress union-cp/guarded', 'spec.rules[0].http.paths[0].path', `/login served without a guard on ${host}`,
      `an auth subrequest to ${IN_CLUSTER_ME}`]],
    ['a regular expression on the host lets a longer guarded path catch /login',
      [signInRouteGuardedOpen, ingress('guarded', { host, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true' }, paths: { '/(login|logout)': 'flyteadmin' } })],
      ['networking.k8s.io/v1/Ingress union-cp/guarded', 'spec.rules[0].http.paths[0].path', `/login served without a guard on ${host}`,
        `an auth subrequest to ${IN_CLUSTER_ME}`]],
    ['a SecurityPolicy guards the route of /callback', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'callback', {
        spec: {
          hostnames: [host],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/callback' } }], backendRefs: [{ name: 'flyteadmin', port: 80 }] }],
        },
      }),
      object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
        spec: {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'callback' }],
          extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } },
        },
      }),
    ], ['gateway.networking.k8s.io/v1/HTTPRoute union-cp/callback', 'spec.rules[0].matches[0]', `/callback served without a guard on ${host}`,
      'an auth subrequest to http://flyteadmin:80/me'], remedy(['      name: callback\n  extAuth', '      name: api\n  extAuth'])],
  ],
  says: { '': 'Ingress union-cp/guarded guards /login, which sign-in needs open' },
  passes: [
    ['they are open beside a guarded catch-all', [signInRouteGuardedOpen, signInRouteGuardedConsole]],
    ['they are open on an Ingress without host', [ingress('open', { paths: { '/login': 'flyteadmin' } })]],
  ],
  notApplicable: [
    ['no route leads to flyteadmin', [signInRouteGuardedConsole]],
    ['an unknown controller serves the Ingress', [ingress('open', { host, className: 'alb', paths: { '/login': 'flyteadmin' } })]],
  ],
});

const signInRouteMissingConsole = ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole' } });
const signInRouteMissingOpen = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, 'flyteadmin'])) });

const signIn = { object: 'networking.k8s.io/v1/Ingress union-cp/console', field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]' };
const authUrl = { object: 'networking.k8s.io/v1/Ingress union-cp/console', field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]' };

/** A host with every sign-in path, whose guard sends browsers elsewhere. */
const sending = (url: string, auth: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  manifests(...flyteadmin({ auth: { userAuth: { openId: { clientId: 'web' }, ...auth }, ...more } }), signInRouteMissingOpen('/login', '/callback', '/logout', '/me'),
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
      [signInRouteMissingOpen('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': `https://${HOST}/oauth2/start` }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: '/oauth2/start, which begins no sign-in' }],
    ['what the guard answers browsers is unknown, and the console is alone on its host',
      [...flyteadmin(), ...SHIM, signInRouteMissingOpen('/login', '/logout', '/me'),
        ingress('console', { host: HOST, annotations: { 'auth-url': 'http://shim.union-cp.svc.cluster.local/me' }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['browsers are sent to a name that only the cluster knows',
      [signInRouteMissingOpen('/login', '/callback'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'http://flyteadmin.union-cp.svc.cluster.local/login' }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: 'http://flyteadmin.union-cp.svc.cluster.local/login, which no browser reaches' }],
    ['/callback leads to the gRPC port',
      [signInRouteMissingOpen('/login', '/me'), ingress('callback', { host: HOST, paths: { '/callback': 'flyteadmin:81' } }), signInRouteMissingConsole],
      { ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route /callback, to a port of flyteadmin that speaks another protocol' }],
    ['the console catches /callback', [signInRouteMissingOpen('/login', '/me'), signInRouteMissingConsole],
      { ...signIn, expected: `a route for /callback to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['no sign-in path is routed, and flyteadmin is in the input',
      [...flyteadmin(), ingress('console', { host: HOST, annotations: HARDENED, paths: { '/console': 'flyteconsole', '/api': 'flyteadmin' } })],
      { ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'no route' }],
    ['the guard asks /me of the public host, which the console catches',
      [signInRouteMissingOpen('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' },
      remedy(['https://$host/me', 'http://flyteadmin.union-cp.svc.cluster.local/me'])],
    ['the sign-in is routed on another host only',
      [...flyteadmin(), ingress('open', { host: 'other.example.com', paths: { '/login': 'flyteadmin', '/callback': 'flyteadmin' } }), signInRouteMissingConsole],
      { ...signIn, expected: `routes for /login, /callback, /logout and /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    astray('http:///login', 'which no browser reaches'),
    astray('https://', 'which no browser reaches'),
    astray('https://login127.example.com/login', `whose session ${HOST} never gets`),
    astray('https://localhost.example.com/login', `whose session ${HOST} never gets`),
    ['the domain of the session is not a string', sending(LOGIN, { cookieSetting: { domain: {} } }),
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: `${LOGIN}, whose session ${HOST} never gets` }],
    ['browsers are sent to a path that begins no sign-in, and the others are not routed: one finding',
      [...flyteadmin(), signInRouteMissingOpen('/login'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://$host/start' }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `browsers sent to /login on ${HOST}`, found: '/start, which begins no sign-in' }],
    ['the guard asks /me of the public host as well: one finding',
      [...flyteadmin(), signInRouteMissingOpen('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { ...HARDENED, 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['a guard that refuses no request asks /me of the public host, and flyteadmin is there',
      [...flyteadmin(), signInRouteMissingOpen('/login', '/callback', '/logout'), ingress('console', { host: HOST, annotations: { 'auth-url': CHART_HTTP['auth-url'] }, paths: { '/': 'flyteconsole' } })],
      { ...authUrl, expected: `a route for /me to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['the rules of the edge serve every host',
      [...flyteadmin(), ingress('open', { paths: { '/callback': 'flyteadmin', '/logout': 'flyteadmin', '/me': 'flyteadmin' } }),
        ingress('console', { annotations: HARDENED_HERE, paths: { '/': 'flyteconsole' } })],
      { ...signIn, expected: 'a route for /login to flyteadmin on every host', found: 'the route / to flyteconsole, which matches first' }],
  ],
  says: {
    '': 'No route leads /callback to flyteadmin: the route / to flyteconsole, which matches first <- spec.rules[0].http.paths[0].path',
    'astray': 'Ingress union-cp/console sends browsers to https:///login, which no browser reaches <- '
      + 'Ingress union-cp/open: spec.rules[0].host, spec.rules[0].host',
  },
  passes: [
    ['browsers are sent to the host that they ask, over HTTP', sending('http://$host:80/login')],
    ['browsers are sent to the host that they ask', sending('https://$host/login')],
    ['browsers are sent to the host that they ask, with its port', sending('https://$host:443/login')],
    ['browsers are sent to the path alone', sending('/login')],
    ['its routes name the port of flyteadmin for HTTP',
      [...flyteadmin(), ingress('open', { host: HOST, paths: Object.fromEntries(['/login', '/callback', '/logout', '/me'].map((path) => [path, 'flyteadmin:http'])) }), signInRouteMissingConsole]],
    ['the chart renders every Ingress', chartIngresses()],
    ['the chart renders them without host and namespace', chartIngresses({ host: null, namespace: null })],
    ['/me is not routed, but asked within the cluster', [signInRouteMissingOpen('/login', '/callback'), signInRouteMissingConsole]],
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
      [signInRouteMissingOpen('/login', '/me'), ingress('console', { host: HOST, annotations: { 'auth-url': `https://${HOST}/verify`, 'auth-signin': 'http://localhost/login' }, paths: { '/': 'flyteconsole' } })]],
    ['the guard names a path alone',
      [signInRouteMissingOpen('/login', '/callback'), ingress('console', { host: HOST, annotations: { 'auth-url': '/me' }, paths: { '/': 'flyteconsole' } })]],
    ['the guarded Ingress is the only thing in the input', [signInRouteMissingConsole]],
    ['nothing is guarded', [signInRouteMissingOpen('/me'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })]],
    ['people sign in on another host', [signInRouteMissingOpen('/me'), ingress('console', {
      host: HOST, annotations: { ...HARDENED, 'auth-signin': 'https://login.example.com/login' }, paths: { '/': 'flyteconsole' },
    })]],
    ['the session is for a domain that both hosts share', sending(LOGIN, domain('.example.com'))],
    ['the session is for a domain that both hosts share, in capitals', sending(LOGIN, domain('Example.com'))],
    ['the session is for a domain that both hosts share, written without its dot', sending(LOGIN, domain('example.com'))],
    ['gRPC guards alone ask within the cluster', chartIngresses({ http: {}, console: {} })],
    ['the gateway has no guard', chartGatewayRoutes()],
  ],
});

const found = `an auth subrequest to ${IN_CLUSTER_ME}`;
const grpc = (...services: string[]) => ingress('grpc', {
  host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: Object.fromEntries(services.map((service) => [service, 'flyteadmin:grpc'])),
});
const guardedAt = (index: number, line: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/grpc', field: `spec.rules[0].http.paths[${index}].path`, line: `path: ${line}` });

const BOTH = 'flyteidl.service.AuthMetadataService and flyteidl2.auth.AuthMetadataService';

testRule(authMetadataGuarded, {
  fires: [
    ['an Ingress guards AuthMetadataService of both APIs: one finding',
      [grpc('/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')],
      { ...guardedAt(0, '/flyteidl.service.AuthMetadataService'), expected: `${BOTH} served without a guard on ${HOST}`, found }],
    ...['GetPublicClientConfig', 'GetOAuth2Metadata'].map((method): FiringRow => [`an Ingress guards ${method} alone`, [grpc(`/flyteidl.service.AuthMetadataService/${method}`)],
      { ...guardedAt(0, `/flyteidl.service.AuthMetadataService/${method}`), expected: `flyteidl.service.AuthMetadataService served without a guard on ${HOST}`, found }]),
    ['every gRPC call goes to flyteadmin behind the guard', [grpc('/')],
      { ...guardedAt(0, '/'), expected: `flyteidl.service.AuthMetadataService, flyteidl2.auth.AuthMetadataService and /.well-known/oauth-authorization-server served without a guard on ${HOST}`, found }],
    ['a SecurityPolicy targets the route that must be open',
      [...chartGatewayRoutes(), securityPolicy({ 'controlplane-grpc-unprotected': 'GRPCRoute' })],
      ['gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-unprotected', 'spec.rules[0].matches[1]', `${BOTH} served without a guard on ${HOST}`,
        'an auth subrequest to http://auth-gate:8081/']],
    ['basic auth stands before /.well-known', [
      object('traefik.io/v1alpha1', 'Middleware', 'basic', { spec: { basicAuth: { secret: 'users' } } }),
      object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
        spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/.well-known\`)`, middlewares: [{ name: 'basic' }], services: [{ name: 'flyteadmin', port: 80 }] }] },
      }),
    ], ['traefik.io/v1alpha1/IngressRoute union-cp/open', 'spec.routes[0].match', `/.well-known/oauth-authorization-server served without a guard on ${HOST}`,
      'a guard of another kind'], remedy(['      middlewares:\n        - name: basic\n', ''])],
  ],
  says: {
    '': 'Ingress union-cp/grpc guards flyteidl.service.AuthMetadataService and flyteidl2.auth.AuthMetadataService, which clients read before '
      + 'they have a token',
  },
  passes: [
    ['the chart leaves them open', chartIngresses()],
    ['release 2026.3 of the chart leaves them open, without host and namespace', chartIngresses({ release: 'V2026_3', host: null, namespace: null })],
    ['they are open on a gateway whose other routes are guarded', [...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })]],
    ['a guarded AdminService stands beside them',
      [grpc('/flyteidl.service.AdminService'), ingress('open', { host: HOST, paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })]],
  ],
  notApplicable: [
    ['only a guarded console catches them',
      [ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })]],
    ['an unknown controller serves them',
      [ingress('open', { host: HOST, className: 'alb', paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })]],
    ['no edge is in the input', [object('v1', 'Service', 'flyteadmin')]],
  ],
});

const SERVICE = '/flyteidl.service.AuthMetadataService/GetPublicClientConfig';
const SERVICE_2 = '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig';
const METADATA = '/.well-known/oauth-authorization-server';

const runs = ingress('runs', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } });
const missingOpen = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, path.includes('Service') ? 'flyteadmin:81' : 'flyteadmin'])) });
const missingAt = { object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'spec.rules[0].http.paths[0].path' };

testRule(authMetadataMissing, {
  fires: [
    ['the service is not routed', [...flyteadmin(), runs, missingOpen('/callback', '/.well-known', '/flyteidl2.auth.AuthMetadataService')],
      { ...missingAt, expected: `a route for ${SERVICE} to flyteadmin on ${HOST}`, found: 'no route' }],
    ['that of SDKs of version 2 is not routed, on a host that serves them',
      [...flyteadmin(), runs, missingOpen('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')],
      { ...missingAt, expected: `a route for ${SERVICE_2} to flyteadmin on ${HOST}`, found: 'no route' },
      remedy(['          - path: /flyteidl.service.AuthMetadataService\n', '          - path: /flyteidl2.auth.AuthMetadataService\n            pathType: ImplementationSpecific\n            backend: { service: { name: flyteadmin, port: { number: 81 } } }\n          - path: /flyteidl.service.AuthMetadataService\n'])],
    ['the console catches all', [...flyteadmin(), runs, missingOpen('/callback'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })],
      { ...missingAt, expected: `routes for ${SERVICE}, ${SERVICE_2} and ${METADATA} to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['the rules of the edge serve every host',
      [...flyteadmin(), ingress('runs', { annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } }),
        ingress('open', { paths: { '/callback': 'flyteadmin', '/.well-known': 'flyteadmin', '/flyteidl2.auth.AuthMetadataService': 'flyteadmin:81' } })],
      { ...missingAt, expected: `a route for ${SERVICE} to flyteadmin on every host`, found: 'no route' }],
  ],
  says: {
    '': 'No route leads /flyteidl.service.AuthMetadataService/GetPublicClientConfig, /flyteidl2.auth.Au… to flyteadmin: the route / to '
      + 'flyteconsole, which matches first <- Ingress union-cp/console: spec.rules[0].http.paths[0].path',
  },
  passes: [
    ['the chart renders every Ingress', [...flyteadmin(), ...chartIngresses()]],
    ['all lead to flyteadmin',
      [...flyteadmin(), runs, missingOpen('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')]],
    ['the host serves version 1 alone',
      [...flyteadmin(), ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.usage.UsageService': 'usage:81' } }),
        missingOpen('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')]],
  ],
  notApplicable: [
    ['flyteadmin is not in the input', [runs, missingOpen('/callback')]],
    ['the sign-in is not in the input', [...flyteadmin(), runs, missingOpen('/.well-known')]],
    ['open-source Flyte is served',
      [...flyteadmin(), ingress('flyte', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:81' } }), missingOpen('/callback')]],
    ['HTTP alone is guarded',
      [...flyteadmin(), ingress('apps', { host: HOST, annotations: HARDENED, paths: { '/app': 'executions' } }), missingOpen('/callback')]],
    ['the guarded routes are all that is in the input', [runs]],
    ['nothing is guarded', [...flyteadmin(), ...chartGatewayRoutes()]],
  ],
});

const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';
const admin = (issuer: string, externalAuthServer = {}) => manifests(...planesFlyteadmin(externalAuth(issuer, { externalAuthServer })));
const finding = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.appAuth.externalAuthServer' };
const expected = (provider: string) => `metadataUrl .well-known/openid-configuration, as ${provider} publishes nothing else`;
const told = () => ({ ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl' });
const ROOTED = '/.well-known/oauth-authorization-server';

testRule(metadataUrlMissing, {
  fires: [
    ['Entra ID is asked at the default path', admin(ENTRA),
      { ...finding, expected: expected('Microsoft Entra ID'), found: `${ENTRA}/.well-known/oauth-authorization-server` }],
    ['the chart\'s default is spelled out', admin(COGNITO, { metadataUrl: '.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Amazon Cognito'), found: `${COGNITO}/.well-known/oauth-authorization-server` }],
    ['the issuer is the relying party\'s, with a slash at its end',
      planesFlyteadmin({ appAuth: { authServerType: 'External' }, userAuth: { openId: { baseUrl: 'https://sts.windows.net/acme/' } } }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth', expected: expected('Microsoft Entra ID'), found: 'https://sts.windows.net/acme/.well-known/oauth-authorization-server' },
      remedy(['        authServerType: External\n', '        authServerType: External\n        externalAuthServer:\n          metadataUrl: .well-known/openid-configuration\n'])],
    ['the setting is empty', admin('https://accounts.google.com', { metadataUrl: '' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Google'), found: 'https://accounts.google.com/.well-known/oauth-authorization-server' }],
    ['the whole URL is given, of what the provider does not publish',
      admin(ENTRA, { metadataUrl: 'http://idp.example.com/.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Microsoft Entra ID'), found: 'http://idp.example.com/.well-known/oauth-authorization-server' }],
    ['the path begins with a slash', admin(ENTRA, { metadataUrl: '/.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Microsoft Entra ID'), found: `${ENTRA}/.well-known/oauth-authorization-server` }],
    ['a slash takes the path of the issuer away', admin(OKTA, { metadataUrl: ROOTED }),
      { ...told(), expected: 'metadataUrl .well-known/oauth-authorization-server, which is looked for below the issuer', found: `${ROOTED}, which leads to the root of its host` },
      remedy([`metadataUrl: ${ROOTED}`, 'metadataUrl: .well-known/oauth-authorization-server'])],
    ['it is misspelt, of an unknown provider', admin(ISSUER, { metadataUrl: '.well-known/oauth-authorisation-server' }),
      { ...told(), expected: 'metadataUrl .well-known/oauth-authorization-server, or none', found: '.well-known/oauth-authorisation-server' },
      remedy(['authorisation', 'authorization'])],
  ],
  says: {
    '': 'flyteadmin does not find the metadata of its authorization server at '
      + 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0/.we…',
  },
  passes: [
    ['the issuer has no path to lose', admin('https://acme.eu.auth0.com/', { metadataUrl: '/.well-known/openid-configuration' })],
    ['the path of the issuer stands behind, as RFC 8414 has it',
      admin('https://sso.example.com/realms/acme', { metadataUrl: '/.well-known/oauth-authorization-server/realms/acme' })],
    ['an unknown provider has a document of another name',
      admin('https://sso.example.com/realms/acme', { metadataUrl: '.well-known/uma2-configuration' })],
    ['Entra ID is asked where it answers', admin(ENTRA, { metadataUrl: '.well-known/openid-configuration' })],
    ['the whole URL is given', admin(ENTRA, { metadataUrl: `${ENTRA}/.well-known/openid-configuration` })],
    ['Okta publishes both', admin(OKTA)],
  ],
  notApplicable: [
    ['flyteadmin names no issuer', planesFlyteadmin({ appAuth: { authServerType: 'External' } })],
    ['the provider cannot be told by its host', admin(ISSUER)],
    ['it is Keycloak, where it depends on the release', admin('https://sso.example.com/realms/acme')],
    ['a look-alike host is not the provider', admin('https://login.microsoftonline.com.example.com/acme/v2.0')],
    ['flyteadmin is its own authorization server', planesFlyteadmin({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ENTRA } } })],
    ['authentication is off', planesFlyteadmin(externalAuth(ENTRA), { useAuth: false })],
  ],
});

const EXPECTED = 'executions reached through guarded routes only';

const exposedService = (name: string, spec: object, namespace = 'union-cp') => object('v1', 'Service', name, { spec }, namespace);
const executions = (pod: Record<string, unknown> = {}, container: Record<string, unknown> = {}) => deployment('executions', { pod, container });
const labelled = object('apps/v1', 'Deployment', 'executions', { spec: { template: { metadata: { labels: { app: 'executions' } }, spec: { containers: [{ name: 'executions' }] } } } });
const plane = (...more: Parameters<typeof manifests>) => manifests(...flyteadmin(), ...chartIngresses(), ...more);

testRule(serviceExposed, {
  fires: [
    ['a service has a load balancer', plane(exposedService('executions', { type: 'LoadBalancer' })),
      ['v1/Service union-cp/executions', 'spec.type', 'type ClusterIP', 'type LoadBalancer']],
    ['a service is on every node', plane(exposedService('executions', { type: 'NodePort' })),
      ['v1/Service union-cp/executions', 'spec.type', 'type ClusterIP', 'type NodePort'], remedy(['NodePort', 'ClusterIP'])],
    ['a service has an address of its own', plane(exposedService('executions', { externalIPs: ['203.0.113.7'] })),
      ['v1/Service union-cp/executions', 'spec.externalIPs', 'no external IPs', 'external IPs']],
    ['pods are in the network of their node', plane(executions({ hostNetwork: true })),
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.hostNetwork', 'hostNetwork: false', 'hostNetwork: true']],
    ['pods have a port of their node', plane(executions({}, { ports: [{ containerPort: 8080, hostPort: 8080 }] })),
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].ports[0].hostPort', 'no hostPort', 'a port of the node']],
    ['a route below HTTP leads there',
      plane(object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      ['gateway.networking.k8s.io/v1alpha2/TLSRoute union-cp/raw', 'spec.rules[0]', EXPECTED, 'a raw TLSRoute']],
    ...(['TCPRoute', 'UDPRoute'] as const).map((kind): FiringRow => [`a ${kind} leads there`,
      plane(object('gateway.networking.k8s.io/v1alpha2', kind, 'raw', { spec: { rules: [{}, { backendRefs: [{ name: 'executions', port: 80 }] }] } })),
      [`gateway.networking.k8s.io/v1alpha2/${kind} union-cp/raw`, 'spec.rules[1]', EXPECTED, kind === 'UDPRoute' ? 'a UDPRoute' : 'a raw TCPRoute']]),
    ['a router of Traefik below HTTP leads there',
      plane(object('traefik.io/v1alpha1', 'IngressRouteTCP', 'raw', { spec: { routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'executions', port: 81 }] }] } })),
      ['traefik.io/v1alpha1/IngressRouteTCP union-cp/raw', 'spec.routes[0]', EXPECTED, 'a raw IngressRouteTCP']],
    ['a Service of another name leads to its pods', plane(labelled, exposedService('public', { type: 'LoadBalancer', selector: { app: 'executions' } })),
      ['v1/Service union-cp/public', 'spec.type', 'type ClusterIP', 'type LoadBalancer']],
  ],
  says: { '': 'Service union-cp/executions can be reached without the guard: type LoadBalancer' },
  passes: [
    ['pods of another application are in the network of their node', plane(executions(), deployment('exporter', { pod: { hostNetwork: true } }))],
    ['a route below HTTP leads to a service of that name in another namespace',
      plane(executions(), object('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { rules: [{ backendRefs: [{ name: 'executions', namespace: 'games', port: 80 }] }] } }))],
    ['its Services stay inside', plane(exposedService('executions', { type: 'ClusterIP' }), executions())],
    ['the controller has the load balancer', plane(exposedService('controlplane-nginx-controller', { type: 'LoadBalancer' }), executions())],
    ['another application has a service of that name', plane(executions(), exposedService('executions', { type: 'LoadBalancer' }, 'games'))],
    ['a route below HTTP leads to another application',
      plane(executions(), object('traefik.io/v1alpha1', 'IngressRouteTCP', 'db', { spec: { routes: [{ services: [{ name: 'postgres' }] }] } }))],
  ],
  notApplicable: [
    ['authentication is off', [...flyteadmin({ useAuth: false }), exposedService('executions', { type: 'LoadBalancer' })]],
    ['it is open-source Flyte', [...flyteadmin(), exposedService('flyteadmin', { type: 'NodePort' })]],
  ],
});
