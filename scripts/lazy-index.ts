import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const LIB = join(__dirname, '..', 'lib');
const INDEX = join(LIB, 'index.js');

const load = createRequire(__filename);

/**
 * Has each name of the compiled index load its module when somebody asks for it, as aws-cdk-lib does: whoever uses five classes does
 * not wait for all others.
 */
const library = load(INDEX) as Record<string, unknown>;

/** The module that declares a name; those that pass it on have a getter. */
function moduleOf(name: string): string {
  const value = library[name];
  const declaring = Object.values(load.cache).find((module) =>
    module?.filename.startsWith(LIB) && Object.getOwnPropertyDescriptor(module.exports, name)?.value === value);
  if (!declaring) {
    throw new Error(`No module in lib declares ${name}`);
  }
  return `./${relative(LIB, declaring.filename)}`;
}

const names = Object.keys(library).sort();
writeFileSync(INDEX, [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  // Node looks at assignments for what an ES module may import by name; a getter that loads would make it forget the name.
  `${names.map((name) => `exports.${name} = `).join('')}void 0;`,
  'require("./common/system/requirements").refuseTooOld();',
  'const lazy = (name, load) => Object.defineProperty(exports, name, { get: () => load()[name] });',
  ...names.map((name) => `lazy("${name}", () => require("${moduleOf(name)}"));`),
  '',
].join('\n'));
