import { JsonObject, pathText } from '../common/data/json';
import { ProviderFeature } from '../constructs/identity/providers/provider-description';
import { ChartVersion } from '../contract/union/releases/chart-version';
import {
  answerAt, Answers, APPLICATION_NAMES, chosen, fieldAt, hasEdgeOfChart, isPlain, withAnswer,
} from './answers';
import { isUnregistered, providerOf } from './identity-program';
import { dataPlanesOf, firstLike } from './planes-program';

/** A question. */
export interface Question {
  /** The path of its answer, or its own name. */
  readonly id: string;
  readonly message: string;
  readonly kind: 'text' | 'choice' | 'confirm';
  /** The options. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** A valid example. */
  readonly example?: string;
  /** The default, in words. */
  readonly default?: string;
  /** The existing value. */
  readonly initial?: string;
  readonly optional: boolean;
  /** The answers with the reply. */
  apply(answers: JsonObject, said: string | boolean): JsonObject;
}

type Extra = Partial<Pick<Question, 'message' | 'initial' | 'optional' | 'apply' | 'example' | 'default'>>;

/** The replies so far, by ID of the question. */
export type Said = ReadonlyMap<string, string | boolean>;

/** The next question; undefined when no required answer is missing. It skips existing answers. */
export function nextQuestion(answers: JsonObject, said: Said): Question | undefined {
  return questions(answers as Answers, said).find(({ id }) =>
    !said.has(id) && answerAt(answers, id) === undefined);
}

/** In order, as far as earlier answers lead to them. */
function questions(answers: Answers, said: Said): Question[] {
  return [
    ask('domain'),
    ask('organization'),
    ...identity(answers, said),
    ...planes(answers),
    ...secrets(answers),
    ...plain(answers),
    ...edge(answers),
    ...dataPlanes(answers, said),
    ...pipelines(answers, said),
    ...(isPlain(answers) ? [] : [networkPolicy]),
    ask('controlPlane.authorization'),
    ...organizationOfRoles(answers),
    ...roles(answers),
    ...gitops(answers),
    ...destinations(answers, said),
  ];
}

/** Emitted unless the user declines. */
const networkPolicy: Question = {
  id: 'controlPlane.networkPolicy.enabled',
  message: 'Restrict the services of the control plane to the edge and the pods of their namespace? '
    + 'They trust the identity headers of callers',
  kind: 'confirm',
  options: [],
  initial: 'yes',
  optional: false,
  apply: (given, said) =>
    (said === false ? withAnswer(given, 'controlPlane.networkPolicy.enabled', false) : given),
};

/** A question about a field, with its help. */
function ask(path: string, extra: Extra = {}): Question {
  const field = fieldAt(path)!;
  const { help, example, optional = false, fields, words, type } = field;
  const names = words ?? Object.keys(fields);
  const otherwise = type === 'flag' ? 'confirm' : 'text';
  return {
    id: path,
    message: help,
    kind: type === 'choice' || words ? 'choice' : otherwise,
    options: names.map((value) => ({ value, label: fields[value]?.help ?? value })),
    example: typeof example === 'string' && !words ? example : undefined,
    default: field.default,
    optional,
    // The settings of a choice are in the next questions.
    apply: (given, value) =>
      (value === '' ? given : withAnswer(given, path, type === 'choice' ? { [String(value)]: {} } : value)),
    ...extra,
  };
}

function text(
  id: string, message: string, apply: Question['apply'], extra: Partial<Question> = {},
): Question {
  return { id, message, kind: 'text', options: [], optional: true, apply, ...extra };
}

/** The fields below the chosen option. */
function below(
  path: string, fields: Readonly<Record<string, readonly string[]>>, answers: Answers,
): Question[] {
  const choice = answerAt(answers, path) as Record<string, JsonObject> | undefined;
  return Object.keys(choice ?? {}).flatMap((name) =>
    (fields[name] ?? requiredOf(`${path}.${name}`)).map((field) => ask(`${path}.${name}.${field}`)));
}

/** A field that these answers need, whatever else could be given. */
function demanded(name: string, all: readonly Question[]): Question[] {
  return all.map((each) => (each.id.endsWith(`.${name}`) ? { ...each, optional: false } : each));
}

function requiredOf(path: string): string[] {
  return Object.entries(fieldAt(path)?.fields ?? {}).filter(([, { optional }]) => !optional)
    .map(([name]) => name);
}

const PROVIDER_FIELDS = {
  okta: ['orgUrl', 'authorizationServerId', 'audience'],
  entraId: ['tenantId', 'applicationIdUri', 'apiClientId'],
  cognito: ['userPoolId', 'domain', 'resourceServer'],
  oidc: ['issuer', 'tokenEndpoint', 'metadataPath', 'audience'],
};

const REGISTERED = 'registered';

