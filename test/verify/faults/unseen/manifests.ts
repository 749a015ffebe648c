import { admin, config, entry, like, pod, set } from '../_changes';
import { Json, Planes } from '../_planes';
import { inPlanes, PeopleFault } from '../people/_people';
import { inRendered } from './_slip';

/** Slips in manifests: both planes in plain YAML behind three edges, and what the charts render. */

const nginx = inPlanes('ingress-nginx');
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');

const gate = (from: string, to: string, name = 'union-auth-gate-nginx') => (planes: Planes) => {
  const { data } = planes.get('ConfigMap', name);
  if (!data['nginx.conf'].includes(from)) {
    throw new Error(`No ${from}`);
  }
  data['nginx.conf'] = data['nginx.conf'].replaceAll(from, to);
};
const eachRule = (planes: Planes, name: string, put: (rule: Json) => void) => planes.get('Ingress', name).spec.rules.forEach(put);
const relabelled = (name: string) => (planes: Planes) => { pod(planes, name); planes.get('Deployment', name).spec.template.metadata.labels['app.kubernetes.io/name'] += '-v2'; planes.get('Deployment', name).spec.selector.matchLabels['app.kubernetes.io/name'] += '-v2'; };

const NGINX: PeopleFault[] = [
  nginx('an Ingress for a host with a typo', (p) => eachRule(p, 'controlplane-protected-grpc', (rule) => { rule.host = 'union.exmaple.com'; }), 'route-unattached'),
  nginx('one Ingress at the former class', set('Ingress', 'controlplane-protected', { 'spec.ingressClassName': 'nginx' }), 'route-unattached'),
  nginx('an Ingress in default', set('Ingress', 'controlplane-console-protected', { 'metadata.namespace': 'default' }),
    'route-backend-missing spec.rules[0].http.paths[0].path'),
  nginx('no auth-url on one', (p) => p.annotate('controlplane-protected-grpc', { 'auth-url': null }), 'route-unguarded metadata.annotations'),
  nginx('the API among the open paths', (p) => p.get('Ingress', 'controlplane').spec.rules[0].http.paths.push(like(p.get('Ingress', 'controlplane-protected').spec.rules[0].http.paths[0])),
    'guard-bypassed spec.rules[0].http.paths[12].path', 'route-unguarded metadata.annotations'),
  nginx('sign-in at the gRPC port', (p) => eachRule(p, 'controlplane', ({ http }) => http.paths.forEach(({ backend }: Json) => { backend.service.port.number = 81; })),
    'grpc-served-as-http spec.rules[0].http.paths[0].path', 'route-backend-missing spec.rules[0].http.paths[9].path',
    'sign-in-route-missing Ingress union-cp/controlplane-protected: metadata.annotations["nginx.ingress.kubernetes.io/auth-signin"] ×4'),
  nginx('gRPC as HTTP', (p) => p.annotate('controlplane-protected-grpc', { 'backend-protocol': 'HTTP' }), 'grpc-served-as-http'),
  nginx('the console at a Service of no such name', (p) => eachRule(p, 'controlplane-console-protected', ({ http }) => { http.paths[0].backend.service.name = 'flyte-console'; }), 'route-backend-missing spec.rules[0].http.paths[0].path'),
  nginx('a second Ingress for the console, to debug', (p) => p.add('networking.k8s.io/v1', 'Ingress', 'debug', { spec: { ingressClassName: 'controlplane', rules: [{ host: 'union.example.com', http: { paths: [{ path: '/v2', pathType: 'Prefix', backend: { service: { name: 'unionconsole', port: { number: 80 } } } }] } }] } }),
    'route-backend-missing spec.rules[0].http.paths[0].path', 'route-unguarded metadata.annotations'),
  nginx('the services at a host of their own', (p) => p.add('networking.k8s.io/v1', 'Ingress', 'internal', { spec: { ingressClassName: 'nginx-internal', rules: [{ host: 'internal.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'executions', port: { number: 80 } } } }] } }] } }),
    'route-unguarded metadata.annotations'),
  nginx('auth-url quoted twice', (p) => p.annotate('controlplane-protected', { 'auth-url': '"http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me"' }),
    'auth-annotation-ignored', 'guard-asks-other'),
  nginx('a header list with semicolons', (p) => p.annotate('controlplane-protected', { 'auth-response-headers': 'X-User-Subject;X-User-Claim-Identitytype;X-User-Token' }), 'identity-header-spoofable'),
  nginx('the gate forgets cookies', gate('proxy_set_header Cookie $http_cookie;\n', '\n'), 'guard-asks-other'),
  nginx('the gate asks the container\'s port', gate('svc.cluster.local:80', 'svc.cluster.local:8088'), 'guard-asks-other'),
  nginx('the gate asks another namespace', gate('flyteadmin.union-cp', 'flyteadmin.union'), 'guard-asks-other'),
  nginx('the gate asks /login', gate('/me?', '/login?'), 'guard-asks-other'),
  nginx('the gate listens elsewhere', gate('listen 8081', 'listen 8080'), 'guard-asks-other'),
  nginx('the gate with the caller\'s method', gate('proxy_method GET;', ''), 'guard-asks-other'),
  nginx('the gate relabelled', relabelled('union-auth-gate-nginx'), 'service-without-pods Service union-cp/union-auth-gate-nginx: spec.selector'),
  nginx('the gate\'s configuration under another name', (p) => { pod(p, 'union-auth-gate-nginx').volumes[0].configMap.name = 'union-auth-gate'; },
    'guard-asks-other spec.template.spec.volumes[0].configMap'),
  nginx('a Service that selects nothing', set('Service', 'flyteadmin', { 'spec.selector': { app: 'flyteadmin' } }), 'service-without-pods spec.selector'),
  nginx('flyteadmin at 8080', set('Service', 'flyteadmin', { 'spec.ports.0.port': 8080 }), 'service-without-pods spec.ports'),
];

const NETWORK: PeopleFault[] = [
  nginx('the controller by its former label', set('NetworkPolicy', 'union-auth-gate-nginx', { 'spec.ingress.0.from': [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } }, podSelector: { matchLabels: { app: 'nginx-ingress' } } }] }), 'network-policy-cuts spec.ingress'),
  nginx('the policy lets in at the Service\'s port', set('NetworkPolicy', 'flyteadmin', { 'spec.ingress.0.ports': [{ port: 80, protocol: 'TCP' }, { port: 81, protocol: 'TCP' }] }), 'network-policy-cuts spec.ingress'),
  nginx('a policy for pods of no such name', set('NetworkPolicy', 'executions', { 'spec.podSelector': { matchLabels: { 'app.kubernetes.io/name': 'execution' } } }), 'services-reachable spec.podSelector'),
  nginx('nothing may leave the operator but DNS', (p) => { p.get('NetworkPolicy', 'union-operator').spec.egress.splice(1); }, 'network-policy-cuts spec.egress'),
  nginx('the gate reaches pods of the data plane only', set('NetworkPolicy', 'union-auth-gate-nginx', { 'spec|egress|1|to|0|podSelector|matchLabels|app.kubernetes.io/component': 'data-plane' }), 'network-policy-cuts spec.egress'),
  nginx('flyteadmin may not call the provider', (p) => { p.get('NetworkPolicy', 'flyteadmin').spec.egress = p.get('NetworkPolicy', 'flyteadmin').spec.egress.slice(0, 2); }, 'network-policy-cuts spec.egress'),
  nginx('a service called from every namespace', set('NetworkPolicy', 'executions', { 'spec.ingress': [{}] }), 'services-reachable spec.ingress'),
];

const RBAC: PeopleFault[] = [
  nginx('a binding to a role of no such name', set('RoleBinding', 'flyteadmin-secrets', { 'roleRef.name': 'flyteadmin-secret' }), 'account-unbound'),
  nginx('a role that may only read', (p) => { p.get('Role', 'flyteadmin-secrets').rules.forEach((rule: Json) => { rule.verbs = ['get', 'list']; }); }, 'account-unbound rules'),
  nginx('the operator may not see Secrets', set('Role', 'union-operator', { 'rules.1.resources': ['configmaps'] }), 'account-unbound rules'),
  nginx('a pod with an account of no such name', (p) => { pod(p, 'flyteadmin').serviceAccountName = 'flyte-admin'; }, 'account-unbound'),
  nginx('a binding of the former account', set('ClusterRoleBinding', 'union-leaseworker', { 'subjects.0.name': 'executor' }), 'account-unbound subjects[0]'),
  nginx('roles of tasks for the former namespace', (p) => { const { data } = p.get('ConfigMap', 'union-clusterresource-template'); data['ab_leaseworker_role_binding.yaml'] = data['ab_leaseworker_role_binding.yaml'].replace('namespace: "union"', 'namespace: "flyte"'); },
    'account-unbound data["ab_leaseworker_role_binding.yaml"]'),
];

const SERVICES: PeopleFault[] = [
  nginx('flyteadmin in the data plane\'s namespace', config('executions', { 'admin.endpoint': 'dns:///flyteadmin.union.svc.cluster.local:81' }), 'endpoint-mismatch'),
  nginx('TLS where nothing serves it', config('flyte-scheduler-config', { 'admin.insecure': false }, 'admin.yaml'),
    'endpoint-mismatch data["admin.yaml"]: admin.endpoint'),
  nginx('an endpoint as a URL', config('flyte-propeller-config', { 'admin.endpoint': 'https://union.example.com' }, 'admin.yaml'), 'endpoint-mismatch'),
  nginx('services of another namespace', config('usage', { 'union.internalConnectionConfig.urlPattern': '_SERVICE_.union.svc.cluster.local:80' }), 'endpoint-mismatch'),
  nginx('the tenant\'s address of staging', config('cluster', { 'connection.rootTenantURLPattern': 'dns:///staging.union.example.com' }), 'endpoint-mismatch'),
  nginx('the operator at staging', config('union-operator', { 'union.connection.host': 'dns:///staging.union.example.com' }), 'endpoint-mismatch'),
  nginx('the former domain for tasks', config('union-operator', { 'operator.clusterData.cloudHostName': 'flyte.example.com' }), 'endpoint-mismatch'),
  nginx('an application of another cluster', config('union-operator', { 'operator.clusterData.appId': 'service-old-id' }), 'client-incomplete'),
  nginx('propeller of another cluster', config('flyte-propeller-config', { 'propeller.cluster-id': 'union-2' }, 'core.yaml'), 'cluster-name-mismatch'),
  nginx('syncresources of another cluster', config('union-clusterresourcesync-config', { 'cluster_resources.clusterName': 'flyte' }, 'cluster_resources.yaml'), 'cluster-name-mismatch'),
  nginx('a section in the plural', admin({ 'auth.userAuth.cookieSettings': { sameSitePolicy: 'LaxMode' }, 'auth.userAuth.cookieSetting': undefined }),
    'config-unknown-key data["server.yaml"]: auth.userAuth.cookieSettings'),
  nginx('a proxy without a scheme', admin({ 'auth.userAuth.httpProxyURL': 'proxy.example.com:3128' }), 'enum-invalid'),
  nginx('scopes in one entry', admin({ 'auth.userAuth.openId.scopes': ['openid,profile,offline_access'] }),
    'enum-invalid data["server.yaml"]: auth.userAuth.openId.scopes[0]'),
  nginx('the audience as a map', admin({ 'auth.appAuth.externalAuthServer.allowedAudience': { 0: 'api://default' } }),
    'audience-missing data["server.yaml"]: auth.appAuth.externalAuthServer.allowedAudience'),
  nginx('a secret that is written out', admin({ 'admin.clientSecretEnvVar': 'sv-1f8c2d7e9a', 'admin.clientSecretLocation': undefined }), 'client-secret-undelivered'),
  nginx('Secrets at a wrong folder', (p) => { pod(p, 'executions').containers[0].volumeMounts[2].mountPath = '/etc/secrets'; }, 'client-secret-unmounted'),
  nginx('Secrets of another plane', (p) => { pod(p, 'leaseworker').volumes.find(({ secret }: Json) => secret).secret.secretName = 'union-controlplane-secrets'; },
    'client-secret-undelivered spec.template.spec.volumes[2].secret'),
  nginx('a config folder of another program', (p) => { pod(p, 'executions').containers[0].args[3] = '/etc/flyte/config/*.yaml'; },
    'config-file-missing spec.template.spec.containers[0]'),
  nginx('a key of the Secret as a file of another name', (p) => { pod(p, 'executions').volumes[2].secret.items = [{ key: 'client_secret', path: 'secret' }]; },
    'client-secret-unmounted spec.template.spec.volumes[2].secret.items'),
  nginx('two clusters on one config', (p) => { pod(p, 'union-syncresources').volumes.find(({ configMap }: Json) => configMap?.name === 'union-clusterresourcesync-config').configMap.name = 'flyte-propeller-config'; },
    'client-section-missing ConfigMap union/flyte-propeller-config: data["admin.yaml"]: union.auth'),
];

const STORES: PeopleFault[] = [
  nginx('the browser\'s entry for the service', entry('union-controlplane-secrets-auth', 'client_secret', { 'remoteRef.key': 'union/web' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  nginx('an entry with a typo', entry('flyte-secret-auth', 'client_secret', { 'remoteRef.key': 'union/sevice' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  nginx('an entry of production\'s neighbour', entry('union-secret-auth', 'client_secret', { 'remoteRef.key': 'union-dev/service' }), 'secret-entry-elsewhere'),
  nginx('a key with a hyphen', (p) => { const { spec } = p.get('ExternalSecret', 'flyte-secret-auth'); spec.data[0].secretKey = 'client-secret'; delete spec.target.template; }, 'client-secret-key-missing spec.data'),
  nginx('a template of the former key', entry('flyte-secret-auth', 'client_secret', { secretKey: 'secret' }),
    'external-secret-incomplete spec.target.template.data.client_secret'),
  nginx('a target with a typo', set('ExternalSecret', 'union-secret-auth', { 'spec.target.name': 'union-secrets-auth' }), 'client-secret-undelivered'),
  nginx('a store of another kind', set('ExternalSecret', 'flyte-secret-auth', { 'spec.secretStoreRef.kind': 'ClusterSecretStore' }), 'secret-store-missing spec.secretStoreRef'),
  nginx('a Secret that is deleted with its entry', set('ExternalSecret', 'union-secret-auth', { 'spec.target.deletionPolicy': 'Delete' }), 'external-secret-policy-invalid'),
  nginx('a property that others do not have', entry('flyte-admin-secrets-auth', 'client_secret', { 'remoteRef.property': 'Client_Secret' }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  nginx('a second one for the same key', (p) => p.objects.push({ ...like(p.get('ExternalSecret', 'flyte-secret-auth')), metadata: { name: 'scheduler', namespace: 'union-cp' } }), 'secret-writers-collide spec.target.name'),
];

const route = (planes: Planes, name: string, i = 0): Json => planes.get('IngressRoute', name).spec.routes[i];
const middleware = (name: string, changes: Json) => set('Middleware', name, changes);
const TRAEFIK: PeopleFault[] = [
  traefik('one route without its gate', (p) => { route(p, 'controlplane-protected', 2).middlewares.pop(); }, 'route-unguarded spec.routes[2].match'),
  traefik('the gate before the headers', (p) => { route(p, 'controlplane-protected').middlewares.reverse(); }, 'identity-header-spoofable spec.routes[0].match ×4'),
  traefik('a middleware with a typo', (p) => { route(p, 'controlplane-usage').middlewares[1].name = 'controlplane-signin'; }, 'guard-asks-other spec.routes[0].middlewares'),
  traefik('a middleware of the namespace of Traefik', (p) => { route(p, 'controlplane-usage').middlewares[1].namespace = 'traefik'; }, 'guard-asks-other spec.routes[0].middlewares'),
  traefik('a host with a typo', (p) => { const each = route(p, 'controlplane-grpc-streaming'); each.match = each.match.replace('union.example', 'unoin.example'); }, 'route-unattached'),
  traefik('a quote for a backtick', (p) => { const each = route(p, 'controlplane-usage'); each.match = 'Host("union.example.com) && PathPrefix(`/usage`)'; }, 'route-unattached'),
  traefik('an entry point of another install', set('IngressRoute', 'controlplane-protected', { 'spec.entryPoints': ['web-secure'] }), 'route-unattached spec.entryPoints[0]'),
  traefik('the console above all', (p) => { route(p, 'controlplane-console-protected').priority = 1000; }, 'sign-in-route-missing spec.routes[0].match'),
  traefik('a gRPC route without h2c', (p) => { delete route(p, 'controlplane-grpc').services[0].scheme; }, 'grpc-served-as-http spec.routes[0].match'),
  traefik('the redirecting gate for gRPC', (p) => { route(p, 'controlplane-protected-grpc').middlewares[1].name = 'controlplane-sign-in'; }, 'grpc-sign-in-redirect spec.routes[0].match'),
  traefik('a gate of the former name', middleware('controlplane-sign-in', { 'spec.forwardAuth.address': 'http://auth-gate.union-cp.svc.cluster.local:8080/' }), 'guard-asks-other'),
  traefik('the token header forgotten', middleware('controlplane-unauthorized', { 'spec.forwardAuth.authRequestHeaders': ['Cookie', 'Authorization'] }), 'authorization-header-mismatch'),
  traefik('the subject not taken over', middleware('controlplane-sign-in', { 'spec.forwardAuth.authResponseHeaders': ['X-User-Token'], 'spec.forwardAuth.authResponseHeadersRegex': undefined }), 'claim-header-spoofable', 'identity-header-dropped'),
  traefik('an anchor taken out', middleware('controlplane-sign-in', { 'spec.forwardAuth.authResponseHeadersRegex': '^X-Usr-' }),
    'claim-header-spoofable spec.forwardAuth.authResponseHeaders'),
];

const targets = (planes: Planes, name: string): Json[] => planes.get('SecurityPolicy', name).spec.targetRefs;
const ENVOY: PeopleFault[] = [
  envoy('a target with a typo', (p) => { targets(p, 'controlplane-sign-in')[0].name += 's'; }, 'policy-unattached'),
  envoy('a target of the other kind', (p) => { targets(p, 'controlplane-unauthorized')[0].kind = 'HTTPRoute'; }, 'policy-unattached'),
  envoy('the gates swapped', set('SecurityPolicy', 'controlplane-unauthorized', { 'spec.extAuth.http.backendRefs.0.port': 8080 }), 'grpc-sign-in-redirect spec.extAuth.http.backendRefs'),
  envoy('a gate in another namespace', set('SecurityPolicy', 'controlplane-sign-in', { 'spec.extAuth.http.backendRefs.0.namespace': 'gateway' }), 'guard-asks-other spec.extAuth.http'),
  envoy('no cookie for the gate', set('SecurityPolicy', 'controlplane-sign-in', { 'spec.extAuth.headersToExtAuth': ['authorization', 'flyte-authorization'] }), 'credential-header-dropped'),
  envoy('a hostname with a typo', set('HTTPRoute', 'controlplane-usage', { 'spec.hostnames': ['unoin.example.com'] }),
    'route-unattached', 'route-unattached spec.hostnames[0]',
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs'),
  envoy('a listener of staging', set('Gateway', 'controlplane', { 'spec.listeners.0.hostname': 'staging.union.example.com' }), 'route-unattached'),
  envoy('headers cleared at another Gateway', set('ClientTrafficPolicy', 'controlplane', { 'spec.targetRefs.0.name': 'shared' }), 'claim-header-spoofable spec.targetRefs'),
  envoy('a gate\'s port that is not served', (p) => { p.get('Service', 'union-auth-gate').spec.ports.splice(0, 1); }, 'guard-asks-other spec.ports'),
];

const RENDERED: PeopleFault[] = [
  inRendered('one service\'s client of the former name', config('identity', { 'union.auth.clientId': 'service-old-id' }), 'client-secret-of-other'),
  inRendered('another issuer in flyteadmin\'s file', admin({ 'auth.appAuth.externalAuthServer.baseUrl': 'https://acme-staging.okta.com/oauth2/default' }), 'issuer-mismatch'),
  inRendered('an operator at staging', config('union-operator', { 'union.connection.host': 'dns:///staging.union.example.com' }, 'config.yaml', 'east'), 'endpoint-mismatch'),
  inRendered('an operator under the other cluster\'s name', config('union-operator', { 'operator.clusterId.name': 'west' }, 'config.yaml', 'east'), 'cluster-name-mismatch ×2'),
  inRendered('an operator as the other cluster', config('union-operator', { 'union.auth.clientId': 'west-operator-id' }, 'config.yaml', 'east'), 'client-secret-of-other'),
  inRendered('an ExternalSecret of the other cluster', entry('union-secret-auth', 'client_secret', { 'remoteRef.key': 'union/west-operator' }, 'east'), 'secret-entry-elsewhere'),
  inRendered('rendered into default', set('ConfigMap', 'identity', { 'metadata.namespace': 'default' }, 'union-cp'),
    'config-file-missing Deployment union-cp/identity: spec.template.spec.volumes[0].configMap'),
  inRendered('a patch that took the gate off',
    (p) => p.annotate('controlplane-protected', { 'auth-url': null }), 'route-unguarded metadata.annotations'),
  inRendered('the service\'s secret under another key', entry('union-controlplane-secrets-auth', 'client_secret', { secretKey: 'clientSecret' }, 'union-cp'),
    'external-secret-incomplete spec.target.template.data.client_secret'),
  inRendered('a token URL of the former server', config('executions', { 'executions.app.adminClient.connection.tokenUrl': 'https://acme.okta.com/oauth2/aus1/v1/token' }), 'token-url-foreign'),
];

export const MANIFESTS: readonly PeopleFault[] = [...NGINX, ...NETWORK, ...RBAC, ...SERVICES, ...STORES, ...TRAEFIK, ...ENVOY, ...RENDERED];
