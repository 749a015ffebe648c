import { JsonObject } from '../common/data/json';
import { Answers } from './answers';
import { Program } from './program/expression';
import { Outcome, run } from './program/run';
import { contradictions, programOf } from './program-of';
import { ANSWERS } from './questions/answers';
import { checkForm, onePerAnswer } from './questions/check';

/** What comes of answers. */
export interface Examined extends Outcome {
  /** What makes it; nothing where the answers have problems. */
  readonly program?: Program;
}

/**
 * Makes everything from the answers, in memory, or says everything that is wrong with them. It asks nobody, writes nothing, and the
 * same answers give the same bytes.
 */
export function examine(answers: unknown): Examined {
  const form = checkForm(ANSWERS, answers);
  if (form.length > 0) {
    return { files: [], warnings: [], problems: form };
  }
  const given = withoutNothing(answers as JsonObject) as unknown as Answers;
  const program = programOf(given);
  const outcome = run(program);
  const contradicting = contradictions(given);
  // What has no place of its own may follow from them.
  const further = outcome.problems.filter(({ path }) => contradicting.length === 0 || path !== '');
  const problems = [...contradicting, ...further];
  return problems.length > 0 ? { files: [], warnings: [], problems: onePerAnswer(problems) } : { ...outcome, program };
}

/** In YAML a name without a value is nothing. */
function withoutNothing(answers: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== null && value !== undefined));
}
