import { browserSignInMissing } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No route to a console in the input is behind a guard that asks /me.';
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
  fires: [{
    when: 'Traefik sends the redirect to the sign-in with the status of the refusal',
    input: traefik({}),
    findings: [{
      object: 'traefik.io/v1alpha1/Middleware union-cp/sign-in',
      field: 'spec.errors.query',
      line: 'query: /login',
      expected: 'statusRewrites {"401": 302} beside it, as browsers follow no redirect of another status',
      found: '/login, which goes out as 401',
    }],
  }, {
    when: 'the console has the guard of gRPC',
    input: manifests(console(withoutSignIn)),
    findings: [{
      object: 'networking.k8s.io/v1/Ingress union-cp/console',
      field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]',
      line: `nginx.ingress.kubernetes.io/auth-url: ${HARDENED['auth-url']}`,
      expected: 'a way to sign in beside the guard of /',
      found: 'none, so browsers get 401',
    }],
  }],
  passes: [
    { when: 'Traefik rewrites the status of the refusal', input: traefik({ statusRewrites: { 401: 302 } }) },
    { when: 'our annotations guard it', input: manifests(console(HARDENED)) },
    { when: 'the annotations of the chart do', input: manifests(...chartIngresses({ console: CHART_HTTP })) },
  ],
  notApplicable: [
    { when: 'the guard asks with another method, which guard-asks-other reports', input: manifests(console({ ...withoutSignIn, 'auth-method': 'POST' })), reason: NOT_APPLICABLE },
    { when: 'the guard stands before the sign-in itself, which sign-in-route-guarded reports', input: manifests(console(withoutSignIn, { '/': 'flyteconsole', '/login': 'flyteadmin' })), reason: NOT_APPLICABLE },
    { when: 'a route for gRPC leads there', input: manifests(console({ ...CHART_GRPC, 'backend-protocol': 'GRPC' })), reason: NOT_APPLICABLE },
    { when: 'only APIs are guarded, which need no sign-in', input: manifests(ingress('apps', { host: HOST, annotations: CHART_GRPC, paths: { '/app': 'executions' } })), reason: NOT_APPLICABLE },
    { when: 'nothing is guarded', input: manifests(...chartGatewayRoutes()), reason: NOT_APPLICABLE },
  ],
});
