import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, ExternalSecret, ObjectStorage, SecretDelivery, SecretStore } from '../../../src';
import { oneIn } from '../../_tools/drawn';
import { dataPlaneProps, externalSecrets, unionAuth } from '../../_tools/fixtures';
import { inChart } from '../../_tools/made';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes twice. */
const deep = oneIn(2);

type Build = (chart: Chart, id: string, namespace?: string, more?: object) => unknown;
const common = () => ({ identity: unionAuth(), secrets: externalSecrets() });

const BUILDS: Readonly<Record<string, Build>> = {
  ControlPlane: (chart, id, namespace, more) => new ControlPlane(chart, id, { ...common(), ...PLAIN, namespace, ...more }),
  ControlPlaneAuth: (chart, id, namespace, more) => new ControlPlaneAuth(chart, id, { ...common(), namespace, ...more }),
  DataPlane: (chart, id, namespace, more) => new DataPlane(chart, id, dataPlaneProps({ ...common(), ...PLAIN_DATA_PLANE, namespace, ...more })),
  DataPlaneAuth: (chart, id, namespace, more) => new DataPlaneAuth(chart, id, dataPlaneProps({ ...common(), namespace, ...more })),
};
const newChart = () => new Chart(new App(), 'chart');

deep.each(Object.entries(BUILDS))('%s twice in one chart: no object of one is an object of the other', (_, build) => {
  const { manifests } = inChart((chart) => ['one', 'two'].forEach((id) => build(chart, id, `union-${id}`)));
  const identities = manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`);
  expect(identities.length).toBeGreaterThan(1);
  expect(new Set(identities).size).toBe(identities.length);
  expect(new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []))).toEqual(new Set(['union-one', 'union-two']));
});

deep('control planes of several clusters in one app, with the same namespace: each has every object that it has alone', () => {
  const of = (app: App, id: string) => BUILDS.ControlPlaneAuth(new Chart(app, id, { namespace: 'union-cp' }), 'auth', undefined, { identity: unionAuth({ domain: `${id}.example.com` }) });
  const together = new App();
  ['staging', 'production'].forEach((id) => of(together, id));
  together.synthYaml();
  for (const chart of together.charts) {
    const alone = new App();
    of(alone, chart.node.id);
    alone.synthYaml();
    expect(chart.toJson()).toEqual(alone.charts[0].toJson());
  }
});

describe('a file for each object', () => {
  const apart = (app: App, id: string) => new Chart(app, id);
  const together = (app: App) => app.node.tryFindChild('all') as Chart | undefined ?? new Chart(app, 'all');
  const { FILE_PER_CHART, FILE_PER_RESOURCE, FOLDER_PER_CHART_FILE_PER_RESOURCE } = YamlOutputType;
  const files = (yamlOutputType: YamlOutputType, chartOf: (app: App, id: string) => Chart) => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'files-')), yamlOutputType });
    ['one', 'two'].forEach((id) => BUILDS.DataPlaneAuth(chartOf(app, id), id, `union-${id}`));
    app.synth();
    return readdirSync(app.outdir);
  };

  test('is rejected for single constructs too', () => {
    const app = new App({ yamlOutputType: FILE_PER_RESOURCE });
    ['one', 'two'].forEach((id) => new ExternalSecret(new Chart(app, id, { namespace: id }), 'it', {
      metadata: { name: 'it' }, store: SecretStore.fromName('default'), target: { name: 'it' }, data: [{ secretKey: 'a', remoteRef: { key: 'b' } }],
    }));
    expect(app.node.validate()).toEqual([expect.stringMatching(/^ExternalSecret\.it would be the file of one\/it\/Resource and of two\/it\/Resource, and only the last would be in it: let /)]);
  });

  deep('is rejected where cdk8s would write two of them into one file', () => {
    expect(() => files(FILE_PER_RESOURCE, apart)).toThrow(/ExternalSecret\.union-secret-auth would be the file of one\/one\/\S+ and of two\/two\/\S+, and only the last would be in it: let yamlOutputType make a folder of each Chart, or leave yamlOutputType out\./);
    expect(() => files(FOLDER_PER_CHART_FILE_PER_RESOURCE, together)).toThrow(/would be the file of all\/one\/\S+ and of all\/two\/\S+, .*: give each a Chart of its own, or leave yamlOutputType out\./);
  });

  deep('is made where each has its own', () => {
    expect([files(FOLDER_PER_CHART_FILE_PER_RESOURCE, apart), files(FILE_PER_CHART, together)]).toEqual([['one', 'two'], ['all.k8s.yaml']]);
  });
});

const KINDS = Object.keys(BUILDS);

deep.each(KINDS.flatMap((one) => KINDS.map((other) => [one, other])))('%s and %s in one namespace: rejected with what to change, unless they are planes of two kinds', (one, other) => {
  const chart = newChart();
  BUILDS[one](chart, 'one', 'union');
  const second = expect(() => BUILDS[other](chart, 'two', 'union'));
  if (one.startsWith('Control') !== other.startsWith('Control')) {
    return second.not.toThrow();
  }
  second.toThrow(/namespace: "union" has the same Secrets as chart\/one(\/auth)? \(.*\); give each plane its own namespace/);
  // Nothing of it is left, and so it fits elsewhere.
  expect(chart.node.tryFindChild('two')).toBeUndefined();
  BUILDS[other](chart, 'two', 'union-two');
});

deep.each(['ControlPlane', 'DataPlane'])('%s twice in one namespace, with Secrets that others deliver: rejected', (kind) => {
  const chart = newChart();
  const build = (id: string) => BUILDS[kind](chart, id, undefined, { secrets: SecretDelivery.provisioned() });
  build('one');
  const before = JSON.stringify(chart.toJson());
  expect(() => build('two')).toThrow(new RegExp(`^${kind} has [^]*and one would replace the other; give the plane its own namespace`));
  expect(JSON.stringify(chart.toJson())).toBe(before);
});

deep('rejects an object of another owner under a name of the plane', () => {
  const chart = newChart();
  new ApiObject(chart, 'mine', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'usage', namespace: 'union-cp' } });
  expect(() => BUILDS.ControlPlane(chart, 'plane'))
    .toThrow('namespace: "union-cp" already has the ConfigMap usage (chart/mine), and one would replace the other; give the plane its own namespace');
});

deep('rejects two planes of different kinds, each with keys for its object storage', () => {
  const storage = ObjectStorage.s3({ bucket: 'union', endpoint: 'https://minio.example.com', accessKeyId: { key: 'a' }, secretAccessKey: { key: 'b' } });
  const chart = newChart();
  BUILDS.ControlPlane(chart, 'cp', 'union', { storage });
  expect(() => BUILDS.DataPlane(chart, 'dp', 'union', { storage })).toThrow('namespace: "union" has the same Secrets as chart/cp/auth (union-object-storage)');
});
