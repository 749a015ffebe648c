import { App, Chart, Testing } from 'cdk8s';
import {
  ControlPlane, ControlPlaneAuth, ControlPlaneEdge, ControlPlaneNetworkPolicy, DataPlane, DataPlaneAuth, EdgeController, EnvoyGatewayGuard,
  ExternalSecret, SecretStore, SecretStoreProvider,
} from '../../../src';
import { isNamespaced } from '../../../src/contract/upstream/kubernetes';
import { oneIn } from '../../_tools/drawn';
import { dataPlaneProps, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes. */
const deep = oneIn(2);

const STAGING = unionAuth({ domain: 'staging.example.com' });
const AWS = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });
const tls = [{ secretName: 'union-tls' }];
const where = (namespace?: string) => (namespace === undefined ? {} : { namespace });
const props = (namespace?: string, identity = unionAuth()) => ({ identity, secrets: externalSecrets(), ...where(namespace) });
const edge = (chart: Chart, namespace?: string, controller = EdgeController.ingressNginx(), identity = unionAuth()) =>
  new ControlPlaneEdge(chart, 'edge', { identity, controller, tls, ...where(namespace) });
const store = (chart: Chart, namespace?: string) => new SecretStore(chart, 'store', { metadata: { name: 'default', namespace }, provider: AWS });

type Build = (chart: Chart, namespace?: string) => unknown;
const control: Build = (chart, namespace) => new ControlPlaneAuth(chart, 'cp', props(namespace));
const data: Build = (chart, namespace) => new DataPlaneAuth(chart, 'dp', dataPlaneProps(props(namespace)));

const BUILDS: Readonly<Record<string, [byDefault: string, build: Build]>> = {
  ControlPlaneAuth: ['union-cp', control],
  DataPlaneAuth: ['union', data],
  ControlPlane: ['union-cp', (chart, namespace) => new ControlPlane(chart, 'cp', { ...PLAIN, ...props(namespace) })],
  DataPlane: ['union', (chart, namespace) => new DataPlane(chart, 'dp', dataPlaneProps({ ...PLAIN_DATA_PLANE, ...props(namespace) }))],
  ControlPlaneNetworkPolicy: ['union-cp', (chart, namespace) => new ControlPlaneNetworkPolicy(chart, 'policy', { namespace })],
  ingressNginx: ['union-cp', (chart, namespace) => edge(chart, namespace)],
  traefik: ['union-cp', (chart, namespace) => edge(chart, namespace, EdgeController.traefik())],
  envoyGateway: ['union-cp', (chart, namespace) => edge(chart, namespace, EdgeController.envoyGateway())],
  EnvoyGatewayGuard: ['union-cp', (chart, namespace) => new EnvoyGatewayGuard(chart, 'guard', where(namespace))],
};

/** Every namespace that an object is in, or that a text of one names as a Service's. */
function namespacesOf(build: Build, chartNamespace?: string, namespace?: string): string[] {
  const chart = new Chart(new App(), 'chart', { namespace: chartNamespace });
  build(chart, namespace);
  const manifests = Testing.synth(chart) as { kind: string; metadata: { namespace?: string } }[];
  const own = manifests.filter(({ kind }) => isNamespaced(kind)).map(({ metadata }) => metadata.namespace ?? 'none');
  const named = [...JSON.stringify(manifests).matchAll(/\b(?:flyteadmin|union-[a-z]+)\.([a-z0-9-]+)\.svc/g)].map(([, each]) => each);
  return [...new Set([...own, ...named])].sort();
}

const BAD = ['Acme_Union', '', 'a.b', 'a'.repeat(64)];

