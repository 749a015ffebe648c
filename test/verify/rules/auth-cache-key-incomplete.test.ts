import { authCacheKeyIncomplete } from '../../../src/verify/rules/guards';
import { IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, CREDENTIALS_KEY, flyteadmin, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No guard in the input that asks /me caches its answers.';
const keyed = (key: string, rest: object = {}) => ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': key }, paths: { '/api': 'flyteadmin' }, ...rest });
const at = (key: string, name = 'guarded') => ({
  object: `networking.k8s.io/v1/Ingress union-cp/${name}`,
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-cache-key"]',
  line: `nginx.ingress.kubernetes.io/auth-cache-key: ${key}`,
  found: key,
});
const CHART_KEY = '$http_flyte_authorization$http_cookie';

testRule(authCacheKeyIncomplete, {
  fires: [
    {
      when: 'the chart leaves Authorization out on each guarded HTTP Ingress',
      input: manifests(...chartIngresses()),
      findings: ['controlplane-protected', 'controlplane-console-protected', 'controlplane-dataproxy', 'controlplane-usage']
        .map((name) => ({ ...at(CHART_KEY, name), expected: '$http_authorization in the cache key' })) as [never],
    },
    { when: 'the key is the cookie alone', input: manifests(keyed('$http_cookie')), findings: [{ ...at('$http_cookie'), expected: '$http_authorization and $http_flyte_authorization in the cache key' }] },
    { when: 'a variable only begins like the one', input: manifests(keyed(`${CHART_KEY}$http_authorization2`)), findings: [{ ...at(`${CHART_KEY}$http_authorization2`), expected: '$http_authorization in the cache key' }] },
    {
      when: 'flyteadmin takes its token from another header',
      input: manifests(...flyteadmin({ auth: { httpAuthorizationHeader: 'x-union-token' } }), keyed(CREDENTIALS_KEY)),
      findings: [{ ...at(CREDENTIALS_KEY), expected: '$http_x_union_token in the cache key' }],
    },
    { when: 'a cookie of something else is in the key', input: manifests(keyed('$http_authorization$http_flyte_authorization$cookie_theme')), findings: [{ ...at('$http_authorization$http_flyte_authorization$cookie_theme'), expected: '$http_cookie in the cache key' }] },
  ],
  passes: [
    { when: 'our annotations hold all three', input: manifests(...chartIngresses({ http: HARDENED })) },
    { when: 'braces and capitals', input: manifests(keyed('${http_Authorization}-${http_flyte_authorization}-${http_cookie}')) },
    { when: 'more than enough is in the key', input: manifests(keyed(`$remote_user${CREDENTIALS_KEY}`)) },
    { when: 'the cookies of flyteadmin are named', input: manifests(keyed('$http_authorization$http_flyte_authorization$cookie_flyte_at$cookie_flyte_idt')) },
    { when: 'the header of flyteadmin is another one and in the key', input: manifests(...flyteadmin({ auth: { httpAuthorizationHeader: 'X-Token' } }), keyed('$http_authorization$http_x_token$http_cookie')) },
  ],
  notApplicable: [
    { when: 'no key is set, so nothing is cached', input: manifests(ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/api': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    { when: 'the key stands on an Ingress without guard', input: manifests(ingress('console', { host: HOST, annotations: { 'auth-cache-key': '$http_cookie' }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    { when: 'the guard asks something else than /me', input: manifests(ingress('api', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy/oauth2/auth', 'auth-cache-key': '$http_cookie' }, paths: { '/api': 'flyteadmin' } })), reason: NOT_APPLICABLE },
    {
      when: 'Traefik serves the Ingress and caches nothing',
      input: manifests(ingress('guarded', {
        host: HOST,
        annotations: { 'auth-url': IN_CLUSTER_ME, 'auth-cache-key': '$http_cookie', 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' },
        paths: { '/api': 'flyteadmin' },
      })),
      reason: NOT_APPLICABLE,
    },
    { when: 'a gateway guards it', input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })), reason: NOT_APPLICABLE },
  ],
});
