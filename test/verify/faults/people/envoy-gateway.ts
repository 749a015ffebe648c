import { set, without } from '../_changes';
import { DOMAIN, Json, Planes } from '../_planes';
import { inPlanes, missed } from './_people';
import { CONSOLE, PROTECTED } from './_routes';

/** What people get wrong at Envoy Gateway. */

const envoy = inPlanes('Envoy Gateway');
const policy = (planes: Planes, name = 'controlplane-sign-in'): Json => planes.get('SecurityPolicy', name).spec;
const httpRoute = (service: string, port: number, rest: Json = {}, value = '/api'): Json => ({
  spec: { parentRefs: [{ name: 'controlplane' }], hostnames: [DOMAIN], rules: [{ matches: [{ path: { type: 'PathPrefix', value } }], backendRefs: [{ name: service, port }] }], ...rest },
});

export const ENVOY_GATEWAY = [
  envoy('no policy', without('SecurityPolicy', 'controlplane-unauthorized'),
    'gateway-route-unguarded GRPCRoute union-cp/controlplane-protected-grpc: spec.rules',
    'gateway-route-unguarded GRPCRoute union-cp/controlplane-protected-grpc-streaming: spec.rules'),
  envoy('a route that the policy does not name',
    (p) => { policy(p).targetRefs = policy(p).targetRefs.filter(({ name }: Json) => name !== PROTECTED); },
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules'),
  envoy('a policy that names an unknown route', (p) => {
    policy(p).targetRefs.find(({ name }: Json) => name === PROTECTED).name = 'controlplane-protect';
  }, 'policy-unattached'),
  envoy('a policy that names the wrong kind', (p) => {
    policy(p, 'controlplane-unauthorized').targetRefs.forEach((ref: Json) => { ref.kind = 'HTTPRoute'; });
  }, 'policy-unattached', 'policy-unattached spec.targetRefs[1].kind'),
  envoy('a policy of another namespace', set('SecurityPolicy', 'controlplane-sign-in', { 'metadata.namespace': 'envoy-gateway-system' }),
    'policy-unattached metadata.namespace'),
  envoy('the guard under a field in another case',
    (p) => { const { extAuth, ...rest } = policy(p); p.get('SecurityPolicy', 'controlplane-sign-in').spec = { ...rest, extauth: extAuth }; },
    'manifest-refused spec.extauth'),
  envoy('failOpen', (p) => { policy(p).extAuth.failOpen = true; }, 'auth-fails-open'),
  envoy('a route on the http listener', set('HTTPRoute', PROTECTED, { 'spec.parentRefs.0.sectionName': 'http' }),
    'route-in-clear spec.parentRefs[0]'),
  envoy('a route on both listeners', set('HTTPRoute', PROTECTED, { 'spec.parentRefs.0.sectionName': undefined }),
    'route-in-clear spec.parentRefs[0]'),
  envoy('an open route on the http listener', (p) => p.add(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'plain',
    httpRoute('flyteadmin', 80, { parentRefs: [{ name: 'controlplane', sectionName: 'http' }] }),
  ), 'gateway-route-unguarded spec.rules', 'route-in-clear spec.parentRefs[0]'),
  envoy('a listener that is not there', set('HTTPRoute', CONSOLE, { 'spec.parentRefs.0.sectionName': 'web' }), 'route-unattached spec.parentRefs[0]'),
  envoy('another gateway', set('HTTPRoute', 'controlplane', { 'spec.parentRefs.0.name': 'eg' }), 'route-unattached spec.parentRefs[0]'),
  envoy('the gateway accepts other hosts', set('Gateway', 'controlplane', { 'spec.listeners.0.hostname': 'union-staging.example.com' }),
    'route-unattached'),
  envoy('extAuth asks flyteadmin itself at its root', (p) => { policy(p).extAuth.http = { backendRefs: [{ name: 'flyteadmin', port: 80 }] }; },
    'guard-asks-other spec.extAuth.http', 'identity-header-dropped spec.extAuth.http'),
  envoy('extAuth asks with a path before the path',
    (p) => { policy(p).extAuth.http = { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' }; }, 'guard-asks-other spec.extAuth.http',
    'identity-header-dropped spec.extAuth.http'),
  envoy('extAuth asks oauth2-proxy', (p) => {
    policy(p).extAuth.http = { backendRefs: [{ name: 'oauth2-proxy', port: 4180 }], path: '/oauth2/auth' };
  }, 'guard-asks-other spec.extAuth.http', 'identity-header-dropped spec.extAuth.http'),
  envoy('extAuth by gRPC', (p) => { policy(p).extAuth = { grpc: { backendRefs: [{ name: 'flyteadmin', port: 81 }] } }; },
    'guard-asks-other spec.extAuth'),
  envoy('extAuth by the wrong port', (p) => { policy(p).extAuth.http.backendRefs[0].port = 80; }, 'guard-asks-other spec.extAuth.http'),
  envoy('the sign-in policy and the other swapped', (p) => {
    const [a, b] = [policy(p), policy(p, 'controlplane-unauthorized')];
    [a.extAuth, b.extAuth] = [b.extAuth, a.extAuth];
  },
  'browser-sign-in-missing spec.extAuth.http',
  'grpc-sign-in-redirect SecurityPolicy union-cp/controlplane-unauthorized: spec.extAuth.http.backendRefs'),
  envoy('credentials not sent to the guard', (p) => { policy(p).extAuth.headersToExtAuth = ['accept']; },
    'authorization-header-mismatch', 'credential-header-dropped'),
  envoy('the cookie not sent to the guard', (p) => { policy(p).extAuth.headersToExtAuth = ['authorization']; },
    'authorization-header-mismatch', 'credential-header-dropped'),
  envoy('no headers to the backend', (p) => {
    delete policy(p).extAuth.http.headersToBackend;
    delete p.get('ClientTrafficPolicy', 'controlplane').spec.headers;
  }, 'claim-header-spoofable spec', 'identity-header-spoofable SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http'),
  envoy('an open HTTPRoute of another team',
    (p) => p.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'team', httpRoute('executions', 81, { hostnames: ['team.example.com'] })),
    'gateway-route-unguarded spec.rules', 'route-in-clear spec.parentRefs[0]', 'route-misdirected spec.rules[0].matches[0]'),
  envoy('an open GRPCRoute', (p) => p.add(
    'gateway.networking.k8s.io/v1',
    'GRPCRoute',
    'team',
    {
      spec: {
        parentRefs: [{ name: 'controlplane' }],
        hostnames: ['grpc.example.com'],
        rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }],
      },
    },
  ),
  'public-url-unauthorized ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.authorizedUris',
  'gateway-route-unguarded spec.rules', 'route-in-clear spec.parentRefs[0]'),
  envoy('gRPC by an HTTPRoute', (p) => {
    p.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grpc', httpRoute('flyteadmin', 81, {}, '/flyteidl.service.AdminService'));
    policy(p, 'controlplane-unauthorized').targetRefs.push({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'grpc' });
  }, 'grpc-served-as-http HTTPRoute union-cp/grpc: spec.rules[0].matches[0]', 'route-in-clear HTTPRoute union-cp/grpc: spec.parentRefs[0]'),
  envoy('OIDC of the gateway instead of /me', (p) => {
    p.get('SecurityPolicy', 'controlplane-sign-in').spec = { targetRefs: policy(p).targetRefs, oidc: { provider: { issuer: 'https://acme.okta.com/oauth2/default' }, clientID: 'web-id', clientSecret: { name: 'oidc' } } };
  }, 'guard-asks-other spec.oidc'),
  envoy('a JWT filter alone', (p) => {
    p.get('SecurityPolicy', 'controlplane-unauthorized').spec = { targetRefs: policy(p, 'controlplane-unauthorized').targetRefs, jwt: { providers: [{ name: 'okta', issuer: 'https://acme.okta.com/oauth2/default', remoteJWKS: { uri: 'https://acme.okta.com/oauth2/default/v1/keys' } }] } };
  }, 'guard-asks-other spec.jwt'),
  envoy('the login guarded as well', (p) => {
    policy(p).targetRefs.push({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'controlplane' });
  },
  'auth-metadata-guarded HTTPRoute union-cp/controlplane: spec.rules[0].matches[3]',
  'sign-in-route-guarded HTTPRoute union-cp/controlplane: spec.rules[0].matches[0] ×3'),
  envoy('the metadata guarded as well', (p) => {
    policy(p, 'controlplane-unauthorized').targetRefs.push({ group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'controlplane-grpc' });
  }, 'auth-metadata-guarded GRPCRoute union-cp/controlplane-grpc: spec.rules[0].matches[0] ×2'),
  missed('its Deployment may lie in a file that is not in the input', envoy('no gate', without('Deployment', 'union-auth-gate'))),
  envoy('the gate asks another namespace', (p) => p.gate(/flyteadmin\.union-cp\.svc/g, 'flyteadmin.union-staging.svc'), 'guard-asks-other'),
];
