import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { stringify } from 'yaml';
import {
  AuthVerification, ControlPlaneEdge, EdgeController, EnvoyGatewayGuard, ExternalSecret, IngressNginxGuard, PlaneConfig, ServiceSecrets, SecretStore,
  TraefikGuard,
} from '../../src';
import { verify } from '../../src/verify/verify';
import { externalSecrets, oktaAuth } from '../_tools/fixtures';

const identity = oktaAuth();
const secrets = externalSecrets();
const NGINX = 'nginx.ingress.kubernetes.io';

type EdgeName = 'nginx' | 'traefik' | 'envoy';

const CONTROLLERS: Record<EdgeName, () => EdgeController> = {
  nginx: () => EdgeController.ingressNginx({ ingressClassName: 'nginx' }),
  traefik: () => EdgeController.traefik(),
  envoy: () => EdgeController.envoyGateway(),
};

const object = (scope: Chart, id: string, apiVersion: string, kind: string, spec: object) =>
  new ApiObject(scope, id, { apiVersion, kind, metadata: { name: id }, spec });

/** A route of one's own, guarded by a piece. */
function addRoute(scope: Chart, edge: EdgeName, withEdge: boolean): void {
  const { domain } = identity;
  const backend = { service: { name: 'reports', port: { number: 80 } } };
  new kplus.Service(scope, 'reports-service', { metadata: { name: 'reports' }, ports: [{ port: 80 }], selector: undefined });
  switch (edge) {
    case 'nginx':
      return new IngressNginxGuard(scope, 'guard', { identity }).addTo(object(scope, 'reports', 'networking.k8s.io/v1', 'Ingress', {
        ingressClassName: 'nginx',
        tls: [{ hosts: [domain], secretName: 'tls' }],
        rules: [{ host: domain, http: { paths: [{ path: '/reports', pathType: 'Prefix', backend }] } }],
      }));
    case 'traefik':
      return new TraefikGuard(scope, 'guard', { identity }).addTo(object(scope, 'reports', 'traefik.io/v1alpha1', 'IngressRoute', {
        entryPoints: ['websecure'],
        tls: {},
        routes: [{ kind: 'Rule', match: `Host(\`${domain}\`) && PathPrefix(\`/reports\`)`, services: [{ name: 'reports', port: 80 }] }],
      }));
    case 'envoy': {
      const gateway = object(scope, 'public', 'gateway.networking.k8s.io/v1', 'Gateway', {
        gatewayClassName: 'eg',
        listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, hostname: domain, tls: { certificateRefs: [{ name: 'tls' }] } }],
      });
      const route = object(scope, 'reports', 'gateway.networking.k8s.io/v1', 'HTTPRoute', {
        parentRefs: [{ name: gateway.name }],
        hostnames: [domain],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/reports' } }], backendRefs: [{ name: 'reports', port: 80 }] }],
      });
      expect(withEdge).toBe(false);
      return new EnvoyGatewayGuard(scope, 'guard', { identity, gateway: gateway.name, envoyGatewayVersion: '1.8' }).addTo(route);
    }
  }
}

/** Workloads, routes and Secrets of one's own, made of pieces alone. */
function pieces(edge: EdgeName, withEdge: boolean): App {
  const app = new App();
  const cp = new Chart(app, 'union-cp', { namespace: 'union-cp', disableResourceNameHashes: true });
  if (withEdge) {
    new ControlPlaneEdge(cp, 'edge', { identity, controller: CONTROLLERS[edge](), tls: [{ secretName: 'tls' }] });
  }
  addRoute(cp, edge, withEdge);
  const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
  const config = new kplus.ConfigMap(cp, 'config', { metadata: { name: 'my-flyteadmin' } });
  flyteadmin.addTo(config);
  const admin = new kplus.Deployment(cp, 'admin', {
    metadata: { name: 'flyteadmin' },
    containers: [{ name: 'flyteadmin', image: 'cr.flyte.org/flyteorg/flyteadmin:v1.16.1', args: ['--config', '/etc/flyte/config/*.yaml', 'serve'], ports: [{ number: 8088, name: 'http' }] }],
  });
  admin.containers[0].mount('/etc/flyte/config', kplus.Volume.fromConfigMap(cp, 'config-volume', config));
  flyteadmin.secretMounts.forEach((mount) => mount.addTo(admin));
  new ServiceSecrets(cp, 'secrets', { config: flyteadmin, secrets });

  const dp = new Chart(app, 'union', { namespace: 'union', disableResourceNameHashes: true });
  const operator = PlaneConfig.dataPlane({ dataPlane: identity.unlistedDataPlane() }).service('union-operator');
  const operatorConfig = new kplus.ConfigMap(dp, 'config', { metadata: { name: 'my-operator' } });
  operator.addTo(operatorConfig);
  const pod = new kplus.Deployment(dp, 'operator', {
    metadata: { name: 'union-operator' },
    containers: [{ name: 'operator', image: 'registry.example.com/union/unionoperator:2026.8.3', args: ['operator', '--config', '/etc/union/config/*.yaml'], ports: [{ number: 8081 }] }],
  });
  pod.containers[0].mount('/etc/union/config', kplus.Volume.fromConfigMap(dp, 'config-volume', operatorConfig));
  operator.secretMounts.forEach((mount) => mount.addTo(pod));
  new ServiceSecrets(dp, 'secrets', { config: operator, secrets });

  new ExternalSecret(new Chart(app, 'own', { namespace: 'reports' }), 'client', {
    store: SecretStore.fromName('default'), target: { name: 'reports-client' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'union/reports' } }],
  });
  return app;
}

