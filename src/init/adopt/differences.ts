import { groupsByKey } from '../../common/data/collections';
import { isAtOrBelow, JsonObject } from '../../common/data/json';
import { mayHoldSecret } from '../../common/values/secret-values';
import { DEVIATIONS, Deviation } from '../../constructs/identity/deviations';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { SECRETS } from '../../contract/union/secrets';
import { ARGO_INSTALLERS, FLUX_INSTALLER } from '../../contract/upstream/helm';
import type { ServiceConfig } from '../../verify/credentials/service-config';
import type { Finding, FoundPlace } from '../../verify/engine/finding';
import { sameHome } from '../../verify/kube/home';
import { asList, asObject } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { Model } from '../../verify/model/model';
import { parseManifests } from '../../verify/parse';
import type { ObjectIdentity } from '../../verify/read/object-source';
import { ChartObject } from '../../verify/values/chart-object';
import { SOME_NAMESPACE, expressionsIn, valuesPathOf } from '../../verify/values/effective-values';
import { ValueSet } from '../../verify/values/value-set';
import { verifyParsed } from '../../verify/verify';
import { LeftOut, matching, plainPath } from './carry';
import { installersIn } from './gitops';
import { effectiveLeaves, leavesOf, madeOnce, manifestsIn, nameOf, planeOfSet } from './search';
import { Standing, isHelms } from './standing';

type Name = keyof typeof DEVIATIONS;

/** Departures of values from the guide, by deviation. The first match applies. */
const OF_VALUES: readonly (readonly [RegExp, Name])[] = [
  [/\/auth-url$/, 'subrequestHeaders'],
  [/\.protected(IngressAnnotationsWithoutSignin|ConsoleIngressAnnotations)\./, 'annotationSets'],
  [/\/auth-cache-key$/, 'cacheKey'],
  [/\/auth-cache-duration$/, 'cacheDuration'],
  [/\/auth-response-headers$|\.http-snippet$/, 'identityHeaders'],
  [/\/auth-signin(-redirect-param)?$/, 'signInRedirect'],
  [/^ingress\.host$/, 'ingressHost'],
  [/\.authorizedUris$/, 'authorizedUris'],
  [/\.openId\.clientSecretFile$|\.additionalVolume(s|Mounts)$/, 'webClientSecret'],
  [/\.(identityTypeClaimsForApps|subjectClaimNames)(\.|$)/, 'identityClaims'],
  [/^global\.(OIDC_BASE_URL|OIDC_CLIENT_ID|CLI_CLIENT_ID)$/, 'deadGlobals'],
  [/\.KUBERNETES_SECRET_NAME$/, 'unionServicesSecretName'],
  [/\.CONTROLPLANE_HOST$|^host$/, 'controlPlaneHost'],
  [/\.trustedIdentityClaims\./, 'trustedIdentity'],
  [/^(executor|leaseworker)\.config\.unionAuth\./, 'taskRunner'],
  [/\.allowedAudience$/, 'allowedAudience'],
  [/\.metadataUrl$/, 'metadataUrl'],
  [/\.flyteClient\.scopes$/, 'refreshTokens'],
  [/\.audience$/, 'requestedAudience'],
  [/\.(authorizationHeader|authorizationMetadataKey)$/, 'clientHeader'],
  [/(?<!\.openId)\.(scopes|tokenUrl)$|\.OIDC_S2S_SCOPE$/, 'clientScopes'],
  [/adminOauthClientCredentials\.clientSecret$|^secrets\.admin\.clientSecret$/, 'schedulerPlaceholder'],
];

/** The same for objects, by kind and name. */
const OF_OBJECTS: readonly (readonly [RegExp, Name])[] = [
  [/^\S+ \S*\/union-auth-gate/, 'subrequestHeaders'],
  [/^SecurityPolicy/, 'gatewayGuard'],
  [/^Secret \S*\/union-secret-auth/, 'mergeDeadlock'],
  [/^Secret /, 'sharedSecrets'],
  [/^ExternalSecret\S* \S*\/union-controlplane-secrets/, 'unionServicesDelivery'],
  [/^ExternalSecret\S* \S*\/flyte(admin|-admin-secrets-auth)-oidc-client-secret/, 'webClientSecret'],
];

