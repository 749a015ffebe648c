import { Construct } from 'constructs';
import { TextFile } from '../files';
import { deliverExternalSecrets, checkExternalSecrets, ExternalSecretsDeliveryProps } from './external-secrets-delivery';
import { KubernetesSecretsDeliveryProps, checkKubernetesSecrets, secretScript } from './kubernetes-secrets-delivery';
import { SecretPlan } from './secret-target';

/**
 * How client secrets come into the cluster.
 *
 * Guide: section "Secret delivery".
 */
export class SecretDelivery {
  /**
   * Option A: External Secrets Operator reads them from a secret store.
   *
   * @throws when a remote key is empty or the refresh interval is no duration. The error lists all problems.
   */
  public static externalSecrets(props: ExternalSecretsDeliveryProps): SecretDelivery {
    checkExternalSecrets(props);
    return new SecretDelivery((scope, plan) => deliverExternalSecrets(scope, plan, props), true);
  }

  /**
   * Option B: a person runs a script that reads them from the environment. No manifest carries a value. The script is
   * `secretScript` of the plane.
   *
   * @throws when the name of the Helm release is no object name.
   */
  public static kubernetesSecrets(props: KubernetesSecretsDeliveryProps = {}): SecretDelivery {
    checkKubernetesSecrets(props);
    return new SecretDelivery((_scope, plan) => secretScript(plan, props));
  }

  /** Somebody else delivers the Secrets. Nothing is emitted; mounts and paths are wired all the same. */
  public static provisioned(): SecretDelivery {
    return new SecretDelivery(() => undefined);
  }

  private constructor(
    private readonly deliver: (scope: Construct, plan: SecretPlan) => TextFile | undefined,
    /**
     * Whether the values come from a secret store, so that each needs to be located there.
     *
     * @internal
     */
    public readonly _readsStore: boolean = false,
  ) {}

  /**
   * Emits what delivers the Secrets of a plane; answers the script where a person must act.
   *
   * @internal
   */
  public _deliver(scope: Construct, plan: SecretPlan): TextFile | undefined {
    return this.deliver(scope, plan);
  }
}
