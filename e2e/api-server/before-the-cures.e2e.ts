/**
 * Shows that the tests of this suite can fail: on manifests without what keeps keys, the same steps lose them. If a test here fails, the
 * stand-in lacks a behaviour of External Secrets, or kubectl or Helm has changed.
 */
import { join } from 'node:path';
import { beforeTheCures, emitted, examples } from './_examples';
import { CHARTS } from './_helm';
import { Mode } from './_kubectl';
import { World } from './_world';

const HOUR = 3600;

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterEach(() => world.clear());

/** Without examples/pieces, which has no Secret that services write as well, so that no key is lost. */
const old = examples().filter(({ name }) => !['guide', 'pieces'].includes(name)).map(({ name, objects }) => ({ name, objects: beforeTheCures(objects) }));

test.each(old)('server-side apply after client-side apply loses keys of examples/$name, or is refused', async ({ name, objects }) => {
  await world.namespacesOf(objects);
  const waiting = world.waitingForChart(objects);
  const promises = world.promises(objects).filter(({ secret, key }) => !waiting.includes(`${secret} ${key}`));
  const modes: readonly Mode[] = ['client-side', 'server-side', 'server-side', 'server-side'];
  const lost = new Set<string>();
  const refused = new Set<string>();
  for (const mode of modes) {
    const conflicts = await world.clients.apply(objects, mode).then(() => [], conflictsWithExternalSecrets);
    await world.externalSecrets.settle();
    conflicts.forEach((field) => refused.add(field));
    (await world.lost(promises)).forEach((key) => lost.add(key));
  }
  const strays = await world.straysOnSecrets(objects);
  console.info(`examples/${name} before the cures: ${strays.length} annotations copied, ${lost.size} of ${promises.length} keys lost, `
    + `${refused.size} fields in conflict with External Secrets\n  ${[...lost, ...refused].join('\n  ')}`);
  expect(strays).not.toEqual([]);
  expect(lost.size + refused.size).toBeGreaterThan(0);
});

/** The fields that kubectl refuses to write since External Secrets owns them; rethrows other errors. */
function conflictsWithExternalSecrets(error: Error): string[] {
  if (!/Apply failed with \d+ conflict/.test(error.message)) {
    throw error;
  }
  return [...error.message.matchAll(/conflicts? with "(externalsecrets\.[^"]*)".*: (\S+)/g)].map(([, manager, field]) => `${manager} ${field}`);
}

const { objects: selfHosted } = old.find(({ name }) => name === 'self-hosted')!;
const ADMIN_KEYS = ['client_secret', 'oidc_client_secret'].map((key) => `union-cp/flyte-admin-secrets ${key}`);

test('flyte-admin-secrets stays empty for the whole refresh interval although its ExternalSecret is Ready', async () => {
  await world.namespacesOf(selfHosted);
  await world.apply(selfHosted, 'client-side');
  const values = emitted('self-hosted', 'controlplane.values.yaml');
  await world.clients.helm('install', 'unionai-controlplane', join(CHARTS, 'controlplane'), '--namespace', 'union-cp', '--values', values);
  await world.externalSecrets.settle();
  await world.externalSecrets.pass(HOUR - 1);
  expect(await world.lost(world.promises(selfHosted))).toEqual(ADMIN_KEYS);
  await world.clients.kubectl('wait', '--for=condition=Ready', '--namespace', 'union-cp', 'externalsecret', '--all', '--timeout=1s');
  await world.externalSecrets.pass(1);
  expect(await world.lost(world.promises(selfHosted))).toEqual([]);
});

test.each([
  ['controlplane', 'union-cp', 'union-cp/flyte-secret-auth'],
  ['dataplane', 'union', 'union/union-secret-auth'],
])('an upgrade of a running %s with the emitted values deletes a Secret', async (chart, namespace, secret) => {
  await world.namespacesOf(selfHosted);
  const release = [`unionai-${chart}`, join(CHARTS, chart), '--namespace', namespace];
  await world.clients.helm('install', ...release);
  await world.write(secret, { tunnel_token: 'tunnel' });
  await world.clients.helm('upgrade', ...release, '--values', emitted('self-hosted', `${chart}.values.yaml`));
  expect(await world.secret(secret)).toBeUndefined();
});

test('client-side apply drops a null of valuesObject, so that the chart renders its placeholder', async () => {
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'controlplane', namespace: 'argocd' },
    spec: {
      project: 'default',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'union-cp' },
      source: {
        repoURL: 'https://charts.example.com',
        chart: 'controlplane',
        targetRevision: '2026.8.3',
        helm: { valuesObject: { flyte: { secrets: { adminOauthClientCredentials: { enabled: true, clientSecret: null } } } } },
      },
    },
  };
  await world.namespacesOf([application]);
  await world.clients.apply([application], 'client-side');
  const { spec } = (await world.api.get('/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/controlplane'))!;
  const values = world.clients.json(spec.source.helm.valuesObject);
  const rendered = await world.clients.helm('template', 'unionai-controlplane', join(CHARTS, 'controlplane'), '--values', values);
  expect(rendered).toContain('client_secret: "placeholder"');
});
