import { authAnnotationIgnored } from '../../../src/verify/rules/controllers';
import { IN_CLUSTER_ME, ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No Ingress of a control plane in the input has auth annotations.';
const api = (annotations: Record<string, string>, className?: string) => ingress('api', { host: HOST, annotations, className, paths: { '/api': 'flyteadmin' } });
const ingressClass = (name: string, controller: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null);
const full = (name: string) => (name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`);
const at = (name: string, value: string) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/api', field: `metadata.annotations["${full(name)}"]`, line: `${full(name)}: ${value}`,
});
const guard = { 'auth-url': IN_CLUSTER_ME };
const DURATION = 'status codes followed by a duration, such as "200 202 1m"';
const NAME = 'the name of an annotation that ingress-nginx reads';
const FOREIGN = 'an Ingress of a class that ingress-nginx serves';

testRule(authAnnotationIgnored, {
  fires: [
    { when: 'auth-url is empty', input: manifests(api({ 'auth-url': '' })), findings: [{ ...at('auth-url', '""'), expected: 'an absolute URL', found: 'an empty value' }] },
    { when: 'auth-url has no scheme', input: manifests(api({ 'auth-url': 'flyteadmin.union-cp/me' })), findings: [{ ...at('auth-url', 'flyteadmin.union-cp/me'), expected: 'an absolute URL', found: 'flyteadmin.union-cp/me' }] },
    { when: 'the cache duration has no unit', input: manifests(api({ ...guard, 'auth-cache-duration': '200 202 60' })), findings: [{ ...at('auth-cache-duration', '200 202 60'), expected: DURATION, found: '200 202 60' }] },
    { when: 'a status code follows the duration', input: manifests(api({ ...guard, 'auth-cache-duration': '1m 200' })), findings: [{ ...at('auth-cache-duration', '1m 200'), expected: DURATION, found: '1m 200' }] },
    { when: 'one of two durations is none', input: manifests(api({ ...guard, 'auth-cache-duration': '200 1m, 401' })), findings: [{ ...at('auth-cache-duration', '200 1m, 401'), expected: DURATION, found: '200 1m, 401' }] },
    { when: 'a flag is no boolean', input: manifests(api({ ...guard, 'auth-always-set-cookie': 'yes' })), findings: [{ ...at('auth-always-set-cookie', '"yes"'), expected: '"true" or "false"', found: 'yes' }] },
    { when: 'auth-request-redirect holds a variable', input: manifests(api({ ...guard, 'auth-request-redirect': 'https://$host' })), findings: [{ ...at('auth-request-redirect', 'https://$host'), expected: 'a URL without variables', found: 'https://$host' }] },
    {
      when: 'the name is misspelt',
      input: manifests(api({ 'auth-uri': IN_CLUSTER_ME })),
      findings: [{ ...at('auth-uri', IN_CLUSTER_ME), expected: 'the name of an annotation that ingress-nginx reads', found: 'nginx.ingress.kubernetes.io/auth-uri, which it does not know' }],
    },
    {
      when: 'its prefix is that of another controller, or misspelt',
      input: manifests(api({ ...guard, 'ingress.kubernetes.io/auth-url': 'http://gate/me', 'ngnix.ingress.kubernetes.io/auth-signin': 'https://union.example.com/login' })),
      findings: [
        { ...at('ingress.kubernetes.io/auth-url', 'http://gate/me'), expected: NAME, found: 'ingress.kubernetes.io/auth-url, which it does not know' },
        {
          ...at('ngnix.ingress.kubernetes.io/auth-signin', 'https://union.example.com/login'),
          expected: NAME,
          found: 'ngnix.ingress.kubernetes.io/auth-signin, which it does not know',
        },
      ],
    },
    {
      when: 'a policy of the F5 controller stands among annotations of ingress-nginx',
      input: manifests(api({ 'nginx.org/policies': 'guard', 'backend-protocol': 'HTTP' })),
      findings: [{
        ...at('nginx.org/policies', 'guard'),
        expected: 'the guard of ingress-nginx, nginx.ingress.kubernetes.io/auth-url',
        found: 'nginx.org/policies, which only the F5 NGINX Ingress Controller reads',
      }],
    },
    { when: 'the class is that of another controller', input: manifests(api(guard, 'traefik')), findings: [{ ...at('auth-url', IN_CLUSTER_ME), expected: FOREIGN, found: 'class traefik, which another controller serves' }] },
    {
      when: 'the IngressClass is that of the F5 controller',
      input: manifests(ingressClass('nginx', 'nginx.org/ingress-controller'), api(guard, 'nginx')),
      findings: [{ ...at('auth-url', IN_CLUSTER_ME), expected: FOREIGN, found: 'class nginx, served by nginx.org/ingress-controller' }],
    },
    {
      when: 'the class stands in the old annotation',
      input: manifests(api({ ...guard, 'kubernetes.io/ingress.class': 'alb' })),
      findings: [{ ...at('auth-url', IN_CLUSTER_ME), expected: FOREIGN, found: 'class alb, which another controller serves' }],
    },
  ],
  passes: [
    { when: 'our annotations stand on the Ingresses of the chart', input: manifests(...chartIngresses({ http: HARDENED })) },
    { when: 'the chart adds nginx.org/websocket-services', input: manifests(...chartIngresses({ annotations: { 'nginx.org/websocket-services': 'dataproxy' } })) },
    { when: 'the class has a name and controller of its own', input: manifests(ingressClass('controlplane', 'union.ai/controlplane'), ...chartIngresses()) },
    { when: 'a class named traefik is served by ingress-nginx', input: manifests(ingressClass('traefik', 'k8s.io/ingress-nginx'), api(guard, 'traefik')) },
    { when: 'a cache key stands without auth-url', input: manifests(api({ 'auth-cache-key': '$http_cookie' })) },
    { when: 'an older controller is told the same', input: manifests(api({ ...guard, 'ingress.kubernetes.io/auth-url': IN_CLUSTER_ME })) },
    { when: 'several valid durations', input: manifests(api({ ...guard, 'auth-cache-duration': '200 202 1h 30m, 401 10s' })) },
    { when: 'the cache duration is empty, so the default holds', input: manifests(api({ ...guard, 'auth-cache-duration': '' })) },
    { when: 'F5 alone serves it', input: manifests(api({ 'nginx.org/policies': 'guard' }, 'nginx')) },
    { when: 'client certificates are asked for', input: manifests(api({ ...guard, 'auth-tls-secret': 'union-cp/ca', 'auth-tls-verify-client': 'on' })) },
  ],
  notApplicable: [
    { when: 'no Ingress has any', input: manifests(...chartIngresses({ http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'the Ingress is of another application', input: manifests(ingress('shop', { annotations: { 'auth-url': '' }, paths: { '/': 'shop' } })), reason: NOT_APPLICABLE },
  ],
});
