import { grpcSignInRedirect } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No gRPC route of a control plane in the input is guarded by an auth subrequest.';
const LOGIN = HARDENED['auth-signin'];
const expected = 'no sign-in redirect on gRPC routes';
const grpc = (name: string) => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]',
  line: `nginx.ingress.kubernetes.io/auth-signin: ${LOGIN}`,
  expected,
  found: LOGIN,
});
const traefik = (scheme: string) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'guard', { spec: { forwardAuth: { address: IN_CLUSTER_ME } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'login', { spec: { errors: { status: ['401-403'], service: { name: 'flyteadmin', port: 80 }, query: '/login' } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'admin', {
    spec: {
      routes: [{
        match: `Host(\`${HOST}\`) && PathPrefix(\`/flyteidl.service.AdminService\`)`,
        middlewares: [{ name: 'login' }, { name: 'guard' }],
        services: [{ name: 'flyteadmin', port: 81, scheme }],
      }],
    },
  }),
);

testRule(grpcSignInRedirect, {
  fires: [
    {
      when: 'the HTTP annotations stand on every guarded Ingress',
      input: manifests(...chartIngresses({ http: HARDENED, grpc: HARDENED })),
      findings: [grpc('controlplane-protected-grpc'), grpc('controlplane-protected-grpc-streaming'), grpc('controlplane-usage-grpc')],
    },
    {
      when: 'a page of errors answers in the place of 401',
      input: manifests(ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'custom-http-errors': '401,503' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/admin',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/custom-http-errors"]',
        line: 'nginx.ingress.kubernetes.io/custom-http-errors: 401,503',
        expected: '401 to callers of gRPC',
        found: 'an error page that answers in its place',
      }],
    },
    {
      when: 'the backend protocol is GRPCS',
      input: manifests(ingress('admin', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPCS' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })),
      findings: [grpc('admin')],
    },
    {
      when: 'Traefik answers 401 with the login page before an h2c service',
      input: traefik('h2c'),
      findings: [{ object: 'traefik.io/v1alpha1/Middleware union-cp/login', field: 'spec.errors.query', line: 'query: /login', expected, found: '/login' }],
    },
  ],
  passes: [
    { when: 'the chart leaves it out', input: manifests(...chartIngresses()) },
    { when: 'the annotation is empty', input: manifests(...chartIngresses({ grpc: { ...CHART_GRPC, 'auth-signin': '' } })) },
    { when: 'HTTP goes to a port named grpc', input: manifests(...chartIngresses(), ingress('data', { host: HOST, annotations: HARDENED, paths: { '/data': 'dataproxy:grpc' } })) },
    { when: 'a SecurityPolicy guards GRPCRoutes', input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })) },
  ],
  notApplicable: [
    { when: 'Traefik does so before an HTTP service', input: traefik('http'), reason: NOT_APPLICABLE },
    { when: 'gRPC is open', input: manifests(...chartIngresses({ grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'another application is the one', input: manifests(ingress('shop', { annotations: { 'auth-url': 'http://x/auth', 'auth-signin': 'http://x', 'backend-protocol': 'GRPC' }, paths: { '/': 'shop' } })), reason: NOT_APPLICABLE },
  ],
});
