import { chartOf, headOf, isForUnion, ownPathsOf } from '../../../src/common/values/head';
import { ValuesFile } from '../../../src/common/values/values-file';
import { ChartVersion } from '../../../src/contract/union/releases/chart-version';

const SCHEMA = '# yaml-language-server: $schema=union-dataplane-2026.8.schema.json';

test('what emitted values say of themselves', () => {
  const text = `${SCHEMA}\n# Authentication of a Union data plane.\n# union-auth.cdk8s.io/namespace: union-east\n# union-auth.cdk8s.io/trusted-clients: a, b,\nglobal: {}\n`;
  expect(headOf(text)).toEqual({ chart: 'dataplane', release: '2026.8', namespace: 'union-east', trustedClients: ['a', 'b'] });
});

test.each([
  ['nothing', 'global: {}\n'],
  ['a comment behind the first key', `global: {}\n${SCHEMA}\n`],
  ['the schema of somebody else', '# yaml-language-server: $schema=https://example.com/dataplane-2026.8.schema.json\n'],
  ['a text without a line end', '#'],
  ['nothing at all', ''],
])('%s tells nothing', (_, text) => expect(headOf(text)).toEqual({}));

test.each([
  ['a byte order mark and the line ends of Windows', `\ufeff${SCHEMA}\r\nglobal: {}\r\n`],
  ['blank lines and a document start', `\n---\n\n${SCHEMA}\nglobal: {}\n`],
  ['a path and a patch version', `${SCHEMA.replace('=union', '=../schemas/union').replace('2026.8', '2026.8.3')}\n`],
])('%s do not matter', (_, text) => expect(headOf(text)).toMatchObject({ chart: 'dataplane', release: expect.stringMatching(/^2026\.8/) as string }));

describe('whose chart a file is for', () => {
  const paths = ownPathsOf(ChartVersion._all.flatMap(({ _contract: { controlPlane, dataPlane } }) => [controlPlane.values, dataPlane.values]));
  const isUnions = (text: string) => isForUnion(ValuesFile.read({ name: 'values.yaml', text }), paths);
  const FLYTEADMIN = 'flyte:\n  configmap:\n    adminServer:\n      server: {security: {useAuth: false}}\n';

  // Source: flyteorg/flyte v1.16.1, charts/flyte/values.yaml; unionai/helm-charts 2026.8.3, charts/controlplane/values.yaml.
  test.each<[string, string, boolean]>([
    ['Union\'s, which has flyteadmin below flyte', FLYTEADMIN, true],
    ['Union\'s, where propeller is turned off', `${FLYTEADMIN}  flytepropeller: {enabled: false}\n`, true],
    ['Union\'s, whatever stands below flyte', `${FLYTEADMIN}  flytepropeller: {replicaCount: 1}\nglobal: {OIDC_BASE_URL: https://acme.okta.example.com}\n`, true],
    ['open-source Flyte\'s, which runs propeller', `${FLYTEADMIN}  flytepropeller: {replicaCount: 1}\nminio: {enabled: true}\n`, false],
    ['flyte-core\'s, where nothing is below flyte', 'configmap:\n  adminServer:\n    server: {security: {useAuth: false}}\n', false],
  ])('%s', (_, text, is) => expect(isUnions(text)).toBe(is));
});

const CONTRACTS = [ChartVersion._current._contract.controlPlane.values, ChartVersion._current._contract.dataPlane.values];

test.each([
  ['controlplane', 'flyte services configMap ingress controlplane ingress-nginx'],
  ['dataplane', 'clusterresourcesync config executor leaseworker operator proxy flytepropeller host clusterName orgName'],
])('a file with a key of %s alone is for it: %s', (chart, keys) => {
  const charts = keys.split(' ').map((key) => [key, chartOf(ValuesFile.of('x', { [key]: { own: 1 } }), CONTRACTS).chart]);
  expect(charts).toEqual(keys.split(' ').map((key) => [key, chart]));
});

test('a file with keys of neither, or of both, is for none', () => {
  expect(chartOf(ValuesFile.of('x', { replicaCount: 1 }), CONTRACTS)).toEqual({ silent: true });
  expect(chartOf(ValuesFile.of('x', { flyte: 1, proxy: 1 }), CONTRACTS).chart).toBeUndefined();
});
