const { jest: unit } = require('../package.json');

/** As the unit tests, but on what a suite starts, with time for servers to come up. */
module.exports = {
  rootDir: '..',
  resolver: unit.resolver,
  moduleNameMapper: unit.moduleNameMapper,
  transform: unit.transform,
  transformIgnorePatterns: unit.transformIgnorePatterns,
  testMatch: ['<rootDir>/e2e/**/*.e2e.ts'],
  globalSetup: unit.globalSetup,
  globalTeardown: unit.globalTeardown,
  setupFilesAfterEnv: ['<rootDir>/e2e/_support/after-all.ts'],
  testTimeout: 300_000,
};