function identity(answers: Answers, said: Said): Question[] {
  const registered: Question = {
    id: REGISTERED,
    message: 'Are the three applications registered with the provider? If not, files to register them '
      + 'are made',
    kind: 'confirm',
    options: [],
    optional: false,
    apply: (given) => given,
  };
  const ids = APPLICATION_NAMES.map((name) => `applications.${name}.clientId`);
  const subject = needsSubject(answers) ? ['applications.service.subject'] : [];
  const own = [...ids, ...subject].map((path) => ask(path, { optional: false }));
  const isAsked = isUnregistered(answers) || said.has(REGISTERED);
  return [
    ask('identityProvider'),
    ...below('identityProvider', PROVIDER_FIELDS, answers),
    ...(isAsked ? [registered] : []),
    ...(said.get(REGISTERED) === true || !isUnregistered(answers) ? own : []),
  ];
}

function planes(answers: Answers): Question[] {
  return [
    ask('planes', { initial: 'charts' }),
    ...(answers.planes?.charts
      ? [
        ask('planes.charts.version', {
          initial: '',
          default: `the newest known release, ${ChartVersion._current}`,
        }),
      ]
      : []),
  ];
}

function secrets(answers: Answers): Question[] {
  if (!answers.secrets?.externalSecrets) {
    return [ask('secrets')];
  }
  const secret = (application: string) => [
    ask(`applications.${application}.secret.key`, {
      message: `Entry of the store with the client secret of the ${application} application`,
      optional: false,
    }),
    ask(`applications.${application}.secret.property`, {
      message: `Field of that entry with the client secret of the ${application} application, if `
        + 'the entry is a JSON object',
    }),
  ];
  return [
    ask('secrets'),
    ask('secrets.externalSecrets.store.kind'),
    ask('secrets.externalSecrets.store.name'),
    ...secret('web'),
    ...secret('service'),
    ...(isPlain(answers)
      ? [
        ask('planes.plain.database.password.key', {
          message: 'Entry of the store with the database password',
          optional: false,
        }),
      ]
      : []),
  ];
}

function plain(answers: Answers): Question[] {
  if (!isPlain(answers)) {
    return [];
  }
  return [
    ...['images.registry', 'images.tag', 'database.host', 'database.user', 'storage'].map((name) =>
      ask(`planes.plain.${name}`)),
    // Another server, which does not need a region, is not asked for.
    ...demanded('region', below('planes.plain.storage', { s3: ['bucket', 'region', 'roleArn'] }, answers)),
  ];
}

function edge(answers: Answers): Question[] {
  const certificate = text('certificate', 'Name of the TLS Secret of the edge', (given, said) =>
    (said === ''
      ? withAnswer(given, 'edge.tlsEndsElsewhere', true)
      : withAnswer(given, 'edge.tls', [{ secretName: said }])), {
    example: 'union-tls', default: 'none; a load balancer in front of the edge ends TLS',
  });
  const { controller, tls, tlsEndsElsewhere } = answers.edge ?? {};
  const asked = tls !== undefined || tlsEndsElsewhere !== undefined;
  const options = ask('edge.controller').options
    .filter(({ value }) => !(isPlain(answers) && value === 'chartGateway'));
  return [
    { ...ask('edge.controller', { initial: 'ingressNginx' }), options },
    ...(controller && !hasEdgeOfChart(answers) && !asked ? [certificate] : []),
  ];
}

export const CLUSTERS = 'clusters';

function dataPlanes(answers: Answers, said: Said): Question[] {
  const named = said.get(CLUSTERS);
  const clusters = text(CLUSTERS, 'Names of the clusters whose data plane has its own applications, '
    + 'separated by commas', (given, value) =>
    listOf(value).reduce(
      (all, clusterName) => withAnswer(all, pathText(['dataPlanes', clusterName]), {}), given,
    ), {
    example: 'east, west', default: 'none; one data plane shares the service application',
  });
  const eager =
    ask('dataPlane.eagerApiKey', { message: 'Source of the API key with which eager tasks call back' });
  const shared = {
    ...eager,
    options: [
      { value: 'provisioned', label: 'another tool delivers it' },
      {
        value: '',
        label: 'none; eager tasks fail until the data plane has its own eager application',
      },
    ],
  };
  const own = listOf(named ?? '').flatMap((cluster) => [
    ask(`${pathText(['dataPlanes', cluster])}.namespace`, {
      message: `Namespace of the data plane in ${cluster}`,
    }),
    ...(['operator', 'eager'] as const).flatMap((duty) => applicationOf(answers, { cluster, duty })),
  ]);
  return (answers.dataPlanes ?? answers.dataPlane) === undefined || named !== undefined
    ? [clusters, ...(named === '' ? [shared] : own)]
    : [];
}

