import { App, Chart } from 'cdk8s';
import { ControlPlaneEdge, ControlPlaneProps, EdgeController, IdentityProvider, ObjectStorage } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { oktaAuth, unionAuth } from '../../_tools/fixtures';
import { find } from '../../_tools/made';
import { PLAIN } from '../../_tools/plain-plane';
import { Manifest, objectsOf } from '../../examples/_dist';
import { connects, ENVOY, NGINX, Pod, podOf, TRAEFIK } from './_network';
import { controlPlane, controlPlaneManifests, dataPlaneManifests, EDGES, PLANES } from './_planes';

/** Each makes planes. */
const deep = oneIn(2);

const CONTROLLERS: Readonly<Record<string, Pod>> = { 'ingress-nginx': NGINX, 'traefik': TRAEFIK, 'envoy-gateway': ENVOY };
const STRANGERS: readonly Pod[] = [
  { namespace: 'default', labels: { app: 'notebook' } },
  { namespace: 'union-cp', labels: { app: 'notebook' } },
  // A label is not enough: the namespace counts.
  { namespace: 'default', labels: { 'app.kubernetes.io/part-of': 'union', 'app.kubernetes.io/component': 'control-plane' } },
  { namespace: 'default', labels: NGINX.labels },
  { namespace: 'union', labels: { 'app.kubernetes.io/part-of': 'union', 'app.kubernetes.io/component': 'data-plane' } },
];

const pod = (manifests: Manifest[], name: string) => podOf(find(manifests, 'Deployment', name));
const SERVICES = ['flyteadmin', 'executions', 'cluster', 'usage'];

describe.each(drawn(Object.keys(EDGES), 1))('behind %s', (edge) => {
  const manifests = controlPlaneManifests(EDGES[edge]);
  const ports = (name: string): number[] => find(manifests, 'Service', name).spec.ports.map(({ targetPort }: any) => targetPort);

  deep('the edge reaches every port of every service', () => {
    for (const name of SERVICES) {
      expect(ports(name).filter((port) => !connects(manifests, CONTROLLERS[edge], pod(manifests, name), port))).toEqual([]);
    }
  });

  deep('the services reach each other', () => {
    for (const [from, to] of SERVICES.flatMap((one) => SERVICES.map((other) => [one, other]))) {
      expect([from, to, connects(manifests, pod(manifests, from), pod(manifests, to), ports(to)[0])]).toEqual([from, to, true]);
    }
    expect(connects(manifests, pod(manifests, 'flytescheduler'), pod(manifests, 'flyteadmin'), 8089)).toBe(true);
  });

  deep('no other caller reaches them or can set an identity', () => {
    const others = Object.keys(CONTROLLERS).filter((name) => name !== edge).map((name) => CONTROLLERS[name]);
    for (const name of [...SERVICES, 'flytescheduler']) {
      for (const stranger of [...STRANGERS, ...others]) {
        const reached = [8080, 8081, 8087, 8088, 8089, 10254].filter((port) => connects(manifests, stranger, pod(manifests, name), port));
        expect({ name, stranger, reached }).toEqual({ name, stranger, reached: [] });
      }
    }
  });

  if (edge !== 'ingress-nginx') {
    deep('the edge calls the gate, the gate calls flyteadmin, and nothing else calls the gate', () => {
      const gate = pod(manifests, 'union-auth-gate');
      expect(connects(manifests, CONTROLLERS[edge], gate, 8080)).toBe(true);
      expect(connects(manifests, CONTROLLERS[edge], gate, 8081)).toBe(true);
      expect(connects(manifests, gate, pod(manifests, 'flyteadmin'), 8088)).toBe(true);
      expect(STRANGERS.filter((stranger) => connects(manifests, stranger, gate, 8080))).toEqual([]);
    });
  }
});

deep.each(PLANES)('%s: every pod is selected by a policy of both directions, and every policy selects a pod', (_, manifestsOf) => {
  const manifests = manifestsOf();
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const selectorOf = ({ spec }: Manifest) => (spec.podSelector ?? spec.selector).matchLabels['app.kubernetes.io/name'];
  expect(policies.map(selectorOf).sort()).toEqual(manifests.filter(({ kind }) => kind === 'Deployment').map(selectorOf).sort());
  expect(policies.filter(({ spec }) => spec.policyTypes.join() !== 'Ingress,Egress')).toEqual([]);
});

const anywhere: Pod = { namespace: 'elsewhere', labels: {}, address: '203.0.113.1' };
const metadataServer: Pod = { namespace: '', labels: {}, address: '169.254.169.254' };

deep.each([
  ['flyteadmin', controlPlaneManifests()], ['flytepropeller', dataPlaneManifests()],
])('%s resolves names, reaches HTTPS and the credentials of its cloud, and nothing else', (name, manifests) => {
  const from = pod(manifests, name);
  expect([connects(manifests, from, anywhere, 53, 'UDP'), connects(manifests, from, anywhere, 53)]).toEqual([true, true]);
  expect([443, 6443, 8443, 10443, 80, 22, 6379].filter((port) => connects(manifests, from, anywhere, port))).toEqual([443, 6443, 8443, 10443]);
  expect([80, 443, 22].filter((port) => connects(manifests, from, metadataServer, port))).toEqual([80, 443]);
});

