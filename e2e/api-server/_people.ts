import { World } from './_world';

/** A way in which people write keys into a Secret by hand. */
export type Person = (world: World, secret: string, keys: Readonly<Record<string, string>>) => Promise<unknown>;

/** Keys that people write into each shared Secret. */
export const KEYS = { 'pass.txt': 'database', 'tunnel_token': 'tunnel', 'client_secret': 'by hand' };

function literals(keys: Readonly<Record<string, string>>): string[] {
  return Object.entries(keys).map(([key, value]) => `--from-literal=${key}=${value}`);
}

/** A file with the manifest that `kubectl create secret … --dry-run=client` prints. */
async function printed({ clients }: World, secret: string, keys: Readonly<Record<string, string>>): Promise<string> {
  const [namespace, name] = secret.split('/');
  const text = await clients.kubectl('create', 'secret', 'generic', name, '--namespace', namespace, ...literals(keys), '--dry-run=client', '--output=json');
  return clients.json(JSON.parse(text));
}

/** Creates a Secret if it does not exist. */
export async function created(world: World, secret: string, keys: Readonly<Record<string, string>> = {}): Promise<void> {
  const [namespace, name] = secret.split('/');
  if (!(await world.secret(secret))) {
    await world.clients.kubectl('create', 'secret', 'generic', name, '--namespace', namespace, ...literals(keys));
  }
}

async function patched(world: World, secret: string, keys: Readonly<Record<string, string>>): Promise<void> {
  await world.clients.patchSecret(secret, { stringData: keys });
}

/** `get --output=yaml`, an edit, `replace`; again after a conflict with another writer. */
async function replaced(world: World, secret: string, keys: Readonly<Record<string, string>>, attempts = 5): Promise<void> {
  await created(world, secret);
  const again = (error: Error): Promise<void> =>
    attempts > 1 && error.message.includes('(Conflict)') ? replaced(world, secret, keys, attempts - 1) : Promise.reject(error);
  await replacedOnce(world, secret, keys).catch(again);
}

async function replacedOnce(world: World, secret: string, keys: Readonly<Record<string, string>>): Promise<void> {
  const { metadata: { managedFields: _, ...metadata }, ...live } = (await world.secret(secret))!;
  await world.clients.kubectl('replace', '--filename', world.clients.json({ ...live, metadata, stringData: keys }));
}

/** `kubectl edit` with an editor that adds the keys. */
async function edited(world: World, secret: string, keys: Readonly<Record<string, string>>): Promise<void> {
  const [namespace, name] = secret.split('/');
  await created(world, secret);
  const lines = Object.entries(keys).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`).join('\\n');
  await world.clients.script(`EDITOR='sed -i "1a stringData:\\n${lines.replace(/"/g, '\\"')}"'; export EDITOR\n`
    + `"$KUBECTL" edit secret ${name} --namespace ${namespace}\n`);
}

/** The ways of Union's guide and pages, and other usual ones. */
export const PEOPLE: Readonly<Record<string, Person>> = {
  'create | apply': async (world, secret, keys) => world.clients.kubectl('apply', '--filename', await printed(world, secret, keys)),
  'create | apply --server-side': async (world, secret, keys) =>
    world.clients.kubectl('apply', '--server-side', '--force-conflicts', '--filename', await printed(world, secret, keys)),
  'create, then patch': async (world, secret, keys) => {
    await created(world, secret, keys);
    await patched(world, secret, keys);
  },
  'get, edit, replace': (world, secret, keys) => replaced(world, secret, keys),
  'create | apply, then get, edit, replace': async (world, secret, keys) => {
    await world.clients.kubectl('apply', '--filename', await printed(world, secret, keys));
    await replaced(world, secret, keys);
  },
  'edit': edited,
};
