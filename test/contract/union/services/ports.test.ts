import { ChartVersion } from '../../../../src';
import { servicePortNumber } from '../../../../src/contract/union/services';

it.each([
  ['flyteadmin', 'http', 80],
  ['flyteadmin', 'grpc', 81],
  ['flyteadmin', 'redoc', 87],
  ['executions', 'grpc', 80],
  ['executions', 'http', 81],
  ['identity', 'connect', 83],
  ['cacheservice', 'grpc', 89],
  ['flyteconsole', 'http', 80],
])('%s offers %s on %d', (service, port, number) => expect(servicePortNumber(service, port)).toBe(number));

it('knows the port of every route of every release', () => {
  for (const { _contract: { controlPlane } } of ChartVersion._all) {
    for (const { service, port } of controlPlane.routes.groups.flatMap(({ routes }) => routes)) {
      expect(servicePortNumber(service, port)).toBeGreaterThan(0);
    }
  }
});

it('knows no port that a Service does not offer', () => {
  expect(() => servicePortNumber('flyteadmin', 'connect')).toThrow('The contract has no port connect of the Service flyteadmin.');
});
