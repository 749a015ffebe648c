import { filledIn, objectName } from '../../common/props/checks';
import { demand, text } from '../../common/props/prop-types';

/**
 * Where the API key of eager tasks comes from: the credential with which a task calls back into the control
 * plane.
 *
 * Guide: section "Executor (eager mode)"; the guide names the key, but nothing in it creates the key.
 * Format: base64 of `host:clientId:clientSecret:organization` (flyte-sdk
 * `remote/_client/auth/_auth_utils.py`).
 */
export class EagerApiKey {
  /**
   * The operator fetches it from the control plane and stores it in the data plane
   * (`config.operator.apiKey`); the control plane makes it of the eager client that `UnionIdentity` names for
   * the data plane. With such a client this is the default.
   *
   * Source: unionai/helm-charts, `charts/MIGRATION.md`: "on `CreateKey`", which the operator sends when it
   * mints.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.fromOperator() });
   */
  public static fromOperator(): EagerApiKey {
    return new EagerApiKey(true);
  }

  /**
   * External Secrets Operator encodes it in the cluster: from the eager client that `UnionIdentity` names for
   * the data plane, otherwise from the client credentials of the data plane itself. Needs
   * `SecretDelivery.externalSecrets()`. The client secret must not contain a colon; the template refuses one
   * that does.
   *
   * @param secretName name of the Kubernetes Secret under which Union looks the key up, and the key in it.
   * Union encodes the name of its secrets; copy it from one that `EAGER_API_KEY` was created under.
   * @throws when the name is invalid.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.encoded('eager-api-key') });
   */
  public static encoded(secretName: string): EagerApiKey {
    demand('EagerApiKey.encoded', { secretName }, { secretName: text(filledIn, objectName) });
    return new EagerApiKey(false, secretName);
  }

  /**
   * You or another tool deliver it: nothing is emitted here.
   *
   * @example
   * identity.unlistedDataPlane({ eagerApiKey: EagerApiKey.provisioned() });
   */
  public static provisioned(): EagerApiKey {
    return new EagerApiKey(false);
  }

  private constructor(
    /** Whether the operator fetches the key. */
    public readonly madeByOperator: boolean,
    /** @internal */
    public readonly _encoded?: string,
  ) {}
}
