import { Json, Planes } from '../_planes';
import { Slip, config, entry, inPlanes, inRendered, like, objectOf, pod, set, without } from './_slip';

/** Slips in manifests: both planes in plain YAML behind three edges, and what the charts render. */

const nginx = inPlanes('ingress-nginx');
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const GATE = 'ConfigMap union-cp/union-auth-gate';
const HTTP = 'Ingress union-cp/controlplane-protected';

const gate = (from: string, to: string, name = 'union-auth-gate-nginx') => (planes: Planes) => {
  const { data } = objectOf(planes, 'ConfigMap', name);
  if (!data['nginx.conf'].includes(from)) {
    throw new Error(`No ${from}`);
  }
  data['nginx.conf'] = data['nginx.conf'].replaceAll(from, to);
};
const eachRule = (planes: Planes, name: string, put: (rule: Json) => void) => objectOf(planes, 'Ingress', name).spec.rules.forEach(put);
const relabelled = (name: string) => (planes: Planes) => { pod(planes, name); objectOf(planes, 'Deployment', name).spec.template.metadata.labels['app.kubernetes.io/name'] += '-v2'; objectOf(planes, 'Deployment', name).spec.selector.matchLabels['app.kubernetes.io/name'] += '-v2'; };

const NGINX: Slip[] = [
  nginx('an Ingress for a host with a typo', (p) => eachRule(p, 'controlplane-protected-grpc', (rule) => { rule.host = 'union.exmaple.com'; }), 'Ingress union-cp/controlplane-protected-grpc: spec.rules'),
  nginx('one Ingress at the former class', set('Ingress', 'controlplane-protected', { 'spec.ingressClassName': 'nginx' }), `${HTTP}: spec.ingressClassName`),
  nginx('an Ingress in default', set('Ingress', 'controlplane-console-protected', { 'metadata.namespace': 'default' }), 'Ingress default/controlplane-console-protected'),
  nginx('no auth-url on one', (p) => p.annotate('controlplane-protected-grpc', { 'auth-url': null }), 'Ingress union-cp/controlplane-protected-grpc: '),
  nginx('the API among the open paths', (p) => objectOf(p, 'Ingress', 'controlplane').spec.rules[0].http.paths.push(like(objectOf(p, 'Ingress', 'controlplane-protected').spec.rules[0].http.paths[0])), 'Ingress union-cp/controlplane: spec.rules'),
  nginx('sign-in at the gRPC port', (p) => eachRule(p, 'controlplane', ({ http }) => http.paths.forEach(({ backend }: Json) => { backend.service.port.number = 81; })), 'Ingress union-cp/controlplane: spec.rules'),
  nginx('gRPC as HTTP', (p) => p.annotate('controlplane-protected-grpc', { 'backend-protocol': 'HTTP' }), 'Ingress union-cp/controlplane-protected-grpc: metadata.annotations'),
  nginx('the console at a Service of no such name', (p) => eachRule(p, 'controlplane-console-protected', ({ http }) => { http.paths[0].backend.service.name = 'flyte-console'; }), 'Ingress union-cp/controlplane-console-protected: spec.rules'),
  nginx('a second Ingress for the console, to debug', (p) => p.add('networking.k8s.io/v1', 'Ingress', 'debug', { spec: { ingressClassName: 'controlplane', rules: [{ host: 'union.example.com', http: { paths: [{ path: '/v2', pathType: 'Prefix', backend: { service: { name: 'unionconsole', port: { number: 80 } } } }] } }] } }), 'Ingress union-cp/debug: '),
  nginx('the services at a host of their own', (p) => p.add('networking.k8s.io/v1', 'Ingress', 'internal', { spec: { ingressClassName: 'nginx-internal', rules: [{ host: 'internal.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'executions', port: { number: 80 } } } }] } }] } }), 'Ingress union-cp/internal: '),
  nginx('auth-url quoted twice', (p) => p.annotate('controlplane-protected', { 'auth-url': '"http://union-auth-gate-nginx.union-cp.svc.cluster.local:8081/me"' }), `${HTTP}: metadata.annotations`),
  nginx('a header list with semicolons', (p) => p.annotate('controlplane-protected', { 'auth-response-headers': 'X-User-Subject;X-User-Claim-Identitytype;X-User-Token' }), `${HTTP}: metadata.annotations`),
  nginx('the gate forgets cookies', gate('proxy_set_header Cookie $http_cookie;\n', '\n'), GATE),
  nginx('the gate asks the container\'s port', gate('svc.cluster.local:80', 'svc.cluster.local:8088'), GATE, 'NetworkPolicy union-cp/flyteadmin'),
  nginx('the gate asks another namespace', gate('flyteadmin.union-cp', 'flyteadmin.union'), GATE),
  nginx('the gate asks /login', gate('/me?', '/login?'), GATE),
  nginx('the gate listens elsewhere', gate('listen 8081', 'listen 8080'), GATE, 'Service union-cp/union-auth-gate-nginx', 'Deployment union-cp/union-auth-gate-nginx'),
  nginx('the gate with the caller\'s method', gate('proxy_method GET;', ''), GATE),
  nginx('the gate relabelled', relabelled('union-auth-gate-nginx'), 'Service union-cp/union-auth-gate-nginx', 'Deployment union-cp/union-auth-gate-nginx', 'NetworkPolicy union-cp/union-auth-gate-nginx'),
  nginx('the gate\'s configuration under another name', (p) => { pod(p, 'union-auth-gate-nginx').volumes[0].configMap.name = 'union-auth-gate'; }, 'Deployment union-cp/union-auth-gate-nginx'),
  nginx('a Service that selects nothing', set('Service', 'flyteadmin', { 'spec.selector': { app: 'flyteadmin' } }), 'Service union-cp/flyteadmin: spec.selector'),
  nginx('the ports of flyteadmin swapped', (p) => { const { ports } = objectOf(p, 'Service', 'flyteadmin').spec; [ports[0].targetPort, ports[1].targetPort] = [8089, 8088]; }, 'Service union-cp/flyteadmin: spec.ports'),
  nginx('flyteadmin at 8080', (p) => { objectOf(p, 'Service', 'flyteadmin').spec.ports[0].port = 8080; }, 'Service union-cp/flyteadmin', GATE, 'Ingress union-cp/controlplane'),
];

const NETWORK: Slip[] = [
  nginx('the controller by its former label', (p) => { objectOf(p, 'NetworkPolicy', 'union-auth-gate-nginx').spec.ingress[0].from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } }, podSelector: { matchLabels: { app: 'nginx-ingress' } } }]; }, 'NetworkPolicy union-cp/union-auth-gate-nginx'),
  nginx('the policy lets in at the Service\'s port', (p) => { objectOf(p, 'NetworkPolicy', 'flyteadmin').spec.ingress[0].ports = [{ port: 80, protocol: 'TCP' }, { port: 81, protocol: 'TCP' }]; }, 'NetworkPolicy union-cp/flyteadmin: spec.ingress'),
  nginx('only the controller may call flyteadmin', (p) => { objectOf(p, 'NetworkPolicy', 'flyteadmin').spec.ingress[0].from.pop(); }, 'NetworkPolicy union-cp/flyteadmin: spec.ingress'),
  nginx('a policy for pods of no such name', set('NetworkPolicy', 'executions', { 'spec.podSelector': { matchLabels: { 'app.kubernetes.io/name': 'execution' } } }), 'NetworkPolicy union-cp/executions: spec.podSelector'),
  nginx('nothing may leave the operator but DNS', (p) => { objectOf(p, 'NetworkPolicy', 'union-operator').spec.egress.splice(1); }, 'NetworkPolicy union/union-operator: spec.egress'),
  nginx('the gate reaches pods of the data plane only', (p) => { objectOf(p, 'NetworkPolicy', 'union-auth-gate-nginx').spec.egress[1].to[0].podSelector.matchLabels['app.kubernetes.io/component'] = 'data-plane'; }, 'NetworkPolicy union-cp/union-auth-gate-nginx: spec.egress'),
  nginx('flyteadmin may not call the provider', (p) => { objectOf(p, 'NetworkPolicy', 'flyteadmin').spec.egress = objectOf(p, 'NetworkPolicy', 'flyteadmin').spec.egress.slice(0, 2); }, 'NetworkPolicy union-cp/flyteadmin: spec.egress'),
  nginx('a service called from every namespace', (p) => { objectOf(p, 'NetworkPolicy', 'executions').spec.ingress = [{}]; }, 'NetworkPolicy union-cp/executions: spec.ingress'),
];

const RBAC: Slip[] = [
  nginx('a binding to another namespace\'s account', (p) => { objectOf(p, 'RoleBinding', 'flyteadmin-secrets').subjects[0].namespace = 'union'; }, 'RoleBinding union-cp/flyteadmin-secrets: subjects'),
  nginx('a binding to a role of no such name', (p) => { objectOf(p, 'RoleBinding', 'flyteadmin-secrets').roleRef.name = 'flyteadmin-secret'; }, 'RoleBinding union-cp/flyteadmin-secrets: roleRef'),
  nginx('a role that may only read', (p) => { objectOf(p, 'Role', 'flyteadmin-secrets').rules.forEach((rule: Json) => { rule.verbs = ['get', 'list']; }); }, 'Role union-cp/flyteadmin-secrets: rules'),
  nginx('the operator may not see Secrets', (p) => { objectOf(p, 'Role', 'union-operator').rules[1].resources = ['configmaps']; }, 'Role union/union-operator: rules'),
  nginx('a pod with an account of no such name', (p) => { pod(p, 'flyteadmin').serviceAccountName = 'flyte-admin'; }, 'Deployment union-cp/flyteadmin: spec.template.spec.serviceAccountName'),
  nginx('a binding of the former account', (p) => { objectOf(p, 'ClusterRoleBinding', 'union-leaseworker').subjects[0].name = 'executor'; }, 'ClusterRoleBinding union-leaseworker: subjects'),
  nginx('roles of tasks for the former namespace', (p) => { const { data } = objectOf(p, 'ConfigMap', 'union-clusterresource-template'); data['ab_leaseworker_role_binding.yaml'] = data['ab_leaseworker_role_binding.yaml'].replace('namespace: "union"', 'namespace: "flyte"'); }, 'ConfigMap union/union-clusterresource-template'),
];

const EXECUTIONS = 'ConfigMap union-cp/executions: data["config.yaml"]';
const OPERATOR = 'ConfigMap union/union-operator: data["config.yaml"]';
const SERVER = 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]';
const SERVICES: Slip[] = [
  nginx('flyteadmin in the data plane\'s namespace', config('executions', 'config.yaml', { 'admin.endpoint': 'dns:///flyteadmin.union.svc.cluster.local:81' }), `${EXECUTIONS}: admin.endpoint`),
  nginx('gRPC at the HTTP port', config('flyte-scheduler-config', 'admin.yaml', { 'admin.endpoint': 'dns:///flyteadmin.union-cp.svc.cluster.local:80' }), 'ConfigMap union-cp/flyte-scheduler-config'),
  nginx('TLS where there is none', config('flyte-scheduler-config', 'admin.yaml', { 'admin.insecure': false }), 'ConfigMap union-cp/flyte-scheduler-config'),
  nginx('an endpoint as a URL', config('flyte-propeller-config', 'admin.yaml', { 'admin.endpoint': 'https://union.example.com' }), 'ConfigMap union/flyte-propeller-config'),
  nginx('services of another namespace', config('usage', 'config.yaml', { 'union.internalConnectionConfig.urlPattern': '_SERVICE_.union.svc.cluster.local:80' }), 'ConfigMap union-cp/usage'),
  nginx('the tenant\'s address of staging', config('cluster', 'config.yaml', { 'connection.rootTenantURLPattern': 'dns:///staging.union.example.com' }), 'ConfigMap union-cp/cluster'),
  nginx('the operator at staging', config('union-operator', 'config.yaml', { 'union.connection.host': 'dns:///staging.union.example.com' }), `${OPERATOR}: union.connection.host`),
  nginx('the former domain for tasks', config('union-operator', 'config.yaml', { 'operator.clusterData.cloudHostName': 'flyte.example.com' }), `${OPERATOR}: operator.clusterData.cloudHostName`),
  nginx('an application of another cluster', config('union-operator', 'config.yaml', { 'operator.clusterData.appId': 'service-old-id' }), `${OPERATOR}: operator.clusterData.appId`),
  nginx('propeller of another cluster', config('flyte-propeller-config', 'core.yaml', { 'propeller.cluster-id': 'union-2' }), 'ConfigMap union/flyte-propeller-config: data["core.yaml"]'),
  nginx('syncresources of another cluster', config('union-clusterresourcesync-config', 'cluster_resources.yaml', { 'cluster_resources.clusterName': 'flyte' }), 'ConfigMap union/union-clusterresourcesync-config'),
  nginx('a section in the plural', (p) => p.flyteadmin((c) => { c.auth.userAuth.cookieSettings = { sameSitePolicy: 'LaxMode' }; delete c.auth.userAuth.cookieSetting; }), `${SERVER}: auth.userAuth.cookieSetting`),
  nginx('a proxy without a scheme', (p) => p.flyteadmin((c) => { c.auth.userAuth.httpProxyURL = 'proxy.example.com:3128'; }), `${SERVER}: auth.userAuth.httpProxyURL`),
  nginx('scopes in one entry', (p) => p.flyteadmin((c) => { c.auth.userAuth.openId.scopes = ['openid,profile,offline_access']; }), `${SERVER}: auth.userAuth.openId.scopes`),
  nginx('the audience as a map', (p) => p.flyteadmin((c) => { c.auth.appAuth.externalAuthServer.allowedAudience = { 0: 'api://default' }; }), `${SERVER}: auth.appAuth.externalAuthServer.allowedAudience`),
  nginx('a secret that is written out', (p) => p.flyteadmin((c) => { c.admin.clientSecretEnvVar = 'sv-1f8c2d7e9a'; delete c.admin.clientSecretLocation; }), `${SERVER}: admin.clientSecret`),
  nginx('Secrets at a wrong folder', (p) => { pod(p, 'executions').containers[0].volumeMounts[2].mountPath = '/etc/secrets'; }, 'Deployment union-cp/executions', `${EXECUTIONS}`),
  nginx('Secrets of another plane', (p) => { pod(p, 'leaseworker').volumes.find(({ secret }: Json) => secret).secret.secretName = 'union-controlplane-secrets'; }, 'Deployment union/leaseworker', 'ConfigMap union/leaseworker'),
  nginx('a config folder of another program', (p) => { pod(p, 'executions').containers[0].args[3] = '/etc/flyte/config/*.yaml'; }, 'Deployment union-cp/executions'),
  nginx('a key of the Secret as a file of another name', (p) => { pod(p, 'executions').volumes[2].secret.items = [{ key: 'client_secret', path: 'secret' }]; }, 'Deployment union-cp/executions', EXECUTIONS),
  nginx('two clusters on one config', (p) => { pod(p, 'union-syncresources').volumes.find(({ configMap }: Json) => configMap?.name === 'union-clusterresourcesync-config').configMap.name = 'flyte-propeller-config'; }, 'Deployment union/union-syncresources', 'ConfigMap union/'),
];

const STORES: Slip[] = [
  nginx('the browser\'s entry for the service', entry('union-controlplane-secrets-auth', 'client_secret', { 'remoteRef.key': 'union/web' }), 'ExternalSecret union-cp/union-controlplane-secrets-auth: spec.data'),
  nginx('an entry with a typo', entry('flyte-secret-auth', 'client_secret', { 'remoteRef.key': 'union/sevice' }), 'ExternalSecret union-cp/flyte-secret-auth: spec.data'),
  nginx('an entry of production\'s neighbour', entry('union-secret-auth', 'client_secret', { 'remoteRef.key': 'union-dev/service' }), 'ExternalSecret union/union-secret-auth: spec.data'),
  nginx('a key with a hyphen', (p) => { const { spec } = objectOf(p, 'ExternalSecret', 'flyte-secret-auth'); spec.data[0].secretKey = 'client-secret'; delete spec.target.template; }, 'ExternalSecret union-cp/flyte-secret-auth: ', 'ConfigMap union-cp/flyte-scheduler-config'),
  nginx('a template of the former key', entry('flyte-secret-auth', 'client_secret', { secretKey: 'secret' }), 'ExternalSecret union-cp/flyte-secret-auth: spec'),
  nginx('a target with a typo', set('ExternalSecret', 'union-secret-auth', { 'spec.target.name': 'union-secrets-auth' }), 'ExternalSecret union/union-secret-auth: spec.target.name', 'Deployment union/', 'ConfigMap union/'),
  nginx('a store of another kind', set('ExternalSecret', 'flyte-secret-auth', { 'spec.secretStoreRef.kind': 'ClusterSecretStore' }), 'ExternalSecret union-cp/flyte-secret-auth: spec.secretStoreRef'),
  nginx('a Secret that is deleted with its entry', set('ExternalSecret', 'union-secret-auth', { 'spec.target.deletionPolicy': 'Delete' }), 'ExternalSecret union/union-secret-auth: spec.target.deletionPolicy'),
  nginx('a property that others do not have', entry('flyte-admin-secrets-auth', 'client_secret', { 'remoteRef.property': 'Client_Secret' }), 'ExternalSecret union-cp/flyte-admin-secrets-auth: spec.data'),
  nginx('the data plane\'s ExternalSecret forgotten', without('ExternalSecret', 'union-secret-auth'), 'ConfigMap union/', 'Secret union/union-secret-auth', 'Deployment union/'),
  nginx('a second one for the same key', (p) => p.objects.push({ ...like(objectOf(p, 'ExternalSecret', 'flyte-secret-auth')), metadata: { name: 'scheduler', namespace: 'union-cp' } }), 'ExternalSecret union-cp/scheduler', 'ExternalSecret union-cp/flyte-secret-auth'),
];

const route = (planes: Planes, name: string, i = 0): Json => objectOf(planes, 'IngressRoute', name).spec.routes[i];
const middleware = (name: string, changes: Json) => set('Middleware', name, changes);
const TRAEFIK: Slip[] = [
  traefik('one route without its gate', (p) => { route(p, 'controlplane-protected', 2).middlewares.pop(); }, 'IngressRoute union-cp/controlplane-protected: spec.routes[2]'),
  traefik('the gate before the headers', (p) => { route(p, 'controlplane-protected').middlewares.reverse(); }, 'IngressRoute union-cp/controlplane-protected: spec.routes[0]'),
  traefik('a middleware with a typo', (p) => { route(p, 'controlplane-usage').middlewares[1].name = 'controlplane-signin'; }, 'IngressRoute union-cp/controlplane-usage: spec.routes[0]'),
  traefik('a middleware of another namespace', (p) => { route(p, 'controlplane-usage').middlewares[1].namespace = 'traefik'; }, 'IngressRoute union-cp/controlplane-usage: spec.routes[0]'),
  traefik('a host with a typo', (p) => { const each = route(p, 'controlplane-grpc-streaming'); each.match = each.match.replace('union.example', 'unoin.example'); }, 'IngressRoute union-cp/controlplane-grpc-streaming: spec.routes[0]'),
  traefik('a quote for a backtick', (p) => { const each = route(p, 'controlplane-usage'); each.match = 'Host("union.example.com) && PathPrefix(`/usage`)'; }, 'IngressRoute union-cp/controlplane-usage: spec.routes[0]'),
  traefik('in plain text', set('IngressRoute', 'controlplane-protected', { 'spec.entryPoints': ['web'] }), 'IngressRoute union-cp/controlplane-protected: spec.entryPoints', 'IngressRoute union-cp/controlplane-protected: spec.tls'),
  traefik('an entry point of another install', set('IngressRoute', 'controlplane-protected', { 'spec.entryPoints': ['web-secure'] }), 'IngressRoute union-cp/controlplane-protected: spec.entryPoints'),
  traefik('the console above all', (p) => { route(p, 'controlplane-console-protected').priority = 1000; }, 'IngressRoute union-cp/controlplane-console-protected: spec.routes[0]'),
  traefik('gRPC without h2c', (p) => { delete route(p, 'controlplane-grpc').services[0].scheme; }, 'IngressRoute union-cp/controlplane-grpc: spec.routes[0]'),
  traefik('the redirecting gate for gRPC', (p) => { route(p, 'controlplane-protected-grpc').middlewares[1].name = 'controlplane-sign-in'; }, 'IngressRoute union-cp/controlplane-protected-grpc: spec.routes[0]'),
  traefik('a gate of the former name', middleware('controlplane-sign-in', { 'spec.forwardAuth.address': 'http://auth-gate.union-cp.svc.cluster.local:8080/' }), 'Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address'),
  traefik('the token header forgotten', middleware('controlplane-unauthorized', { 'spec.forwardAuth.authRequestHeaders': ['Cookie', 'Authorization'] }), 'Middleware union-cp/controlplane-unauthorized: spec.forwardAuth.authRequestHeaders'),
  traefik('the subject not taken over', middleware('controlplane-sign-in', { 'spec.forwardAuth.authResponseHeaders': ['X-User-Token'], 'spec.forwardAuth.authResponseHeadersRegex': undefined }), 'Middleware union-cp/controlplane-sign-in: spec.forwardAuth.authResponseHeaders'),
  traefik('an anchor taken out', middleware('controlplane-sign-in', { 'spec.forwardAuth.authResponseHeadersRegex': '^X-Usr-' }), 'Middleware union-cp/controlplane-sign-in: spec.forwardAuth'),
];

const targets = (planes: Planes, name: string): Json[] => objectOf(planes, 'SecurityPolicy', name).spec.targetRefs;
const ENVOY: Slip[] = [
  envoy('a target with a typo', (p) => { targets(p, 'controlplane-sign-in')[0].name += 's'; }, 'SecurityPolicy union-cp/controlplane-sign-in: spec.targetRefs', 'HTTPRoute union-cp/controlplane-protected'),
  envoy('a target of the other kind', (p) => { targets(p, 'controlplane-unauthorized')[0].kind = 'HTTPRoute'; }, 'SecurityPolicy union-cp/controlplane-unauthorized: spec.targetRefs', 'GRPCRoute union-cp/controlplane-protected'),
  envoy('a policy beside the Gateway\'s controller', set('SecurityPolicy', 'controlplane-sign-in', { 'metadata.namespace': 'envoy-gateway-system' }), 'SecurityPolicy envoy-gateway-system/controlplane-sign-in', 'HTTPRoute union-cp/controlplane-'),
  envoy('open where the gate fails', set('SecurityPolicy', 'controlplane-sign-in', { 'spec.extAuth.failOpen': true }), 'SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.failOpen'),
  envoy('the gates swapped', (p) => { objectOf(p, 'SecurityPolicy', 'controlplane-unauthorized').spec.extAuth.http.backendRefs[0].port = 8080; }, 'SecurityPolicy union-cp/controlplane-unauthorized: '),
  envoy('a gate in another namespace', (p) => { objectOf(p, 'SecurityPolicy', 'controlplane-sign-in').spec.extAuth.http.backendRefs[0].namespace = 'gateway'; }, 'SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth'),
  envoy('no cookie for the gate', set('SecurityPolicy', 'controlplane-sign-in', { 'spec.extAuth.headersToExtAuth': ['authorization', 'flyte-authorization'] }), 'SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.headersToExtAuth'),
  envoy('a hostname with a typo', set('HTTPRoute', 'controlplane-usage', { 'spec.hostnames': ['unoin.example.com'] }), 'HTTPRoute union-cp/controlplane-usage: spec.hostnames'),
  envoy('a route at the redirecting listener', (p) => { objectOf(p, 'HTTPRoute', 'controlplane-protected').spec.parentRefs[0].sectionName = 'http'; }, 'HTTPRoute union-cp/controlplane-protected: spec.parentRefs'),
  envoy('a listener of staging', (p) => { objectOf(p, 'Gateway', 'controlplane').spec.listeners[0].hostname = 'staging.union.example.com'; }, 'Gateway union-cp/controlplane: spec.listeners', 'Route union-cp/controlplane'),
  envoy('headers cleared at another Gateway', (p) => { objectOf(p, 'ClientTrafficPolicy', 'controlplane').spec.targetRefs[0].name = 'shared'; }, 'ClientTrafficPolicy union-cp/controlplane', 'Gateway union-cp/controlplane'),
  envoy('a gate\'s port that is not served', (p) => { objectOf(p, 'Service', 'union-auth-gate').spec.ports.splice(0, 1); }, 'Service union-cp/union-auth-gate', 'SecurityPolicy union-cp/controlplane-sign-in'),
];

const RENDERED: Slip[] = [
  inRendered('one service\'s client of the former name', config('identity', 'config.yaml', { 'union.auth.clientId': 'service-old-id' }), 'ConfigMap union-cp/identity'),
  inRendered('another issuer in flyteadmin\'s file', (p) => p.flyteadmin((c) => { c.auth.appAuth.externalAuthServer.baseUrl = 'https://acme-staging.okta.com/oauth2/default'; }), `${SERVER}: auth.`),
  inRendered('an operator at staging', config('union-operator', 'config.yaml', { 'union.connection.host': 'dns:///staging.union.example.com' }, 'east'), 'ConfigMap east/union-operator'),
  inRendered('an operator under the other cluster\'s name', config('union-operator', 'config.yaml', { 'operator.clusterId.name': 'west' }, 'east'), 'ConfigMap east/union-operator', 'ConfigMap west/union-operator'),
  inRendered('an operator as the other cluster', config('union-operator', 'config.yaml', { 'union.auth.clientId': 'west-operator-id' }, 'east'), 'ConfigMap east/union-operator'),
  inRendered('an ExternalSecret of the other cluster', entry('union-secret-auth', 'client_secret', { 'remoteRef.key': 'union/west-operator' }, 'east'), 'ExternalSecret east/union-secret-auth'),
  inRendered('rendered into default', set('ConfigMap', 'identity', { 'metadata.namespace': 'default' }, 'union-cp'), 'default/identity', 'union-cp/identity'),
  inRendered('a patch that took the gate off', (p) => p.annotate('controlplane-protected', { 'auth-url': null }), HTTP),
  inRendered('the service\'s secret under another key', entry('union-controlplane-secrets-auth', 'client_secret', { secretKey: 'clientSecret' }, 'union-cp'), 'ExternalSecret union-cp/union-controlplane-secrets-auth'),
  inRendered('a token URL of the former server', config('executions', 'config.yaml', { 'executions.app.adminClient.connection.tokenUrl': 'https://acme.okta.com/oauth2/aus1/v1/token' }), 'ConfigMap union-cp/executions'),
];

export const MANIFESTS: readonly Slip[] = [...NGINX, ...NETWORK, ...RBAC, ...SERVICES, ...STORES, ...TRAEFIK, ...ENVOY, ...RENDERED];
