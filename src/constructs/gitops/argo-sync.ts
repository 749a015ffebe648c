import { ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { namespaceName } from '../../common/props/checks';
import { duration, goDurationOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { flag, list, number, optional, Shape, struct, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import { ARGO_CD } from '../../contract/upstream/helm';
import { HelmValues, IChartPlane } from '../values/helm-values';

/**
 * Where an Application is that names no namespace: in that of its chart, as every object of cdk8s. Beside a
 * plane that it installs Argo CD would not find it.
 *
 * @internal
 */
export function _argoNamespace(construct: Construct, planes: readonly IChartPlane[]): string {
  const { namespace } = Chart.of(construct);
  return namespace === undefined || planes.some((plane) => plane.namespace === namespace)
    ? ARGO_CD.namespace
    : namespace;
}

/**
 * cdk8s does not check that of a chart.
 *
 * @internal
 */
export function _checkArgoNamespace(
  problems: Problems, construct: Construct, { namespace: own }: ApiObjectMetadata = {},
): void {
  problems.check('metadata.namespace', own ?? Chart.of(construct).namespace, (namespace) =>
    (namespace === undefined ? undefined : namespaceName(namespace)));
}

/**
 * How Argo CD syncs what it installs.
 *
 * @internal
 */
export interface ArgoSync {
  /**
   * Whether Argo CD syncs automatically. On each change, and when the cluster changes.
   *
   * @default false
   */
  readonly automated?: boolean;

  /**
   * How a sync that failed is tried again. Argo CD gives up after five attempts by default, and an automated
   * sync does not begin again before the revision changes.
   *
   * @default - without end: after 10 seconds, then twice as long each time, at most a minute
   */
  readonly retry?: ArgoRetry;

  /**
   * Further sync options, each as `Name=value`, such as `CreateNamespace=true`.
   *
   * Source: Argo CD, "Sync Options".
   *
   * @default - none: ServerSideApply=true and PruneLast=true are set, and where the chart itself puts a value
   * into a Secret that others deliver RespectIgnoreDifferences=true
   */
  readonly syncOptions?: string[];
}

/** How Argo CD tries a failed sync again. */
export interface ArgoRetry {
  /**
   * How often: zero for never, -1 without end.
   *
   * @default -1
   */
  readonly limit?: number;

  /**
   * How long it waits before the first further attempt.
   *
   * @default Duration.seconds(10)
   */
  readonly duration?: Duration;

  /**
   * By what the wait grows from attempt to attempt.
   *
   * @default 2
   */
  readonly factor?: number;

  /**
   * How long it waits at most.
   *
   * @default Duration.minutes(1)
   */
  readonly maxDuration?: Duration;
}

const wholeNumber = (value: number) => (Number.isSafeInteger(value) ? undefined : 'is not a whole number');
const WAIT = duration(Duration.seconds(1));

export const ARGO_SYNC: Shape<ArgoSync> = {
  automated: optional(flag),
  retry: optional(struct<ArgoRetry>({
    limit: optional(number(wholeNumber, (value) =>
      (value < -1 ? 'is negative; -1 means without end' : undefined))),
    duration: optional(WAIT),
    factor: optional(number(wholeNumber, (value) =>
      (value < 1 ? 'makes the wait no longer; give 1 or more' : undefined))),
    maxDuration: optional(WAIT),
  })),
  syncOptions: optional(optionsOfSync),
};

/** Source: Argo CD, "Sync Options". Others may come, so only slips of these are told. */
const OPTIONS: readonly string[] = [
  'ApplyOutOfSyncOnly', 'ClientSideApplyMigration', 'CreateNamespace', 'Delete', 'FailOnSharedResource',
  'Force', 'Prune', 'PruneLast', 'PrunePropagationPolicy', 'Replace', 'RespectIgnoreDifferences',
  'ServerSideApply', 'SkipDryRunOnMissingResource', 'Validate',
];

/** What a sync must do for keys to stay, and cannot be told otherwise. */
const OWN_OPTIONS = ['ServerSideApply', 'PruneLast', 'RespectIgnoreDifferences'];

function syncOption(option: string): string | undefined {
  const [, name] = /^([A-Za-z]+)=[A-Za-z]+$/.exec(option) ?? [];
  if (name === undefined) {
    return 'is not a sync option; write it as CreateNamespace=true';
  }
  if (OWN_OPTIONS.includes(name)) {
    return 'is set as delivered secrets need it; leave it out';
  }
  if (/^(Replace|Force)=true$/.test(option)) {
    return 'replaces whole Secrets, and the keys that others keep in them go; leave it out, or annotate the '
      + 'object that needs it';
  }
  const slip = OPTIONS.includes(name) ? undefined : slipOf(name, OPTIONS);
  return slip === undefined ? undefined : `is not a sync option that Argo CD reads; did you mean ${slip}?`;
}

function optionsOfSync(problems: Problems, prop: string, value: unknown): boolean {
  const isRight = list(text(syncOption))(problems, prop, value);
  if (isRight) {
    const names = (value as string[]).map((option) => option.split('=')[0]);
    names.forEach((name, i) => problems.check(`${prop}[${i}]`, (value as string[])[i], () =>
      (names.indexOf(name) < i ? `sets ${name} once more; keep one` : undefined)));
  }
  return isRight;
}

function retryOf({
  limit = -1,
  duration: first = Duration.seconds(10),
  factor = 2,
  maxDuration = Duration.minutes(1),
}: ArgoRetry = {}): JsonObject {
  return {
    limit,
    backoff: { duration: goDurationOf(first), factor, maxDuration: goDurationOf(maxDuration) },
  };
}

/**
 * How an Application syncs, and what it leaves to others.
 *
 * @param namespace of the Secrets
 * @internal
 */
export function _syncOf(
  values: HelmValues, namespace: string, { automated, retry, syncOptions = [] }: ArgoSync,
): JsonObject {
  const ignored =
    values._secretsWithValues.map((name) => ({ kind: 'Secret', name, namespace, jsonPointers: ['/data'] }));
  return {
    ...(ignored.length > 0 ? { ignoreDifferences: ignored } : {}),
    syncPolicy: {
      ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
      syncOptions: [
        // What is ignored in the comparison would be written all the same. Where nothing is, it would make
        // the data of others Argo CD's.
        ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
        'ServerSideApply=true',
        // By itself Argo CD prunes an ExternalSecret, and its Secret, while the pods that read it still run.
        'PruneLast=true',
        ...syncOptions,
      ],
      retry: retryOf(retry),
    },
  };
}
