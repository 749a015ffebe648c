import { ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { namespaceName } from '../../common/props/checks';
import { duration, goDurationOf } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { flag, list, number, optional, Shape, struct, text } from '../../common/props/prop-types';
import { slipOf } from '../../common/props/suggestion';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { HelmValues, IChartPlane } from '../values/helm-values';

/**
 * The default namespace of an Application: that of its chart, as for every object of cdk8s, but not that of a
 * plane, where Argo CD does not find it.
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
 * cdk8s does not check the namespace of a chart.
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

export const ARGO_SYNC: Shape<ArgoSync> = {
  automated: optional(flag),
  retry: optional(struct<ArgoRetry>({
    limit: optional(number(wholeNumber, (value) =>
      (value < -1 ? 'is negative; use -1 for no limit' : undefined))),
    duration: optional(WAIT),
    factor: optional(number(wholeNumber, (value) =>
      (value < 1 ? 'must be 1 or more' : undefined))),
    maxDuration: optional(WAIT),
  })),
  syncOptions: optional(optionsOfSync),
};

/** Source: Argo CD, "Sync Options". New ones may appear, so only misspellings of these are reported. */
const OPTIONS: readonly string[] = [
  'ApplyOutOfSyncOnly', 'ClientSideApplyMigration', 'CreateNamespace', 'Delete', 'FailOnSharedResource',
  'Force', 'Prune', 'PruneLast', 'PrunePropagationPolicy', 'Replace', 'RespectIgnoreDifferences',
  'ServerSideApply', 'SkipDryRunOnMissingResource', 'Validate',
];

/** Options that delivered keys depend on; users cannot change them. */
const OWN_OPTIONS = ['ServerSideApply', 'PruneLast', 'RespectIgnoreDifferences'];

function syncOption(option: string): string | undefined {
  const [, name] = /^([A-Za-z]+)=[A-Za-z]+$/.exec(option) ?? [];
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
  const slip = OPTIONS.includes(name) ? undefined : slipOf(name, OPTIONS);
  return slip === undefined ? undefined : `is not a sync option of Argo CD. Did you mean ${slip}?`;
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
 * The sync policy of an Application, and the differences that it ignores.
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
