import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { requireCompiled } from './compiled';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cdk8s-compiled-'));
  put('src/deep/er.ts', 100);
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, time: number): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), '');
  utimesSync(join(root, file), time, time);
}

test('a clone that is not compiled says what to run', () => {
  expect(() => requireCompiled(root)).toThrow(/not compiled.*`npx projen compile`/);
  put('lib/index.js', 50);
  expect(() => requireCompiled(root)).toThrow(/not compiled.*`npx projen compile`/);
});

test('so does a library that is older than its sources, naming one', () => {
  put('lib/index.js', 50);
  put('.jsii', 50);
  put('lib/cli/program.js', 50);
  expect(() => requireCompiled(root)).toThrow(/^src\/deep\/er\.ts has changed since.*`npx projen compile`/);
});

test('and one that jsii made alone, whose command and index are not those of the package', () => {
  put('lib/index.js', 199);
  put('lib/cli/program.js', 199);
  put('.jsii', 200);
  expect(() => requireCompiled(root)).toThrow(/by jsii alone.*`npx projen compile`/);
});

test('a compiled library passes', () => {
  put('lib/index.js', 201);
  put('.jsii', 200);
  put('lib/cli/program.js', 202);
  expect(() => requireCompiled(root)).not.toThrow();
});
