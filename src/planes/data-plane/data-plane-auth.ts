import { Construct } from 'constructs';
import { helmReleaseName } from '../../_internal/checks';
import { JsonObject, mergeValues } from '../../_internal/json';
import { DATA_PLANE_NAMESPACE } from '../../contract/union/namespaces';
import { ChartRelease } from '../../contract/union/releases/chart-release';
import { HELM_RELEASE_NAMES } from '../../contract/upstream/helm';
import { UnionAuth } from '../../identity';
import { TextFile } from '../../output';
import { RequiredSecret, SecretDelivery, SecretMount } from '../../secrets';
import { dataPlaneSecrets } from '../../secrets/data-plane-secrets';
import { _requiredSecrets } from '../../secrets/required-secret';
import { HelmValues } from '../../values';
import { PlaneContext, planeContext } from '../plane-context';
import { dataPlaneRotation } from '../rotation';
import { secretMounts } from '../secret-mounts';
import { DataPlaneIdentityProps, checkDataPlaneIdentity, dataPlaneIdentity, secretContents } from './data-plane-identity';
import { dataPlaneValues } from './data-plane-values';
import { dataPlaneWorkload } from './data-plane-workloads';

/** The authentication of a data plane, beside Union's Helm chart. */
export interface DataPlaneAuthProps extends DataPlaneIdentityProps {
  /** The identity, shared with the control plane. */
  readonly auth: UnionAuth;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;

  /**
   * Namespace of the data plane.
   *
   * @default "union"
   */
  readonly namespace?: string;

  /**
   * Release of the chart that the values are for.
   *
   * @default - the current one; under `AuthProfile.GUIDE` the one that the guide describes
   */
  readonly chartRelease?: ChartRelease;

  /**
   * Name of the Helm release of the chart.
   *
   * @default "unionai-dataplane"
   */
  readonly helmRelease?: string;

  /**
   * Further values, merged over the emitted ones as Helm merges: maps by key, lists as a whole.
   *
   * @default - none
   */
  readonly extraValues?: { [key: string]: unknown };
}

/**
 * The authentication of a data plane, for use beside Union's Helm chart: emits what delivers the client secret, and hands
 * out the chart's override values.
 */
export class DataPlaneAuth extends Construct {
  /** Override values for the data plane chart. */
  public readonly helmValues: HelmValues;

  /** Client ID with which the data plane signs in. */
  public readonly clientId: string;

  /** The Secrets and keys that the pods need, whoever delivers them: with `SecretDelivery.provisioned()`, what to provide. */
  public readonly requiredSecrets: RequiredSecret[];

  /** The script that delivers the client secret; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /** Namespace of the data plane. */
  public readonly namespace: string;

  private readonly context: PlaneContext;

  /**
   * @throws when the namespace or a name is invalid, profile and chart release do not go together, the secret of a client
   * of its own is not located, or the release does not read a prop. The error lists all problems.
   */
  public constructor(scope: Construct, id: string, props: DataPlaneAuthProps) {
    super(scope, id);
    this.context = planeContext(
      'DataPlaneAuth',
      props.auth,
      props.namespace ?? DATA_PLANE_NAMESPACE,
      props.chartRelease,
      (problems, release) => {
        problems.check('helmRelease', props.helmRelease ?? HELM_RELEASE_NAMES.dataplane, helmReleaseName);
        checkDataPlaneIdentity(problems, props, release);
      },
    );
    this.namespace = this.context.namespace;
    const identity = dataPlaneIdentity(props.auth, props);
    this.clientId = identity.clientId;
    const plan = dataPlaneSecrets(props.auth, this.namespace, secretContents(props.auth, identity));
    this.requiredSecrets = _requiredSecrets(plan);
    this.secretScript = props.secrets._deliver(this, plan);
    this.helmValues = HelmValues._forChart({
      contract: this.context.release.dataPlane.values,
      release: this.context.chartRelease,
      target: { helmRelease: props.helmRelease ?? HELM_RELEASE_NAMES.dataplane, namespace: this.namespace },
      heading: [`Authentication of a Union data plane, chart release ${this.context.chartRelease}.`],
      values: mergeValues(
        dataPlaneValues(this.context, identity),
        dataPlaneRotation(this.context.release.dataPlane, props.secrets, props.clientSecret),
      ),
      extraValues: props.extraValues as JsonObject,
    });
  }

  /**
   * The Secret mounts of a service, to add to a workload that the chart does not know.
   *
   * @param service name of a Deployment of the data plane, such as `union-operator`
   * @throws when the release has no such service
   */
  public secretMounts(service: string): SecretMount[] {
    return secretMounts(dataPlaneWorkload(this.context.release, service));
  }
}
