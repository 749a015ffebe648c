import { authMetadataMissing } from '../../../src/verify/rules/open-routes';
import { ingress } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';

const SERVICE = '/flyteidl.service.AuthMetadataService/GetPublicClientConfig';
const SERVICE_2 = '/flyteidl2.auth.AuthMetadataService/GetPublicClientConfig';
const METADATA = '/.well-known/oauth-authorization-server';

const runs = ingress('runs', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } });
const open = (...paths: string[]) => ingress('open', { host: HOST, paths: Object.fromEntries(paths.map((path) => [path, path.includes('Service') ? 'flyteadmin:81' : 'flyteadmin'])) });
const at = { object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'spec.rules[0].http.paths[0].path' };

testRule(authMetadataMissing, {
  fires: [
    ['the service is not routed', [...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl2.auth.AuthMetadataService')],
      { ...at, expected: `a route for ${SERVICE} to flyteadmin on ${HOST}`, found: 'no route' }],
    ['that of SDKs of version 2 is not routed, on a host that serves them',
      [...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')],
      { ...at, expected: `a route for ${SERVICE_2} to flyteadmin on ${HOST}`, found: 'no route' },
      remedy(['          - path: /flyteidl.service.AuthMetadataService\n', '          - path: /flyteidl2.auth.AuthMetadataService\n            pathType: ImplementationSpecific\n            backend: { service: { name: flyteadmin, port: { number: 81 } } }\n          - path: /flyteidl.service.AuthMetadataService\n'])],
    ['the console catches all', [...flyteadmin(), runs, open('/callback'), ingress('console', { host: HOST, paths: { '/': 'flyteconsole' } })],
      { ...at, expected: `routes for ${SERVICE}, ${SERVICE_2} and ${METADATA} to flyteadmin on ${HOST}`, found: 'the route / to flyteconsole, which matches first' }],
    ['the rules of the edge serve every host',
      [...flyteadmin(), ingress('runs', { annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl2.workflow.RunService': 'executions' } }),
        ingress('open', { paths: { '/callback': 'flyteadmin', '/.well-known': 'flyteadmin', '/flyteidl2.auth.AuthMetadataService': 'flyteadmin:81' } })],
      { ...at, expected: `a route for ${SERVICE} to flyteadmin on every host`, found: 'no route' }],
  ],
  passes: [
    ['the chart renders every Ingress', [...flyteadmin(), ...chartIngresses()]],
    ['all lead to flyteadmin',
      [...flyteadmin(), runs, open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')]],
    ['the host serves version 1 alone',
      [...flyteadmin(), ingress('admin', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/cloudidl.usage.UsageService': 'usage:81' } }),
        open('/callback', '/.well-known', '/flyteidl.service.AuthMetadataService')]],
  ],
  notApplicable: [
    ['flyteadmin is not in the input', [runs, open('/callback')]],
    ['the sign-in is not in the input', [...flyteadmin(), runs, open('/.well-known')]],
    ['open-source Flyte is served',
      [...flyteadmin(), ingress('flyte', { host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:81' } }), open('/callback')]],
    ['HTTP alone is guarded',
      [...flyteadmin(), ingress('apps', { host: HOST, annotations: HARDENED, paths: { '/app': 'executions' } }), open('/callback')]],
    ['the guarded routes are all that is in the input', [runs]],
    ['nothing is guarded', [...flyteadmin(), ...chartGatewayRoutes()]],
  ],
});
