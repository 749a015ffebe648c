import { admin, change, Changes, Put, set, without } from '../_changes';
import { DOMAIN, Json, Planes } from '../_planes';
import { inPlanes, PeopleFault } from './_people';

/** Ways to reach a service of Union without a guard that asks flyteadmin's `/me` and believes its answer. */

const nginx = inPlanes();
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const ME = 'http://flyteadmin.union-cp.svc.cluster.local/me';
const PROTECTED = 'controlplane-protected';
const GRPC = 'controlplane-protected-grpc';

const ingressTo = (service: string, port: number, { host = DOMAIN as string | null, path = '/', pathType = 'Prefix' } = {}) => ({
  spec: {
    ingressClassName: 'controlplane',
    rules: [{
      ...(host === null ? {} : { host }),
      http: { paths: [{ path, pathType, backend: { service: { name: service, port: { number: port } } } }] },
    }],
  },
});
const routeTo = (service: string, port: number, { hostnames = [DOMAIN], path = '/', filters = [] as unknown[], sectionName = 'https' } = {}) => ({
  spec: {
    parentRefs: [{ name: 'controlplane', sectionName }],
    hostnames,
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: path } }], filters, backendRefs: [{ name: service, port }] }],
  },
});
const policyOn = (kind: string, name: string, rest: object, sectionName?: string) => ({
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind, name, ...(sectionName === undefined ? {} : { sectionName }) }], ...rest },
});
const routerTo = (match: string, service: object, rest: object = {}) => ({
  spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match, services: [service], ...rest }] },
});
type Alter = (planes: Planes) => void;
const authUrl = (url: string): Alter => (planes) => planes.annotate(PROTECTED, { 'auth-url': url });
const snippet = (name: string, text: string): Alter => (planes) => planes.annotate(PROTECTED, { [name]: text });
const exposed = (changes: Changes, name = 'executions') => set('Service', name, changes);

const routes = (planes: Planes): Json[] => planes.get('IngressRoute', PROTECTED).spec.routes;
const forwardAuth = (changes: Changes): Alter => (planes) => change(planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth, changes);
const router = (match: string, target: object, rest: object = {}): Alter => (planes) =>
  planes.add('traefik.io/v1alpha1', 'IngressRoute', 'extra', routerTo(match, target, rest));
const executions = { name: 'executions', port: 81 };

const policy = (changes: Put<Json>): Alter => (planes) => change(planes.get('SecurityPolicy', 'controlplane-sign-in').spec, changes);
const httpRoute = (route: object, namespace = 'union-cp'): Alter => (planes) =>
  planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'extra', route, namespace);
const cors = { cors: { allowOrigins: ['https://tools.example.com'] } };
const gate = (search: string | RegExp, replacement: string): Alter => (planes) => planes.gate(search, replacement);
/** On a Gateway that leaves headers to callers. */
const unaided = (put: Alter): Alter => (planes) => {
  put(planes);
  delete planes.get('ClientTrafficPolicy', 'controlplane').spec.headers;
};

