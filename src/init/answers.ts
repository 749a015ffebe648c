import { entryOf, isObject, JsonObject, pathSteps, pathText } from '../common/data/json';
import { ANSWERS, OF_CHART } from './questions/answers';
import { Field } from './questions/field';

/** One of several, by its name: `{ okta: { orgUrl: … } }`. */
type Choice<Name extends string = string> = { readonly [name in Name]?: JsonObject };

/** An application that does one duty. */
export interface ServiceAnswers extends JsonObject {
  readonly clientId: string;
}

/** One of the three applications: its ID may be chosen, or still unknown. */
export type ApplicationAnswers = {
  readonly clientId?: string;
  readonly secret?: JsonObject;
  readonly subject?: string;
};

/** The cluster that a plane's chart goes to: one of the three. */
export interface DestinationAnswers {
  readonly cluster?: string;
  readonly server?: string;
  readonly kubeConfig?: string;
}

interface PlaneAnswers {
  readonly namespace?: string;
  readonly releaseName?: string;
  readonly destination?: DestinationAnswers;
  readonly extraValues?: JsonObject;
}

export interface DataPlaneAnswers extends PlaneAnswers {
  readonly operator?: ServiceAnswers;
  readonly eager?: ServiceAnswers;
  readonly eagerApiKey?: 'fromOperator' | 'provisioned';
}

/** A data plane, under its name, and where the answers have it. */
export interface DataPlaneEntry extends DataPlaneAnswers {
  readonly clusterName?: string;
  readonly place: string;
}

/** The answers, once their form is right: what `ANSWERS` describes. */
export interface Answers extends JsonObject {
  readonly domain: string;
  readonly additionalDomains?: string[];
  readonly organization?: string;
  readonly identityProvider: Choice;
  readonly applications?: { readonly [name in ApplicationName]?: ApplicationAnswers };
  readonly preferRefreshTokens?: boolean;
  readonly secrets: Choice<'externalSecrets' | 'kubernetesSecrets' | 'provisioned'>;
  readonly planes?: Choice<'charts' | 'plain'>;
  readonly controlPlane?: PlaneAnswers & {
    readonly authorization?: Choice<'noop' | 'union' | 'external'>;
    readonly networkPolicy?: { readonly enabled?: boolean; readonly allowFrom?: JsonObject[] };
    readonly migratingFrom?: string;
    readonly databasePassword?: JsonObject;
  };
  readonly dataPlanes?: { readonly [clusterName: string]: DataPlaneAnswers };
  readonly dataPlane?: DataPlaneAnswers;
  readonly clients?: { readonly [name: string]: ServiceAnswers };
  readonly edge?: {
    readonly controller?: Choice;
    readonly tls?: JsonObject[];
    readonly tlsEndsElsewhere?: boolean;
  };
  readonly gitops?: Choice<'helm' | 'argocd' | 'flux'>;
}

/** What was chosen, and what belongs to it. */
export function chosen<Name extends string>(
  choice: Choice<Name> | undefined, otherwise: NoInfer<Name>,
): [Name, JsonObject] {
  const [[name, details]] = Object.entries<JsonObject | null | undefined>(choice ?? { [otherwise]: {} });
  return [name as Name, details ?? {}];
}

export const APPLICATION_NAMES = ['web', 'native', 'service'] as const;
type ApplicationName = typeof APPLICATION_NAMES[number];

/** Every data plane: those with names, or the one without. */
export function dataPlanesIn({ dataPlanes = {}, dataPlane }: Partial<Answers>): readonly DataPlaneEntry[] {
  const named = Object.entries(dataPlanes).map(([clusterName, each]) =>
    ({ ...each, clusterName, place: pathText(['dataPlanes', clusterName]) }));
  return named.length > 0 ? named : [{ ...dataPlane, place: 'dataPlane' }];
}

/** Which edge there is. */
export function edgeOf({ edge }: Answers): [string, JsonObject] {
  return chosen(edge?.controller, 'ingressNginx');
}

/** Whether the edge is one that Union's chart brings. */
export function hasEdgeOfChart(answers: Answers): boolean {
  return !isPlain(answers) && OF_CHART.includes(edgeOf(answers)[0]);
}

export function isPlain({ planes }: Answers): boolean {
  return chosen(planes, 'charts')[0] === 'plain';
}

/**
 * Answers with those that someone gives over them: maps and lists of maps entry by entry, and another list
 * of texts or choice in the place of the first.
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

/** The field that a path leads to; nothing where it leads nowhere. */
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

/** So that a slip of the keyboard is not a list of a million entries. */
const HIGHEST_INDEX = 9999;

/** The answers with another value at a path; lists and maps on the way are made. */
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
