import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIB = join(__dirname, '..', 'lib');

/**
 * Takes the source maps out of the compiled files, where jsii insists on them: they are nearly half of what Node reads, a third of the
 * time that the quick start takes to load, and lead to sources that the package does not have.
 */
for (const file of readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))) {
  const path = join(LIB, file);
  const text = readFileSync(path, 'utf8');
  const stripped = text.replace(/\n\/\/# sourceMappingURL=data:\S+\s*$/, '\n');
  if (stripped !== text) {
    writeFileSync(path, stripped);
  }
}
