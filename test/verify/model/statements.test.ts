import { disagreements, statementsOf } from '../../../src/verify/model/statements';
import { setOf } from '../values/_sets';

const DATA = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json\n';
const said = (values: object) => Object.fromEntries([...statementsOf(setOf(`${DATA}${JSON.stringify(values)}\n`))].map(([meaning, statements]) =>
  [meaning, statements.map(({ key, value }) => `${key.path}: ${value}`)]));

test('statements are grouped by what they are about, and only those that have a meaning', () => {
  expect(said({ global: { AUTH_CLIENT_ID: 'a', CONTROLPLANE_HOST: 'union.example.com' }, secrets: { admin: { clientId: 'b', enable: true } }, orgName: 'acme', clusterName: 'east' })).toEqual({
    serviceClientId: ['global.AUTH_CLIENT_ID: a', 'secrets.admin.clientId: b'], domain: ['global.CONTROLPLANE_HOST: union.example.com'], organization: ['orgName: acme'], cluster: ['clusterName: east'],
  });
});

test('a list of scopes is one statement', () => {
  expect(said({ config: { union: { auth: { scopes: ['all', 'offline'] } } } })).toEqual({ serviceScope: ['config.union.auth.scopes: all offline'] });
  expect(said({ config: { union: { auth: { scopes: ['all', { a: 1 }] } } } })).toEqual({});
});

test.each(['', '{{ .Values.global.X }}', 'a{{ .Values.global.X }}', '<client id>', '<id>', 5, true, null, { a: 1 }])('%p says nothing', (value) => {
  expect(said({ serving: { enabled: true }, global: { AUTH_CLIENT_ID: value } })).toEqual({});
});

test('a disagreement names both values and the place of the first', () => {
  const set = setOf(`${DATA}global:\n  AUTH_CLIENT_ID: a\nsecrets:\n  admin:\n    clientId: b\n`);
  const all = statementsOf(set).get('serviceClientId')!;
  const [{ at, restsOn, ...texts }] = disagreements(all, all);
  expect([`${at}`, restsOn.map(String), texts]).toEqual(['secrets.admin.clientId', ['global.AUTH_CLIENT_ID'], {
    expected: '"a", as global.AUTH_CLIENT_ID says (values.yaml:3)', found: '"b"', values: { path: 'secrets.admin.clientId', other: 'global.AUTH_CLIENT_ID' },
  }]);
});
