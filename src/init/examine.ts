import { isObject, JsonObject, pathSteps, pathText } from '../common/data/json';
import { answerAt, Answers, fieldAt, withAnswer } from './answers';
import { Call, Expression, Member, Name, Program, Statement } from './program/expression';
import { Outcome, run } from './program/run';
import { contradictions, programOf } from './program-of';
import { ANSWERS } from './questions/answers';
import { AnswerProblem, checkForm, completed, isWithin, leastOf, onePerAnswer } from './questions/check';
import { detailsOf, Field } from './questions/field';

/** What comes of answers. */
export interface Examined extends Outcome {
  /** The answers, whose form is right where there is a program. */
  readonly answers: Answers;
  /** What makes it; nothing where the answers have problems. */
  readonly program?: Program;
}

/**
 * Makes everything from the answers, in memory, or says everything that is wrong with them. It asks no one,
 * writes nothing, and the same answers give the same bytes.
 */
export function examine(given: unknown): Examined {
  const made = tried(given, programOf);
  const problems = problemsWith(made);
  return problems.length > 0
    ? { files: [], warnings: [], problems: withFurther(problems, given), answers: made.answers }
    : made;
}

/** What a program makes of the answers; nothing where their form is wrong. */
function tried(given: unknown, programFor: (answers: Answers) => Program): Examined {
  const form = checkForm(ANSWERS, given);
  if (form.length > 0) {
    return { files: [], warnings: [], problems: form, answers: given as Answers };
  }
  const answers = withoutNothing(given);
  const program = programFor(answers);
  return { ...run(program), program, answers };
}

/** What is wrong with answers, and what they say against each other, where their form is right. */
function problemsWith({ answers, program, problems }: Examined): readonly AnswerProblem[] {
  const contradicting = program === undefined ? [] : contradictions(answers);
  // What has no place of its own may follow from them.
  const further = problems.filter(({ path }) => contradicting.length === 0 || path !== '');
  return onePerAnswer([...contradicting, ...further]);
}

/**
 * The same, and what is wrong besides: nothing is made of what is wrong, so that examples take its place, and
 * what comes of them is looked at, until nothing new is wrong.
 */
function withFurther(first: readonly AnswerProblem[], given: unknown): AnswerProblem[] {
  const told = [...first];
  const mended: string[] = [];
  // Where more than values is wrong, only other values are wrong by themselves: all else may follow.
  const isTold = first.every(isOfValue)
    ? () => true : ({ path }: AnswerProblem) => isObject(given) && isValue(answerAt(given, path));
  let [answers, wrong] = [given, first];
  while (wrong.length > 0 && isObject(answers)) {
    answers = withoutNothing(
      wrong.reduce((all, problem) => mend(all, problem, mended.push(problem.path)), answers),
    );
    const isKnown = ({ path, isMissing }: AnswerProblem) =>
      path === '' || mended.some((each) => path === each || (isWithin(path, each) && !isMissing));
    wrong = problemsBeforeVerdict(answers).filter((problem) => !isKnown(problem));
    told.push(...wrong.filter(isTold));
  }
  return inOrder(told);
}

/** As a file has its answers; entries of a list or a map stay as they are. */
function inOrder(problems: readonly AnswerProblem[]): AnswerProblem[] {
  const placed = problems.map((problem) => ({ problem, place: orderOf(problem.path) }));
  return placed.sort(({ place: one }, { place: other }) => {
    const step = one.findIndex((index, i) => i < other.length && index !== other[i]);
    return step < 0 ? 0 : one[step] - other[step];
  }).map(({ problem }) => problem);
}

/** How many answers are before it on each level. */
function orderOf(path: string): number[] {
  let field: Field | undefined = ANSWERS;
  const steps = pathSteps(path).map((step) => {
    const { fields = {}, entry }: Partial<Field> = field ?? {};
    field = entry ?? fields[step];
    return Object.keys(fields).indexOf(step);
  });
  return steps.length === 0 ? [-2] : steps;
}

/** An example in the place of what is wrong; what may be left out, and is more than a value, is left out. */
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
  // No two applications may have one ID or subject.
  const isOne = typeof example === 'string' && /(subject|clientId)$/i.test(path);
  return withAnswer(answers, path, isOne ? `${example.slice(0, -1)}${count}` : example);
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

/** What is wrong with each answer; not the verdict, which is about all of them and takes most of the time. */
function problemsBeforeVerdict(answers: unknown): readonly AnswerProblem[] {
  return problemsWith(tried(answers, unjudged));
}

/**
 * What is wrong with one answer, while others are still to come: what is missing below it may be among them.
 */
export function problemsAt(path: string, answers: JsonObject): AnswerProblem[] {
  return problemsBeforeVerdict(completed(answers)).filter((problem) => problem.path === path
    || (isWithin(problem.path, path) && !problem.isMissing));
}

/** What answers make, before anyone judges it; nothing where their form is wrong. */
export function madeOf(answers: unknown): Outcome {
  return tried(answers, unjudged);
}

function unjudged(answers: Answers): Program {
  const { heading, statements } = programOf(answers);
  return { heading, statements: statements.filter(isWithoutVerdict) };
}

/**
 * The values that the authentication guide itself has for an identity, faults included: they tell what
 * someone chose from what the guide says.
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
