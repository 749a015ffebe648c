import { GUARDED_REQUESTS, GUARDED_SERVICES, isLeftOpen, REQUESTS } from '../../../src/verify/edge/guarded-requests';

test.each([
  ['flyteadmin', '/login', true],
  ['flyteadmin', '/me/x', true],
  ['flyteadmin', '/menu', false],
  ['flyteadmin', '/config/x', true],
  ['flyteadmin', '/configs', false],
  ['flyteadmin', '/flyteidl.service.HealthService/Check', true],
  ['flyteadmin', '/flyteidl.service.AdminService/ListTasks', false],
  ['flyteadmin', '/flyteidl.service.WatchService/WatchExecutionStatusUpdates', true],
  ['flyteadmin', '/flyteidl.service.WatchService/WatchExecutionStatusUpdates/x', false],
  ['dataproxy', '/config', false],
  ['flyteconsole', '/healthz', true],
  ['flyteconsole', '/console', false],
  ['docs', '/docs', false],
])('%s: a control plane leaves %s open: %s', (service, path, expected) => expect(isLeftOpen(service, path)).toBe(expected));

test('each route has a request that must be guarded, and that is not open', () => {
  expect(GUARDED_REQUESTS.get('flyteadmin')).toEqual(expect.arrayContaining(['/api', '/api/x', '/flyteidl.service.AdminService/x']));
  expect(GUARDED_REQUESTS.get('usage')).toContain('/usage/api/v1');
  expect(GUARDED_REQUESTS.get('queue')).toContain('/cloudidl.workflow.LeaseService/Heartbeat');
  expect(GUARDED_SERVICES.has('executions')).toBe(true);
  expect([...GUARDED_REQUESTS].flatMap(([service, paths]) => paths.filter((path) => isLeftOpen(service, path)))).toEqual([]);
});

test.each([
  ['flyteadmin', '/login', ['HTTP']],
  ['executions', '/flyteidl2.workflow.RunService/x', ['GRPC']],
  ['dataproxy', '/cloudidl.support.SupportService/x', ['GRPC', 'HTTP']],
])('%s takes %s in %j', (service, path, protocols) => {
  expect(REQUESTS.filter((request) => request.service === service && request.path === path)).toEqual([{ service, path, protocols }]);
});
