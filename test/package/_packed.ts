import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './_readme';
import { Registry, registryWith } from './_registry';
import { shell } from './_shell';

/** The packed library in a registry of its own. */
export interface Packed {
  readonly registry: Registry;
  /** What the tarball carries. */
  readonly paths: readonly string[];
}

/** @param folder where the tarball goes */
export async function packedLibrary(folder: string): Promise<Packed> {
  const [{ filename, files }] = JSON.parse(await shell(`npm pack --json --silent --pack-destination ${folder}`, ROOT)) as
    [{ filename: string; files: { path: string }[] }];
  const upstream = (await shell('npm config get registry', ROOT)).trim();
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
  return { registry: await registryWith(join(folder, filename), manifest, upstream), paths: files.map(({ path }) => path) };
}
