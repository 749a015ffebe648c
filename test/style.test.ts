import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { GENERATED_PAGES } from '../scripts/docs';
import { DESCRIBED_RULES } from '../src/cli/rules-command';
import { SYMPTOMS } from '../src/verify/symptoms/symptoms';

/** What messages said before scripts/texts/STYLE.md, and what they say in its place. */
const AVOIDED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\b(?:is|are) no (?!longer)(?:\w+ )?(?:text|map|list|number|prop|URL|port|path|YAML|UUID|file|edge|version|values?|secrets?)\b/, 'must be …, or is not a …'],
  [/\bis none that\b/, 'has no …'],
  [/\bgive a value\b/, 'must not be empty'],
  [/\bnot judged\b/, 'not checked'],
  [/\bnobody in the input\b/, 'no object in the input'],
  [/\bwhat stands\b/, 'the existing files'],
  [/\b(?:nobody|somebody|everybody|whoever)\b/i, 'who or what it is; no one, anyone'],
  [/\bstands?\b(?!-)/, 'is, exists'],
  [/\b(?:is|are) (?:told|taken for|judged)\b/, 'gets, is treated as, is checked'],
  [/\b(?:is|are) none\b/, 'has no …, is not a …'],
  [/\bspeaks? against\b/, 'breaks the rule'],
  [/\ball the same\b/, 'anyway'],
  [/\bpassed over\b/, 'ignored'],
  [/\b(?:lies|lie)\b/, 'is'],
  [/\bholds? (?:no|nothing|several|a|the)\b/, 'has, contains'],
  [/\bmend\b/, 'fix, correct'],
  [/\banybody\b/i, 'anyone, any caller'],
  [/\btakes? (?:one|no) (?:file|folder|argument)/, 'accepts one …, accepts no …s'],
  [/\b(?:is|are) not right\b/, 'is not valid'],
];

/** Folders with messages, titles of tests on real servers, and output of scripts. */
const ROOTS = ['src', 'site', 'scripts', 'examples', 'e2e'];

/** Made of Markdown and YAML; the words of symptoms are those of people, who do say "nobody can log in". */
const GENERATED = /(?:rule-texts|symptom-groups|prop-docs|stylesheets)\.ts$/;

function filesBelow(path: string): string[] {
  return statSync(path).isFile() ? [path] : readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
}

/** Texts of a program: not its comments, its patterns or what it imports. */
function textsOf(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    // A text that is just "nobody" is the Unix user.
    if ((ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) && node.text !== 'nobody') {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts;
}

test.each(ROOTS)('no message in %s has a phrase that the style avoids', (room) => {
  const found = filesBelow(join(root, room)).filter((path) => path.endsWith('.ts') && !GENERATED.test(path)).flatMap((path) => textsOf(path).flatMap((text) =>
    AVOIDED.filter(([phrase]) => phrase.test(text)).map(([, instead]) => `${path.slice(root.length + 1)}: "${text}": write ${instead}`)));
  expect(found).toEqual([]);
});

/** What a guide does not say: who acts has a name, and things exist or contain. */
const VAGUE = /\b(?:nobody|somebody|everybody|anybody|whoever|stands|stood|(?:is|are) told|holds|held|lies|lie|not judged)\b/i;

/** The text of a page, line by line: without code. */
function proseOf(page: string): string[] {
  return readFileSync(page, 'utf8').replace(/^( *)```[^]*?^\1```/gm, (code) => code.replace(/[^\n]/g, '')).replace(/`[^`\n]*`/g, '`…`').split('\n');
}

const root = join(__dirname, '..');
const GUIDES = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md') && !(file in GENERATED_PAGES)).map((file) => `docs/${file}`);

test.each(['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'SECURITY.md', 'e2e/README.md', 'e2e/login/faults.md', 'site/README.md', ...GUIDES])('%s names who acts, and says what exists', (page) => {
  const found = proseOf(join(root, page)).flatMap((line, i) => (VAGUE.test(line) ? [`${page}:${i + 1}: ${VAGUE.exec(line)![0]}`] : []));
  expect(found).toEqual([]);
});

test('a vague word of a guide is found, and code is not read', () => {
  expect(['Nobody gets in', 'clients are told', 'where it lies'].map((line) => VAGUE.test(line))).toEqual([true, true, true]);
  expect(['no one gets in', 'clients learn', 'where it is', 'he relies on it'].map((line) => VAGUE.test(line))).toEqual([false, false, false, false]);
});

const ofRules = DESCRIBED_RULES.flatMap(({ id, title, symptom, explanation, remediation, notChecked = '', headlines, see }) =>
  [title, symptom, explanation, remediation, notChecked, ...Object.values(headlines), ...see.map(({ shows }) => shows)].map((text) => [id, text]));
const ofSymptoms = SYMPTOMS.flatMap(({ id, title, causes, see = [] }) =>
  [title, ...causes.flatMap((cause) => [cause.cause, ...('rule' in cause ? [] : [cause.remedy])]), ...see.map(({ shows }) => shows)].map((text) => [id, text]));

test('no text of a rule or a symptom has one', () => {
  const found = [...ofRules, ...ofSymptoms].flatMap(([id, text]) =>
    AVOIDED.filter(([phrase]) => phrase.test(text)).map(([, instead]) => `${id}: "${text}": write ${instead}`));
  expect(found).toEqual([]);
});

test('a listed phrase is found, and its replacement is not', () => {
  const isAvoided = (text: string) => AVOIDED.some(([phrase]) => phrase.test(text));
  expect(['is no text; put it in quotes', 'login not judged', 'nobody in the input writes it'].map(isAvoided)).toEqual([true, true, true]);
  expect(['must be text', 'is not a URL', 'is no longer made', 'Not checked: login'].map(isAvoided)).toEqual([false, false, false, false]);
});
