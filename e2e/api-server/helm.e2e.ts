import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closingText, emitted, examples } from './_examples';
import { CHARTS, HELMS, NAMESPACES } from './_helm';
import { Mode } from './_kubectl';
import { Promised, World } from './_world';

const PLANES = Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[];
const MODES: readonly Mode[] = ['client-side', 'server-side', 'argo-cd'];
/** Secrets that the charts make by default, and not with our values. */
const CHARTS_OWN = ['union-cp/flyte-secret-auth', 'union/union-secret-auth'];

let world: World;
const { objects } = examples().find(({ name }) => name === 'self-hosted')!;

beforeAll(async () => {
  world = await World.start();
});

beforeEach(() => world.namespacesOf(objects));
afterEach(() => world.clear());

/** Runs helm on both charts, as the last lines of `npm run example` say. */
async function helm(command: 'install' | 'upgrade', values: 'emitted' | 'defaults'): Promise<void> {
  for (const plane of PLANES) {
    const ours = values === 'emitted' ? ['--values', emitted('self-hosted', `${plane}.values.yaml`)] : [];
    await world.clients.helm(command, `unionai-${plane}`, join(CHARTS, plane), '--namespace', NAMESPACES[plane], ...ours);
  }
}

async function expectAllThere(...others: Promised[]): Promise<void> {
  expect(await world.lost([...world.promises(objects), ...others])).toEqual([]);
}

describe.each(HELMS)('%s', (_name, binary) => {
  beforeAll(() => {
    world.clients.helmBinary = binary();
  });

  describe.each(MODES)('applied %s', (mode) => {
    test('our Secrets before the charts: External Secrets fills them, Helm adopts them, and upgrades keep their keys', async () => {
      await world.apply(objects, mode);
      await expectAllThere();
      await helm('install', 'emitted');
      await expectAllThere();
      const others = await world.othersWrite(objects);
      for (const _ of [1, 2]) {
        await world.externalSecrets.settle();
        await helm('upgrade', 'emitted');
        // Before External Secrets acts again, since pods may start at any moment.
        await expectAllThere(...others);
      }
      await world.apply(objects, mode);
      await expectAllThere(...others);
    });

    test('our Secrets after the charts: External Secrets fills them at once, and an upgrade keeps their keys', async () => {
      await helm('install', 'emitted');
      await world.apply(objects, mode);
      await expectAllThere();
      const others = await world.othersWrite(objects);
      await world.externalSecrets.settle();
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });
  });

  describe('a running release with the charts\' own Secrets', () => {
    let others: Promised[];

    beforeEach(async () => {
      // The charts' prerequisites say so.
      await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp', '--from-literal', 'pass.txt=first');
      await helm('install', 'defaults');
      others = await world.othersWrite(objects);
      expect(others.map(({ secret }) => secret)).toContain('union/union-secret-auth');
    });

    test('keeps its keys when the take-over scripts run, then the upgrade, and our Secrets are applied last', async () => {
      const scripts = takeOverScripts();
      expect(scripts).toHaveLength(PLANES.length);
      for (const file of scripts) {
        await world.clients.script(readFileSync(emitted('self-hosted', file), 'utf8'));
      }
      const annotations = await Promise.all(CHARTS_OWN.map(async (secret) => (await world.secret(secret))!.metadata.annotations));
      expect(annotations.map((each) => each?.['helm.sh/resource-policy'])).toEqual(CHARTS_OWN.map(() => 'keep'));
      await helm('upgrade', 'emitted');
      expect(await world.lost(others)).toEqual([]);
      await world.apply(objects, 'client-side');
      await expectAllThere(...others);
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });

    test.each(MODES)('keeps its keys when our Secrets are applied before the upgrade: %s', async (mode) => {
      await world.apply(objects, mode);
      await expectAllThere(...others);
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });
  });
});

test('the API server stores the values of an Argo CD Application unchanged', async () => {
  const platform = examples().find(({ name }) => name === 'platform')!.objects;
  const applications = platform.filter(({ kind }) => kind === 'Application');
  expect(applications.filter(({ spec }) => spec.sources)).not.toEqual([]);
  await world.namespacesOf(applications);
  await world.clients.apply(applications, 'client-side');
  for (const { metadata, spec } of applications) {
    const stored = await world.api.get(`/apis/argoproj.io/v1alpha1/namespaces/${metadata.namespace}/applications/${metadata.name}`);
    expect(stored!.spec).toEqual(spec);
    // An Application for manifests only has no chart.
    const sources = stored!.spec.sources as { chart?: string; helm?: any }[] ?? [];
    for (const { chart, helm: { valuesObject } } of sources.filter((source) => source.chart)) {
      const rendered = await world.clients.helm('template', 'release', join(CHARTS, chart!), '--values', world.clients.json(valuesObject));
      expect(rendered).not.toContain('placeholder');
    }
  }
});

/** The scripts that `npm run example` prints as `sh dist/…`, relative to `dist`. */
function takeOverScripts(): string[] {
  return [...closingText().matchAll(/^ *sh dist\/(\S+)$/gm)].map(([, file]) => file);
}
