import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  ClientConfig, ClientEnvironment, IdentityProvider, SecretDelivery, UnionIdentityProps, WorkloadClient, WorkloadClientProps,
} from '../../../src';
import { OAuthGrantType } from '../../../src/constructs/identity/oauth-client';
import { guardedValue } from '../../../src/contract/upstream/remote-ref';
import { externalSecrets, synth, unionAuth } from '../../_tools/fixtures';
import { expectValid, Manifest } from '../../_tools/schemas';
import { messageOf } from '../identity/_identity';

const of = (props: Partial<UnionIdentityProps> = {}) => unionAuth({
  organization: 'acme',
  dataPlanes: { 'us-east': { operator: { clientId: 'east-operator' } } },
  clients: { release: { clientId: 'ci-release', secret: { key: 'union/release' } }, nightly: { clientId: 'ci-nightly' } },
  ...props,
});
const identity = of();
const release = identity.client('release');

function made(props: Partial<WorkloadClientProps> = {}): { client: WorkloadClient; manifests: Manifest[] } {
  let client: WorkloadClient;
  const manifests = synth((chart) => {
    client = new WorkloadClient(chart, 'ci', { client: release, secrets: externalSecrets(), namespace: 'ci-runners', ...props });
  });
  manifests.forEach(expectValid);
  return { client: client!, manifests };
}

test('its registration: a separate service application', () => {
  const { registration } = made().client;
  expect(registration).toMatchObject({ id: 'release', clientId: 'ci-release', clientName: 'Union client (release)' });
  expect(registration.grantTypes).toEqual([OAuthGrantType.CLIENT_CREDENTIALS]);
  expect(registration.scopes).toEqual(identity.identityProvider.serviceScopes);
});

test('its secret: one ExternalSecret in the namespace of the workload', () => {
  const { client, manifests } = made();
  expect(manifests).toHaveLength(1);
  const [{ kind, metadata, spec }] = manifests;
  expect([kind, metadata.name, metadata.namespace]).toEqual(['ExternalSecret', 'union-release-client', 'ci-runners']);
  expect(spec.target).toMatchObject({ name: client.secretName, creationPolicy: 'Owner' });
  expect(spec.data.map((entry: any) => [entry.secretKey, entry.remoteRef.key])).toEqual([['client_secret', 'union/release']]);
});

test('its namespace is that of the chart, unless it says another one', () => {
  const chart = new Chart(new App(), 'runners', { namespace: 'runners' });
  expect(new WorkloadClient(chart, 'a', { client: release, secrets: SecretDelivery.provisioned() }).namespace).toBe('runners');
  expect(new WorkloadClient(chart, 'b', { client: release, secrets: SecretDelivery.provisioned(), namespace: 'ci' }).namespace).toBe('ci');
});

test('its config file names the file that its mount provides', () => {
  const { client } = made({ mountPath: '/secrets/union/' });
  expect((client.config.toObject() as any).admin).toMatchObject({ authType: 'ClientSecret', clientId: 'ci-release', clientSecretLocation: '/secrets/union/client_secret' });
  expect(client.secretMount).toMatchObject({ secretName: 'union-release-client', mountPath: '/secrets/union' });
});

const ENVIRONMENT = [
  { name: 'UCTL_CONFIG', value: '/var/run/secrets/union/config.yaml' },
  { name: 'FLYTECTL_CONFIG', value: '/var/run/secrets/union/config.yaml' },
];

test('its mount carries the config file as well, and the environment of a pod names it', () => {
  const { client, manifests: [{ spec }] } = made();
  expect(spec.target.template.data).toEqual({ 'config.yaml': client.config.toString(), 'client_secret': guardedValue('client_secret', { key: 'union/release' }) });
  expect(client.podEnvironment).toEqual(ENVIRONMENT);
});

describe('addTo', () => {
  const containersOf = (chart: Chart) => Testing.synth(chart).find(({ kind }: Manifest) => kind === 'Deployment').spec.template.spec;
  const provisioned = (chart: Chart) => new WorkloadClient(chart, 'client', { client: release, secrets: SecretDelivery.provisioned(), namespace: 'ci' });
  const ofOnesOwn = (chart: Chart, env?: object[]) => new ApiObject(chart, 'runner', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { containers: [{ name: 'main', image: 'x', ...(env ? { env } : {}) }, { name: 'side', image: 'y' }] } } },
  });

  test('gives a workload of cdk8s-plus mount and variables, once', () => {
    const chart = Testing.chart();
    const runner = new Deployment(chart, 'runner', { containers: [{ name: 'main', image: 'x' }] });
    const client = provisioned(chart);
    client.addTo(runner);
    client.addTo(runner);
    const { containers: [{ env, volumeMounts }], volumes } = containersOf(chart);
    expect(env).toEqual(ENVIRONMENT);
    expect(volumeMounts).toEqual([expect.objectContaining({ mountPath: '/var/run/secrets/union', readOnly: true })]);
    expect(volumes).toEqual([{ name: 'union-release-client', secret: { secretName: 'union-release-client' } }]);
  });

  test.each([[undefined], [[{ name: 'OTHER', value: '1' }]]])('gives an ApiObject with env %j the same, and its sidecars nothing', (env) => {
    const chart = Testing.chart();
    const runner = ofOnesOwn(chart, env);
    const client = provisioned(chart);
    client.addTo(runner);
    client.addTo(runner);
    const { containers: [main, side] } = containersOf(chart);
    expect(main.env).toEqual([...env ?? [], ...ENVIRONMENT]);
    expect(side).toEqual({ name: 'side', image: 'y' });
  });

  test('gives it to the containers that are named', () => {
    const chart = Testing.chart();
    const runner = ofOnesOwn(chart);
    provisioned(chart).addTo(runner, 'side');
    expect(containersOf(chart).containers.map(({ env }: Manifest) => env)).toEqual([undefined, ENVIRONMENT]);
  });

  test('gives it to an init container that is named', () => {
    const chart = Testing.chart();
    const runner = new Deployment(chart, 'runner', { containers: [{ name: 'main', image: 'x' }], initContainers: [{ name: 'fetch', image: 'y' }] });
    provisioned(chart).addTo(runner, 'fetch');
    const { initContainers, containers } = containersOf(chart);
    expect([...initContainers, ...containers].map(({ name, env }: Manifest) => [name, env])).toEqual([['fetch', ENVIRONMENT], ['main', undefined]]);
  });

  test.each([
    ['"/etc/other.yaml"', { value: '/etc/other.yaml' }], ['"a reference"', { valueFrom: { configMapKeyRef: { name: 'config', key: 'path' } } }],
  ])('rejects a variable that is %s', (shown, other) => {
    const chart = Testing.chart();
    const runner = ofOnesOwn(chart, [{ name: 'UCTL_CONFIG', ...other }]);
    expect(() => provisioned(chart).addTo(runner)).toThrow(`UCTL_CONFIG: ${shown} is already set in container main; remove it there`);
  });
});

