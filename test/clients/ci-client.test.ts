import { CiClient, CiClientProps, OAuthGrantType, SecretDelivery } from '../../src';
import { externalSecrets, synth, unionAuth } from '../_tools/fixtures';
import { expectValid, Manifest } from '../_tools/schemas';

const auth = unionAuth();

function ciClient(props: Partial<CiClientProps> = {}): { client: CiClient; manifests: Manifest[] } {
  let client: CiClient;
  const manifests = synth((chart) => {
    client = new CiClient(chart, 'ci', {
      auth, clientId: 'ci-id', secrets: externalSecrets(), clientSecret: { key: 'union/ci' }, namespace: 'ci-runners', ...props,
    });
  });
  return { client: client!, manifests };
}

test('its registration: a service application of its own', () => {
  const { registration } = ciClient().client;
  expect(registration.clientId).toBe('ci-id');
  expect(registration.grantTypes).toEqual([OAuthGrantType.CLIENT_CREDENTIALS]);
  expect(registration.scopes).toEqual(auth.identityProvider.serviceScopes);
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

test('its environment, for each SDK, takes the secret from the Secret', () => {
  const { client } = ciClient();
  const fromSecret = { secretKeyRef: { name: 'union-ci-client', key: 'client_secret' } };
  expect(client.flytekitEnvironment.toPodEnvironment(client.secretName, client.secretKey)).toEqual([
    { name: 'FLYTE_PLATFORM_URL', value: auth.domain },
    { name: 'FLYTE_CREDENTIALS_CLIENT_ID', value: 'ci-id' },
    { name: 'FLYTE_CREDENTIALS_AUTH_MODE', value: 'basic' },
    { name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', valueFrom: fromSecret },
  ]);
  expect(client.flyteSdkEnvironment.toPodEnvironment(client.secretName, client.secretKey)).toEqual([
    { name: 'FLYTE_ADMIN_ENDPOINT', value: `dns:///${auth.domain}` },
    { name: 'FLYTE_ADMIN_AUTHTYPE', value: 'ClientSecret' },
    { name: 'FLYTE_ADMIN_CLIENTID', value: 'ci-id' },
    { name: 'FLYTE_ADMIN_CLIENTSECRETENVVAR', value: 'UNION_CI_CLIENT_SECRET' },
    { name: 'UNION_CI_CLIENT_SECRET', valueFrom: fromSecret },
  ]);
});

test('Option B: its script asks for the secret by the name that the environment reads', () => {
  const { client, manifests } = ciClient({ secrets: SecretDelivery.kubernetesSecrets(), clientSecret: undefined });
  expect(manifests).toEqual([]);
  expect(client.secretScript!.toString()).toContain('put union-ci-client client_secret "$UNION_CI_CLIENT_SECRET"');
});

test('two clients live side by side', () => {
  const manifests = synth((chart) => {
    for (const name of ['build', 'deploy']) {
      new CiClient(chart, name, { auth, clientId: `${name}-id`, secrets: externalSecrets(), clientSecret: { key: `union/${name}` }, namespace: 'ci-runners', name });
    }
  });
  expect(manifests.map(({ metadata }) => metadata.name)).toEqual(['union-build-client', 'union-deploy-client']);
});

test.each<[string, Partial<CiClientProps>, string]>([
  ['a secret that nobody locates', { clientSecret: undefined }, 'clientSecret: is missing; name where the secret of client ci-id lies in the secret store'],
  ['a client of the deployment', { clientId: auth.applications.service.clientId }, 'register a client of its own'],
  ['several at once', { clientId: '<id>', namespace: 'CI', mountPath: 'relative' }, 'CiClient has 3 problems:'],
])('refuses %s', (_, props, message) => {
  expect(() => ciClient(props)).toThrow(message);
});
