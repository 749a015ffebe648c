import { MadeFile, answerAt, completed, madeOf, mergedAnswers, withAnswer } from '..';
import { oncePer } from '../../common/data/collections';
import { isObject, JsonObject } from '../../common/data/json';
import type { ManifestText } from '../../common/yaml/input';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import {
  ENVOY_GATEWAY_FIELDS, LUA_OFF_SINCE, OLDEST_ENVOY_GATEWAY,
} from '../../contract/upstream/envoy-gateway';
import type { KubeObject } from '../../verify/kube/kube-object';
import { clusterOfValues } from '../../verify/model/cluster-names';
import { parseManifests } from '../../verify/parse';
import type { ValueSet } from '../../verify/values/value-set';
import { Answers, chosen, dataPlanesIn, isPlain } from '../answers';
import { hasOurTraefik } from './edge';
import { Finds } from './finds';
import { oidcDetails, providerCandidates } from './identity';
import type { SeenProvider } from './identity';
import type { Standing } from './standing';

/** The content of a set of texts, leaf by leaf: equal content has equal facts. */
type Facts = ReadonlyMap<string, string>;

/** Fields that an API server or a tool adds to an object. */
const OF_SERVER = new Set([
  'status',
  'metadata.managedFields',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.generation',
  'metadata.creationTimestamp',
  'metadata.selfLink',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
]);

export function factsOf(objects: readonly KubeObject[], valueSets: readonly ValueSet[]): Facts {
  const facts = new Map<string, string>();
  valueSets.forEach((set) =>
    effectiveLeaves(set).forEach((value, path) => facts.set(`${planeOfSet(set)}\n${path}`, value)));
  objects.forEach((object) =>
    leavesOf(object.raw).forEach((value, path) => facts.set(`${nameOf(object)}\n${path}`, value)));
  return facts;
}

/** The output of answers: cached, as it is compared repeatedly and each costs a synthesis. */
export const madeOnce = oncePer((answers: JsonObject) => madeOf(answers));

/** The facts of the output. */
function factsOfFiles(files: readonly MadeFile[]): Facts {
  const { objects, valueSets } = parseManifests(manifestsIn(files));
  return factsOf(objects, valueSets);
}

/**
 * The texts that `verify` reads; not client files and schemas. Manifests are JSON: writing YAML takes most of
 * a search, which creates everything dozens of times.
 */
