import Module from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'expect';
import { bind } from 'jest-each';
import { ModuleMocker } from 'jest-mock';
import mocha from 'mocha';

const CLOCK = /\b(performance\.now|process\.cpuUsage|Date\.now)\(/;

// Here nothing is compared with a snapshot: what a test expects besides must notice the change.
const passes = () => ({ pass: true, message: () => '' });
expect.extend({ toMatchSnapshot: passes, toMatchInlineSnapshot: passes });

// What the tests know from jest, and mocha lacks.
const jest = Object.assign(new ModuleMocker(globalThis), { requireActual: Module.createRequire(import.meta.url) });
const { bdd } = mocha.interfaces;
mocha.interfaces.bdd = (root) => {
  root.on('pre-require', (globals, file, runner) => {
    // A suite for each file: its hooks are for its own tests, as in jest.
    const suite = mocha.Suite.create(root, relative('', file));
    bdd(suite);
    suite.emit('pre-require', globals, file, runner);
    const { describe, it, before: beforeAll, after: afterAll } = globals;
    // How fast sources are says nothing while each of their statements is counted.
    const unlessClocked = (define) => (name, run) => (CLOCK.test(String(run)) ? it.skip : define)(name, run);
    const test = Object.assign(unlessClocked(it), { skip: it.skip });
    for (const each of [describe, describe.skip]) {
      each.each = bind(each, false);
    }
    for (const each of [test, test.skip]) {
      each.each = (...table) => unlessClocked(bind(each)(...table));
    }
    Object.assign(globals, { test, it: test, expect, jest, beforeAll, afterAll });
  });
};

// Examples import the package. The schema packages export nothing but ES modules; `test/_tools/esm-only-resolver.js` tells jest.
const { _resolveFilename: resolve } = Module;
Module._resolveFilename = function (request, ...rest) {
  if (request === 'cdk8s-union-auth') {
    return fileURLToPath(new URL('../../src/index.ts', import.meta.url));
  }
  return /^(@kubernetes-models|kubernetes-models)\//.test(request) ? fileURLToPath(import.meta.resolve(request)) : resolve.call(this, request, ...rest);
};

/** What a test reaches is judged by that test; without this, Stryker starts a process for each mutant that a file also reaches while it loads. */
export const mochaHooks = {
  afterAll() {
    const { mutantCoverage } = globalThis.__stryker__ ?? {};
    for (const id of Object.values(mutantCoverage?.perTest ?? {}).flatMap(Object.keys)) {
      delete mutantCoverage.static[id];
    }
  },
};
