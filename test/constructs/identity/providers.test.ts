import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KNOWN_PROVIDERS } from '../../../src/contract/providers/known-providers';

const SRC = join(__dirname, '..', '..', '..', 'src');
const PROVIDERS = join(SRC, 'constructs', 'identity', 'providers');
/** What several have in common. */
const SHARED = ['checks', 'provider-description', 'terraform'];
const NAMES = readdirSync(PROVIDERS).map((file) => file.replace(/\.ts$/, '')).filter((name) => !SHARED.includes(name));

const IDENTITY = join('constructs', 'identity');
const CONTRACT = join('contract', 'providers');

/** Where a provider gets its factory, and a line for its props. */
const LISTS = [join(IDENTITY, 'identity-provider.ts')];

/** What people are asked about it, and the documentation of its props. */
const QUESTIONS = ['answers.ts', 'prop-docs.ts'].map((file) => join('init', 'questions', file));

/** How existing settings show it. */
const ADOPTED = join('init', 'adopt', 'identity.ts');

const SYMPTOMS = join('verify', 'symptoms');
const TEXTS = join('verify', 'texts');

const SOURCES = (readdirSync(SRC, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts'));

function importsOf(path: string): string[] {
  const text = readFileSync(join(SRC, path), 'utf8');
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => resolve(SRC, path, '..', target));
}

test('there is a file for each provider', () => {
  expect(NAMES).toEqual(['auth0', 'authentik', 'cognito', 'dex', 'entra-id', 'hydra', 'keycloak', 'oidc', 'okta']);
});

const SECTIONS = readFileSync(join(SRC, '..', 'docs', 'providers.md'), 'utf8').match(/(?<=^## ).*/gm);

test.each(KNOWN_PROVIDERS)('the guide of providers has a section about $name', ({ name }) => expect(SECTIONS).toContain(name));

test.each(NAMES)('only the class with all factories imports what is in the file of %s', (name) => {
  const visitors = SOURCES.filter((path) => importsOf(path).includes(join(PROVIDERS, name)));
  expect(visitors).toEqual(LISTS);
});

test('a provider without special cases is named only in its file and in lists of all providers', () => {
  const naming = SOURCES.filter((path) => /auth0/i.test(readFileSync(join(SRC, path), 'utf8')));
  // Texts and symptoms call people's provider by its name.
  const elsewhere = naming.filter((path) => !path.startsWith(join(IDENTITY, 'providers', 'auth0')) && ![SYMPTOMS, TEXTS].some((folder) => path.startsWith(folder)));
  const shared = ['known-provider.ts', 'known-providers.ts'].map((file) => join(CONTRACT, file));
  expect(elsewhere.sort()).toEqual([...LISTS, ...shared, ...QUESTIONS, ADOPTED].sort());
});
