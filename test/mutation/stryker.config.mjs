// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const { MUTATE = 'src/constructs/secrets src/verify', SAMPLE } = process.env;
// They ask everything of `verify`.
const OF_THE_WHOLE = ['test/verify/rules', 'test/verify/report', 'test/verify/verify.test.ts', 'test/verify/registry.test.ts'];

/** The sources of a path. @param {string} path @returns {string[]} */
const sourcesOf = (path) => (path.includes('.ts') ? [path.replace(/\.ts.*/, '.ts')]
  : readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => `${path}/${name}`));

/** The tests that mirror what is changed, those that its sources name, and those of the whole verifier. @param {string} paths */
function testsOf(paths) {
  const changed = paths.split(' ');
  const mirrored = changed.map((path) => path.replace(/^src/, 'test').replace(/\/[^/]*\.ts.*$/, '')).filter((path) => existsSync(path));
  const named = changed.flatMap(sourcesOf).flatMap((file) => /^\/\/ Tests: (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1].split(', ') ?? []);
  return [...new Set([...mirrored, ...named, ...paths.includes('src/verify/') ? OF_THE_WHOLE : []])].join(' ');
}

const { TESTS = testsOf(MUTATE) } = process.env;

/** Paths of files and folders as patterns. @param {string} paths @param {string} inFolder */
const patterns = (paths, inFolder) => paths.split(' ').map((path) => (/\.ts(:|$)/.test(path) ? path : `${path}/${inFolder}`));

// Tests that replace modules or clocks cannot run without jest; those of the compiled library do not see a change.
const NOT_HERE = /\bjest\.(mock|useFakeTimers)\(|\brequireCompiled\(/;
const notHere = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && NOT_HERE.test(readFileSync(`test/${name}`, 'utf8')))
  .map((name) => `test/${name}`);

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: patterns(MUTATE, '**/*.ts'),
  testRunner: 'mocha',
  // All but those that take minutes, start real programs, or stand on snapshots of a fault each.
  mochaOptions: {
    require: ['tsx/cjs', './test/mutation/jest-on-mocha.mjs'],
    spec: patterns(TESTS, '**/*.test.ts'),
    ignore: [
      'test/**/*.{full,nginx}.test.ts',
      'test/doctor/{cluster,hostile}.test.ts',
      'test/init/{edges-beside-charts,adopt/foreign,adopt/round-trip}.test.ts',
      'test/constructs/planes/{kube-score,provider-ways}.test.ts',
      'test/verify/{faults,removals}/**',
      'test/verify/{our-output,values-and-manifests,running/look}.test.ts',
      ...notHere,
    ],
  },
  testRunnerNodeArgs: ['--no-warnings'],
  dryRunTimeoutMinutes: 20,
  coverageAnalysis: 'perTest',
  // What runs only while a file loads is mostly prose (a rule's title, symptom and remedy), and each such mutant takes a process of its own.
  ignoreStatic: true,
  plugins: ['@stryker-mutator/mocha-runner', './test/mutation/sample.mjs'],
  checkers: SAMPLE ? ['sample'] : [],
  incremental: !SAMPLE,
  incrementalFile: '.tmp/mutation/incremental.json',
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.tmp/mutation/report.html' },
  jsonReporter: { fileName: '.tmp/mutation/report.json' },
  tempDirName: '.tmp/mutation/sandbox',
  thresholds: { high: 95, low: 85, break: 85 },
};
