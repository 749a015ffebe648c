import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { filledIn, namespaceName, noCredentials } from '../../common/props/checks';
import { checkDuration, goDurationOf } from '../../common/props/duration';
import { checkProps, duration, flag, list, number, optional, Shape, struct, text } from '../../common/props/kinds';
import { Problems } from '../../common/props/problems';
import { warn } from '../../common/props/warning';
import { whole } from '../../common/props/whole';
import { ARGO_CD } from '../../contract/upstream/gitops';
import { OBJECT_METADATA } from '../objects/metadata';
import { HelmValues } from '../values';
import { _checkCarried, _isOci, GitManifestSource, GIT_MANIFEST_SOURCE, HELM_CHART_SOURCE, HELM_VALUES, HelmChartSource } from './helm-chart-source';

/** An Argo CD `Application` that installs one of Union's charts. */
export interface ArgoApplicationProps {
  /**
   * Name, namespace, labels, annotations of the Application.
   *
   * @default - a name derived from the construct path, in the namespace `argocd`
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart. */
  readonly chart: HelmChartSource;

  /** The values: `helmValues` of `ControlPlaneAuth` or `DataPlaneAuth`. */
  readonly values: HelmValues;

  /**
   * Namespace to install into: that of the plane, and no other.
   *
   * @default - the namespace of the plane
   */
  readonly namespace?: string;

  /**
   * The manifests that deliver the secrets. They are synced by the same Application, so that sync waves order them before
   * the chart: see `ArgoSyncWaves`. An object belongs to one Application: where another one syncs these manifests, let the
   * delivery leave to the chart what the chart renders (`aheadOfChart: false`).
   *
   * @default - none: they come another way
   */
  readonly manifests?: GitManifestSource;

  /**
   * API server of the cluster to install into.
   *
   * @default "https://kubernetes.default.svc"
   */
  readonly server?: string;

  /**
   * The Argo CD project.
   *
   * @default "default"
   */
  readonly project?: string;

  /**
   * Whether Argo CD syncs by itself: on each change, and when somebody changes the cluster.
   *
   * @default false
   */
  readonly automated?: boolean;

  /**
   * How a sync that failed is tried again. Argo CD gives up after five attempts by default, and an automated sync does not begin again
   * before the revision changes.
   *
   * @default - without end: after 10 seconds, then twice as long each time, at most a minute
   */
  readonly retry?: ArgoRetry;

  /**
   * Further sync options, each as `Name=value`, such as `CreateNamespace=true`.
   *
   * Source: Argo CD, "Sync Options".
   *
   * @default - none: ServerSideApply=true is set, and where the chart itself puts a value into a Secret that others deliver
   * RespectIgnoreDifferences=true
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

/**
 * Installs one of Union's charts by Argo CD. L2 over one `Application` (argoproj.io/v1alpha1).
 *
 * Secrets that are delivered from elsewhere are left alone: Argo CD applies them without data, server-side, and owns none of it. Only
 * where the chart puts a value of its own into one (`chartCreatesSecret`) their data is no difference, and a sync does not write it.
 */
export class ArgoApplication extends Construct {
  /** Name of the Application. */
  public readonly name: string;

  /** The object that is emitted, to change it. */
  public readonly apiObject: ApiObject;

