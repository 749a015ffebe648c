import { touchedBy } from '../../e2e/_support/touched';

const by = (changed: string, ...entries: string[]) => touchedBy([changed], entries);

test.each([
  ['a file of the suite itself', 'e2e/login/forged.e2e.ts', 'e2e/login/forged.e2e.ts'],
  ['a helper of another suite', 'e2e/login/_walker.ts', 'e2e/providers/keycloak.e2e.ts'],
  ['a file of the library, through others', 'src/contract/union/caller-headers.ts', 'e2e/login/forged.e2e.ts'],
  ['an example that is run', 'examples/platform/main.ts', 'e2e/gitops/platform.e2e.ts'],
  ['a program that is run by its name', 'site/build.ts', 'e2e/site/pages.e2e.ts'],
  ['what such a program imports', 'site/pages/rules.ts', 'e2e/site/pages.e2e.ts'],
])('%s touches who uses it', (_, changed, entry) => expect(by(changed, entry)).toEqual([changed]));

test.each([
  ['another suite\'s file', 'e2e/login/forged.e2e.ts', 'e2e/edges/traefik.e2e.ts'],
  ['a page of the site', 'site/pages/rules.ts', 'e2e/login/forged.e2e.ts'],
  ['a guide', 'docs/deploy.md', 'e2e/edges/traefik.e2e.ts'],
])('%s does not touch others', (_, changed, entry) => expect(by(changed, entry)).toEqual([]));
