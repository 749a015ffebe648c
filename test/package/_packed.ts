import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './_readme';
import { Registry, registryWith } from './_registry';
import { shell } from './_shell';

/** The packed library in a registry of its own, for the tests of a file. */
export interface Packed {
  /** A folder of those tests. */
  readonly folder: string;
  registry: Registry;
  /** What the tarball carries. */
  paths: readonly string[];
}

/** @param before what else is made before the tests */
export function packedLibrary(before: (packed: Packed) => void | Promise<void> = () => undefined): Packed {
  const packed = { folder: mkdtempSync(join(tmpdir(), 'packed-')) } as Packed;
  beforeAll(async () => {
    const [{ filename, files }] = JSON.parse(await shell(`npm pack --json --silent --pack-destination ${packed.folder}`, ROOT)) as
      [{ filename: string; files: { path: string }[] }];
    const upstream = (await shell('npm config get registry', ROOT)).trim();
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
    packed.registry = await registryWith(join(packed.folder, filename), manifest, upstream);
    packed.paths = files.map(({ path }) => path);
    await before(packed);
  }, 300_000);
  afterAll(async () => {
    await packed.registry?.stop();
    rmSync(packed.folder, { recursive: true });
  });
  return packed;
}
