import { isObject, JsonObject, pathSteps, pathText } from '../common/data/json';
import { answerAt, Answers, fieldAt, withAnswer } from './answers';
import { Call, Expression, Member, Name, Program, Statement } from './program/expression';
import { Outcome, run } from './program/run';
import { contradictions, programOf } from './program-of';
import { ANSWERS } from './questions/answers';
import { AnswerProblem, checkForm, completed, isWithin, leastOf, onePerAnswer } from './questions/check';
import { Field, mapBelow } from './questions/field';

/** The output of answers. */
export interface Examined extends Outcome {
  /** The answers; of valid form if there is a program. */
  readonly answers: Answers;
  /** The program; undefined if the answers have problems. */
  readonly program?: Program;
}

/**
 * Generates all output of the answers in memory, or reports all their problems. It asks no questions and
 * writes no files; the same answers give the same bytes.
 */
export function examine(given: unknown): Examined {
  const made = tried(given, programOf);
  const problems = problemsWith(made);
  return problems.length > 0
    ? { files: [], warnings: [], problems: withFurther(problems, given), answers: made.answers }
    : made;
}

/** The output of a program for the answers; undefined if their form is invalid. */
function tried(given: unknown, programFor: (answers: Answers) => Program): Examined {
  const form = checkForm(ANSWERS, given);
  if (form.length > 0) {
    return { files: [], warnings: [], problems: form, answers: given as Answers };
  }
  const answers = withoutNothing(given);
  const program = programFor(answers);
  return { ...run(program), program, answers };
}

/** The problems of answers, alone and in combination, if their form is valid. */
function problemsWith({ answers, program, problems }: Examined): readonly AnswerProblem[] {
  const contradicting = program === undefined ? [] : contradictions(answers);
  // Problems without a place may result from them.
  const further = problems.filter(({ path }) => contradicting.length === 0 || path !== '');
  return onePerAnswer([...contradicting, ...further]);
}

/**
 * Repeats with examples in place of invalid answers, to find further problems, until there are no new ones.
 */
function withFurther(first: readonly AnswerProblem[], given: unknown): AnswerProblem[] {
  const told = [...first];
  const mended: string[] = [];
  // If not only values are invalid, problems other than those of values may be consequences.
  const isTold = first.every(isOfValue)
    ? () => true : ({ path }: AnswerProblem) => isObject(given) && isValue(answerAt(given, path));
  let [answers, wrong] = [given, first];
  while (wrong.length > 0 && isObject(answers)) {
    answers = withoutNothing(
      wrong.reduce((all, problem) => mend(all, problem, mended.push(problem.path)), answers),
    );
    const examples = mended.flatMap((path) => exampleAt(path) ?? []);
    const isKnown = ({ path, text, isMissing }: AnswerProblem) => path === ''
      || mended.some((each) => path === each || (isWithin(path, each) && !isMissing))
      || (!isMissing && examples.some((each) => text.includes(each)));
    wrong = problemsBeforeVerdict(answers).filter((problem) => !isKnown(problem));
    told.push(...wrong.filter(isTold));
  }
  return inOrder(told);
}

/** The order of an answers file; entries of a list or a map keep their order. */
function inOrder(problems: readonly AnswerProblem[]): AnswerProblem[] {
  const placed = problems.map((problem) => ({ problem, place: orderOf(problem.path) }));
  return placed.sort(({ place: one }, { place: other }) => {
    const step = one.findIndex((index, i) => i < other.length && index !== other[i]);
    return step < 0 ? 0 : one[step] - other[step];
  }).map(({ problem }) => problem);
}

/** The number of answers before it on each level. */
function orderOf(path: string): number[] {
  let field: Field | undefined = ANSWERS;
  const steps = pathSteps(path).map((step) => {
    const { fields = {}, entry }: Partial<Field> = field ?? {};
    field = entry ?? fields[step];
    return Object.keys(fields).indexOf(step);
  });
  return steps.length === 0 ? [-2] : steps;
}

