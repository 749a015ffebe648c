import { App, Chart, Testing } from 'cdk8s';
import {
  ControlPlane, ControlPlaneAuth, ControlPlaneEdge, ControlPlaneNetworkPolicy, DataPlane, DataPlaneAuth, EdgeController, EnvoyGatewayGuard,
  SecretStore, SecretStoreProvider,
} from '../../../src';
import { isNamespaced } from '../../../src/contract/upstream/kubernetes';
import { oneIn } from '../../_tools/drawn';
import { dataPlaneProps, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes. */
const deep = oneIn(2);

const AWS = SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' });
const TLS = { tls: [{ secretName: 'union-tls' }] };
const props = (namespace?: string) => ({ identity: unionAuth(), secrets: externalSecrets(), ...namespace === undefined ? {} : { namespace } });
const edge = (chart: Chart, namespace?: string, kind = EdgeController.ingressNginx()) =>
  new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller: kind, ...TLS, ...namespace === undefined ? {} : { namespace } });
const store = (chart: Chart, namespace?: string) => new SecretStore(chart, 'store', { metadata: { name: 'default', namespace }, provider: AWS });

type Build = (chart: Chart, namespace?: string) => unknown;

const BUILDS: Readonly<Record<string, [byDefault: string, build: Build]>> = {
  ControlPlaneAuth: ['union-cp', (chart, namespace) => new ControlPlaneAuth(chart, 'cp', props(namespace))],
  DataPlaneAuth: ['union', (chart, namespace) => new DataPlaneAuth(chart, 'dp', dataPlaneProps(props(namespace)))],
  ControlPlane: ['union-cp', (chart, namespace) => new ControlPlane(chart, 'cp', { ...PLAIN, ...props(namespace) })],
  DataPlane: ['union', (chart, namespace) => new DataPlane(chart, 'dp', dataPlaneProps({ ...PLAIN_DATA_PLANE, ...props(namespace) }))],
  ControlPlaneNetworkPolicy: ['union-cp', (chart, namespace) => new ControlPlaneNetworkPolicy(chart, 'policy', { namespace })],
  ingressNginx: ['union-cp', (chart, namespace) => edge(chart, namespace)],
  traefik: ['union-cp', (chart, namespace) => edge(chart, namespace, EdgeController.traefik())],
  envoyGateway: ['union-cp', (chart, namespace) => edge(chart, namespace, EdgeController.envoyGateway())],
  EnvoyGatewayGuard: ['union-cp', (chart, namespace) => new EnvoyGatewayGuard(chart, 'guard', namespace === undefined ? {} : { namespace })],
};

/** Every namespace that an object lies in or a text of one names as a Service's. */
function namespacesOf(build: Build, chartNamespace?: string, namespace?: string): string[] {
  const chart = new Chart(new App(), 'chart', { namespace: chartNamespace });
  build(chart, namespace);
  const manifests = Testing.synth(chart) as { kind: string; metadata: { namespace?: string } }[];
  const own = manifests.filter(({ kind }) => isNamespaced(kind)).map(({ metadata }) => metadata.namespace ?? 'none');
  const named = [...JSON.stringify(manifests).matchAll(/\b(?:flyteadmin|union-[a-z]+)\.([a-z0-9-]+)\.svc/g)].map(([, each]) => each);
  return [...new Set([...own, ...named])].sort();
}

describe.each(Object.entries(BUILDS))('%s', (_, [byDefault, build]) => {
  deep('lives in the namespace of its chart, with everything that its configuration names', () => {
    expect(namespacesOf(build, 'chart-ns')).toEqual(['chart-ns']);
  });

  deep('lives where its prop says, whatever the chart says', () => expect(namespacesOf(build, 'chart-ns', 'mine')).toEqual(['mine']));

  deep('lives where the guide puts it, where neither says anything', () => expect(namespacesOf(build)).toEqual([byDefault]));

  deep('does not take the namespace of a chart around its chart, as cdk8s does not', () => {
    const inner = (chart: Chart) => build(new Chart(chart, 'inner'));
    const outer = new Chart(new App(), 'outer', { namespace: 'chart-ns' });
    inner(outer);
    expect(JSON.stringify(Testing.synth(outer.node.findChild('inner') as Chart))).not.toContain('chart-ns');
  });

  deep('refuses a chart whose namespace is none', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'Acme_Union' });
    expect(() => build(chart)).toThrow('namespace: "Acme_Union" is not a namespace name');
    expect(chart.node.children).toEqual([]);
  });
});

