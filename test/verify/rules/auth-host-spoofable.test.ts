import { authHostSpoofable } from '../../../src/verify/rules/headers';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const NOT_APPLICABLE = 'No route of a control plane in the input is guarded by an auth subrequest.';
const guarded = (url: string, host?: string) => ingress('guarded', { host, annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } });
const at = (url: string) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]',
  line: `nginx.ingress.kubernetes.io/auth-url: ${url}`,
  expected: 'a fixed host in the URL, or a host on every rule',
});
const HOSTLESS = 'on rules without host, where any Host header is served';

testRule(authHostSpoofable, {
  fires: [
    { when: 'the guide\'s URL stands on rules without host, once for all its paths', input: manifests(guarded(CHART_HTTP['auth-url'])), findings: [{ ...at(CHART_HTTP['auth-url']), found: `https://$host/me ${HOSTLESS}` }] },
    { when: 'the URL holds $http_host and a port', input: manifests(guarded('https://$http_host:443/me')), findings: [{ ...at('https://$http_host:443/me'), found: `https://$http_host:443/me ${HOSTLESS}` }] },
    { when: 'the variable has braces', input: manifests(guarded('https://${host}/me')), findings: [{ ...at('https://${host}/me'), found: `https://\${host}/me ${HOSTLESS}` }] },
    {
      when: 'a header of the client names the server, host or not',
      input: manifests(guarded('https://$http_x_forwarded_host/me', HOST)),
      findings: [{ ...at('https://$http_x_forwarded_host/me'), found: 'https://$http_x_forwarded_host/me, whose host is whatever the client sends' }],
    },
    {
      when: 'one of two rules has no host',
      input: manifests(object('networking.k8s.io/v1', 'Ingress', 'guarded', {
        spec: {
          rules: [HOST, undefined].map((host) => ({ ...(host ? { host } : {}), http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteconsole', port: { number: 80 } } } }] } })),
        },
      }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' } })),
      findings: [{ ...at('https://$host/me'), found: `https://$host/me ${HOSTLESS}` }],
    },
  ],
  passes: [
    { when: 'every rule of the chart has a host', input: manifests(...chartIngresses()) },
    { when: 'the guard asks within the cluster, without host', input: manifests(...chartIngresses({ host: null, http: HARDENED })) },
    { when: 'the client\'s variables stand in the path and query only', input: manifests(guarded('http://flyteadmin.union-cp/me?for=$http_host')) },
    { when: 'the public host is written out', input: manifests(guarded(`https://${HOST}/me`)) },
    { when: 'only the sign-in URL holds $host', input: manifests(ingress('guarded', { annotations: HARDENED, paths: { '/api': 'flyteadmin' } })) },
    { when: 'a SecurityPolicy names the Service', input: manifests(...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })) },
    { when: 'another application is the one', input: manifests(...chartIngresses(), ingress('shop', { host: undefined, annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })) },
  ],
  notApplicable: [
    { when: 'nothing is guarded', input: manifests(...chartIngresses({ host: null, http: {}, grpc: {} })), reason: NOT_APPLICABLE },
    { when: 'nothing is of Union', input: manifests(ingress('shop', { annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })), reason: NOT_APPLICABLE },
  ],
});
