import { SecretDelivery } from 'cdk8s-union-auth';
import { externalSecretsCrds } from '../tools/crds';
import { Mode } from './_kubectl';
import { KEYS, PEOPLE, Person } from './_people';
import { fromStore, planes, runScripts, SHARED, VALUES } from './_shared-planes';
import { World } from './_world';

const MODES: readonly Mode[] = ['client-side', 'server-side', 'argo-cd'];

const ours = planes(fromStore());
const byScript = planes(SecretDelivery.kubernetesSecrets());

let world: World;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds], 'real');
});
beforeEach(() => world.namespacesOf(ours.manifests));
afterEach(() => world.clear());

const run = (scripts: readonly string[]) => runScripts(world, scripts);
const apply = (mode: Mode) => world.apply(ours.manifests, mode);

/** The keys of the shared Secrets that are missing or changed; External Secrets may change `client_secret`. */
async function lost(): Promise<string[]> {
  const found = await Promise.all(SHARED.map(async (secret) => {
    const data = await world.data(secret);
    const others = Object.entries(KEYS).filter(([key]) => key !== 'client_secret');
    const gone = others.filter(([key, value]) => data[key] !== value).map(([key]) => key);
    return [...gone, ...('client_secret' in data ? [] : ['client_secret'])].map((key) => `${secret} ${key}`);
  }));
  return found.flat();
}

async function made(person: Person): Promise<void> {
  for (const secret of SHARED) {
    await person(world, secret, KEYS);
  }
  expect(await lost()).toEqual([]);
}

describe.each(Object.entries(PEOPLE))('a Secret made by %s', (_name, person) => {
  test('keeps its keys in every mode of apply after the take-over scripts, also when it is made again', async () => {
    await made(person);
    await run(ours.takeOver);
    expect(await lost()).toEqual([]);
    for (const mode of [...MODES, ...MODES]) {
      await apply(mode);
      expect({ mode, lost: await lost() }).toEqual({ mode, lost: [] });
    }
    expect(await world.lost(world.promises(ours.manifests))).toEqual([]);
    await made(person);
    await run(ours.takeOver);
    for (const mode of [...MODES].reverse()) {
      await apply(mode);
      expect({ mode, lost: await lost() }).toEqual({ mode, lost: [] });
    }
  });

  test('keeps its keys when the script of Option B adds its own, also when it is made again', async () => {
    await made(person);
    for (const _ of [1, 2]) {
      expect(await run(byScript.scripts)).toContain('Delivered.');
      expect(await lost()).toEqual([]);
      expect(await world.data('union/union-secret-auth')).toEqual({ ...KEYS, client_secret: 'service', app_secret: 'service' });
      await made(person);
    }
  });
});

describe('our Secrets keep all keys', () => {
  test.each(Object.entries(PEOPLE))('when people then use %s, run the take-over scripts, and apply again', async (_name, person) => {
    for (const mode of MODES) {
      await apply(mode);
      await made(person);
      await run(ours.takeOver);
      await apply(mode);
      expect({ mode, lost: await lost() }).toEqual({ mode, lost: [] });
    }
    expect(await world.lostForLong(world.promises(ours.manifests))).toEqual([]);
    await world.externalSecrets.pass(3600);
    expect(await world.lost(world.promises(ours.manifests))).toEqual([]);
  });
});

test('without the take-over scripts an apply loses keys, so the tests above can fail', async () => {
  const lossy: string[] = [];
  for (const [name, person] of Object.entries(PEOPLE)) {
    for (const mode of MODES) {
      await made(person);
      await apply(mode);
      lossy.push(...(await lost()).length > 0 ? [`${name}, ${mode}`] : []);
      await world.clients.kubectl('delete', 'secret', '--all', '--namespace', 'union-cp');
      await world.clients.kubectl('delete', 'secret', '--all', '--namespace', 'union');
      await world.externalSecrets.settle();
    }
  }
  expect(lossy).toEqual(expect.arrayContaining(['create | apply, client-side', 'create | apply, server-side', 'create | apply, argo-cd']));
});

test('two scripts at the same time both finish, and all keys are present', async () => {
  await made(PEOPLE['create | apply']);
  const both = (scripts: readonly string[]) =>
    Promise.all([...scripts, ...scripts].map((script) => world.clients.script(script, VALUES)));
  await both(ours.takeOver);
  expect(await lost()).toEqual([]);
  const said = await both(byScript.scripts);
  expect(said.every((text) => text.includes('Delivered.'))).toBe(true);
  expect(await lost()).toEqual([]);
});

test('a second run of the take-over scripts changes nothing after an apply in any mode', async () => {
  await made(PEOPLE['create | apply']);
  for (const mode of MODES) {
    await apply(mode);
    await run(ours.takeOver);
    const before = await Promise.all(SHARED.map((secret) => world.secret(secret)));
    await run(ours.takeOver);
    expect(await Promise.all(SHARED.map((secret) => world.secret(secret)))).toEqual(before);
  }
});