export function manifestsIn(files: readonly MadeFile[]): ManifestText[] {
  return files.filter(({ path }) => /\.(k8s|values)\.yaml$/.test(path))
    .map((file) => ({ name: file.path, text: file.documents ? listOf(file.documents) : file.text }));
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** The number of different places. */
function distance(a: Facts, b: Facts): number {
  let differing = 0;
  a.forEach((value, key) => { differing += b.get(key) === value ? 0 : 1; });
  b.forEach((_, key) => { differing += a.has(key) ? 0 : 1; });
  return differing;
}

/** The plane of a set of values: `controlplane`, `dataplane east`. */
export function planeOfSet(set: ValueSet): string {
  const cluster = clusterOfValues(set);
  return cluster === undefined ? set.chart : `${set.chart} ${cluster}`;
}

export function nameOf({ kind, group, namespace, name }: KubeObject): string {
  return `${kind}${group === '' ? '' : `.${group}`} ${namespace ?? ''}/${name}`;
}

/** The effective values of the chart, leaf by leaf, by dotted path. */
export function effectiveLeaves(set: ValueSet): ReadonlyMap<string, string> {
  const values = set.effective;
  const top = [...new Set([...Object.keys(set.contract.defaults), ...Object.keys(set.merged.values)])];
  return leavesOf(Object.fromEntries(top.map((key) => [key, values.at(key)])));
}

/** The leaves of a map as JSON, by dotted path; lists are leaves. */
export function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collect(value, '', leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, string>): void {
  if (OF_SERVER.has(path) || value === undefined || value === null) {
    return;
  }
  if (isObject(value)) {
    Object.entries(value)
      .forEach(([key, entry]) => collect(entry, path === '' ? key : `${path}.${key}`, leaves));
  } else {
    leaves.set(path, JSON.stringify(value));
  }
}

/** The possible values of an answer. */
interface Hypothesis {
  readonly path: string;
  /** Undefined: no answer. */
  readonly values: readonly unknown[];
  /** The value if the output does not depend on it. @default the existing value */
  readonly otherwise?: 'first';
}

/**
 * Decides between answers by their output: the one nearest to the input is right. Answers that make no
 * difference are kept.
 */
export class Search {
  private readonly known = new Map<string, number>();

  public constructor(private readonly standing: Facts, private readonly told: JsonObject) {}

  /** The distance between the output of answers and the input; examples replace missing answers. */
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

/** Defaults for answers that the input does not show and an app needs. */
export const UNSEEN: JsonObject = { secrets: { provisioned: {} } };

/** The found answers, overridden by the given ones. */
export function whole(answers: JsonObject, told: JsonObject): JsonObject {
  const all = mergedAnswers(answers, told);
  return all.secrets === undefined ? { ...all, ...UNSEEN } : all;
}

/** The answers with another one at a path, or without one. */
function withOrWithout(answers: JsonObject, path: string, value: unknown): JsonObject {
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

const SUBJECT = 'applications.service.subject';
const FROM_ALL = 'of the possible answers, the one that makes the existing output';

/**
 * Settles answers that no single place shows. Only output of this library shows settings that were disabled
 * on purpose.
 */
export function settle(search: Search, finds: Finds, provider: SeenProvider, standing: Standing): void {
  settleProvider(search, finds, provider);
  settleName(search, finds);
  for (const hypothesis of hypotheses(finds.answers, standing)) {
    const settled = search.decide(finds.answers, hypothesis);
    if (settled !== finds.answers) {
      const { path } = hypothesis;
      finds.answers = settled;
      if (finds.at(path) === undefined) {
        finds.drop(path);
      } else {
        finds.take(path, finds.at(path), FROM_ALL);
      }
    }
  }
}

function settleProvider(search: Search, finds: Finds, seen: SeenProvider): void {
  const candidates = providerCandidates(seen);
  if (candidates.length === 0 || seen.issuer === undefined) {
    finds.miss(seen.issuer === undefined ? 'identityProvider: no issuer is set'
      : `identityProvider: ${finds.places.textOf(seen.issuer.field)} names an issuer, and nothing a token `
        + 'endpoint');
    return;
  }
  const likeliest = withOrWithout(finds.answers, 'identityProvider', candidates[0]);
  let decided = candidates.length === 1
    ? likeliest
    : search.decide(likeliest, { path: 'identityProvider', values: candidates });
  const { oidc } = decided.identityProvider as { oidc?: JsonObject };
  for (const detail of oidc === undefined ? [] : oidcDetails(seen)) {
    const [[name, value]] = Object.entries(detail);
    decided = search.decide(decided, { path: `identityProvider.oidc.${name}`, values: [value] });
  }
  finds.answers = decided;
  // Of others, the token endpoint does not follow from the issuer.
  const { oidc: generic, cognito } = decided.identityProvider as JsonObject;
  const from = [seen.issuer, ...generic ?? cognito ? [seen.tokenEndpoint] : []]
    .flatMap((each) => (each === undefined ? [] : finds.places.textOf(each.field)));
  finds.take('identityProvider', decided.identityProvider, from.join(' and '));
}

/** The only data plane may have the name of its namespace, without another source. */
function settleName(search: Search, finds: Finds): void {
  const answers = finds.answers as Partial<Answers>;
  const { dataPlanes, ...rest } = answers;
  const [{ clusterName, operator, namespace, place }, ...others] = dataPlanesIn(answers);
  if (others.length > 0 || clusterName === undefined || operator !== undefined || clusterName !== namespace) {
    return;
  }
  const nameless = { ...rest, dataPlane: dataPlanes![clusterName] } as JsonObject;
  if (search.distanceOf(nameless) < search.distanceOf(finds.answers)) {
    finds.answers = nameless;
    finds.drop(place);
    finds.drop(`${place}.namespace`);
    finds.take('dataPlane.namespace', namespace, FROM_ALL);
  }
}

/** The hypotheses, in order. */
function hypotheses(answers: Partial<Answers>, standing: Standing): Hypothesis[] {
  const [delivery] = Object.keys(answers.secrets ?? {});
  const [, { version = ChartVersion._current.version }] = chosen(answers.planes, 'charts');
  const others =
    ChartVersion._all.map((release) => release.version).filter((each) => each !== version).reverse();
  const modes = Object.keys(answers.controlPlane?.authorization ?? {}).filter((mode) => mode !== 'noop');
  const eagerApiKeys = dataPlanesIn(answers).flatMap(({ place, eager }) => (eager === undefined
    ? [{ path: `${place}.eagerApiKey`, values: ['fromOperator', 'provisioned'] }]
    : []));
  const when = (isTried: boolean, path: string, values: readonly unknown[]) =>
    (isTried ? [{ path, values }] : []);
  const hasStore = delivery === 'externalSecrets' && standing.hasOurDelivery;
  const { controlPlane, release } = standing;
  const ingressClass = controlPlane?.get(`${release._contract.controlPlane.ingress}.className`);
  const hasTraefik = answers.edge?.controller?.traefik !== undefined && hasOurTraefik(standing);
  return [
    { path: SUBJECT, values: [undefined, answerAt(answers, SUBJECT)], otherwise: 'first' },
    ...when(standing.hasOurObjects, 'controlPlane.migratingFrom', [version, ...others]),
    { path: 'preferRefreshTokens', values: [true] },
    ...eagerApiKeys,
    ...modes.map((mode) =>
      ({ path: `controlPlane.authorization.${mode}.externalIdentity`, values: [true, false] })),
    ...versionsOfGateway(answers),
    ...when(!isPlain(answers as Answers) && answers.edge?.controller?.ingressNginx !== undefined
      && ingressClass !== undefined, 'edge.controller.ingressNginx.ingressClassName', [ingressClass]),
    ...when(hasTraefik, 'edge.controller.traefik.httpEntryPoints', [[]]),
    ...when(delivery !== undefined, `secrets.${delivery}.rotation`, ['reloader']),
    ...when(hasStore, `secrets.${delivery}.aheadOfChart`, [false]),
    ...when(hasStore, `secrets.${delivery}.guardValues`, [false]),
  ];
}

/** The versions of Envoy Gateway with different output; the first of those with the same output. */
function versionsOfGateway({ edge = {} }: Partial<Answers>): Hypothesis[] {
  const values = [...new Set([OLDEST_ENVOY_GATEWAY, ...Object.values(ENVOY_GATEWAY_FIELDS), LUA_OFF_SINCE])];
  return Object.keys(edge.controller ?? {})
    .filter((name) => name === 'envoyGateway' || name === 'chartGateway')
    .map((name) => ({ path: `edge.controller.${name}.envoyGatewayVersion`, values }));
}
