import { grpcServedAsHttp } from '../../../src/verify/rules/routes';
import { configMap, ingress, manifests, object } from '../_manifests';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HOST } from '../_union';

const runs = '/flyteidl2.workflow.RunService';
const runsOn = (annotations: Record<string, string>) => manifests(...flyteadmin(), ingress('runs', { host: HOST, annotations, paths: { [runs]: 'executions' } }));
const at = (protocol: string, expected: string) => [{
  object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', expected, found: protocol,
}] as const;
const router = (scheme: object) => object('traefik.io/v1alpha1', 'IngressRoute', 'runs', {
  spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`${runs}\`)`, services: [{ name: 'executions', port: 80, ...scheme }] }] },
});

const secured = flyteadmin().map((each, index) => (index > 0 ? each
  : configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true, secure: true } }, auth: { userAuth: { openId: { clientId: 'web' } } } } })));

const ports = [{ name: 'http', port: 80 }, { name: 'grpc', port: 81 }];
const portNamed = (name: string) => `port:\n                  name: ${name}`;
const ADMIN = object('v1', 'Service', 'flyteadmin', { spec: { ports } });
/** The executions service, as the chart names its ports. */
const RUNNER = object('v1', 'Service', 'executions', { spec: { ports: [{ name: 'grpc', port: 80 }, { name: 'connect', port: 83 }, { name: 'http', port: 81 }] } });
const EXECUTIONS = ingress('usage', { host: HOST, paths: { '/usage': 'usage' } });

testRule(grpcServedAsHttp, {
  fires: [
    ['an Ingress for gRPC says HTTP', runsOn({ 'backend-protocol': 'HTTP' }), ...at('HTTP', `gRPC to executions for ${runs}/x`)],
    ['it says HTTPS', runsOn({ 'backend-protocol': 'HTTPS' }), ...at('HTTPS', `gRPC to executions for ${runs}/x`)],
    ['an Ingress for HTTP says gRPC',
      [...flyteadmin(), ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/app': 'executions' } })],
      ['networking.k8s.io/v1/Ingress union-cp/apps', 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', 'HTTP to executions for /app',
        'GRPC']],
    ['a router of Traefik names no scheme', [...flyteadmin(), router({})],
      ['traefik.io/v1alpha1/IngressRoute union-cp/runs', 'spec.routes[0].match', `gRPC to executions for ${runs}/x`, 'HTTP'],
      remedy(['        - name: executions\n          port: 80', '        - name: executions\n          scheme: h2c\n          port: 80'])],
    ['an Ingress says nothing, which is HTTP', runsOn({ 'ssl-redirect': 'true' }),
      ['networking.k8s.io/v1/Ingress union-cp/runs', 'metadata.annotations', `gRPC to executions for ${runs}/x`, 'HTTP']],
    ...[
      { protocol: 'GRPC', path: '/flyteidl.service.AdminService', port: 'http', right: 'grpc', expected: 'gRPC to flyteadmin for /flyteidl.service.AdminService/x', found: 'port 80 (http), where 81 (grpc) serves it' },
      { protocol: 'HTTP', path: '/api', port: 'grpc', right: 'http', expected: 'HTTP to flyteadmin for /api', found: 'port 81 (grpc), where 80 (http) serves it' },
    ].map(({ protocol, path, port, right, expected, found }): FiringRow => [`an Ingress leads ${protocol} to port ${port} of flyteadmin`,
      [...flyteadmin(), ADMIN, EXECUTIONS, ingress('admin', { host: HOST, annotations: { 'backend-protocol': protocol }, paths: { [path]: `flyteadmin:${port}` } })],
      ['networking.k8s.io/v1/Ingress union-cp/admin', 'spec.rules[0].http.paths[0].path', expected, found],
      remedy(...[[portNamed(port), portNamed(right)]] as const)]),
    ['an Ingress leads gRPC to the HTTP port of another service',
      [...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:http' } })],
      ['networking.k8s.io/v1/Ingress union-cp/runs', 'spec.rules[0].http.paths[0].path', `gRPC to executions for ${runs}/x`,
        'port 81 (http), where 80 (grpc) serves it'],
      remedy([portNamed('http'), portNamed('grpc')])],
  ],
  passes: [
    ['a port has a name of its own, though every JavaScript object knows it',
      [...flyteadmin(), object('v1', 'Service', 'executions', { spec: { ports: [{ name: 'grpc', port: 80 }, { name: 'constructor', port: 83 }] } }),
        ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:83' } })]],
    ['flyteadmin has one port, whatever it is called',
      [...flyteadmin(), object('v1', 'Service', 'flyteadmin', { spec: { ports: [{ name: 'http', port: 80 }] } }), EXECUTIONS,
        ingress('admin', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:80' } })]],
    ['HTTP goes to the gRPC port of another service, as the chart has it',
      [...flyteadmin(), RUNNER, EXECUTIONS, ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'HTTP' }, paths: { '/app': 'executions:80' } })]],
    ...['grpc', 'connect'].map((port): Row => [`gRPC goes to the port ${port} of another service`,
      [...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: `executions:${port}` } })]]),
    ['one of two flyteadmins speaks TLS, and routes say so',
      [...secured, ...flyteadmin({ namespace: 'other-cp' }), ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPCS' }, paths: { [runs]: 'executions' } })]],
    ['the chart says it on each Ingress', chartIngresses()],
    ['the release before does', chartIngresses({ release: 'V2026_3' })],
    ['the chart renders routes of the Gateway API', chartGatewayRoutes()],
    ['the scheme is h2c', [...flyteadmin(), router({ scheme: 'h2c' })]],
    ['the Service says what it speaks',
      [...flyteadmin(), router({}), object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }] } })]],
    ['a route for everything is there for pages', [...flyteadmin(), ingress('all', { host: HOST, paths: { '/': 'executions' } })]],
  ],
  notApplicable: [
    ['open-source Flyte is served as HTTP', [...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminService': 'flyteadmin' } })]],
    ...['alb', 'haproxy', 'kong', 'contour'].map((className): Row => [`a controller of class ${className} is told in its own way`,
      [...flyteadmin(), ingress('runs', { host: HOST, className, paths: { [runs]: 'executions' } })]]),
    ['another application speaks HTTP', [ingress('docs', { host: HOST, paths: { '/': 'docs' } })]],
  ],
});