  /** Metadata of the Application. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /**
   * @throws when a source is incomplete, chart, version or namespace are not those of the values, a name is invalid, or the
   * values hold a null. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: ArgoApplicationProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      check(props);
      return new ApiObject(this, 'Resource', {
        apiVersion: ARGO_CD.apiVersion,
        kind: 'Application',
        metadata: { namespace: ARGO_CD.namespace, ...props.metadata },
        spec: spec(props),
      });
    });
    ({ name: this.name, metadata: this.metadata } = this.apiObject);
    const { takesOver = [] } = props.values._target;
    if (!props.manifests && takesOver.length > 0) {
      warn(
        this,
        `${takesOver.join(', ')} is emitted and rendered by the chart: if another Application syncs the emitted manifests, it belongs to both. `
          + 'Give this one manifests, or leave it to the chart with aheadOfChart: false.',
      );
    }
  }
}

const WHOLE_NUMBER = number((value) => (Number.isInteger(value) ? undefined : 'is no whole number'));

const ARGO_APPLICATION_PROPS: Shape<ArgoApplicationProps> = {
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  values: HELM_VALUES,
  namespace: optional(text(namespaceName)),
  manifests: optional(GIT_MANIFEST_SOURCE),
  server: optional(text(filledIn, noCredentials)),
  project: optional(text(filledIn)),
  automated: optional(flag),
  retry: optional(struct<ArgoRetry>({
    limit: optional(WHOLE_NUMBER),
    duration: optional(duration),
    factor: optional(WHOLE_NUMBER),
    maxDuration: optional(duration),
  })),
  syncOptions: optional(list(text(syncOption))),
};

/** What a sync must do for keys to stay, and cannot be told otherwise. */
const OWN_OPTIONS = ['ServerSideApply', 'RespectIgnoreDifferences'];

function syncOption(option: string): string | undefined {
  const [, name] = /^([A-Za-z]+)=[A-Za-z]+$/.exec(option) ?? [];
  if (name === undefined) {
    return 'is no sync option; write it as CreateNamespace=true';
  }
  return OWN_OPTIONS.includes(name) ? 'is set as delivered secrets need it; leave it out' : undefined;
}

function check(props: ArgoApplicationProps): void {
  const problems = new Problems('ArgoApplication');
  if (checkProps(problems, props, ARGO_APPLICATION_PROPS)) {
    _checkCarried(problems, props);
    checkRetry(problems, props.retry);
  }
  problems.throwIfAny();
}

function checkRetry(problems: Problems, { limit = -1, factor = 2, duration: first, maxDuration }: ArgoRetry = {}): void {
  problems.check('retry.limit', limit, (value) => (value < -1 ? 'is negative; -1 means without end' : undefined));
  problems.check('retry.factor', factor, (value) => (value < 1 ? 'makes the wait no longer; give 1 or more' : undefined));
  checkDuration(problems, 'retry.duration', first ?? FIRST_WAIT, Duration.seconds(1));
  checkDuration(problems, 'retry.maxDuration', maxDuration ?? LONGEST_WAIT, Duration.seconds(1));
}

const FIRST_WAIT = Duration.seconds(10);
const LONGEST_WAIT = Duration.minutes(1);

function retryOf({ limit, duration: first, factor, maxDuration }: ArgoRetry = {}): JsonObject {
  return {
    limit: limit ?? -1,
    backoff: { duration: goDurationOf(first ?? FIRST_WAIT), factor: factor ?? 2, maxDuration: goDurationOf(maxDuration ?? LONGEST_WAIT) },
  };
}

function spec({ chart, values, manifests, server, project, automated, retry, syncOptions = [] }: ArgoApplicationProps): JsonObject {
  const { namespace, helmRelease } = values._target;
  const chartSource = {
    // Argo CD takes OCI registries without their scheme.
    repoURL: _isOci(chart) ? chart.repository.slice('oci://'.length) : chart.repository,
    chart: values._chart,
    targetRevision: chart.version,
    helm: { releaseName: helmRelease, valuesObject: values.toObject() },
  };
  const ignored = values._secretsWithValues.map((name) => ({ kind: 'Secret', name, namespace, jsonPointers: ['/data'] }));
  const manifestSource = manifests && { repoURL: manifests.repository, path: manifests.path, targetRevision: manifests.revision ?? 'HEAD' };
  return {
    project: project ?? 'default',
    destination: { server: server ?? ARGO_CD.inClusterServer, namespace },
    // What both hold, the last source has: the Secret that the chart renders without data is ours, synced and filled before the chart.
    // Source: Argo CD, "Multiple sources for an Application": it says RepeatedResourceWarning and syncs.
    ...(manifestSource ? { sources: [chartSource, manifestSource] } : { source: chartSource }),
    ...(ignored.length > 0 ? { ignoreDifferences: ignored } : {}),
    syncPolicy: {
      ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
      syncOptions: [
        // What is ignored in the comparison would be written all the same. Where nothing is, it would make the data of others Argo CD's.
        ...(ignored.length > 0 ? ['RespectIgnoreDifferences=true'] : []),
        'ServerSideApply=true',
        ...syncOptions,
      ],
      retry: retryOf(retry),
    },
  };
}
