import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = join(__dirname, '..');

/**
 * Makes one file of the command, in the place of the compiled `program.js`: reading some three hundred files is most of the time that a
 * short command takes. What `cli.ts` loads on demand is still run on demand only. Peers stay outside. Names stay, so that
 * the stack trace of a bug report can be read.
 */
const { outputFiles: [bundle] } = buildSync({
  write: false,
  entryPoints: [join(ROOT, 'src/cli/program.ts')],
  outfile: join(ROOT, 'lib/cli/program.js'),
  bundle: true,
  platform: 'node',
  target: 'node20.12',
  minifySyntax: true,
  minifyWhitespace: true,
  // The CommonJS build keeps the constants of the parser constant; of a lazily run ES module they become variables, and parsing takes twice as long.
  alias: { 'js-yaml': require.resolve('js-yaml') },
  // The version is that of the package that is installed.
  external: ['cdk8s', 'cdk8s-plus-28', 'constructs', '../../package.json'],
  logLevel: 'warning',
});

// It is read as Latin-1, and esbuild leaves regular expressions as they are.
const ascii = bundle.text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

// By its first line `load-program.ts` tells what it has compiled from what it has not, and runs the function that the rest is.
const wrapped = `(function (exports, require, module, __filename, __dirname) { ${ascii}\n})`;
writeFileSync(bundle.path, `// ${createHash('sha256').update(wrapped).digest('hex').slice(0, 16)}\n${wrapped}\n`);
