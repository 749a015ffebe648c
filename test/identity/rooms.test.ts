import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const SRC = join(__dirname, '..', '..', 'src');
const PROVIDERS = join(SRC, 'identity', 'providers');
const ROOMS = readdirSync(PROVIDERS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

/** Where a provider gets its line: its factory, its props for users, and what verify may know of it. */
const LISTS = [join('identity', 'identity-provider.ts'), join('identity', 'providers', 'index.ts'), join('identity', 'providers', 'known-providers.ts')];

const SOURCES = (readdirSync(SRC, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts'));

function importsOf(path: string): string[] {
  const text = readFileSync(join(SRC, path), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => resolve(SRC, path, '..', target));
}

test('there is a room for each provider', () => {
  expect(ROOMS).toEqual(['auth0', 'cognito', 'dex', 'entra-id', 'google', 'hydra', 'keycloak', 'oidc', 'okta']);
});

test.each(ROOMS)('nobody looks into the room of %s but the lists of rooms', (room) => {
  const inside = (path: string) => !relative(join(PROVIDERS, room), path).startsWith('..');
  const visitors = SOURCES.filter((path) => !inside(join(SRC, path)) && importsOf(path).some(inside));
  expect(visitors.filter((path) => !LISTS.includes(path))).toEqual([]);
  expect(visitors.length).toBeGreaterThan(0);
});

test('a provider without ways of its own elsewhere is named in its room and in the lists of rooms alone', () => {
  const naming = SOURCES.filter((path) => /auth0/i.test(readFileSync(join(SRC, path), 'utf8')));
  expect(naming.filter((path) => !path.startsWith(join('identity', 'providers', 'auth0'))).sort()).toEqual([...LISTS].sort());
});