describe.each(Object.entries(BUILDS))('%s', (_, [byDefault, build]) => {
  deep.each([
    ['the namespace of its chart, with everything that its configuration names', 'chart-ns', undefined, 'chart-ns'],
    ['the namespace of its prop, whatever the chart says', 'chart-ns', 'mine', 'mine'],
    ['the namespace of the guide, where neither says anything', undefined, undefined, byDefault],
  ])('is in %s', (__, ofChart, ofProp, expected) => expect(namespacesOf(build, ofChart, ofProp)).toEqual([expected]));

  deep('does not take the namespace of a chart around its chart, as cdk8s does not', () => {
    const outer = new Chart(new App(), 'outer', { namespace: 'chart-ns' });
    build(new Chart(outer, 'inner'));
    expect(JSON.stringify(Testing.synth(outer.node.findChild('inner') as Chart))).not.toContain('chart-ns');
  });

  deep.each(BAD)('rejects the namespace %j, of its chart and of its prop', (namespace) => {
    for (const [ofChart, ofProp] of [[namespace, undefined], [undefined, namespace]]) {
      const chart = new Chart(new App(), 'chart', { namespace: ofChart });
      expect(() => build(chart, ofProp)).toThrow(`namespace: ${JSON.stringify(namespace)} is not a namespace name; use lower-case letters, digits and "-", at most 63 characters`);
      expect(chart.node.children).toEqual([]);
    }
  });
});

deep('a chart with such a namespace is reported with the other problems of a plane', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'Bad_NS' });
  expect(() => new ControlPlaneAuth(chart, 'cp', { ...props(), releaseName: 'Bad_Name' })).toThrow(/has 2 problems:[^]*releaseName: "Bad_Name"[^]*namespace: ".*" is not a namespace name/);
});

deep.each(BAD)('%j is rejected by every object of a chart, unless it has its own', (namespace) => {
  const chart = new Chart(new App(), 'test', { namespace });
  expect(() => store(chart)).toThrow(/^The chart test has a problem:\n {2}- namespace: ".*" is not a namespace name/);
  expect(() => new ExternalSecret(chart, 'secret', {
    store: SecretStore.fromName('a'), target: { name: 'a' }, data: [{ secretKey: 'a', remoteRef: { key: 'a' } }],
  })).toThrow('The chart test has a problem');
  store(chart, 'fine');
  expect(chart.node.children.map(({ node }) => node.id)).toEqual(['store']);
});

deep('values are for the namespace of the chart', () => {
  const { helmValues } = new ControlPlaneAuth(new Chart(new App(), 'chart', { namespace: 'acme-cp' }), 'cp', props());
  expect(helmValues.toString()).toContain('# union-auth.cdk8s.io/namespace: acme-cp');
  expect(helmValues.toString()).toContain('http://flyteadmin.acme-cp.svc.cluster.local:80');
});

/** What is built in a chart: its id, its namespace, and by what. */
type Step = [id: string, namespace: string | undefined, build: (chart: Chart) => unknown];

