import { entryOf, isObject, JsonObject, pathSteps, pathText } from '../common/data/json';
import { Answers, ANSWERS, OF_CHART } from './questions/answers';
import { Field } from './questions/field';

export type { Answers };

export type DataPlaneAnswers = NonNullable<Answers['dataPlanes']>[string];

/** An application that signs in by itself. */
export type ClientAnswers = NonNullable<Answers['clients']>[string];

/** A data plane with its name and its place in the answers. */
export type DataPlaneEntry = DataPlaneAnswers & { readonly clusterName?: string; readonly place: string };

/** Of several by their names: each name, and what belongs to it. */
type Chosen<Choice> = {
  [name in keyof Choice & string]: [name, NonNullable<Choice[name]>]
}[keyof Choice & string];

/** The chosen name, and its settings. */
export function chosen<Choice extends object>(
  choice: Choice | undefined, otherwise: keyof NoInfer<Choice>,
): Chosen<Required<Choice>> {
  const [[name, details]] = Object.entries((choice ?? { [otherwise]: {} }) as JsonObject);
  return [name, details ?? {}] as Chosen<Required<Choice>>;
}

export const APPLICATION_NAMES = ['web', 'native', 'service'] as const;

/** All data planes: those with names, or the one without. */
export function dataPlanesIn({ dataPlanes = {}, dataPlane }: Partial<Answers>): readonly DataPlaneEntry[] {
  const named = Object.entries(dataPlanes).map(([clusterName, each]) =>
    ({ ...each, clusterName, place: pathText(['dataPlanes', clusterName]) }));
  return named.length > 0 ? named : [{ ...dataPlane, place: 'dataPlane' }];
}

/** The edge. */
export function edgeOf({ edge }: Answers) {
  return chosen(edge?.controller, 'ingressNginx');
}

/** Whether the edge is that of Union's chart. */
export function hasEdgeOfChart(answers: Answers): boolean {
  return !isPlain(answers) && OF_CHART.includes(edgeOf(answers)[0]);
}

export function isPlain({ planes }: Answers): boolean {
  return chosen(planes, 'charts')[0] === 'plain';
}

/**
 * Answers, overridden by given ones: maps and lists of maps are merged by entry; other lists and choices are
 * replaced.
 */
export function mergedAnswers(found: JsonObject, told: JsonObject): JsonObject {
  // Data planes have names, or the only one has none.
  const { dataPlane, dataPlanes, ...rest } = found;
  const planes = {
    ...(told.dataPlanes === undefined && dataPlane !== undefined ? { dataPlane } : {}),
    ...(told.dataPlane === undefined && dataPlanes !== undefined ? { dataPlanes } : {}),
  };
  return merged(ANSWERS, { ...rest, ...planes }, told) as JsonObject;
}

function merged(field: Field | undefined, found: unknown, told: unknown): unknown {
  if (Array.isArray(found) && Array.isArray(told) && field?.entry?.type === 'struct') {
    return Array.from({ length: Math.max(found.length, told.length) }, (_, i) =>
      merged(field.entry, found[i], told[i]));
  }
  if (!isObject(found) || !isObject(told)) {
    return told ?? found;
  }
  const isOther = field?.type === 'choice' && Object.keys(told).some((name) => !Object.hasOwn(found, name));
  return isOther ? told : {
    ...found,
    ...Object.fromEntries(
      Object.entries(told).map(([name, value]) =>
        [name, merged(field && fieldBelow(field, name), entryOf(found, name), value)]),
    ),
  };
}

/** The field at a path; undefined if there is none. */
export function fieldAt(path: string): Field | undefined {
  return pathSteps(path).reduce<Field | undefined>(
    (field, token) => field && fieldBelow(field, token), ANSWERS,
  );
}

function fieldBelow(field: Field, token: string): Field | undefined {
  switch (field.type) {
    case 'list': return entryAt(field, token);
    case 'map': return field.entry;
    default: return entryOf(field.fields, token);
  }
}

function entryAt({ entry }: Field, token: string): Field | undefined {
  return /^\d+$/.test(token) && Number(token) <= HIGHEST_INDEX ? entry : undefined;
}

/** A limit, so that a typo does not create a list of a million entries. */
const HIGHEST_INDEX = 9999;

/** The answers with another value at a path; lists and maps above it are created. */
export function withAnswer(answers: JsonObject, path: string, value: unknown): JsonObject {
  return put(answers, pathSteps(path), value, ANSWERS) as JsonObject;
}

function put(
  at: unknown, [token, ...rest]: readonly string[], value: unknown, field: Field | undefined,
): unknown {
  if (token === undefined) {
    return value;
  }
  const next = field && fieldBelow(field, token);
  if (/^\d+$/.test(token) && (at === undefined || Array.isArray(at)) && field?.type !== 'map') {
    const list: unknown[] = [...(at as unknown[] | undefined ?? [])];
    list[Number(token)] = put(list[Number(token)], rest, value, next);
    return list;
  }
  const map = isObject(at) ? at : {};
  return { ...map, [token]: put(entryOf(map, token), rest, value, next) };
}

/** The answer at a path. */
export function answerAt(answers: JsonObject, path: string): unknown {
  return pathSteps(path).reduce<unknown>((at, token) => {
    if (Array.isArray(at)) {
      return at[Number(token)];
    }
    return isObject(at) ? at[token] : undefined;
  }, answers);
}
