import { ApiObject, ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { entryOf, JsonObject } from '../../common/data/json';
import { filledIn, namespaceName } from '../../common/props/checks';
import { duration, goDurationOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { flag, list, number, optional, Shape, struct, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { OBJECT_METADATA } from '../objects/api-objects';
import { HelmValues, IChartPlane } from '../values/helm-values';
import { HELM_CHART_SOURCE, HelmChartSource } from './helm-chart-source';

/**
 * Emits an object of Argo CD, by default in the namespace of its chart, as every object of cdk8s, but not in
 * that of a plane, where Argo CD does not find it.
 */
export function argoObject(
  construct: Construct, kind: string, metadata: ApiObjectMetadata | undefined,
  { planes, spec }: { readonly planes: readonly IChartPlane[]; readonly spec: JsonObject },
): ApiObject {
  const own = Chart.of(construct).namespace ?? ARGO_CD.namespace;
  const namespace = planes.some((plane) => plane.namespace === own) ? ARGO_CD.namespace : own;
  return new ApiObject(construct, 'Resource', {
    apiVersion: ARGO_CD.apiVersion, kind, metadata: { namespace, ...metadata }, spec,
  });
}

/** cdk8s does not check the namespace of a chart. */
export function checkArgoNamespace(
  problems: Problems, construct: Construct, { namespace: own }: ApiObjectMetadata = {},
): void {
  problems.check('metadata.namespace', own ?? Chart.of(construct).namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
}

/**
 * The props of an Application and of a set of them.
 *
 * @internal
 */
export interface ArgoProps {
  /**
   * Name, namespace, labels, annotations of the object.
   *
   * @default - a name derived from the construct path; the namespace of the chart, or `argocd` if the chart
   * has none or a plane is in it
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart, the same for all planes. */
  readonly chart: HelmChartSource;

  /**
   * The Argo CD project, such as `platform`.
   *
   * @default "default"
   */
  readonly project?: string;

  /**
   * Whether Argo CD syncs automatically, on each change of the source and of the cluster.
   *
   * @default false
   */
  readonly automated?: boolean;

  /**
   * How Argo CD retries a failed sync. By default it gives up after five attempts, and an automated sync does
   * not start again before the revision changes.
   *
   * @default - without limit: after 10 seconds, then twice as long each time, at most a minute
   */
  readonly retry?: ArgoRetry;

  /**
   * Additional sync options, each as `Name=value`, such as `CreateNamespace=true`.
   *
   * Source: Argo CD, "Sync Options".
   *
   * @default - none; the library sets ServerSideApply=true and PruneLast=true, and
   * RespectIgnoreDifferences=true if the chart writes a value into a delivered Secret
   */
  readonly syncOptions?: string[];
}

/** How Argo CD tries a failed sync again. */
export interface ArgoRetry {
  /**
   * Number of retries: 0 for none, -1 for no limit.
   *
   * @default -1
   */
  readonly limit?: number;

  /**
   * Wait before the first retry.
   *
   * @default Duration.seconds(10)
   */
  readonly duration?: Duration;

  /**
   * Factor by which the wait grows with each retry.
   *
   * @default 2
   */
  readonly factor?: number;

  /**
   * Longest wait.
   *
   * @default Duration.minutes(1)
   */
  readonly maxDuration?: Duration;
}

const wholeNumber = (value: number) => (Number.isSafeInteger(value) ? undefined : 'is not a whole number');
const WAIT = duration(Duration.seconds(1));

const RETRY = struct<ArgoRetry>({
  limit: optional(number(wholeNumber, (value) =>
    (value < -1 ? 'is negative; use -1 for no limit' : undefined))),
  duration: optional(WAIT),
  factor: optional(number(wholeNumber, (value) => (value < 1 ? 'must be 1 or more' : undefined))),
  maxDuration: optional(WAIT),
});

function retryType(problems: Problems, prop: string, value: unknown): boolean {
  const isRight = RETRY(problems, prop, value);
  if (isRight) {
    const [first, longest] = waitsOf(value as ArgoRetry);
    if (first.toMilliseconds() > longest.toMilliseconds()) {
      problems.add(`${prop}.maxDuration`, goDurationOf(longest), `is shorter than the first wait, ${
        goDurationOf(first)}; give at least that`);
    }
  }
  return isRight;
}

function waitsOf({ duration: first, maxDuration }: ArgoRetry): [first: Duration, longest: Duration] {
  return [first ?? Duration.seconds(10), maxDuration ?? Duration.minutes(1)];
}

export const ARGO_PROPS: Shape<ArgoProps> = {
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  project: optional(text(filledIn)),
  automated: optional(flag),
  retry: optional(retryType),
  syncOptions: optional(optionsOfSync),
};

const OF_FLAG = ['true', 'false'];

/**
 * The options with their values. New ones may appear, so of names only misspellings of these are reported.
 *
 * Source: Argo CD, "Sync Options".
 */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: OF_FLAG,
  ClientSideApplyMigration: OF_FLAG,
  CreateNamespace: OF_FLAG,
  Delete: [...OF_FLAG, 'confirm'],
  FailOnSharedResource: OF_FLAG,
  Force: OF_FLAG,
  Prune: [...OF_FLAG, 'confirm'],
  PruneLast: OF_FLAG,
  PrunePropagationPolicy: ['foreground', 'background', 'orphan'],
  Replace: OF_FLAG,
  RespectIgnoreDifferences: OF_FLAG,
  ServerSideApply: OF_FLAG,
  SkipDryRunOnMissingResource: OF_FLAG,
  Validate: OF_FLAG,
};

/** Options that delivered keys depend on; users cannot change them. */
const OWN_OPTIONS = ['ServerSideApply', 'PruneLast', 'RespectIgnoreDifferences'];

function syncOption(option: string): string | undefined {
  const [, name, value] = /^([A-Za-z]+)=([A-Za-z]+)$/.exec(option) ?? [];
  if (name === undefined) {
    return 'is not a sync option; write it as CreateNamespace=true';
  }
  if (OWN_OPTIONS.includes(name)) {
    return 'is already set, as delivered Secrets need it; leave it out';
  }
  if (/^(Replace|Force)=true$/.test(option)) {
    return 'replaces whole Secrets with the keys that other tools own; leave it out, or annotate the '
      + 'object that needs it';
  }
  const values = entryOf(OPTIONS, name);
  if (values !== undefined) {
    return values.includes(value) ? undefined : `has an unknown value; write one of ${values.join(', ')}`;
  }
  const slip = slipOf(name, Object.keys(OPTIONS));
  return slip && `is not a sync option of Argo CD. Did you mean ${slip}?`;
}

function optionsOfSync(problems: Problems, prop: string, value: unknown): boolean {
  const isRight = list(text(syncOption))(problems, prop, value);
  if (isRight) {
    const names = (value as string[]).map((option) => option.split('=')[0]);
    names.forEach((name, i) => problems.check(`${prop}[${i}]`, (value as string[])[i], () =>
      (names.indexOf(name) < i ? `sets ${name} again; keep one` : undefined)));
  }
  return isRight;
}

function retryOf(retry: ArgoRetry = {}): JsonObject {
  const { limit = -1, factor = 2 } = retry;
  const [first, longest] = waitsOf(retry).map(goDurationOf);
  return { limit, backoff: { duration: first, factor, maxDuration: longest } };
}

/**
 * Project and sync policy of an Application, and the differences that it ignores.
 *
 * @param namespace of the Secrets
 */
export function syncOf(
  values: HelmValues,
  namespace: string,
  { project = 'default', automated, retry, syncOptions = [] }: ArgoProps,
): JsonObject {
  const ignored =
    values._secretsWithValues.map((name) => ({ kind: 'Secret', name, namespace, jsonPointers: ['/data'] }));
  return {
    project,
    ...(ignored.length > 0 ? { ignoreDifferences: ignored } : {}),
    syncPolicy: {
      ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
      syncOptions: [
        // Argo CD would still write ignored fields. If nothing is ignored, the option would make it the owner
        // of data of other tools.
        ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
        'ServerSideApply=true',
        // By default Argo CD prunes an ExternalSecret, and its Secret, while pods still read it.
        'PruneLast=true',
        ...syncOptions,
      ],
      retry: retryOf(retry),
    },
  };
}
