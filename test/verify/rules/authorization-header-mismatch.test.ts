import { authorizationHeaderMismatch } from '../../../src/verify/rules/clients';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const admin = (headers: Record<string, string> = {}) => flyteadmin(externalAuth(ISSUER, {}, headers));
const union = (authorizationMetadataKey: string) => ({ union: { auth: { enable: true, clientId: 'service', authorizationMetadataKey } } });
const guarded = ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/': 'flyteconsole' } });
const gatewayGuard = (headersToExtAuth: string[]) => [
  object('gateway.networking.k8s.io/v1', 'GRPCRoute', 'protected', {
    spec: { hostnames: ['union.example.com'], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }] },
  }),
  object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
    spec: {
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'protected' }],
      extAuth: { headersToExtAuth, http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } },
    },
  }),
];
const reads = 'which apps/v1/Deployment union-cp/flyteadmin reads';

testRule(authorizationHeaderMismatch, {
  fires: [
    ['services of both planes use another header',
      [...admin(), ...service('executions', union('x-token')), ...dataPlaneService('union-operator', union('flyte-auth'))],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: union.auth.authorizationMetadataKey', `flyte-authorization, ${reads}`, 'x-token'],
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.authorizationMetadataKey', `flyte-authorization, ${reads}`, 'flyte-auth']],
    ['flyteadmin was given another header and an admin client keeps the default', [
      ...admin({ grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }),
      ...service('executions', { admin: { clientId: 'service', authorizationHeader: 'flyte-authorization' } }),
    ], ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.authorizationHeader', `x-token, ${reads}`, 'flyte-authorization']],
    ['flyteadmin reads one header over gRPC and another in /me', [...admin({ grpcAuthorizationHeader: 'x-token' }), guarded],
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.grpcAuthorizationHeader',
        'flyte-authorization, as httpAuthorizationHeader has it: guards ask /me with what clients send over gRPC', 'x-token'],
      remedy(['      grpcAuthorizationHeader: x-token', '      grpcAuthorizationHeader: flyte-authorization'])],
    ['the guard of a gateway passes only the default headers on', [...admin(), ...gatewayGuard(['cookie'])],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.headersToExtAuth',
        'flyte-authorization among the request headers that reach http://flyteadmin:80/me', 'authorization, cookie']],
  ],
  passes: [
    ['the guard fits one of two flyteadmins that it may ask',
      [...admin(), ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: null }), ...gatewayGuard(['flyte-authorization'])]],
    ['the header differs in case alone', [...admin(), ...service('executions', union('Flyte-Authorization'))]],
    ['a client uses the standard header, which flyteadmin reads as well', [...admin(), ...service('executions', union('authorization'))]],
    ['the guard of a gateway passes the header on', [...admin(), ...gatewayGuard(['cookie', 'flyte-authorization'])]],
    ['ingress-nginx passes every header on', [...admin(), guarded]],
    ['a data plane fits one of two control planes', [
      ...admin(),
      ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: 'union-cp-2' }),
      ...dataPlaneService('union-operator', union('x-token')),
    ]],
  ],
  notApplicable: [
    ['the client is switched off',
      [...admin(), ...service('executions', { union: { auth: { enable: false, authorizationMetadataKey: 'x-token' } } })]],
    ['a guard asks something else than /me',
      [...admin({ grpcAuthorizationHeader: 'x-token' }), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': 'http://gate/' }, paths: { '/': 'flyteconsole' } })]],
    ['the guard of a gateway asks another flyteadmin', [...flyteadmin(externalAuth(ISSUER), { namespace: 'other-cp' }), ...gatewayGuard(['cookie'])]],
    ['the guard of a gateway asks a flyteadmin that asks for no tokens',
      [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...gatewayGuard(['cookie'])]],
    ['clients name no header: they ask flyteadmin', [...admin(), ...service('executions', { admin: { clientId: 'service' } })]],
    ['the input holds the data plane alone', dataPlaneService('union-operator', union('x-token'))],
    ['flyteadmin asks for no tokens', [...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...service('executions', union('x-token'))]],
    ['the service belongs to another control plane', [...admin(), ...service('executions', union('x-token'), { namespace: 'other-cp' })]],
  ],
});
