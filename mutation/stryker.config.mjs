// @ts-check

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['src/secrets/**/*.ts', 'src/verify/**/*.ts'],
  testRunner: 'mocha',
  // The tests that know these rooms, but those that take minutes, stand on snapshots of a fault each, or replace functions through `jest`.
  mochaOptions: {
    require: ['tsx/cjs', './mutation/jest-on-mocha.mjs'],
    spec: ['test/{planes,secrets,verify}/**/*.test.ts'],
    ignore: [
      'test/planes/{kube-score,provider-ways}.test.ts',
      'test/verify/{faults,removals,running}/**',
      'test/verify/{our-output,own-edges,values-and-manifests}.test.ts',
    ],
  },
  testRunnerNodeArgs: ['--no-warnings'],
  coverageAnalysis: 'perTest',
  // What runs only while a file loads is mostly prose (a rule's title, symptom and remedy), and each such mutant takes a process of its own.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: '.tmp/mutation/incremental.json',
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.tmp/mutation/report.html' },
  jsonReporter: { fileName: '.tmp/mutation/report.json' },
  tempDirName: '.tmp/mutation/sandbox',
  thresholds: { high: 95, low: 85, break: 85 },
};
