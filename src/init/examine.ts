import { JsonObject, isObject } from '../common/data/json';
import { Answers, fieldAt, withAnswer } from './answers';
import { Call, Expression, Member, Name, Program, Statement } from './program/expression';
import { Outcome, run } from './program/run';
import { contradictions, programOf } from './program-of';
import { ANSWERS, completed } from './questions/answers';
import { AnswerProblem, checkForm, onePerAnswer } from './questions/check';
import { detailsOf, exampleOf, Field } from './questions/field';

/** What comes of answers. */
export interface Examined extends Outcome {
  /** The answers, whose form is right where there is a program. */
  readonly answers: Answers;
  /** What makes it; nothing where the answers have problems. */
  readonly program?: Program;
}

/**
 * Makes everything from the answers, in memory, or says everything that is wrong with them. It asks nobody,
 * writes nothing, and the same answers give the same bytes.
 */
export function examine(given: unknown): Examined {
  const form = checkForm(ANSWERS, given);
  if (form.length > 0) {
    const problems = withMissing([...form, ...problemsBeside(form, given)], given);
    return { files: [], warnings: [], problems, answers: given as Answers };
  }
  const answers = withoutNothing(given);
  const program = programOf(answers);
  const outcome = run(program);
  const problems = withMissing(problemsWith(answers, outcome), answers);
  return {
    ...problems.length > 0 ? { files: [], warnings: [], problems } : { ...outcome, program },
    answers,
  };
}

/**
 * What is wrong besides answers that are missing, by what comes of examples in their place; nothing where
 * more than that is wrong with the form, of which other problems may be the consequence.
 */
function problemsBeside(missing: readonly AnswerProblem[], answers: unknown): AnswerProblem[] {
  if (!isObject(answers) || !missing.every(({ isMissing }) => isMissing)) {
    return [];
  }
  const filled = completed(answers) as Answers;
  const isOfExample = (place: string) => place === '' || missing.some(({ path }) =>
    place === path || place.startsWith(`${path}.`) || place.startsWith(`${path}[`));
  return problemsWith(filled, madeOf(filled)).filter(({ path }) => !isOfExample(path));
}

/**
 * The same, and what is missing besides: what a construct lacks is told only where those before it are made,
 * which examples in the place of wrong and missing values let happen.
 */
function withMissing(problems: AnswerProblem[], answers: unknown): AnswerProblem[] {
  // The example of more than a value would be another deployment.
  if (problems.length === 0 || !isObject(answers) || !problems.every(isOfValue)) {
    return problems;
  }
  const paths = problems.map(({ path }) => path).filter((path) => !isWhole(path));
  const mended = completed(
    paths.reduce((all, path, index) => withAnswer(all, path, ownExample(path, index)), answers),
  ) as Answers;
  const further = problemsWith(mended, madeOf(mended)).filter(({ path, isMissing }) =>
    isMissing && !problems.some((told) => told.path === path));
  return further.length === 0 ? problems : withMissing([...problems, ...further], answers);
}

/** No two alike, as two applications may not have one subject. */
function ownExample(path: string, index: number): unknown {
  const example = exampleOf(fieldAt(path)!);
  return typeof example === 'string' && index > 0 && /subject$/i.test(path) ? `${example}${index}` : example;
}

function isOfValue({ path, isMissing }: AnswerProblem): boolean {
  return fieldAt(path) !== undefined && (!isWhole(path) || isMissing === true);
}

function isWhole(path: string): boolean {
  return !['text', 'flag', 'number'].includes(fieldAt(path)?.type ?? '');
}

/** What is wrong with each answer; not the verdict, which is about all of them and takes most of the time. */
export function problemsBeforeVerdict(answers: unknown): AnswerProblem[] {
  const form = checkForm(ANSWERS, answers);
  return form.length > 0 ? form : problemsWith(withoutNothing(answers), madeOf(answers));
}

/**
 * What is wrong with one answer, while others are still to come: what is missing below it may be among them.
 */
export function problemsAt(path: string, answers: JsonObject): AnswerProblem[] {
  const isBelow = (other: string) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`);
  return problemsBeforeVerdict(completed(answers)).filter((problem) =>
    problem.path === path || (isBelow(problem.path) && !problem.isMissing));
}

function problemsWith(answers: Answers, { problems }: Outcome): AnswerProblem[] {
  const contradicting = contradictions(answers);
  // What has no place of its own may follow from them.
  const further = problems.filter(({ path }) => contradicting.length === 0 || path !== '');
  return onePerAnswer([...contradicting, ...further]);
}

/** What answers make, before anybody judges it; nothing where their form is wrong. */
export function madeOf(answers: unknown): Outcome {
  const form = checkForm(ANSWERS, answers);
  if (form.length > 0) {
    return { files: [], warnings: [], problems: form };
  }
  const { heading, statements } = programOf(withoutNothing(answers));
  return run({ heading, statements: statements.filter(isWithoutVerdict) });
}

/**
 * The values that the authentication guide itself has for an identity, faults included: they tell what
 * somebody chose from what the guide says.
 */
export function examineAsGuide(answers: unknown): Outcome {
  if (checkForm(ANSWERS, answers).length > 0) {
    return { files: [], warnings: [], problems: [] };
  }
  const { domain, identityProvider, applications, controlPlane } = withoutNothing(answers);
  const { heading, statements } = programOf({
    domain,
    identityProvider,
    applications,
    secrets: { provisioned: {} },
    planes: { charts: { version: GUIDE_RELEASE } },
    controlPlane: controlPlane?.namespace === undefined ? undefined : { namespace: controlPlane.namespace },
  });
  return run({ heading, statements: statements.filter(isWithoutVerdict).map(asGuide) });
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

/** In YAML a name without a value is nothing, but to Helm, and as one of a choice. */
function withoutNothing(answers: unknown): Answers {
  return whatIsSaid(ANSWERS, answers) as Answers;
}

function whatIsSaid(field: Field, answer: unknown): unknown {
  if (Array.isArray(answer) && field.entry) {
    return answer.map((item) => whatIsSaid(field.entry!, item));
  }
  if (isObject(answer) && field.type === 'map') {
    return Object.fromEntries(Object.entries(answer).map(([name, value]) =>
      [name, whatIsSaid(field.entry!, detailsOf(field.entry!, value))]));
  }
  if (!isObject(answer) || (field.type !== 'struct' && field.type !== 'choice')) {
    return answer;
  }
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([, value]) => field.type === 'choice' || (value !== null && value !== undefined))
      .map(([name, value]) => [name, whatIsSaid(field.fields[name], value)]),
  );
}
