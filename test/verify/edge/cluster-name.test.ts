import { isClusterName, rightClusterName, serviceOfHost, staysInside } from '../../../src/verify/edge/cluster-name';

test.each(['flyteadmin.union-cp', 'flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svc.cluster.local', 'flyteadmin.union-cp.svc.k8s'])('%s is a Service', (host) => {
  expect(serviceOfHost(host)).toEqual({ service: 'flyteadmin', namespace: 'union-cp' });
});

test.each([
  'flyteadmin', 'union.example.com', 'www.flyteadmin.union-cp.svc', 'flyteadmin.union-cp.svcs', 'flyteadmin.union-cp.svc.', '.union-cp.svc', 'flyteadmin.', '$host.union-cp', 'flyteadmin.union-cp:80',
])('%s may be anything', (host) => expect(serviceOfHost(host)).toBeUndefined());

test('a slip of the usual domain is no other domain', () => {
  expect(rightClusterName('flyteadmin.union-cp.svc.clusetr.local')).toBe('flyteadmin.union-cp.svc.cluster.local');
  ['cluster.local', 'cluster2.local', 'k8s.example.com', 'local'].forEach((domain) => expect(rightClusterName(`flyteadmin.union-cp.svc.${domain}`)).toBeUndefined());
  expect(rightClusterName('flyteadmin.union-cp.svc')).toBeUndefined();
});

test.each([
  ['union.example.com', false],
  ['localhost', false],
  ['flyteadmin', true],
  ['flyteadmin.union-cp', true],
  ['flyteadmin-eu.example.com', false],
  ['executions.union-cp.svc', true],
  ['executions.union-cp.svc.k8s', true],
  ['executions.svcs.example.com', false],
  ['executions.union-cp.cluster.local', true],
  ['union.cluster.local.example.com', false],
])('%s: inside the cluster only is %s', (host, expected) => expect(isClusterName(host)).toBe(expected));

test.each(['localhost', 'app.localhost', 'dex.dex.SVC.', '127.0.0.1', '[::1]', 'flyteadmin', 'dex.dex.svc', 'flyteadmin.union-cp.svc.cluster.local', 'FLYTEADMIN.union-cp.svc.cluster.local.', 'dex.dex.svc.k8s.acme.internal'])(
  '%s stays inside', (host) => expect(staysInside(host)).toBe(true));

test.each(['idp.example.com', 'svc.example.com', 'union.svc.example.com', 'cluster.local.example.com', 'union127.0.0.1', '10.0.0.1', '[2001:db8::1]'])('%s may leave', (host) => {
  expect(staysInside(host)).toBe(false);
});
