import { Construct } from 'constructs';
import { JsonObject } from '../_internal/json';
import { ChartRelease } from '../contract/chart-release';
import { CONTROL_PLANE_NAMESPACE } from '../contract/namespaces';
import { TextFile } from '../files';
import { HelmValues } from '../helm';
import { UnionAuth } from '../identity';
import { PlaneContext, planeContext } from '../planes/plane-context';
import { secretMounts } from '../planes/secret-mounts';
import { SecretDelivery, SecretMount } from '../secrets';
import { controlPlaneSecrets } from '../secrets/control-plane-secrets';
import { controlPlaneValues } from './control-plane-values';
import { controlPlaneWorkload } from './control-plane-workloads';

/** The authentication of the control plane, beside Union's Helm chart. */
export interface ControlPlaneAuthProps {
  /** The identity, shared with the data planes. */
  readonly auth: UnionAuth;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the control plane.
   *
   * @default "union-cp"
   */
  readonly namespace?: string;

  /**
   * Release of the chart that the values are for.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartRelease?: ChartRelease;

  /**
   * Further values, merged over the emitted ones as Helm merges: maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/**
 * The authentication of the control plane, for use beside Union's Helm chart: emits what delivers the client secrets, and
 * hands out the chart's override values.
 */
export class ControlPlaneAuth extends Construct {
  /** Override values for the control plane chart. */
  public readonly helmValues: HelmValues;

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /** Namespace of the control plane. */
  public readonly namespace: string;

  private readonly context: PlaneContext;

  /** @throws when the namespace is no namespace name, or profile and chart release do not go together. */
  public constructor(scope: Construct, id: string, props: ControlPlaneAuthProps) {
    super(scope, id);
    this.context = planeContext('ControlPlaneAuth', props.auth, props.namespace ?? CONTROL_PLANE_NAMESPACE, props.chartRelease);
    this.namespace = this.context.namespace;
    this.secretScript = props.secrets._deliver(this, controlPlaneSecrets(props.auth, this.namespace, true));
    this.helmValues = HelmValues._forChart(
      [`Authentication of the Union control plane, chart release ${this.context.chartRelease}.`],
      controlPlaneValues(this.context),
      props.extraValues as JsonObject,
    );
  }

  /**
   * The Secret mounts of a service, to add to a workload that the chart does not know.
   *
   * @param service `flyteadmin`, `flytescheduler`, or the name of any union service
   */
  public secretMounts(service: string): SecretMount[] {
    return secretMounts(controlPlaneWorkload(this.context.release, service));
  }
}
