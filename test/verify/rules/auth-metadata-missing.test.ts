import { authMetadataMissing } from '../../../src/verify/rules/open-routes';
import { ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'The input does not show a host with guarded gRPC routes together with its flyteadmin and sign-in.';
const SERVICE = '/flyteidl.service.AuthMetadataService/GetPublicClientConfig';
const SERVICE_2 = '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig';
const METADATA = '/.well-known/oauth-authorization-server';

const runs = ingress('runs', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } });
const open = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, path.includes('Service') ? 'flyteadmin:81' : 'flyteadmin'])) });
const at = { object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'spec.rules[0].http.paths[0].path', line: 'path: /flyteidl2.workflow.RunService' };

testRule(authMetadataMissing, {
  fires: [
    {
      when: 'the service is not routed',
      input: manifests(...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl2.auth.AuthMetadataService')),
      findings: [{ ...at, expected: `a route for ${SERVICE} to flyteadmin on ${HOST}`, found: 'no route' }],
    },
    {
      when: 'that of SDKs of version 2 is not routed, on a host that serves them',
      input: manifests(...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')),
      findings: [{ ...at, expected: `a route for ${SERVICE_2} to flyteadmin on ${HOST}`, found: 'no route' }],
    },
    {
      when: 'the console catches all',
      input: manifests(...flyteadmin(), runs, open('/callback'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })),
      findings: [{ ...at, expected: `routes for ${SERVICE}, ${SERVICE_2} and ${METADATA} to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    },
    {
      when: 'the rules of the edge serve every host',
      input: manifests(...flyteadmin(), ingress('runs', { annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } }),
        ingress('open', { paths: { '/callback': 'flyteadmin', '/.well-known': 'flyteadmin', '/flyteidl2.auth.AuthMetadataService': 'flyteadmin:81' } })),
      findings: [{ ...at, expected: `a route for ${SERVICE} to flyteadmin on every host`, found: 'no route' }],
    },
  ],
  passes: [
    { when: 'the chart renders every Ingress', input: manifests(...flyteadmin(), ...chartIngresses()) },
    { when: 'all lead to flyteadmin', input: manifests(...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')) },
    {
      when: 'the host serves version 1 alone',
      input: manifests(...flyteadmin(), ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.usage.UsageService': 'usage:81' } }),
        open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')),
    },
  ],
  notApplicable: [
    { when: 'flyteadmin is not in the input', input: manifests(runs, open('/callback')), reason: NOT_APPLICABLE },
    { when: 'the sign-in is not in the input', input: manifests(...flyteadmin(), runs, open('/.well-known')), reason: NOT_APPLICABLE },
    {
      when: 'open-source Flyte is served',
      input: manifests(...flyteadmin(), ingress('flyte', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:81' } }), open('/callback')),
      reason: NOT_APPLICABLE,
    },
    {
      when: 'HTTP alone is guarded',
      input: manifests(...flyteadmin(), ingress('apps', { host: HOST, annotations: HARDENED, paths: { '/app': 'executions' } }), open('/callback')),
      reason: NOT_APPLICABLE,
    },
    { when: 'the guarded routes are all that is in the input', input: manifests(runs), reason: NOT_APPLICABLE },
    { when: 'nothing is guarded', input: manifests(...flyteadmin(), ...chartGatewayRoutes()), reason: NOT_APPLICABLE },
  ],
});