/** The same for places in ExternalSecrets. */
const OF_EXTERNAL_SECRETS: readonly (readonly [RegExp, Name])[] = [
  [/^spec\.target\.template\.data/, 'valueGuard'],
  [/^spec\.target\.template\.metadata/, 'keptSecrets'],
  [/^spec\.target\.template/, 'secretTemplate'],
  [/^spec\.target\.creationPolicy/, 'schedulerPlaceholder'],
  [/^spec\.(target|refresh)/, 'externalSecretDefaults'],
];

function first(table: readonly (readonly [RegExp, Name])[], text: string): Deviation | undefined {
  const [, name] = table.find(([pattern]) => pattern.test(text)) ?? [];
  return name === undefined ? undefined : DEVIATIONS[name];
}

/** The deviation by which a value differs from the guide. */
export function deviationOfValue(path: string): Deviation | undefined {
  return first(OF_VALUES, path);
}

/** The deviation that explains an object, or a place in it. */
export function deviationOfObject(name: string, path?: string): Deviation | undefined {
  if (path === 'spec.data' && /\/union-secret-auth$/.test(name)) {
    return DEVIATIONS.appSecret;
  }
  return path !== undefined && name.startsWith('ExternalSecret')
    ? first(OF_EXTERNAL_SECRETS, path)
    : first(OF_OBJECTS, name);
}

