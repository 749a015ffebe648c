const { jest: unit } = require('../package.json');

/** The settings of the unit tests, with a longer timeout since servers have to start. */
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