export const REACH: readonly PeopleFault[] = [
  // ingress-nginx.
  nginx('no auth-url', (planes) => planes.annotate(PROTECTED, { 'auth-url': null }), 'route-unguarded metadata.annotations'),
  nginx('an empty auth-url', (planes) => planes.annotate(PROTECTED, { 'auth-url': '' }), 'auth-annotation-ignored'),
  nginx('auth-url is a page that always answers 200', authUrl('http://flyteadmin.union-cp.svc.cluster.local/healthcheck'), 'guard-asks-other'),
  nginx('auth-url is another service', authUrl('http://oauth2-proxy.union-cp.svc.cluster.local/me'), 'guard-asks-other'),
  nginx('auth-url is flyteadmin of another namespace', authUrl('http://flyteadmin.union-staging.svc.cluster.local/me'), 'guard-asks-other'),
  nginx('auth-url is another host', authUrl('https://auth.example.com/oauth2/auth'), 'guard-asks-other'),
  nginx('auth-url is the gRPC port', authUrl('http://flyteadmin.union-cp.svc.cluster.local:81/me'), 'guard-asks-other'),
  nginx('auth-url is a port that is not served', authUrl('http://flyteadmin.union-cp.svc.cluster.local:8080/me'), 'guard-asks-other'),
  nginx('auth-url is TLS where flyteadmin has none', authUrl('https://flyteadmin.union-cp.svc.cluster.local/me'), 'guard-asks-other'),
  nginx('auth-url is /me/ with a slash', authUrl(`${ME}/`), 'guard-asks-other'),
  nginx('the guard asks with POST', (planes) => planes.annotate(PROTECTED, { 'auth-method': 'POST' }),
    'guard-asks-other metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]'),
  nginx('satisfy: any', (planes) => planes.annotate(PROTECTED, { satisfy: 'any' }), 'auth-fails-open'),
  nginx('auth_request off in a configuration snippet', snippet('configuration-snippet', 'auth_request off;'), 'guard-bypassed'),
  nginx('satisfy any in a configuration snippet', snippet('configuration-snippet', 'satisfy any;\nallow all;'), 'guard-bypassed'),
  nginx('a location of its own in a server snippet',
    snippet('server-snippet', 'location /api/ {\n  proxy_pass http://flyteadmin.union-cp.svc.cluster.local:80;\n}'), 'guard-bypassed'),
  nginx('an answer that passes in an auth snippet', snippet('auth-snippet', 'return 200;'), 'guard-bypassed'),
  nginx('a location that needs no guard by the ConfigMap of the controller', (planes) => planes.add('v1', 'ConfigMap', 'controlplane-nginx-controller', { data: { 'no-auth-locations': '/.well-known/acme-challenge, /api' } }, 'union-cp', {
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  }), 'claim-header-spoofable data.http-snippet', 'guard-bypassed data.no-auth-locations'),
  nginx('a location in a snippet of the controller', (planes) => planes.add('v1', 'ConfigMap', 'controlplane-nginx-controller', { data: { 'server-snippet': 'location /v1/ { proxy_pass http://executions.union-cp:81; }' } }, 'union-cp', {
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  }), 'claim-header-spoofable data.http-snippet', 'guard-bypassed data.server-snippet'),
  nginx('a second Ingress for a path',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'projects', ingressTo('flyteadmin', 80, { path: '/(api/v1/projects/[^\\x25]*)$', pathType: 'ImplementationSpecific' })),
    'route-unguarded metadata.annotations'),
  nginx('a second Ingress for a path that longer ones match first',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'all', ingressTo('flyteadmin', 80, { path: '/api' }))),
  nginx('an open Ingress on another host',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'other', ingressTo('executions', 81, { host: 'debug.example.com' })),
    'route-unguarded metadata.annotations'),
  nginx('an open Ingress on every host', (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'any', ingressTo('cluster', 83, { host: null })),
    'route-unguarded metadata.annotations'),
  nginx('an open Ingress with a wildcard',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'wild', ingressTo('usage', 81, { host: '*.example.com' })),
    'route-unguarded metadata.annotations'),
  nginx('an open Ingress to flyteadmin on another host',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'admin', ingressTo('flyteadmin', 80, { host: 'admin.example.com' })),
    'public-url-unauthorized ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.authorizedUris',
    'route-unguarded metadata.annotations'),
  nginx('a default backend',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'rest', { spec: { ingressClassName: 'controlplane', defaultBackend: { service: { name: 'executions', port: { number: 81 } } } } }),
    'route-unguarded metadata.annotations'),
  nginx('an ExternalName Service that leads to a service', (planes) => {
    planes.add('v1', 'Service', 'shortcut', { spec: { type: 'ExternalName', externalName: 'executions.union-cp.svc.cluster.local' } }, 'tools');
    planes.add('networking.k8s.io/v1', 'Ingress', 'shortcut', ingressTo('shortcut', 81, { host: 'tools.example.com' }), 'tools');
  }, 'route-unguarded Ingress tools/shortcut: metadata.annotations'),
  nginx('a Service of another name for the same pods', (planes) => {
    planes.add('v1', 'Service', 'debug', { spec: { selector: planes.get('Service', 'executions').spec.selector, ports: [{ port: 81, targetPort: 8089 }] } });
    planes.add('networking.k8s.io/v1', 'Ingress', 'debug', ingressTo('debug', 81, { host: 'debug.example.com' }));
  }, 'route-unguarded Ingress union-cp/debug: metadata.annotations'),
  nginx('an open path that is rewritten to a guarded one',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'rewrite', { ...ingressTo('flyteadmin', 80, { path: '/login/a-path-that-is-longer-than-that-of-the-sign-in/(.*)', pathType: 'ImplementationSpecific' }), metadata: { name: 'rewrite', namespace: 'union-cp', annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true', 'nginx.ingress.kubernetes.io/rewrite-target': '/api/$1' } } }),
    'guard-bypassed spec.rules[0].http.paths[0].path'),
  nginx('a LoadBalancer for a service', exposed({ 'spec.type': 'LoadBalancer' }), 'service-exposed'),
  nginx('a LoadBalancer for flyteadmin', exposed({ 'spec.type': 'LoadBalancer' }, 'flyteadmin'), 'service-exposed'),
  nginx('a NodePort', exposed({ 'spec.type': 'NodePort' }), 'service-exposed'),
  nginx('external IPs', exposed({ 'spec.externalIPs': ['203.0.113.7'] }), 'service-exposed'),
  nginx('a second Service of type LoadBalancer for the same pods',
    (planes) => planes.add('v1', 'Service', 'executions-public', { spec: { type: 'LoadBalancer', selector: planes.get('Service', 'executions').spec.selector, ports: [{ port: 80, targetPort: 8080 }] } }),
    'service-exposed spec.type'),
  nginx('a host port', (planes) => { planes.container('executions').ports[0].hostPort = 8080; }, 'service-exposed'),
  nginx('the network of the host', set('Deployment', 'executions', { 'spec.template.spec.hostNetwork': true }), 'service-exposed'),
  nginx('gRPC served as HTTPS', (planes) => planes.annotate(GRPC, { 'backend-protocol': 'HTTPS' }), 'grpc-served-as-http'),
  nginx('HTTP served as gRPC', (planes) => planes.annotate(PROTECTED, { 'backend-protocol': 'GRPC', 'auth-signin': null }), 'grpc-served-as-http'),
  // Traefik.
  traefik('no middleware', (planes) => { routes(planes)[0].middlewares = []; }, 'route-unguarded spec.routes[0].match'),
  traefik('a middleware that is nowhere', without('Middleware', 'controlplane-sign-in'),
    'guard-asks-other IngressRoute union-cp/controlplane-protected: spec.routes[0].middlewares ×17'),
  traefik('the guard asks a gate of another namespace',
    forwardAuth({ address: 'http://union-auth-gate.default.svc.cluster.local:8080/' }), 'guard-asks-other'),
  traefik('the guard asks a port that the gate does not serve',
    forwardAuth({ address: 'http://union-auth-gate.union-cp.svc.cluster.local:9090/' }), 'guard-asks-other'),
  traefik('the guard asks the gate by TLS', forwardAuth({ address: 'https://union-auth-gate.union-cp.svc.cluster.local:8080/' }),
    'guard-asks-other'),
  traefik('the guard asks flyteadmin with the method of the caller', forwardAuth({ address: ME, preserveRequestMethod: true }), 'guard-asks-other'),
  traefik('the guard is basic auth', set('Middleware', 'controlplane-sign-in', { spec: { basicAuth: { secret: 'users' } } }),
    'guard-asks-other spec'),
  traefik('an open router before all others', router(`Host(\`${DOMAIN}\`)`, executions, { priority: 1000 }),
    'route-unguarded spec.routes[0].match', 'sign-in-route-missing spec.routes[0].match'),
  traefik('an open router without a host', router('PathPrefix(`/`)', executions), 'route-unguarded spec.routes[0].match'),
  traefik('an open router on another host', router('Host(`debug.example.com`)', executions), 'route-unguarded spec.routes[0].match'),
  traefik('an open router for hosts of a pattern', router('HostRegexp(`^.+\\.example\\.com$`)', executions), 'route-unguarded spec.routes[0].match'),
  traefik('an open router with a negation',
    router(`Host(\`${DOMAIN}\`) && PathPrefix(\`/api\`) && !PathPrefix(\`/api/private\`)`, { name: 'flyteadmin', port: 80 }, { priority: 1000 }),
    'route-unguarded spec.routes[0].match'),
  traefik('an open router for a header', router(`Host(\`${DOMAIN}\`) && Header(\`X-Debug\`, \`1\`)`, executions, { priority: 1000 }),
    'route-unguarded spec.routes[0].match'),
  traefik('a weighted service that leads to a service', (planes) => {
    planes.add('traefik.io/v1alpha1', 'TraefikService', 'weighted', { spec: { weighted: { services: [{ name: 'executions', port: 81, weight: 1 }] } } });
    planes.add('traefik.io/v1alpha1', 'IngressRoute', 'extra', routerTo('Host(`debug.example.com`)', { kind: 'TraefikService', name: 'weighted' }));
  }, 'route-unguarded IngressRoute union-cp/extra: spec.routes[0].match'),
  traefik('an open path that a middleware replaces by a guarded one', (planes) => {
    planes.add('traefik.io/v1alpha1', 'Middleware', 'replace', { spec: { replacePathRegex: { regex: '^/config/(.*)', replacement: '/api/$1' } } });
    planes.get('IngressRoute', 'controlplane').spec.routes.find(({ match }: { match: string }) => match.includes('`/config`')).middlewares.push({ name: 'replace' });
  }, 'guard-bypassed spec.routes[4].match'),
  traefik('a TCP router', (planes) => planes.add('traefik.io/v1alpha1', 'IngressRouteTCP', 'raw', {
    spec: { entryPoints: ['grpc'], routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'flyteadmin', port: 81 }] }] },
  }), 'service-exposed spec.routes[0]'),
  traefik('an open Ingress of Traefik',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'open', { ...ingressTo('executions', 81, { host: 'debug.example.com' }), metadata: { name: 'open', namespace: 'union-cp', annotations: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' } } }),
    'route-unguarded metadata.annotations'),
  traefik('gRPC served as HTTP', (planes) => {
    for (const { services } of planes.get('IngressRoute', GRPC).spec.routes) {
      delete services[0].scheme;
    }
  }, 'grpc-served-as-http spec.routes[0].match'),
  // Envoy Gateway.
  envoy('no policy for browsers', without('SecurityPolicy', 'controlplane-sign-in'),
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules',
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-console-protected: spec.rules',
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-usage: spec.rules'),
  envoy('a policy without a guard', policy((spec) => { delete spec.extAuth; Object.assign(spec, cors); }),
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules',
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-console-protected: spec.rules',
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-usage: spec.rules'),
  envoy('a port that the gate does not serve', policy({ 'extAuth.http.backendRefs.0.port': 9090 }), 'guard-asks-other spec.extAuth.http'),
  envoy('a gate that is not there', policy({ 'extAuth.http.backendRefs.0.name': 'auth-gate' }), 'guard-asks-other spec.extAuth.http'),
  envoy('a gate of another namespace', policy({ 'extAuth.http.backendRefs.0.namespace': 'default' }), 'guard-asks-other spec.extAuth.http'),
  envoy('flyteadmin asked for another page',
    policy((spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/healthcheck' }; }),
    'guard-asks-other spec.extAuth.http'),
  envoy('flyteadmin asked with the path of the request behind /me',
    policy((spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' }; }),
    'guard-asks-other spec.extAuth.http'),
  envoy('flyteadmin asked with the method of the caller',
    policy((spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' }; }),
    'guard-asks-other spec.extAuth.http'),
  envoy('an authorization service of another kind', policy({ extAuth: { grpc: { backendRefs: [{ name: 'opa', port: 9191 }] } } }),
    'guard-asks-other spec.extAuth'),
  envoy('the gateway checks a token by itself',
    policy({ extAuth: undefined, jwt: { providers: [{ name: 'okta', remoteJWKS: { uri: 'https://acme.okta.com/oauth2/default/v1/keys' } }] } }),
    'guard-asks-other spec.jwt'),
  envoy('the gateway allows by address', policy({ extAuth: undefined, authorization: { defaultAction: 'Allow' } }),
    'guard-asks-other spec.authorization'),
  envoy('a policy on a route that wins over the guard on the gateway', (planes) => {
    planes.get('SecurityPolicy', 'controlplane-sign-in').spec.targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }];
    planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'cors', policyOn('HTTPRoute', PROTECTED, cors));
    ['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming'].forEach((name) =>
      planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', `open-${name}`, policyOn(name === 'controlplane' ? 'HTTPRoute' : 'GRPCRoute', name, cors)));
  }, 'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules'),
  envoy('a second policy on the same route',
    (planes) => planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'a-cors', policyOn('HTTPRoute', PROTECTED, cors)),
    'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules'),
  envoy('an open route on another host', httpRoute(routeTo('executions', 81, { hostnames: ['debug.example.com'], sectionName: 'http' })),
    'gateway-route-unguarded spec.rules', 'route-in-clear spec.parentRefs[0]'),
  envoy('an open route on every host', httpRoute(routeTo('cluster', 81, { hostnames: [] })), 'gateway-route-unguarded spec.rules'),
  envoy('an open route for one path', httpRoute(routeTo('executions', 81, { path: '/apps/x' })), 'gateway-route-unguarded spec.rules'),
  envoy('an open route of another namespace, which the Gateway does not let in', httpRoute({
    spec: { parentRefs: [{ name: 'controlplane', namespace: 'union-cp', sectionName: 'https' }], hostnames: ['debug.example.com'], rules: [{ backendRefs: [{ name: 'executions', namespace: 'union-cp', port: 81 }] }] },
  }, 'tools'), 'gateway-route-unguarded spec.rules', 'route-backend-missing spec.rules[0]', 'route-unattached spec.parentRefs[0]'),
  envoy('a Backend that leads to a service', (planes) => {
    planes.add('gateway.envoyproxy.io/v1alpha1', 'Backend', 'shortcut', { spec: { endpoints: [{ fqdn: { hostname: 'executions.union-cp.svc.cluster.local', port: 81 } }] } });
    planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'extra', {
      spec: { parentRefs: [{ name: 'controlplane', sectionName: 'http' }], hostnames: ['debug.example.com'], rules: [{ backendRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'shortcut' }] }] },
    });
  }, 'gateway-route-unguarded HTTPRoute union-cp/extra: spec.rules', 'route-in-clear HTTPRoute union-cp/extra: spec.parentRefs[0]'),
  envoy('a patch that has nothing to do with guards', (planes) => {
    planes.remove('SecurityPolicy', 'controlplane-sign-in');
    planes.add('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'buffer', { spec: { jsonPatches: [{ name: 'default/eg/https', type: 'type.googleapis.com/envoy.config.listener.v3.Listener', operation: { op: 'add', path: '/per_connection_buffer_limit_bytes', value: 1 } }] } });
  },
  'gateway-route-unguarded HTTPRoute union-cp/controlplane-protected: spec.rules',
  'gateway-route-unguarded HTTPRoute union-cp/controlplane-console-protected: spec.rules',
  'gateway-route-unguarded HTTPRoute union-cp/controlplane-usage: spec.rules'),
  envoy('an open path that a filter rewrites to a guarded one',
    (planes) => planes.get('HTTPRoute', 'controlplane').spec.rules[0].filters.push({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/api/v1/projects' } } }),
    'guard-bypassed spec.rules[0].matches[0] ×9',
    'sign-in-route-missing SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.backendRefs ×4'),
  envoy('a TLS route',
    (planes) => planes.add('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }] } }),
    'service-exposed spec.rules[0]'),
  envoy('a TCP route',
    (planes) => planes.add('gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'raw', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], rules: [{ backendRefs: [{ name: 'executions', port: 80 }] }] } }),
    'service-exposed spec.rules[0]'),
  envoy('gRPC served by an HTTPRoute', (planes) => {
    planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grpc', routeTo('flyteadmin', 81, { path: '/flyteidl.service.AdminService' }));
    planes.get('SecurityPolicy', 'controlplane-unauthorized').spec.targetRefs.push({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'grpc' });
  }, 'grpc-served-as-http HTTPRoute union-cp/grpc: spec.rules[0].matches[0]'),
  // The auth gate.
  envoy('the gate asks another page', gate(/rewrite \^ \/me\? break;/g, 'rewrite ^ /healthcheck? break;'), 'guard-asks-other'),
  envoy('the gate asks the gRPC port', gate('cluster.local:80;', 'cluster.local:81;'), 'guard-asks-other'),
  envoy('the gate asks flyteadmin of another namespace', gate('flyteadmin.union-cp.svc', 'flyteadmin.union-staging.svc'), 'guard-asks-other'),
  envoy('the gate asks another service', gate(/\$flyteadmin flyteadmin\.union-cp\.svc/g, '$flyteadmin executions.union-cp.svc'), 'guard-asks-other'),
  envoy('the gate asks with the method of the caller',
    gate(/proxy_method GET;\n {6}proxy_pass_request_body off;\n {6}proxy_pass_request_headers off;\n {6}proxy_set_header Content-Length "";\n {6}proxy_set_header Connection/g, 'proxy_pass_request_body off;\n      proxy_pass_request_headers off;\n      proxy_set_header Content-Length "";\n      proxy_set_header Connection'),
    'guard-asks-other'),
  envoy('the gate passes without asking', gate(/location \/ \{\n/g, 'location / {\n      return 200;\n'), 'guard-asks-other'),
  envoy('the gate passes some paths without asking', gate(/location \/ \{\n/g, 'location /healthz { return 200; }\n    location / {\n'),
    'guard-asks-other'),
  envoy('the gate turns errors into success', gate('location @unavailable { return 503; }', 'location @unavailable { return 200; }'),
    'guard-asks-other'),
  envoy('the gate turns 401 into success', gate('error_page 401 = @sign_in;', 'error_page 401 =200 /ok;'), 'guard-asks-other'),
  envoy('the gate turns 401 into a page that answers',
    gate('error_page 401 = @sign_in;', 'error_page 401 = /ok;\n    location = /ok { return 204; }'), 'guard-asks-other'),
  envoy('the gate turns 403 into a page that answers',
    gate('error_page 401 = @sign_in;', 'error_page 401 = @sign_in;\n    error_page 403 = /ok;\n    location = /ok { return 204; }'),
    'guard-asks-other'),
  envoy('the gate passes any caller that sends a header', gate(/location \/ \{\n/g, 'location / {\n      if ($http_x_debug) { return 200; }\n'),
    'guard-asks-other'),
  envoy('the gate passes any caller from one address',
    gate(/location \/ \{\n/g, 'if ($remote_addr = 10.0.0.1) { return 204; }\n    location / {\n'), 'guard-asks-other'),
  envoy('the gate remembers answers by the path alone', gate(/location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n'), 'guard-asks-other'),
  envoy('the gate remembers answers by the token alone',
    gate(/location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n      proxy_cache_key $http_authorization$http_flyte_authorization;\n'),
    'guard-asks-other'),
  envoy('the gate has a variable that nothing defines', gate('$is_browser { default', '$is_page { default'), 'guard-asks-other'),
  envoy('the gate has a brace too many', gate(/\}\s*$/, '}\n}'), 'guard-asks-other'),
  envoy('the gate has a line without a semicolon', gate('proxy_method GET;', 'proxy_method GET'), 'guard-asks-other'),
  envoy('the gate names no header to remove', unaided(gate(/add_header x-envoy[^;]*;/g, '')),
    'claim-header-spoofable ClientTrafficPolicy union-cp/controlplane: spec', 'guard-asks-other'),
  envoy('the gate names one header too few', unaided(gate(/"X-User-Subject,"/g, '""')),
    'claim-header-spoofable ClientTrafficPolicy union-cp/controlplane: spec', 'guard-asks-other'),
  envoy('the gate shows its version', gate('server_tokens off;', ''), 'guard-asks-other'),
  envoy('the gate remembers answers by every credential',
    gate(/location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n      proxy_cache_key $http_authorization$http_flyte_authorization$http_cookie;\n'),
    'guard-asks-other'),
  envoy('is asked without a port', set('SecurityPolicy', 'controlplane-sign-in', { 'spec.extAuth.http.backendRefs.0.port': undefined }),
    'guard-asks-other spec.extAuth.http'),
  envoy('its Service leads elsewhere', without('Service', 'union-auth-gate'), 'guard-asks-other ConfigMap union-cp/union-auth-gate: '),
  // Flyteadmin answers.
  nginx('flyteadmin answers /me to anyone', admin({ 'auth.disableForHttp': true }), 'auth-not-enforced'),
  nginx('flyteadmin answers gRPC to anyone', admin({ 'auth.disableForGrpc': true }), 'auth-not-enforced'),
  nginx('without authentication, by a flag',
    (planes) => { planes.container('flyteadmin').args = [...planes.container('flyteadmin').args ?? [], '--server.security.useAuth=false']; },
    'auth-not-enabled spec.template.spec.containers[0].args[0]'),
  nginx('HTTP to anyone, by a flag',
    (planes) => { planes.container('flyteadmin').args = [...planes.container('flyteadmin').args ?? [], '--auth.disableForHttp']; },
    'auth-not-enforced spec.template.spec.containers[0].args[0]'),
  nginx('without authentication, by a variable',
    (planes) => { planes.container('flyteadmin').env = [...planes.container('flyteadmin').env ?? [], { name: 'SERVER.SECURITY.USEAUTH', value: 'false' }]; },
    'auth-not-enabled spec.template.spec.containers[0].env[0].value'),
  // Left in peace.
  nginx('another application on another host',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'grafana', ingressTo('grafana', 80, { host: 'grafana.example.com' }), 'monitoring')),
  nginx('another service of that name in another namespace',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'usage', ingressTo('usage', 80, { host: 'usage.example.com' }), 'billing')),
  nginx('a LoadBalancer of another application',
    (planes) => planes.add('v1', 'Service', 'usage', { spec: { type: 'LoadBalancer', selector: { app: 'usage' }, ports: [{ port: 80 }] } }, 'billing')),
  nginx('a LoadBalancer of the ingress controller',
    (planes) => planes.add('v1', 'Service', 'ingress-nginx-controller', { spec: { type: 'LoadBalancer', selector: { app: 'ingress-nginx' }, ports: [{ port: 443 }] } })),
  nginx('a canary, which has the guard of its Ingress',
    (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'canary', { ...ingressTo('executions', 81, { path: '/(app(/[^\\x25\\x3b\\x5c]*|))$', pathType: 'ImplementationSpecific' }), metadata: { name: 'canary', namespace: 'union-cp', annotations: { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '10' } } })),
  nginx('a snippet that sets a timeout', (planes) => planes.annotate(PROTECTED, { 'server-snippet': 'client_header_timeout 60s;' })),
  traefik('a gate that another file brings',
    (planes) => ['ConfigMap', 'Deployment', 'Service', 'NetworkPolicy'].forEach((kind) => planes.remove(kind, 'union-auth-gate'))),
  traefik('another application behind Traefik',
    (planes) => planes.add('traefik.io/v1alpha1', 'IngressRoute', 'grafana', routerTo('Host(`grafana.example.com`)', { name: 'grafana', port: 80 }), 'monitoring')),
  traefik('a router that refuses what is guarded', (planes) => {
    planes.add('v1', 'Service', 'docs', { spec: { ports: [{ port: 80 }] } });
    planes.add('traefik.io/v1alpha1', 'IngressRoute', 'docs', routerTo(`Host(\`${DOMAIN}\`) && PathPrefix(\`/docs\`)`, { name: 'docs', port: 80 }));
  }),
  envoy('another application on the gateway',
    (planes) => planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grafana', routeTo('grafana', 80, { hostnames: ['grafana.example.com'] }))),
];
