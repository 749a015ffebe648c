import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, ControlPlaneEdge, DataPlane, DataPlaneAuth, EdgeController, ObjectStorage, SecretDelivery } from '../../../src';
import { oneIn } from '../../_tools/drawn';
import { dataPlaneOf, externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes twice. */
const deep = oneIn(2);

type Build = (chart: Chart, id: string, namespace: string) => unknown;

const BUILDS: [string, Build][] = [
  ['ControlPlane', (chart: Chart, id: string, namespace: string) => new ControlPlane(chart, id, { identity: unionAuth(), secrets: externalSecrets(), namespace, ...PLAIN })],
  ['ControlPlaneAuth', (chart: Chart, id: string, namespace: string) => new ControlPlaneAuth(chart, id, { identity: unionAuth(), secrets: externalSecrets(), namespace })],
  ['DataPlane', (chart: Chart, id: string, namespace: string) => new DataPlane(chart, id, { dataPlane: dataPlaneOf(unionAuth()), secrets: externalSecrets(), namespace, ...PLAIN_DATA_PLANE })],
  ['DataPlaneAuth', (chart: Chart, id: string, namespace: string) => new DataPlaneAuth(chart, id, { dataPlane: dataPlaneOf(unionAuth()), secrets: externalSecrets(), namespace })],
];

deep.each(BUILDS)('%s twice in one chart: no object of one is an object of the other', (_, build) => {
  const manifests = synth((chart) => {
    build(chart, 'one', 'union-one');
    build(chart, 'two', 'union-two');
  });
  const identities = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`);
  expect(identities.length).toBeGreaterThan(1);
  expect(new Set(identities).size).toBe(identities.length);
  expect(new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))).toEqual(new Set(['union-one', 'union-two']));
});

deep('control planes of several clusters in one app, with the same namespace: each has every object that it has alone', () => {
  const ids = ['staging', 'production'];
  const of = (app: App, id: string) =>
    new ControlPlaneAuth(new Chart(app, id, { namespace: 'union-cp' }), 'auth', { identity: unionAuth({ domain: `${id}.example.com` }), secrets: externalSecrets() });
  const together = new App();
  ids.forEach((id) => of(together, id));
  together.synthYaml();
  for (const chart of together.charts) {
    const alone = new App();
    of(alone, chart.node.id);
    alone.synthYaml();
    expect(chart.toJson()).toEqual(alone.charts[0].toJson());
  }
});

describe('a file for each object', () => {
  const planes = (yamlOutputType: YamlOutputType, chartOf: (app: App, id: string) => Chart) => () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'files-')), yamlOutputType });
    for (const id of ['one', 'two']) {
      new DataPlaneAuth(chartOf(app, id), id, { dataPlane: dataPlaneOf(unionAuth()), secrets: externalSecrets(), namespace: `union-${id}` });
    }
    app.synth();
    return readdirSync(app.outdir);
  };
  const apart = (app: App, id: string) => new Chart(app, id);
  const together = (app: App) => app.node.tryFindChild('all') as Chart | undefined ?? new Chart(app, 'all');

  deep('is refused where cdk8s would write two of them into one file', () => {
    expect(planes(YamlOutputType.FILE_PER_RESOURCE, apart)).toThrow(/ExternalSecret\.union-secret-auth would be the file of one\/one\/\S+ and of two\/two\/\S+, and only the last would be in it: let yamlOutputType make a folder of each Chart, or leave yamlOutputType out\./);
    expect(planes(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, together)).toThrow(/would be the file of all\/one\/\S+ and of all\/two\/\S+, .*: give each a Chart of its own, or leave yamlOutputType out\./);
  });

  deep('is made where each has its own', () => {
    expect(planes(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE, apart)()).toEqual(['one', 'two']);
    expect(planes(YamlOutputType.FILE_PER_CHART, together)()).toEqual(['all.k8s.yaml']);
  });
});

const KINDS: Readonly<Record<string, string>> = { ControlPlane: 'cp', ControlPlaneAuth: 'cp', DataPlane: 'dp', DataPlaneAuth: 'dp' };
const PAIRS = BUILDS.flatMap(([one, first]) => BUILDS.map(([other, second]): [string, string, Build, Build] => [one, other, first, second]));

deep.each(PAIRS.filter(([one, other]) => KINDS[one] === KINDS[other]))('%s and %s in one namespace: refused, with what to change', (_, __, first, second) => {
  const chart = new Chart(new App(), 'chart');
  first(chart, 'one', 'union');
  expect(() => second(chart, 'two', 'union')).toThrow(
    /namespace: "union" has the same Secrets as chart\/one(\/auth)? \(.*\); give each plane its own namespace/,
  );
  // Nothing of it is left, and so it fits elsewhere.
  expect(chart.node.tryFindChild('two')).toBeUndefined();
  second(chart, 'two', 'union-two');
});

deep.each(PAIRS.filter(([one, other]) => KINDS[one] !== KINDS[other]))('%s and %s share a namespace', (_, __, first, second) => {
  const chart = new Chart(new App(), 'chart');
  first(chart, 'one', 'union');
  expect(() => second(chart, 'two', 'union')).not.toThrow();
});

deep.each([
  ['ControlPlane', (chart: Chart, id: string) => new ControlPlane(chart, id, { identity: unionAuth(), secrets: SecretDelivery.provisioned(), ...PLAIN })],
  ['DataPlane', (chart: Chart, id: string) => new DataPlane(chart, id, { dataPlane: dataPlaneOf(unionAuth()), secrets: SecretDelivery.provisioned(), ...PLAIN_DATA_PLANE })],
])('%s twice in one namespace, with Secrets that others deliver: refused', (subject, build) => {
  const chart = new Chart(new App(), 'chart');
  build(chart, 'one');
  const before = JSON.stringify(chart.toJson());
  expect(() => build(chart, 'two')).toThrow(`${subject} has `);
  expect(() => build(chart, 'two')).toThrow('and one would replace the other; give the plane its own namespace');
  expect(JSON.stringify(chart.toJson())).toBe(before);
});

deep('an object of somebody else under a name of the plane', () => {
  const chart = new Chart(new App(), 'chart');
  new ApiObject(chart, 'mine', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'usage', namespace: 'union-cp' } });
  expect(() => new ControlPlane(chart, 'plane', { identity: unionAuth(), secrets: externalSecrets(), ...PLAIN }))
    .toThrow('namespace: "union-cp" already has the ConfigMap usage (chart/mine), and one would replace the other; give the plane its own namespace');
});

deep('two planes of different kinds, each with keys for its object storage', () => {
  const storage = ObjectStorage.s3({
    bucket: 'union', endpoint: 'https://minio.example.com', accessKeyId: { key: 'a' }, secretAccessKey: { key: 'b' },
  });
  const chart = new Chart(new App(), 'chart');
  new ControlPlane(chart, 'cp', { identity: unionAuth(), secrets: externalSecrets(), ...PLAIN, storage, namespace: 'union' });
  expect(() => new DataPlane(chart, 'dp', { dataPlane: dataPlaneOf(unionAuth()), secrets: externalSecrets(), ...PLAIN_DATA_PLANE, storage, namespace: 'union' }))
    .toThrow('namespace: "union" has the same Secrets as chart/cp/auth (union-object-storage)');
});

deep.each([
  ['ingress-nginx', () => EdgeController.ingressNginx()], ['traefik', () => EdgeController.traefik()], ['envoy-gateway', () => EdgeController.envoyGateway({ gateway: { name: 'shared' } })],
])('two edges of the kind %s before one control plane: refused; before two: fine', (kind, edge) => {
  const chart = new Chart(new App(), 'chart');
  new ControlPlane(chart, 'plane', { identity: unionAuth(), secrets: externalSecrets(), ...PLAIN, edge: { ...PLAIN.edge, controller: edge() } });
  expect(() => new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller: edge() })).toThrow(`controller: "${kind}" already serves this control plane (chart/plane/edge)`);
  expect(() => new ControlPlaneEdge(chart, 'edge', { identity: unionAuth(), controller: edge(), namespace: 'other' })).not.toThrow();
});