describe('a service gets out to what it needs', () => {
  const ofControl = controlPlaneManifests({ services: ['executions', 'usage', 'flyteconsole', 'unionconsole'] });
  const ofData = dataPlaneManifests();
  const all = [...ofControl, ...ofData];
  const deployments = (manifests: Manifest[]) => manifests.filter(({ kind }) => kind === 'Deployment');
  const ports = (deployment: Manifest, to: Pod = anywhere) =>
    [53, 80, 443, 5432, 6443, 16443].filter((port) => connects(all, podOf(deployment), to, port));
  const configsOf = ({ spec }: Manifest): string[] => spec.template.spec.volumes.flatMap(({ configMap }: any) => configMap?.name ?? []);
  const speaks = (deployment: Manifest, text: string) => all.some(({ kind, metadata, data }) =>
    kind === 'ConfigMap' && configsOf(deployment).includes(metadata.name) && JSON.stringify(data).includes(text));

  deep.each(['flyteconsole', 'unionconsole'])('%s asks for names alone', (name) => {
    const console_ = find(ofControl, 'Deployment', name);
    expect([ports(console_), ports(console_, metadataServer), ports(console_, pod(ofControl, 'flyteadmin'))]).toEqual([[53], [53], []]);
  });

  deep('the Kubernetes API is for those that have a token for it', () => {
    const tokens = deployments(all).map((each) => [each.metadata.name, each.spec.template.spec.automountServiceAccountToken === true]);
    expect(deployments(all).map((each) => [each.metadata.name, ports(each).includes(6443)])).toEqual(tokens);
    expect(new Set(tokens.map(([, has]) => has)).size).toBe(2);
  });

  deep('only its users reach the database, and only users of object storage the cloud metadata', () => {
    const services = deployments(ofControl).filter(({ metadata }) => /^(executions|usage|flyteadmin|flytescheduler)$/.test(metadata.name));
    expect(services.filter((each) => ports(each).includes(5432) !== speaks(each, 'passwordPath')).map(({ metadata }) => metadata.name)).toEqual([]);
    const withStorage = deployments(all).filter((each) => ports(each, metadataServer).includes(80)).map(({ metadata }) => metadata.name);
    expect(withStorage).toEqual(expect.arrayContaining(['flyteadmin', 'flytepropeller']));
    expect(withStorage).not.toEqual(expect.arrayContaining(['usage']));
  });

  deep('names are asked of whom one knows', () => {
    const dns = [{ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } }, { cidr: '169.254.20.10/32' }];
    const manifests = controlPlaneManifests({ ...EDGES.traefik, networkPolicies: { dns } });
    const server: Pod = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
    for (const { metadata, spec } of manifests.filter(({ kind }) => kind === 'NetworkPolicy')) {
      const from: Pod = { namespace: 'union-cp', labels: spec.podSelector.matchLabels };
      expect([metadata.name, connects(manifests, from, server, 53, 'UDP'), connects(manifests, from, anywhere, 53, 'UDP')]).toEqual([metadata.name, true, false]);
    }
  });
});

deep('nothing calls the services of a data plane', () => {
  const manifests = dataPlaneManifests();
  const propeller = pod(manifests, 'flytepropeller');
  expect([...STRANGERS, pod(manifests, 'union-operator')].filter((from) => connects(manifests, from, propeller, 10254))).toEqual([]);
});

const accessKey = { accessKeyId: { key: 'union/minio', property: 'id' }, secretAccessKey: { key: 'union/minio', property: 'secret' } };

deep('flyteadmin reaches its database, and everybody the storage', () => {
  const manifests = controlPlaneManifests({
    database: { ...PLAIN.database, port: 6432 },
    storage: ObjectStorage.s3({ bucket: 'union', endpoint: 'http://minio.minio.svc:9000', ...accessKey }),
  });
  expect([5432, 6432, 9000].filter((port) => connects(manifests, pod(manifests, 'flyteadmin'), anywhere, port))).toEqual([6432, 9000]);
  const beside = dataPlaneManifests({ storage: ObjectStorage.s3({ bucket: 'union', endpoint: 'http://minio.example.com', ...accessKey }) });
  expect([5432, 80, 9000].filter((port) => connects(beside, pod(beside, 'flytepropeller'), anywhere, port))).toEqual([80]);
});

