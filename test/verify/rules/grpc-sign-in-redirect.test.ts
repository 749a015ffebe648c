import { grpcSignInRedirect } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const LOGIN = HARDENED['auth-signin'];
const expected = 'no sign-in redirect on gRPC routes';
const grpc = (name: string) => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"]',
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
    ['the HTTP annotations stand on every guarded Ingress', chartIngresses({ http: HARDENED, grpc: HARDENED }),
      grpc('controlplane-protected-grpc'),
      grpc('controlplane-protected-grpc-streaming'),
      grpc('controlplane-usage-grpc')],
    ['a page of errors answers in the place of 401',
      [ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC', 'custom-http-errors': '401,503' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })],
      ['networking.k8s.io/v1/Ingress union-cp/admin', 'metadata.annotations["nginx.ingress.kubernetes.io/custom-http-errors"]', '401 to callers of gRPC',
        'an error page that answers in its place']],
    ['the backend protocol is GRPCS',
      [ingress('admin', { host: HOST, annotations: { ...HARDENED, 'backend-protocol': 'GRPCS' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:grpc' } })],
      grpc('admin')],
    ['Traefik answers 401 with the login page before an h2c service', traefik('h2c'),
      ['traefik.io/v1alpha1/Middleware union-cp/login', 'spec.errors.query', expected, '/login'], remedy(['        - name: login\n', ''])],
  ],
  passes: [
    ['the chart leaves it out', chartIngresses()],
    ['the annotation is empty', chartIngresses({ grpc: { ...CHART_GRPC, 'auth-signin': '' } })],
    ['HTTP goes to a port named grpc',
      [...chartIngresses(), ingress('data', { host: HOST, annotations: HARDENED, paths: { '/data': 'dataproxy:grpc' } })]],
    ['a SecurityPolicy guards GRPCRoutes', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
  ],
  notApplicable: [
    ['Traefik does so before an HTTP service', traefik('http')],
    ['gRPC is open', chartIngresses({ grpc: {} })],
    ['another application is the one',
      [ingress('shop', { annotations: { 'auth-url': 'http://x/auth', 'auth-signin': 'http://x', 'backend-protocol': 'GRPC' }, paths: { '/': 'shop' } })]],
  ],
});