deep('values are for the namespace of the chart', () => {
  const { helmValues } = new ControlPlaneAuth(new Chart(new App(), 'chart', { namespace: 'acme-cp' }), 'cp', props());
  expect(helmValues.toString()).toContain('# union-auth.cdk8s.io/namespace: acme-cp');
  expect(helmValues.toString()).toContain('http://flyteadmin.acme-cp.svc.cluster.local:80');
});

/** What the synthesis says, or nothing. */
function complaint(build: (chart: Chart) => void, namespace?: string): string | undefined {
  const app = new App();
  build(new Chart(app, 'chart', { namespace }));
  try {
    app.synthYaml();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('what cannot work together fails the synthesis', () => {
  deep.each<[string, Build]>([
    ['an edge', (chart) => edge(chart)],
    ['a guard', (chart) => new EnvoyGatewayGuard(chart, 'edge')],
  ])('%s in another namespace than the control plane of its chart', (_, before) => {
    const message = 'is in namespace union-cp, but the control plane chart/cp is in acme-cp: its routes would lead to Services that do not exist.';
    expect(complaint((chart) => { new ControlPlaneAuth(chart, 'cp', props('acme-cp')); before(chart); })).toContain(`[chart/edge] ${message}`);
    expect(complaint((chart) => { before(chart); new ControlPlaneAuth(chart, 'cp', props('acme-cp')); })).toContain(message);
    expect(complaint((chart) => { new ControlPlaneAuth(chart, 'cp', props()); before(chart); }, 'acme-cp')).toBeUndefined();
    expect(complaint((chart) => { new ControlPlaneAuth(chart, 'cp', props()); before(chart); })).toBeUndefined();
  });

  deep('but not an edge of another control plane', () => expect(complaint((chart) => {
    new ControlPlaneAuth(chart, 'cp', { ...props('staging'), identity: unionAuth({ domain: 'staging.union.example.com' }) });
    edge(chart, 'prod');
  })).toBeUndefined());

  deep('a plane, and the SecretStore of its chart in another namespace', () => {
    const plane = (namespace?: string) => (chart: Chart) => { store(chart); new DataPlaneAuth(chart, 'dp', dataPlaneProps(props(namespace))); };
    expect(complaint(plane('union'), 'acme')).toContain('[chart/dp] is in namespace union, but its SecretStore default is in acme: '
      + 'an ExternalSecret can only use a store of its namespace.');
    expect(complaint(plane(), 'acme')).toBeUndefined();
    expect(complaint((chart) => { store(chart, 'union'); new DataPlaneAuth(chart, 'dp', dataPlaneProps(props())); })).toBeUndefined();
    expect(complaint((chart) => { store(chart); new DataPlaneAuth(chart, 'dp', dataPlaneProps(props())); })).toContain('SecretStore default is in the default one');
  });

  deep('but not one of several stores, nor one that comes from elsewhere', () => {
    expect(complaint((chart) => {
      store(chart, 'union-cp');
      new SecretStore(chart, 'other', { metadata: { name: 'default', namespace: 'union' }, provider: AWS });
      new DataPlaneAuth(chart, 'dp', dataPlaneProps(props()));
      new ControlPlaneAuth(chart, 'cp', props());
    })).toBeUndefined();
    expect(complaint((chart) => new DataPlaneAuth(chart, 'dp', dataPlaneProps(props())))).toBeUndefined();
  });
});
