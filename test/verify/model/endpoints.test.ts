import { endpointsOf } from '../../../src/verify/model/endpoints';
import { configMap, deployment } from '../_manifests';
import { modelOf } from '../_model';

const UNION = { image: 'unionai/services:1' };

function endpoints(settings: Record<string, unknown>, name = 'executions', container: Record<string, unknown> = UNION, pod: Record<string, unknown> = {}) {
  const model = modelOf(configMap('c', { 'a.yaml': settings }), deployment(name, { configMaps: { c: '/etc/c' }, container, pod }));
  return endpointsOf(model).map(({ section, scheme, host, port, setting }) => [section, scheme, host, port, setting.path]);
}
const admin = (endpoint: unknown, rest: object = {}) => ({ admin: { clientId: 'service', clientSecretLocation: '/x', endpoint, ...rest } });

test.each([
  ['dns:///union.example.com', 'dns', 'union.example.com', undefined],
  ['DNS:///Union.Example.com:443', 'dns', 'union.example.com', '443'],
  ['https://union.example.com/path', 'https', 'union.example.com', undefined],
  ['union.example.com:8080', undefined, 'union.example.com', '8080'],
  ['dns://10.0.0.10:53/union.example.com:443', 'dns', 'union.example.com', '443'],
  ['dns://union.example.com:443', 'dns', 'union.example.com', '443'],
  [' flyteadmin ', undefined, 'flyteadmin', undefined],
])('an admin client calls %j', (endpoint, scheme, host, port) => {
  expect(endpoints(admin(endpoint))).toEqual([['admin', scheme, host, port, 'admin.endpoint']]);
});

test.each([undefined, '', ':80', 'host:port'])('of %j, no host is known', (endpoint) => expect(endpoints(admin(endpoint))).toEqual([]));

test('who does not authenticate, and who is none of Union\'s, is not asked', () => {
  expect(endpoints(admin('union.example.com', { authType: 'Pkce' }))).toEqual([]);
  expect(endpoints(admin('union.example.com'), 'other', { image: 'example.com/other:1' })).toEqual([]);
  expect(endpoints({ union: { auth: { clientId: 'service', endpoint: 'union.example.com' } } })).toEqual([]);
});

test('the connection of a data plane counts, and that of a control plane does not', () => {
  const connection = { union: { connection: { host: 'dns:///union.example.com' } } };
  expect(endpoints(connection, 'union-operator')).toEqual([['union.connection', 'dns', 'union.example.com', undefined, 'union.connection.host']]);
  expect(endpoints(connection, 'executions')).toEqual([]);
});
