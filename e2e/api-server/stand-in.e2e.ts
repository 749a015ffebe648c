import { WEB_SECRET } from '../../test/_tools/fixtures';
import { externalSecretsCrds } from '../tools/crds';
import { Stored } from './_api-server';
import { DATA_HASH, managedKeys, Store } from './_external-secrets';
import { Mode } from './_kubectl';
import { fromStore, planes } from './_shared-planes';
import { World } from './_world';

const { manifests } = planes(fromStore());
const HOUR = 3600;
let worlds: World[];
/** The complete store of each world. */
const stores = new Map<World, Store>();

beforeAll(async () => {
  worlds = [await World.start([externalSecretsCrds], 'stand-in'), await World.start([externalSecretsCrds], 'real')];
});

type Step = (world: World) => Promise<unknown>;

const apply = (mode: Mode): Step => ({ clients }) => clients.apply(manifests, mode);
const STEPS: readonly (readonly [what: string, step: Step])[] = [
  ['first apply, client-side, with an entry missing', async (world) => {
    const full = world.externalSecrets.store;
    stores.set(world, full);
    world.externalSecrets.store = (key, property) => (key === WEB_SECRET.key ? undefined : full(key, property));
    await apply('client-side')(world);
    await world.externalSecrets.settle();
    expect(await world.lost(world.promises(manifests))).toHaveLength(2);
  }],
  ['the entry exists', (world) => {
    world.externalSecrets.store = stores.get(world)!;
    return world.externalSecrets.pass(HOUR);
  }],
  ['services write', (world) => world.othersWrite(manifests)],
  ['server-side apply', apply('server-side')],
  ['apply by Argo CD', apply('argo-cd')],
  ['a value is overwritten', (world) => world.write('union/union-secret-auth', { client_secret: 'placeholder' })],
  ['an owned Secret is deleted', ({ clients }) => clients.kubectl('delete', 'secret', 'flyte-secret-auth', '--namespace', 'union-cp')],
  ['a shared Secret is deleted', ({ clients }) => clients.kubectl('delete', 'secret', 'union-secret-auth', '--namespace', 'union')],
  ['a refresh', ({ externalSecrets }) => externalSecrets.pass(HOUR)],
  ['client-side apply', apply('client-side')],
  ['a label is removed', ({ clients }) => clients.kubectl('label', 'secret', 'union-secret-auth', '--namespace', 'union', 'reconcile.external-secrets.io/managed-')],
  ['a rotation', async (world) => {
    world.rotateStore();
    await world.externalSecrets.pass(HOUR);
  }],
  ['an ExternalSecret is deleted', ({ clients }) => clients.kubectl('delete', 'externalsecret', 'flyte-secret-auth', '--namespace', 'union-cp', '--wait=false')],
  ['all objects are deleted', ({ clients }) => clients.delete(manifests)],
];

/** What is compared: the Secrets, their content, and the owner of each key. */
async function picture(world: World): Promise<Record<string, object>> {
  const names = await world.secretNames();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, seen((await world.secret(name))!, await world.data(name))])));
}

function seen(secret: Stored, data: Record<string, string>): object {
  const managers = [...new Set((secret.metadata.managedFields ?? []).map(({ manager }) => manager))].sort();
  const { [DATA_HASH]: hash, ...annotations } = secret.metadata.annotations ?? {};
  return {
    data,
    labels: Object.keys(secret.metadata.labels ?? {}).sort(),
    annotations: Object.keys(annotations).sort(),
    hashed: hash !== undefined,
    owners: secret.metadata.ownerReferences?.length ?? 0,
    keysOf: managers.map((manager) => [shortened(manager), ...managedKeys(secret, manager, 'f:data').sort()].join(' ')).sort(),
  };
}

/** The real controller shortens a long name to its hash. */
function shortened(manager: string): string {
  return manager.replace(/^(externalsecrets\.external-secrets\.io\/).*$/, '$1…');
}

test('the stand-in changes Secrets as the real External Secrets does in each step', async () => {
  for (const world of worlds) {
    await world.namespacesOf(manifests);
  }
  for (const [what, step] of STEPS) {
    const pictures: object[] = [];
    for (const world of worlds) {
      await step(world);
      await world.externalSecrets.settle();
      pictures.push(await picture(world));
    }
    expect({ what, secrets: pictures[0] }).toEqual({ what, secrets: pictures[1] });
  }
}, 600_000);
