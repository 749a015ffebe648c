import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escaped } from '../../scripts/docs/rules';
import { Assembly, JsiiDocs, JsiiMember, JsiiType } from './assembly';
import { Examples, ShownType, Translation } from './examples';
import { FRONT_PROGRAM } from './front';
import { LANGUAGES } from './languages';
import { withSiteLinks } from './links';
import { Page, Section } from './page';
import { PURPOSES } from './purposes';

const ROOT = join(__dirname, '..', '..');
const KINDS = [['class', 'Classes'], ['interface', 'Structs'], ['enum', 'Enums']] as const;

/**
 * One page for each type of the public API, from jsii's description, in four languages.
 *
 * @param workshop a folder for the translation of examples
 */
export function api(workshop: string): Section & { readonly front: readonly Translation[] } {
  const file = join(ROOT, '.jsii');
  if (!existsSync(file)) {
    throw new Error('The reference needs .jsii, which does not exist. Run `npx projen compile`.');
  }
  const assembly = new Assembly(JSON.parse(readFileSync(file, 'utf8')) as ConstructorParameters<typeof Assembly>[0]);
  const groups = KINDS.map(([kind, title]) => ({ title, types: assembly.types.filter((type) => type.kind === kind) }));
  const examples = new Examples(assembly.types.map(shownType), assembly, workshop, FRONT_PROGRAM);
  const index = {
    path: 'api/index',
    markdown: ['# API reference', '', 'Every public type, with its signature in TypeScript, Python, Java and Go.', '', '## What for', '',
      '| you want to | take |', '|---|---|', ...purposeRows(assembly.types.map(({ name }) => name)), ...groups.flatMap(({ title, types }) => [
        '', `## ${title}`, '', '| type | |', '|---|---|', ...types.map(({ name, docs }) => '| '
          + `[${name}](/api/${name}) | ${inline(docs?.summary)} |`),
      ]), ''].join('\n'),
  };
  return {
    front: examples.front,
    pages: [index, ...assembly.types.map((type) => typePage(type, assembly, examples))],
    sidebar: [
      ...PURPOSES.map(([purpose, names]) => ({ text: purpose, items: names.filter((name) => assembly.types.some((type) => type.name === name)).map((name) => ({ text: name, link: `/api/${name}` })) })),
      { text: 'All types', items: groups.map(({ title }) => ({ text: title, link: `/api/#${title.toLowerCase()}` })) },
    ],
  };
}

/** By purpose; removed types are omitted. */
function purposeRows(names: readonly string[]): string[] {
  return PURPOSES.map(([purpose, types]) => [purpose, types.filter((type) => names.includes(type))] as const).filter(([, types]) => types.length > 0)
    .map(([purpose, types]) => `| ${purpose} | ${types.map((type) => `[${type}](/api/${type})`).join(', ')} |`);
}

function typePage(type: JsiiType, assembly: Assembly, examples: Examples): Page {
  const lines = [
    `# ${type.name}`,
    '',
    ...whatFor(type, assembly),
    ...prose(type.docs),
    ...signatures(type, assembly),
    ...example(type, examples),
    ...(type.initializer === undefined ? [] : members('Constructor', [{ ...type.initializer, name: 'new' }], assembly)),
    ...members('Factories', (type.methods ?? []).filter((method) => method.static), assembly),
    ...members('Methods', (type.methods ?? []).filter((method) => !method.static), assembly),
    ...members(type.kind === 'interface' ? 'Props' : 'Properties', assembly.propertiesOf(type), assembly),
    ...members('Values', type.members ?? [], assembly),
    ...usedBy(type, assembly),
    '',
  ];
  return { path: `api/${type.name}`, markdown: withSiteLinks(lines.join('\n'), 'API.md') };
}

/** The purpose of a type, and alternatives; for an auxiliary type, its owner. */
function whatFor({ name, fqn }: JsiiType, assembly: Assembly): string[] {
  const linked = (names: readonly string[]) => names.map((each) => `[${each}](/api/${each})`).join(', ');
  const own = PURPOSES.find(([, names]) => names.includes(name));
  if (own !== undefined) {
    const beside = own[1].filter((each) => each !== name && assembly.types.some((type) => type.name === each));
    return [`**What for:** ${own[0][0].toLowerCase()}${own[0].slice(1)}${beside.length === 0 ? '' : `, with ${linked(beside)}`}.`, ''];
  }
  const owners = ownersOf(fqn, assembly);
  return owners.length === 0 ? [] : [`**Belongs to** ${linked(owners)}.`, ''];
}

