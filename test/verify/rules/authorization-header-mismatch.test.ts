import { authorizationHeaderMismatch } from '../../../src/verify/rules/clients';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { testRule } from '../_rule-harness';

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

const reason = 'The input does not show both a flyteadmin with useAuth: true and a client or guard that names the header of tokens.';

testRule(authorizationHeaderMismatch, {
  fires: [
    {
      when: 'services of both planes use another header',
      input: manifests(...admin(), ...service('executions', union('x-token')), ...dataPlaneService('union-operator', union('flyte-auth'))),
      findings: [
        {
          object: 'v1/ConfigMap union-cp/executions',
          field: 'data["config.yaml"]: union.auth.authorizationMetadataKey',
          line: 'authorizationMetadataKey: x-token',
          expected: `flyte-authorization, ${reads}`,
          found: 'x-token',
        },
        {
          object: 'v1/ConfigMap union/union-operator',
          field: 'data["config.yaml"]: union.auth.authorizationMetadataKey',
          line: 'authorizationMetadataKey: flyte-auth',
          expected: `flyte-authorization, ${reads}`,
          found: 'flyte-auth',
        },
      ],
    },
    {
      when: 'flyteadmin was given another header and an admin client keeps the default',
      input: manifests(
        ...admin({ grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }),
        ...service('executions', { admin: { clientId: 'service', authorizationHeader: 'flyte-authorization' } }),
      ),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["config.yaml"]: admin.authorizationHeader',
        line: 'authorizationHeader: flyte-authorization',
        expected: `x-token, ${reads}`,
        found: 'flyte-authorization',
      }],
    },
    {
      when: 'flyteadmin reads one header over gRPC and another in /me',
      input: manifests(...admin({ grpcAuthorizationHeader: 'x-token' }), guarded),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.grpcAuthorizationHeader',
        line: 'grpcAuthorizationHeader: x-token',
        expected: 'flyte-authorization, as httpAuthorizationHeader has it: guards ask /me with what clients send over gRPC',
        found: 'x-token',
      }],
    },
    {
      when: 'the guard of a gateway passes only the default headers on',
      input: manifests(...admin(), ...gatewayGuard(['cookie'])),
      findings: [{
        object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard',
        field: 'spec.extAuth.headersToExtAuth',
        line: 'headersToExtAuth:',
        expected: 'flyte-authorization among the request headers that reach http://flyteadmin:80/me',
        found: 'authorization, cookie',
      }],
    },
  ],
  passes: [
    {
      when: 'the guard fits one of two flyteadmins that it may ask',
      input: manifests(...admin(), ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: null }), ...gatewayGuard(['flyte-authorization'])),
    },
    { when: 'the header differs in case alone', input: manifests(...admin(), ...service('executions', union('Flyte-Authorization'))) },
    { when: 'a client uses the standard header, which flyteadmin reads as well', input: manifests(...admin(), ...service('executions', union('authorization'))) },
    { when: 'the guard of a gateway passes the header on', input: manifests(...admin(), ...gatewayGuard(['cookie', 'flyte-authorization'])) },
    { when: 'ingress-nginx passes every header on', input: manifests(...admin(), guarded) },
    {
      when: 'a data plane fits one of two control planes',
      input: manifests(
        ...admin(),
        ...flyteadmin(externalAuth(ISSUER, {}, { grpcAuthorizationHeader: 'x-token', httpAuthorizationHeader: 'x-token' }), { namespace: 'union-cp-2' }),
        ...dataPlaneService('union-operator', union('x-token')),
      ),
    },
  ],
  notApplicable: [
    { when: 'the client is switched off', input: manifests(...admin(), ...service('executions', { union: { auth: { enable: false, authorizationMetadataKey: 'x-token' } } })), reason },
    {
      when: 'a guard asks something else than /me',
      input: manifests(...admin({ grpcAuthorizationHeader: 'x-token' }), ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': 'http://gate/' }, paths: { '/': 'flyteconsole' } })),
      reason,
    },
    { when: 'the guard of a gateway asks another flyteadmin', input: manifests(...flyteadmin(externalAuth(ISSUER), { namespace: 'other-cp' }), ...gatewayGuard(['cookie'])), reason },
    { when: 'the guard of a gateway asks a flyteadmin that asks for no tokens', input: manifests(...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...gatewayGuard(['cookie'])), reason },
    {
      when: 'clients name no header: they ask flyteadmin',
      input: manifests(...admin(), ...service('executions', { admin: { clientId: 'service' } })),
      reason,
    },
    {
      when: 'the input holds the data plane alone',
      input: manifests(...dataPlaneService('union-operator', union('x-token'))),
      reason,
    },
    {
      when: 'flyteadmin asks for no tokens',
      input: manifests(...flyteadmin(externalAuth(ISSUER), { useAuth: false }), ...service('executions', union('x-token'))),
      reason,
    },
    {
      when: 'the service belongs to another control plane',
      input: manifests(...admin(), ...service('executions', union('x-token'), { namespace: 'other-cp' })),
      reason,
    },
  ],
});
