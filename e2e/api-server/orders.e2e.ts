import { join } from 'node:path';
import { ChartVersion, SecretDelivery } from 'cdk8s-union-auth';
import { SERVICE_SECRET, WEB_SECRET } from '../../test/_tools/fixtures';
import { externalSecretsCrds } from '../tools/crds';
import { CHARTS, HELMS, NAMESPACES } from './_helm';
import { Mode } from './_kubectl';
import { PEOPLE } from './_people';
import { fromStore, missingKeys, OTHERS, planes, Planes, runScripts, SHARED } from './_shared-planes';
import { World } from './_world';

const MODES: readonly Mode[] = ['client-side', 'server-side', 'argo-cd'];
const STEPS = Number(process.env.ORDERS_STEPS ?? 200);
const SEED = Number(process.env.ORDERS_SEED ?? 20261127);

const ours = planes(fromStore());
const byScript = planes(SecretDelivery.kubernetesSecrets());
let world: World;

beforeAll(async () => {
  world = await World.start([externalSecretsCrds], 'real');
});
beforeEach(() => world.namespacesOf(ours.manifests));
afterEach(() => world.clear());

const run = (scripts: readonly string[]) => runScripts(world, scripts);
const missing = (of: Planes = ours) => missingKeys(world, of);
const apply = ({ manifests }: Planes, mode: Mode = 'client-side') => world.apply(manifests, mode);

type Command = 'install' | 'upgrade' | 'rollback' | 'uninstall';

/** Runs helm on both planes; the first flag of a rollback is its revision. */
async function helm(command: Command, values: Planes | 'defaults' | undefined, ...flags: string[]): Promise<void> {
  for (const [chart, namespace] of Object.entries(NAMESPACES)) {
    const given = values === undefined || values === 'defaults' ? [] : ['--values', world.clients.json(values.values[chart])];
    const source = values === undefined ? [] : [join(CHARTS, chart)];
    await world.clients.helm(command, `unionai-${chart}`, ...source, ...flags, '--namespace', namespace, ...given);
  }
}

describe.each(HELMS)('%s: going back', (name, binary) => {
  beforeEach(async () => {
    world.clients.helmBinary = binary();
    await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp');
  });

  async function takenOver(): Promise<void> {
    await helm('install', 'defaults');
    await world.writeAll(OTHERS);
    await run(ours.takeOver);
    await apply(ours);
    await helm('upgrade', ours);
    expect(await missing()).toEqual([]);
  }

  /** Restores the keys that Helm removed; a second ExternalSecret of a Secret needs a forced refresh, as docs/deploy.md says. */
  async function applyAgain(): Promise<void> {
    await apply(ours);
    expect(await world.lostForLong(world.promises(ours.manifests))).toEqual([]);
    const left = async () => (await missing()).filter((each) => !each.includes('cookie_hash_key'));
    await world.clients.kubectl('annotate', 'externalsecret', '--all', '--namespace', 'union-cp', '--overwrite', 'force-sync=1');
    await world.externalSecrets.settle();
    expect({ name, left: await left() }).toEqual({ name, left: [] });
  }

  test('applying again restores the keys that uninstall and install removed', async () => {
    await takenOver();
    await helm('uninstall', undefined);
    await helm('install', ours);
    await run(ours.takeOver);
    await applyAgain();
  });

  test('applying again restores the keys that a forced upgrade removed', async () => {
    await takenOver();
    const force = name === 'helm 3' ? '--force' : '--force-conflicts';
    await helm('upgrade', ours, force);
    await applyAgain();
  });
});

describe.each(HELMS)('%s: the chart creates the Secret', (_name, binary, flags) => {
  const creates = planes(fromStore(), { chartCreatesSecret: true });

  test.each(['ours first', 'the chart first'])('%s: all keys survive upgrades to chartCreatesSecret: false and back', async (first) => {
    world.clients.helmBinary = binary();
    await (first === 'ours first' ? apply(creates) : helm('install', creates, ...flags));
    await (first === 'ours first' ? helm('install', creates, ...flags) : apply(creates));
    await world.writeAll(OTHERS);
    for (const to of [creates, ours, creates]) {
      await run(to.takeOver);
      await apply(to);
      await helm('upgrade', to, ...flags);
      await world.externalSecrets.settle();
      expect(await missing(to)).toEqual([]);
    }
  });
});

test('no key is lost between one chart release and the next, in both directions', async () => {
  const old = planes(fromStore(), { chartVersion: ChartVersion.V2026_3 });
  await apply(old);
  await world.writeAll(OTHERS);
  for (const [mode, next] of [['client-side', ours], ['server-side', old], ['argo-cd', ours], ['client-side', old]] as const) {
    await apply(next, mode);
    expect({ mode, lost: await missing(old) }).toEqual({ mode, lost: [] });
    expect({ mode, lost: await missing(ours) }).toEqual({ mode, lost: [] });
  }
});

