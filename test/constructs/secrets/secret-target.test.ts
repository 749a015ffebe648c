import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { AuthProfile, ChartVersion, WorkloadClient, ControlPlane, ControlPlaneAuth, DataPlane, DataPlaneAuth, EagerApiKey, RequiredSecret, SecretDelivery, TextFile } from '../../../src';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { oneIn } from '../../_tools/drawn';
import { dataPlaneOf, dataPlaneProps, externalSecrets, PROFILES, synth, unionAuth } from '../../_tools/fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from '../../_tools/plain-plane';

/** Each makes planes. */
const deep = oneIn(2);

const secrets = SecretDelivery.provisioned();
const SERVICE = { client_secret: 'service application client secret' };

function requiredBy(build: (scope: Construct) => { readonly requiredSecrets: RequiredSecret[] }): RequiredSecret[] {
  let required: RequiredSecret[] = [];
  synth((chart) => { required = build(chart).requiredSecrets; });
  return required;
}

function requiredScript(build: (scope: Construct) => { readonly secretScript?: TextFile }): string {
  let script = '';
  synth((chart) => { script = `${build(chart).secretScript}`; });
  return script;
}

deep('beside the chart, a control plane names what it needs', () => {
  expect(requiredBy((chart) => new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets }))).toEqual([
    { namespace: 'union-cp', name: 'flyte-admin-secrets', keys: SERVICE, shared: true },
    { namespace: 'union-cp', name: 'flyteadmin-oidc-client-secret', keys: { client_secret: 'web application client secret' }, shared: false },
    { namespace: 'union-cp', name: 'flyte-secret-auth', keys: SERVICE, shared: false },
    { namespace: 'union-cp', name: 'union-controlplane-secrets', keys: { ...SERVICE, 'pass.txt': 'database password' }, shared: true },
  ]);
});

deep('a data plane names what it needs, in its own namespace', () => {
  expect(requiredBy((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth()), secrets, namespace: 'union-eu' }))).toEqual([
    { namespace: 'union-eu', name: 'union-secret-auth', keys: { ...SERVICE, app_secret: SERVICE.client_secret }, shared: true },
  ]);
});