test('its environment for flytekit takes the secret from the Secret', () => {
  const { client } = made();
  const environment = client.flytekitEnvironment.toPodEnvironment(client.secretName, client.secretKey);
  expect(environment).toContainEqual({ name: 'FLYTE_CREDENTIALS_CLIENT_ID', value: 'ci-release' });
  expect(environment).toContainEqual({ name: 'FLYTE_CREDENTIALS_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'union-release-client', key: 'client_secret' } } });
});

describe('an API key', () => {
  test('is encoded in the cluster, into a key of the Secret', () => {
    const { client, manifests } = made({ apiKey: true });
    const { data } = manifests[0].spec.target.template;
    expect(Object.keys(data)).toEqual(['api_key', 'client_secret', 'config.yaml']);
    expect(data.api_key).toContain(`{{- printf "%s:%s:%s:%s" "${identity.domain}" "ci-release" $secret "acme" | b64enc -}}`);
    expect(client.apiKeyEnvironment!.toPodEnvironment(client.secretName, client.apiKeyKey!)).toEqual([
      { name: 'FLYTE_API_KEY', valueFrom: { secretKeyRef: { name: 'union-release-client', key: 'api_key' } } },
    ]);
    expect(client.apiKeyEnvironment!.toShell().toString()).toContain('\'union.example.com:ci-release:\' "$UNION_RELEASE_CLIENT_SECRET" \':acme\'');
  });

  test('is there only when it is asked for', () => {
    const { client } = made();
    expect([client.apiKeyKey, client.apiKeyEnvironment]).toEqual([undefined, undefined]);
  });
});

test('Option B: its script asks for the secret by the name that the environment reads', () => {
  const { client, manifests } = made({ secrets: SecretDelivery.kubernetesSecrets() });
  expect(manifests).toEqual([]);
  expect(client.secretScript!.toString()).toContain('client_secret "$UNION_RELEASE_CLIENT_SECRET"\n');
  expect(client.secretScript!.toString()).toContain(`deliver union-release-client '' config.yaml '${client.config.toString()}' `);
});

test('a listed client has config and environment without a workload', () => {
  expect(ClientConfig.clientCredentials(release, { secretVariable: 'SECRET' }).toString()).toContain('ci-release');
  expect(ClientEnvironment.flytekit(release).variables.FLYTE_CREDENTIALS_CLIENT_ID).toBe('ci-release');
});

const refreshing = of({ identityProvider: IdentityProvider.okta({ orgUrl: 'https://acme.okta.example.com' }), preferRefreshTokens: true });

test.each<[string, () => unknown, string]>([
  ['a secret that nothing locates', () => made({ client: identity.client('nightly') }),
    'WorkloadClient has a problem:\n  - identity.clients.nightly.secret: required; give the location of the secret of client ci-nightly'],
  ['no namespace', () => made({ namespace: undefined }), 'WorkloadClient has a problem:\n  - namespace: required; give that of the workload, here or at its Chart'],
  ['several problems at once', () => made({ namespace: 'CI', mountPath: '/' }), 'WorkloadClient has 2 problems:'],
  ['an API key without External Secrets', () => made({ apiKey: true, secrets: SecretDelivery.kubernetesSecrets() }), 'apiKey: true needs External Secrets Operator'],
  ['an API key where the provider refuses its scopes to client credentials', () => made({ client: refreshing.client('release'), apiKey: true }), 'conflicts with preferRefreshTokens'],
  ['a client that the identity does not list', () => identity.client('relase'), 'UnionIdentity.client has a problem:\n  - name: "relase" is not in clients of UnionIdentity; did you mean release?'],
  ['one that resembles none, with the names that it has', () => identity.client('x'), 'known: release, nightly'],
])('rejects %s', (_, make, message) => expect(messageOf(make)).toContain(message));
