import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireCompiled } from '../_tools/compiled';

requireCompiled();

/** What is declared for one parameter or prop. */
export interface DeclaredType {
  readonly kind: 'text' | 'number' | 'flag' | 'list' | 'map' | 'struct' | 'object' | 'enum' | 'anything';
  /** Of a struct: its props. */
  readonly props?: readonly Declared[];
  /** Of a list or a map: its entries. */
  readonly entries?: DeclaredType;
}

export interface Declared {
  readonly name: string;
  readonly type: DeclaredType;
  /** Whether it may be left out. */
  readonly optional?: boolean;
  /** Whether it is the last argument, any number of times. */
  readonly variadic?: boolean;
}

/** One way into the library: a constructor (`ControlPlane`), a factory (`EdgeController.traefik`) or a method (`SecretMount#addTo`). */
export interface EntryPoint {
  readonly name: string;
  readonly parameters: readonly Declared[];
}

/** As much of jsii's assembly as is asked for. Source: `@jsii/spec`, `Assembly`. */
interface Assembly {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, ApiType>>;
}

interface ApiType {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly docs?: Docs;
  /** Of an interface: whether it holds data alone, as a struct does. */
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  /** How it is made; nothing where it cannot be, from outside. */
  readonly initializer?: Callable;
  readonly methods?: readonly Method[];
  readonly properties?: readonly ApiParameter[];
}

interface Docs {
  readonly example?: string;
}

interface Callable {
  readonly protected?: boolean;
  readonly parameters?: readonly ApiParameter[];
}

interface Method extends Callable {
  readonly name: string;
  readonly static?: boolean;
  readonly docs?: Docs;
}

interface ApiParameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}

type TypeReference =
  | { readonly union: unknown }
  | { readonly primitive: string }
  | { readonly fqn: string }
  | { readonly collection: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference } };

const ROOT = join(__dirname, '..', '..');

/** What `npx projen compile` has read off the sources, for all languages. */
const { types: TYPES, dependencies } = assemblyIn(ROOT);

/** Those of other packages as well: of some we take the props. */
const KNOWN = Object.assign({}, TYPES, ...Object.keys(dependencies).map((name) => assemblyIn(join(ROOT, 'node_modules', name)).types)) as Assembly['types'];

const CLASSES = Object.values(TYPES).filter(({ kind }) => kind === 'class');

function assemblyIn(folder: string): Assembly {
  return JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8')) as Assembly;
}

/** Every constructor, static and method of the public classes that takes arguments. */
export function entryPoints(): EntryPoint[] {
  return CLASSES.flatMap(entryPointsOf).filter(({ parameters }) => parameters.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every class, interface and enumeration that users can name. */
export function publicTypes(): string[] {
  return Object.values(TYPES).map(({ name }) => name).sort();
}

/** A class that is made by its constructor, or a static method, with the example of its docstring. */
export interface Documented {
  readonly name: string;
  readonly example?: string;
}

/** Every class that people make with `new`, and every factory. */
export function documented(): Documented[] {
  return CLASSES.flatMap((type) => [
    ...isMade(type) ? [{ name: type.name, example: type.docs?.example }] : [],
    ...methodsOf(type).filter((method) => method.static).map(({ name, docs }) => ({ name: `${type.name}.${name}`, example: docs?.example })),
  ]);
}

function entryPointsOf(type: ApiType): EntryPoint[] {
  const point = (name: string, { parameters = [] }: Callable): EntryPoint =>
    ({ name, parameters: parameters.map((parameter) => ({ ...parameter, type: typeOf(parameter.type) })) });
  return [
    ...isMade(type) ? [point(type.name, type.initializer!)] : [],
    ...methodsOf(type).map((method) => point(`${type.name}${method.static ? '.' : '#'}${method.name}`, method)),
  ];
}

function isMade({ abstract, initializer }: ApiType): boolean {
  return !abstract && initializer !== undefined && !initializer.protected;
}

/** Its own and those that it inherits within the library, each once. */
function methodsOf({ methods = [], base }: ApiType): Method[] {
  const own = methods.filter((method) => !method.protected);
  const inherited = base !== undefined && TYPES[base] ? methodsOf(TYPES[base]) : [];
  return [...own, ...inherited.filter(({ name }) => !own.some((method) => method.name === name))];
}

const PRIMITIVES: Readonly<Record<string, DeclaredType['kind']>> = { string: 'text', number: 'number', boolean: 'flag', any: 'anything' };

function typeOf(reference: TypeReference): DeclaredType {
  if ('primitive' in reference) {
    return { kind: PRIMITIVES[reference.primitive] };
  }
  if ('collection' in reference) {
    const { kind, elementtype } = reference.collection;
    return { kind: kind === 'array' ? 'list' : 'map', entries: typeOf(elementtype) };
  }
  const type = 'fqn' in reference ? KNOWN[reference.fqn] : undefined;
  if (type?.kind === 'enum') {
    return { kind: 'enum' };
  }
  return type?.datatype ? { kind: 'struct', props: propsOf(type) } : { kind: 'object' };
}

function propsOf({ properties = [], interfaces = [] }: ApiType): Declared[] {
  const inherited = interfaces.flatMap((fqn) => propsOf(KNOWN[fqn]));
  return [...inherited, ...properties.map(({ name, type }) => ({ name, type: typeOf(type) }))];
}
