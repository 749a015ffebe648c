import { Assembly, objectProperties } from './assembly';
import { capitalized } from './page';

const PACKAGE = 'cdk8sunionauth';
/** The number of arguments of cdk8s's calls. */
const CDK8S_CALLS = { 'cdk8s.NewApp': 1, 'cdk8s.NewChart': 3 };

/**
 * An example that Go's compiler accepts. jsii's translation lacks packages before structs, pointers to lists and maps, arguments that are
 * optional in other languages, calls that read properties, and an import.
 */
export function inGo(code: string, assembly: Assembly): string {
  const ours = new Set(assembly.types.map(({ name }) => name));
  const owned = (name: string) => `${ours.has(name) ? PACKAGE : 'cdk8s'}.${name}`;
  const typed = code
    // Factories return pointers, even in its name.
    .replace(/_\*(?=[A-Z])/g, '_')
    .replace(/\*(?=cdk8sunionauth\.)/g, '')
    .replace(/(?<= := range )/g, '*')
    .replace(/jsii\.Boolean\(/g, 'jsii.Bool(')
    .replace(/: ((?:\[\]|map\[string\])\S*\{)$/gm, (_, literal: string) => `: &${withPointers(literal)}`)
    .replace(/(?<=[&*])[A-Z]\w+(?=\{)/g, owned);
  return withImports(withGetters(withArguments(typed, argumentsIn(assembly)), assembly));
}

/** The type of a list or map: structs, lists and maps in it are pointers. */
function withPointers(type: string): string {
  return type.replace(/(?<=\])(?=[A-Z[m])(?!\[string)/g, '*');
}

/** The number of arguments of each constructor, factory and method. */
function argumentsIn(assembly: Assembly): Readonly<Record<string, number>> {
  const ours = assembly.types.flatMap(({ name, initializer, methods = [] }) => [
    [`${PACKAGE}.New${name}`, initializer?.parameters?.length ?? 0],
    ...methods.map((method) => [
      method.static ? `${PACKAGE}.${name}_${capitalized(method.name)}` : `.${capitalized(method.name)}`, method.parameters?.length ?? 0,
    ]),
  ]);
  return { ...CDK8S_CALLS, ...Object.fromEntries(ours) as Record<string, number> };
}

/** Omitted arguments are nil in Go; from the last call to the first, so that inner calls come first. */
function withArguments(code: string, counts: Readonly<Record<string, number>>): string {
  return [...code.matchAll(/\w*(\.\w+)(?=\()/g)].reverse().reduce((text, { 0: callee, 1: method, index }) => {
    const start = index + callee.length + 1;
    const { end, count } = argumentsFrom(withoutTexts(text), start);
    const left = Array.from({ length: Math.max(0, (counts[callee] ?? counts[method] ?? 0) - count) }, () => 'nil').join(', ');
    return `${text.slice(0, end)}${count > 0 && left !== '' ? ', ' : ''}${left}${text.slice(end)}`;
  }, code);
}

/** The same, without code-like text in strings. */
function withoutTexts(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"/g, (text) => '"'.padEnd(text.length, '_'));
}

function argumentsFrom(code: string, start: number): { readonly end: number; readonly count: number } {
  let [end, depth, commas] = [start, 0, 0];
  for (; end < code.length && (depth > 0 || code[end] !== ')'); end += 1) {
    depth += '([{'.includes(code[end]) ? 1 : ')]}'.includes(code[end]) ? -1 : 0;
    commas += depth === 0 && code[end] === ',' ? 1 : 0;
  }
  return { end, count: end === start ? 0 : commas + 1 };
}

/** Properties of objects are read by calls. */
function withGetters(code: string, assembly: Assembly): string {
  const names = new Set(objectProperties(assembly).flatMap((name) => [name, capitalized(name)]));
  return code.replace(/(?<=[\w)]\.)([A-Za-z]\w*)\b(?![\w("])/g, (name: string) => (names.has(name) ? `${capitalized(name)}()` : name));
}

function withImports(code: string): string {
  return code.includes('import ')
    ? `import "github.com/aws/jsii-runtime-go"\n${code.replace('cdk8s-core-go/cdk8s"', 'cdk8s-core-go/cdk8s/v2"')}`
    : code;
}
