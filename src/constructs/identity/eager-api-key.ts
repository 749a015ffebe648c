import { filledIn, objectName, secretKey } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { Shape, checkProps, optional, text } from '../../common/props/prop-types';

/** An API key that External Secrets Operator encodes in the cluster. */
export interface EncodedApiKeyProps {
  /**
   * Name of the Kubernetes Secret under which Union looks the key up. Union encodes the name of its secrets; copy it from
   * one that `EAGER_API_KEY` was created under.
   */
  readonly secretName: string;

  /**
   * Key of that Secret.
   *
   * @default - the name of the Secret
   */
  readonly secretKey?: string;
}

const ENCODED_API_KEY_PROPS: Shape<EncodedApiKeyProps> = {
  secretName: text(filledIn, objectName),
  secretKey: optional(text(filledIn, secretKey)),
};

/**
 * Where the API key of eager tasks comes from: the credential with which a task calls back into the control plane.
 *
 * Guide: section "Executor (eager mode)"; the guide names the key and lets nobody create it. Format: base64 of
 * `host:clientId:clientSecret:organization` (flyte-sdk `remote/_client/auth/_auth_utils.py`).
 */
export class EagerApiKey {
  /**
   * The operator fetches it from the control plane and stores it in the data plane (`config.operator.apiKey`); the control
   * plane makes it of the eager client that `UnionAuth` names for the data plane. With such a client this is the default.
   *
   * Source: unionai/helm-charts, `charts/MIGRATION.md`: "on `CreateKey`", which the operator sends when it mints.
   *
   * @example
   * new DataPlaneAuth(chart, 'auth', { auth, secrets, eagerApiKey: EagerApiKey.fromOperator() });
   */
  public static fromOperator(): EagerApiKey {
    return new EagerApiKey(true);
  }

  /**
   * External Secrets Operator encodes it in the cluster: from the eager client that `UnionAuth` names for the data plane,
   * otherwise from the client credentials of the data plane itself. Needs `SecretDelivery.externalSecrets()`. The client
   * secret must not contain a colon; the template refuses one that does.
   *
   * @throws when a name is invalid.
   *
   * @example
   * new DataPlaneAuth(chart, 'auth', {
   *   auth,
   *   secrets,
   *   eagerApiKey: EagerApiKey.encoded({ secretName: 'eager-api-key' }),
   * });
   */
  public static encoded(props: EncodedApiKeyProps): EagerApiKey {
    const problems = new Problems('EagerApiKey.encoded');
    checkProps(problems, props, ENCODED_API_KEY_PROPS);
    problems.throwIfAny();
    return new EagerApiKey(false, props);
  }

  /**
   * Somebody else delivers it: nothing is emitted here.
   *
   * @example
   * new DataPlaneAuth(chart, 'auth', { auth, secrets, eagerApiKey: EagerApiKey.provisioned() });
   */
  public static provisioned(): EagerApiKey {
    return new EagerApiKey(false);
  }

  private constructor(
    /** Whether the operator fetches the key. */
    public readonly madeByOperator: boolean,
    /** @internal */
    public readonly _encoded?: EncodedApiKeyProps,
  ) {}
}
