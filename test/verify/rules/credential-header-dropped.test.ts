import { TRAEFIK } from '../../../src/contract/edges/known-edges';
import { credentialHeaderDropped } from '../../../src/verify/rules/headers';
import { ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { ownGate } from '../edge/_routes';

const FOUND = 'headers without it';
const ME = HARDENED['auth-url'];

const api = (annotations: Record<string, string>) => manifests(ingress('api', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/api': 'flyteadmin' } }));
const atAnnotation = (name: string, on = 'api') =>
  ({ object: `networking.k8s.io/v1/Ingress union-cp/${on}`, field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]` });

const traefik = (authRequestHeaders: string[], customRequestHeaders = {}, customResponseHeaders = {}, address = ME) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address, authRequestHeaders } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'headers', { spec: { headers: { customRequestHeaders, customResponseHeaders } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'api', {
    spec: { routes: [{ match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'guard' }, { name: 'headers' }], services: [{ name: 'flyteadmin', port: 80 }] }] },
  }),
);

const ALL = ['Cookie', 'Authorization', 'Flyte-Authorization'];
/** Our gate before flyteadmin, which passes credentials on and nothing else. */
const GATE = 'http://union-auth-gate.union-cp.svc.cluster.local:80/';
const throughGate = (headers: string[]) => manifests(...ownGate(TRAEFIK.dialect)) + traefik(headers, {}, {}, GATE);

const OWN = flyteadmin({ auth: { httpAuthorizationHeader: 'X-Union-Http', grpcAuthorizationHeader: 'X-Union-Grpc' } });
const clearing = (header: string) => ({ 'configuration-snippet': `more_clear_input_headers ${header};` });

testRule(credentialHeaderDropped, {
  fires: [
    ['two Ingresses lose a header each',
      [
        ingress('api', { host: HOST, annotations: { ...HARDENED, ...clearing('Cookie') }, paths: { '/api': 'flyteadmin', '/v1': 'flyteadmin' } }),
        ingress('more', { host: HOST, annotations: { ...HARDENED, ...clearing('Authorization') }, paths: { '/more': 'flyteadmin' } }),
      ], { ...atAnnotation('configuration-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND },
      { ...atAnnotation('configuration-snippet', 'more'), expected: `authorization among the request headers that reach ${ME}`, found: FOUND }],
    ...['X-Union-Http', 'X-Union-Grpc', 'Authorization'].map((header): FiringRow => [`flyteadmin asks for headers of its own, and ${header} is cleared`, manifests(...OWN) + api(clearing(header)),
      { ...atAnnotation('configuration-snippet'), expected: `${header.toLowerCase()} among the request headers that reach ${ME}`, found: FOUND }]),
    ['a snippet clears whatever begins like the header of the token', api({ 'configuration-snippet': 'more_clear_input_headers Flyte-*;' }),
      { ...atAnnotation('configuration-snippet'), expected: `flyte-authorization among the request headers that reach ${ME}`, found: FOUND }],
    ['a snippet empties the cookie of the subrequest', api({ 'auth-snippet': 'proxy_set_header Cookie "";' }),
      { ...atAnnotation('auth-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND }],
    ['a snippet clears the tokens of the request', api({ 'configuration-snippet': 'more_clear_input_headers Authorization Flyte-Authorization;' }),
      { ...atAnnotation('configuration-snippet'), expected: `authorization, flyte-authorization among the request headers that reach ${ME}`, found: FOUND }],
    ['the session of /callback is hidden from the browser',
      [ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'flyteadmin' } })],
      { ...atAnnotation('configuration-snippet', 'open'), expected: 'set-cookie among the response headers that reach the browser', found: FOUND },
      remedy(['  annotations:\n    nginx.ingress.kubernetes.io/configuration-snippet: proxy_hide_header Set-Cookie;\n', ''])],
    ['a ConfigMap of headers empties the cookie of the subrequest',
      `${manifests(object('v1', 'ConfigMap', 'ask', { data: { Cookie: '' } }))}---\n${api({ 'auth-proxy-set-headers': 'union-cp/ask' })}`,
      ['v1/ConfigMap union-cp/ask', 'data.Cookie', `cookie among the request headers that reach ${ME}`, FOUND]],
    ['a snippet empties the cookie twice: one header', api({ 'auth-snippet': 'proxy_set_header Cookie ""; proxy_set_header cookie "";' }),
      { ...atAnnotation('auth-snippet'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND }],
    ['an open route clears the token on the way to flyteadmin',
      [ingress('open', { host: HOST, annotations: clearing('Authorization'), paths: { '/api': 'flyteadmin' } })],
      { ...atAnnotation('configuration-snippet', 'open'), expected: 'authorization among the request headers that reach flyteadmin', found: FOUND }],
    ['ForwardAuth passes no Authorization on', traefik(['Cookie', 'Flyte-Authorization']),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authRequestHeaders', `authorization among the request headers that reach ${ME}`, FOUND]],
    ['a middleware answers a cookie of its own', traefik(ALL, {}, { 'Set-Cookie': 'a=b' }),
      ['traefik.io/v1alpha1/Middleware union-cp/headers', 'spec.headers.customResponseHeaders.Set-Cookie',
        'set-cookie among the response headers that reach the browser', FOUND]],
    ['ForwardAuth passes no cookie on', traefik(['Authorization', 'Flyte-Authorization']),
      ['traefik.io/v1alpha1/Middleware union-cp/guard', 'spec.forwardAuth.authRequestHeaders', `cookie among the request headers that reach ${ME}`, FOUND]],
    ['a middleware of the route empties a header', traefik(ALL, { 'Flyte-Authorization': '' }),
      ['traefik.io/v1alpha1/Middleware union-cp/headers', 'spec.headers.customRequestHeaders.Flyte-Authorization',
        'flyte-authorization among the request headers that reach flyteadmin', FOUND]],
  ],
  passes: [
    ['flyteadmin asks for headers of its own, and another is cleared', manifests(...OWN) + api(clearing('Flyte-Authorization'))],
    ['the chart renders every Ingress', [...flyteadmin(), ...chartIngresses()]],
    ['it renders routes of the Gateway API', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['everything is passed on', traefik(ALL)],
    ['ForwardAuth passes no Flyte-Authorization on, which authorization-header-mismatch reports', traefik(['Cookie', 'Authorization'])],
    ['our gate passes everything on', throughGate(ALL)],
    ['a snippet replaces a token, which guard-bypassed reports', api({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' })],
    ['routes to other services lose headers, and /callback its session with them',
      api({}) + manifests(ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'more_clear_input_headers Authorization; proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'executions' } }))],
    ['a snippet sets another header', api({ 'configuration-snippet': 'proxy_set_header X-Forwarded-Prefix "";' })],
    ['gRPC loses its cookies, which it has none of', [ingress('grpc', {
      host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'configuration-snippet': 'grpc_set_header Cookie "";' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin' },
    })]],
  ],
  notApplicable: [
    ['another application loses its headers',
      [ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'proxy_set_header Cookie "";' }, paths: { '/': 'docs' } })]],
  ],
});
