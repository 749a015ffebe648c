import { ApiObject, ApiObjectMetadata, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { among, Check, filledIn, namespaceName, objectName } from '../../common/props/checks';
import { duration, goDurationOf, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { FLUX } from '../../contract/upstream/gitops';
import { OBJECT_METADATA, OneObject } from '../objects/api-objects';
import { mustLeadToOutput } from '../output/output-folder';
import { DIRECTORY_IN_REPOSITORY } from './helm-chart-source';

/**
 * What all objects of Flux that reconcile have in common.
 *
 * @internal
 */
export interface FluxProps {
  /**
   * Objects of the same kind that must be ready first, such as the one of External Secrets Operator, or the
   * one that delivers the secrets: `name`, or `namespace/name`.
   *
   * @default - none
   */
  readonly dependsOn?: string[];

  /**
   * Name of the Secret with the kubeconfig of the cluster, in the same namespace: `east-kubeconfig`. Its key
   * is `value` or `value.yaml`.
   *
   * @default - the cluster of Flux itself
   */
  readonly kubeConfig?: string;

  /**
   * How often Flux reconciles: one minute or more.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * How long Flux waits before it retries what failed. A first installation often fails once while its
   * dependencies start.
   *
   * @default Duration.minutes(1)
   */
  readonly retryInterval?: Duration;
}

const dependency: Check = (value) => {
  const parts = value.split('/');
  const [namespace, name] = parts.length === 1 ? [undefined, value] : parts;
  const wrong = namespace === undefined ? undefined : namespaceName(namespace);
  return parts.length > 2 ? 'is not a name; write name, or namespace/name' : wrong ?? objectName(name);
};

const RETRY_INTERVAL = optional(duration(Duration.seconds(10)));

export const FLUX_PROPS: Shape<FluxProps> = {
  dependsOn: optional(list(text(filledIn, dependency))),
  kubeConfig: optional(text(filledIn, objectName)),
  // Shorter intervals load the API server and the repository without benefit.
  interval: optional(duration(Duration.minutes(1))),
  retryInterval: RETRY_INTERVAL,
};

/** The same in the format of Flux. */
export function fluxSpec({ dependsOn, kubeConfig, interval, retryInterval }: FluxProps) {
  return {
    dependsOn: dependsOn?.map((other) => withoutUndefined(referenceOf(other))),
    kubeConfig: kubeConfig && { secretRef: { name: kubeConfig } },
    interval: goDurationOf(interval ?? Duration.minutes(10)),
    retryInterval: goDurationOf(retryInterval ?? Duration.minutes(1)),
  };
}

/** Flux accepts an object that depends on itself, and never reconciles it. */
export function checkDependencies(
  problems: Problems, kind: string, dependsOn: readonly string[] | undefined, own: ApiObjectMetadata,
): void {
  dependsOn?.forEach((other, i) => {
    const { name, namespace } = referenceOf(other);
    if (name === own.name && (namespace ?? own.namespace) === own.namespace) {
      problems.add(
        `dependsOn[${i}]`, other, `is this ${kind} itself, which would wait forever; give another one`,
      );
    }
  });
}

function referenceOf(dependsOn: string): { readonly name: string; readonly namespace?: string } {
  const [namespace, name] = dependsOn.split('/');
  return name === undefined ? { name: dependsOn, namespace: undefined } : { name, namespace };
}

/**
 * The kind of a Flux source.
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
export interface FluxKustomizationProps extends FluxProps {
  /**
   * Name, namespace, labels, annotations of the Kustomization.
   *
   * @default - a name derived from the construct path, in the namespace of the chart, or `flux-system`
   */
  readonly metadata?: ApiObjectMetadata;

  /** Directory of the source with the manifests. */
  readonly path: string;

  /** The source of the manifests. */
  readonly source: FluxManifestSource;

  /**
   * Whether it becomes ready only when all its objects are: ExternalSecrets delivered, HelmReleases
   * installed. Kustomizations that depend on it wait for that.
   *
   * @default true
   */
  readonly wait?: boolean;

  /**
   * How long to wait until all objects are ready.
   *
   * @default - `interval`
   */
  readonly timeout?: Duration;

  /**
   * Whether to delete objects that are no longer in the manifests. Secrets with keys of other tools are kept,
   * by an annotation.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * Name of the service account that Flux impersonates, in the namespace of the Kustomization.
   *
   * @default - that of the controller
   */
  readonly serviceAccountName?: string;
}

/**
 * Applies synthesized manifests with Flux, in order. L2 over one `Kustomization`
 * (kustomize.toolkit.fluxcd.io/v1).
 *
 * A HelmRelease waits only for other HelmReleases: put the delivery of secrets into one Kustomization, and
 * the HelmRelease into another that depends on it.
 *
 * @example
 * new FluxKustomization(flux, 'secrets', { path: 'dist/secrets', source: { name: 'platform' } });
 */
export class FluxKustomization extends OneObject {
  /** The emitted object, to change it. */
  public override readonly apiObject: ApiObject;

  /**
   * @throws when the path is outside of its source, a kind, name or duration is invalid, or it depends on
   * itself. The error lists all problems.
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
  ...FLUX_PROPS,
  metadata: optional(OBJECT_METADATA),
  path: DIRECTORY_IN_REPOSITORY,
  source: struct<FluxManifestSource>({
    name: text(filledIn, objectName),
    kind: optional(text(among(SOURCES, `is not a source of manifests; write one of ${SOURCES.join(', ')}`))),
    namespace: optional(text(namespaceName)),
  }),
  wait: optional(flag),
  timeout: RETRY_INTERVAL,
  prune: optional(flag),
  serviceAccountName: optional(text(filledIn, objectName)),
};

function check(props: FluxKustomizationProps, own: ApiObjectMetadata): void {
  demand('FluxKustomization', props, FLUX_KUSTOMIZATION_PROPS, (problems) => {
    problems.check('metadata.namespace', own.namespace, (namespace) =>
      (namespace === undefined ? undefined : namespaceName(namespace)));
    checkDependencies(problems, 'Kustomization', props.dependsOn, own);
  });
}

function spec(props: FluxKustomizationProps): JsonObject {
  const { path, source, wait = true, timeout, prune = true, serviceAccountName } = props;
  return withoutUndefined({
    ...fluxSpec(props),
    timeout: timeout && goDurationOf(timeout),
    sourceRef: withoutUndefined({
      kind: source.kind ?? FluxSourceKind.GIT_REPOSITORY,
      name: source.name,
      namespace: source.namespace,
    }),
    path: `./${path.replace(/^\.\//, '')}`,
    prune,
    wait,
    serviceAccountName,
  });
}
