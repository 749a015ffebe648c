import { filesOf, read, write } from './files';
import { Filler } from './fill';
import { TextProblems } from './problems';
import { PlacedRule, RulesReader } from './rules';
import { SymptomsReader } from './symptoms';

/** The rules of one tool: their texts, the sources that use them, and the generated module. */
interface Rules {
  readonly texts: string;
  readonly sources: readonly string[];
  readonly module: string;
  /** The import path of their types. */
  readonly types: string;
}

const RULES: readonly Rules[] = [
  {
    texts: 'src/verify/texts',
    sources: ['src/verify/rules', 'src/verify/engine'],
    module: 'src/verify/texts/rule-texts.ts',
    types: './rule-description',
  },
  {
    texts: 'src/doctor/texts',
    sources: ['src/doctor/rules'],
    module: 'src/doctor/texts/rule-texts.ts',
    types: '../../verify/texts/rule-description',
  },
];

const SYMPTOMS = 'src/verify/symptoms';
const SHARED = 'shared-causes.yaml';
const SYMPTOMS_MODULE = 'src/verify/symptoms/symptom-groups.ts';

/** @throws Error that names file and line of everything that is wrong. */
export function compileTexts(): void {
  const problems = new TextProblems();
  const filler = new Filler(problems);
  const rules = RULES.map((tower) => ({ tower, placed: readRules(tower, problems, filler) }));
  const ids = new Set(rules.flatMap(({ placed }) => placed.map(({ rule: { id } }) => id)));
  const groups = readSymptoms(new SymptomsReader(problems, filler, ids));
  filler.unused.forEach((name) => problems.add({ file: 'scripts/texts', line: 1 }, `no text names ${name}`));
  problems.throwIfAny();
  rules.forEach(({ tower, placed }) => write(tower.module, moduleOfRules(tower, placed)));
  write(SYMPTOMS_MODULE, moduleOfSymptoms(groups));
}

function readRules({ texts, sources }: Rules, problems: TextProblems, filler: Filler): PlacedRule[] {
  const reader = new RulesReader(problems, filler);
  const placed = filesOf(texts, '.md').flatMap((file) => reader.read(file, read(file)));
  const known = new Set<string>();
  for (const { at, rule: { id } } of placed) {
    if (known.has(id)) {
      problems.add(at, `two rules have the id ${id}`);
    }
    known.add(id);
  }
  const files = sources.flatMap((folder) => filesOf(folder, '.ts'));
  const named = files.flatMap(idsIn);
  named.filter(({ id }) => !known.has(id)).forEach(({ id, ...at }) => problems.add(at, `the rule ${id} has no text in ${texts}`));
  const ids = new Set(named.map(({ id }) => id));
  placed.filter(({ rule: { id } }) => !ids.has(id)).forEach(({ at, rule: { id } }) => problems.add(at, `no rule is called ${id}`));
  checkValues(placed, files.map(read), problems);
  return placed;
}

/** The values that the engine provides for each violation. */
const KNOWN_VALUES = new Set(['object', 'field', 'key', 'expected', 'found']);

/** A headline or a remedy with an unknown value would show the value's name. */
export function checkValues(placed: readonly PlacedRule[], sources: readonly string[], problems: TextProblems): void {
  const words = new Set(sources.flatMap((source) => source.match(/\w+/g) ?? []));
  for (const { at, rule } of placed) {
    valuesOf(rule).filter((name) => !KNOWN_VALUES.has(name) && !words.has(name))
      .forEach((name) => problems.add(at, `${rule.id}: no rule gives a value {${name}}`));
  }
}

/** The values in headlines and remedies, such as `{missing}` and `{missing|the missing headers}`. */
function valuesOf({ headlines, remedies }: PlacedRule['rule']): string[] {
  const texts = [...Object.values(headlines), ...remedies.map(({ text }) => text)].join(' ');
  return [...texts.matchAll(/\{(\w+)[|}]/g)].map(([, name]) => name);
}

/** The rules that a source defines: `defineRule('id', …)`, or `RULE_TEXTS['id']`. */
function idsIn(file: string): { id: string; file: string; line: number }[] {
  const text = read(file);
  return [...text.matchAll(/\b(?:\w*[rR]ule(?:<[\w<>, ]+>)?\(\s*|\w*TEXTS\[)'([\w-]+)'/g)]
    .map(({ 1: id, index }) => ({ id, file, line: text.slice(0, index).split('\n').length }));
}

function readSymptoms(reader: SymptomsReader) {
  const shared = reader.shared(`${SYMPTOMS}/${SHARED}`, read(`${SYMPTOMS}/${SHARED}`));
  return filesOf(SYMPTOMS, '.yaml').filter((file) => !file.endsWith(SHARED))
    .map((file) => reader.group(file, read(file), shared))
    .sort((a, b) => a.order - b.order)
    .map(({ title, symptoms }) => ({ title, symptoms }));
}

const HEAD = (from: string) => `// Written by scripts/texts.ts from the ${from} beside it. Do not edit.\n`;

function moduleOfRules({ types }: Rules, placed: readonly PlacedRule[]): string {
  const ids = placed.map(({ rule: { id } }) => `'${id}'`).join('\n  | ');
  return `${HEAD('Markdown')}import type { RuleDescription } from '${types}';\n\nexport type RuleId =\n  | ${ids};\n\n`
    + 'export const RULE_TEXTS: Readonly<Record<RuleId, RuleDescription>> = '
    + `${JSON.stringify(Object.fromEntries(placed.map(({ rule }) => [rule.id, rule])), undefined, 1)};\n`;
}

function moduleOfSymptoms(groups: readonly object[]): string {
  return `${HEAD('YAML')}import type { SymptomGroup } from './symptom';\n\n`
    + `export const SYMPTOM_GROUPS: readonly SymptomGroup[] = ${JSON.stringify(groups, undefined, 1)};\n`;
}