test('a missing entry of the store does not keep other keys from arriving, and arrives once it exists', async () => {
  const full = world.externalSecrets.store;
  try {
    world.externalSecrets.store = (key, property) => (key === WEB_SECRET.key ? undefined : full(key, property));
    await apply(ours);
    expect(await world.lost(world.promises(ours.manifests))).toEqual([
      'union-cp/flyte-admin-secrets oidc_client_secret', 'union-cp/flyteadmin-oidc-client-secret client_secret',
    ]);
  } finally {
    world.externalSecrets.store = full;
  }
  await world.externalSecrets.pass(3600);
  expect(await world.lost(world.promises(ours.manifests))).toEqual([]);
});

test('a key survives when its entry becomes empty, and the ExternalSecret names the entry; line ends are cut off', async () => {
  await apply(ours);
  const before = await Promise.all(SHARED.map((secret) => world.data(secret)));
  const full = world.externalSecrets.store;
  try {
    for (const emptied of ['', ' ', '\n']) {
      world.externalSecrets.store = (key, property) => (key === SERVICE_SECRET.key ? emptied : full(key, property));
      await world.externalSecrets.pass(3600);
      expect(await Promise.all(SHARED.map((secret) => world.data(secret)))).toEqual(before);
      const status = await world.clients.kubectl('get', 'externalsecret', '--namespace', 'union', '--output', 'jsonpath={.items[*].status.conditions}');
      expect(status).toContain('"status":"False"');
      const events = await world.clients.kubectl('get', 'events', '--namespace', 'union', '--output', 'jsonpath={.items[*].message}');
      expect(`${status}${events}`).toContain(`the entry ${SERVICE_SECRET.key} of the store is empty`);
    }
    world.externalSecrets.store = (key, property) => `${full(key, property)}\r\n\n`;
    await world.externalSecrets.pass(3600);
    expect(await Promise.all(SHARED.map((secret) => world.data(secret)))).toEqual(before);
  } finally {
    world.externalSecrets.store = full;
  }
});

/** Numbers from 0 to 1, the same for the same seed (Park and Miller). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

test(`no step of a random order of ${STEPS} steps removes a key (seed ${SEED})`, async () => {
  const next = random(SEED);
  const drawn = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
  const people = Object.entries(PEOPLE);
  /** The keys of each Secret that people keep in a file and always write together. */
  const files: Record<string, Record<string, string>> = {};
  const persons = async (): Promise<string> => {
    const [[verb, person], secret] = [drawn(people), drawn(SHARED)];
    const file = files[secret] ??= {};
    file[`key-${Math.floor(next() * 5)}`] = `value ${Math.floor(next() * 1000)}`;
    await run(ours.takeOver);
    await person(world, secret, file);
    return `${verb} on ${secret}`;
  };
  const verbs: readonly (() => Promise<string>)[] = [
    persons, persons, persons,
    async () => {
      const mode = drawn(MODES);
      await run(ours.takeOver);
      await world.clients.apply(ours.manifests, mode);
      return `ours ${mode}`;
    },
    async () => {
      await world.writeAll(OTHERS);
      return 'others patch';
    },
    async () => {
      world.rotateStore();
      await world.externalSecrets.pass(3600);
      return 'rotation';
    },
    async () => {
      const managed = (await Promise.all(SHARED.map((secret) => world.secret(secret))))
        .some((secret) => secret?.metadata.labels?.['reconcile.external-secrets.io/managed']);
      const answer = run(byScript.scripts);
      await (managed ? expect(answer).rejects.toThrow('External Secrets delivers it') : answer);
      return `the script of Option B${managed ? ', refused' : ''}`;
    },
  ];
  const history: string[] = [];
  let before: Record<string, string>[] = SHARED.map(() => ({}));
  for (let step = 0; step < STEPS; step += 1) {
    history.push(await drawn(verbs)().catch((error: Error) => Promise.reject(new Error(`step ${step}, after ${history.slice(-5).join('; ')}: ${error.message}`))));
    await world.externalSecrets.settle();
    const now = await Promise.all(SHARED.map((secret) => world.data(secret)));
    const gone = SHARED.flatMap((secret, i) => Object.keys(before[i]).filter((key) => !(key in now[i])).map((key) => `${secret} ${key}`));
    expect({ step, last: history.slice(-3), gone }).toEqual({ step, last: history.slice(-3), gone: [] });
    before = now;
  }
}, 1_800_000);
