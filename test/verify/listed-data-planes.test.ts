import { App, Chart } from 'cdk8s';
import {
  Authorization, ChartRelease, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey, SecretDelivery, SecretStore, UnionAuth,
} from '../../src';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { PLAIN } from '../_tools/plain-plane';
import { PROVIDERS, identity } from '../constructs/identity/_identity';

/** Each judges planes by all rules. */
const test = oneIn(4);

type Provider = keyof typeof PROVIDERS;

const secrets = SecretDelivery.externalSecrets({
  store: SecretStore.fromName('default'),
  webClientSecret: { key: 'union/web' },
  serviceClientSecret: { key: 'union/service' },
});

const services = ({ _contract: { controlPlane } }: ChartRelease) =>
  ['authorizer', 'cluster', 'executions', 'flyteconsole', ...(controlPlane.apiKeyOverrides ? ['identity'] : []), 'usage'].map((name) => ({ name }));

/** Two data planes with applications of their own, and a pipeline. */
function listing(provider: Provider, eagerApiKey?: EagerApiKey): UnionAuth {
  const application = (name: string) =>
    ({ clientId: `${name}-id`, secret: { key: `union/${name}` }, subject: ['authentik', 'entraId'].includes(provider) ? `object-id-of-${name}` : undefined });
  return identity(PROVIDERS[provider](), undefined, {
    organization: 'acme',
    applications: { webClientId: 'union-web', nativeClientId: 'union-native', serviceClientId: 'union-service', serviceSubject: application('service').subject },
    dataPlanes: ['us-east', `eu.west-1.${'a-very-long-name'.repeat(4)}`].map((clusterName) =>
      ({ clusterName, operator: application(`${clusterName}-operator`), eager: application(`${clusterName}-eager`), eagerApiKey })),
    pipelines: [{ name: 'release', clientId: 'release-id' }],
  });
}

const CASES = (Object.keys(PROVIDERS) as Provider[]).flatMap((provider) =>
  ChartRelease._all.map((chartRelease): [Provider, string, ChartRelease] => [provider, `${chartRelease}`, chartRelease]));

/** Union's roles where the release and the tokens take them, and everybody everything elsewhere. */
function authorizationOf(provider: Provider, { _contract: { version } }: ChartRelease): Authorization {
  return version === '2026.8' ? Authorization.union({ admins: [{ name: 'Ada', subject: provider === 'auth0' ? 'auth0|ada' : '00u-ada' }], externalIdentity: provider === 'dex' || undefined }) : Authorization.noop();
}

function findingsIn(manifests: string, values: Parameters<typeof parseManifests>[1] = []): string[] {
  const { findings, crashed } = verifyParsed(parseManifests([{ name: 'manifests.yaml', text: manifests }], values));
  expect(crashed).toEqual([]);
  return findings.map(({ rule, object, found }) => `${rule}: ${object.kind} ${object.name}: ${found}`);
}

describe.each(drawn(CASES, 2))('%s, release %s: nothing is wrong with data planes that the identity lists', (provider, _, chartRelease) => {
  // Older releases seed no key, or one for all data planes.
  const isSeeded = chartRelease._contract.controlPlane.apiKeyOverrides?.byCluster === true;
  const auth = listing(provider, isSeeded ? undefined : EagerApiKey.encoded('eager'));
  const authorization = authorizationOf(provider, chartRelease);

  test('in plain YAML', () => {
    const app = new App();
    const common = { auth, secrets, chartRelease, ...PLAIN };
    new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, authorization, services: services(chartRelease), tls: [{ secretName: 'union-tls' }] });
    auth._dataPlanes.forEach(({ clusterName }) =>
      new DataPlane(new Chart(app, clusterName), 'plane', { ...common, clusterName, namespace: clusterName.slice(0, 7).replace('.', '-') }));
    expect(findingsIn(app.synthYaml())).toEqual([]);
  });

  test('beside the charts', () => {
    const app = new App();
    const common = { auth, secrets, chartRelease };
    const planes = [
      new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { ...common, authorization }),
      ...auth._dataPlanes.map(({ clusterName }) =>
        new DataPlaneAuth(new Chart(app, clusterName), 'auth', { ...common, clusterName, namespace: clusterName.slice(0, 7).replace('.', '-') })),
    ];
    const values = planes.map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toString(), release: chartRelease }));
    expect(findingsIn(app.synthYaml(), values)).toEqual([]);
  });
});
