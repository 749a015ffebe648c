import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuthProfile, ChartVersion, EagerApiKey, RequiredSecret, SecretDelivery, WorkloadClient, WorkloadClientProps } from '../../../src';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { oneIn } from '../../_tools/drawn';
import { externalSecrets, PROFILES, unionAuth } from '../../_tools/fixtures';
import { controlPlane, controlPlaneAuth, dataPlane, dataPlaneAuth, inChart, ofKind } from '../../_tools/made';

/** Each makes planes. */
const deep = oneIn(2);

const secrets = SecretDelivery.provisioned();
const SERVICE = { client_secret: 'service application client secret' };
const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'secret-delivery.md'), 'utf8');

const ofControl = (identity = unionAuth(), delivery = secrets) => controlPlaneAuth({ identity, secrets: delivery }).plane.requiredSecrets;
const workload = (props: Omit<WorkloadClientProps, 'namespace'>) => inChart((chart) => new WorkloadClient(chart, 'it', { namespace: 'ci-runners', ...props })).made.requiredSecrets;

deep('beside the chart, a control plane names what it needs', () => expect(ofControl()).toEqual([
  { namespace: 'union-cp', name: 'flyte-admin-secrets', keys: SERVICE, shared: true },
  { namespace: 'union-cp', name: 'flyteadmin-oidc-client-secret', keys: { client_secret: 'web application client secret' }, shared: false },
  { namespace: 'union-cp', name: 'flyte-secret-auth', keys: SERVICE, shared: false },
  { namespace: 'union-cp', name: 'union-controlplane-secrets', keys: { ...SERVICE, 'pass.txt': 'database password' }, shared: true },
]));

test('keys that only an older release reads are delivered, and not required', () => {
  const of = (migratingFrom: ChartVersion) => controlPlaneAuth({ secrets: externalSecrets(), migratingFrom });
  const [now, before] = [of(ChartVersion._current), of(ChartVersion.V2026_3)];
  expect(before.plane.requiredSecrets).toEqual(now.plane.requiredSecrets);
  const delivered = ({ manifests }: typeof now) => ofKind(manifests, 'ExternalSecret').flatMap(({ spec }) => spec.data).length;
  expect(delivered(before)).toBeGreaterThan(delivered(now));
});

deep('a data plane names what it needs, in its own namespace', () => expect(dataPlaneAuth({ secrets, namespace: 'union-eu' }).plane.requiredSecrets).toEqual([
  { namespace: 'union-eu', name: 'union-secret-auth', keys: { ...SERVICE, app_secret: SERVICE.client_secret }, shared: true },
]));

const rowsOf = (places: Record<string, RequiredSecret[]>) => Object.entries(places)
  .flatMap(([place, required]) => required.flatMap(({ name, keys, shared }) => Object.entries(keys).map(([key, content]) => `| \`${name}\` | ${place} | \`${key}\` | ${content} | ${shared ? 'yes' : 'no'}`)));

deep('docs/secret-delivery.md lists what both planes need', () => {
  expect(PAGE.match(/^\| `.* \| (control|data) \| .*?(yes|no)\b/gm)).toEqual(rowsOf({ control: ofControl(), data: dataPlaneAuth({ secrets }).plane.requiredSecrets }));
});

deep('docs/secret-delivery.md lists what applications of their own need', () => {
  const identity = unionAuth({ dataPlanes: { 'us-east': { operator: { clientId: 'o' }, eager: { clientId: 'e' } } }, clients: { release: { clientId: 'c' } } });
  expect(PAGE.match(/^\| `.* \| (control plane|data plane us-east|namespace of the runner) \| .*?(?= \|$)/gm)).toEqual(rowsOf({
    'control plane': ofControl(identity).filter(({ name }) => name.startsWith('eager')),
    'data plane us-east': dataPlaneAuth({ identity, clusterName: 'us-east', secrets }).plane.requiredSecrets,
    'namespace of the runner': workload({ client: identity.client('release'), secrets }),
  }));
  expect(`${controlPlaneAuth({ identity, secrets: SecretDelivery.kubernetesSecrets() }).plane.secretScript!}`).toContain('UNION_EAGER_US_EAST_CLIENT_SECRET');
  expect(PAGE).toContain('`UNION_EAGER_US_EAST_CLIENT_SECRET`');
});

deep('client credentials of data planes come with the client ID', () => {
  const identity = unionAuth({ dataPlanes: { eu: { operator: { clientId: 'operator-eu' }, eager: { clientId: 'union-eu' } } } });
  expect(ofControl(identity).find(({ name }) => name === 'eager-api-key-eu')).toMatchObject({
    keys: { client_id: 'fixed text, not secret', client_secret: 'client secret of Union eager tasks (eu)' }, values: { client_id: 'union-eu' },
  });
});

deep('a Secret that External Secrets Operator computes is named by the keys that it ends up with', () => {
  expect(dataPlaneAuth({ eagerApiKey: EagerApiKey.encoded('f3a1') }).plane.requiredSecrets.find(({ name }) => name === 'f3a1')?.keys)
    .toEqual({ f3a1: 'API key with the service application client secret' });
});

deep('a workload names its client secret, and the config file beside it', () => {
  const client = unionAuth({ clients: { ci: { clientId: 'union-ci', secret: { key: 'ci' } } } }).client('ci');
  const keys = { 'config.yaml': 'fixed text, not secret', 'client_secret': 'client secret of Union client (ci)' };
  const values = { 'config.yaml': expect.stringMatching(/^admin:\n.+\n {2}clientId: "union-ci"\n/s) as string };
  expect(workload({ client, secrets })).toEqual([{ namespace: 'ci-runners', name: 'union-ci-client', keys, values, shared: false }]);
  expect(workload({ client, secrets: externalSecrets(), apiKey: true })[0].keys).toEqual({ ...keys, api_key: 'API key with the client secret of Union client (ci)' });
});

describe.each(ChartVersion._all)('release %s', (chartVersion) => {
  deep.each([
    ['control plane', () => controlPlane({ secrets, chartVersion })], ['data plane', () => dataPlane({ secrets, chartVersion })],
  ])('every credential that a service of the %s reads is among them', (_plane, build) => {
    const { made, manifests } = build();
    const text = manifests.map((manifest) => `---\n${JSON.stringify(manifest)}\n`).join('');
    const read = new Set(new Model(parseManifests([{ name: 'plane.yaml', text }]).objects).credentials.map(({ key }) => `${key?.secret}: ${key?.key}`));
    expect(read.size).toBeGreaterThan(0);
    expect(made.requiredSecrets.flatMap(({ name, keys }) => Object.keys(keys).map((key) => `${name}: ${key}`))).toEqual(expect.arrayContaining([...read]));
  });
});

deep.each(PROFILES)('%s: they are the same for every delivery', (profile) => {
  const deliveries = [secrets, SecretDelivery.kubernetesSecrets(), externalSecrets()];
  const [first, ...others] = deliveries.map((delivery) => ofControl(unionAuth({ profile }), delivery));
  expect(first.map(({ name }) => name)).toContain(profile === AuthProfile.GUIDE ? 'flyte-admin-secrets' : 'flyteadmin-oidc-client-secret');
  expect(others).toEqual([first, first]);
});
