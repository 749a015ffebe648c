import { authFailsOpen } from '../../../src/verify/rules/controllers';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No route of a control plane in the input has a guard.';
const policy = (extAuth: Record<string, unknown>) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'controlplane-grpc-protected' }],
    extAuth: { headersToExtAuth: ['cookie'], http: { backendRefs: [{ name: 'auth-gate', port: 8081 }] }, ...extAuth },
  },
});
const open = {
  object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
  field: 'spec.extAuth.failOpen',
  line: 'failOpen: true',
  found: 'a guard that fails open',
};

testRule(authFailsOpen, {
  fires: [
    {
      when: 'a SecurityPolicy fails open',
      input: manifests(...chartGatewayRoutes(), policy({ failOpen: true })),
      findings: [{ ...open, expected: 'an auth subrequest to http://auth-gate:8081/ that refuses every request until it answers' }],
    },
    {
      when: 'one that asks by gRPC does',
      input: manifests(...chartGatewayRoutes(), policy({ failOpen: true, http: undefined, grpc: { backendRefs: [{ name: 'auth', port: 9000 }] } })),
      findings: [{ ...open, expected: 'a guard of another kind that refuses every request until it answers' }],
    },
    {
      when: 'ingress-nginx is satisfied with any rule',
      input: manifests(...flyteadmin(), ingress('api', {
        host: HOST, paths: { '/api': 'flyteadmin:80' }, annotations: { ...HARDENED, 'satisfy': 'any', 'whitelist-source-range': '10.0.0.0/8' },
      })),
      findings: [{
        object: 'networking.k8s.io/v1/Ingress union-cp/api',
        field: 'metadata.annotations["nginx.ingress.kubernetes.io/satisfy"]',
        line: 'nginx.ingress.kubernetes.io/satisfy: any',
        expected: `an auth subrequest to ${HARDENED['auth-url']} that refuses every request until it answers`,
        found: 'a guard that fails open',
      }],
    },
  ],
  passes: [
    { when: 'the policy says that it fails closed', input: manifests(...chartGatewayRoutes(), policy({ failOpen: false, statusOnError: 503 })) },
    { when: 'it says nothing', input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })) },
    { when: 'ingress-nginx wants all rules', input: manifests(...flyteadmin(), ...chartIngresses({ annotations: { satisfy: 'all' } })) },
  ],
  notApplicable: [
    { when: 'no route has a guard', input: manifests(...chartGatewayRoutes()), reason: NOT_APPLICABLE },
    {
      when: 'the policy is of another application',
      input: manifests(
        object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'controlplane-grpc-protected', { spec: { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }),
        policy({ failOpen: true }),
      ),
      reason: NOT_APPLICABLE,
    },
  ],
});
