import { answerAt, completed, madeOf, mergedAnswers, withAnswer } from '..';
import { JsonObject } from '../../common/data/json';
import { distance, Facts, factsOfFiles } from './facts';

/** What may be meant by an answer. */
export interface Hypothesis {
  readonly path: string;
  /** Undefined: nothing is said. */
  readonly values: readonly unknown[];
  /** What is taken where the output is as near either way. @default what stands there already */
  readonly otherwise?: 'first';
}

/**
 * Decides between answers by what they make: those are right whose output is nearest to what stands. What
 * makes no difference stays as it is.
 */
export class Search {
  private readonly known = new Map<string, number>();

  public constructor(private readonly standing: Facts, private readonly told: JsonObject) {}

  /** How far the output of answers is from what stands; examples take the place of what is missing. */
  public distanceOf(answers: JsonObject): number {
    const key = JSON.stringify(answers);
    let found = this.known.get(key);
    if (found === undefined) {
      const { files, problems } = madeOf(completed(whole(answers, this.told)));
      found = problems.length > 0 ? Infinity : distance(factsOfFiles(files), this.standing);
      this.known.set(key, found);
    }
    return found;
  }

  public decide(answers: JsonObject, { path, values, otherwise }: Hypothesis): JsonObject {
    let best = answers;
    let least = otherwise === 'first' ? Infinity : this.distanceOf(answers);
    if (least === 0) {
      return answers;
    }
    for (const value of values) {
      const tried = withOrWithout(answers, path, value);
      const away = this.distanceOf(tried);
      if (away < least) {
        [best, least] = [tried, away];
      }
    }
    return best;
  }
}

/** What is taken of what the input does not show and an app cannot do without. */
export const UNSEEN: JsonObject = { secrets: { provisioned: {} } };

/** What was found, with what somebody says over it. */
export function whole(answers: JsonObject, told: JsonObject): JsonObject {
  const all = mergedAnswers(answers, told);
  return all.secrets === undefined ? { ...all, ...UNSEEN } : all;
}

/** The answers with another one at a path, or with none. */
export function withOrWithout(answers: JsonObject, path: string, value: unknown): JsonObject {
  if (value !== undefined) {
    return withAnswer(answers, path, value);
  }
  const [, above = '', last = path] = /^(?:(.*)\.)?([^.]+)$/.exec(path) ?? [];
  const holder = above === '' ? answers : answerAt(answers, above);
  if (typeof holder !== 'object' || holder === null || !(last in holder)) {
    return answers;
  }
  const { [last]: _, ...rest } = holder as JsonObject;
  return above === '' ? rest : withAnswer(answers, above, rest);
}