const charts = (app: App) => app.node.children.filter(Chart.isChart);

/** The rules that the command names, and those that an app of the same objects names. */
function named(app: App): { readonly command: string[]; readonly app: string[] } {
  const texts = charts(app).map((chart) => ({ name: `${chart.node.id}.k8s.yaml`, text: Testing.synth(chart).map((each) => stringify(each)).join('---\n') }));
  const { findings, crashed } = verify(texts);
  expect(crashed).toEqual([]);
  return { command: findings.map(({ rule }) => rule), app: AuthVerification.of(app).findings().map(({ rule }) => rule) };
}

describe.each<[EdgeName, boolean]>([['nginx', false], ['nginx', true], ['traefik', false], ['traefik', true], ['envoy', false]])('behind %s, edge of the control plane in the app: %s', (edge, withEdge) => {
  test('pieces alone have no findings', () => expect(named(pieces(edge, withEdge))).toEqual({ command: [], app: [] }));
});

const containers = '/spec/template/spec/containers/0';
const annotation = (name: string) => `/metadata/annotations/${`${NGINX}/${name}`.replace(/\//g, '~1')}`;
const urlOf = ({ metadata }: any): string => metadata.annotations[`${NGINX}/auth-url`];

test.each<[string, EdgeName, string, string, string, (found: any) => JsonPatch[]]>([
  ['the guard of an Ingress is gone', 'nginx', 'Ingress', 'reports', 'route-unguarded',
    () => ['auth-url', 'auth-signin', 'auth-signin-redirect-param', 'auth-response-headers', 'auth-cache-key', 'auth-cache-duration']
      .map((name) => JsonPatch.remove(annotation(name)))],
  ['an Ingress asks a port that the gate does not have', 'nginx', 'Ingress', 'reports', 'guard-asks-other',
    (found) => [JsonPatch.replace(annotation('auth-url'), urlOf(found).replace(/:\d+/, ':8099'))]],
  ['an Ingress takes identity headers and sets none', 'nginx', 'Ingress', 'reports', 'identity-header-spoofable',
    () => [JsonPatch.replace(annotation('auth-response-headers'), 'Set-Cookie')]],
  ['the Middlewares of an IngressRoute are gone', 'traefik', 'IngressRoute', 'reports', 'route-unguarded',
    () => [JsonPatch.replace('/spec/routes/0/middlewares', [])]],
  ['a Middleware of an IngressRoute is misspelt', 'traefik', 'IngressRoute', 'reports', 'guard-asks-other',
    () => [JsonPatch.replace('/spec/routes/0/middlewares/1/name', 'controlplane-signin')]],
  ['a policy names another HTTPRoute', 'envoy', 'SecurityPolicy', 'controlplane-sign-in', 'policy-unattached',
    () => [JsonPatch.replace('/spec/targetRefs/0/name', 'report')]],
  ['no policy names an HTTPRoute any more', 'envoy', 'SecurityPolicy', 'controlplane-sign-in', 'gateway-route-unguarded',
    () => [JsonPatch.replace('/metadata/name', 'other'), JsonPatch.replace('/kind', 'BackendTLSPolicy')]],
  ['a mount of flyteadmin is gone', 'nginx', 'Deployment', 'flyteadmin', 'browser-secret-undelivered',
    ({ spec }) => [JsonPatch.replace(`${containers}/volumeMounts`,
      spec.template.spec.containers[0].volumeMounts.filter(({ mountPath }: any) => mountPath !== '/etc/secrets/oauth'))]],
  ['the ExternalSecret of the operator writes another key', 'nginx', 'ExternalSecret', 'union-secret-auth', 'client-secret-key-missing',
    ({ spec }) => [
      JsonPatch.replace('/spec/data/0/secretKey', 'client-secret'),
      JsonPatch.replace('/spec/target/template/data', { ...spec.target.template.data, 'client_secret': undefined, 'client-secret': '{{ index . "client-secret" }}' }),
    ]],
  ['the operator looks for its secret elsewhere', 'nginx', 'ConfigMap', 'my-operator', 'client-secret-unmounted',
    ({ data }) => [JsonPatch.replace('/data/config.yaml', data['config.yaml'].replaceAll('/etc/union/secret/client_secret', '/etc/secrets/client_secret'))]],
])('%s', (_, edge, kind, name, rule, patch) => {
  const app = pieces(edge, false);
  const [broken, ...others] = app.node.findAll().filter((each): each is ApiObject =>
    ApiObject.isApiObject(each) && each.kind === kind && each.name === name);
  expect(others).toEqual([]);
  broken.addJsonPatch(...patch(broken.toJson()));
  const found = named(app);
  expect(found.command).toContain(rule);
  expect(found.app).toContain(rule);
});
