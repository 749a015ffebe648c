import { grpcServedAsHttp } from '../../../src/verify/rules/routes';
import { configMap, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HOST } from '../_union';

const NOT_APPLICABLE = 'No host in the input serves a Union control plane by an edge that is known here.';
const runs = '/flyteidl2.workflow.RunService';
const runsOn = (annotations: Record<string, string>) => manifests(...flyteadmin(), ingress('runs', { host: HOST, annotations, paths: { [runs]: 'executions' } }));
const at = (protocol: string, expected: string) => [{
  object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', line: `nginx.ingress.kubernetes.io/backend-protocol: ${protocol}`, expected, found: protocol,
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
    { when: 'an Ingress for gRPC says HTTP', input: runsOn({ 'backend-protocol': 'HTTP' }), findings: at('HTTP', `gRPC to executions for ${runs}/x`) },
    { when: 'it says HTTPS', input: runsOn({ 'backend-protocol': 'HTTPS' }), findings: at('HTTPS', `gRPC to executions for ${runs}/x`) },
    {
      when: 'an Ingress for HTTP says gRPC',
      input: manifests(...flyteadmin(), ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/app': 'executions' } })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/apps', field: 'metadata.annotations["nginx.ingress.kubernetes.io/backend-protocol"]', line: 'nginx.ingress.kubernetes.io/backend-protocol: GRPC', expected: 'HTTP to executions for /app', found: 'GRPC',
      }],
    },
    {
      when: 'a router of Traefik names no scheme',
      input: manifests(...flyteadmin(), router({})),
      findings: [{
        object: 'traefik.io/v1alpha1/IngressRoute union-cp/runs', field: 'spec.routes[0].match', line: `match: Host(\`${HOST}\`) && PathPrefix(\`${runs}\`)`, expected: `gRPC to executions for ${runs}/x`, found: 'HTTP',
      }],
    },
    {
      when: 'an Ingress says nothing, which is HTTP',
      input: runsOn({ 'ssl-redirect': 'true' }),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/runs', field: 'metadata.annotations', line: 'annotations:', expected: `gRPC to executions for ${runs}/x`, found: 'HTTP' }],
    },
    ...[
      { protocol: 'GRPC', path: '/flyteidl.service.AdminService', port: 'http', right: 'grpc', expected: 'gRPC to flyteadmin for /flyteidl.service.AdminService/x', found: 'port 80 (http), where 81 (grpc) serves it' },
      { protocol: 'HTTP', path: '/api', port: 'grpc', right: 'http', expected: 'HTTP to flyteadmin for /api', found: 'port 81 (grpc), where 80 (http) serves it' },
    ].map(({ protocol, path, port, right, expected, found }) => ({
      when: `an Ingress leads ${protocol} to port ${port} of flyteadmin`,
      input: manifests(...flyteadmin(), ADMIN, EXECUTIONS, ingress('admin', { host: HOST, annotations: { 'backend-protocol': protocol }, paths: { [path]: `flyteadmin:${port}` } })),
      findings: [{ object: 'networking.k8s.io/v1/Ingress union-cp/admin', field: 'spec.rules[0].http.paths[0].path', line: `path: ${path}`, expected, found }] as const,
      remedy: [[portNamed(port), portNamed(right)]] as const,
    })),
    {
      when: 'an Ingress leads gRPC to the HTTP port of another service',
      input: manifests(...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:http' } })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/runs',
        field: 'spec.rules[0].http.paths[0].path',
        line: `path: ${runs}`,
        expected: `gRPC to executions for ${runs}/x`,
        found: 'port 81 (http), where 80 (grpc) serves it',
      }],
      remedy: [[portNamed('http'), portNamed('grpc')]],
    },
  ],
  passes: [
    {
      when: 'a port has a name of its own, though every JavaScript object knows it',
      input: manifests(...flyteadmin(), object('v1', 'Service', 'executions', { spec: { ports: [{ name: 'grpc', port: 80 }, { name: 'constructor', port: 83 }] } }),
        ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: 'executions:83' } })),
    },
    {
      when: 'flyteadmin has one port, whatever it is called',
      input: manifests(...flyteadmin(), object('v1', 'Service', 'flyteadmin', { spec: { ports: [{ name: 'http', port: 80 }] } }), EXECUTIONS,
        ingress('admin', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { '/flyteidl.service.AdminService': 'flyteadmin:80' } })),
    },
    {
      when: 'HTTP goes to the gRPC port of another service, as the chart has it',
      input: manifests(...flyteadmin(), RUNNER, EXECUTIONS, ingress('apps', { host: HOST, annotations: { 'backend-protocol': 'HTTP' }, paths: { '/app': 'executions:80' } })),
    },
    ...['grpc', 'connect'].map((port) => ({
      when: `gRPC goes to the port ${port} of another service`,
      input: manifests(...flyteadmin(), RUNNER, ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPC' }, paths: { [runs]: `executions:${port}` } })),
    })),
    {
      when: 'one of two flyteadmins speaks TLS, and routes say so',
      input: manifests(...secured, ...flyteadmin({ namespace: 'other-cp' }), ingress('runs', { host: HOST, annotations: { 'backend-protocol': 'GRPCS' }, paths: { [runs]: 'executions' } })),
    },
    { when: 'the chart says it on each Ingress', input: manifests(...chartIngresses()) },
    { when: 'the release before does', input: manifests(...chartIngresses({ release: 'V2026_3' })) },
    { when: 'the chart renders routes of the Gateway API', input: manifests(...chartGatewayRoutes()) },
    { when: 'the scheme is h2c', input: manifests(...flyteadmin(), router({ scheme: 'h2c' })) },
    { when: 'the Service says what it speaks', input: manifests(...flyteadmin(), router({}), object('v1', 'Service', 'executions', { spec: { ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }] } })) },
    { when: 'a route for everything is there for pages', input: manifests(...flyteadmin(), ingress('all', { host: HOST, paths: { '/': 'executions' } })) },
  ],
  notApplicable: [
    { when: 'open-source Flyte is served as HTTP', input: manifests(...flyteadmin(), ingress('flyte', { host: HOST, paths: { '/flyteidl.service.AdminService': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    ...['alb', 'haproxy', 'kong', 'contour'].map((className) => ({
      when: `a controller of class ${className} is told in its own way`,
      input: manifests(...flyteadmin(), ingress('runs', { host: HOST, className, paths: { [runs]: 'executions' } })),
      reason: NOT_APPLICABLE,
    })),
    { when: 'another application speaks HTTP', input: manifests(ingress('docs', { host: HOST, paths: { '/': 'docs' } })), reason: NOT_APPLICABLE },
  ],
});