/** What the synthesis says, or nothing. */
function complaint(...steps: Step[]): string | undefined {
  const app = new App();
  for (const [id, namespace, build] of steps) {
    build(app.charts.find(({ node }) => node.id === id) ?? new Chart(app, id, { namespace }));
  }
  try {
    app.synthYaml();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const apart = (id: string, namespace: string, plane: string) =>
  `[${id}/edge] is in namespace ${namespace}, but the control plane ${plane} is in acme-cp: its routes would lead to Services that do not exist. Give both the same namespace, or their charts.`;
const guard = (chart: Chart) => new EnvoyGatewayGuard(chart, 'edge');
const acme: Step = ['chart', undefined, (chart) => control(chart, 'acme-cp')];
const another: Step = ['chart', undefined, (chart) => new ControlPlaneAuth(chart, 'cp', props('staging', STAGING))];
const ofStore = (store_: string) => `[chart/dp] is in namespace union, but its SecretStore default is in ${store_}: an ExternalSecret can only use a store of its namespace.`;

deep.each<[string, Step[], string | undefined]>([
  ...[edge, guard].flatMap((build): [string, Step[], string | undefined][] => [
    ['an edge or guard in another namespace than the control plane of its chart', [acme, ['chart', undefined, build]], apart('chart', 'union-cp', 'chart/cp')],
    ['one before its control plane', [['chart', undefined, build], acme], apart('chart', 'union-cp', 'chart/cp')],
    ['one in a chart of the same namespace', [['chart', 'acme-cp', control], ['chart', 'acme-cp', build]], undefined],
    ['one where neither has a namespace', [['chart', undefined, control], ['chart', undefined, build]], undefined],
  ]),
  ['an edge of another control plane', [another, ['chart', undefined, (chart) => edge(chart, 'prod')]], undefined],
  ['an edge without a namespace beside a plane of another chart with one', [['cp', 'acme-cp', control], ['edge', undefined, edge]], apart('edge', 'union-cp', 'cp/cp')],
  ['an edge with a namespace beside a plane of another chart without', [['cp', undefined, control], ['edge', 'acme-cp', edge]],
    apart('edge', 'acme-cp', 'cp/cp').replace('is in acme-cp:', 'is in union-cp:')],
  ['an edge whose plane comes to the same by default', [['cp', 'union-cp', control], ['edge', undefined, edge]], undefined],
  ['an edge that comes to the same by default', [['edge', 'union-cp', edge], ['cp', undefined, control]], undefined],
  ['an edge of another domain', [['cp', 'acme-cp', control], ['edge', undefined, (chart) => edge(chart, undefined, EdgeController.traefik(), STAGING)]], undefined],
  ['a plane, and the SecretStore of its chart in another namespace', [['chart', 'acme', store], ['chart', 'acme', (chart) => data(chart, 'union')]], ofStore('acme')],
  ['a plane, and the SecretStore of its chart in none', [['chart', undefined, store], ['chart', undefined, data]], ofStore('the default one')],
  ['a plane and a store in the namespace of their chart', [['chart', 'acme', store], ['chart', 'acme', data]], undefined],
  ['a plane and a store with a namespace', [['chart', undefined, (chart) => store(chart, 'union')], ['chart', undefined, data]], undefined],
  ['planes with a store each', [
    ['chart', undefined, (chart) => store(chart, 'union-cp')],
    ['chart', undefined, (chart) => new SecretStore(chart, 'other', { metadata: { name: 'default', namespace: 'union' }, provider: AWS })],
    ['chart', undefined, data], ['chart', undefined, control],
  ], undefined],
  ['a plane whose store comes from elsewhere', [['chart', undefined, data]], undefined],
])('at synth: %s (%#)', (_, steps, expected) => {
  const said = complaint(...steps);
  expect(said === undefined || expected === undefined ? said : said.includes(expected) ? expected : said).toBe(expected);
});

describe('an edge of Envoy Gateway beside the Gateway of the chart', () => {
  const both = (provider: string, identity = unionAuth(), namespace?: string) => complaint(
    ['edge', namespace, (chart) => edge(chart, undefined, EdgeController.envoyGateway(), identity)],
    ['cp', undefined, (chart) => new ControlPlaneAuth(chart, 'auth', { ...props(), edge: ControlPlaneEdge.chartGateway(), extraValues: { global: { INGRESS_PROVIDER: provider } } })],
  );

  deep.each(['envoy', 'both'])('is rejected, as their names are the same: %s', (provider) => {
    expect(both(provider)).toContain('[edge/edge] has routes with the names of those that the chart of cp/auth renders by global.INGRESS_PROVIDER, and one would replace the other. '
      + 'Remove that from its extraValues, or remove this edge and guard the chart\'s routes with EnvoyGatewayGuard.');
  });

  deep('is accepted where the chart renders none, and before another control plane', () => {
    expect([both('nginx'), both('envoy', STAGING, 'staging'), both('envoy', STAGING)]).toEqual([undefined, undefined, undefined]);
  });
});
