import * as ts from 'typescript';
import type { PropDoc } from '../../src/init/questions/field';
import { filesOf, read, write } from './files';
import { At, TextProblems } from './problems';

type Docs = Readonly<Record<string, PropDoc>>;

const QUESTIONS = 'src/init/questions';
const MODULE = `${QUESTIONS}/prop-docs.ts`;
/** The folders that declare props. */
const DECLARED = ['src/constructs', 'src/contract'];
const SIMPLE = ['string', 'boolean', 'number', 'Duration'];

/**
 * Writes the documentation of the props that `init` asks for: their type, and the first sentence, default and example. The questions
 * name these props by `props('Struct', 'prop', …)`; structs below are included as a whole.
 *
 * @throws Error that names file and line of everything that is wrong.
 */
export function compilePropDocs(): void {
  const problems = new TextProblems();
  const declarations = new Declarations(DECLARED.flatMap((folder) => filesOf(folder, '.ts')).map((file) => ({ file, text: read(file) })));
  const structs = new Map<string, Docs>();
  const add = (name: string, at: At, props?: readonly string[]): void => {
    const all = declarations.docsOf(name);
    const names = props ?? Object.keys(all ?? {});
    names.filter((prop) => all?.[prop] === undefined).forEach((prop) => problems.add(at, `${name} has no prop ${prop} that a file can give`));
    const docs = Object.fromEntries(Object.entries(all ?? {}).filter(([prop]) => names.includes(prop)));
    const before = structs.get(name) ?? {};
    structs.set(name, { ...before, ...docs });
    const below = Object.entries(docs).filter(([prop]) => before[prop] === undefined).map(([, { type }]) => type);
    below.filter((type) => /^[A-Z]/.test(type) && !SIMPLE.includes(type)).forEach((type) => add(type, at));
  };
  asked().forEach(({ name, props, at }) => {
    if (declarations.docsOf(name) === undefined) {
      problems.add(at, `no interface is called ${name}`);
    } else {
      add(name, at, props);
    }
  });
  problems.throwIfAny();
  write(MODULE, '// Written by scripts/texts.ts from the documentation of props. Do not edit.\n'
    + `export const PROP_DOCS = {\n${[...structs].sort(([a], [b]) => (a < b ? -1 : 1)).map(moduleOf).join('')}} as const;\n`);
}

function moduleOf([name, docs]: readonly [string, Docs]): string {
  return `  ${name}: {\n${Object.entries(docs).map(([prop, doc]) => `    ${prop}: ${JSON.stringify(doc)},\n`).join('')}  },\n`;
}

/** The structs and props that the questions name; all props if none is named. */
function asked(): { readonly name: string; readonly props?: readonly string[]; readonly at: At }[] {
  return filesOf(QUESTIONS, '.ts').filter((file) => file !== MODULE).flatMap((file) => {
    const text = read(file);
    return [...text.matchAll(/\bprops\(\s*'(\w+)'((?:,\s*'\w+')*),?\s*\)/g)].map(({ 1: name, 2: rest, index }) => {
      const props = [...rest.matchAll(/\w+/g)].map(([prop]) => prop);
      return { name, props: props.length > 0 ? props : undefined, at: { file, line: text.slice(0, index).split('\n').length } };
    });
  });
}

/** Interfaces and enumerations by name, each parsed on first use. */
export class Declarations {
  private readonly parsed = new Map<string, ts.InterfaceDeclaration | ts.EnumDeclaration | undefined>();

  public constructor(private readonly files: readonly { readonly file: string; readonly text: string }[]) {}

