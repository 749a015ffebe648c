import { ENVOY_GATEWAY } from '../../../src/contract/edges/known-edges';
import { ownGateConfig } from '../../../src/contract/edges/own-gate-config';
import { guardAsksOther } from '../../../src/verify/rules/guards';
import { configMap, ingress, manifests, object } from '../_manifests';
import { remedy, Row, testRule } from '../_rule-harness';
import { chartGatewayRoutes, chartIngresses, flyteadmin, HARDENED, HOST } from '../_union';
import { ownGate } from '../edge/_routes';

const EXPECTED = 'a guard that asks /me of flyteadmin with GET';

const apps = (annotations: Record<string, string>) => [...flyteadmin(), ingress('apps', { host: HOST, annotations: { ...HARDENED, ...annotations }, paths: { '/app': 'executions' } })];
const at = (name: string) => ({
  object: 'networking.k8s.io/v1/Ingress union-cp/apps', field: `metadata.annotations["nginx.ingress.kubernetes.io/${name}"]`,
});
const asking = (url: string, found = url) => [apps({ 'auth-url': url }), { ...at('auth-url'), expected: EXPECTED, found }] as const;

const policy = (spec: Record<string, unknown>) => object('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'guard', {
  spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'controlplane-protected' }], ...spec },
});
const direct = { extAuth: { http: { backendRefs: [{ name: 'flyteadmin', port: 80 }], path: '/me' } } };
const viaGate = { extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, port: 80 }] } } };
const edited = (from: string, to: string) => ownGate(ENVOY_GATEWAY.dialect, (config) => config.replace(from, to));
const linesBefore = (text: string) => ownGateConfig(ENVOY_GATEWAY.dialect, '').split(text)[0].split('\n').length;

const LABELS = { app: 'flyteadmin' };
const OTHERS = { selector: { app: 'other' } };
/** A control plane that shows its Services, and flyteadmin's pods behind one of them. */
const shown = (url: string, { selector = LABELS, secure, name = 'flyteadmin', ports = [{ name: 'http', port: 80 }, { name: 'grpc', port: 8089 }] as object[] }:
{ selector?: object; secure?: boolean; name?: string; ports?: object[] } = {}) => {
  const [config, workload] = flyteadmin();
  const server = configMap('flyte-admin-base-config', {
    'server.yaml': { server: { security: { useAuth: true, ...(secure === undefined ? {} : { secure }) } }, auth: { userAuth: { openId: { clientId: 'web' } } } },
  });
  const { template } = (workload as { spec: { template: object } }).spec;
  return manifests(
    secure === undefined ? config : server,
    { ...workload, spec: { template: { metadata: { labels: LABELS }, ...template } } },
    object('apps/v1', 'Deployment', 'other', { spec: { template: { metadata: { labels: OTHERS.selector }, spec: { containers: [] } } } }),
    object('v1', 'Service', name, { spec: { selector, ports } }),
    ingress('apps', { host: HOST, annotations: { ...HARDENED, 'auth-url': url }, paths: { '/app': 'executions' } }),
  );
};
const firing = (url: string, found: string, props?: Parameters<typeof shown>[1]) => [shown(url, props), { ...at('auth-url'), expected: EXPECTED, found }] as const;
const GATE_HOST = `${ENVOY_GATEWAY.dialect.service}.union-cp.svc.cluster.local`;
const TO_GATE = `http://${GATE_HOST.replace('cluster', 'clutser')}/me`;
const ME = 'http://flyteadmin.union-cp.svc.cluster.local';

/** A router of Traefik that names a middleware which is not there. */
const router = (...more: object[]) => manifests(...flyteadmin(), object('traefik.io/v1alpha1', 'IngressRoute', 'apps', {
  spec: { routes: [{ match: `Host(\`${HOST}\`) && PathPrefix(\`/app\`)`, middlewares: [{ name: 'guard' }], services: [{ name: 'executions', port: 81 }] }] },
}), ...more as Parameters<typeof manifests>);

const atPolicy = { object: 'gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', field: 'spec.extAuth.http', expected: EXPECTED };

