import { DOMAIN, Fault, Json, Planes, testFaults } from './_planes';

/** Ways to reach a service of Union without a guard that asks flyteadmin's `/me` and believes its answer. */

const ME = 'http://flyteadmin.union-cp.svc.cluster.local/me';
const PROTECTED = 'controlplane-protected';
const GRPC = 'controlplane-protected-grpc';
const TRAEFIK_ROUTES = 'controlplane-protected';

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
const authUrl = (what: string, url: string, ...rules: string[]): Fault => ({
  what: `auth-url is ${what}`, rules: rules.length > 0 ? rules : ['guard-asks-other'], put: (planes) => planes.annotate(PROTECTED, { 'auth-url': url }),
});
const snippet = (what: string, name: string, text: string): Fault => ({ what, rules: ['guard-bypassed'], put: (planes) => planes.annotate(PROTECTED, { [name]: text }) });
const service = (what: string, change: (spec: Record<string, unknown>) => void, name = 'executions'): Fault => ({
  what, rules: ['service-exposed'], put: (planes) => change(planes.get('Service', name).spec),
});

describe('ingress-nginx', () => {
  testFaults([
    { what: 'nothing', rules: [], put: () => undefined },
    { what: 'no auth-url', rules: ['route-unguarded'], put: (planes) => planes.annotate(PROTECTED, { 'auth-url': null }) },
    { what: 'an empty auth-url', rules: ['auth-annotation-ignored'], put: (planes) => planes.annotate(PROTECTED, { 'auth-url': '' }) },
    authUrl('a page that always answers 200', 'http://flyteadmin.union-cp.svc.cluster.local/healthcheck'),
    authUrl('another service', 'http://oauth2-proxy.union-cp.svc.cluster.local/me'),
    authUrl('flyteadmin of another namespace', 'http://flyteadmin.union-staging.svc.cluster.local/me'),
    authUrl('another host', 'https://auth.example.com/oauth2/auth'),
    authUrl('the gRPC port', 'http://flyteadmin.union-cp.svc.cluster.local:81/me'),
    authUrl('a port that nobody serves', 'http://flyteadmin.union-cp.svc.cluster.local:8080/me'),
    authUrl('TLS where flyteadmin speaks none', 'https://flyteadmin.union-cp.svc.cluster.local/me'),
    authUrl('/me/ with a slash', `${ME}/`),
    { what: 'auth-url is the public URL', rules: ['identity-chosen-by-caller'], put: (planes) => planes.annotate(PROTECTED, { 'auth-url': `https://${DOMAIN}/me` }) },
    { what: 'the guard asks with POST', rules: ['guard-asks-other'], put: (planes) => planes.annotate(PROTECTED, { 'auth-method': 'POST' }) },
    { what: 'satisfy: any', rules: ['auth-fails-open'], put: (planes) => planes.annotate(PROTECTED, { satisfy: 'any' }) },
    snippet('auth_request off in a configuration snippet', 'configuration-snippet', 'auth_request off;'),
    snippet('satisfy any in a configuration snippet', 'configuration-snippet', 'satisfy any;\nallow all;'),
    snippet('a location of its own in a server snippet', 'server-snippet', 'location /api/ {\n  proxy_pass http://flyteadmin.union-cp.svc.cluster.local:80;\n}'),
    snippet('an answer that passes in an auth snippet', 'auth-snippet', 'return 200;'),
    {
      what: 'a location that needs no guard by the ConfigMap of the controller',
      rules: ['guard-bypassed', 'claim-header-spoofable'],
      put: (planes) => planes.add('v1', 'ConfigMap', 'controlplane-nginx-controller', { data: { 'no-auth-locations': '/.well-known/acme-challenge, /api' } }, 'union-cp', {
        labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      }),
    },
    {
      what: 'a location in a snippet of the controller',
      rules: ['guard-bypassed', 'claim-header-spoofable'],
      put: (planes) => planes.add('v1', 'ConfigMap', 'controlplane-nginx-controller', { data: { 'server-snippet': 'location /v1/ { proxy_pass http://executions.union-cp:81; }' } }, 'union-cp', {
        labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
      }),
    },
    { what: 'a second Ingress for a path', rules: ['route-unguarded'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'projects', ingressTo('flyteadmin', 80, { path: '/(api/v1/projects/[^\\x25]*)$', pathType: 'ImplementationSpecific' })) },
    { what: 'a second Ingress for a path that longer ones take', rules: [], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'all', ingressTo('flyteadmin', 80, { path: '/api' })) },
    { what: 'an open Ingress on another host', rules: ['route-unguarded'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'other', ingressTo('executions', 81, { host: 'debug.example.com' })) },
    { what: 'an open Ingress on every host', rules: ['route-unguarded'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'any', ingressTo('cluster', 83, { host: null })) },
    { what: 'an open Ingress with a wildcard', rules: ['route-unguarded'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'wild', ingressTo('usage', 81, { host: '*.example.com' })) },
    { what: 'an open Ingress to flyteadmin on another host', rules: ['route-unguarded', 'public-url-unauthorized'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'admin', ingressTo('flyteadmin', 80, { host: 'admin.example.com' })) },
    {
      what: 'a default backend',
      rules: ['route-unguarded'],
      put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'rest', { spec: { ingressClassName: 'controlplane', defaultBackend: { service: { name: 'executions', port: { number: 81 } } } } }),
    },
    {
      what: 'an ExternalName Service that leads to a service',
      rules: ['route-unguarded'],
      put: (planes) => {
        planes.add('v1', 'Service', 'shortcut', { spec: { type: 'ExternalName', externalName: 'executions.union-cp.svc.cluster.local' } }, 'tools');
        planes.add('networking.k8s.io/v1', 'Ingress', 'shortcut', ingressTo('shortcut', 81, { host: 'tools.example.com' }), 'tools');
      },
    },
    {
      what: 'a Service of another name for the same pods',
      rules: ['route-unguarded'],
      put: (planes) => {
        planes.add('v1', 'Service', 'debug', { spec: { selector: planes.get('Service', 'executions').spec.selector, ports: [{ port: 81, targetPort: 8089 }] } });
        planes.add('networking.k8s.io/v1', 'Ingress', 'debug', ingressTo('debug', 81, { host: 'debug.example.com' }));
      },
    },
    { what: 'an open path that is rewritten to a guarded one', rules: ['guard-bypassed'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'rewrite', { ...ingressTo('flyteadmin', 80, { path: '/login/a-path-that-is-longer-than-that-of-the-sign-in/(.*)', pathType: 'ImplementationSpecific' }), metadata: { name: 'rewrite', namespace: 'union-cp', annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true', 'nginx.ingress.kubernetes.io/rewrite-target': '/api/$1' } } }) },
    service('a LoadBalancer for a service', (spec) => { spec.type = 'LoadBalancer'; }),
    service('a LoadBalancer for flyteadmin', (spec) => { spec.type = 'LoadBalancer'; }, 'flyteadmin'),
    service('a NodePort', (spec) => { spec.type = 'NodePort'; }),
    service('external IPs', (spec) => { spec.externalIPs = ['203.0.113.7']; }),
    {
      what: 'a second Service of type LoadBalancer for the same pods',
      rules: ['service-exposed'],
      put: (planes) => planes.add('v1', 'Service', 'executions-public', { spec: { type: 'LoadBalancer', selector: planes.get('Service', 'executions').spec.selector, ports: [{ port: 80, targetPort: 8080 }] } }),
    },
    { what: 'a host port', rules: ['service-exposed'], put: (planes) => { planes.container('executions').ports[0].hostPort = 8080; } },
    { what: 'the network of the host', rules: ['service-exposed'], put: (planes) => { planes.get('Deployment', 'executions').spec.template.spec.hostNetwork = true; } },
    { what: 'gRPC served as HTTP', rules: ['grpc-served-as-http'], put: (planes) => planes.annotate(GRPC, { 'backend-protocol': null }) },
    { what: 'gRPC served as HTTPS', rules: ['grpc-served-as-http'], put: (planes) => planes.annotate(GRPC, { 'backend-protocol': 'HTTPS' }) },
    { what: 'HTTP served as gRPC', rules: ['grpc-served-as-http'], put: (planes) => planes.annotate(PROTECTED, { 'backend-protocol': 'GRPC', 'auth-signin': null }) },
  ]);
});

describe('Traefik', () => {
  const edge = 'Traefik' as const;
  const routes = (planes: Planes) => planes.get('IngressRoute', TRAEFIK_ROUTES).spec.routes;
  const forwardAuth = (what: string, change: (spec: Record<string, unknown>) => void, ...rules: string[]): Fault => ({
    edge, what, rules: rules.length > 0 ? rules : ['guard-asks-other'], put: (planes) => change(planes.get('Middleware', 'controlplane-sign-in').spec.forwardAuth),
  });
  const router = (what: string, match: string, target: object, rest: object = {}, rules = ['route-unguarded']): Fault => ({
    edge, what, rules, put: (planes) => planes.add('traefik.io/v1alpha1', 'IngressRoute', 'extra', routerTo(match, target, rest)),
  });
  const executions = { name: 'executions', port: 81 };
  testFaults([
    { edge, what: 'nothing', rules: [], put: () => undefined },
    { edge, what: 'no middleware', rules: ['route-unguarded'], put: (planes) => { routes(planes)[0].middlewares = []; } },
    { edge, what: 'only other middlewares', rules: ['route-unguarded'], put: (planes) => { routes(planes)[0].middlewares = [{ name: 'controlplane-headers' }]; } },
    { edge, what: 'a middleware that is nowhere', rules: ['guard-asks-other'], put: (planes) => planes.remove('Middleware', 'controlplane-sign-in') },
    forwardAuth('the guard asks a page that always answers', (spec) => { spec.address = 'http://flyteadmin.union-cp.svc.cluster.local/healthcheck'; }),
    forwardAuth('the guard asks a gate of another namespace', (spec) => { spec.address = 'http://union-auth-gate.default.svc.cluster.local:8080/'; }),
    forwardAuth('the guard asks a port that the gate does not serve', (spec) => { spec.address = 'http://union-auth-gate.union-cp.svc.cluster.local:9090/'; }),
    forwardAuth('the guard asks the gate by TLS', (spec) => { spec.address = 'https://union-auth-gate.union-cp.svc.cluster.local:8080/'; }),
    forwardAuth('the guard asks flyteadmin with the method of the caller', (spec) => { spec.address = ME; spec.preserveRequestMethod = true; }),
    { edge, what: 'the guard is basic auth', rules: ['guard-asks-other'], put: (planes) => { planes.get('Middleware', 'controlplane-sign-in').spec = { basicAuth: { secret: 'users' } }; } },
    router('an open router before all others', `Host(\`${DOMAIN}\`)`, executions, { priority: 1000 }, ['route-unguarded', 'sign-in-route-missing']),
    router('an open router without a host', 'PathPrefix(`/`)', executions),
    router('an open router on another host', 'Host(`debug.example.com`)', executions),
    router('an open router for hosts of a pattern', 'HostRegexp(`^.+\\.example\\.com$`)', executions),
    router('an open router with a negation', `Host(\`${DOMAIN}\`) && PathPrefix(\`/api\`) && !PathPrefix(\`/api/private\`)`, { name: 'flyteadmin', port: 80 }, { priority: 1000 }),
    router('an open router for a header', `Host(\`${DOMAIN}\`) && Header(\`X-Debug\`, \`1\`)`, executions, { priority: 1000 }),
    {
      edge,
      what: 'a weighted service that leads to a service',
      rules: ['route-unguarded'],
      put: (planes) => {
        planes.add('traefik.io/v1alpha1', 'TraefikService', 'weighted', { spec: { weighted: { services: [{ name: 'executions', port: 81, weight: 1 }] } } });
        planes.add('traefik.io/v1alpha1', 'IngressRoute', 'extra', routerTo('Host(`debug.example.com`)', { kind: 'TraefikService', name: 'weighted' }));
      },
    },
    {
      edge,
      what: 'an open path that a middleware replaces by a guarded one',
      rules: ['guard-bypassed'],
      put: (planes) => {
        planes.add('traefik.io/v1alpha1', 'Middleware', 'replace', { spec: { replacePathRegex: { regex: '^/config/(.*)', replacement: '/api/$1' } } });
        planes.get('IngressRoute', 'controlplane').spec.routes.find(({ match }: { match: string }) => match.includes('`/config`')).middlewares.push({ name: 'replace' });
      },
    },
    {
      edge,
      what: 'a TCP router',
      rules: ['service-exposed'],
      put: (planes) => planes.add('traefik.io/v1alpha1', 'IngressRouteTCP', 'raw', {
        spec: { entryPoints: ['grpc'], routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'flyteadmin', port: 81 }] }] },
      }),
    },
    { edge, what: 'an open Ingress of Traefik', rules: ['route-unguarded'], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'open', { ...ingressTo('executions', 81, { host: 'debug.example.com' }), metadata: { name: 'open', namespace: 'union-cp', annotations: { 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' } } }) },
    {
      edge,
      what: 'gRPC served as HTTP',
      rules: ['grpc-served-as-http'],
      put: (planes) => {
        for (const { services } of planes.get('IngressRoute', GRPC).spec.routes) {
          delete services[0].scheme;
        }
      },
    },
  ]);
});

describe('Envoy Gateway', () => {
  const edge = 'Envoy Gateway' as const;
  const policy = (what: string, change: (spec: Json) => void, ...rules: string[]): Fault => ({
    edge, what, rules: rules.length > 0 ? rules : ['guard-asks-other'], put: (planes) => change(planes.get('SecurityPolicy', 'controlplane-sign-in').spec),
  });
  const httpRoute = (what: string, route: object, namespace = 'union-cp'): Fault => ({
    edge, what, rules: ['gateway-route-unguarded'], put: (planes) => planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'extra', route, namespace),
  });
  const cors = { cors: { allowOrigins: ['https://tools.example.com'] } };
  testFaults([
    { edge, what: 'nothing', rules: [], put: () => undefined },
    { edge, what: 'no policy', rules: ['gateway-route-unguarded'], put: (planes) => planes.remove('SecurityPolicy', 'controlplane-sign-in') },
    policy('a route that no policy names', (spec) => { spec.targetRefs.shift(); }, 'gateway-route-unguarded'),
    policy('a policy without a guard', (spec) => { delete spec.extAuth; Object.assign(spec, cors); }, 'gateway-route-unguarded'),
    policy('failOpen', (spec) => { spec.extAuth.failOpen = true; }, 'auth-fails-open'),
    policy('a port that the gate does not serve', (spec) => { spec.extAuth.http.backendRefs[0].port = 9090; }),
    policy('a gate that is not there', (spec) => { spec.extAuth.http.backendRefs[0].name = 'auth-gate'; }),
    policy('a gate of another namespace', (spec) => { spec.extAuth.http.backendRefs[0].namespace = 'default'; }),
    policy('flyteadmin asked for another page', (spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/healthcheck' }; }),
    policy('flyteadmin asked with the path of the request behind /me', (spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' }; }),
    policy('flyteadmin asked with the method of the caller', (spec) => { spec.extAuth.http = { ...spec.extAuth.http, backendRefs: [{ name: 'flyteadmin', port: 80 }], pathOverride: '/me' }; }),
    policy('an authorization service of another kind', (spec) => { spec.extAuth = { grpc: { backendRefs: [{ name: 'opa', port: 9191 }] } }; }),
    policy('the gateway checks a token by itself', (spec) => { delete spec.extAuth; spec.jwt = { providers: [{ name: 'okta', remoteJWKS: { uri: 'https://acme.okta.com/oauth2/default/v1/keys' } }] }; }),
    policy('the gateway allows by address', (spec) => { delete spec.extAuth; spec.authorization = { defaultAction: 'Allow' }; }),
    {
      edge,
      what: 'a policy on a route that wins over the guard on the gateway',
      rules: ['gateway-route-unguarded'],
      put: (planes) => {
        planes.get('SecurityPolicy', 'controlplane-sign-in').spec.targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }];
        planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'cors', policyOn('HTTPRoute', PROTECTED, cors));
        ['controlplane', 'controlplane-grpc', 'controlplane-grpc-streaming'].forEach((name) =>
          planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', `open-${name}`, policyOn(name === 'controlplane' ? 'HTTPRoute' : 'GRPCRoute', name, cors)));
      },
    },
    {
      edge,
      what: 'a second policy on the same route',
      rules: ['gateway-route-unguarded'],
      put: (planes) => planes.add('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'a-cors', policyOn('HTTPRoute', PROTECTED, cors)),
    },
    { ...httpRoute('an open route on another host', routeTo('executions', 81, { hostnames: ['debug.example.com'], sectionName: 'http' })), rules: ['gateway-route-unguarded', 'route-in-clear'] },
    httpRoute('an open route on every host', routeTo('cluster', 81, { hostnames: [] })),
    httpRoute('an open route for one path', routeTo('executions', 81, { path: '/apps/x' })),
    {
      ...httpRoute('an open route of another namespace, which the Gateway does not let in', {
        spec: { parentRefs: [{ name: 'controlplane', namespace: 'union-cp', sectionName: 'https' }], hostnames: ['debug.example.com'], rules: [{ backendRefs: [{ name: 'executions', namespace: 'union-cp', port: 81 }] }] },
      }, 'tools'),
      rules: ['gateway-route-unguarded', 'route-backend-missing', 'route-unattached'],
    },
    {
      edge,
      what: 'a Backend that leads to a service',
      rules: ['gateway-route-unguarded', 'route-in-clear'],
      put: (planes) => {
        planes.add('gateway.envoyproxy.io/v1alpha1', 'Backend', 'shortcut', { spec: { endpoints: [{ fqdn: { hostname: 'executions.union-cp.svc.cluster.local', port: 81 } }] } });
        planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'extra', {
          spec: { parentRefs: [{ name: 'controlplane', sectionName: 'http' }], hostnames: ['debug.example.com'], rules: [{ backendRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'shortcut' }] }] },
        });
      },
    },
    {
      edge,
      what: 'a patch that has nothing to do with guards',
      rules: ['gateway-route-unguarded'],
      put: (planes) => {
        planes.remove('SecurityPolicy', 'controlplane-sign-in');
        planes.add('gateway.envoyproxy.io/v1alpha1', 'EnvoyPatchPolicy', 'buffer', { spec: { jsonPatches: [{ name: 'default/eg/https', type: 'type.googleapis.com/envoy.config.listener.v3.Listener', operation: { op: 'add', path: '/per_connection_buffer_limit_bytes', value: 1 } }] } });
      },
    },
    {
      edge,
      what: 'an open path that a filter rewrites to a guarded one',
      rules: ['guard-bypassed', 'sign-in-route-missing'],
      put: (planes) => planes.get('HTTPRoute', 'controlplane').spec.rules[0].filters.push({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/api/v1/projects' } } }),
    },
    {
      edge,
      what: 'a TLS route',
      rules: ['service-exposed'],
      put: (planes) => planes.add('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'raw', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }] } }),
    },
    {
      edge,
      what: 'a TCP route',
      rules: ['service-exposed'],
      put: (planes) => planes.add('gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'raw', { spec: { parentRefs: [{ name: 'controlplane', sectionName: 'https' }], rules: [{ backendRefs: [{ name: 'executions', port: 80 }] }] } }),
    },
    {
      edge,
      what: 'gRPC served by an HTTPRoute',
      rules: ['grpc-served-as-http'],
      put: (planes) => {
        planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grpc', routeTo('flyteadmin', 81, { path: '/flyteidl.service.AdminService' }));
        planes.get('SecurityPolicy', 'controlplane-unauthorized').spec.targetRefs.push({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'grpc' });
      },
    },
  ]);
});

describe('the auth gate', () => {
  /** On a Gateway that leaves headers to callers. */
  const unaided = (fault: Fault): Fault => ({
    ...fault,
    rules: [...fault.rules, 'claim-header-spoofable'],
    put: (planes) => {
      fault.put(planes);
      delete planes.get('ClientTrafficPolicy', 'controlplane').spec.headers;
    },
  });
  const gate = (what: string, search: string | RegExp, replacement: string): Fault => ({
    edge: 'Envoy Gateway', what, rules: ['guard-asks-other'], put: (planes) => planes.gate(search, replacement),
  });
  testFaults([
    gate('asks another page', /rewrite \^ \/me\? break;/g, 'rewrite ^ /healthcheck? break;'),
    gate('asks the gRPC port', 'cluster.local:80;', 'cluster.local:81;'),
    gate('asks flyteadmin of another namespace', 'flyteadmin.union-cp.svc', 'flyteadmin.union-staging.svc'),
    gate('asks another service', /\$flyteadmin flyteadmin\.union-cp\.svc/g, '$flyteadmin executions.union-cp.svc'),
    gate('asks with the method of the caller', /proxy_method GET;\n {6}proxy_pass_request_body off;\n {6}proxy_pass_request_headers off;\n {6}proxy_set_header Content-Length "";\n {6}proxy_set_header Connection/g, 'proxy_pass_request_body off;\n      proxy_pass_request_headers off;\n      proxy_set_header Content-Length "";\n      proxy_set_header Connection'),
    gate('passes without asking', /location \/ \{\n/g, 'location / {\n      return 200;\n'),
    gate('passes some paths without asking', /location \/ \{\n/g, 'location /healthz { return 200; }\n    location / {\n'),
    gate('turns errors into success', 'location @unavailable { return 503; }', 'location @unavailable { return 200; }'),
    gate('turns 401 into success', 'error_page 401 = @sign_in;', 'error_page 401 =200 /ok;'),
    gate('turns 401 into a page that answers', 'error_page 401 = @sign_in;', 'error_page 401 = /ok;\n    location = /ok { return 204; }'),
    gate('turns 403 into a page that answers', 'error_page 401 = @sign_in;', 'error_page 401 = @sign_in;\n    error_page 403 = /ok;\n    location = /ok { return 204; }'),
    gate('passes whoever sends a header', /location \/ \{\n/g, 'location / {\n      if ($http_x_debug) { return 200; }\n'),
    gate('passes whoever asks from one address', /location \/ \{\n/g, 'if ($remote_addr = 10.0.0.1) { return 204; }\n    location / {\n'),
    gate('remembers answers by the path alone', /location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n'),
    gate('remembers answers by the token alone', /location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n      proxy_cache_key $http_authorization$http_flyte_authorization;\n'),
    gate('has a variable that nothing defines', '$is_browser { default', '$is_page { default'),
    gate('has a brace too many', /\}\s*$/, '}\n}'),
    gate('has a line without a semicolon', 'proxy_method GET;', 'proxy_method GET'),
    unaided(gate('names no header to remove', /add_header x-envoy[^;]*;/g, '')),
    unaided(gate('names one header too few', /"X-User-Subject,"/g, '""')),
    gate('shows its version', 'server_tokens off;', ''),
    gate('remembers answers by every credential', /location \/ \{\n/g, 'location / {\n      proxy_cache answers;\n      proxy_cache_key $http_authorization$http_flyte_authorization$http_cookie;\n'),
    { edge: 'Envoy Gateway', what: 'is asked without a port', rules: ['guard-asks-other'], put: (planes) => { delete planes.get('SecurityPolicy', 'controlplane-sign-in').spec.extAuth.http.backendRefs[0].port; } },
    { edge: 'Envoy Gateway', what: 'its Service leads elsewhere', rules: ['guard-asks-other'], put: (planes) => planes.remove('Service', 'union-auth-gate') },
  ]);
});

describe('flyteadmin answers', () => {
  const admin = (what: string, change: (config: Json) => void, ...rules: string[]): Fault =>
    ({ what, rules, put: (planes) => planes.flyteadmin(change) });
  testFaults([
    admin('/me to anybody', (config) => { config.auth.disableForHttp = true; }, 'auth-not-enforced'),
    admin('gRPC to anybody', (config) => { config.auth.disableForGrpc = true; }, 'auth-not-enforced'),
    { what: 'without authentication, by a flag', rules: ['auth-not-enabled'], put: (planes) => { planes.container('flyteadmin').args = [...planes.container('flyteadmin').args ?? [], '--server.security.useAuth=false']; } },
    { what: 'HTTP to anybody, by a flag', rules: ['auth-not-enforced'], put: (planes) => { planes.container('flyteadmin').args = [...planes.container('flyteadmin').args ?? [], '--auth.disableForHttp']; } },
    { what: 'without authentication, by a variable', rules: ['auth-not-enabled'], put: (planes) => { planes.container('flyteadmin').env = [...planes.container('flyteadmin').env ?? [], { name: 'SERVER.SECURITY.USEAUTH', value: 'false' }]; } },
  ]);
});

describe('left in peace', () => {
  testFaults([
    { what: 'another application on another host', rules: [], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'grafana', ingressTo('grafana', 80, { host: 'grafana.example.com' }), 'monitoring') },
    { what: 'another service of that name in another namespace', rules: [], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'usage', ingressTo('usage', 80, { host: 'usage.example.com' }), 'billing') },
    { what: 'a LoadBalancer of another application', rules: [], put: (planes) => planes.add('v1', 'Service', 'usage', { spec: { type: 'LoadBalancer', selector: { app: 'usage' }, ports: [{ port: 80 }] } }, 'billing') },
    { what: 'a LoadBalancer of the ingress controller', rules: [], put: (planes) => planes.add('v1', 'Service', 'ingress-nginx-controller', { spec: { type: 'LoadBalancer', selector: { app: 'ingress-nginx' }, ports: [{ port: 443 }] } }) },
    { what: 'a canary, which takes the guard of the Ingress that it is one of', rules: [], put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'canary', { ...ingressTo('executions', 81, { path: '/(app(/[^\\x25\\x3b\\x5c]*|))$', pathType: 'ImplementationSpecific' }), metadata: { name: 'canary', namespace: 'union-cp', annotations: { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '10' } } }) },
    { what: 'a snippet that sets a timeout', rules: [], put: (planes) => planes.annotate(PROTECTED, { 'server-snippet': 'client_header_timeout 60s;' }) },
    {
      edge: 'Traefik',
      what: 'a gate that another file brings',
      rules: [],
      put: (planes) => ['ConfigMap', 'Deployment', 'Service', 'NetworkPolicy'].forEach((kind) => planes.remove(kind, 'union-auth-gate')),
    },
    { edge: 'Traefik', what: 'another application behind Traefik', rules: [], put: (planes) => planes.add('traefik.io/v1alpha1', 'IngressRoute', 'grafana', routerTo('Host(`grafana.example.com`)', { name: 'grafana', port: 80 }), 'monitoring') },
    {
      edge: 'Traefik',
      what: 'a router that refuses what is guarded',
      rules: [],
      put: (planes) => {
        planes.add('v1', 'Service', 'docs', { spec: { ports: [{ port: 80 }] } });
        planes.add('traefik.io/v1alpha1', 'IngressRoute', 'docs', routerTo(`Host(\`${DOMAIN}\`) && PathPrefix(\`/docs\`)`, { name: 'docs', port: 80 }));
      },
    },
    { edge: 'Envoy Gateway', what: 'another application on the gateway', rules: [], put: (planes) => planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grafana', routeTo('grafana', 80, { hostnames: ['grafana.example.com'] })) },
  ]);
});
