import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { externalSecretsCrds } from '../tools/crds';
import { helm3 } from '../tools/helm-3';
import { World } from './_world';

/** As Union's control plane chart has it, in short. Source: its `templates/scylla/storageclass.yaml`. */
const STORAGE_CLASS = `
{{- with .Values.scylla.storageClass }}
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: scylladb
provisioner: ebs.csi.eks.amazonaws.com
parameters: {{- toYaml .parameters | nindent 2 }}
{{- end }}
`;
const [OLD, NEW] = ['gp2', 'gp3'].map((type) => ({ scylla: { storageClass: { parameters: { type } } } }));
const RELEASE = ['unionai-controlplane', '--namespace', 'union-cp'];

let world: World;
let chart: string;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds]);
  chart = join(temporaryDirectory('chart'), 'controlplane');
  cpSync(join(__dirname, 'charts', 'controlplane'), chart, { recursive: true });
  writeFileSync(join(chart, 'templates', 'storageclass.yaml'), STORAGE_CLASS);
});
afterEach(async () => {
  await world.clients.kubectl('delete', 'storageclass', '--all');
  await world.clear();
});

describe.each([
  ['helm 3', () => pathOf(helm3)],
  ['helm 4', () => kubeBinaries().helm],
])('%s: a chart that changes the parameters of its StorageClass', (_name, binary) => {
  beforeEach(async () => {
    world.clients.helmBinary = binary();
    await world.clients.kubectl('create', 'namespace', 'union-cp');
    await world.clients.helm('install', ...RELEASE, chart, '--values', world.clients.json(OLD));
  });

  const upgrade = (values: object) =>
    world.clients.helm('upgrade', ...RELEASE, chart, '--values', world.clients.json(values));

  test('stops the upgrade, and goes through once the StorageClass is deleted before', async () => {
    await expect(upgrade(NEW)).rejects.toThrow(/"scylladb".*updates to parameters are forbidden/s);
    await world.clients.kubectl('delete', 'storageclass', 'scylladb');
    await upgrade(NEW);
    expect(
      await world.clients.kubectl('get', 'storageclass', 'scylladb', '--output=jsonpath={.parameters.type}'),
    ).toBe('gp3');
  });

  test('goes through with the parameters of the old release as values', async () => {
    await upgrade(OLD);
    expect(
      await world.clients.kubectl('get', 'storageclass', 'scylladb', '--output=jsonpath={.parameters.type}'),
    ).toBe('gp2');
  });

  test('stops the rollback of an upgrade that went through in the same way', async () => {
    await world.clients.kubectl('delete', 'storageclass', 'scylladb');
    await upgrade(NEW);
    await expect(world.clients.helm('rollback', ...RELEASE, '1')).rejects.toThrow(
      /updates to parameters are forbidden/,
    );
    await world.clients.kubectl('delete', 'storageclass', 'scylladb');
    await world.clients.helm('rollback', ...RELEASE, '1');
  });
});
