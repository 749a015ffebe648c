import { wiringOf } from '../../../src/verify/model/wiring';
import { configMap, deployment, externalSecret, IN_CLUSTER_ME, ingress, manifests, object, secret } from '../_manifests';
import { service } from '../_planes';
import { flyteadmin } from '../_union';
import { modelOf } from './_model';

const ADMIN = { admin: { clientId: 'service', clientSecretLocation: '/etc/secrets/union/client_secret' } };
const executions = (admin: object, props: Parameters<typeof deployment>[1] = {}) => [
  configMap('executions', { 'admin.yaml': admin as Record<string, unknown> }, props.namespace),
  deployment('executions', { configMaps: { executions: '/etc/config' }, ...props }),
];
const WORKLOAD = 'apps/v1/Deployment union-cp/executions';
const FILE = '/etc/secrets/union/client_secret';
const mounted = { secrets: { auth: '/etc/secrets/union' } };

function drawn(...objects: Parameters<typeof manifests>) {
  const { nodes, edges } = wiringOf(modelOf(...objects));
  const label = (id: string) => nodes.find((node) => node.id === id)!.label;
  return {
    nodes: nodes.map(({ id, kind, label: text }) => `${id} ${kind}: ${text}`),
    edges: edges.map(({ from, to, label: text, broken, fields }) => [label(from), text, label(to), fields.map(String), broken]),
  };
}

test('a credential leads from its workload by a file to a key, and writers lead to the key', () => {
  expect(drawn(...executions(ADMIN, mounted), externalSecret('auth'))).toEqual({
    nodes: [`n1 workload: ${WORKLOAD}`, `n2 file: ${FILE}`, 'n3 secret: Secret union-cp/auth: client_secret', 'n4 writer: external-secrets.io/v1/ExternalSecret union-cp/auth'],
    edges: [
      [WORKLOAD, 'admin.clientSecretLocation', FILE, ['data["admin.yaml"]: admin.clientSecretLocation'], undefined],
      [FILE, 'mount', 'Secret union-cp/auth: client_secret', [expect.stringContaining('volumes[1].secret')], undefined],
      ['external-secrets.io/v1/ExternalSecret union-cp/auth', 'writes', 'Secret union-cp/auth: client_secret', ['spec'], undefined],
    ],
  });
});

test('what nobody writes has a writer that is not in the input', () => {
  expect(drawn(...executions(ADMIN, mounted)).edges.at(-1)).toEqual(['not in the input', 'writes?', 'Secret union-cp/auth: client_secret', [], undefined]);
});

test.each([
  ['only a placeholder', secret('auth', { client_secret: 'placeholder' })],
  ['does not write client_secret', externalSecret('auth', { keys: ['other'] })],
])('a writer may be broken: %s', (broken, writer) => {
  expect(drawn(...executions(ADMIN, mounted), writer).edges.at(-1)?.at(-1)).toBe(broken);
});

test('a writer of keys that only the store knows may write it', () => {
  const open = externalSecret('auth', { keys: [], spec: { dataFrom: [{ extract: { key: 'union' } }] } });
  expect(drawn(...executions(ADMIN, mounted), open).edges.at(-1)?.slice(1, 3)).toEqual(['may write', 'Secret union-cp/auth: client_secret']);
});

test('a file that is not mounted leads to nothing', () => {
  expect(drawn(...executions(ADMIN))).toEqual({
    nodes: [`n1 workload: ${WORKLOAD}`, `n2 file: ${FILE}`, 'n3 missing: nothing'],
    edges: [
      [WORKLOAD, 'admin.clientSecretLocation', FILE, ['data["admin.yaml"]: admin.clientSecretLocation'], undefined],
      [FILE, 'mount', 'nothing', ['data["admin.yaml"]: admin.clientSecretLocation'], `${FILE} is not mounted`],
    ],
  });
});

test('a file of a volume that manifests do not show leads nowhere', () => {
  const pod = { volumes: [{ name: 'executions', configMap: { name: 'executions' } }, { name: 'csi', csi: {} }] };
  const container = { volumeMounts: [{ name: 'executions', mountPath: '/etc/config' }, { name: 'csi', mountPath: '/etc/secrets/union' }] };
  expect(drawn(...executions(ADMIN, { pod, container })).edges).toHaveLength(1);
});

test('a credential of the environment goes by its variable', () => {
  const env = [{ name: 'SECRET', valueFrom: { secretKeyRef: { name: 'auth', key: 'k' } } }];
  const { edges } = drawn(...executions({ admin: { clientId: 'service', clientSecretEnvVar: 'SECRET' } }, { env, namespace: null }));
  expect(edges.map(([from, label, to]) => [from, label, to])).toEqual([
    ['apps/v1/Deployment executions', 'admin.clientSecretEnvVar', '$SECRET'],
    ['$SECRET', 'environment', 'Secret auth: k'],
    ['not in the input', 'writes?', 'Secret auth: k'],
  ]);
});

