import Module from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect } from 'expect';
import { bind } from 'jest-each';
import mocha from 'mocha';

// What the tests know from jest, and mocha lacks.
const { bdd } = mocha.interfaces;
mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (globals) => {
    const { describe, it: test, before: beforeAll, after: afterAll } = globals;
    for (const each of [describe, describe.skip]) {
      each.each = bind(each, false);
    }
    for (const each of [test, test.skip]) {
      each.each = bind(each);
    }
    Object.assign(globals, { test, expect, beforeAll, afterAll });
  });
};

// The schema packages export nothing but ES modules; `test/_tools/esm-only-resolver.js` tells jest.
const { _resolveFilename: resolve } = Module;
Module._resolveFilename = function (request, ...rest) {
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
