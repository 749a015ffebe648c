import { utimesSync } from 'node:fs';
import { requireCompiled } from './compiled';
import { scratch } from './scratch';

const { at, put } = scratch();

test.each<[string, Record<string, number>, RegExp | undefined]>([
  ['a clone that is not compiled', {}, /not compiled/],
  ['one without the assembly of jsii', { 'lib/index.js': 50 }, /not compiled/],
  ['one that is older than its sources, of which one is named', { 'lib/index.js': 50, '.jsii': 50, 'lib/cli/program.js': 50 }, /^src\/deep\/er\.ts has changed since/],
  ['one that jsii made alone, whose command and index are not those of the package', { 'lib/index.js': 199, 'lib/cli/program.js': 199, '.jsii': 200 }, /by jsii alone/],
  ['a compiled library', { 'lib/index.js': 201, '.jsii': 200, 'lib/cli/program.js': 202 }, undefined],
])('%s: %#', (_, files, refusal) => {
  for (const [file, time] of Object.entries({ 'src/deep/er.ts': 100, ...files })) {
    utimesSync(put(file), time, time);
  }
  const required = expect(() => requireCompiled(at()));
  return refusal === undefined ? required.not.toThrow() : required.toThrow(new RegExp(`${refusal.source}.*\`npx projen compile\``));
});