testRule(guardAsksOther, {
  fires: [
    ['a policy asks a Service which is not there, a slip of one beside it',
      [...flyteadmin(), ...chartGatewayRoutes(), object('v1', 'Service', 'flyteadmin', { spec: { ports: [{ port: 80 }] } }), object('v1', 'Service', 'checker', { spec: { ports: [{ port: 80 }] } }),
        policy({ extAuth: { http: { backendRefs: [{ name: 'chekcer', port: 80 }] } } })],
      ['gateway.envoyproxy.io/v1alpha1/SecurityPolicy union-cp/guard', 'spec.extAuth.http', EXPECTED,
        'the Service chekcer, which is not there and which is nearly checker']],
    ['the guard asks a page that answers anybody', ...asking('http://flyteadmin.union-cp.svc.cluster.local/healthcheck')],
    ['the domain of the cluster is misspelt',
      ...asking('http://flyteadmin.union-cp.svc.clusetr.local/me', 'http://flyteadmin.union-cp.svc.clusetr.local/me, which is nearly flyteadmin.union-cp.svc.cluster.local')],
    ['the public host is misspelt', ...asking('https://union.exmaple.com/me', 'https://union.exmaple.com/me, which is nearly union.example.com')],
    ['it is misspelt on the way to the gate',
      [...flyteadmin(), ...ownGate(ENVOY_GATEWAY.dialect), ingress('apps', { host: HOST, annotations: { ...HARDENED, 'auth-url': TO_GATE }, paths: { '/app': 'executions' } })],
      { ...at('auth-url'), expected: EXPECTED, found: `${TO_GATE}, which is nearly ${GATE_HOST}` }],
    ['the guard asks somebody else', ...asking('http://oauth2-proxy.union-cp.svc.cluster.local/me')],
    ['the guard asks another control plane',
      ...asking('http://flyteadmin.staging.svc.cluster.local/me', 'the flyteadmin of namespace staging, while that of these routes is in union-cp')],
    ['the guard asks the gRPC port', ...asking('http://flyteadmin.union-cp:81/me', 'http://flyteadmin.union-cp:81/me, the port of flyteadmin for gRPC')],
    ['the Service of that name leads to other pods', ...firing(`${ME}/me`, `${ME}/me, a Service that leads to other pods than those of flyteadmin`, OTHERS)],
    ['another Service leads to other pods', ...firing('http://front.union-cp.svc/me', 'http://front.union-cp.svc/me', { ...OTHERS, name: 'front' })],
    ['the port of the Service is named grpc', ...firing(`${ME}:8089/me`, `${ME}:8089/me, the port of flyteadmin for gRPC`)],
    ['the port of the Service is that of gRPC', ...firing(`${ME}:81/me`, `${ME}:81/me, the port of flyteadmin for gRPC`, { ports: [{ port: 81 }] })],
    ['the Service has no such port', ...firing(`${ME}:8080/me`, `${ME}:8080/me, a port that the Service flyteadmin does not have`)],
    ['flyteadmin speaks no TLS',
      ...firing('https://flyteadmin.union-cp/me', 'https://flyteadmin.union-cp/me, and flyteadmin speaks no TLS there', { secure: false, ports: [{ port: 443 }] })],
    ['TLS has no port of the Service',
      ...firing('HTTPS://flyteadmin.union-cp/me', 'HTTPS://flyteadmin.union-cp/me, a port that the Service flyteadmin does not have', { secure: true })],
    ['the guard asks with another method', apps({ 'auth-method': 'POST' }),
      { ...at('auth-url'), expected: EXPECTED, found: 'POST instead of GET, the only one that /me answers' }],
    ['Envoy puts the path of the request behind that of the guard', [...flyteadmin(), ...chartGatewayRoutes(), policy(direct)],
      { ...atPolicy, found: '/me with the path of the request behind it' }],
    ['somebody edited the gate', [...flyteadmin(), ...chartGatewayRoutes(), policy(viaGate), ...edited('proxy_method GET;', 'proxy_method POST;')],
      [`v1/ConfigMap union-cp/${ENVOY_GATEWAY.dialect.service}`, 'data["nginx.conf"]', EXPECTED,
        `line ${linesBefore('proxy_method GET;')} of its configuration, "proxy_method POST;", where this library writes "proxy_method GET;"`]],
    ['the gateway refuses the policy, as its backend has no port', [
      ...flyteadmin(),
      ...chartGatewayRoutes(),
      policy({ extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service }] } } }),
      ...ownGate(ENVOY_GATEWAY.dialect),
    ], { ...atPolicy, found: 'a backend without a port, for which the gateway refuses the policy' }],
    ['no ReferenceGrant lets the policy name the gate in another namespace',
      [...flyteadmin(), ...chartGatewayRoutes(), policy({ extAuth: { http: { backendRefs: [{ name: ENVOY_GATEWAY.dialect.service, namespace: 'gates', port: 80 }] } } }),
        ...ownGate(ENVOY_GATEWAY.dialect).map((each) => ({ ...each, metadata: { ...each.metadata as object, namespace: 'gates' } })),
        object('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'gate', {
          spec: { from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'union-cp' }], to: [{ group: '', kind: 'Service' }] },
        }, 'gates')],
      { ...atPolicy, found: 'in namespace gates, no ReferenceGrant for SecurityPolicy.gateway.envoyproxy.io of namespace union-cp to Service: ' + 'gate is for HTTPRoute.gateway.networking.k8s.io of namespace union-cp' }],
    ['the middleware that guards is not there beside others', router(object('traefik.io/v1alpha1', 'Middleware', 'other', { spec: { compress: {} } })),
      ['traefik.io/v1alpha1/IngressRoute union-cp/apps', 'spec.routes[0].middlewares', EXPECTED, 'Middleware guard is not in the input'],
      remedy(['kind: Middleware\nmetadata:\n  name: other', 'kind: Middleware\nmetadata:\n  name: guard'])],
    ['the gateway decides by itself', [...flyteadmin(), ...chartGatewayRoutes(), policy({ basicAuth: { users: { name: 'users' } } })],
      { ...atPolicy, field: 'spec.basicAuth', found: 'a guard that asks nothing' }],
  ],
  passes: [
    ['the chart guards its Ingresses', [...flyteadmin(), ...chartIngresses()]],
    ...['https://union-b.example.com/me', 'https://gate.corp.example.org/me'].map((url): Row => [`the guard asks another host, ${url}`, apps({ 'auth-url': url })]),
    ['flyteadmin is not in the input', chartIngresses()],
    ['another application on the host has another guard',
      [...apps({}), ingress('docs', { host: HOST, annotations: { 'auth-url': 'http://oauth2-proxy.docs/auth' }, paths: { '/docs': 'docs' } })]],
    ['the host is not known', chartIngresses({ host: null, namespace: null })],
    ['the guard asks by the public host', apps({ 'auth-url': `https://${HOST}/me` })],
    ['the guard asks a Service that leads to flyteadmin', shown(`${ME}/me`)],
    ['the guard asks a Service of another name that leads to flyteadmin', shown('http://front.union-cp.svc/me', { name: 'front' })],
    ['the guard asks by the name of the Service alone', shown('http://flyteadmin/me')],
    ['flyteadmin speaks TLS', shown('https://flyteadmin.union-cp/me', { secure: true, ports: [{ port: 443 }] })],
    ['the guard asks by $host', shown('https://$host/me')],
    ['the flyteadmin asked is that of the routes, and a second one is elsewhere',
      shown(`${ME}/me`) + manifests(...flyteadmin({ namespace: 'staging' }))],
    ['our gate asks in its place', [...flyteadmin(), ...chartGatewayRoutes(), policy(viaGate), ...ownGate(ENVOY_GATEWAY.dialect)]],
  ],
  notApplicable: [
    ['the middleware that guards is somewhere else, like all others', router()],
    ['nothing is guarded', [...flyteadmin(), ...chartGatewayRoutes()]],
    ['authentication is off', [...flyteadmin({ useAuth: false }), ...chartIngresses()]],
    ['open-source Flyte is behind a proxy of its own',
      [ingress('flyte', { host: 'flyte.example.com', annotations: { 'auth-url': 'http://oauth2-proxy.flyte/oauth2/auth' }, paths: { '/api': 'flyteadmin' } })]],
  ],
});
