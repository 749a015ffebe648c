import { App, Chart } from 'cdk8s';
import {
  ControlPlaneAuth, ControlPlaneEdge, ControlPlaneNetworkPolicy, ControlPlaneNetworkPolicyProps, EdgeController, EnvoyGatewayGuard, SecretDelivery,
} from '../../../../src';
import { TRUSTING_SERVICES } from '../../../../src/contract/union/services';
import { verify } from '../../../../src/verify/verify';
import { unionAuth } from '../../../_tools/fixtures';
import { expectValid } from '../../../_tools/schemas';
import { Manifest, manifestsIn } from '../../../examples/_dist';
import { connects, ENVOY, NGINX, Pod, TRAEFIK } from '../_network';

const identity = unionAuth();
const tls = [{ secretName: 'union-tls' }];
const edgeOf = (app: App, controller: EdgeController, namespace?: string) =>
  new ControlPlaneEdge(new Chart(app, 'edge', { namespace }), 'edge', { identity, controller, tls });

function emitted(props?: ControlPlaneNetworkPolicyProps, namespace?: string, app = new App()): { text: string; manifests: Manifest[] } {
  new ControlPlaneNetworkPolicy(new Chart(app, 'cp', { namespace }), 'policy', props);
  const text = app.synthYaml();
  return { text, manifests: manifestsIn(text) };
}

/** As Union's chart labels the pods of a service. */
const service = (name: string, namespace = 'union-cp'): Pod => ({ namespace, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'union' } });
/** The controller that the chart brings. */
const OF_CHART: Pod = { ...NGINX, namespace: 'union-cp' };
const NOTEBOOK: Pod = { namespace: 'notebooks', labels: { app: 'notebook' } };
const PORTS = [8080, 8081, 8088, 8089, 10254];
/** Those that are reached. */
const reached = (manifests: Manifest[], from: Pod, services = ['flyteadmin', ...TRUSTING_SERVICES]) =>
  services.filter((name) => PORTS.some((port) => connects(manifests, from, service(name), port)));

test.each([
  ['ingress-nginx', undefined, OF_CHART, TRAEFIK],
  ['Traefik', EdgeController.traefik(), TRAEFIK, ENVOY],
  ['Envoy Gateway', EdgeController.envoyGateway(), ENVOY, TRAEFIK],
])('behind %s the edge and the namespace reach the services, and no others do', (_, kind, controller, other) => {
  const app = new App();
  const everything = emitted({ edge: kind && edgeOf(app, kind) }, undefined, app).manifests;
  const manifests = everything.filter(({ metadata }) => metadata.name === 'union-trusting-services');
  const all = ['flyteadmin', ...TRUSTING_SERVICES];
  manifests.forEach(expectValid);
  expect(reached(manifests, controller)).toEqual(all);
  expect(reached(manifests, service('usage'))).toEqual(all);
  expect([NOTEBOOK, other, service('flytepropeller', 'union')].flatMap((stranger) => reached(manifests, stranger))).toEqual([]);
});

test('what trusts no header, and calls to the outside, are left as they are', () => {
  const { manifests } = emitted();
  expect(connects(manifests, NOTEBOOK, service('unionconsole'), 8080)).toBe(true);
  expect(connects(manifests, NOTEBOOK, OF_CHART, 443)).toBe(true);
  expect(connects(manifests, service('usage'), { namespace: 'postgres', labels: {} }, 5432)).toBe(true);
});

test('allowFrom lets others in', () => {
  const { manifests } = emitted({ allowFrom: [{ namespace: 'notebooks' }, { cidr: '10.0.0.0/16' }] });
  expect(reached(manifests, NOTEBOOK)).toContain('usage');
  expect(reached(manifests, { namespace: 'kube-system', labels: {}, address: '10.0.3.4' })).toContain('usage');
});

describe('the auth gate', () => {
  const policyOf = (props: (app: App) => ControlPlaneNetworkPolicyProps) => {
    const app = new App();
    return emitted(props(app), undefined, app).manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  };

  test.each([
    ['ingress-nginx', () => ({}), 'union-auth-gate-nginx', OF_CHART, [8081]],
    ['Traefik', (app: App) => ({ edge: edgeOf(app, EdgeController.traefik()) }), 'union-auth-gate', TRAEFIK, [8080, 8081]],
    ['Envoy Gateway', (app: App) => ({ edge: edgeOf(app, EdgeController.envoyGateway()) }), 'union-auth-gate', ENVOY, [8080, 8081]],
    ['the Gateway of the chart', () => ({ edge: ControlPlaneEdge.chartGateway() }), 'union-auth-gate', { ...ENVOY, namespace: 'envoy-gateway' }, [8080, 8081]],
  ])('behind %s is asked by the edge alone, and asks flyteadmin and DNS alone', (_, props, name, controller, ports) => {
    const manifests = policyOf(props);
    manifests.forEach(expectValid);
    const gate = service(name);
    expect(ports.filter((port) => connects(manifests, controller, gate, port))).toEqual(ports);
    expect([NOTEBOOK, service('usage')].some((caller) => connects(manifests, caller, gate, 8081))).toBe(false);
    expect(connects(manifests, gate, service('flyteadmin'), 8088)).toBe(true);
    expect([[service('usage'), 8080], [NOTEBOOK, 443]].some(([to, port]) => connects(manifests, gate, to as Pod, port as number))).toBe(false);
  });

  test('asks flyteadmin where it is said to be', () => {
    const gate = { flyteadminAddress: 'admin.example.com:8443' };
    const manifests = policyOf((app) => ({ edge: edgeOf(app, EdgeController.traefik({ gate })) }));
    expect(manifests[1].spec.egress).toContainEqual({ ports: [{ port: 8443, protocol: 'TCP' }] });
  });
});

