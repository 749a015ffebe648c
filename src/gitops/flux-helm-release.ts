import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { filledIn, goDuration, namespaceName, objectName } from '../_internal/checks';
import { JsonObject, withoutUndefined } from '../_internal/json';
import { checkProps, list, optional, Shape, struct, text } from '../_internal/kinds';
import { OBJECT_METADATA } from '../_internal/metadata';
import { Problems } from '../_internal/problems';
import { whole } from '../_internal/whole';
import { FLUX } from '../contract/upstream/gitops';
import { HelmValues } from '../values';
import { _checkNoNulls, _isOci, HELM_CHART_SOURCE, HELM_VALUES, HelmChartSource } from './helm-chart-source';

/** Another `HelmRelease` that must be ready first. */
export interface FluxDependency {
  /** Name of the HelmRelease. */
  readonly name: string;

  /**
   * Its namespace.
   *
   * @default - the same namespace
   */
  readonly namespace?: string;
}

/** A Flux `HelmRelease` that installs one of Union's charts, and its source. */
export interface FluxHelmReleaseProps {
  /**
   * Name, namespace, labels, annotations of HelmRelease and source.
   *
   * @default - a name derived from the construct path, in the namespace of the plane
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart. An `https` repository becomes a `HelmRepository`, an `oci` registry an `OCIRepository`. */
  readonly chart: HelmChartSource;

  /** The values: `helmValues` of `ControlPlaneAuth` or `DataPlaneAuth`. */
  readonly values: HelmValues;

  /** Namespace to install into: that of the plane. */
  readonly namespace: string;

  /**
   * HelmReleases that must be ready first, such as External Secrets Operator's.
   *
   * @default - none
   */
  readonly dependsOn?: FluxDependency[];

  /**
   * How often Flux compares: a Go duration.
   *
   * @default "10m"
   */
  readonly interval?: string;
}

/**
 * Installs one of Union's charts by Flux. L2 over one `HelmRelease` (helm.toolkit.fluxcd.io/v2) and its source.
 *
 * Flux corrects drift, except in the data of Secrets that are delivered from elsewhere.
 */
export class FluxHelmRelease extends Construct {
  /** Name of the HelmRelease. */
  public readonly name: string;

  /** @throws when the source is incomplete, the version is no exact one, a name or interval is invalid, or the values hold a null. The error lists all problems. */
  public constructor(scope: Construct, id: string, props: FluxHelmReleaseProps) {
    super(scope, id);
    this.name = whole(this, () => {
      check(props);
      const metadata = { namespace: props.namespace, ...props.metadata };
      const source = new ApiObject(this, 'source', { ...sourceOf(props), metadata });
      return new ApiObject(this, 'Resource', {
        apiVersion: FLUX.releaseApiVersion,
        kind: 'HelmRelease',
        metadata,
        spec: spec(props, source, metadata.namespace),
      }).name;
    });
  }
}

const DEFAULT_INTERVAL = '10m';

const FLUX_HELM_RELEASE_PROPS: Shape<FluxHelmReleaseProps> = {
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  values: HELM_VALUES,
  namespace: text(namespaceName),
  dependsOn: optional(list(struct<FluxDependency>({ name: text(filledIn, objectName), namespace: optional(text(namespaceName)) }))),
  interval: optional(text(goDuration)),
};

function check(props: FluxHelmReleaseProps): void {
  const problems = new Problems('FluxHelmRelease');
  if (checkProps(problems, props, FLUX_HELM_RELEASE_PROPS)) {
    _checkNoNulls(problems, 'values', props.values.toObject());
  }
  problems.throwIfAny();
}

function sourceOf({ chart, interval }: FluxHelmReleaseProps) {
  const every = interval ?? DEFAULT_INTERVAL;
  return _isOci(chart)
    ? {
      apiVersion: FLUX.sourceApiVersion,
      kind: 'OCIRepository',
      spec: {
        interval: every,
        url: `${chart.repository}/${chart.chart}`,
        ref: { tag: chart.version },
        layerSelector: { mediaType: FLUX.chartLayer, operation: 'copy' },
      },
    }
    : { apiVersion: FLUX.sourceApiVersion, kind: 'HelmRepository', spec: { interval: every, url: chart.repository } };
}

function spec({ chart, values, namespace, dependsOn, interval }: FluxHelmReleaseProps, source: ApiObject, own?: string): JsonObject {
  const sourceRef = { kind: source.kind, name: source.name };
  return withoutUndefined({
    interval: interval ?? DEFAULT_INTERVAL,
    releaseName: values._target.helmRelease,
    targetNamespace: own === namespace ? undefined : namespace,
    ...(_isOci(chart) ? { chartRef: sourceRef } : { chart: { spec: { chart: chart.chart, version: chart.version, sourceRef } } }),
    dependsOn: dependsOn && dependsOn.map(({ name, namespace: other }) => withoutUndefined({ name, namespace: other })),
    driftDetection: {
      mode: 'enabled',
      ignore: values._deliveredSecrets.map((name) => ({ paths: ['/data'], target: { kind: 'Secret', name } })),
    },
    values: values.toObject(),
  });
}
