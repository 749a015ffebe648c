import { entryOf, isObject, JsonObject, withoutUndefined } from '../../common/data/json';
import { ANSWERS } from './answers';
import { detailsOf, Field } from './field';

/** An answer that is right as far as it must be given. */
export function exampleOf(field: Field): unknown {
  if (field.example !== undefined) {
    return field.example;
  }
  switch (field.type) {
    case 'struct':
      return Object.fromEntries(Object.entries(field.fields).filter(([, each]) => !each.optional)
        .map(([name, each]) => [name, exampleOf(each)]));
    case 'choice': {
      const [[name, each]] = Object.entries(field.fields);
      return { [name]: exampleOf(each) };
    }
    case 'list': return [exampleOf(field.entry!)];
    case 'flag': return false;
    default: return {};
  }
}

/** An answer that is right, and asks for no other: of a choice what needs nothing more, if there is one. */
export function leastOf(field: Field): unknown {
  const [name] = Object.entries(field.type === 'choice' ? field.fields : {})
    .find(([, { fields }]) => Object.values(fields).every(({ optional }) => optional)) ?? [];
  return name === undefined ? exampleOf(field) : { [name]: {} };
}

/** The answers with examples in the place of what is still to be answered. */
export function completed(answers: JsonObject): JsonObject {
  const all = withExamples(ANSWERS, answers) as JsonObject;
  return { ...all, ...withoutUndefined({ applications: completedApplications(all) }) };
}

/** Client IDs are known of all or of none, and where a store is read each secret has a place there. */
function completedApplications(
  { applications, secrets }: { applications?: JsonObject; secrets?: JsonObject },
): JsonObject | undefined {
  const given = (applications ?? {}) as Record<string, JsonObject | undefined>;
  const isRegistered = Object.values(given).some((each) => each?.clientId !== undefined);
  const fromStore = isObject(secrets) && 'externalSecrets' in secrets;
  const all = Object.entries(ANSWERS.fields.applications.fields).map(([name, { fields }]) => [name, {
    ...isRegistered ? { clientId: exampleOf(fields.clientId) } : {},
    ...fromStore && fields.secret ? { secret: exampleOf(fields.secret) } : {},
    ...given[name],
  }]);
  return isRegistered || fromStore ? Object.fromEntries(all) : applications;
}

function withExamples(field: Field, answer: unknown): unknown {
  if (answer === undefined || answer === null) {
    return field.optional ? undefined : exampleOf(field);
  }
  if (isObject(answer) && field.type === 'struct') {
    const names = [...new Set([...Object.keys(answer), ...Object.keys(field.fields)])];
    const entries = names.map((name) => [
      name,
      Object.hasOwn(field.fields, name) ? withExamples(field.fields[name], answer[name]) : answer[name],
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject;
  }
  if (isObject(answer) && field.type === 'choice') {
    return Object.fromEntries(Object.entries(answer).map(([name, details]) => {
      const each = entryOf(field.fields, name);
      return [name, each ? withExamples(each, detailsOf(each, details)) : details];
    }));
  }
  if (isObject(answer) && field.type === 'map') {
    return Object.fromEntries(Object.entries(answer).map(([name, details]) =>
      [name, withExamples(field.entry!, detailsOf(field.entry!, details))]));
  }
  return Array.isArray(answer) && field.entry
    ? Array.from(answer, (item: unknown) => withExamples(field.entry!, item))
    : answer;
}
