import { entryOf, isObject, JsonObject } from '../../common/data/json';
import { ANSWERS } from './answers';
import { detailsOf, exampleOf, Field } from './field';

/** The answers with examples in the place of what is still to be answered. */
export function completed(answers: JsonObject): JsonObject {
  return filledIn(ANSWERS, answers) as JsonObject;
}

function filledIn(field: Field, answer: unknown): unknown {
  if (answer === undefined || answer === null) {
    return field.optional ? undefined : exampleOf(field);
  }
  if (isObject(answer) && field.type === 'struct') {
    const names = [...new Set([...Object.keys(answer), ...Object.keys(field.fields)])];
    const entries = names.map((name) => [
      name,
      Object.hasOwn(field.fields, name) ? filledIn(field.fields[name], answer[name]) : answer[name],
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject;
  }
  if (isObject(answer) && field.type === 'choice') {
    return Object.fromEntries(Object.entries(answer).map(([name, details]) => {
      const each = entryOf(field.fields, name);
      return [name, each ? filledIn(each, detailsOf(each, details)) : details];
    }));
  }
  return Array.isArray(answer) && field.entry
    ? Array.from(answer, (item: unknown) => filledIn(field.entry!, item))
    : answer;
}
