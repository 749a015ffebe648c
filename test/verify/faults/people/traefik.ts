import { set, without } from '../_changes';
import { DOMAIN, Json, Planes } from '../_planes';
import { inPlanes, missed } from './_people';
import { CONSOLE, GRPC, PROTECTED, copyOf, ingressTo } from './_routes';

/** What people get wrong at Traefik. */

const traefik = inPlanes('Traefik');
const routes = (planes: Planes, name: string): Json[] => planes.get('IngressRoute', name).spec.routes;
const middleware = (planes: Planes, name = 'controlplane-sign-in'): Json => planes.get('Middleware', name).spec.forwardAuth;
const route = (match: string, rest: Json = {}): Json => ({ spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match, services: [{ name: 'executions', port: 81 }], ...rest }] } });

export const TRAEFIK = [
  traefik('middlewares of a route in the singular', (p) => {
    const [first] = routes(p, PROTECTED);
    first.middleware = first.middlewares;
    delete first.middlewares;
  }, 'manifest-refused spec.routes[0].middleware'),
  traefik('a route without a middleware', (p) => { delete routes(p, PROTECTED)[1].middlewares; }, 'route-unguarded spec.routes[1].match'),
  traefik('the guard is not the last that counts', (p) => { routes(p, PROTECTED)[0].middlewares = [{ name: 'controlplane-headers' }]; },
    'route-unguarded spec.routes[0].match'),
  traefik('a middleware of another namespace', (p) => {
    routes(p, PROTECTED)[0].middlewares = [{ name: 'controlplane-sign-in', namespace: 'traefik' }];
  }, 'guard-asks-other spec.routes[0].middlewares'),
  traefik('single quotes in Host', (p) => p.add('traefik.io/v1alpha1', 'IngressRoute', 'quotes', route('Host(\'debug.example.com\')')),
    'route-unattached spec.routes[0].match'),
  traefik('single quotes in the console\'s Host',
    (p) => { for (const each of routes(p, CONSOLE)) { each.match = each.match.replaceAll('`', '\''); } }, 'route-unattached ×6'),
  traefik('entry point web for what is guarded', set('IngressRoute', PROTECTED, { 'spec.entryPoints': ['web'] }),
    'route-in-clear spec.entryPoints[0]'),
  traefik('both entry points for what is guarded', set('IngressRoute', PROTECTED, { 'spec.entryPoints': ['web', 'websecure'] }),
    'route-in-clear spec.entryPoints[0]'),
  traefik('an open twin on the entry point web', (p) => {
    const copy = copyOf(p, 'IngressRoute', PROTECTED);
    copy.metadata.name = 'twin';
    copy.spec.entryPoints = ['web'];
    for (const each of copy.spec.routes) { delete each.middlewares; }
    p.objects.push(copy);
  }, 'route-in-clear spec.entryPoints[0]', 'route-unguarded spec.routes[0].match ×10'),
  traefik('an Ingress twin without a middleware',
    (p) => p.add('networking.k8s.io/v1', 'Ingress', 'twin', ingressTo('flyteadmin', 80, { className: 'traefik', path: '/api' })),
    'route-unguarded metadata.annotations'),
  traefik('an Ingress twin of no class',
    (p) => p.add('networking.k8s.io/v1', 'Ingress', 'twin', ingressTo('flyteadmin', 80, { className: '', path: '/api' })),
    'route-unguarded metadata.annotations'),
  traefik('an old rule without a host', (p) => p.add('traefik.io/v1alpha1', 'IngressRoute', 'old', route('PathPrefix(`/v1`)')),
    'route-misdirected spec.routes[0].match', 'route-unguarded spec.routes[0].match'),
  traefik('the old API group', (p) => p.add('traefik.containo.us/v1alpha1', 'IngressRoute', 'old', route('Host(`debug.example.com`)')),
    'route-unattached', 'route-unguarded spec.routes[0].match'),
  traefik('a higher priority for an open route',
    (p) => p.add('traefik.io/v1alpha1', 'IngressRoute', 'hot', route(`Host(\`${DOMAIN}\`) && PathPrefix(\`/api\`)`, { priority: 500 })),
    'route-misdirected spec.routes[0].match', 'route-unguarded spec.routes[0].match'),
  traefik('the guard asks /healthcheck', (p) => { middleware(p).address = 'http://flyteadmin.union-cp.svc.cluster.local/healthcheck'; },
    'guard-asks-other'),
  traefik('the guard asks oauth2-proxy', (p) => { middleware(p).address = 'http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth'; },
    'guard-asks-other'),
  traefik('the guard asks the public host', (p) => { middleware(p).address = 'https://union.example.com/me'; }, 'browser-sign-in-missing'),
  traefik('the guard by the wrong port', (p) => { middleware(p).address = 'http://union-auth-gate.union-cp.svc.cluster.local/'; },
    'guard-asks-other'),
  traefik('the credentials not sent to the guard', (p) => { middleware(p).authRequestHeaders = ['Accept']; },
    'authorization-header-mismatch', 'credential-header-dropped'),
  traefik('the cookie not sent to the guard', (p) => { middleware(p).authRequestHeaders = ['Authorization', 'Accept']; },
    'authorization-header-mismatch', 'credential-header-dropped'),
  traefik('identity headers not copied', (p) => {
    middleware(p).authResponseHeaders = [];
    delete middleware(p).authResponseHeadersRegex;
    delete p.get('Middleware', 'controlplane-headers').spec.headers.customRequestHeaders;
  }, 'identity-header-spoofable'),
  traefik('gRPC to the sign-in page', (p) => {
    for (const each of routes(p, GRPC)) {
      each.middlewares = [{ name: 'controlplane-headers' }, { name: 'controlplane-sign-in' }];
    }
  }, 'grpc-sign-in-redirect spec.routes[0].match ×22'),
  traefik('gRPC without h2c', (p) => { for (const { services } of routes(p, GRPC)) { services[0].scheme = 'http'; } },
    'grpc-served-as-http spec.routes[0].match'),
  traefik('the login guarded as well', (p) => {
    for (const each of routes(p, 'controlplane')) {
      each.middlewares.push({ name: 'controlplane-sign-in' });
    }
  }, 'auth-metadata-guarded spec.routes[3].match', 'sign-in-route-guarded spec.routes[0].match ×3'),
  traefik('the metadata of gRPC guarded as well', (p) => {
    for (const each of routes(p, 'controlplane-grpc')) {
      each.middlewares.push({ name: 'controlplane-unauthorized' });
    }
  }, 'auth-metadata-guarded spec.routes[0].match ×2'),
  traefik('a TCP router for gRPC', (p) => p.add(
    'traefik.io/v1alpha1',
    'IngressRouteTCP',
    'grpc',
    { spec: { entryPoints: ['grpc'], routes: [{ match: 'HostSNI(`*`)', services: [{ name: 'flyteadmin', port: 81 }] }] } },
  ), 'service-exposed spec.routes[0]'),
  missed('its Deployment may lie in a file that is not in the input', traefik('the gate gone', without('Deployment', 'union-auth-gate'))),
  traefik('a stripped prefix', (p) => {
    p.add('traefik.io/v1alpha1', 'Middleware', 'strip', { spec: { stripPrefix: { prefixes: ['/login'] } } });
    routes(p, 'controlplane')[0].middlewares.push({ name: 'strip' });
  },
  'sign-in-route-missing Middleware union-cp/controlplane-sign-in: spec.forwardAuth.address', 'guard-bypassed spec.routes[0].match',
  'guard-bypassed spec.routes[0].match'),
];
