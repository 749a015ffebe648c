import { App, Chart } from 'cdk8s';
import { ControlPlaneNetworkPolicy, ControlPlaneNetworkPolicyProps, EdgeController } from '../../../../src';
import { TRUSTING_SERVICES } from '../../../../src/contract/union/services';
import { verify } from '../../../../src/verify/verify';
import { expectValid } from '../../../_tools/schemas';
import { Manifest, manifestsIn } from '../../../examples/_dist';
import { connects, Pod } from '../_network';

function emitted(props?: ControlPlaneNetworkPolicyProps, namespace?: string): { text: string; manifests: Manifest[] } {
  const app = new App();
  new ControlPlaneNetworkPolicy(new Chart(app, 'cp', { namespace }), 'policy', props);
  const text = app.synthYaml();
  return { text, manifests: manifestsIn(text) };
}

const pod = (namespace: string, labels: Record<string, string>): Pod => ({ namespace, labels });
/** As Union's chart labels the pods of a service. */
const service = (name: string, namespace = 'union-cp') =>
  pod(namespace, { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'union' });
const NGINX = pod('union-cp', { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' });
const TRAEFIK = pod('traefik', { 'app.kubernetes.io/name': 'traefik' });
const ENVOY = pod('envoy-gateway-system', {
  'app.kubernetes.io/name': 'envoy',
  'app.kubernetes.io/component': 'proxy',
  'gateway.envoyproxy.io/owning-gateway-name': 'controlplane',
  'gateway.envoyproxy.io/owning-gateway-namespace': 'union-cp',
});
const NOTEBOOK = pod('notebooks', { app: 'notebook' });
const PORTS = [8080, 8081, 8088, 8089, 10254];
/** Those that somebody reaches. */
const reached = (manifests: Manifest[], from: Pod, services = ['flyteadmin', ...TRUSTING_SERVICES]) =>
  services.filter((name) => PORTS.some((port) => connects(manifests, from, service(name), port)));

test.each([
  ['ingress-nginx', undefined, NGINX, TRAEFIK],
  ['Traefik', EdgeController.traefik(), TRAEFIK, ENVOY],
  ['Envoy Gateway', EdgeController.envoyGateway(), ENVOY, TRAEFIK],
])('behind %s the edge and the namespace reach the services, and nobody else does', (_, edge, controller, other) => {
  const { manifests } = emitted({ edge });
  const all = ['flyteadmin', ...TRUSTING_SERVICES];
  manifests.forEach(expectValid);
  expect(reached(manifests, controller)).toEqual(all);
  expect(reached(manifests, service('usage'))).toEqual(all);
  expect([NOTEBOOK, other, service('flytepropeller', 'union')].flatMap((stranger) => reached(manifests, stranger))).toEqual([]);
});

test('what trusts no header, and calls to the outside, are left as they are', () => {
  const { manifests } = emitted();
  expect(connects(manifests, NOTEBOOK, service('unionconsole'), 8080)).toBe(true);
  expect(connects(manifests, NOTEBOOK, NGINX, 443)).toBe(true);
  expect(connects(manifests, service('usage'), { namespace: 'postgres', labels: {} }, 5432)).toBe(true);
});

test('allowFrom lets others in', () => {
  const { manifests } = emitted({ allowFrom: [{ namespace: 'notebooks' }, { cidr: '10.0.0.0/16' }] });
  expect(reached(manifests, NOTEBOOK)).toContain('usage');
  expect(reached(manifests, { namespace: 'kube-system', labels: {}, address: '10.0.3.4' })).toContain('usage');
});

test('it lives in the namespace of the chart, unless a prop says another', () => {
  const namespaceOf = ({ manifests: [{ metadata }] }: { manifests: Manifest[] }) => metadata.namespace;
  expect(namespaceOf(emitted())).toBe('union-cp');
  expect(namespaceOf(emitted({}, 'acme-cp'))).toBe('acme-cp');
  expect(namespaceOf(emitted({ namespace: 'other-cp' }, 'acme-cp'))).toBe('other-cp');
});

test('the verifier sees that it cuts nobody off', () => {
  const workload = (name: string) => [
    `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: union-cp}, spec: {selector: {app.kubernetes.io/name: ${name}}, ports: [{port: 80}]}}`,
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: union-cp}, spec: {template: {metadata: {labels: `
    + `{app.kubernetes.io/name: ${name}}}, spec: {containers: [{name: ${name}, image: x, ports: [{containerPort: 8080}]}]}}}}`,
  ];
  const text = [emitted().text, ...workload('flyteadmin'), ...workload('usage')].join('\n---\n');
  const report = verify([{ name: 'cp.yaml', text }], { only: ['network-policy-cuts'] });
  expect(report.passed).toEqual(['network-policy-cuts']);
  const cut = verify([{ name: 'cp.yaml', text: text.replace(/ {2}ingress:[^]*?(?=\n---)/, '  ingress: []') }], { only: ['network-policy-cuts'] });
  expect(cut.findings.map(({ field }) => field)).toEqual(['spec.ingress', 'spec.ingress']);
});

test('what is wrong is said at once, and nothing is emitted', () => {
  const app = new App();
  const chart = new Chart(app, 'cp');
  const wrong = { namespace: 'Union_CP', allowFrom: [{}] };
  expect(() => new ControlPlaneNetworkPolicy(chart, 'policy', wrong)).toThrow(/allowFrom\[0\]: .*names nobody[^]*/);
  expect(() => new ControlPlaneNetworkPolicy(chart, 'policy', wrong)).toThrow(/namespace: "Union_CP"/);
  expect(app.synthYaml()).toBe('');
});
