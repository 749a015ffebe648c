import { routeInClear } from '../../../src/verify/rules/routes';
import { manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { HOST } from '../_union';

const reason = 'No IngressRoute or Gateway API route of Union in the input whose edge has a door with TLS.';
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
const atParent = { object: 'gateway.networking.k8s.io/v1/HTTPRoute union-cp/admin', field: 'spec.parentRefs[0]', line: 'name: controlplane', expected: EXPECTED };
const FOUND = 'listener http of the Gateway controlplane, which is HTTP';

testRule(routeInClear, {
  fires: [
    {
      when: 'an IngressRoute is at web as well',
      input: manifests(router('a', ['websecure']), router('b', ['web', 'websecure'])),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRoute union-cp/b', field: 'spec.entryPoints[0]', line: 'web', expected: EXPECTED, found: 'entry point web' }],
      remedy: [['    - web\n', '']],
    },
    { when: 'a route names the plain listener', input: manifests(gateway(HTTP, HTTPS), route({ sectionName: 'http' })), findings: [{ ...atParent, found: FOUND }], remedy: [['sectionName: http', 'sectionName: https']] },
    {
      when: 'another route says that TLS ends before Traefik',
      input: manifests(STRICT, behindStrict('a', ['web']), router('b', ['web', 'websecure'])),
      findings: [{ object: 'traefik.io/v1alpha1/IngressRoute union-cp/b', field: 'spec.entryPoints[0]', line: 'web', expected: EXPECTED, found: 'entry point web' }],
    },
    { when: 'a wildcard has the certificate of the host of the plain listener', input: manifests(gateway({ ...HTTP, hostname: HOST }, { ...HTTPS, hostname: '*.example.com' }), route({ sectionName: 'http' })), findings: [{ ...atParent, found: FOUND }] },
    { when: 'a route names no listener', input: manifests(gateway(HTTP, HTTPS), route()), findings: [{ ...atParent, found: FOUND }], remedy: [['    - name: controlplane\n', '    - name: controlplane\n      sectionName: https\n']] },
  ],
  passes: [
    { when: 'all are at websecure', input: manifests(router('a', ['websecure']), router('b', ['websecure'])) },
    { when: 'the route names the listener with TLS', input: manifests(gateway(HTTP, HTTPS), route({ sectionName: 'https' })) },
    { when: 'it names its port', input: manifests(gateway(HTTP, HTTPS), route({ port: 443 })) },
  ],
  notApplicable: [
    { when: 'TLS ends before Traefik', input: manifests(router('a', ['web'])), reason },
    { when: 'browsers are told to stay with TLS that ends before Traefik', input: manifests(STRICT, behindStrict('a', ['web']), behindStrict('b', ['websecure'])), reason },
    { when: 'TLS of the host ends before the Gateway, and that of another at it', input: manifests(gateway({ ...HTTP, hostname: HOST }, OTHER_HOST), route({ sectionName: 'http' })), reason },
    { when: 'TLS ends before the Gateway', input: manifests(gateway(HTTP), route()), reason },
    { when: 'the Gateway is not shown', input: manifests(route()), reason },
  ],
});
