import { authFailsOpen } from '../../../src/verify/rules/controllers';
import { ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';

const policy = (extAuth: Record<string, unknown>) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'controlplane-grpc-protected' }],
    extAuth: { headersToExtAuth: ['cookie'], http: { backendRefs: [{ name: 'auth-gate', port: 8081 }] }, ...extAuth },
  },
});
const open = {
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.failOpen',
  found: 'a guard that fails open',
};

testRule(authFailsOpen, {
  fires: [
    ['a SecurityPolicy fails open', [...chartGatewayRoutes(), policy({ failOpen: true })],
      { ...open, expected: 'an auth subrequest to http://auth-gate:8081/ that refuses every request until it answers' }],
    ['one that asks by gRPC does',
      [...chartGatewayRoutes(), policy({ failOpen: true, http: undefined, grpc: { backendRefs: [{ name: 'auth', port: 9000 }] } })],
      { ...open, expected: 'a guard of another kind that refuses every request until it answers' }],
    ['ingress-nginx is satisfied with any rule',
      [...flyteadmin(), ingress('api', {
        host: HOST, paths: { '/api': 'flyteadmin:80' }, annotations: { ...HARDENED, 'satisfy': 'any', 'whitelist-source-range': '10.0.0.0/8' },
      })], ['networking.k8s.io/v1/Ingress union-cp/api', 'metadata.annotations["nginx.ingress.kubernetes.io/satisfy"]',
        `an auth subrequest to ${HARDENED['auth-url']} that refuses every request until it answers`, 'a guard that fails open'],
      remedy(['    nginx.ingress.kubernetes.io/satisfy: any\n', ''])],
  ],
  passes: [
    ['the policy says that it fails closed', [...chartGatewayRoutes(), policy({ failOpen: false, statusOnError: 503 })]],
    ['it says nothing', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['ingress-nginx wants all rules', [...flyteadmin(), ...chartIngresses({ annotations: { satisfy: 'all' } })]],
  ],
  notApplicable: [
    ['no route has a guard', chartGatewayRoutes()],
    ['the policy is of another application', [
      object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'controlplane-grpc-protected', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }),
      policy({ failOpen: true }),
    ]],
  ],
});
