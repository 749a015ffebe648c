/* eslint-disable no-bitwise -- the compiler's flags are bits */
import { join } from 'node:path';
import * as ts from 'typescript';
import { compilerHost } from '../_tools/compiler-host';

const ROOT = join(__dirname, '..', '..');
const SOURCES = join(ROOT, 'src');

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
}

/** One way into the library: a constructor (`ControlPlane`), a factory (`Edge.traefik`) or a method (`SecretMount#addTo`). */
export interface EntryPoint {
  readonly name: string;
  readonly parameters: readonly Declared[];
}

/** Every constructor, static and method of the public classes that takes arguments, read off the sources as jsii reads them. */
export function entryPoints(): EntryPoint[] {
  const { checker, classes } = publicClasses();
  return classes
    .flatMap((symbol) => entryPointsOf(checker, symbol))
    .filter(({ parameters }) => parameters.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Every class, interface and enumeration that users can name: what jsii has in its assembly. */
export function publicTypes(): string[] {
  return publicSymbols().types.map(({ name }) => name).sort();
}

function publicClasses(): { readonly checker: ts.TypeChecker; readonly classes: readonly ts.Symbol[] } {
  const { checker, types } = publicSymbols();
  return { checker, classes: types.filter((symbol) => symbol.flags & ts.SymbolFlags.Class) };
}

interface PublicSymbols {
  readonly checker: ts.TypeChecker;
  readonly types: readonly ts.Symbol[];
}

let known: PublicSymbols | undefined;

/** To read the sources takes seconds. */
function publicSymbols(): PublicSymbols {
  known ??= readSymbols();
  return known;
}

function readSymbols(): PublicSymbols {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, strict: true, skipLibCheck: true, types: ['node'], noEmit: true,
  };
  const program = ts.createProgram([join(SOURCES, 'index.ts')], options, compilerHost(options));
  const checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(join(SOURCES, 'index.ts'))!)!;
  const isType = ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Enum;
  const types = checker.getExportsOfModule(index)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => symbol.flags & isType && !isInternal(symbol));
  return { checker, types };
}

/** A class that is made by its constructor, or a static method, with the example of its docstring. */
export interface Documented {
  readonly name: string;
  readonly example?: string;
}

/** Every class that people make with `new`, and every factory. */
export function documented(): Documented[] {
  const { checker, classes } = publicClasses();
  return classes.flatMap((symbol) => {
    const declaration = symbol.valueDeclaration as ts.ClassDeclaration;
    const statics = checker.getTypeOfSymbolAtLocation(symbol, declaration);
    const isMade = !isAbstract(declaration)
      && statics.getConstructSignatures().some(({ declaration: own }) => own && isOwn(own) && isPublic(own));
    const factories = checker.getPropertiesOfType(statics).filter((member) => member.flags & ts.SymbolFlags.Method
      && member.valueDeclaration && isOwn(member.valueDeclaration) && isPublic(member.valueDeclaration) && !isInternal(member));
    return [
      ...isMade ? [{ name: symbol.name, example: exampleOf(symbol) }] : [],
      ...factories.map((member) => ({ name: `${symbol.name}.${member.name}`, example: exampleOf(member) })),
    ];
  });
}

function exampleOf(symbol: ts.Symbol): string | undefined {
  const tag = symbol.getJsDocTags().find(({ name }) => name === 'example');
  return tag && ts.displayPartsToString(tag.text);
}

function entryPointsOf(checker: ts.TypeChecker, symbol: ts.Symbol): EntryPoint[] {
  const declaration = symbol.valueDeclaration as ts.ClassDeclaration;
  const statics = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const constructors = isAbstract(declaration) ? [] : statics.getConstructSignatures().filter(({ declaration: own }) => !own || isPublic(own));
  const point = (name: string, signature: ts.Signature): EntryPoint => ({
    name,
    parameters: signature.getParameters().map((parameter) => ({
      name: parameter.name,
      type: typeOf(checker, checker.getTypeOfSymbolAtLocation(parameter, declaration)),
    })),
  });
  return [
    ...constructors.map((signature) => point(symbol.name, signature)),
    ...methods(checker, statics, declaration).map(([name, signature]) => point(`${symbol.name}.${name}`, signature)),
    ...methods(checker, checker.getDeclaredTypeOfSymbol(symbol), declaration).map(([name, signature]) => point(`${symbol.name}#${name}`, signature)),
  ];
}

function methods(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): [string, ts.Signature][] {
  return checker.getPropertiesOfType(type)
    .filter(({ flags, valueDeclaration: own }) => flags & ts.SymbolFlags.Method && own && isOwn(own) && isPublic(own))
    .filter((member) => !isInternal(member))
    .flatMap((member) => checker.getTypeOfSymbolAtLocation(member, at).getCallSignatures()
      .map((signature): [string, ts.Signature] => [member.name, signature]));
}

function typeOf(checker: ts.TypeChecker, declared: ts.Type): DeclaredType {
  if (declared.flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) {
    return { kind: 'anything' };
  }
  const type = checker.getNonNullableType(declared);
  if (type.flags & ts.TypeFlags.EnumLike) {
    return { kind: 'enum' };
  }
  if (type.flags & ts.TypeFlags.StringLike) {
    return { kind: 'text' };
  }
  if (type.flags & ts.TypeFlags.NumberLike) {
    return { kind: 'number' };
  }
  if (type.flags & ts.TypeFlags.BooleanLike) {
    return { kind: 'flag' };
  }
  if (checker.isArrayType(type)) {
    return { kind: 'list', entries: typeOf(checker, checker.getTypeArguments(type as ts.TypeReference)[0]) };
  }
  const props = checker.getPropertiesOfType(type);
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (index && props.length === 0) {
    return { kind: 'map', entries: typeOf(checker, index) };
  }
  return isStruct(type)
    ? { kind: 'struct', props: props.map((prop) => ({ name: prop.name, type: typeOf(checker, checker.getTypeOfSymbol(prop)) })) }
    : { kind: 'object' };
}

/** As jsii tells them apart: an interface of data alone whose name does not start with an `I` of its own. */
function isStruct(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  return symbol !== undefined && Boolean(symbol.flags & ts.SymbolFlags.Interface) && !/^I[A-Z]/.test(symbol.name);
}

function isOwn(node: ts.Node): boolean {
  return node.getSourceFile().fileName.startsWith(SOURCES);
}

function isPublic(node: ts.Declaration): boolean {
  return !(ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected));
}

function isAbstract(node: ts.Declaration): boolean {
  return Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Abstract);
}

function isInternal(symbol: ts.Symbol): boolean {
  return symbol.getJsDocTags().some(({ name }) => name === 'internal');
}