deep('services that others run in the namespace are of the plane, as Union\'s chart labels them', () => {
  const manifests = controlPlaneManifests({ servedElsewhere: ['authorizer'] });
  const authorizer: Pod = { namespace: 'union-cp', labels: { 'app.kubernetes.io/name': 'authorizer', 'app.kubernetes.io/instance': 'unionai-controlplane' } };
  for (const name of SERVICES) {
    expect([name, connects(manifests, pod(manifests, name), authorizer, 8081)]).toEqual([name, true]);
    expect([name, connects(manifests, authorizer, pod(manifests, name), 8089)]).toEqual([name, true]);
  }
  expect(connects(manifests, { ...authorizer, namespace: 'default' }, pod(manifests, 'usage'), 8089)).toBe(false);
  expect(connects(controlPlaneManifests(), authorizer, pod(manifests, 'usage'), 8089)).toBe(false);
});

describe('by props', () => {
  deep('off', () => {
    expect(controlPlaneManifests({ ...EDGES.traefik, networkPolicies: { enabled: false } }).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
    expect(dataPlaneManifests({ networkPolicies: { enabled: false } }).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
  });

  deep('further callers, at every port, and further ports to reach', () => {
    const prometheus: Pod = { namespace: 'monitoring', labels: { app: 'prometheus' } };
    const manifests = controlPlaneManifests({ networkPolicies: { allowFrom: [{ namespace: 'monitoring', podLabels: { app: 'prometheus' } }], egressPorts: [6379] } });
    for (const name of ['usage', 'flytescheduler']) {
      expect(connects(manifests, prometheus, pod(manifests, name), 10254)).toBe(true);
      expect(connects(manifests, { ...prometheus, labels: {} }, pod(manifests, name), 10254)).toBe(false);
      expect(connects(manifests, pod(manifests, name), anywhere, 6379)).toBe(true);
    }
  });

  const k3s = [{ namespace: 'kube-system', podLabels: { 'app.kubernetes.io/name': 'traefik' } }];
  deep.each<[string, Partial<ControlPlaneProps>]>([
    ['ingress-nginx', { edge: { ...PLAIN.edge, controller: EdgeController.ingressNginx({ pods: k3s }) } }],
    ['traefik', { edge: { ...PLAIN.edge, controller: EdgeController.traefik({ pods: k3s }) } }],
    ['envoy-gateway', { edge: { controller: EdgeController.envoyGateway({ pods: k3s }), tls: [{ secretName: 'tls' }] } }],
  ])('the pods of %s', (name, props) => {
    const manifests = controlPlaneManifests(props);
    expect(connects(manifests, { ...TRAEFIK, namespace: 'kube-system' }, pod(manifests, 'flyteadmin'), 8088)).toBe(true);
    expect(connects(manifests, CONTROLLERS[name], pod(manifests, 'flyteadmin'), 8088)).toBe(false);
  });

  deep('an edge without a known controller', () => {
    expect(() => EdgeController.traefik({ pods: [] })).toThrow('pods: [] selects no pods, so no traffic would reach the control plane; give the pods of the controller, or leave it out');
  });

  deep('a shared Gateway', () => {
    const manifests = controlPlaneManifests({ edge: { ...PLAIN.edge, controller: EdgeController.envoyGateway({ gateway: { name: 'shared', namespace: 'gateways' } }) } });
    const labels = { ...ENVOY.labels, 'gateway.envoyproxy.io/owning-gateway-name': 'shared', 'gateway.envoyproxy.io/owning-gateway-namespace': 'gateways' };
    for (const namespace of ['envoy-gateway-system', 'gateways']) {
      expect(connects(manifests, { namespace, labels }, pod(manifests, 'flyteadmin'), 8088)).toBe(true);
    }
    expect(connects(manifests, ENVOY, pod(manifests, 'flyteadmin'), 8088)).toBe(false);
  });

  deep('flyteadmin elsewhere: the gate reaches its port', () => {
    const manifests = controlPlaneManifests({ edge: { ...EDGES.traefik.edge!, controller: EdgeController.traefik({ gate: { flyteadminAddress: 'flyteadmin.example.com:8088' } }) } });
    expect([8088, 443].filter((port) => connects(manifests, pod(manifests, 'union-auth-gate'), anywhere, port))).toEqual([8088]);
  });

  deep('a provider at a custom port', () => {
    const identity = unionAuth({ identityProvider: IdentityProvider.keycloak({ serverUrl: 'https://sso.example.com:9443', realm: 'union' }) });
    const manifests = controlPlaneManifests({ identity });
    expect(connects(manifests, pod(manifests, 'flyteadmin'), anywhere, 9443)).toBe(true);
  });

  deep('a second edge that comes later, while DNS moves', () => {
    const app = new App();
    const chart = new Chart(app, 'union-cp');
    controlPlane(chart, 'plane');
    new ControlPlaneEdge(chart, 'next', { identity: oktaAuth(), ...EDGES.traefik.edge });
    const manifests = objectsOf(app);
    for (const controller of [NGINX, TRAEFIK]) {
      expect(connects(manifests, controller, pod(manifests, 'flyteadmin'), 8088)).toBe(true);
    }
    // Whose gate no policy selects, and who is one of the plane's pods.
    expect(connects(manifests, pod(manifests, 'union-auth-gate'), pod(manifests, 'flyteadmin'), 8088)).toBe(true);
  });
});
