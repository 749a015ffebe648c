import { browserSignInMissing } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, HARDENED, HOST } from '../_union';

const console = (annotations: Record<string, string>, paths: Record<string, string> = { '/': 'flyteconsole' }) => ingress('console', { host: HOST, annotations, paths });
const { 'auth-signin': _, ...withoutSignIn } = HARDENED;

/** Traefik asks /me for the console, and answers refusals with the page of the sign-in. */
const traefik = (errors: object) => manifests(
  object('traefik.io/v1alpha1', 'Middleware', 'sign-in', { spec: { errors: { status: ['401'], service: { name: 'flyteadmin', port: 80 }, query: '/login', ...errors } } }),
  object('traefik.io/v1alpha1', 'Middleware', 'auth', { spec: { forwardAuth: { address: IN_CLUSTER_ME } } }),
  object('traefik.io/v1alpha1', 'IngressRoute', 'console', {
    spec: { routes: [{ match: `Host(\`${HOST}\`)`, middlewares: [{ name: 'sign-in' }, { name: 'auth' }], services: [{ name: 'flyteconsole', port: 80 }] }] },
  }),
);

testRule(browserSignInMissing, {
  fires: [
    ['Traefik sends the redirect to the sign-in with the status of the refusal', traefik({}),
      ['traefik.io/v1alpha1/Middleware union-cp/sign-in', 'spec.errors.query',
        'statusRewrites {"401": 302} beside it, as browsers follow no redirect of another status', '/login, which goes out as 401']],
    ['the console has the guard of gRPC', [console(withoutSignIn)],
      ['networking.k8s.io/v1/Ingress union-cp/console', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]', 'a way to sign in beside the guard of /',
        'none, so browsers get 401'],
      remedy(['    nginx.ingress.kubernetes.io/auth-signin-redirect-param', '    nginx.ingress.kubernetes.io/auth-signin: https://union.example.com/login?redirect_url=$escaped_request_uri\n    nginx.ingress.kubernetes.io/auth-signin-redirect-param'])],
  ],
  passes: [
    ['Traefik rewrites the status of the refusal', traefik({ statusRewrites: { 401: 302 } })],
    ['our annotations guard it', [console(HARDENED)]],
    ['the annotations of the chart do', chartIngresses({ console: CHART_HTTP })],
  ],
  notApplicable: [
    ['the guard asks with another method, which guard-asks-other reports', [console({ ...withoutSignIn, 'auth-method': 'POST' })]],
    ['the guard stands before the sign-in itself, which sign-in-route-guarded reports',
      [console(withoutSignIn, { '/': 'flyteconsole', '/login': 'flyteadmin' })]],
    ['a route for gRPC leads there', [console({ ...CHART_GRPC, 'backend-protocol': 'GRPC' })]],
    ['only APIs are guarded, which need no sign-in', [ingress('apps', { host: HOST, annotations: CHART_GRPC, paths: { '/app': 'executions' } })]],
    ['nothing is guarded', chartGatewayRoutes()],
  ],
});
