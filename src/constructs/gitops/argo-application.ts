import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject } from '../../common/data/json';
import { filledIn, namespaceName, noCredentials } from '../../common/props/checks';
import { checkProps, flag, optional, Shape, text } from '../../common/props/kinds';
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
}

/**
 * Installs one of Union's charts by Argo CD. L2 over one `Application` (argoproj.io/v1alpha1).
 *
 * Secrets that are delivered from elsewhere are left alone: their data is no difference, and a sync does not write it.
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

const ARGO_APPLICATION_PROPS: Shape<ArgoApplicationProps> = {
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  values: HELM_VALUES,
  namespace: optional(text(namespaceName)),
  manifests: optional(GIT_MANIFEST_SOURCE),
  server: optional(text(filledIn, noCredentials)),
  project: optional(text(filledIn)),
  automated: optional(flag),
};

function check(props: ArgoApplicationProps): void {
  const problems = new Problems('ArgoApplication');
  if (checkProps(problems, props, ARGO_APPLICATION_PROPS)) {
    _checkCarried(problems, props);
  }
  problems.throwIfAny();
}

function spec({ chart, values, manifests, server, project, automated }: ArgoApplicationProps): JsonObject {
  const { namespace, helmRelease } = values._target;
  const chartSource = {
    // Argo CD takes OCI registries without their scheme.
    repoURL: _isOci(chart) ? chart.repository.slice('oci://'.length) : chart.repository,
    chart: values._chart,
    targetRevision: chart.version,
    helm: { releaseName: helmRelease, valuesObject: values.toObject() },
  };
  const manifestSource = manifests && { repoURL: manifests.repository, path: manifests.path, targetRevision: manifests.revision ?? 'HEAD' };
  return {
    project: project ?? 'default',
    destination: { server: server ?? ARGO_CD.inClusterServer, namespace },
    // What both hold, the last source has: the Secret that the chart renders without data is ours, synced and filled before the chart.
    // Source: Argo CD, "Multiple sources for an Application": it says RepeatedResourceWarning and syncs.
    ...(manifestSource ? { sources: [chartSource, manifestSource] } : { source: chartSource }),
    // The charts render some of these Secrets empty or with a placeholder; their content comes from elsewhere.
    ignoreDifferences: values._deliveredSecrets.map((name) => ({ kind: 'Secret', name, namespace, jsonPointers: ['/data'] })),
    syncPolicy: {
      ...(automated ? { automated: { prune: true, selfHeal: true } } : {}),
      // Without the first, what is ignored in the comparison is written all the same.
      syncOptions: ['RespectIgnoreDifferences=true', 'ServerSideApply=true'],
    },
  };
}
