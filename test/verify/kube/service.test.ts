import { Service, Services } from '../../../src/verify/kube/service';
import { Workload } from '../../../src/verify/kube/workload';
import { Json, object } from '../_manifests';
import { read } from './_views';

const service = (spec: Json, namespace: string | null = 'union-cp') => object('v1', 'Service', 'flyteadmin', { spec }, namespace);
const pods = (labels: Json, ports: Json[] = [], namespace: string | null = 'union-cp') =>
  object('apps/v1', 'Deployment', 'flyteadmin', { spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'a', ports }] } } } }, namespace);

function services(...objects: Json[]): Services {
  const all = read(...objects);
  return new Services(all.filter(({ kind }) => kind === 'Service').map((each) => new Service(each)), all.flatMap((each) => Workload.of(each) ?? []));
}

test('a Service has a type, a selector and ports', () => {
  const [one, other] = services(
    service({ type: 'NodePort', selector: { app: 'a', n: 1 }, ports: [{ name: 'http', port: 80, targetPort: 'web', appProtocol: 'grpc' }, { port: 81 }] }), service({}),
  ).all;
  expect([one.type, other.type]).toEqual(['NodePort', 'ClusterIP']);
  expect([one.selector, other.selector]).toEqual([{ app: 'a', n: '1' }, {}]);
  expect([one.port('80'), one.port('http'), one.port('81'), one.port('web'), one.port(undefined)]).toEqual([
    { name: 'http', port: '80', target: 'web', appProtocol: 'grpc' }, { name: 'http', port: '80', target: 'web', appProtocol: 'grpc' }, { name: undefined, port: '81' }, undefined, undefined,
  ]);
  expect(`${one.field('selector')}`).toBe('spec.selector');
});

test('a Service is found by name near an object', () => {
  const all = services(service({}));
  expect([all.named('flyteadmin', { cluster: undefined, namespace: 'union-cp' }), all.named('flyteadmin', { cluster: undefined, namespace: undefined })]).toEqual([all.all[0], all.all[0]]);
  expect([all.named('flyteadmin', { cluster: undefined, namespace: 'other' }), all.named('other', { cluster: undefined, namespace: undefined })]).toEqual([undefined, undefined]);
});

test('its pods have all labels of its selector, in its namespace', () => {
  const podsOf = (selector: Json, ...workloads: Json[]) => {
    const all = services(service({ selector }), ...workloads);
    return [all.podsOf(all.all[0]).length, all.podsOf(all.all[0]).length];
  };
  expect(podsOf({ app: 'a' }, pods({ app: 'a', b: 'c' }))).toEqual([1, 1]);
  expect(podsOf({ app: 'a', b: 'c' }, pods({ app: 'a' }), pods({ app: 'a', b: 'd' }), pods({ b: 'c' }))).toEqual([0, 0]);
  expect(podsOf({ app: 'a' }, pods({ app: 'b' }), pods({ other: 'a' }))).toEqual([0, 0]);
  expect(podsOf({ app: 'a' }, pods({ app: 'a' }, [], 'other'), pods({ app: 'a' }, [], null))).toEqual([1, 1]);
  expect(podsOf({}, pods({}))).toEqual([0, 0]);
  expect(podsOf({ n: '1' }, pods({ n: 1 }))).toEqual([1, 1]);
});

test('the port of the pods behind one of the Service\'s is its target, by number or name', () => {
  const ports = [{ port: 80, targetPort: 8088 }, { port: 81 }, { port: 82, targetPort: 'web' }, { port: 83, targetPort: 'gone' }, { name: 'nothing' }];
  const all = services(service({ selector: { app: 'a' }, ports }), pods({ app: 'a' }, [{ name: 'web', containerPort: 8089 }, { name: 'other', containerPort: 1 }]));
  const behind = ['80', '81', '82', '83', 'nothing', '84', undefined].map((port) => all.containerPort(all.all[0], port));
  expect(behind).toEqual(['8088', '81', '8089', 'none', undefined, 'none', undefined]);
});
