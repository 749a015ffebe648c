import { rightClusterName, serviceOfHost } from '../../../src/verify/edge/cluster-name';

test.each(['flyteadmin.union-cp', 'flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svc.cluster.local', 'flyteadmin.union-cp.svc.k8s'])('%s is a Service', (host) => {
  expect(serviceOfHost(host)).toEqual({ service: 'flyteadmin', namespace: 'union-cp' });
});

test.each([
  'flyteadmin', 'union.example.com', 'www.flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svcs', 'flyteadmin.union-cp.svc.', '.union-cp.svc', 'flyteadmin.', '$host.union-cp', 'flyteadmin.union-cp:80',
])('%s may be anything', (host) => {
  expect(serviceOfHost(host)).toBeUndefined();
});

test('a slip of the usual domain is no other domain', () => {
  expect(rightClusterName('flyteadmin.union-cp.svc.clusetr.local')).toBe('flyteadmin.union-cp.svc.cluster.local');
  ['cluster.local', 'cluster2.local', 'k8s.example.com', 'local'].forEach((domain) => expect(rightClusterName(`flyteadmin.union-cp.svc.${domain}`)).toBeUndefined());
  expect(rightClusterName('flyteadmin.union-cp.svc')).toBeUndefined();
});
