import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/**
 * Makes one file of the command, in the place of the compiled one: reading some three hundred files is most of the time that a
 * short command takes. What `commands.ts` loads on demand is still run on demand only. Peers stay outside. Names stay, so that
 * the stack trace of a bug report can be read.
 */
buildSync({
  entryPoints: [join(ROOT, 'src/cli/main.ts')],
  outfile: join(ROOT, 'lib/cli/main.js'),
  bundle: true,
  platform: 'node',
  target: 'node20.12',
  minifySyntax: true,
  minifyWhitespace: true,
  // The CommonJS build keeps the constants of the parser constant; of a lazily run ES module they become variables, and parsing takes twice as long.
  alias: { 'js-yaml': require.resolve('js-yaml') },
  external: ['cdk8s', 'cdk8s-plus-28', 'constructs'],
  logLevel: 'warning',
});