deep('docs/secret-delivery.md lists what both planes need', () => {
  const planes = {
    control: requiredBy((chart) => new ControlPlaneAuth(chart, 'it', { identity: unionAuth(), secrets })),
    data: requiredBy((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(unionAuth()), secrets })),
  };
  const rows = Object.entries(planes).flatMap(([plane, required]) => required.flatMap(({ name, keys, shared }) =>
    Object.entries(keys).map(([key, content]) => `| \`${name}\` | ${plane} | \`${key}\` | ${content} | ${shared ? 'yes' : 'no'}`)));
  const table = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'secret-delivery.md'), 'utf8').match(/^\| `.* \| (control|data) \| .*?(yes|no)\b/gm);
  expect(table).toEqual(rows);
});

deep('docs/secret-delivery.md lists what applications of their own need', () => {
  const identity = unionAuth({
    dataPlanes: { 'us-east': { operator: { clientId: 'o' }, eager: { clientId: 'e' } } },
    clients: { release: { clientId: 'c' } },
  });
  const places = {
    'control plane': requiredBy((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets })).filter(({ name }) => name.startsWith('eager')),
    'data plane us-east': requiredBy((chart) => new DataPlaneAuth(chart, 'it', { dataPlane: dataPlaneOf(identity, { clusterName: 'us-east' }), secrets })),
    'namespace of the runner': requiredBy((chart) => new WorkloadClient(chart, 'it', { client: identity.client('release'), secrets, namespace: 'ci' })),
  };
  const rows = Object.entries(places).flatMap(([place, required]) => required.flatMap(({ name, keys, shared }) =>
    Object.entries(keys).map(([key, content]) => `| \`${name}\` | ${place} | \`${key}\` | ${content} | ${shared ? 'yes' : 'no'} |`)));
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'secret-delivery.md'), 'utf8');
  expect(text.match(/^\| `.* \| (control plane|data plane us-east|namespace of the runner) \| .*$/gm)).toEqual(rows);
  const script = requiredScript((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets: SecretDelivery.kubernetesSecrets() }));
  expect(script).toContain('UNION_EAGER_US_EAST_CLIENT_SECRET');
  expect(text).toContain('`UNION_EAGER_US_EAST_CLIENT_SECRET`');
});

deep('client credentials of data planes come with the client ID', () => {
  const identity = unionAuth({ dataPlanes: { eu: { operator: { clientId: 'operator-eu' }, eager: { clientId: 'union-eu' } } } });
  const required = requiredBy((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets }));
  expect(required.find(({ name }) => name === 'eager-api-key-eu')).toMatchObject({
    keys: { client_id: 'fixed text, not secret', client_secret: 'client secret of Union eager tasks (eu)' },
    values: { client_id: 'union-eu' },
  });
});

deep('a Secret that External Secrets Operator computes is named by the keys that it ends up with', () => {
  const props = { identity: unionAuth(), secrets: externalSecrets(), eagerApiKey: EagerApiKey.encoded('f3a1') };
  expect(requiredBy((chart) => new DataPlaneAuth(chart, 'it', dataPlaneProps(props))).find(({ name }) => name === 'f3a1')?.keys)
    .toEqual({ f3a1: 'API key with the service application client secret' });
});

deep('a workload names its client secret, and the config file beside it', () => {
  const client = unionAuth({ clients: { ci: { clientId: 'union-ci', secret: { key: 'ci' } } } }).client('ci');
  const ITS = { client_secret: 'client secret of Union client (ci)' };
  const config = { 'config.yaml': 'fixed text, not secret' };
  const values = { 'config.yaml': expect.stringMatching(/^admin:\n.+\n {2}clientId: "union-ci"\n/s) as string };
  expect(requiredBy((chart) => new WorkloadClient(chart, 'ci', { client, secrets, namespace: 'ci-runners' }))).toEqual([
    { namespace: 'ci-runners', name: 'union-ci-client', keys: { ...config, ...ITS }, values, shared: false },
  ]);
  const withApiKey = { client, secrets: externalSecrets(), namespace: 'ci-runners', apiKey: true };
  expect(requiredBy((chart) => new WorkloadClient(chart, 'ci', withApiKey))[0].keys)
    .toEqual({ ...config, ...ITS, api_key: 'API key with the client secret of Union client (ci)' });
});

describe.each(ChartVersion._all)('release %s', (chartVersion) => {
  deep.each([
    ['control plane', (chart: Construct) => new ControlPlane(chart, 'it', { identity: unionAuth(), secrets, chartVersion, ...PLAIN })],
    ['data plane', (chart: Construct) => new DataPlane(chart, 'it', { dataPlane: dataPlaneOf(unionAuth()), secrets, chartVersion, ...PLAIN_DATA_PLANE })],
  ])('every credential that a service of the %s reads is among them', (_plane, build) => {
    let required: RequiredSecret[] = [];
    const manifests = synth((chart) => { required = build(chart).requiredSecrets; });
    const text = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
    const { credentials } = new Model(parseManifests([{ name: 'plane.yaml', text: `---\n${text}` }]).objects);
    const read = new Set(credentials.map(({ key }) => `${key?.secret}: ${key?.key}`));
    expect(read.size).toBeGreaterThan(0);
    expect(required.flatMap(({ name, keys }) => Object.keys(keys).map((key) => `${name}: ${key}`))).toEqual(expect.arrayContaining([...read]));
  });
});

deep.each(PROFILES)('%s: they are the same whoever delivers', (profile) => {
  const identity = unionAuth({ profile });
  const [first, ...others] = [secrets, SecretDelivery.kubernetesSecrets(), externalSecrets()].map((delivery) =>
    requiredBy((chart) => new ControlPlaneAuth(chart, 'it', { identity, secrets: delivery })));
  expect(first.map(({ name }) => name)).toContain(profile === AuthProfile.GUIDE ? 'flyte-admin-secrets' : 'flyteadmin-oidc-client-secret');
  expect(others).toEqual([first, first]);
});