  /** The documentation of all props of an interface that a file can set, including inherited ones. */
  public docsOf(name: string): Docs | undefined {
    const declaration = this.of(name);
    if (declaration === undefined || ts.isEnumDeclaration(declaration)) {
      return undefined;
    }
    const inherited = (declaration.heritageClauses ?? []).flatMap(({ types }) => types).map((type) => this.docsOf(type.getText()));
    const own = declaration.members.filter(ts.isPropertySignature).flatMap((member): [string, PropDoc][] => {
      const type = this.typeOf(member.type!);
      const optional = member.questionToken === undefined ? {} : { optional: true as const };
      return type === undefined ? [] : [[member.name.getText(), { ...type, ...optional, ...wordsOf(member) }]];
    });
    return Object.assign({}, ...inherited, Object.fromEntries(own)) as Docs;
  }

  private of(name: string): ts.InterfaceDeclaration | ts.EnumDeclaration | undefined {
    if (!this.parsed.has(name)) {
      this.parsed.set(name, this.parse(name));
    }
    return this.parsed.get(name);
  }

  private parse(name: string): ts.InterfaceDeclaration | ts.EnumDeclaration | undefined {
    const declares = new RegExp(`^export (?:interface|enum) ${name}\\b`, 'm');
    const found = this.files.find(({ text }) => declares.test(text));
    return found && ts.createSourceFile(found.file, found.text, ts.ScriptTarget.ES2022, true).statements
      .filter((each) => ts.isInterfaceDeclaration(each) || ts.isEnumDeclaration(each)).find((each) => each.name.text === name);
  }

  /** Undefined for values that only code can create: an object of a class. */
  private typeOf(node: ts.TypeNode): Pick<PropDoc, 'type' | 'many' | 'words'> | undefined {
    if (ts.isArrayTypeNode(node)) {
      const entry = this.typeOf(node.elementType);
      return entry && { ...entry, many: 'list' };
    }
    if (ts.isTypeLiteralNode(node)) {
      const [member] = node.members;
      const entry = ts.isIndexSignatureDeclaration(member) ? member.type.getText() : '';
      return this.of(entry) === undefined ? { type: 'values' } : { type: entry, many: 'map' };
    }
    const name = node.getText();
    const declaration = this.of(name);
    if (declaration !== undefined && ts.isEnumDeclaration(declaration)) {
      return { type: 'word', words: declaration.members.map((member) => member.name.getText()) };
    }
    // For jsii, an interface with methods begins with an I.
    return SIMPLE.includes(name) || (declaration !== undefined && !/^I[A-Z]/.test(name)) ? { type: name } : undefined;
  }
}

/**
 * The first sentence of the documentation, with an example at its end, and the first clause of the default.
 */
function wordsOf(member: ts.PropertySignature): Pick<PropDoc, 'help' | 'default' | 'example'> {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const textOf = (comment: ts.JSDoc['comment']) => (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
  const whole = textOf(doc?.comment);
  const [sentence] = /^.*?(?=\.(?: |$))/.exec(whole) ?? [whole];
  const [, help, example] = /^(.*?)(?::|, such as) `([^`]+)`$/.exec(sentence) ?? [undefined, sentence];
  const otherwise = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
  return {
    help: plain(help),
    ...otherwise === undefined ? {} : { default: defaultIn(textOf(otherwise.comment)) },
    ...example === undefined ? {} : { example },
  };
}

function plain(text: string): string {
  return text.replace(/`/g, '');
}

const UNITS: Readonly<Record<string, string>> = { hours: 'h', minutes: 'm', seconds: 's' };

/** A plain value, or the first clause of its description. */
function defaultIn(text: string): string {
  const [, unit, count] = /^Duration\.(\w+)\((\d+)\)/.exec(text) ?? [];
  const [, list] = /^\[(.*?)\]/.exec(text) ?? [];
  const [, , quoted] = /^(["'])(.*?)\1(?=$|[,;:]| \()/.exec(text) ?? [];
  const clause = plain(text.replace(/^- /, '').replace(/[:;] .*$/, '')).replace(/^[A-Z]\w+\.([A-Z_]+)$/, '$1');
  return unit === undefined ? list?.replace(/["']/g, '') ?? quoted ?? clause : `${count}${UNITS[unit]}`;
}
