import { wiringPicture } from '../../../src/verify/drawing';
import type { Wiring, WiringEdge, WiringNode } from '../../../src/verify/model/wiring';

type Fault = { readonly broken?: string; readonly findings?: readonly number[] };

/** A data plane of a fleet: a workload that reads a key that a writer writes, and calls the one flyteadmin. */
function plane(name: string, fault: Fault = {}): { readonly nodes: WiringNode[]; readonly edges: WiringEdge[] } {
  const home = { cluster: name, namespace: `union-${name}`, plane: 'data' as const };
  const node = (kind: WiringNode['kind'], label: string): WiringNode => ({ id: `${name} ${kind}`, kind, label, home });
  return {
    nodes: [
      node('workload', `apps/v1/Deployment union-${name}/union-operator in cluster ${name}`),
      node('secret', `Secret union-${name}/union-secret-auth: client_secret in cluster ${name}`),
    ],
    edges: [
      { from: `${name} workload`, to: `${name} secret`, label: 'mount', fields: [], ...fault },
      { from: `${name} workload`, to: 'flyteadmin', label: `union.auth as operator-${name}`, fields: [] },
    ],
  };
}

function fleet(...planes: readonly ReturnType<typeof plane>[]): Wiring {
  const flyteadmin: WiringNode = {
    id: 'flyteadmin',
    kind: 'flyteadmin',
    label: 'flyteadmin (apps/v1/Deployment union-cp/flyteadmin), header flyte-authorization',
    home: { namespace: 'union-cp', plane: 'control' },
  };
  return { nodes: [flyteadmin, ...planes.flatMap(({ nodes }) => nodes)], edges: planes.flatMap(({ edges }) => edges) };
}

const named = (count: number) => Array.from({ length: count }, (_, i) => plane(`c${i + 1}`));

test('objects are told by their kind and name: boxes say where they are', () => {
  const { nodes, boxes } = wiringPicture(fleet(plane('east')));
  expect(nodes.map(({ lines }) => lines)).toEqual([
    ['flyteadmin', 'header flyte-authorization'],
    ['Deployment', 'union-operator'],
    ['Secret', 'union-secret-auth: client_secret'],
  ]);
  expect(boxes.map(({ title, parent }) => [title, parent])).toEqual([
    ['control plane, namespace union-cp', undefined],
    ['cluster east', undefined],
    ['data plane, namespace union-east', '["east"]'],
  ]);
});

test('what has no namespace stands in the box of its cluster, or in none', () => {
  const node = (id: string, home?: WiringNode['home']): WiringNode => ({ id, kind: 'guard', label: `https://${id}.example.com`, home });
  const { nodes, boxes } = wiringPicture({ nodes: [node('a', { cluster: 'east' }), node('b')], edges: [] });
  expect([nodes.map(({ box }) => box), boxes.map(({ id, title }) => [id, title])]).toEqual([['["east"]', undefined], [['["east"]', 'cluster east']]]);
});

test('three planes are drawn one by one', () => {
  expect(wiringPicture(fleet(...named(3))).nodes).toHaveLength(7);
});

test('of two hundred planes that are alike one is drawn, which says how many it stands for', () => {
  const { nodes, boxes, edges, note } = wiringPicture(fleet(...named(200)));
  expect(nodes).toHaveLength(3);
  expect(edges).toHaveLength(2);
  expect(boxes.map(({ title }) => title)).toContain('cluster c1 and 199 more like it');
  expect(note).toBeUndefined();
});

test('a plane that is broken stands apart', () => {
  const { boxes, edges } = wiringPicture(fleet(...named(9), plane('ill', { broken: 'client-secret-unmounted', findings: [4] })));
  expect(boxes.map(({ title }) => title)).toEqual(expect.arrayContaining(['cluster c1 and 8 more like it', 'cluster ill']));
  expect(edges.filter(({ broken }) => broken).map(({ lines, findings }) => ({ lines, findings })))
    .toEqual([{ lines: ['mount', '✗ client-secret-unmounted'], findings: [4] }]);
});

test('planes that are broken alike keep all their findings', () => {
  const planes = Array.from({ length: 6 }, (_, i) => plane(`c${i}`, { broken: 'client-secret-unmounted', findings: [i] }));
  const { edges } = wiringPicture(fleet(...planes));
  expect(edges.filter(({ broken }) => broken).map(({ findings }) => findings)).toEqual([[0, 1, 2, 3, 4, 5]]);
});

test('edges between the same two are one line with all labels', () => {
  const { nodes, edges } = fleet(plane('east'));
  const more = ['a', 'b', 'c'].map((label): WiringEdge => ({ ...edges[0], label }));
  expect(wiringPicture({ nodes, edges: [...edges, ...more] }).edges.map(({ lines }) => lines))
    .toEqual([['mount', 'a', 'and 2 more'], ['union.auth as operator-', 'east']]);
});

test('what leads to the same from the same is drawn once', () => {
  const routes = Array.from({ length: 5 }, (_, i): WiringNode => ({ id: `r${i}`, kind: 'routes', label: `networking.k8s.io/v1/Ingress union-cp/i${i}` }));
  const wiring: Wiring = {
    nodes: [{ id: 'h', kind: 'host', label: 'union.example.com' }, ...routes],
    edges: routes.map(({ id }): WiringEdge => ({ from: 'h', to: id, label: '/', fields: [] })),
  };
  expect(wiringPicture(wiring).nodes.map(({ lines }) => lines)).toEqual([['host', 'union.example.com'], ['Ingress', 'union-cp/i0', 'and 4 more like it']]);
});

test('of more than anybody reads, what is broken is drawn, and the rest is counted', () => {
  // A chain: no two nodes lead to the same.
  const nodes = Array.from({ length: 400 }, (_, i): WiringNode => ({ id: `n${i}`, kind: 'workload', label: `w${i}` }));
  const edges = nodes.slice(1).map(({ id }, i): WiringEdge => ({ from: `n${i}`, to: id, label: '', fields: [], ...(i === 390 ? { broken: 'rule' } : {}) }));
  const picture = wiringPicture({ nodes, edges });
  expect(picture.nodes).toHaveLength(250);
  expect(picture.edges.filter(({ broken }) => broken)).toHaveLength(1);
  expect(picture.note).toMatch(/^150 more nodes without a finding left out/);
});
