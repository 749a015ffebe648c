import { App, Chart, Testing } from 'cdk8s';
import { Authorization, ControlPlane, DataPlane, IdentityProvider, SecretStore, SecretStoreProvider, UnionIdentity } from '../../../src';
import { drawn, oneIn } from '../../_tools/drawn';
import { byCluster, dataPlaneProps, externalSecrets, SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';
import { finder, judged, read } from './_finder';
import { Removal, removalsFrom } from './_removals';
import { Reviewed } from './_reviewed';

/** Each judges what is left after every removal. */
const deep = oneIn(4);

/** The same for who may do what: a control plane in each mode that decides, and the data planes that it decides about. */
const AUTHORIZATIONS = {
  Union: Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada' }] }),
  External: Authorization.external({ host: 'dns:///authz.example.com:443' }),
};

const REVIEWED: readonly Reviewed[] = [
  { what: /^ConfigMap\/(union-operator|leaseworker) /, why: 'data planes ask no authorizer, and what they take its absence for is not public' },
  { what: /^ConfigMap\/cacheservice-config /, why: 'it mounts nothing but the database password, so that nobody can tell whose service it is' },
  { what: /: authorizer\.authorizerClient(\.grpcConfig\S*)?$/, why: 'where the authorizer is: the default of the services is not public' },
  { what: /\.forwardHeaders(\[(authorization|x-user-token)\])?$/, why: 'tokens come in flyte-authorization; what goes on without a list is not public, and the others are for tokens of other ways' },
  { what: /\.bootstrap\.(domains|projects|maxRetries|retryInterval)/, why: 'administrators add domains and projects in the console' },
  { what: /\.bootstrap\.(serviceAccounts|adminUsers)\[[^\]]*\]\.name$/, why: 'a name for people' },
  { what: /\.userCloudsClient/, why: 'how the authorizer reaches what keeps the roles: the chart has it in its own values, and defaults are not public' },
  { what: /\.internalCommunicationConfig/, why: 'what it is for is not public; the chart has it off' },
  { what: /\.externalClient\.(failOpen|grpcConfig\.insecure)$/, why: 'false is the default' },
];

const CLUSTERS = ['east', 'west'];

type Json = Record<string, unknown>;

const application = (clusterName: string, duty: string) => ({ clientId: `${clusterName}-${duty}-id`, secret: { key: `union/${clusterName}/${duty}` } });

function planes(authorization: Authorization): Json[] {
  const app = new App();
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    organization: 'acme',
    identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }),
    applications: { web: { clientId: 'web-id', secret: WEB_SECRET }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: SERVICE_SECRET } },
    dataPlanes: byCluster(CLUSTERS.map((clusterName) => ({ clusterName, operator: application(clusterName, 'operator'), eager: application(clusterName, 'eager') }))),
  });
  const common = { identity, secrets: externalSecrets(), ...PLAIN };
  const services = ['executions', 'cacheservice', 'authorizer', 'identity'];
  const charts = ['union-cp', ...CLUSTERS].map((namespace) => {
    const chart = new Chart(app, namespace);
    new SecretStore(chart, 'store', { metadata: { name: 'default', namespace }, provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }) });
    return chart;
  });
  new ControlPlane(charts[0], 'plane', { ...common, services, authorization });
  CLUSTERS.forEach((clusterName, i) => new DataPlane(charts[i + 1], 'plane', dataPlaneProps({ ...common, namespace: clusterName, clusterName })));
  return charts.flatMap((chart) => Testing.synth(chart) as Json[]);
}

const finds = finder();

/** Everything about the authorizer that can be taken away, and whether somebody notices. */
function trialsOf(authorization: Authorization): { readonly removal: Removal; readonly isNoticed: () => boolean }[] {
  const raw = planes(authorization);
  const objects = raw.map(read);
  return raw.flatMap((object, index) => [...removalsFrom(object)].filter(({ what }) => /: authorizer\./.test(what)).map((removal) => ({
    removal,
    isNoticed: () => finds(objects.map((each, i) => (i === index ? read(removal.without()!, index) : each))),
  })));
}

const trials = Object.entries(AUTHORIZATIONS).map(([mode, authorization]) => [mode, trialsOf(authorization)] as const);
const entryFor = ({ what: removed }: Removal) => REVIEWED.find(({ what }) => what.test(removed));

deep.each(Object.entries(AUTHORIZATIONS))('%s: there is nothing to find to begin with', (_, authorization) => {
  expect(judged(planes(authorization).map(read)).findings).toEqual([]);
});

deep.each(trials)('%s: whatever is taken away is noticed, or reviewed', (_, all) => {
  const asked = all.filter(({ removal }) => entryFor(removal) === undefined);
  expect(asked.length).toBeGreaterThan(10);
  expect(drawn(asked, 10).filter(({ isNoticed }) => !isNoticed()).map(({ removal }) => removal.what)).toEqual([]);
});

deep.each(REVIEWED.map((entry) => [String(entry.what), entry] as const))('%s is still needed', (_, entry) => {
  const covered = trials.flatMap(([, all]) => all).filter(({ removal }) => entryFor(removal) === entry);
  expect(covered.some(({ isNoticed }) => !isNoticed())).toBe(true);
});
