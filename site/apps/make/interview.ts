import type { JsonObject } from '../../../src/common/data/json';
import { nextQuestion, Question } from '../../../src/init';

export interface Asked {
  readonly question: Question;
  readonly value: string | boolean | undefined;
  /** The answers before it. */
  readonly before: JsonObject;
}

export interface Interview {
  readonly questions: readonly Asked[];
  readonly answers: JsonObject;
  /** The examples for missing answers. */
  readonly examples: readonly string[];
}

/**
 * The questions of `init` in their order, as far as the answers lead. Unanswered questions are skipped if
 * nothing depends on them; otherwise an example is used.
 */
export function interviewed(said: ReadonlyMap<string, string | boolean>, withExamples = false): Interview {
  let answers: JsonObject = {};
  const soFar = new Map<string, string | boolean>();
  const questions: Asked[] = [];
  const examples: string[] = [];
  for (let question = nextQuestion(answers, soFar); question !== undefined; question = nextQuestion(answers, soFar)) {
    const { id, kind, initial, optional } = question;
    const given = said.get(id) ?? (kind === 'confirm' ? initial === 'yes' : initial ?? (optional ? '' : undefined));
    const isMissing = given === undefined || (given === '' && !optional);
    const value = isMissing && withExamples ? exampleFor(question) : given;
    if (isMissing && withExamples && kind === 'text') {
      examples.push(String(value));
    }
    questions.push({ question, value, before: answers });
    if (value === undefined && kind !== 'text') {
      break;
    }
    soFar.set(id, value ?? '');
    answers = value === undefined || value === '' ? answers : question.apply(answers, value);
  }
  return { questions, answers, examples };
}

/** A valid answer for an unanswered question. */
export function exampleFor({ kind, options, example }: Pick<Question, 'options' | 'example'> & { readonly kind: string }): string | boolean {
  return kind === 'text' ? example ?? 'example' : options[0]?.value ?? true;
}
