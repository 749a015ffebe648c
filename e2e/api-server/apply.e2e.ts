import { examples } from './_examples';
import { Mode } from './_kubectl';
import { Promised, World } from './_world';

const SEQUENCES: readonly (readonly Mode[])[] = [
  ['client-side', 'client-side', 'server-side', 'server-side', 'client-side', 'server-side'],
  ['server-side', 'server-side', 'client-side', 'server-side', 'client-side'],
  ['argo-cd', 'argo-cd', 'client-side', 'argo-cd', 'server-side', 'argo-cd'],
];
const HOUR = 3600;

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterEach(() => world.clear());

const all = examples();

test('examples/guide is the only example that leaves Secrets to the charts', () => {
  expect(all.filter(({ objects }) => world.waitingForChart(objects).length > 0).map(({ name }) => name)).toEqual(['guide']);
});

test.each(all)('the API server accepts every object of examples/$name', async ({ objects }) => {
  await world.namespacesOf(objects);
  for (const mode of ['client-side', 'argo-cd'] as const) {
    expect((await world.clients.apply(objects, mode)).trim().split('\n')).toHaveLength(objects.length);
  }
});

// examples/guide keeps the guide's faults; before-the-cures.e2e.ts shows their effect.
describe.each(all.filter(({ name }) => name !== 'guide'))('examples/$name', ({ objects }) => {
  beforeEach(() => world.namespacesOf(objects));

  test.each(SEQUENCES)('keys survive %s, %s, %s, %s, %s', async (...modes) => {
    const promises = world.promises(objects);
    let others: Promised[] = [];
    for (const mode of modes) {
      await world.apply(objects, mode);
      expect(await world.lost([...promises, ...others])).toEqual([]);
      expect(await world.wrongOwners(promises)).toEqual([]);
      expect(await world.straysOnSecrets(objects)).toEqual([]);
      others = await world.othersWrite(objects);
      await world.externalSecrets.settle();
    }
  });

  test.each<Mode>(['client-side', 'server-side'])('keys survive an apply during which External Secrets acts between any two objects: %s', async (mode) => {
    const promises = world.promises(objects);
    const delivery = objects.filter(({ kind }) => ['Namespace', 'Secret', 'SecretStore', 'ExternalSecret'].includes(kind));
    for (const object of delivery) {
      await world.apply([object], mode);
    }
    expect(await world.lost(promises)).toEqual([]);
    for (const object of delivery) {
      await world.apply([object], mode);
      expect(await world.lost(promises)).toEqual([]);
    }
  });

  test('a second client-side apply changes nothing', async () => {
    await world.apply(objects, 'client-side');
    expect(await world.clients.changes(objects)).toEqual([]);
  });

  test('keys are back at once after all objects are deleted and applied again', async () => {
    for (const mode of ['client-side', 'server-side'] as const) {
      await world.apply(objects, mode);
      expect(await world.lost(world.promises(objects))).toEqual([]);
      await world.clients.delete(objects.filter(({ kind }) => kind !== 'Namespace'));
      await world.externalSecrets.settle();
      expect(await world.secretNames()).toEqual([]);
    }
  });

  test('after a Secret is deleted its first ExternalSecret fills it at once, others at the refresh', async () => {
    await world.apply(objects, 'client-side');
    const promises = world.promises(objects);
    const secrets = [...new Set(promises.map(({ secret }) => secret))];
    for (const secret of secrets) {
      const [namespace, name] = secret.split('/');
      await world.clients.kubectl('delete', 'secret', '--namespace', namespace, name);
      await world.externalSecrets.settle();
    }
    // External Secrets makes an owned Secret again; a Secret that it merges into has to be applied again.
    const merged = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(await world.lost(promises.filter(({ secret }) => !merged.includes(secret)))).toEqual([]);
    await world.apply(objects, 'client-side');
    expect(await world.lostForLong(promises)).toEqual([]);
    await world.externalSecrets.pass(HOUR);
    expect(await world.lost(promises)).toEqual([]);
  });

  test('External Secrets reverts a change in the cluster at once, and delivers a rotated value at the refresh', async () => {
    await world.apply(objects, 'client-side');
    const old = world.promises(objects);
    for (const { secret, key } of old) {
      await world.write(secret, { [key]: 'placeholder' });
    }
    await world.externalSecrets.settle();
    expect(await world.lostForLong(old)).toEqual([]);
    await world.externalSecrets.pass(HOUR);
    expect(await world.lost(old)).toEqual([]);
    world.rotateStore();
    await world.externalSecrets.settle();
    expect(await world.lost(old)).toEqual([]);
    await world.externalSecrets.pass(HOUR);
    expect(await world.lost(world.promises(objects))).toEqual([]);
  });
});
