import { browserSignInMissing } from '../../../src/verify/rules/browser-sign-in-missing';
import { ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, CHART_HTTP, chartGatewayRoutes, chartIngresses, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No route to a console in the input is behind a guard that asks /me.';
const console = (annotations: Record<string, string>, paths: Record<string, string> = { '/': 'flyteconsole' }) => ingress('console', { host: HOST, annotations, paths });
const { 'auth-signin': _, ...withoutSignIn } = HARDENED;

testRule(browserSignInMissing, {
  fires: [{
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
