import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { TargetLanguage, Translator, typeScriptSnippetFromCompleteSource } from 'jsii-rosetta';
import type { Assembly } from './assembly';
import { inGo } from './in-go';
import { inJava } from './in-java';

const ROOT = join(__dirname, '..', '..');
/** Functions, templates, patterns and untyped objects cannot be translated, or do not compile. */
const UNTRANSLATED = /=>|`|(?:const|let) [[{]|= \{/;
/** Longer samples are not examples of one type. */
const MOST_LINES = 45;

const LANGUAGES = [
  { title: 'Python', fence: 'python', target: TargetLanguage.PYTHON },
  { title: 'Java', fence: 'java', target: TargetLanguage.JAVA },
  { title: 'Go', fence: 'go', target: TargetLanguage.GO },
] as const;

/** An example in a language. */
export interface Translation {
  readonly title: string;
  readonly fence: string;
  readonly code: string;
}

/** An example of a type, in every language. */
export interface Example {
  /** The guide of the example; absent for an example in a docstring. */
  readonly guide?: string;
  readonly translations: readonly Translation[];
}

/** A type, and the examples in the docstrings of it and its factories. */
export interface ShownType {
  readonly name: string;
  readonly own: readonly string[];
}

/** The shortest samples of guides that use a type, otherwise its docstring, translated by jsii. */
export class Examples {
  private readonly byType: ReadonlyMap<string, Example>;

  /** The program of the front page, in every language. */
  public readonly front: readonly Translation[];

  /**
   * @param workshop a folder for the compiler
   * @param front the program of the front page
   */
  public constructor(types: readonly ShownType[], assembly: Assembly, workshop: string, front: string) {
    const names = types.map(({ name }) => name);
    const samples = samplesOf('docs');
    const chosen = new Map(types.flatMap(({ name, own }): [string, Sample][] => {
      const [shortest] = samples.filter(({ code }) => new RegExp(`(?:new ${name}\\(|\\b${name}\\.\\w+\\()`).test(code))
        .sort((a, b) => a.code.length - b.code.length);
      const all = shortest ?? (own.length === 0 ? undefined : { code: `${own[0]}\n` });
      return all === undefined ? [] : [[name, all]];
    }));
    const first: Sample = { code: front };
    const made = translations([first, ...new Set(chosen.values())], names, workshop);
    const finish: Readonly<Record<string, typeof inGo>> = { go: inGo, java: inJava };
    const translated = new Map([...made].map(([sample, example]) => [sample, {
      ...example, translations: example.translations.map((each) => ({ ...each, code: finish[each.fence]?.(each.code, assembly) ?? each.code })),
    }]));
    this.front = translated.get(first)!.translations;
    this.byType = new Map([...chosen].map(([name, sample]) => [name, translated.get(sample)!]));
  }

  public of(name: string): Example | undefined {
    return this.byType.get(name);
  }
}

interface Sample {
  readonly guide?: string;
  readonly code: string;
}

function samplesOf(folder: string): Sample[] {
  return readdirSync(join(ROOT, folder)).filter((file) => file.endsWith('.md')).sort().flatMap((file) =>
    [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(/^```ts\n([\s\S]+?)^```/gm)]
      .map(([, code]) => ({ guide: file.slice(0, -'.md'.length), code }))
      .filter(({ code }) => code.split('\n').length <= MOST_LINES && !UNTRANSLATED.test(code)));
}

/** Adds the imports and declarations that samples assume, invisibly. */
function complete({ code }: Sample, names: readonly string[]): string {
  if (/^import /m.test(code)) {
    return withoutShorthands(code);
  }
  const uses = (name: string) => new RegExp(`(?<![\\w.'-])${name}(?![\\w-])`).test(code);
  const given = Object.entries(GIVEN).filter(([name]) => uses(name) && !new RegExp(`const ${name}\\b`).test(code));
  const imported = new Set([...names.filter(uses), ...given.map(([, type]) => type)].filter((name) => names.includes(name)));
  return [
    '/// !hide',
    'import { App, Chart } from \'cdk8s\';',
    `import { ${[...imported].join(', ')} } from 'cdk8s-union-auth';`,
    ...given.map(([name, type]) => `declare const ${name}: ${type};`),
    '/// !show',
    withoutShorthands(code),
  ].join('\n');
}

/** The declarations that samples assume, with their types. */
const GIVEN: Readonly<Record<string, string>> = {
  app: 'App',
  chart: 'Chart',
  controlPlaneChart: 'Chart',
  argo: 'Chart',
  flux: 'Chart',
  identity: 'UnionIdentity',
  secrets: 'SecretDelivery',
  controlPlane: 'ControlPlaneAuth',
  store: 'ISecretStore',
  database: 'Database',
  storage: 'ObjectStorage',
};

function translations(samples: readonly Sample[], names: readonly string[], workshop: string): ReadonlyMap<Sample, Example> {
  // The library is found by its name, as after an installation.
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(join(workshop, 'node_modules'), { recursive: true });
  symlinkSync(ROOT, join(workshop, 'node_modules', 'cdk8s-union-auth'));
  const snippets = samples.map((sample, index) => typeScriptSnippetFromCompleteSource(complete(sample, names),
    { api: { api: 'file', fileName: join(workshop, `sample-${index}.ts`) } }, false, { $compilation: workshop }));
  const translator = new Translator(false);
  const made = translator.translateSnippets(snippets, LANGUAGES.map(({ target }) => target));
  return new Map(samples.map((sample, index) => [sample, {
    guide: sample.guide,
    translations: [
      { title: 'TypeScript', fence: 'ts', code: sample.code.trimEnd() },
      ...LANGUAGES.map(({ title, fence, target }) => ({ title, fence, code: made[index].get(target)?.source ?? '' })),
    ].filter(({ code }) => code !== ''),
  }]));
}

/** Shorthand properties have another name in Go, so they are expanded. */
function withoutShorthands(code: string): string {
  return code.replace(/(?<=[{,]\s*)([a-z]\w*)(?=\s*[,}])/g, (name: string, _, at: number) =>
    (isInObject(code, at) ? `${name}: ${name}` : name));
}

/** Whether a place is directly between the braces of an object. */
function isInObject(code: string, at: number): boolean {
  let depth = 0;
  for (let i = at - 1; i >= 0; i -= 1) {
    depth += ')]}'.includes(code[i]) ? 1 : 0;
    if ('([{'.includes(code[i])) {
      if (depth === 0) {
        return code[i] === '{' && !/(?:import |\$)$/.test(code.slice(0, i));
      }
      depth -= 1;
    }
  }
  return false;
}
