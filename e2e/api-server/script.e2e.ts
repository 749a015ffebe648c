import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { ControlPlaneAuth, DataPlaneAuth, SecretDelivery } from 'cdk8s-union-auth';
import { dataPlaneProps, unionAuth } from '../../test/_tools/fixtures';
import { CHARTS } from './_helm';
import { World } from './_world';

/** Characters that a shell, YAML or base64 may treat specially. */
const ODD = ' "it\'s" $HOME \\ `id` # é\n---\n=';
const VALUES = { UNION_SERVICE_CLIENT_SECRET: `service${ODD}`, UNION_WEB_CLIENT_SECRET: `web${ODD}` };
const SERVICE = VALUES.UNION_SERVICE_CLIENT_SECRET;
const DELIVERED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'union-cp/flyte-admin-secrets': { client_secret: SERVICE, oidc_client_secret: VALUES.UNION_WEB_CLIENT_SECRET },
  'union-cp/flyteadmin-oidc-client-secret': { client_secret: VALUES.UNION_WEB_CLIENT_SECRET },
  'union-cp/flyte-secret-auth': { client_secret: SERVICE },
  'union-cp/union-controlplane-secrets': { client_secret: SERVICE },
  'union/union-secret-auth': { client_secret: SERVICE, app_secret: SERVICE },
};
const OTHERS: typeof DELIVERED = {
  'union-cp/flyte-admin-secrets': { cookie_hash_key: 'hash' },
  'union-cp/union-controlplane-secrets': { 'pass.txt': 'database password' },
  'union/union-secret-auth': { tunnel_token: 'tunnel' },
};

const props = { identity: unionAuth(), secrets: SecretDelivery.kubernetesSecrets() };
const planes = [
  { chart: 'controlplane', namespace: 'union-cp', plane: new ControlPlaneAuth(new Chart(new App(), 'union-cp'), 'auth', props) },
  { chart: 'dataplane', namespace: 'union', plane: new DataPlaneAuth(new Chart(new App(), 'union'), 'auth', dataPlaneProps(props)) },
];

let world: World;

beforeAll(async () => {
  world = await World.start();
});

beforeEach(async () => {
  for (const { namespace } of planes) {
    await world.clients.kubectl('create', 'namespace', namespace);
  }
});

afterEach(() => world.clear());

async function deliver(values: Readonly<Record<string, string>> = VALUES): Promise<void> {
  for (const { plane } of planes) {
    await world.clients.script(plane.secretScript!.toString(), values);
  }
}

async function helm(command: 'install' | 'upgrade', values: 'emitted' | 'defaults'): Promise<void> {
  for (const { chart, namespace, plane } of planes) {
    const ours = values === 'emitted' ? ['--values', world.clients.json(plane.helmValues.toObject())] : [];
    await world.clients.helm(command, `unionai-${chart}`, join(CHARTS, chart), '--namespace', namespace, ...ours);
  }
}

async function expectAllThere(...parties: (typeof DELIVERED)[]): Promise<void> {
  for (const secret of Object.keys(DELIVERED)) {
    expect({ secret, data: await world.data(secret) }).toEqual({ secret, data: Object.assign({}, ...parties.map((party) => party[secret])) });
  }
}

async function versions(): Promise<(string | undefined)[]> {
  return Promise.all(Object.keys(DELIVERED).map(async (secret) => (await world.secret(secret))?.metadata.resourceVersion));
}

test('Helm adopts the Secrets of the script, and upgrades keep them; a second run of the script changes nothing', async () => {
  await deliver();
  await expectAllThere(DELIVERED);
  await helm('install', 'emitted');
  await world.writeAll(OTHERS);
  await helm('upgrade', 'emitted');
  await expectAllThere(DELIVERED, OTHERS);
  // This run makes the script a further owner of the keys that services have added.
  await deliver();
  const before = await versions();
  await deliver();
  expect(await versions()).toEqual(before);
  await helm('upgrade', 'emitted');
  await expectAllThere(DELIVERED, OTHERS);
});

test('the script fills the Secrets after the charts, also in a second run', async () => {
  await helm('install', 'emitted');
  await deliver();
  await world.writeAll(OTHERS);
  await deliver();
  await helm('upgrade', 'emitted');
  await expectAllThere(DELIVERED, OTHERS);
});

test('the script before the upgrade of a running release keeps the Secrets that the charts no longer render', async () => {
  await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp');
  await helm('install', 'defaults');
  await world.writeAll(OTHERS);
  await deliver();
  await helm('upgrade', 'emitted');
  await expectAllThere(DELIVERED, OTHERS);
});

test('without the script the upgrade of a running release deletes Secrets with the keys of services', async () => {
  await helm('install', 'defaults');
  await world.write('union/union-secret-auth', { tunnel_token: 'tunnel' });
  await helm('upgrade', 'emitted');
  expect(await world.secretNames()).toEqual(['union-cp/flyte-admin-secrets']);
});

test('the script refuses a Secret that External Secrets delivers, and writes nothing else', async () => {
  await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp');
  await world.clients.kubectl('label', 'secret', 'union-controlplane-secrets', '--namespace', 'union-cp', 'reconcile.external-secrets.io/managed=true');
  await expect(deliver()).rejects.toThrow('secret union-controlplane-secrets: External Secrets delivers it');
  expect(await world.secretNames()).toEqual(['union-cp/union-controlplane-secrets']);
  expect(await world.data('union-cp/union-controlplane-secrets')).toEqual({});
});
