import { serviceOfHost } from '../../../src/verify/edge/cluster-name';

test.each(['flyteadmin.union-cp', 'flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svc.cluster.local', 'flyteadmin.union-cp.svc.k8s'])('%s is a Service', (host) => {
  expect(serviceOfHost(host)).toEqual({ service: 'flyteadmin', namespace: 'union-cp' });
});

test.each([
  'flyteadmin', 'union.example.com', 'www.flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svcs', 'flyteadmin.union-cp.svc.', '.union-cp.svc', 'flyteadmin.', '$host.union-cp', 'flyteadmin.union-cp:80',
])('%s may be anything', (host) => {
  expect(serviceOfHost(host)).toBeUndefined();
});
