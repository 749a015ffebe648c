import { TRAEFIK } from '../../../src/contract/edges/known-edges';
import { credentialHeaderDropped } from '../../../src/verify/rules/headers';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { ownGate } from '../edge/_routes';

const NOT_APPLICABLE = 'No route in the input leads to flyteadmin or is behind a guard that asks /me.';
const FOUND = 'headers without it';
const ME = HARDENED['auth-url'];

const api = (annotations: Record<string, string>) => manifests(ingress('api', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/api': 'flyteadmin' } }));
const atAnnotation = (name: string, value: string, on = 'api') =>
  ({ object: `networking.k8s.io/v1/Ingress union-cp/${on}`, field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`, line: `nginx.ingress.kubernetes.io/${name}: ${value}` });

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
    {
      when: 'two Ingresses lose a header each',
      input: manifests(
        ingress('api', { host: HOST, annotations: { ...HARDENED, ...clearing('Cookie') }, paths: { '/api': 'flyteadmin', '/v1': 'flyteadmin' } }),
        ingress('more', { host: HOST, annotations: { ...HARDENED, ...clearing('Authorization') }, paths: { '/more': 'flyteadmin' } }),
      ),
      findings: [
        { ...atAnnotation('configuration-snippet', 'more_clear_input_headers Cookie;'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND },
        { ...atAnnotation('configuration-snippet', 'more_clear_input_headers Authorization;', 'more'), expected: `authorization among the request headers that reach ${ME}`, found: FOUND },
      ],
    },
    ...['X-Union-Http', 'X-Union-Grpc', 'Authorization'].map((header) => ({
      when: `flyteadmin asks for headers of its own, and ${header} is cleared`,
      input: manifests(...OWN) + api(clearing(header)),
      findings: [{
        ...atAnnotation('configuration-snippet', `more_clear_input_headers ${header};`), expected: `${header.toLowerCase()} among the request headers that reach ${ME}`, found: FOUND,
      }] as const,
    })),
    {
      when: 'a snippet clears whatever begins like the header of the token',
      input: api({ 'configuration-snippet': 'more_clear_input_headers Flyte-*;' }),
      findings: [{
        ...atAnnotation('configuration-snippet', 'more_clear_input_headers Flyte-*;'), expected: `flyte-authorization among the request headers that reach ${ME}`, found: FOUND,
      }],
    },
    {
      when: 'a snippet empties the cookie of the subrequest',
      input: api({ 'auth-snippet': 'proxy_set_header Cookie "";' }),
      findings: [{ ...atAnnotation('auth-snippet', 'proxy_set_header Cookie "";'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND }],
    },
    {
      when: 'a snippet clears the tokens of the request',
      input: api({ 'configuration-snippet': 'more_clear_input_headers Authorization Flyte-Authorization;' }),
      findings: [{
        ...atAnnotation('configuration-snippet', 'more_clear_input_headers Authorization Flyte-Authorization;'),
        expected: `authorization, flyte-authorization among the request headers that reach ${ME}`,
        found: FOUND,
      }],
    },
    {
      when: 'the session of /callback is hidden from the browser',
      input: manifests(ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'flyteadmin' } })),
      findings: [{
        ...atAnnotation('configuration-snippet', 'proxy_hide_header Set-Cookie;', 'open'),
        expected: 'set-cookie among the response headers that reach the browser',
        found: FOUND,
      }],
    },
    {
      when: 'a ConfigMap of headers empties the cookie of the subrequest',
      input: `${manifests(object('v1', 'ConfigMap', 'ask', { data: { Cookie: '' } }))}---\n${api({ 'auth-proxy-set-headers': 'union-cp/ask' })}`,
      findings: [{ object: 'v1/ConfigMap union-cp/ask', field: 'data.Cookie', line: 'Cookie: ""', expected: `cookie among the request headers that reach ${ME}`, found: FOUND }],
    },
    {
      when: 'a snippet empties the cookie twice: one header',
      input: api({ 'auth-snippet': 'proxy_set_header Cookie ""; proxy_set_header cookie "";' }),
      findings: [{ ...atAnnotation('auth-snippet', 'proxy_set_header Cookie ""; proxy_set_header cookie "";'), expected: `cookie among the request headers that reach ${ME}`, found: FOUND }],
    },
    {
      when: 'an open route clears the token on the way to flyteadmin',
      input: manifests(ingress('open', { host: HOST, annotations: clearing('Authorization'), paths: { '/api': 'flyteadmin' } })),
      findings: [{ ...atAnnotation('configuration-snippet', 'more_clear_input_headers Authorization;', 'open'), expected: 'authorization among the request headers that reach flyteadmin', found: FOUND }],
    },
    {
      when: 'ForwardAuth passes no Authorization on',
      input: traefik(['Cookie', 'Flyte-Authorization']),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.authRequestHeaders', line: 'authRequestHeaders:', expected: `authorization among the request headers that reach ${ME}`, found: FOUND,
      }],
    },
    {
      when: 'a middleware answers a cookie of its own',
      input: traefik(ALL, {}, { 'Set-Cookie': 'a=b' }),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/headers',
        field: 'spec.headers.customResponseHeaders.Set-Cookie',
        line: 'Set-Cookie: a=b',
        expected: 'set-cookie among the response headers that reach the browser',
        found: FOUND,
      }],
    },
    {
      when: 'ForwardAuth passes no cookie on',
      input: traefik(['Authorization', 'Flyte-Authorization']),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/guard', field: 'spec.forwardAuth.authRequestHeaders', line: 'authRequestHeaders:', expected: `cookie among the request headers that reach ${ME}`, found: FOUND,
      }],
    },
    {
      when: 'a middleware of the route empties a header',
      input: traefik(ALL, { 'Flyte-Authorization': '' }),
      findings: [{
        object: 'traefik.io/v1alpha1/Middleware union-cp/headers',
        field: 'spec.headers.customRequestHeaders.Flyte-Authorization',
        line: 'Flyte-Authorization: ""',
        expected: 'flyte-authorization among the request headers that reach flyteadmin',
        found: FOUND,
      }],
    },
  ],
  passes: [
    { when: 'flyteadmin asks for headers of its own, and another is cleared', input: manifests(...OWN) + api(clearing('Flyte-Authorization')) },
    { when: 'the chart renders every Ingress', input: manifests(...flyteadmin(), ...chartIngresses()) },
    { when: 'it renders routes of the Gateway API', input: manifests(...flyteadmin(), ...chartGatewayRoutes()) },
    { when: 'everything is passed on', input: traefik(ALL) },
    { when: 'ForwardAuth passes no Flyte-Authorization on, which authorization-header-mismatch reports', input: traefik(['Cookie', 'Authorization']) },
    { when: 'our gate passes everything on', input: throughGate(ALL) },
    { when: 'a snippet replaces a token, which guard-bypassed reports', input: api({ 'auth-snippet': 'proxy_set_header Authorization "Bearer abc";' }) },
    {
      when: 'routes to other services lose headers, and /callback its session with them',
      input: api({}) + manifests(ingress('open', { host: HOST, annotations: { 'configuration-snippet': 'more_clear_input_headers Authorization; proxy_hide_header Set-Cookie;' }, paths: { '/callback': 'executions' } })),
    },
    { when: 'a snippet sets another header', input: api({ 'configuration-snippet': 'proxy_set_header X-Forwarded-Prefix "";' }) },
    {
      when: 'gRPC loses its cookies, which it has none of',
      input: manifests(ingress('grpc', {
        host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'configuration-snippet': 'grpc_set_header Cookie "";' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin' },
      })),
    },
  ],
  notApplicable: [
    { when: 'another application loses its headers', input: manifests(ingress('docs', { host: HOST, annotations: { 'configuration-snippet': 'proxy_set_header Cookie "";' }, paths: { '/': 'docs' } })), reason: NOT_APPLICABLE },
  ],
});
