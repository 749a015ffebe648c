import { ApiObject, ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { among, Check, filledIn, namespaceName, objectName } from '../../common/props/checks';
import { duration, goDurationOf, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { FLUX } from '../../contract/upstream/helm';
import { OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { mustLeadToOutput } from '../output/output-folder';
import { DIRECTORY_IN_REPOSITORY } from './helm-chart-source';

const dependency: Check = (value) => {
  const parts = value.split('/');
  const [namespace, name] = parts.length === 1 ? [undefined, value] : parts;
  const wrong = namespace === undefined ? undefined : namespaceName(namespace);
  return parts.length > 2 ? 'is not a name; write name, or namespace/name' : wrong ?? objectName(name);
};

/** Other objects of Flux of the same kind that must be ready first, as the `flux` command writes them. */
export const FLUX_DEPENDENCIES = optional(list(text(filledIn, dependency)));

export const DEFAULT_INTERVAL = Duration.minutes(10);
export const DEFAULT_RETRY_INTERVAL = Duration.minutes(1);

/** Shorter ones load the API server and the repository, and change nothing. */
export const FLUX_INTERVAL = optional(duration(Duration.minutes(1)));
export const FLUX_RETRY_INTERVAL = optional(duration(Duration.seconds(10)));

/**
 * Flux takes an object that depends on itself, and never gets to it.
 *
 * @internal
 */
export function _checkDependencies(
  problems: Problems, kind: string, dependsOn: readonly string[] | undefined, own: ApiObjectMetadata,
): void {
  dependsOn?.forEach((other, i) => {
    const { name, namespace } = referenceOf(other);
    if (name === own.name && (namespace ?? own.namespace) === own.namespace) {
      problems.add(
        `dependsOn[${i}]`, other, `is this ${kind} itself, which would wait for ever; name another one`,
      );
    }
  });
}

/** @internal */
export function _dependsOn(dependencies: readonly string[] | undefined): JsonObject[] | undefined {
  return dependencies?.map((dependsOn) => withoutUndefined(referenceOf(dependsOn)));
}

function referenceOf(dependsOn: string): { readonly name: string; readonly namespace?: string } {
  const [namespace, name] = dependsOn.split('/');
  return name === undefined ? { name: dependsOn, namespace: undefined } : { name, namespace };
}

/**
 * The kind of an object of Flux that holds manifests.
 *
 * Source: kustomize.toolkit.fluxcd.io/v1, `spec.sourceRef.kind`.
 */
export enum FluxSourceKind {
  GIT_REPOSITORY = 'GitRepository',
  OCI_REPOSITORY = 'OCIRepository',
  BUCKET = 'Bucket',
  EXTERNAL_ARTIFACT = 'ExternalArtifact',
}

/** A source of Flux with the synthesized manifests. */
export interface FluxManifestSource {
  /** Its name. */
  readonly name: string;

  /**
   * Its kind.
   *
   * @default FluxSourceKind.GIT_REPOSITORY
   */
  readonly kind?: FluxSourceKind;

  /**
   * Its namespace.
   *
   * @default - that of the Kustomization
   */
  readonly namespace?: string;
}

/** A Flux `Kustomization` that applies synthesized manifests. */
export interface FluxKustomizationProps {
  /**
   * Name, namespace, labels, annotations of the Kustomization.
   *
   * @default - a name derived from the construct path, in the namespace of the chart, or `flux-system`
   */
  readonly metadata?: ApiObjectMetadata;

  /** Directory of the source with the manifests. */
  readonly path: string;

  /** Where the manifests lie. */
  readonly source: FluxManifestSource;

  /**
   * Kustomizations that must be ready first: what delivers the secrets before the HelmReleases, one cluster
   * before the others.
   *
   * @default - none
   */
  readonly dependsOn?: string[];

  /**
   * Name of a Secret with the kubeconfig (`value` or `value.yaml`) of the cluster to apply to, in the
   * namespace of the Kustomization.
   *
   * @default - the cluster that Flux runs in
   */
  readonly kubeConfig?: string;

  /**
   * Whether it is ready only when all that it applied is: ExternalSecrets have delivered, HelmReleases are
   * installed. What depends on it waits for that.
   *
   * @default true
   */
  readonly wait?: boolean;

  /**
   * How long it may take until all is ready.
   *
   * @default - as long as `interval`
   */
  readonly timeout?: Duration;

  /**
   * Whether what leaves the manifests leaves the cluster. Secrets in which others keep keys stay: they say so
   * themselves.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * Name of the service account in whose name Flux applies, in the namespace of the Kustomization.
   *
   * @default - that of the controller
   */
  readonly serviceAccountName?: string;

  /**
   * How often Flux compares: a minute or more.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * How long Flux waits before it tries again what failed.
   *
   * @default Duration.minutes(1)
   */
  readonly retryInterval?: Duration;
}

/**
 * Applies synthesized manifests by Flux, in an order. L2 over one `Kustomization`
 * (kustomize.toolkit.fluxcd.io/v1).
 *
 * HelmReleases know no order with anything else: put what delivers the secrets into one Kustomization, and
 * the HelmRelease into another that depends on it.
 *
 * @example
 * new FluxKustomization(flux, 'secrets', { path: 'dist/secrets', source: { name: 'platform' } });
 */
export class FluxKustomization extends OneObject {
  /** The object that is emitted, to change it. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when the path leaves its source, a kind, name or duration is invalid, or it depends on itself.
   * The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    this.apiObject = whole(this, () => {
      const metadata = { namespace: Chart.of(this).namespace ?? FLUX.namespace, ...props?.metadata };
      check(props, metadata);
      return new ApiObject(this, 'Resource', {
        apiVersion: FLUX.kustomizationApiVersion,
        kind: 'Kustomization',
        metadata,
        spec: spec(props),
      });
    });
    mustLeadToOutput(this, { path: props.path });
  }
}

const SOURCES: string[] = Object.values(FluxSourceKind);

const FLUX_KUSTOMIZATION_PROPS: Shape<FluxKustomizationProps> = {
  metadata: optional(OBJECT_METADATA),
  path: DIRECTORY_IN_REPOSITORY,
  source: struct<FluxManifestSource>({
    name: text(filledIn, objectName),
    kind: optional(text(among(SOURCES, `has no manifests; write one of ${SOURCES.join(', ')}`))),
    namespace: optional(text(namespaceName)),
  }),
  dependsOn: FLUX_DEPENDENCIES,
  kubeConfig: optional(text(filledIn, objectName)),
  wait: optional(flag),
  timeout: FLUX_RETRY_INTERVAL,
  prune: optional(flag),
  serviceAccountName: optional(text(filledIn, objectName)),
  interval: FLUX_INTERVAL,
  retryInterval: FLUX_RETRY_INTERVAL,
};

function check(props: FluxKustomizationProps, own: ApiObjectMetadata): void {
  demand('FluxKustomization', props, FLUX_KUSTOMIZATION_PROPS, (problems) => {
    problems.check('metadata.namespace', own.namespace, (namespace) =>
      (namespace === undefined ? undefined : namespaceName(namespace)));
    _checkDependencies(problems, 'Kustomization', props.dependsOn, own);
  });
}

function spec(props: FluxKustomizationProps): JsonObject {
  const {
    path, source, dependsOn, kubeConfig, wait, timeout, prune, serviceAccountName, interval, retryInterval,
  } = props;
  return withoutUndefined({
    interval: goDurationOf(interval ?? DEFAULT_INTERVAL),
    retryInterval: goDurationOf(retryInterval ?? DEFAULT_RETRY_INTERVAL),
    timeout: timeout && goDurationOf(timeout),
    sourceRef: withoutUndefined({
      kind: source.kind ?? 'GitRepository',
      name: source.name,
      namespace: source.namespace,
    }),
    path: `./${path.replace(/^\.\//, '')}`,
    prune: prune ?? true,
    wait: wait ?? true,
    dependsOn: _dependsOn(dependsOn),
    kubeConfig: kubeConfig && { secretRef: { name: kubeConfig } },
    serviceAccountName,
  });
}