test('the pods of a controller in the network of its node are named by addresses, or nothing is written', () => {
  const build = (props: ControlPlaneNetworkPolicyProps) => () => {
    const chart = new Chart(new App(), 'cp', { namespace: 'union-cp' });
    const extraValues = { 'ingress-nginx': { controller: { hostNetwork: true } } };
    const plane = new ControlPlaneAuth(chart, 'auth', { identity, secrets: SecretDelivery.provisioned(), extraValues });
    plane.helmValues.toObject();
    new ControlPlaneNetworkPolicy(plane, 'policy', props);
    App.of(chart).synthYaml();
  };
  expect(build({})).toThrow(/with the values of cp\/auth they use the host network.*Add the addresses of the nodes to allowFrom: \{ cidr \}/);
  expect(build({ allowFrom: [{ cidr: '10.0.0.0/16' }] })).not.toThrow();
});

test('it lives in the namespace of the chart, unless a prop says another', () => {
  const namespaceOf = ({ manifests: [{ metadata }] }: { manifests: Manifest[] }) => metadata.namespace;
  expect(namespaceOf(emitted())).toBe('union-cp');
  expect(namespaceOf(emitted({}, 'acme-cp'))).toBe('acme-cp');
  expect(namespaceOf(emitted({ namespace: 'other-cp' }, 'acme-cp'))).toBe('other-cp');
});

test('the verifier finds that it blocks no required caller', () => {
  const workload = (name: string) => [
    `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: union-cp}, spec: {selector: {app.kubernetes.io/name: ${name}}, ports: [{port: 80}]}}`,
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: union-cp}, spec: {template: {metadata: {labels: `
    + `{app.kubernetes.io/name: ${name}}}, spec: {containers: [{name: ${name}, image: x, ports: [{containerPort: 8080}]}]}}}}`,
  ];
  const text = [emitted().text, ...workload('flyteadmin'), ...workload('usage')].join('\n---\n');
  const report = verify([{ name: 'cp.yaml', text }], { only: ['network-policy-cuts'] });
  expect(report.passed).toEqual(['network-policy-cuts']);
  const cut = verify([{ name: 'cp.yaml', text: text.replace(/ {2}ingress:[^]*?(?=\n---)/, '  ingress: []') }], { only: ['network-policy-cuts'] });
  expect(cut.findings.map(({ field, also }) => [field, also?.map((place) => place.field)])).toEqual([['spec.ingress', ['spec.ingress']]]);
});

test('invalid props are reported at once, and nothing is emitted', () => {
  const app = new App();
  const chart = new Chart(app, 'cp');
  const wrong = { namespace: 'Union_CP', allowFrom: [{}] };
  expect(() => new ControlPlaneNetworkPolicy(chart, 'policy', wrong)).toThrow(/allowFrom\[0\]: .*selects no pods[^]*/);
  expect(() => new ControlPlaneNetworkPolicy(chart, 'policy', wrong)).toThrow(/namespace: "Union_CP"/);
  expect(app.synthYaml()).toBe('');
});

describe('an edge of the app that it would lock out', () => {
  const build = (policy: (edge: ControlPlaneEdge) => ControlPlaneNetworkPolicyProps, ...kinds: EdgeController[]) => () => {
    const app = new App();
    const [edge] = kinds.map((kind, i) =>
      new ControlPlaneEdge(new Chart(app, `edge-${i}`, { namespace: 'union-cp' }), 'edge', { identity, controller: kind, tls }));
    return emitted(policy(edge), 'union-cp', app);
  };

  test('is an error that names it, with the remedy', () => {
    expect(build(() => ({}), EdgeController.traefik())).toThrow(
      'admits ingress-nginx, and edge-0/edge serves the routes of namespace union-cp by traefik, which the policy locks out. Pass that edge: { edge }.',
    );
    expect(build(() => ({ edge: ControlPlaneEdge.chartGateway() }), EdgeController.traefik())).toThrow('admits envoy-gateway');
  });

  test('is none where it is passed, or the chart\'s stays beside it', () => {
    expect(build((edge) => ({ edge }), EdgeController.traefik())).not.toThrow();
    expect(build((edge) => ({ edge }), EdgeController.traefik(), EdgeController.ingressNginx())).not.toThrow();
    expect(build(() => ({}))).not.toThrow();
    const app = new App();
    new EnvoyGatewayGuard(new Chart(app, 'guard', { namespace: 'union-cp' }), 'guard');
    expect(() => emitted({}, 'union-cp', app)).not.toThrow();
  });

  test('is none where only a guard of other routes is there', () => {
    const app = new App();
    new EnvoyGatewayGuard(new Chart(app, 'guard', { namespace: 'union-cp' }), 'guard', { identity, namespace: 'union-cp' });
    expect(() => emitted({}, 'union-cp', app)).not.toThrow();
  });

  test('a controller alone is refused, as it serves nothing', () => expect(build(() => ({ edge: EdgeController.traefik() as never }))).toThrow(
    'edge: "EdgeController traefik" is not an edge; pass the ControlPlaneEdge that serves the routes, or ControlPlaneEdge.chartIngress() or ControlPlaneEdge.chartGateway()',
  ));
});
