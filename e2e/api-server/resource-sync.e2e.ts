/**
 * Cluster resource sync may make namespaces of tasks and bind roles in them, and nowhere else: by the API server's own admission, as the
 * ServiceAccount of the plain data plane.
 */
import { parse } from 'yaml';
import { Manifest } from '../../test/_tools/schemas';
import { dataPlaneManifests } from '../../test/constructs/planes/_planes';
import { eventually } from '../_support/processes';
import { externalSecretsCrds } from '../tools/crds';
import { World } from './_world';

const NAMESPACE = 'union';
const SYNC = `system:serviceaccount:${NAMESPACE}:union-syncresources`;
const WANTED = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];

let world: World;
/** The objects that it makes for the namespace of a project and domain. */
let templates: (namespace: string) => Manifest[];
/** What the emitted policy says when it refuses. */
let refusal: string;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds]);
  const objects = dataPlaneManifests({ namespace: NAMESPACE });
  const access = objects.filter(({ apiVersion, kind }) => WANTED.includes(kind) || apiVersion.startsWith('admissionregistration.'));
  const { spec } = objects.find(({ kind }) => kind === 'ValidatingAdmissionPolicy')!;
  [{ message: refusal }] = spec.validations as [{ message: string }];
  await world.clients.kubectl('create', 'namespace', NAMESPACE);
  await world.clients.apply(access, 'client-side');
  const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'union-clusterresource-template')!;
  templates = (namespace) => Object.values(data as Record<string, string>)
    .map((text) => parse(text.replaceAll('{{ namespace }}', namespace)) as Manifest);
  // A policy takes effect once the API server has read it.
  await eventually(async () => (await asSync('create', binding('kube-system'))).includes(refusal), 'the policy to take effect', 60);
});

/** kubectl's output or error as cluster resource sync. */
function asSync(verb: 'create' | 'apply', object: Manifest): Promise<string> {
  return world.clients.kubectl(verb, `--as=${SYNC}`, '--filename', world.clients.file([object])).catch(String);
}

const binding = (namespace: string) => templates(namespace).find(({ kind }) => kind === 'RoleBinding')!;

test('cluster resource sync may make a namespace of tasks and bind its roles there, also a second time', async () => {
  for (const object of [...templates('flytesnacks-development'), ...templates('flytesnacks-development')]) {
    expect(await asSync('apply', object)).toMatch(/ (created|configured|unchanged)\n$/);
  }
});

test.each(['kube-system', 'default', NAMESPACE])('cluster resource sync may not bind a role in %s', async (namespace) => {
  expect(await asSync('create', binding(namespace))).toContain(refusal);
});

test('cluster resource sync may not label an existing namespace', async () => {
  const [namespace] = templates('kube-system').filter(({ kind }) => kind === 'Namespace');
  expect(await asSync('apply', namespace)).toContain(refusal);
  expect(await world.clients.kubectl('get', 'namespace', 'kube-system', '--output=jsonpath={.metadata.labels}')).not.toContain('union.ai');
});

test('cluster resource sync may not make a namespace without the label, nor a ServiceAccount outside the namespaces of tasks', async () => {
  const plain = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } };
  expect(await asSync('create', plain)).toContain(refusal);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'kube-system', annotations: { a: 'b' } } };
  expect(await asSync('create', account)).toContain(refusal);
});

test('cluster resource sync may bind roles in a namespace that an administrator has made and labelled', async () => {
  await world.clients.kubectl('create', 'namespace', 'by-hand-production');
  expect(await asSync('create', binding('by-hand-production'))).toContain(refusal);
  await world.clients.kubectl('label', 'namespace', 'by-hand-production', 'union.ai/namespace-type=flyte');
  await eventually(async () => !(await asSync('apply', binding('by-hand-production'))).includes(refusal), 'the label to take effect', 60);
  expect(await asSync('apply', binding('by-hand-production'))).toMatch(/ (configured|unchanged)\n$/);
});

test('the policy does not apply to an administrator, who may make a ServiceAccount in kube-system', async () => {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'by-hand', namespace: 'kube-system' } };
  expect(await world.clients.kubectl('create', '--filename', world.clients.file([account]))).toMatch(/created/);
});
