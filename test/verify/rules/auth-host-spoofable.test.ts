import { authHostSpoofable } from '../../../src/verify/rules/headers';
import { ingress, object } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { CHART_HTTP, chartGatewayRoutes, chartIngresses, HARDENED, HOST, securityPolicy } from '../_union';

const guarded = (url: string, host?: string) => ingress('guarded', { host, annotations: { 'auth-url': url }, paths: { '/': 'flyteconsole', '/api': 'flyteadmin' } });
const at = () => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/guarded',
  field: 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]',
  expected: 'a fixed host in the URL, or a host on every rule',
});
const HOSTLESS = 'on rules without host, where any Host header is served';

testRule(authHostSpoofable, {
  fires: [
    ['the guide\'s URL stands on rules without host, once for all its paths', [guarded(CHART_HTTP['auth-url'])],
      { ...at(), found: `https://$host/me ${HOSTLESS}` }, remedy(['https://$host/me', 'https://union.example.com/me'])],
    ['the URL holds $http_host and a port', [guarded('https://$http_host:443/me')], { ...at(), found: `https://$http_host:443/me ${HOSTLESS}` }],
    ['the variable has braces', [guarded('https://${host}/me')], { ...at(), found: `https://\${host}/me ${HOSTLESS}` }],
    ['a header of the client names the server, host or not', [guarded('https://$http_x_forwarded_host/me', HOST)],
      { ...at(), found: 'https://$http_x_forwarded_host/me, whose host is whatever the client sends' }],
    ['one of two rules has no host',
      [object('networking.k8s.io/v1', 'Ingress', 'guarded', {
        spec: {
          rules: [HOST, undefined].map((host) => ({ ...(host ? { host } : {}), http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteconsole', port: { number: 80 } } } }] } })),
        },
      }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'https://$host/me' } })],
      { ...at(), found: `https://$host/me ${HOSTLESS}` }],
  ],
  passes: [
    ['every rule of the chart has a host', chartIngresses()],
    ['the guard asks within the cluster, without host', chartIngresses({ host: null, http: HARDENED })],
    ['the client\'s variables stand in the path and query only', [guarded('http://flyteadmin.union-cp/me?for=$http_host')]],
    ['the public host is written out', [guarded(`https://${HOST}/me`)]],
    ['only the sign-in URL holds $host', [ingress('guarded', { annotations: HARDENED, paths: { '/api': 'flyteadmin' } })]],
    ['a SecurityPolicy names the Service', [...chartGatewayRoutes(), securityPolicy({ controlplane: 'Gateway' })]],
    ['another application is the one',
      [...chartIngresses(), ingress('shop', { host: undefined, annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })]],
  ],
  notApplicable: [
    ['nothing is guarded', chartIngresses({ host: null, http: {}, grpc: {} })],
    ['nothing is of Union', [ingress('shop', { annotations: { 'auth-url': 'https://$host/auth' }, paths: { '/': 'shop' } })]],
  ],
});
