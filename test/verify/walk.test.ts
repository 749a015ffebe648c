import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { grouped, oncePerName } from '../../src/common/data/collections';
import { verify } from '../../src/verify/verify';
import { drawn } from '../_tools/drawn';
import { ROOT, runHere } from '../examples/_dist';
import { manifestsOf, partsOf, Text } from './_walk';
import type { Json } from './faults/_planes';

/** What the examples write, handed in whole and in every part, is healthy. `npm test` walks one of them a little, the deep tests all. */

/** What some service of every chart release reads. */
const READ = ['union-secret-auth', 'flyte-admin-secrets-auth', 'union-controlplane-secrets-auth', 'flyteadmin-oidc-client-secret'];

/** A file for each object of a namespace is no part that anyone hands in. */
function inFolders(files: readonly Text[]): Text[] {
  return grouped(files, ({ name }) => (name.endsWith('.k8s.yaml') && name.includes('/') ? dirname(name) : name))
    .map((all) => ({ name: all.length === 1 ? all[0].name : `${dirname(all[0].name)}/all.k8s.yaml`, text: all.map(({ text }) => `---\n${text}`).join('') }));
}

/** A program runs once in a process. */
const writtenBy = oncePerName((example: string): readonly Text[] => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'walk-')), 'dist');
  runHere(join(ROOT, 'examples', example, 'main.ts'), outdir);
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(outdir, path), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return inFolders(files);
});

function foundIn(texts: readonly Text[]): string[] {
  const { findings, crashed, unreadable } = verify(texts);
  expect(crashed).toEqual([]);
  expect(unreadable).toEqual([]);
  return findings.map(({ rule, file, object, field, found }) => `${rule} ${file} ${object.kind} ${object.name} ${field}: ${found}`);
}

// The guide's profile has the faults of the guide, which docs/deviations.md lists.
describe.each(drawn(['fleet', 'pieces', 'plain', 'platform', 'self-hosted'], 1))('%s', (example) => {
  const files = writtenBy(example);
  // Each folder of the fleet with each other would be a hundred times the same.
  const parts = partsOf(files).filter((_, index) => example !== 'fleet' || index % 7 === 0);

  test('is walked in many parts', () => expect(parts.length).toBeGreaterThan(20));

  test.each(drawn(parts, 6))('%s: no findings', (_, texts) => {
    expect(foundIn(texts)).toEqual([]);
  });

  const manifests = manifestsOf(files);
  const delivering = manifests.flatMap(({ objects }) => objects)
    .filter(({ kind, metadata }) => kind === 'ExternalSecret' && READ.includes(metadata.name as string)).slice(0, 6);

  test.each(drawn(delivering.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object] as const), 2))('without ExternalSecret %s among others it is broken', (_, removed) => {
    // Values of the fleet that its Applications name are beside the example.
    const isLeft = (object: Json) => object !== removed && !(object.kind as string).startsWith('Application');
    const left = manifests.map(({ name, objects }) => ({
      name, text: objects.filter(isLeft).map((object) => `---\n${JSON.stringify(object)}\n`).join(''),
    }));
    expect(foundIn([...files.filter((file) => file.name.endsWith('.values.yaml')), ...left])).not.toEqual([]);
  });
});

test.each(['Secret', 'ExternalSecret'])('without any %s the report says that this was not checked', (kind) => {
  const files = writtenBy('self-hosted');
  const [, texts] = partsOf(files).find(([what]) => what === `no ${kind}`)!;
  expect(verify(texts).coverage.open.map(({ missing }) => missing).join()).toMatch(kind === 'Secret' ? /no Secret is in the input/ : /union-secret-auth/);
});
