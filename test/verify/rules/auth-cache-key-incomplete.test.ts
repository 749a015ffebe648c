import { authCacheKeyIncomplete } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, CREDENTIALS_KEY, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';

const keyed = (key: string, rest: object = {}) => ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': key }, paths: { '/api': 'flyteadmin' }, ...rest });
const at = (key: string, name = 'guarded') => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-cache-key"]',
  found: key,
});
const CHART_KEY = '$http_flyte_authorization$http_cookie';

testRule(authCacheKeyIncomplete, {
  fires: [
    ['the chart leaves Authorization out on each guarded HTTP Ingress', chartIngresses(),
      ...['controlplane-protected', 'controlplane-console-protected', 'controlplane-dataproxy', 'controlplane-usage']
        .map((name) => ({ ...at(CHART_KEY, name), expected: '$http_authorization in the cache key' }))],
    ['the key is the cookie alone', [keyed('$http_cookie')],
      { ...at('$http_cookie'), expected: '$http_authorization and $http_flyte_authorization in the cache key' },
      remedy(['auth-cache-key: $http_cookie', 'auth-cache-key: $http_authorization$http_flyte_authorization$http_cookie'])],
    ['a variable only begins like the one', [keyed(`${CHART_KEY}$http_authorization2`)],
      { ...at(`${CHART_KEY}$http_authorization2`), expected: '$http_authorization in the cache key' }],
    ['flyteadmin takes its token from another header', [...flyteadmin({ auth: { httpAuthorizationHeader: 'x-union-token' } }), keyed(CREDENTIALS_KEY)],
      { ...at(CREDENTIALS_KEY), expected: '$http_x_union_token in the cache key' }],
    ['a cookie of something else is in the key', [keyed('$http_authorization$http_flyte_authorization$cookie_theme')],
      { ...at('$http_authorization$http_flyte_authorization$cookie_theme'), expected: '$http_cookie in the cache key' }],
  ],
  passes: [
    ['our annotations hold all three', chartIngresses({ http: HARDENED })],
    ['braces and capitals', [keyed('${http_Authorization}-${http_flyte_authorization}-${http_cookie}')]],
    ['more than enough is in the key', [keyed(`$remote_user${CREDENTIALS_KEY}`)]],
    ['the cookies of flyteadmin are named', [keyed('$http_authorization$http_flyte_authorization$cookie_flyte_at$cookie_flyte_idt')]],
    ['the header of flyteadmin is another one and in the key',
      [...flyteadmin({ auth: { httpAuthorizationHeader: 'X-Token' } }), keyed('$http_authorization$http_x_token$http_cookie')]],
  ],
  notApplicable: [
    ['no key is set, so nothing is cached',
      [ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/api': 'flyteadmin' } })]],
    ['the key stands on an Ingress without guard',
      [ingress('console', { host: HOST, annotations: { 'auth-cache-key': '$http_cookie' }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })]],
    ['the guard asks something else than /me',
      [ingress('api', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy/oauth2/auth', 'auth-cache-key': '$http_cookie' }, paths: { '/api': 'flyteadmin' } })]],
    ['Traefik serves the Ingress and caches nothing', [ingress('guarded', {
      host: HOST,
      annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': '$http_cookie', 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' },
      paths: { '/api': 'flyteadmin' },
    })]],
    ['a gateway guards it', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
  ],
});
