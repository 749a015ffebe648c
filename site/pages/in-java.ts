import { Assembly, objectProperties } from './assembly';
import { capitalized } from './page';

/** An example that Java's compiler accepts: with all imports, the calls that read properties, and the types of loops. */
export function inJava(code: string, assembly: Assembly): string {
  const names = new Set(objectProperties(assembly));
  const read = code.replace(/(?<=[\w)]\.)([a-z]\w*)\b(?!\w|\()/g, (name: string) =>
    (names.has(name) ? `get${capitalized(name)}()` : name));
  const looped = read.replace(/for \(Object /g, 'for (var ');
  const ours = `import ${assembly.targets.java.package}.`;
  return looped.includes(ours)
    ? `${ours}*;\nimport java.util.*;\n${looped.split('\n').filter((line) => !line.startsWith(ours)).join('\n')}`
    : looped;
}
