import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as library from '../../src';
import { oneIn } from '../_tools/drawn';
import { errorsOf, within } from '../_tools/samples';
import { documented } from './_reflection';

const DOCUMENTED = documented();

test('every class that people make, and every factory, has an example', () => {
  expect(DOCUMENTED.map(({ name }) => name)).toEqual(expect.arrayContaining(['ControlPlane', 'EdgeController.traefik', 'UnionIdentity']));
  expect(DOCUMENTED.filter(({ example }) => example === undefined).map(({ name }) => name)).toEqual([]);
});

oneIn(5)('every example compiles in the app that samples are parts of, and shows what it documents', () => {
  const examples = DOCUMENTED.flatMap(({ name, example }) => (example === undefined ? [] : [{ name, example }]));
  const errors = errorsOf(examples.map(({ name, example }) => ({ place: name, code: /^import /m.test(example) ? example : within(`${example}\n`) })));
  expect(Object.entries(errors).filter(([, found]) => found.length > 0)).toEqual([]);
  expect(examples.filter(({ name, example }) => !example.includes(`${name}(`)).map(({ name }) => name)).toEqual([]);
}, 120_000);

test('no complete example is rejected', () => {
  const alone = DOCUMENTED.flatMap(({ name, example = '' }) => (/writeTo|^import /m.test(example) ? [] : [{ name, example }]));
  const refused = alone.flatMap(({ name, example }) => {
    try {
      runInNewContext(example, { ...library });
      return [];
    } catch (error) {
      // One that goes on with what others have made.
      return (error as Error).name === 'ReferenceError' ? [] : [`${name}: ${String(error)}`];
    }
  });
  expect(alone.map(({ name }) => name)).toContain('IdentityProvider.cognito');
  expect(refused).toEqual([]);
});

test('the first paragraph, which lists show alone, ends as a sentence', () => {
  const folder = join(__dirname, '..', '..', 'src', 'constructs');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const unfinished = files.filter((file) => /\/\*\*\n(?: +\* [^\n]+\n)* +\* [^\n]*:\n +\*\n/.test(readFileSync(join(folder, file), 'utf8')));
  expect(files.length).toBeGreaterThan(100);
  expect(unfinished).toEqual([]);
});
