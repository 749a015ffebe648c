import { join } from 'node:path';
import { ChartVersion, SecretDelivery } from 'cdk8s-union-auth';
import { SERVICE_SECRET, WEB_SECRET } from '../../test/_tools/fixtures';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { pathOf } from '../_support/tool';
import { externalSecretsCrds } from '../tools/crds';
import { helm3 } from '../tools/helm-3';
import { Mode } from './_kubectl';
import { PEOPLE } from './_people';
import { fromStore, planes, Planes, SHARED, VALUES } from './_shared-planes';
import { World } from './_world';

const CHARTS = join(__dirname, 'charts');
const MODES: readonly Mode[] = ['client-side', 'server-side', 'argo-cd'];
const NAMESPACES = { controlplane: 'union-cp', dataplane: 'union' };
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'union-cp/flyte-admin-secrets': { cookie_hash_key: 'hash' },
  'union-cp/union-controlplane-secrets': { 'pass.txt': 'database' },
  'union/union-secret-auth': { tunnel_token: 'tunnel' },
};
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

async function run(scripts: readonly string[]): Promise<void> {
  for (const script of scripts) {
    await world.clients.script(script, VALUES);
  }
}

async function apply({ manifests }: Planes, mode: Mode = 'client-side'): Promise<void> {
  await world.clients.apply(manifests, mode);
  await world.externalSecrets.settle();
}

type Command = 'install' | 'upgrade' | 'rollback' | 'uninstall';

/** On both planes; a rollback takes its revision as the first flag. */
async function helm(command: Command, values: Planes | 'defaults' | undefined, ...flags: string[]): Promise<void> {
  for (const [chart, namespace] of Object.entries(NAMESPACES)) {
    const given = values === undefined || values === 'defaults' ? [] : ['--values', world.clients.json(values.values[chart])];
    const source = values === undefined ? [] : [join(CHARTS, chart)];
    await world.clients.helm(command, `unionai-${chart}`, ...source, ...flags, '--namespace', namespace, ...given);
  }
}

async function othersWrite(): Promise<void> {
  for (const [secret, keys] of Object.entries(OTHERS)) {
    await world.write(secret, keys);
  }
}

/** What others wrote and is not there any more, and what is promised and not delivered. */
async function missing(of: Planes = ours): Promise<string[]> {
  const others = Object.entries(OTHERS).flatMap(([secret, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ secret, key, value, externalSecret: '' })));
  return world.lost([...world.promises(of.manifests), ...others]);
}

describe.each([
  ['helm 3', () => pathOf(helm3)],
  ['helm 4', () => kubeBinaries().helm],
])('%s: going back', (name, binary) => {
  beforeEach(async () => {
    world.clients.helmBinary = binary();
    await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp');
  });

  async function takenOver(): Promise<void> {
    await helm('install', 'defaults');
    await othersWrite();
    await run(ours.takeOver);
    await apply(ours);
    await helm('upgrade', ours);
    expect(await missing()).toEqual([]);
  }

  /** Fills what Helm took: the second key of one Secret when it is fetched, as docs/deploy.md says. */
  async function applyAgain(): Promise<void> {
    await apply(ours);
    expect(await world.lostForLong(world.promises(ours.manifests))).toEqual([]);
    const left = async () => (await missing()).filter((each) => !each.includes('cookie_hash_key'));
    await world.clients.kubectl('annotate', 'externalsecret', '--all', '--namespace', 'union-cp', '--overwrite', 'force-sync=1');
    await world.externalSecrets.settle();
    expect({ name, left: await left() }).toEqual({ name, left: [] });
  }

  test('after uninstall and install, applying ours again fills what Helm took', async () => {
    await takenOver();
    await helm('uninstall', undefined);
    await helm('install', ours);
    await run(ours.takeOver);
    await applyAgain();
  });

  test('after an upgrade by force, applying ours again fills what Helm took', async () => {
    await takenOver();
    const force = name === 'helm 3' ? '--force' : '--force-conflicts';
    await helm('upgrade', ours, force);
    await applyAgain();
  });
});

describe.each([
  ['helm 3', () => pathOf(helm3), []],
  // Server-side, it stops with "conflicts with externalsecrets…: .data.client_secret".
  ['helm 4', () => kubeBinaries().helm, ['--server-side=false']],
])('%s: the chart creates the Secret', (_name, binary, flags) => {
  const creates = planes(fromStore(), { chartCreatesSecret: true });

  test.each(['ours first', 'the chart first'])('%s, upgrades, to where it does not, and back: keys of others stay, and ours are there', async (first) => {
    world.clients.helmBinary = binary();
    await (first === 'ours first' ? apply(creates) : helm('install', creates, ...flags));
    await (first === 'ours first' ? helm('install', creates, ...flags) : apply(creates));
    await othersWrite();
    for (const to of [creates, ours, creates]) {
      await run(to.takeOver);
      await apply(to);
      await helm('upgrade', to, ...flags);
      await world.externalSecrets.settle();
      expect(await missing(to)).toEqual([]);
    }
  });
});

test('from one chart release to the next, and back, no key of the other release goes', async () => {
  const old = planes(fromStore(), { chartVersion: ChartVersion.V2026_3 });
  await apply(old);
  await othersWrite();
  for (const [mode, next] of [['client-side', ours], ['server-side', old], ['argo-cd', ours], ['client-side', old]] as const) {
    await apply(next, mode);
    expect({ mode, lost: await missing(old) }).toEqual({ mode, lost: [] });
    expect({ mode, lost: await missing(ours) }).toEqual({ mode, lost: [] });
  }
});

test('an entry that is missing keeps no other from arriving, and comes when it is there', async () => {
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

test('an entry that becomes empty keeps its key, and the ExternalSecret names the entry; line ends are cut off', async () => {
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

test(`an order drawn at random from all verbs, ${STEPS} steps by the seed ${SEED}: no step takes a key`, async () => {
  const next = random(SEED);
  const drawn = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
  const people = Object.entries(PEOPLE);
  /** What each person keeps in a file of his own, and applies again whole. */
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
      await othersWrite();
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