/** The nearest types with a purpose that accept or return a type. */
function ownersOf(fqn: string, assembly: Assembly): string[] {
  const isTold = (name: string) => PURPOSES.some(([, names]) => names.includes(name));
  const seen = new Set([fqn]);
  for (let level = [fqn]; level.length > 0;) {
    const users = [...new Set(level.flatMap((each) => assembly.usersOf(each)))];
    const told = users.filter(isTold);
    if (told.length > 0) {
      return told;
    }
    level = users.flatMap((name) => assembly.types.find((type) => type.name === name)?.fqn ?? []).filter((each) => !seen.has(each));
    level.forEach((each) => seen.add(each));
  }
  return [];
}

function signatures(type: JsiiType, assembly: Assembly): string[] {
  const blocks = LANGUAGES.map(({ title, fence, signature }) => ['', `\`\`\`${fence} [${title}]`, ...signature(type, assembly), '```']);
  return ['::: code-group', ...blocks.flat(), ':::', ''];
}

function shownType({ name, docs, methods = [] }: JsiiType): ShownType {
  return { name, own: [docs, ...methods.map((method) => method.docs)].flatMap((each) => each?.example ?? []) };
}

/** A sample from a guide, otherwise the type's own example, translated by jsii. */
function example({ name }: JsiiType, examples: Examples): string[] {
  const found = examples.of(name);
  const blocks = found?.translations.map(({ title, fence, code }) => ['', `\`\`\`${fence} [${title}]`, code, '```']) ?? [];
  return found === undefined ? []
    : ['## Example', '', ...found.guide === undefined ? [] : [`From [the guide](/guides/${found.guide}).`, ''], '::: code-group', ...blocks.flat(), ':::', ''];
}

function members(title: string, all: readonly JsiiMember[], assembly: Assembly): string[] {
  return all.length === 0 ? [] : [`## ${title}`, '', ...all.flatMap((member) => [
    `### ${member.name}${member.optional ? ' <Badge type="info" text="optional" />' : ''}`, '',
    ...typeLine(member, assembly), ...prose(member.docs), ...parameters(member, assembly),
  ])];
}

function typeLine({ type, returns, inheritedFrom }: JsiiMember, assembly: Assembly): string[] {
  const told = type ?? returns?.type;
  const inherited = inheritedFrom === undefined ? '' : ` of [${inheritedFrom}](/api/${inheritedFrom})`;
  return told === undefined ? (inherited === '' ? [] : [inherited.trim(), '']) : [`${returns === undefined ? '' : 'Returns '}${assembly.linked(told)}${inherited}`, ''];
}

function parameters({ parameters: all = [] }: JsiiMember, assembly: Assembly): string[] {
  return all.length === 0 ? [] : ['| parameter | type | |', '|---|---|---|',
    ...all.map(({ name, type, optional, docs }) => `| \`${name}\`${optional ? ' (optional)' : ''} | ${assembly.linked(type)} | ${inline(docs?.summary)} |`), ''];
}

/** Summary, remarks, default and errors. */
function prose(docs: JsiiDocs | undefined): string[] {
  const { summary, remarks, default: otherwise, custom, deprecated } = docs ?? {};
  return [
    ...(deprecated === undefined ? [] : [`**Deprecated.** ${text(deprecated)}`, '']),
    ...(summary === undefined ? [] : [text(summary), '']),
    ...(remarks === undefined ? [] : [text(remarks), '']),
    ...(otherwise === undefined ? [] : [`*Default:* ${text(otherwise)}`, '']),
    ...(custom?.throws === undefined ? [] : [`*Throws* ${text(custom.throws)}`, '']),
  ];
}

/** Escapes angle brackets in the Markdown of a docstring, and joins the lines of code, which VitePress would read as a component. */
function text(markdown: string): string {
  return markdown.split(/(`[^`]*`)/).map((part, index) => (index % 2 === 1 ? part.replace(/\s*\n\s*/g, ' ') : part.replace(/<(?!https?:)/g, '&lt;'))).join('')
    .replace(/\{@link (\w+)(?:\.\w+)?\}/g, '`$1`');
}

function inline(markdown = ''): string {
  return escaped(markdown.replace(/\s+/g, ' '));
}

function usedBy({ fqn }: JsiiType, assembly: Assembly): string[] {
  const users = assembly.usersOf(fqn);
  return users.length === 0 ? [] : ['## Used by', '', users.map((name) => `[${name}](/api/${name})`).join(', '), ''];
}
