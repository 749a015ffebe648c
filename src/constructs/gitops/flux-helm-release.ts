import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import type { IResource } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import { demand, flag, list, optional, Shape, shaped, text } from '../../common/props/prop-types';
import { FLUX } from '../../contract/upstream/gitops';
import { OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { IChartPlane } from '../values/helm-values';
import { checkDependencies, FLUX_PROPS, FluxProps, fluxSpec } from './flux-kustomization';
import { checkCarried, isOci, CHART_PLANE, HELM_CHART_SOURCE, HelmChartSource } from './helm-chart-source';

/** A Flux `HelmRelease` that installs one of Union's charts, and its source. */
export interface FluxHelmReleaseProps extends FluxProps {
  /**
   * Name, namespace, labels, annotations of HelmRelease and source.
   *
   * @default - a name derived from the construct path, in the namespace of the plane
   */
  readonly metadata?: ApiObjectMetadata;

  /** The chart. An `https` repository becomes a `HelmRepository`, an `oci` registry an `OCIRepository`. */
  readonly chart: HelmChartSource;

  /**
   * The plane: `ControlPlaneAuth` or `DataPlaneAuth`. The HelmRelease installs its values, with its namespace
   * and Helm release name.
   */
  readonly plane: IChartPlane;

  /**
   * Namespace in which Helm stores the Helm release. `helm install` stores it in the namespace of the plane;
   * with another one Flux does not find it and installs it again.
   *
   * @default - the namespace of the plane
   */
  readonly storageNamespace?: string;

  /**
   * ConfigMaps and Secrets of cdk8s-plus, in the namespace of the HelmRelease, whose `values.yaml` is merged
   * in this order. The values of the plane override them.
   *
   * @default - none
   */
  readonly valuesFrom?: IResource[];

  /**
   * Name of a Secret with the credentials of the chart repository or registry (`username` and `password`, or
   * for a registry `.dockerconfigjson`), in the namespace of the HelmRelease.
   *
   * @default - none
   */
  readonly secretRef?: string;

  /**
   * Name of a Secret with a certificate authority (`ca.crt`) or a client certificate (`tls.crt`, `tls.key`)
   * for the chart repository or registry, in the same namespace.
   *
   * @default - none; the certificate must be from a public authority
   */
  readonly certSecretRef?: string;

  /**
   * Whether to connect to the registry without TLS. Only for an `oci` registry.
   *
   * @default false
   */
  readonly insecure?: boolean;
}

/**
 * Installs one of Union's charts with Flux. L2 over one `HelmRelease` (helm.toolkit.fluxcd.io/v2) and its
 * source.
 *
 * Flux corrects drift, except in the data of delivered Secrets.
 *
 * @example
 * new FluxHelmRelease(flux, 'control-plane', {
 *   chart: { repository: 'oci://registry.example.com/charts', version: '2026.8.3' },
 *   plane: controlPlane,
 * });
 */
export class FluxHelmRelease extends OneObject {
  /** The emitted HelmRelease, to change it. */
  public override readonly apiObject: ApiObject;

  /** The emitted `HelmRepository` or `OCIRepository`, to change it. */
  public readonly source: ApiObject;

  /**
   * @throws when the source is incomplete, chart or version do not match the values, a name or interval is
   * invalid, or the values contain null. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: FluxHelmReleaseProps) {
    super(scope, id);
    const { source, release } = whole(this, () => {
      check(props);
      const metadata = { namespace: props.plane.namespace, ...props.metadata };
      const repository = new ApiObject(this, 'source', { ...sourceOf(props), metadata });
      return {
        source: repository,
        release: new ApiObject(this, 'Resource', {
          apiVersion: FLUX.releaseApiVersion,
          kind: 'HelmRelease',
          metadata,
          spec: spec(props, repository, metadata.namespace),
        }),
      };
    });
    this.source = source;
    this.apiObject = release;
  }
}

const FLUX_HELM_RELEASE_PROPS: Shape<FluxHelmReleaseProps> = {
  ...FLUX_PROPS,
  metadata: optional(OBJECT_METADATA),
  chart: HELM_CHART_SOURCE,
  plane: CHART_PLANE,
  storageNamespace: optional(text(namespaceName)),
  valuesFrom: optional(list(shaped(
    (value) => ['ConfigMap', 'Secret'].includes((value as IResource).kind),
    'must be a ConfigMap or a Secret of cdk8s-plus',
  ))),
  secretRef: optional(text(filledIn, objectName)),
  certSecretRef: optional(text(filledIn, objectName)),
  insecure: optional(flag),
};

function check(props: FluxHelmReleaseProps): void {
  demand('FluxHelmRelease', props, FLUX_HELM_RELEASE_PROPS, (problems) => {
    checkCarried(problems, props);
    if (props.insecure && !isOci(props.chart)) {
      problems.add('insecure', true, 'applies to oci registries only; leave it out');
    }
    const namespace = props.metadata?.namespace ?? props.plane.namespace;
    checkDependencies(problems, 'HelmRelease', props.dependsOn, { ...props.metadata, namespace });
  });
}

function sourceOf(props: FluxHelmReleaseProps) {
  const { chart, plane, secretRef, certSecretRef, insecure } = props;
  const { interval } = fluxSpec(props);
  const access = withoutUndefined({
    secretRef: secretRef && { name: secretRef },
    certSecretRef: certSecretRef && { name: certSecretRef },
    insecure: insecure || undefined,
  });
  const place = isOci(chart)
    ? {
      url: `${chart.repository}/${plane.helmValues._chart}`,
      ref: { tag: chart.version },
      layerSelector: { mediaType: FLUX.chartLayer, operation: 'copy' },
    }
    : { url: chart.repository };
  return {
    apiVersion: FLUX.sourceApiVersion,
    kind: isOci(chart) ? 'OCIRepository' : 'HelmRepository',
    spec: { interval, ...place, ...access },
  };
}

function spec(props: FluxHelmReleaseProps, source: ApiObject, own?: string): JsonObject {
  const { chart, plane: { helmValues: values }, valuesFrom } = props;
  const { namespace, releaseName } = values._target;
  const { storageNamespace = namespace } = props;
  // By default a Helm release that failed once stays failed.
  const { retryInterval, ...common } = fluxSpec(props);
  const strategy = { name: FLUX.retry, retryInterval };
  const sourceRef = { kind: source.kind, name: source.name };
  return withoutUndefined({
    ...common,
    releaseName,
    targetNamespace: own === namespace ? undefined : namespace,
    storageNamespace: own === storageNamespace ? undefined : storageNamespace,
    ...(isOci(chart)
      ? { chartRef: sourceRef }
      : { chart: { spec: { chart: values._chart, version: chart.version, sourceRef } } }),
    install: { strategy },
    upgrade: { strategy },
    driftDetection: {
      mode: 'enabled',
      ignore: values._deliveredSecrets.map((name) => (
        { paths: ['/data'], target: { kind: 'Secret', name } }
      )),
    },
    valuesFrom: valuesFrom?.map(({ kind, name }) => ({ kind, name })),
    values: values.toObject(),
  });
}
