import { authMetadataGuarded } from '../../../src/verify/rules/open-routes';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const found = `an auth subrequest to ${IN_CLUSTER_ME}`;
const grpc = (...services: string[]) => ingress('grpc', {
  host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: Object.fromEntries(services.map((service) => [service, 'flyteadmin:grpc'])),
});
const at = (index: number, line: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/grpc', field: `spec.rules[0].http.paths[${index}].path`, line: `path: ${line}` });

const BOTH = 'flyteidl.service.AuthMetadataService and flyteidl2.auth.AuthMetadataService';

testRule(authMetadataGuarded, {
  fires: [
    ['an Ingress guards AuthMetadataService of both APIs: one finding',
      [grpc('/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')],
      { ...at(0, '/flyteidl.service.AuthMetadataService'), expected: `${BOTH} served without a guard on ${HOST}`, found }],
    ['every gRPC call goes to flyteadmin behind the guard', [grpc('/')],
      { ...at(0, '/'), expected: `flyteidl.service.AuthMetadataService, flyteidl2.auth.AuthMetadataService and /.well-known/oauth-authorization-server served without a guard on ${HOST}`, found }],
    ['a SecurityPolicy targets the route that must be open',
      [...chartGatewayRoutes(), securityPolicy({ 'controlplane-grpc-unprotected': 'GRPCRoute' })],
      ['gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-unprotected', 'spec.rules[0].matches[1]', `${BOTH} served without a guard on ${HOST}`,
        'an auth subrequest to http://auth-gate:8081/']],
    ['basic auth stands before /.well-known', [
      object('traefik.io/v1alpha1', 'Middleware', 'basic', { spec: { basicAuth: { secret: 'users' } } }),
      object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
        spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/.well-known\`)`, middlewares: [{ name: 'basic' }], services: [{ name: 'flyteadmin', port: 80 }] }] },
      }),
    ], ['traefik.io/v1alpha1/IngressRoute union-cp/open', 'spec.routes[0].match', `/.well-known/oauth-authorization-server served without a guard on ${HOST}`,
      'a guard of another kind'], remedy(['      middlewares:\n        - name: basic\n', ''])],
  ],
  passes: [
    ['the chart leaves them open', chartIngresses()],
    ['release 2026.3 of the chart leaves them open, without host and namespace', chartIngresses({ release: 'V2026_3', host: null, namespace: null })],
    ['they are open on a gateway whose other routes are guarded', [...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })]],
    ['a guarded AdminService stands beside them',
      [grpc('/flyteidl.service.AdminService'), ingress('open', { host: HOST, paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })]],
  ],
  notApplicable: [
    ['only a guarded console catches them',
      [ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })]],
    ['an unknown controller serves them',
      [ingress('open', { host: HOST, className: 'alb', paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })]],
    ['no edge is in the input', [object('v1', 'Service', 'flyteadmin')]],
  ],
});
