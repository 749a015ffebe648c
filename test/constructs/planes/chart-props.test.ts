import { Chart, Testing } from 'cdk8s';
import { ChartVersion, DataPlaneAuth, FluxHelmRelease } from '../../../src';
import { controlPlane, controlPlaneAuth, dataPlane, dataPlaneAuth } from '../../_tools/made';

const ASSUMED = ChartVersion.assume('2031.1.0', ChartVersion.V2026_8);
const inControl = (extraValues: Record<string, unknown>, chartVersion?: ChartVersion) => () => controlPlaneAuth({ extraValues, chartVersion });

test.each<[string, () => unknown, string]>([
  ['props about a chart in plain YAML', () => dataPlane({ releaseName: 'union', extraValues: { a: 1 }, chartCreatesSecret: true } as object),
    '3 problems:\n  - releaseName: applies to Union\'s chart, and a plane in plain YAML has none; leave it out\n  - extraValues: applies to'],
  ['a database password beside the one of the database', () => controlPlane({ databasePassword: { key: 'x' } } as object), 'databasePassword: applies to Union\'s chart'],
  ['a boolean in quotes, which is shown although the prop is about a secret', () => new DataPlaneAuth(Testing.chart(), 'auth', { chartCreatesSecret: 'true' } as never),
    'chartCreatesSecret: "true" must be true or false'],
  ['a name with dots in values, which is one name to Helm', inControl({ 'flyte.configmap': {}, 'ingress': { 'a.b/c': 'd' } }),
    'extraValues["flyte.configmap"]: is a single name with dots for Helm, which no template reads; write { flyte: { configmap: … } }'],
  ['a misspelt key', inControl({ flyt: {} }), 'extraValues.flyt: is not a key of the chart controlplane; did you mean flyte?'],
  ['a key with a capital', inControl({ Global: {} }), 'extraValues.Global: is not a key of the chart controlplane; did you mean global?'],
  ['a key of the other chart', inControl({ clusterresourcesync: {} }), 'extraValues.clusterresourcesync: is not a key of the chart controlplane; give it to the plane of the chart dataplane'],
  ['a key that every object knows', inControl({ constructor: {} }), 'extraValues.constructor: is not a key of the chart controlplane; remove it'],
  ['a reserved name', inControl(JSON.parse('{ "flyte": { "__proto__": {} } }')), 'extraValues.flyte.__proto__: is a reserved name of JavaScript; remove it'],
  ['secrets, of which no part is shown', inControl({ dbPass: 'hunter2', services: { x: { env: [{ name: 'API_TOKEN', value: 'hunter2' }] } } }),
    ['dbPass', 'services.x.env[0].value'].reduce((text, path) =>
      `${text}\n  - extraValues.${path}: (hidden) looks like a secret, which values must not contain; deliver it in a Secret (docs/secret-delivery.md)`,
    'ControlPlaneAuth has 2 problems:')],
  ['a misspelt key of an unknown release', inControl({ flyt: {} }, ASSUMED), 'did you mean flyte?'],
  ['all keys that a data plane does not have, at once', () => dataPlaneAuth({ extraValues: { flyte: {}, x: 1, fluentbit: {} } }),
    'DataPlaneAuth has 2 problems:\n  - extraValues.flyte: is not a key of the chart dataplane; give it to the plane of the chart controlplane\n'
      + '  - extraValues.x: is not a key of the chart dataplane; remove it'],
])('rejects %s', (_, build, message) => expect(build).toThrow(message));

test('an unknown release may have other keys', () => expect(inControl({ quantum: {} }, ASSUMED)).not.toThrow());

test('a HelmRelease does not wait for itself', () => {
  const { plane } = controlPlaneAuth();
  const release = (dependsOn: string) => () => new FluxHelmRelease(new Chart(Testing.app(), 'chart'), 'release', {
    metadata: { name: 'union' }, chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' }, plane, dependsOn: ['external-secrets/external-secrets', dependsOn],
  });
  expect(release('union')).toThrow('dependsOn[1]: "union" is this HelmRelease itself, which would wait forever; give another one');
  expect(release('elsewhere/union')).not.toThrow();
});
