import { routeInClear } from '../../../src/verify/rules/routes';
import { object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { HOST } from '../_union';

const EXPECTED = 'the entry point or listener with TLS alone';
const router = (name: string, entryPoints: readonly string[], more: object = {}) => object('traefik.io/v1alpha1', 'IngressRoute', name, {
  spec: { entryPoints, routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`) && PathPrefix(\`/${name}\`)`, services: [{ name: 'flyteadmin', port: 80 }], ...more }] },
});
const STRICT = object('traefik.io/v1alpha1', 'Middleware', 'strict', { spec: { headers: { stsSeconds: 1, forceSTSHeader: true } } });
const behindStrict = (name: string, entryPoints: readonly string[]) => router(name, entryPoints, { middlewares: [{ name: 'strict' }] });
const gateway = (...listeners: object[]) => object('gateway.networking.k8s.io/v1', 'Gateway', 'controlplane', { spec: { gatewayClassName: 'eg', listeners } });
const HTTP = { name: 'http', protocol: 'HTTP', port: 80 };
const HTTPS = { name: 'https', protocol: 'HTTPS', port: 443 };
const OTHER_HOST = { ...HTTPS, hostname: 'other.example.com' };
const route = (parent: object = {}) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', 'admin', {
  spec: { parentRefs: [{ name: 'controlplane', ...parent }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 80 }] }] },
});
const atParent = { object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/admin', field: 'spec.parentRefs[0]', expected: EXPECTED };
const FOUND = 'listener http of the Gateway controlplane, which is HTTP';

testRule(routeInClear, {
  fires: [
    ['an IngressRoute is at web as well', [router('a', ['websecure']), router('b', ['web', 'websecure'])],
      ['traefik.io/v1alpha1/IngressRoute union-cp/b', 'spec.entryPoints[0]', EXPECTED, 'entry point web'],
      remedy(['    - web\n', ''])],
    ['a route names the plain listener', [gateway(HTTP, HTTPS), route({ sectionName: 'http' })],
      { ...atParent, found: FOUND },
      remedy(['sectionName: http', 'sectionName: https'])],
    ['another route says that TLS ends before Traefik', [STRICT, behindStrict('a', ['web']), router('b', ['web', 'websecure'])],
      ['traefik.io/v1alpha1/IngressRoute union-cp/b', 'spec.entryPoints[0]', EXPECTED, 'entry point web']],
    ['a wildcard has the certificate of the host of the plain listener',
      [gateway({ ...HTTP, hostname: HOST }, { ...HTTPS, hostname: '*.example.com' }), route({ sectionName: 'http' })],
      { ...atParent, found: FOUND }],
    ['a route names no listener', [gateway(HTTP, HTTPS), route()],
      { ...atParent, found: FOUND },
      remedy(['    - name: controlplane\n', '    - name: controlplane\n      sectionName: https\n'])],
  ],
  passes: [
    ['all are at websecure', [router('a', ['websecure']), router('b', ['websecure'])]],
    ['the route names the listener with TLS', [gateway(HTTP, HTTPS), route({ sectionName: 'https' })]],
    ['it names its port', [gateway(HTTP, HTTPS), route({ port: 443 })]],
  ],
  notApplicable: [
    ['TLS ends before Traefik', [router('a', ['web'])]],
    ['browsers are told to stay with TLS that ends before Traefik', [STRICT, behindStrict('a', ['web']), behindStrict('b', ['websecure'])]],
    ['TLS of the host ends before the Gateway, and that of another at it',
      [gateway({ ...HTTP, hostname: HOST }, OTHER_HOST), route({ sectionName: 'http' })]],
    ['TLS ends before the Gateway', [gateway(HTTP), route()]],
    ['the Gateway is not shown', [route()]],
  ],
});
