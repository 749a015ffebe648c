/**
 * Pod Security "restricted" by the API server's own admission: a dry run of each pod of the plain planes, in each release and behind
 * each edge.
 */
import { restrictedViolations } from '../../test/_tools/pod-security';
import { Manifest } from '../../test/_tools/schemas';
import { PLANES } from '../../test/constructs/planes/_planes';
import { Answer, ApiServer } from './_api-server';
import { examples } from './_examples';

const SETS: readonly (readonly [string, () => readonly Manifest[]])[] = [
  ['examples/plain', () => examples().find(({ name }) => name === 'plain')!.objects],
  ...PLANES,
];
const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];
const NAMESPACE = 'restricted';

let api: ApiServer;

beforeAll(async () => {
  api = await ApiServer.start();
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/enforce-version': 'latest' };
  await api.must('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } });
});

function workloads(objects: readonly Manifest[]): Manifest[] {
  return objects.filter(({ kind }) => WORKLOADS.includes(kind));
}

/** Requests a pod as its controller does. */
async function admit({ metadata: { name }, spec: { template } }: Manifest): Promise<Answer> {
  const account = template.spec.serviceAccountName ?? 'default';
  // Admission requires the ServiceAccount, and no controller makes the default one here.
  await api.send('POST', `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } });
  const { labels, annotations } = template.metadata ?? {};
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels, annotations }, spec: template.spec };
  return api.send('POST', `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All&fieldValidation=Strict`, pod);
}

describe.each(SETS)('%s', (_, objectsOf) => {
  test('every pod is admitted', async () => {
    const all = workloads(objectsOf());
    expect(all.length).toBeGreaterThan(0);
    const answers = await Promise.all(all.map(async (workload) => [workload.metadata.name, await admit(workload)] as const));
    expect(answers.filter(([, { status }]) => status !== 201).map(([name, { body }]) => `${name}: ${body.message}`)).toEqual([]);
  });
});

/** Privileges, admission's names for them, and how to give them to a pod. */
const PRIVILEGES: readonly (readonly [string, string, (pod: any, container: any) => void])[] = [
  ['a privileged container', 'privileged', (_, { securityContext }) => Object.assign(securityContext, { privileged: true, allowPrivilegeEscalation: undefined })],
  ['escalation', 'allowPrivilegeEscalation != false', (_, container) => (container.securityContext.allowPrivilegeEscalation = true)],
  ['no setting for escalation', 'allowPrivilegeEscalation != false', (_, container) => delete container.securityContext.allowPrivilegeEscalation],
  ['a capability', 'unrestricted capabilities', (_, container) => (container.securityContext.capabilities.add = ['SYS_ADMIN'])],
  ['capabilities that are not dropped', 'unrestricted capabilities', (_, container) => delete container.securityContext.capabilities],
  ['root', 'runAsUser=0', (_, container) => (container.securityContext.runAsUser = 0)],
  ['a user who may be root', 'runAsNonRoot != true', (pod, container) => [pod, container].forEach(({ securityContext }) => delete securityContext.runAsNonRoot)],
  ['no seccomp profile', 'seccompProfile', (pod, container) => [pod, container].forEach(({ securityContext }) => delete securityContext.seccompProfile)],
  ['a folder of the node', 'hostPath', (pod) => pod.volumes.push({ name: 'node', hostPath: { path: '/' } })],
  ['the network of the node', 'host namespaces', (pod) => (pod.hostNetwork = true)],
  ['a port of the node', 'hostPort', (_, container) => (container.ports[0].hostPort = container.ports[0].containerPort)],
];

test.each(PRIVILEGES)('admission and test/_tools/pod-security.ts both refuse a pod with %s', async (_, why, change) => {
  const [flyteadmin] = workloads(PLANES[0][1]()).filter(({ metadata }) => metadata.name === 'flyteadmin');
  const faulty = structuredClone(flyteadmin);
  change(faulty.spec.template.spec, faulty.spec.template.spec.containers[0]);
  const { status, body } = await admit(faulty);
  expect({ status, message: body.message }).toEqual({ status: 403, message: expect.stringMatching(`violates PodSecurity "restricted:latest": .*${why}`) });
  expect(restrictedViolations(faulty)).not.toEqual([]);
});
