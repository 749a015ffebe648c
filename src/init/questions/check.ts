import { JsonObject, isObject, pathText, withoutUndefined } from '../../common/data/json';
import { listed } from '../../common/data/texts';
import { Problems } from '../../common/props/problems';
import { unknownName } from '../../common/props/suggestion';
import { ANSWERS } from './answers';
import { Field, detailsOf, durationOf, mapBelow } from './field';

/** A problem of the answers. */
export interface AnswerProblem {
  /** The path: `identityProvider.okta.orgUrl`, `dataPlanes.east.operator`; empty for the whole. */
  readonly path: string;
  /** The problem, with its remedy. */
  readonly text: string;
  /** The same without the value, if a construct reports it. */
  readonly fault?: string;
  /** Whether a required answer was not given. */
  readonly isMissing?: boolean;
}

/** All problems of an answer's form, and of each value by itself. */
export function checkForm(field: Field, answer: unknown, path = ''): AnswerProblem[] {
  const problems = new Problems('answers');
  check(problems, field, answer, path);
  return onePerAnswer(problems.all.map(({ prop, ...problem }) =>
    ({ path: prop === WHOLE ? '' : prop, ...problem })));
}

/** The first problem of an answer explains the others. */
export function onePerAnswer(problems: readonly AnswerProblem[]): AnswerProblem[] {
  const first = new Map<string, AnswerProblem>();
  for (const problem of problems) {
    const key = problem.path || problem.text;
    first.set(key, first.get(key) ?? problem);
  }
  return [...first.values()];
}

const WHOLE = 'answers';

function check(problems: Problems, field: Field, answer: unknown, path: string): void {
  const given = { path: path || WHOLE, answer };
  if (answer === undefined || answer === null) {
    if (!field.optional) {
      problems.addMissing(given.path, missing(field));
    }
    return;
  }
  switch (field.type) {
    case 'text': checkText(problems, field, given); break;
    case 'flag': demand(problems, typeof answer === 'boolean', given, 'must be true or false'); break;
    case 'number':
      demand(problems, typeof answer === 'number', given, 'must be a number, without quotes');
      break;
    case 'list': checkList(problems, field, answer, path); break;
    case 'map': checkMap(problems, field, answer, path); break;
    case 'values':
      demand(problems, isObject(answer), given, 'must be a map; give names and values below it');
      break;
    case 'struct': checkStruct(problems, field, answer, path); break;
    case 'choice': checkChoice(problems, field, answer, path); break;
  }
}

/** An answer with its path. */
interface Given {
  readonly path: string;
  readonly answer: unknown;
}

function demand(problems: Problems, right: boolean, { path, answer }: Given, remedy: string): boolean {
  if (!right && (isObject(answer) || Array.isArray(answer))) {
    problems.addUnshown(path, `${summary(answer)} ${remedy}`);
  } else if (!right) {
    problems.add(path, answer, remedy);
  }
  return right;
}

function checkText(problems: Problems, { words, isDuration }: Field, given: Given): void {
  const { answer } = given;
  if (words) {
    demand(problems, words.includes(answer as string), given, `is unknown; write ${listed(words, 'or')}`);
    return;
  }
  const quoted = isObject(answer) || Array.isArray(answer) ? '' : '; write it in quotes';
  const isText = demand(problems, typeof answer === 'string', given, `must be a string${quoted}`);
  if (isText && isDuration) {
    demand(problems, durationOf(answer as string) !== undefined, given,
      'is not a duration; write one such as 1h, 30m or 45s');
  }
}

function checkList(problems: Problems, { entry }: Field, answer: unknown, path: string): void {
  if (demand(problems, Array.isArray(answer), { path, answer }, 'must be a list; start each entry '
    + 'with "- "')) {
    // Array.from, as a hole in the list is a missing entry, too.
    Array.from(answer as unknown[]).forEach((item, i) => check(problems, entry!, item, `${path}[${i}]`));
  }
}

function checkMap(problems: Problems, { entry, example }: Field, answer: unknown, path: string): void {
  const [name] = Object.keys(example as JsonObject);
  const remedy = `must be a map of names; write each as a key, such as "${name}:", and its answers below it`;
  if (demand(problems, isObject(answer), { path, answer }, remedy)) {
    Object.entries(answer as JsonObject).forEach(([each, details]) =>
      check(problems, entry!, detailsOf(entry!, details), entryPath(path, each)));
  }
}