/** Whether the provider chooses the subjects of services, so that they cannot be computed. */
function needsSubject(answers: Answers): boolean {
  return answers.identityProvider !== undefined && providerOf(answers)?._choosesSubjects === true;
}

/** The questions about a data plane's own application. */
function applicationOf(
  answers: Answers,
  { cluster, duty }: { readonly cluster: string; readonly duty: 'operator' | 'eager' },
): Question[] {
  const fromStore = answers.secrets?.externalSecrets !== undefined;
  const at = (field: string, extra: Extra) =>
    ask(`${pathText(['dataPlanes', cluster])}.${duty}.${field}`, { optional: false, ...extra });
  const isThere = duty === 'operator' || answers.dataPlanes?.[cluster]?.eager !== undefined;
  const whose = `the ${duty === 'operator' ? 'operator' : 'eager tasks'} of ${cluster}`;
  return [
    at('clientId', {
      message: `Client ID of ${whose}`,
      ...(duty === 'eager' ? { optional: true, default: 'none; eager tasks do not call back' } : {}),
    }),
    // Before the entry: a conflict with another entry is known only for the whole identity.
    ...(needsSubject(answers) && isThere
      ? [at('subject', { message: `The "sub" of the tokens of ${whose}` })]
      : []),
    ...(fromStore && isThere
      ? [at('secret.key', {
        message: `Entry of the store with the client secret of ${whose}`,
        example: `union/${cluster}/${duty}`,
      })]
      : []),
  ];
}

const PIPELINES = 'pipelineNames';

function pipelines({ clients: given }: Answers, said: Said): Question[] {
  const named = said.get(PIPELINES);
  const names = text(PIPELINES, 'Names of pipelines with their own client, separated by commas', (
    answers, value,
  ) =>
    listOf(value).reduce((all, name) => withAnswer(all, pathText(['clients', name]), {}), answers), {
    example: 'release',
    default: 'none',
  });
  const own = listOf(named ?? '').map((name) =>
    ask(`${pathText(['clients', name])}.clientId`, { message: `Client ID of the pipeline ${name}` }));
  return given === undefined || named !== undefined ? [names, ...own] : [];
}

/**
 * The authorization mode and the first administrator, with every subject that the provider writes for a
 * person.
 */
function roles(answers: Answers): Question[] {
  const hasOne = providerOf(answers)?._supports(ProviderFeature.ONE_SUBJECT) ?? true;
  const admin = ['name', 'subject', ...(hasOne ? [] : ['accessTokenSubject'])];
  return demanded('accessTokenSubject', below(
    'controlPlane.authorization',
    { union: admin.map((field) => `admins[0].${field}`), external: ['host'] },
    answers,
  ));
}

/** Roles need it even if it was omitted first. */
function organizationOfRoles({ organization, controlPlane }: Answers): Question[] {
  return controlPlane?.authorization?.union && organization === undefined
    ? [{ ...ask('organization', { optional: false }), id: 'organizationOfRoles' }] : [];
}

function gitops(answers: Answers): Question[] {
  if (isPlain(answers)) {
    return [];
  }
  const carried = answers.gitops !== undefined && answers.gitops.helm === undefined;
  const versioned = chosen(answers.planes, 'charts')[1].version !== undefined;
  return [
    ask('gitops', { initial: 'helm' }),
    ...below('gitops', {}, answers),
    ...(carried && !versioned
      ? [
        {
          ...ask('planes.charts.version', { optional: false, message: 'Version of the charts to install' }),
          id: 'versionToInstall',
        },
      ]
      : []),
  ];
}

/** For new clusters, and where two data planes would share one without it. */
function destinations(answers: Answers, said: Said): Question[] {
  const [kind] = chosen(answers.gitops, 'helm');
  if (kind === 'helm' || isPlain(answers)) {
    return [];
  }
  const word = kind === 'flux' ? 'kubeConfig' : 'cluster';
  return dataPlanesOf(answers).flatMap((plane, i) => {
    const { clusterName = plane.file, destination, place } = plane.answers;
    const id = `${place}.destination.${word}`;
    const undecided = withAnswer(answers, `${place}.destination`, {}) as Answers;
    const isTwin = firstLike(undecided)[i + 1] !== i + 1;
    const following = kind === 'flux' ? undefined : plane.clusterName;
    return destination === undefined && (isTwin || said.get(CLUSTERS)) ? [ask(id, {
      message: `${fieldAt(id)!.help}, for ${clusterName}`,
      optional: !isTwin,
      default: following ?? `the cluster of ${kind === 'flux' ? 'Flux' : 'Argo CD'} itself`,
    })] : [];
  });
}

function listOf(said: string | boolean): string[] {
  return [...new Set(String(said).split(',').map((name) => name.trim()).filter(Boolean))];
}
