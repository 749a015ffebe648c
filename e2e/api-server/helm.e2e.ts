import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubeBinaries } from '../../test/_tools/kube-binaries';
import { pathOf } from '../_support/tool';
import { helm3 } from '../tools/helm-3';
import { closingText, emitted, examples } from './_examples';
import { Mode } from './_kubectl';
import { Promised, World } from './_world';

const CHARTS = join(__dirname, 'charts');
const NAMESPACES = { controlplane: 'union-cp', dataplane: 'union' };
const PLANES = Object.keys(NAMESPACES) as (keyof typeof NAMESPACES)[];
const MODES: readonly Mode[] = ['client-side', 'server-side', 'argo-cd'];
/** What the charts make with their defaults, and our values take away from them. */
const CHARTS_OWN = ['union-cp/flyte-secret-auth', 'union/union-secret-auth'];

let world: World;
const { objects } = examples().find(({ name }) => name === 'self-hosted')!;

beforeAll(async () => {
  world = await World.start();
});

beforeEach(() => world.namespacesOf(objects));
afterEach(() => world.clear());

/** Both planes, as the closing text of the examples says. */
async function helm(command: 'install' | 'upgrade', values: 'emitted' | 'defaults'): Promise<void> {
  for (const plane of PLANES) {
    const ours = values === 'emitted' ? ['--values', emitted('self-hosted', `${plane}.values.yaml`)] : [];
    await world.clients.helm(command, `unionai-${plane}`, join(CHARTS, plane), '--namespace', NAMESPACES[plane], ...ours);
  }
}

async function expectAllThere(...others: Promised[]): Promise<void> {
  expect(await world.lost([...world.promises(objects), ...others])).toEqual([]);
}

describe.each([
  ['helm 3', () => pathOf(helm3)],
  ['helm 4', () => kubeBinaries().helm],
])('%s', (_name, binary) => {
  beforeAll(() => {
    world.clients.helmBinary = binary();
  });

  describe.each(MODES)('applied %s', (mode) => {
    test('ours, then the charts: filled before they come, adopted by them, kept over upgrades', async () => {
      await world.clients.apply(objects, mode);
      await world.externalSecrets.settle();
      await expectAllThere();
      await helm('install', 'emitted');
      await expectAllThere();
      const others = await world.othersWrite(objects);
      for (const _ of [1, 2]) {
        await world.externalSecrets.settle();
        await helm('upgrade', 'emitted');
        // Not even for a moment: pods may start right now.
        await expectAllThere(...others);
      }
      await world.clients.apply(objects, mode);
      await world.externalSecrets.settle();
      await expectAllThere(...others);
    });

    test('the charts, then ours: filled at once, kept over upgrades', async () => {
      await helm('install', 'emitted');
      await world.clients.apply(objects, mode);
      await world.externalSecrets.settle();
      await expectAllThere();
      const others = await world.othersWrite(objects);
      await world.externalSecrets.settle();
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });
  });

  describe('a release that runs with the charts\' own Secrets', () => {
    let others: Promised[];

    beforeEach(async () => {
      // By hand, as the charts' prerequisites ask for it.
      await world.clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp', '--from-literal', 'pass.txt=first');
      await helm('install', 'defaults');
      others = await world.othersWrite(objects);
      expect(others.map(({ secret }) => secret)).toContain('union/union-secret-auth');
    });

    test('the scripts that the examples tell to run keep its Secrets over the upgrade; ours come last', async () => {
      const scripts = takeOverScripts();
      expect(scripts).toHaveLength(PLANES.length);
      for (const file of scripts) {
        await world.clients.script(readFileSync(emitted('self-hosted', file), 'utf8'));
      }
      const annotations = await Promise.all(CHARTS_OWN.map(async (secret) => (await world.secret(secret))!.metadata.annotations));
      expect(annotations.map((each) => each?.['helm.sh/resource-policy'])).toEqual(CHARTS_OWN.map(() => 'keep'));
      await helm('upgrade', 'emitted');
      expect(await world.lost(others)).toEqual([]);
      await world.clients.apply(objects, 'client-side');
      await world.externalSecrets.settle();
      await expectAllThere(...others);
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });

    test.each(MODES)('ours before the upgrade keep them as well: %s', async (mode) => {
      await world.clients.apply(objects, mode);
      await world.externalSecrets.settle();
      await expectAllThere(...others);
      await helm('upgrade', 'emitted');
      await expectAllThere(...others);
    });
  });
});

test('values that travel in an Argo CD Application arrive whole', async () => {
  const platform = examples().find(({ name }) => name === 'platform')!.objects;
  const applications = platform.filter(({ kind }) => kind === 'Application');
  expect(applications.filter(({ spec }) => spec.sources)).not.toEqual([]);
  await world.namespacesOf(applications);
  await world.clients.apply(applications, 'client-side');
  for (const { metadata, spec } of applications) {
    const stored = await world.api.get(`/apis/argoproj.io/v1alpha1/namespaces/${metadata.namespace}/applications/${metadata.name}`);
    expect(stored!.spec).toEqual(spec);
    // One for manifests alone has no chart.
    const sources = stored!.spec.sources as { chart?: string; helm?: any }[] ?? [];
    for (const { chart, helm: { valuesObject } } of sources.filter((source) => source.chart)) {
      const rendered = await world.clients.helm('template', 'release', join(CHARTS, chart!), '--values', world.clients.json(valuesObject));
      expect(rendered).not.toContain('placeholder');
    }
  }
});

/** `sh dist/…` of the text that `npm run example` ends with, relative to `dist`. */
function takeOverScripts(): string[] {
  return [...closingText().matchAll(/^ *sh dist\/(\S+)$/gm)].map(([, file]) => file);
}