function checkStruct(problems: Problems, field: Field, answer: unknown, path: string): void {
  const { fields } = field;
  const names = Object.keys(fields);
  const [needed = names] = [neededBelow(fields)].filter((some) => some.length > 0);
  const given = { path: path || WHOLE, answer };
  if (field.isReference && typeof answer === 'string') {
    problems.addUnshown(given.path, 'must be a reference (the given string is hidden, as it may be the '
      + 'secret itself); give the entry of the secret store that contains it, such as key: '
      + `${JSON.stringify(fields.key.example)}`);
    return;
  }
  if (!demand(problems, isObject(answer), given, `must be a map; give ${needed.join(', ')} below it`)) {
    return;
  }
  for (const name of Object.keys(answer as JsonObject).filter((each) => !names.includes(each))) {
    const meant = field.meant && Object.hasOwn(field.meant, name) ? field.meant[name] : undefined;
    problems.addUnshown(
      below(path, name), meant ? `unknown key. Did you mean ${meant}?` : unknownName('key', name, names),
    );
  }
  for (const [name, each] of Object.entries(fields)) {
    check(problems, each, (answer as JsonObject)[name], below(path, name));
  }
}

function checkChoice(problems: Problems, { fields }: Field, answer: unknown, path: string): void {
  const names = Object.keys(fields);
  const place = path || WHOLE;
  if (typeof answer === 'string' && fields[answer]?.type === 'struct') {
    const needs = neededBelow(fields[answer].fields);
    problems.add(place, answer, needs.length > 0
      ? `must be a map; write "${answer}:" below it, and below that ${needs.join(', ')}`
      : `must be a map; write "${answer}: {}" below it`);
    return;
  }
  const given = { path: place, answer };
  if (!demand(problems, isObject(answer), given, `must be a map; give ${listed(names, 'or')} below it`)) {
    return;
  }
  const chosen = Object.keys(answer as JsonObject);
  chosen.filter((name) => !names.includes(name)).forEach((name) =>
    problems.addUnshown(below(path, name), unknownName('key', name, names)));
  const known = chosen.filter((name) => names.includes(name));
  if (known.length > 1) {
    problems.addUnshown(place, `has ${known.join(' and ')}; keep only one`);
  } else if (chosen.length === 0) {
    problems.addUnshown(place, `must not be empty; give ${listed(names, 'or')}`);
  }
  known.forEach((name) =>
    check(problems, fields[name], detailsOf(fields[name], (answer as JsonObject)[name]), below(path, name)));
}

function neededBelow(fields: Field['fields']): string[] {
  return Object.entries(fields).filter(([, each]) => !each.optional).map(([name]) => name);
}

export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Whether an answer is at a path, or below it. */
export function isWithin(path: string, place: string): boolean {
  return path === place || (path.startsWith(place) && /^[.[]/.test(path.slice(place.length)));
}

/** The path of a map's entry, which can have any name. */
export function entryPath(path: string, name: string): string {
  const step = pathText([name]);
  return step.startsWith('[') ? `${path}${step}` : below(path, step);
}

function summary(value: object): string {
  return Array.isArray(value) ? 'a list' : `a map of ${Object.keys(value).join(', ') || 'nothing'}`;
}

function missing({ type, help, example, fields, words }: Field): string {
  const what = /^[A-Z][a-z]+(?![A-Za-z])/.test(help) ? help[0].toLowerCase() + help.slice(1) : help;
  if (type === 'choice') {
    return `${what}; give ${listed(Object.keys(fields), 'or')} below it`;
  }
  const needed = neededBelow(fields);
  if (type === 'struct' && needed.length > 0) {
    return `${what}; give ${listed(needed)} below it`;
  }
  return typeof example === 'string'
    ? `${what}; ${words ? listed(words, 'or') : `such as ${example}`}`
    : what;
}

/** A valid example of an answer with all required parts. */
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

/** The smallest valid answer: for a choice, an option without settings, if there is one. */
export function leastOf(field: Field): unknown {
  const [name] = Object.entries(field.type === 'choice' ? field.fields : {})
    .find(([, { fields }]) => Object.values(fields).every(({ optional }) => optional)) ?? [];
  return name === undefined ? exampleOf(field) : { [name]: {} };
}

/** The answers with examples for missing ones. */
export function completed(answers: JsonObject): JsonObject {
  const all = withExamples(ANSWERS, answers) as JsonObject;
  return { ...all, ...withoutUndefined({ applications: completedApplications(all) }) };
}

/** Client IDs are known for all or for none, and secrets in a store have a location. */
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
  if (!isObject(answer) || field.type !== 'struct') {
    return mapBelow(field, answer, withExamples);
  }
  const blank = Object.fromEntries(Object.keys(field.fields).map((name) => [name, undefined]));
  return withoutUndefined(mapBelow(field, { ...blank, ...answer }, withExamples) as JsonObject);
}