/** Replaces an invalid answer with an example; removes it if it is optional and not a plain value. */
function mend(answers: JsonObject, problem: AnswerProblem, count: number): JsonObject {
  const { path, isMissing } = problem;
  const field = fieldAt(path);
  if (field === undefined) {
    const above = pathText(pathSteps(path).slice(0, -1));
    return fieldAt(above)?.type === 'choice'
      ? mend(answers, { ...problem, path: above }, count) : withAnswer(answers, path, undefined);
  }
  const isNeeded = !field.optional || !isWhole(field) || isMissing;
  const example = isNeeded ? leastOf(field) : undefined;
  // Two applications must not have the same ID or subject.
  const isOne = typeof example === 'string' && /(subject|clientId)$/i.test(path);
  return withAnswer(answers, path, isOne ? `${example.slice(0, -1)}${count}` : example);
}

/** How a problem would name the example in the place of an answer: a URL by its host. */
function exampleAt(path: string): string | undefined {
  const field = fieldAt(path);
  const example = field && leastOf(field);
  return typeof example === 'string' ? /^https:\/\/([^/]+)/.exec(example)?.[1] ?? example : undefined;
}

function isValue(answer: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof answer);
}

function isOfValue({ path, isMissing = false }: AnswerProblem): boolean {
  const field = fieldAt(path);
  return field !== undefined && (!isWhole(field) || isMissing);
}

function isWhole({ type }: Field): boolean {
  return !['text', 'flag', 'number'].includes(type);
}

/** Problems of single answers; without those of verification, which takes most of the time. */
function problemsBeforeVerdict(answers: unknown): readonly AnswerProblem[] {
  return problemsWith(tried(answers, unjudged));
}

/** Problems of one answer, while others are still missing. */
export function problemsAt(path: string, answers: JsonObject): AnswerProblem[] {
  return problemsBeforeVerdict(completed(answers)).filter((problem) => problem.path === path
    || (isWithin(problem.path, path) && !problem.isMissing));
}

/** The output of answers before verification; undefined if their form is invalid. */
export function madeOf(answers: unknown): Outcome {
  return tried(answers, unjudged);
}

function unjudged(answers: Answers): Program {
  const { heading, statements } = programOf(answers);
  return { heading, statements: statements.filter(isWithoutVerdict) };
}

/**
 * The authentication guide's own values for an identity, faults included, to distinguish the user's choices
 * from the guide.
 */
export function examineAsGuide(given: unknown): Outcome {
  return tried(given, ({ domain, identityProvider, applications, controlPlane }) => {
    const { heading, statements } = unjudged({
      domain,
      identityProvider,
      applications,
      secrets: { provisioned: {} },
      planes: { charts: { version: GUIDE_RELEASE } },
      controlPlane: controlPlane?.namespace === undefined ? undefined : { namespace: controlPlane.namespace },
    });
    return { heading, statements: statements.map(asGuide) };
  });
}

/** The release that the guide describes. */
const GUIDE_RELEASE = '2026.3';

/** The guide's own output has findings. */
function isWithoutVerdict(statement: Statement): boolean {
  return !(statement.kind === 'do' && statement.value instanceof Call
    && statement.value.type === 'AuthVerification');
}

function asGuide(statement: Statement): Statement {
  if (statement.kind !== 'const' || !(statement.value instanceof Call)
    || statement.value.type !== 'UnionIdentity') {
    return statement;
  }
  const { args: [props], answer } = statement.value;
  const profile = new Member(new Name('AuthProfile'), 'GUIDE');
  return {
    ...statement,
    value: new Call('new UnionIdentity', [{ ...props as { [prop: string]: Expression }, profile }], answer),
  };
}

/** Without names that have no value, which YAML reads as null, except for Helm. */
export function withoutNothing(answers: unknown): Answers {
  return whatIsSaid(ANSWERS, answers) as Answers;
}

function whatIsSaid(field: Field, answer: unknown): unknown {
  const isSaid = ([, value]: [string, unknown]) => value !== null && value !== undefined;
  return mapBelow(field, isObject(answer) && field.type === 'struct'
    ? Object.fromEntries(Object.entries(answer).filter(isSaid)) : answer, whatIsSaid);
}
