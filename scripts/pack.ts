import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { buildSync } from 'esbuild';
import { argumentsOf } from './command';

const ROOT = join(__dirname, '..');
const LIB = join(ROOT, 'lib');
const INDEX = join(LIB, 'index.js');

const load = createRequire(__filename);

/**
 * Makes each name of the compiled index load its module on first use, as aws-cdk-lib does: a program that
 * uses five classes does not load all others.
 */
function makeIndexLazy(): void {
  const library = load(INDEX) as Record<string, unknown>;
  const names = Object.keys(library).sort();
  writeFileSync(INDEX, [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    // Node finds the names for ES module imports in assignments; a getter that loads would hide the name.
    `${names.map((name) => `exports.${name} = `).join('')}void 0;`,
    'require("./common/system/requirements").refuseTooOld();',
    'const lazy = (name, load) => Object.defineProperty(exports, name, { get: () => load()[name] });',
    ...names.map((name) => `lazy("${name}", () => require("${moduleOf(name, library[name])}"));`),
    '',
  ].join('\n'));
}

/** The module that declares a name; modules that re-export it have a getter. */
function moduleOf(name: string, value: unknown): string {
  const declaring = Object.values(load.cache).find((module) =>
    module?.filename.startsWith(LIB) && Object.getOwnPropertyDescriptor(module.exports, name)?.value === value);
  if (!declaring) {
    throw new Error(`No module in lib declares ${name}`);
  }
  return `./${relative(LIB, declaring.filename)}`;
}

/**
 * Bundles the command into one file in place of the compiled `program.js`: reading some three hundred files is most of the time of a
 * short command. Modules that `cli.ts` loads on demand still run only on demand. Peers are not bundled. Names are kept, so that
 * stack traces of bug reports are readable.
 */
function bundleCommand(): void {
  const { outputFiles: [bundle] } = buildSync({
    write: false,
    entryPoints: [join(ROOT, 'src/cli/program.ts')],
    outfile: join(ROOT, 'lib/cli/program.js'),
    bundle: true,
    platform: 'node',
    target: 'node20.12',
    minifySyntax: true,
    minifyWhitespace: true,
    // The CommonJS build keeps the parser's constants constant; in a lazily run ES module they become
    // variables, which doubles the parsing time.
    alias: { 'js-yaml': require.resolve('js-yaml') },
    // The version of the installed package.
    external: ['cdk8s', 'cdk8s-plus-28', 'constructs', '../../package.json'],
    logLevel: 'warning',
  });

  // The file is read as Latin-1, and esbuild does not escape regular expressions.
  const ascii = bundle.text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

  // `load-program.ts` recognizes the compiled program by its first line.
  writeFileSync(bundle.path, `// ${createHash('sha256').update(ascii).digest('hex').slice(0, 16)}\n${ascii}\n`);
}

argumentsOf('npx tsx scripts/pack.ts   Make the index of lib/ load lazily, and the command one file: the last steps of npx projen compile');
makeIndexLazy();
bundleCommand();
