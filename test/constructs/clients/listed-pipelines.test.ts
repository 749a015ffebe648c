import { WorkloadClient, WorkloadClientProps, ClientConfig, ClientEnvironment, SecretDelivery } from '../../../src';
import { externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';
import { messageOf } from '../identity/_identity';

const identity = unionAuth({
  organization: 'acme',
  dataPlanes: [{ clusterName: 'us-east', operator: { clientId: 'east-operator' } }],
  pipelines: [{ name: 'release', clientId: 'ci-release', secret: { key: 'union/release' } }, { name: 'nightly', clientId: 'ci-nightly' }],
});

function ciClient(props: Partial<WorkloadClientProps>): { client: WorkloadClient; manifests: Manifest[] } {
  let client: WorkloadClient;
  const manifests = synth((chart) => {
    client = new WorkloadClient(chart, 'ci', { identity, secrets: externalSecrets(), namespace: 'ci-runners', ...props });
  });
  manifests.forEach(expectValid);
  return { client: client!, manifests };
}

describe('A pipeline that the identity lists', () => {
  test.each<[string, Partial<WorkloadClientProps>]>([['name', { name: 'release' }], ['client', { clientId: 'ci-release' }]])('is known by its %s alone', (_, props) => {
    const { client, manifests } = ciClient(props);
    expect(client.registration).toMatchObject({ id: 'release', clientId: 'ci-release', clientName: 'Union CI (release)' });
    expect(client.secretName).toBe('union-release-client');
    expect((client.config.toObject() as any).admin.clientId).toBe('ci-release');
    expect(manifests[0].spec.data.map((entry: any) => entry.remoteRef.key)).toEqual(['union/release']);
  });

  test('gets an API key of the identity\'s organization', () => {
    const { client, manifests } = ciClient({ name: 'release', apiKey: true });
    expect(manifests[0].spec.target.template.data.api_key).toContain('"union.example.com" "ci-release" $secret "acme"');
    expect(client.apiKeyEnvironment!.toShell().toString()).toContain('\'union.example.com:ci-release:\' "$UNION_RELEASE_CLIENT_SECRET" \':acme\'');
  });

  test('may say where its secret lies itself', () => {
    expect(ciClient({ name: 'nightly', clientSecret: { key: 'union/nightly' } }).manifests[0].spec.data[0].remoteRef.key).toBe('union/nightly');
    expect(() => ciClient({ name: 'nightly', secrets: SecretDelivery.kubernetesSecrets() })).not.toThrow();
  });

  test('has config and environment', () => {
    const props = { clientId: 'ci-release' };
    expect(ClientConfig.clientCredentials(identity, props.clientId, 'SECRET').toString()).toContain('ci-release');
    expect(ClientEnvironment.flytekit(identity, props).variables.FLYTE_CREDENTIALS_CLIENT_ID).toBe('ci-release');
  });
});

test('A pipeline of its own stands beside those that are listed', () => {
  const { client } = ciClient({ clientId: 'other', clientSecret: { key: 'union/other' } });
  expect(client.registration).toMatchObject({ id: 'ci', clientId: 'other' });
});

describe('What says something else than the identity is refused:', () => {
  test.each<[string, Partial<WorkloadClientProps>, string]>([
    ['no pipeline at all', {}, 'clientId: is missing; name the client of the pipeline, or give the name of one in UnionIdentity (release, nightly)'],
    ['another name', { name: 'ci', clientId: 'ci-release' },
      'name: "ci" is another than release, as which UnionIdentity lists client ci-release; leave it out here'],
    ['another client', { name: 'release', clientId: 'other' },
      'clientId: "other" is another client than ci-release, which UnionIdentity names for release; leave it out here'],
    ['another entry', { name: 'release', clientSecret: { key: 'union/other' } },
      'clientSecret: {"key":"union/other"} is another entry than union/release, which UnionIdentity names for ci-release; leave it out'],
    ['an entry of the delivery', { name: 'nightly', clientSecret: { key: 'union/service-client-secret' } },
      'clientSecret: {"key":"union/service-client-secret"} is the entry of serviceClientSecret of the delivery; client ci-nightly has a secret of its own, name its entry'],
    ['an entry of another client', { clientId: 'other', clientSecret: { key: 'union/release' } },
      'clientSecret: {"key":"union/release"} is the entry of client ci-release as well; each client has a secret of its own, name its entry'],
    ['no entry', { name: 'nightly' }, 'clientSecret: is missing; name where the secret of client ci-nightly lies in the secret store'],
  ])('%s', (_, props, problem) => {
    expect(messageOf(() => ciClient(props))).toBe(`WorkloadClient has a problem:\n  - ${problem}`);
  });

  test('a client of another duty', () => {
    const owned = 'clientId: "east-operator" is the client ID of "Union operator (us-east)"';
    expect(messageOf(() => ciClient({ clientId: 'east-operator', clientSecret: { key: 'union/x' } }))).toContain(owned);
    expect(messageOf(() => ClientEnvironment.flyteSdk(identity, { clientId: 'east-operator' }))).toContain(owned);
  });

  test('an API key is for the organization of the identity', () => {
    expect(ClientEnvironment.apiKey(identity, { clientId: 'ci-release' }).toShell().toString()).toContain(':acme');
  });
});