test('a host leads to objects with routes, and these to what guards them', () => {
  const guarded = ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/api': 'flyteadmin', '/v1': 'flyteadmin', '/v2': 'flyteadmin' } });
  const open = ingress('open', { host: 'union.example.com', paths: { '/login': 'flyteadmin' } });
  const { nodes, edges } = drawn(guarded, open);
  expect(nodes).toEqual([
    'n1 host: union.example.com', 'n2 routes: networking.k8s.io/v1/Ingress union-cp/guarded', `n3 guard: ${IN_CLUSTER_ME}`, 'n4 routes: networking.k8s.io/v1/Ingress union-cp/open',
  ]);
  expect(edges.map(([from, label, to, fields]) => [from, label, to, (fields as string[]).length])).toEqual([
    ['union.example.com', '/api and 2 more', 'networking.k8s.io/v1/Ingress union-cp/guarded', 3],
    ['networking.k8s.io/v1/Ingress union-cp/guarded', 'asks', IN_CLUSTER_ME, 2],
    ['union.example.com', '/login', 'networking.k8s.io/v1/Ingress union-cp/open', 1],
  ]);
});

test('an edge from routes is found by each of their places, and one to a guard by the first', () => {
  const { edges } = drawn(ingress('guarded', { host: 'union.example.com', annotations: { 'auth-url': IN_CLUSTER_ME }, paths: { '/api': 'flyteadmin', '/v1': 'flyteadmin' } }));
  const place = (i: number) => `spec.rules[0].http.paths[${i}].path`;
  expect(edges.map(([, label, , fields]) => [label, fields])).toEqual([
    ['/api and 1 more', [place(0), place(1)]], ['asks', ['metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]', place(0)]],
  ]);
});

test('what guards without asking, and what nobody can tell, have names', () => {
  const route = (middleware: string) => object('traefik.io/v1alpha1', 'IngressRoute', middleware, {
    spec: { routes: [{ match: 'Host(`union.example.com`)', middlewares: [{ name: middleware }], services: [{ name: 'flyteadmin', port: 80 }] }] },
  });
  const basic = object('traefik.io/v1alpha1', 'Middleware', 'basic', { spec: { basicAuth: { secret: 'users' } } });
  const { nodes, edges } = drawn(route('basic'), route('missing'), basic);
  expect(nodes.filter((node) => node.includes('guard:'))).toEqual(['n3 guard: another guard', 'n5 guard: Middleware missing is not in the input']);
  expect(edges.filter(([, label]) => label === 'guarded by').map(([from, , to, fields]) => [from, to, fields])).toEqual([
    ['traefik.io/v1alpha1/IngressRoute union-cp/basic', 'another guard', ['spec']],
    ['traefik.io/v1alpha1/IngressRoute union-cp/missing', 'Middleware missing is not in the input', [expect.stringContaining('middlewares')]],
  ]);
});

test('one host on two edges is two hosts', () => {
  const traefik = object('traefik.io/v1alpha1', 'IngressRoute', 'other', { spec: { routes: [{ match: 'Host(`union.example.com`)', services: [{ name: 'flyteadmin', port: 80 }] }] } });
  const { nodes } = drawn(ingress('open', { host: 'union.example.com', paths: { '/login': 'flyteadmin' } }), traefik);
  expect(nodes.filter((node) => node.includes('host:'))).toEqual(['n1 host: union.example.com', 'n3 host: union.example.com']);
});

test('two workloads with a file at one path have two files, and one Secret', () => {
  const two = drawn(...executions(ADMIN, mounted), ...service('usage', ADMIN, mounted)).nodes;
  expect(two.map((node) => node.split(': ')[0].split(' ')[1])).toEqual(['workload', 'file', 'secret', 'writer', 'workload', 'file']);
});

test('what a cluster does not have is not in it', () => {
  const { edges } = drawn(...executions(ADMIN, { ...mounted, metadata: { uid: '1' } }), externalSecret('auth'), secret('other', { a: 'x' }, 'union-cp', { uid: '2' }));
  expect(edges.at(-1)).toEqual(['external-secrets.io/v1/ExternalSecret union-cp/auth', 'writes', 'Secret union-cp/auth: client_secret', ['spec'], 'not in the cluster']);
});

test('routes without a host are on any host', () => {
  expect(drawn(ingress('open', { paths: { '/login': 'flyteadmin' } })).nodes[0]).toBe('n1 host: any host');
});

test('clients that authenticate lead to flyteadmin, with what must agree', () => {
  const { nodes, edges } = drawn(...flyteadmin(), ...executions({ admin: { clientId: 'service', scopes: ['all'], tokenUrl: 'https://idp.example.com/token' } }, { container: { image: 'unionai/services:1' } }));
  expect(nodes).toContainEqual(expect.stringMatching(/^n\d+ flyteadmin: flyteadmin \(apps\/v1\/Deployment union-cp\/flyteadmin\), header flyte-authorization$/));
  const toFlyteadmin = edges.filter(([, , to]) => (to as string).startsWith('flyteadmin ('));
  expect(toFlyteadmin.map(([from, label, , fields]) => [from, label, fields])).toEqual([
    [WORKLOAD, 'admin as service', ['data["admin.yaml"]: admin.clientId', 'data["admin.yaml"]: admin.tokenUrl', 'data["admin.yaml"]: admin.scopes']],
  ]);
  expect(nodes.filter((node) => node.endsWith(WORKLOAD))).toEqual([expect.stringMatching(/^n\d+ workload: /)]);
});

test('a client without an ID is named so, and one that signs in otherwise does not lead there', () => {
  const labels = (admin: object) => drawn(...flyteadmin({ secrets: {} }), ...executions({ admin }, { container: { image: 'unionai/services:1' } })).edges
    .filter(([, , to]) => (to as string).startsWith('flyteadmin (')).map(([, label]) => label);
  expect(labels({ clientSecretLocation: '/x' })).toEqual(['admin as (no client ID)']);
  expect(labels({ clientId: 'service', authType: 'Pkce' })).toEqual([]);
});
