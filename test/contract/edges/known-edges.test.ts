import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EdgeController } from '../../../src';
import { edgeSettings, KNOWN_EDGES } from '../../../src/contract/edges/known-edges';
import { FACTORIES } from '../../../src/init/questions/answers';
import { EDGES } from '../../constructs/edge/support';
import { testFacts } from '../_facts';

testFacts('edges');

const SRC = join(__dirname, '..', '..', '..', 'src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();

/** The files that a file of `src` imports. */
function importsOf(file: string): string[] {
  return [...readFileSync(join(SRC, file), 'utf8').matchAll(/from '(\.[^']+)'/g)]
    .map(([, name]) => `${relative(SRC, join(SRC, dirname(file), name))}.ts`);
}

test.each(KNOWN_EDGES)('$name has its factory, its folder and its questions', ({ name, factory }) => {
  const made = (EdgeController as unknown as Record<string, () => EdgeController>)[factory]();
  expect(made.name).toBe(name);
  expect(existsSync(join(SRC, 'constructs', 'edge', name))).toBe(true);
  expect(FACTORIES).toContain(factory);
});

const ROOT = join(SRC, '..');
const SECTIONS = readFileSync(join(ROOT, 'docs', 'moving-off-ingress-nginx.md'), 'utf8').match(/^## .*/gm)!.join('\n').toLowerCase();

test.each(KNOWN_EDGES)('$name has a model to compare it with, its cases, and a section of the guide', ({ name }) => {
  expect(existsSync(join(ROOT, 'test', 'constructs', 'edge', 'model', `${name}.ts`))).toBe(true);
  expect(EDGES.map(([, make]) => make().name)).toContain(name);
  expect(SECTIONS).toContain(name.replace('envoy-', 'envoy '));
});

test('there are no others', () => expect([...FACTORIES].sort()).toEqual(KNOWN_EDGES.map(({ factory }) => factory).sort()));

test('only the lists of edges and the readers of its objects know Traefik', () => {
  const its = /^((constructs|verify)\/edge\/traefik\/.*|contract\/upstream\/traefik\.ts)$/;
  const knowing = FILES.filter((file) => !its.test(file) && importsOf(file).some((other) => its.test(other)));
  expect(knowing).toEqual([
    'constructs/edge/edge-controller.ts', 'contract/edges/known-edges.ts', 'index.ts', 'init/adopt/edge.ts', 'verify/edge/edges.ts', 'verify/edge/gateway-api/gateway-api-reader.ts',
    'verify/edge/gateway-api/gateway.ts', 'verify/edge/spoken-protocol.ts',
  ]);
});

test('a setting is named for each edge that has it', () => {
  expect([edgeSettings('callerHeaders'), edgeSettings('guard')]).toEqual([
    'forwardAuth.authRequestHeaders, extAuth.headersToExtAuth', 'nginx.ingress.kubernetes.io/auth-url, forwardAuth.address, extAuth.http',
  ]);
});
