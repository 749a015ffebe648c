import { App, Chart } from 'cdk8s';
import {
  ChartVersion, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey, FluxHelmRelease, IdentityProvider, ObjectStorage, SecretDelivery,
  UnionIdentity,
} from '../../../src';
import { dataPlaneOf, dataPlaneProps, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';

const identity = new UnionIdentity({
  domain: 'union.example.com',
  identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
  applications: { web: { clientId: 'web', secret: WEB_SECRET }, native: { clientId: 'native' }, service: { clientId: 'service', secret: SERVICE_SECRET } },
});
const secrets = SecretDelivery.provisioned();
const chart = () => new Chart(new App(), 'chart');

test('a plane in plain YAML has no chart to talk about', () => {
  const aboutChart: object = { releaseName: 'union', extraValues: { a: 1 }, chartCreatesSecret: true };
  const plane = () => new DataPlane(chart(), 'plane', dataPlaneProps({
    identity,
    eagerApiKey: EagerApiKey.provisioned(),
    ...aboutChart,
    secrets,
    storage: ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2' }),
    images: { registry: 'registry.example.com/union', tag: '2026.8.3' },
  }));
  expect(plane).toThrow(/3 problems:\n {2}- releaseName: applies to Union's chart, and a plane in plain YAML has none; leave it out\n {2}- extraValues: applies to/);
});

test('a name with dots in values is one name to Helm', () => {
  expect(() => new ControlPlaneAuth(chart(), 'auth', { identity, secrets, extraValues: { 'flyte.configmap': {}, 'ingress': { 'a.b/c': 'd' } } }))
    .toThrow('extraValues["flyte.configmap"]: is a single name with dots for Helm, which no template reads; write { flyte: { configmap: … } }');
});

test('a HelmRelease does not wait for itself', () => {
  const scope = chart();
  const plane = new ControlPlaneAuth(scope, 'auth', { identity, secrets });
  const release = (namespace?: string) => new FluxHelmRelease(chart(), 'release', {
    metadata: { name: 'union' },
    chart: { repository: 'https://charts.example.com/union', version: '2026.8.3' },
    plane,
    dependsOn: ['external-secrets/external-secrets', namespace === undefined ? 'union' : `${namespace}/union`],
  });
  expect(() => release()).toThrow('dependsOn[1]: "union" is this HelmRelease itself, which would wait forever; give another one');
  expect(() => release('elsewhere')).not.toThrow();
});

test('an AWS region is one', () => {
  expect(() => ObjectStorage.s3({ bucket: 'acme-union', region: 'Ohio' })).toThrow('region: "Ohio" is not an AWS region');
});

test('a boolean in quotes is shown, although the prop is about a secret', () => {
  expect(() => new DataPlaneAuth(chart(), 'auth', { chartCreatesSecret: 'true' } as never)).toThrow('chartCreatesSecret: "true" must be true or false');
});

test.each([
  [{ flyt: {} }, 'extraValues.flyt: is not a key of the chart controlplane; did you mean flyte?'],
  [{ Global: {} }, 'extraValues.Global: is not a key of the chart controlplane; did you mean global?'],
  [{ clusterresourcesync: {} }, 'extraValues.clusterresourcesync: is not a key of the chart controlplane; give it to the plane of the chart dataplane'],
  [{ constructor: {} }, 'extraValues.constructor: is not a key of the chart controlplane; remove it'],
  [JSON.parse('{ "flyte": { "__proto__": {} } }'), 'extraValues.flyte.__proto__: is a reserved name of JavaScript; remove it'],
])('a key that the chart has not is refused: %j', (extraValues, message) => {
  expect(() => new ControlPlaneAuth(chart(), 'auth', { identity, secrets, extraValues })).toThrow(message);
});

test('keys of a data plane that its chart has not are all refused at once', () => {
  expect(() => new DataPlaneAuth(chart(), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName: 'east' }), secrets, extraValues: { flyte: {}, x: 1, fluentbit: {} } }))
    .toThrow('DataPlaneAuth has 2 problems:\n  - extraValues.flyte: is not a key of the chart dataplane; give it to the plane of the chart controlplane\n'
      + '  - extraValues.x: is not a key of the chart dataplane; remove it');
});

test('a release that is not known may have other keys, and a slip is one all the same', () => {
  const chartVersion = ChartVersion.assume('2031.1.0', ChartVersion.V2026_8);
  const build = (extraValues: Record<string, unknown>) => new ControlPlaneAuth(chart(), 'auth', { identity, secrets, chartVersion, extraValues });
  expect(() => build({ quantum: {} })).not.toThrow();
  expect(() => build({ flyt: {} })).toThrow('did you mean flyte?');
});
