import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { KNOWN_SERVICES, NEEDS_SCYLLA } from '../../../src/contract/union/union-services';

const SOURCES = join(__dirname, '..', '..', '..', 'src');

/** Where a service is described, and where its routes are, which change with the release. */
const ITS_PLACE = /^contract\/union\/(union-services|releases\/[\w-]+)\.ts$/;

const FILES = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(SOURCES, path), text: readFileSync(path, 'utf8') }));

const namedIn = (name: string) => FILES.filter(({ path, text }) => !ITS_PLACE.test(path) && text.includes(`'${name}'`)).map(({ path }) => path);

test.each(['dataproxy', 'run-scheduler', 'usage', 'cacheservice', 'leasor'])('%s, of which nobody must know more, is described in one file', (name) => {
  expect([...KNOWN_SERVICES, ...NEEDS_SCYLLA]).toContain(name);
  expect(namedIn(name)).toEqual([]);
});
