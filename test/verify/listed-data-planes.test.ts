import { App, Chart } from 'cdk8s';
import {
  Authorization, ChartVersion, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey, SecretDelivery, SecretStore, UnionIdentity,
} from '../../src';
import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import { drawn, oneIn } from '../_tools/drawn';
import { byCluster, dataPlaneProps } from '../_tools/fixtures';
import { PLAIN } from '../_tools/plain-plane';
import { PROVIDERS, identityOf } from '../constructs/identity/_identity';

/** Each judges planes by all rules. */
const deep = oneIn(4);

type Provider = keyof typeof PROVIDERS;

const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });

const services = ({ _contract: { controlPlane } }: ChartVersion) =>
  ['authorizer', 'cluster', 'executions', 'flyteconsole', ...(controlPlane.apiKeyOverrides ? ['identity'] : []), 'usage'];

/** Two data planes with applications of their own, and a pipeline. */
function listing(provider: Provider, eagerApiKey?: EagerApiKey): UnionIdentity {
  const application = (name: string) =>
    ({ clientId: `${name}-id`, secret: { key: `union/${name}` }, subject: ['authentik', 'entraId'].includes(provider) ? `object-id-of-${name}` : undefined });
  return identityOf(PROVIDERS[provider](), undefined, {
    organization: 'acme',
    applications: { web: { clientId: 'union-web', secret: { key: 'union/web' } }, native: { clientId: 'union-native' }, service: { clientId: 'union-service', secret: { key: 'union/service' }, subject: application('service').subject } },
    dataPlanes: byCluster(['us-east', `eu.west-1.${'a-very-long-name'.repeat(4)}`].map((clusterName) =>
      ({ clusterName, operator: application(`${clusterName}-operator`), eager: application(`${clusterName}-eager`), eagerApiKey }))),
    clients: { release: { clientId: 'release-id' } },
  });
}

const CASES = (Object.keys(PROVIDERS) as Provider[]).flatMap((provider) =>
  ChartVersion._all.map((chartVersion): [Provider, string, ChartVersion] => [provider, `${chartVersion}`, chartVersion]));

/** Union's roles where the release and the tokens take them, and everybody everything elsewhere. */
function authorizationOf(provider: Provider, { _contract: { version } }: ChartVersion): Authorization {
  return version === '2026.8' ? Authorization.union({ admins: [{ name: 'Ada', subject: provider === 'auth0' ? 'auth0|ada' : '00u-ada' }], externalIdentity: provider === 'dex' || undefined }) : Authorization.noop();
}

function findingsIn(manifests: string, values: Parameters<typeof parseManifests>[1] = []): string[] {
  const { findings, crashed } = verifyParsed(parseManifests([{ name: 'manifests.yaml', text: manifests }], values));
  expect(crashed).toEqual([]);
  return findings.map(({ rule, object, found }) => `${rule}: ${object.kind} ${object.name}: ${found}`);
}

describe.each(drawn(CASES, 2))('%s, release %s: nothing is wrong with data planes that the identity lists', (provider, _, chartVersion) => {
  // Older releases seed no key, or one for all data planes.
  const isSeeded = chartVersion._contract.controlPlane.apiKeyOverrides?.byCluster === true;
  const identity = listing(provider, isSeeded ? undefined : EagerApiKey.encoded('eager'));
  const authorization = authorizationOf(provider, chartVersion);

  deep('in plain YAML', () => {
    const app = new App();
    const common = { identity, secrets, chartVersion, ...PLAIN };
    new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, authorization, services: services(chartVersion), edge: { ...PLAIN.edge, tls: [{ secretName: 'union-tls' }] } });
    identity._dataPlanes.forEach(({ clusterName = '' }) =>
      new DataPlane(new Chart(app, clusterName), 'plane', dataPlaneProps({ ...common, clusterName, namespace: clusterName.slice(0, 7).replace('.', '-') })));
    expect(findingsIn(app.synthYaml())).toEqual([]);
  });

  deep('beside the charts', () => {
    const app = new App();
    const common = { identity, secrets, chartVersion };
    const planes = [
      new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { ...common, authorization }),
      ...identity._dataPlanes.map(({ clusterName = '' }) =>
        new DataPlaneAuth(new Chart(app, clusterName), 'auth', dataPlaneProps({ ...common, clusterName, namespace: clusterName.slice(0, 7).replace('.', '-') }))),
    ];
    const values = planes.map(({ helmValues }, i) => ({ name: `${i}.values.yaml`, text: helmValues.toString(), release: chartVersion }));
    expect(findingsIn(app.synthYaml(), values)).toEqual([]);
  });
});
