import { WorkloadClient, WorkloadClientProps, IdentityProvider, SecretDelivery } from '../../../src';
import { OAuthGrantType } from '../../../src/constructs/identity/oauth-application';
import { guardedValue } from '../../../src/contract/upstream/guarded-value';
import { externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';

const identity = unionAuth();
const dexAuth = unionAuth({ identityProvider: IdentityProvider.dex({ issuer: 'https://dex.example.com' }) });

function ciClient(props: Partial<WorkloadClientProps> = {}): { client: WorkloadClient; manifests: Manifest[] } {
  let client: WorkloadClient;
  const manifests = synth((chart) => {
    client = new WorkloadClient(chart, 'ci', {
      identity, clientId: 'ci-id', secrets: externalSecrets(), clientSecret: { key: 'union/ci' }, namespace: 'ci-runners', ...props,
    });
  });
  return { client: client!, manifests };
}

test('its registration: a service application of its own', () => {
  const { registration } = ciClient().client;
  expect(registration.clientId).toBe('ci-id');
  expect(registration.grantTypes).toEqual([OAuthGrantType.CLIENT_CREDENTIALS]);
  expect(registration.scopes).toEqual(identity.identityProvider.serviceScopes);
});

test('its secret: one ExternalSecret in the namespace of the runner', () => {
  const { client, manifests } = ciClient();
  expect(manifests).toHaveLength(1);
  manifests.forEach(expectValid);
  const [{ kind, metadata, spec }] = manifests;
  expect([kind, metadata.name, metadata.namespace]).toEqual(['ExternalSecret', 'union-ci-client', 'ci-runners']);
  expect(spec.target).toMatchObject({ name: client.secretName, creationPolicy: 'Owner' });
  expect(spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key])).toEqual([['client_secret', 'union/ci']]);
});

test('its config file names the file that its mount provides', () => {
  const { client } = ciClient({ mountPath: '/secrets/union/' });
  expect((client.config.toObject() as any).admin).toMatchObject({ authType: 'ClientSecret', clientId: 'ci-id', clientSecretLocation: '/secrets/union/client_secret' });
  expect(client.secretMount).toMatchObject({ secretName: 'union-ci-client', mountPath: '/secrets/union' });
});

test('its mount carries the config file as well, and the environment of a pod names it', () => {
  const { client, manifests: [{ spec }] } = ciClient();
  expect(spec.target.template.data).toEqual({ 'config.yaml': client.config.toString(), 'client_secret': guardedValue('client_secret', { key: 'union/ci' }) });
  expect(client.podEnvironment).toEqual([
    { name: 'UCTL_CONFIG', value: '/var/run/secrets/union/config.yaml' },
    { name: 'FLYTECTL_CONFIG', value: '/var/run/secrets/union/config.yaml' },
  ]);
});

test('its environment for flytekit takes the secret from the Secret', () => {
  const { client } = ciClient();
  const environment = client.flytekitEnvironment.toPodEnvironment(client.secretName, client.secretKey);
  expect(environment).toContainEqual({ name: 'FLYTE_CREDENTIALS_CLIENT_ID', value: 'ci-id' });
  expect(environment).toContainEqual({ name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'union-ci-client', key: 'client_secret' } } });
});

describe('an API key', () => {
  test('is encoded in the cluster, into a key of the Secret', () => {
    const { client, manifests } = ciClient({ identity: unionAuth({ organization: 'acme' }), apiKey: true });
    manifests.forEach(expectValid);
    const { data } = manifests[0].spec.target.template;
    expect(Object.keys(data)).toEqual(['api_key', 'client_secret', 'config.yaml']);
    expect(data.api_key).toContain(`{{- printf "%s:%s:%s:%s" "${identity.domain}" "ci-id" $secret "acme" | b64enc -}}`);
    expect(client.apiKeyEnvironment!.toPodEnvironment(client.secretName, client.apiKeyKey!)).toEqual([
      { name: 'FLYTE_API_KEY', valueFrom: { secretKeyRef: { name: 'union-ci-client', key: 'api_key' } } },
    ]);
  });

  test('is there only when it is asked for', () => {
    const { client } = ciClient();
    expect([client.apiKeyKey, client.apiKeyEnvironment]).toEqual([undefined, undefined]);
  });

  test('is refused without External Secrets', () => {
    expect(() => ciClient({ apiKey: true, secrets: SecretDelivery.kubernetesSecrets(), clientSecret: undefined }))
      .toThrow(/apiKey: true is encoded by External Secrets Operator/);
  });

  test('is refused where the provider refuses its scopes to client credentials', () => {
    const refreshing = unionAuth({ identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }), preferRefreshTokens: true });
    expect(() => ciClient({ identity: refreshing, apiKey: true })).toThrow('cannot work with preferRefreshTokens');
  });
});

test('Option B: its script asks for the secret by the name that the environment reads', () => {
  const { client, manifests } = ciClient({ secrets: SecretDelivery.kubernetesSecrets(), clientSecret: undefined });
  expect(manifests).toEqual([]);
  expect(client.secretScript!.toString()).toContain('client_secret "$UNION_CI_CLIENT_SECRET"\n');
  expect(client.secretScript!.toString()).toContain(`deliver union-ci-client '' config.yaml '${client.config.toString()}' `);
});

test('two clients live side by side', () => {
  const manifests = synth((chart) => {
    for (const name of ['build', 'deploy']) {
      new WorkloadClient(chart, name, { identity, clientId: `${name}-id`, secrets: externalSecrets(), clientSecret: { key: `union/${name}` }, namespace: 'ci-runners', name });
    }
  });
  expect(manifests.map(({ metadata }) => metadata.name)).toEqual(['union-build-client', 'union-deploy-client']);
});

test.each<[string, Partial<WorkloadClientProps>, string]>([
  ['a secret that nobody locates', { clientSecret: undefined }, 'clientSecret: is missing; name where the secret of client ci-id lies in the secret store'],
  ['no client', { clientId: undefined }, 'clientId: is missing; name the client of the pipeline, or list the pipeline in UnionIdentity'],
  ['a client of the deployment', { clientId: identity._applications.service.clientId }, 'register a client of its own'],
  [
    'a client whose tokens would be refused, and a name that is none for a registration, as props of its own',
    { identity: dexAuth, name: 'api', clientSecret: undefined },
    [
      'WorkloadClient has 3 problems:',
      '  - clientSecret: is missing; name where the secret of client ci-id lies in the secret store',
      '  - clientId: "ci-id" is a client whose tokens flyteadmin would refuse: Dex writes the client ID as audience; add it to additionalClientIds of UnionIdentity',
      '  - name: "api" names one of the applications that there are anyway; choose another',
    ].join('\n'),
  ],
  ['a name that is none', { name: 'a.b' }, 'name: "a.b" is no short name'],
  ['several at once', { clientId: '<id>', namespace: 'CI', mountPath: 'relative' }, 'WorkloadClient has 3 problems:'],
])('refuses %s', (_, props, message) => {
  expect(() => ciClient(props)).toThrow(message);
});