/** For people: the fault that it fixes, and a link. */
function deviationText({ id, fault }: Deviation): string {
  return `${fault.replace(/`/g, '')} (docs/deviations.md, ${id})`;
}

/** A difference between the output and the input. */
export interface Difference {
  /** The values of a plane, or an object. */
  readonly where: string;
  /** A dotted path; undefined if the whole object is added or removed. */
  readonly path?: string;
  /** As JSON; undefined if it was absent. Never a secret. */
  readonly before?: string;
  readonly after?: string;
  /** The reason for the difference. */
  readonly reason: string;
}

/** All differences between the output of the answers and the input, each with its reason. */
export function differencesOf(
  answers: JsonObject, standing: Standing, leftOut: readonly LeftOut[],
): Difference[] {
  const made = parseManifests(manifestsIn(madeOnce(answers).files));
  const model = new Model(made.objects, made.valueSets);
  const { findings } = verifyParsed(standing.input);
  const values = standing.valueSets.flatMap((set) => {
    const ours = matching(set, made.valueSets);
    return ours === undefined ? [] : ofValues(set, ours, findings, leftOut);
  });
  const isShown = standing.valueSets.length > 0;
  return [
    ...values,
    ...(isShown || standing.isPlain ? [] : ofSettings(model, standing, findings)),
    ...ofObjects(objectsIn(model), standing, findings),
  ];
}

function ofValues(
  set: ValueSet,
  made: ValueSet,
  findings: readonly Finding[],
  leftOut: readonly LeftOut[],
): Difference[] {
  // The reader's made-up namespace does not count.
  const theirs = new Map([...effectiveLeaves(set)].map(([path, json]) =>
    [path, json.replaceAll(SOME_NAMESPACE, made.namespace ?? SOME_NAMESPACE)]));
  const ours = effectiveLeaves(made);
  const where = planeOfSet(set);
  const told =
    new Map(leftOut.filter(({ plane }) => plane === where).map(({ path, reason }) => [path, reason]));
  return [...new Set([...ours.keys(), ...theirs.keys(), ...told.keys()])].sort()
    .filter((path) => !isSame(ours.get(path), theirs.get(path)) && !isUnseen(set, path, theirs.get(path)))
    .map((path) => ({
      where,
      path,
      ...shown(path, asWritten(set, path) ?? theirs.get(path), ours.get(path)),
      reason: told.get(path) ?? reasonOf(path, set, findings, ours.get(path)),
    }));
}

/** Whether values that are not in the input may set it: then it may be the same. */
function isUnseen({ partial, merged }: ValueSet, path: string, before = ''): boolean {
  return partial && merged.get(path) === undefined && before.includes('${');
}

/** An expression that only the chart can evaluate, as JSON. */
function asWritten({ merged }: ValueSet, path: string): string | undefined {
  const text = merged.get(path);
  return typeof text === 'string' && expressionsIn(text).some((each) => valuesPathOf(each) === undefined)
    ? JSON.stringify(text)
    : undefined;
}

/** Charts treat an empty value as absent. */
function isSame(one = '""', other = '""'): boolean {
  return one === other;
}

function shown(
  path: string, before: string | undefined, after: string | undefined,
): Pick<Difference, 'before' | 'after'> {
  const hidden = (json: string | undefined) =>
    (json !== undefined && mayHoldSecret(path, JSON.parse(json)) ? 'a secret, not shown' : json);
  return { before: hidden(before), after: hidden(after) };
}

/** The reason: a finding there, the fault of the guide, or the purpose of the key. */
function reasonOf(
  path: string, set: ValueSet, findings: readonly Finding[], after: string | undefined,
): string {
  const files = new Set(set.files.map(({ name }) => name));
  const finding = findingAt(findings, ({ object, file, field }) =>
    object.kind === 'Values' && files.has(file) && isAtOrBelow(path, plainPath(field)));
  const deviation = deviationOfValue(path);
  if (finding !== undefined || deviation !== undefined) {
    return reasonFor(deviation, finding);
  }
  const { keys, dead } = set.contract;
  const unread = dead.find((key) => isAtOrBelow(path, key.path));
  if (unread !== undefined) {
    const instead = unread.replacedBy.length > 0 ? `; it reads ${unread.replacedBy.join(', ')}` : '';
    return `${set} does not read it: ${unread.why}${instead}`;
  }
  const key = keys.find((each) => each.path === path);
  if (key !== undefined) {
    return `follows from the answers: ${key.description}`;
  }
  return after === undefined ? 'it follows from no answer' : 'follows from the answers';
}

/** Sections of a service's configuration about authentication. */
const SECTIONS = [
  'auth', 'admin', 'union.auth', 'union.connection', 'server.security', 'authorizer',
  'executions.app.adminClient',
];

/** Without values: compares the services' settings with those that the chart would render. */
function ofSettings(made: Model, { model }: Standing, findings: readonly Finding[]): Difference[] {
  const charted = made.configs.filter(({ container }) =>
    !container.init && container.workload.object instanceof ChartObject);
  return charted.flatMap((config) => {
    const { workload } = config.container;
    const theirs = model.configs.find(({ container }) => !container.init
      && container.workload.name === workload.name && sameHome(container.workload, workload));
    if (theirs === undefined) {
      return [];
    }
    const [before, after] = [settingsOf(theirs), settingsOf(config)];
    return [...after].filter(([path, value]) => before.get(path) !== value).map(([path, value]) => {
      const at = theirs.get(path)?.field;
      return {
        where: `configuration of ${workload.namespace}/${workload.name}`,
        path,
        ...shown(path, before.get(path), value),
        reason: reasonFor(
          deviationOfValue(path),
          at && findingAt(findings, ({ object, field }) => isOne(object, at.object) && field === `${at}`),
        ),
      };
    });
  });
}

/** The authentication settings, leaf by leaf. */
function settingsOf(config: ServiceConfig): ReadonlyMap<string, string> {
  return new Map(SECTIONS.flatMap((section) => [...leavesOf(config.get(section)?.value)]
    .map(([path, value]) => [`${section}.${path}`, value] as const)));
}

/** The reason: a finding there, or the fault of the guide. */
function reasonFor(deviation: Deviation | undefined, finding?: Finding): string {
  if (finding !== undefined) {
    return `${finding.symptom} (rule ${finding.rule})`;
  }
  return deviation === undefined ? 'follows from the answers' : deviationText(deviation);
}

/** The finding at a place, as its own or an additional place. */
function findingAt(findings: readonly Finding[], isIt: (place: FoundPlace) => boolean): Finding | undefined {
  return findings.find((finding) => [finding, ...finding.also ?? []].some(isIt));
}

function isOne(one: ObjectIdentity, other: ObjectIdentity): boolean {
  return one.kind === other.kind && one.name === other.name && one.namespace === other.namespace;
}

/** Kinds that deliver secrets, and kinds that guard routes: two that do the same conflict. */
const DELIVERING = /^(ExternalSecret|ClusterExternalSecret)$/;
const ROUTING =
  /^(ExternalSecret|ClusterExternalSecret|Ingress|IngressRoute|HTTPRoute|GRPCRoute|SecurityPolicy)$/;

const WITHOUT = 'the output installs the same Helm release under another name: before you apply it, delete '
  + 'this object without the resources that it installed';

/** Kinds that install charts, with the way to delete them: by default a deletion uninstalls the chart. */
const INSTALLING: Readonly<Record<string, string>> = {
  [ARGO_INSTALLERS.application]: `${WITHOUT} (argocd app delete --cascade=false)`,
  [ARGO_INSTALLERS.applicationSet]: `${WITHOUT} (first set spec.syncPolicy.preserveResourcesOnDeletion)`,
  [FLUX_INSTALLER.kind]: `${WITHOUT} (flux suspend helmrelease, then flux delete helmrelease)`,
};

/** The objects in manifests, each with its cluster; not those that a chart would render. */
function objectsIn({ objects }: Model): readonly KubeObject[] {
  return objects.filter((object) => !(object instanceof ChartObject));
}

function ofObjects(
  made: readonly KubeObject[], standing: Standing, findings: readonly Finding[],
): Difference[] {
  const theirs = groupsByKey(objectsIn(standing.model), nameOf);
  const ours = new Set(made.map(nameOf));
  // If the input has no object of a kind, the kind is unknown, not missing.
  const kinds = new Set(standing.input.objects.map(kindOf));
  const changed = made.filter((object) => kinds.has(kindOf(object))).flatMap((object): Difference[] => {
    const alike = theirs.get(nameOf(object)) ?? [];
    // Each cluster has one of this name.
    const before = alike.find(({ cluster }) => cluster === object.cluster) ?? alike[0];
    const where = nameOf(object);
    if (before === undefined) {
      const deviation = deviationOfObject(where);
      const reason = deviation === undefined
        ? 'the answers require it, but the input does not have it'
        : deviationText(deviation);
      return [{ where, after: 'new', reason }];
    }
    return changesOf(where, before, object, findings);
  });
  // Routes of the chart are kept, unless the edge is one of ours.
  const routes =
    made.some(({ kind }) => ROUTING.test(kind) && !DELIVERING.test(kind) && kind !== 'SecurityPolicy');
  const rivals = standing.input.objects.filter((object) => (routes ? ROUTING : DELIVERING).test(object.kind)
    && !ours.has(nameOf(object)) && !isHelms(object) && isUnions(object)).map((object) => ({
    where: nameOf(object),
    before: 'exists',
    reason: 'the output has the same under another name: delete this object after you apply it',
  }));
  const installs = made.some(({ kind }) => kind in INSTALLING);
  const installers = installersIn(standing).filter((object) => installs && !ours.has(nameOf(object)))
    .map((object) => ({ where: nameOf(object), before: 'exists', reason: INSTALLING[object.kind] }));
  return [...changed, ...rivals, ...installers];
}

function kindOf({ kind, group }: KubeObject): string {
  return `${kind}.${group}`;
}

/** Whether it has the name of one of Union's Secrets or services. */
function isUnions({ raw }: KubeObject): boolean {
  const text = JSON.stringify(raw);
  return [...Object.values(SECRETS), FLYTEADMIN_SERVICE].some(({ name }) => text.includes(name));
}

/** Values in what installs a chart: they are compared as values, with the chart's defaults. */
const VALUES = /^spec\.(source\.helm\.)?values(Object)?(\.|$)/;

function changesOf(
  where: string, before: KubeObject, after: KubeObject, findings: readonly Finding[],
): Difference[] {
  const [theirs, ours] = [leavesOf(before.raw), leavesOf(after.raw)];
  const changed = [...ours].filter(([path, value]) => theirs.get(path) !== value
    && !/^metadata\.(labels|annotations)\./.test(path) && !(before.kind in INSTALLING && VALUES.test(path)));
  return changed.map(([path, value]) => {
    const isSpelledOut = path === 'spec.data' && bare(theirs.get(path)) === bare(value);
    return {
      where,
      path,
      ...shown(path, theirs.get(path), value),
      reason: isSpelledOut
        ? reasonFor(DEVIATIONS.externalSecretDefaults)
        : reasonFor(deviationOfObject(where, path), findingAt(findings, ({ object, field }) =>
          isOne(object, before) && isAtOrBelow(path, plainPath(field)))),
    };
  });
}

/** Defaults of the API server, and the order of keys, are no difference. */
function bare(json: string | undefined): string {
  const entries = asList(json === undefined ? [] : JSON.parse(json)).map((entry) => {
    const { secretKey, remoteRef } = asObject(entry);
    const { key, property, version } = asObject(remoteRef);
    return { secretKey, key, property, version };
  });
  return JSON.stringify(entries);
}
