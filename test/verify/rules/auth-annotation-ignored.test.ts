import { authAnnotationIgnored } from '../../../src/verify/rules/controllers';
import { IN_CLUSTER_ME, ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartIngresses, HARDENED, HOST } from '../_union';

const api = (annotations: Record<string, string>, className?: string) => ingress('api', { host: HOST, annotations, className, paths: { '/api': 'flyteadmin' } });
const ingressClass = (name: string, controller: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null);
const full = (name: string) => (name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`);
const at = (name: string) => ({ object: 'networking.k8s.io/v1/Ingress union-cp/api', field: `metadata.annotations["${full(name)}"]` });
const guard = { 'auth-url': IN_CLUSTER_ME };
const DURATION = 'status codes followed by a duration, such as "200 202 1m"';
const FOREIGN = 'an Ingress of a class that ingress-nginx serves';

testRule(authAnnotationIgnored, {
  fires: [
    ['auth-url is empty', [api({ 'auth-url': '' })], { ...at('auth-url'), expected: 'an absolute URL', found: 'an empty value' },
      remedy(['auth-url: ""', 'auth-url: http://flyteadmin.union-cp.svc.cluster.local/me'])],
    ['auth-url has no scheme', [api({ 'auth-url': 'flyteadmin.union-cp/me' })],
      { ...at('auth-url'), expected: 'an absolute URL', found: 'flyteadmin.union-cp/me' }],
    ['the cache duration has no unit', [api({ ...guard, 'auth-cache-duration': '200 202 60' })],
      { ...at('auth-cache-duration'), expected: DURATION, found: '200 202 60' }],
    ['a status code follows the duration', [api({ ...guard, 'auth-cache-duration': '1m 200' })],
      { ...at('auth-cache-duration'), expected: DURATION, found: '1m 200' }],
    ['one of two durations is none', [api({ ...guard, 'auth-cache-duration': '200 1m, 401' })],
      { ...at('auth-cache-duration'), expected: DURATION, found: '200 1m, 401' }],
    ['a flag is no boolean', [api({ ...guard, 'auth-always-set-cookie': 'yes' })],
      { ...at('auth-always-set-cookie'), expected: '"true" or "false"', found: 'yes' }],
    ['auth-request-redirect holds a variable', [api({ ...guard, 'auth-request-redirect': 'https://$host' })],
      { ...at('auth-request-redirect'), expected: 'a URL without variables', found: 'https://$host' }],
    ['the name is misspelt', [api({ 'auth-uri': IN_CLUSTER_ME })],
      { ...at('auth-uri'), expected: 'the name of an annotation that ingress-nginx reads', found: 'nginx.ingress.kubernetes.io/auth-uri, which ingress-nginx ignores' }],
    ['its prefix is that of another controller, or misspelt',
      [api({ ...guard, 'ingress.kubernetes.io/auth-url': 'http://gate/me', 'ngnix.ingress.kubernetes.io/auth-signin': 'https://union.example.com/login' })],
      { ...at('ingress.kubernetes.io/auth-url'), expected: 'nginx.ingress.kubernetes.io/auth-url', found: 'ingress.kubernetes.io/auth-url, which ingress-nginx ignores' },
      { ...at('ngnix.ingress.kubernetes.io/auth-signin'), expected: 'nginx.ingress.kubernetes.io/auth-signin', found: 'ngnix.ingress.kubernetes.io/auth-signin, which ingress-nginx ignores' }],
    ['a policy of the F5 controller stands among annotations of ingress-nginx', [api({ 'nginx.org/policies': 'guard', 'backend-protocol': 'HTTP' })],
      { ...at('nginx.org/policies'), expected: 'the guard of ingress-nginx, nginx.ingress.kubernetes.io/auth-url', found: 'nginx.org/policies, which only the F5 NGINX Ingress Controller reads' }],
    ['the class is that of another controller', [api(guard, 'traefik')],
      { ...at('auth-url'), expected: FOREIGN, found: 'class traefik, which another controller serves' }],
    ['the IngressClass is that of the F5 controller', [ingressClass('nginx', 'nginx.org/ingress-controller'), api(guard, 'nginx')],
      { ...at('auth-url'), expected: FOREIGN, found: 'class nginx, served by nginx.org/ingress-controller' }],
    ['the class stands in the old annotation', [api({ ...guard, 'kubernetes.io/ingress.class': 'alb' })],
      { ...at('auth-url'), expected: FOREIGN, found: 'class alb, which another controller serves' }],
  ],
  passes: [
    ['our annotations stand on the Ingresses of the chart', chartIngresses({ http: HARDENED })],
    ['the chart adds nginx.org/websocket-services', chartIngresses({ annotations: { 'nginx.org/websocket-services': 'dataproxy' } })],
    ['the class has a name and controller of its own', [ingressClass('controlplane', 'union.ai/controlplane'), ...chartIngresses()]],
    ['a class named traefik is served by ingress-nginx', [ingressClass('traefik', 'k8s.io/ingress-nginx'), api(guard, 'traefik')]],
    ['a cache key stands without auth-url', [api({ 'auth-cache-key': '$http_cookie' })]],
    ['an older controller is told the same', [api({ ...guard, 'ingress.kubernetes.io/auth-url': IN_CLUSTER_ME })]],
    ['several valid durations', [api({ ...guard, 'auth-cache-duration': '200 202 1h 30m, 401 10s' })]],
    ['the cache duration is empty, so the default holds', [api({ ...guard, 'auth-cache-duration': '' })]],
    ['F5 alone serves it', [api({ 'nginx.org/policies': 'guard' }, 'nginx')]],
    ['client certificates are asked for', [api({ ...guard, 'auth-tls-secret': 'union-cp/ca', 'auth-tls-verify-client': 'on' })]],
  ],
  notApplicable: [
    ['no Ingress has any', chartIngresses({ http: {}, grpc: {} })],
    ['the Ingress is of another application', [ingress('shop', { annotations: { 'auth-url': '' }, paths: { '/': 'shop' } })]],
  ],
});
