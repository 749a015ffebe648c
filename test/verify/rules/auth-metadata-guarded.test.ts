import { authMetadataGuarded } from '../../../src/verify/rules/open-routes';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_GRPC, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No route in the input leads auth metadata to flyteadmin.';
const found = `an auth subrequest to ${IN_CLUSTER_ME}`;
const grpc = (...services: string[]) => ingress('grpc', {
  host: HOST, annotations: { ...CHART_GRPC, 'backend-protocol': 'GRPC' }, paths: Object.fromEntries(services.map((service) => [service, 'flyteadmin:grpc'])),
});
const at = (index: number, line: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/grpc', field: `spec.rules[0].http.paths[${index}].path`, line: `path: ${line}` });

const BOTH = 'flyteidl.service.AuthMetadataService and flyteidl2.auth.AuthMetadataService';

testRule(authMetadataGuarded, {
  fires: [
    {
      when: 'an Ingress guards AuthMetadataService of both APIs: one finding',
      input: manifests(grpc('/flyteidl.service.AuthMetadataService', '/flyteidl2.auth.AuthMetadataService')),
      findings: [
        { ...at(0, '/flyteidl.service.AuthMetadataService'), expected: `${BOTH} served without a guard on ${HOST}`, found },
      ],
    },
    {
      when: 'every gRPC call goes to flyteadmin behind the guard',
      input: manifests(grpc('/')),
      findings: [
        {
          ...at(0, '/'),
          expected: `flyteidl.service.AuthMetadataService, flyteidl2.auth.AuthMetadataService and /.well-known/oauth-authorization-server served without a guard on ${HOST}`,
          found,
        },
      ],
    },
    {
      when: 'a SecurityPolicy targets the route that must be open',
      input: manifests(...chartGatewayRoutes(), securityPolicy({ 'controlplane-grpc-unprotected': 'GRPCRoute' })),
      findings: [{
        object: 'gateway.networking.k8s.io/v1/GRPCRoute union-cp/controlplane-grpc-unprotected',
        field: 'spec.rules[0].matches[1]',
        line: 'method:',
        expected: `${BOTH} served without a guard on ${HOST}`,
        found: 'an auth subrequest to http://auth-gate:8081/',
      }],
    },
    {
      when: 'basic auth stands before /.well-known',
      input: manifests(
        object('traefik.io/v1alpha1', 'Middleware', 'basic', { spec: { basicAuth: { secret: 'users' } } }),
        object('traefik.io/v1alpha1', 'IngressRoute', 'open', {
          spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/.well-known\`)`, middlewares: [{ name: 'basic' }], services: [{ name: 'flyteadmin', port: 80 }] }] },
        }),
      ),
      findings: [{
        object: 'traefik.io/v1alpha1/IngressRoute union-cp/open',
        field: 'spec.routes[0].match',
        line: `match: Host(\`${HOST}\`) && PathPrefix(\`/.well-known\`)`,
        expected: `/.well-known/oauth-authorization-server served without a guard on ${HOST}`,
        found: 'a guard of another kind',
      }],
    },
  ],
  passes: [
    { when: 'the chart leaves them open', input: manifests(...chartIngresses()) },
    { when: 'release 2026.3 of the chart leaves them open, without host and namespace', input: manifests(...chartIngresses({ release: 'V2026_3', host: null, namespace: null })) },
    { when: 'they are open on a gateway whose other routes are guarded', input: manifests(...chartGatewayRoutes(), securityPolicy({ 'controlplane-protected': 'HTTPRoute' })) },
    {
      when: 'a guarded AdminService stands beside them',
      input: manifests(grpc('/flyteidl.service.AdminService'), ingress('open', { host: HOST, paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })),
    },
  ],
  notApplicable: [
    { when: 'only a guarded console catches them', input: manifests(ingress('console', { host: HOST, annotations: HARDENED, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    { when: 'an unknown controller serves them', input: manifests(ingress('open', { host: HOST, className: 'alb', paths: { '/flyteidl.service.AuthMetadataService': 'flyteadmin:grpc' } })), reason: NOT_APPLICABLE },
    { when: 'no edge is in the input', input: manifests(object('v1', 'Service', 'flyteadmin')), reason: NOT_APPLICABLE },
  ],
});
