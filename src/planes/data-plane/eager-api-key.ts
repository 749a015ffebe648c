import { apiKeyField, filledIn, objectName, secretKey } from '../../_internal/checks';
import { Shape, checkProps, optional, text } from '../../_internal/kinds';
import { Problems } from '../../_internal/problems';
import { apiKeyTemplate } from '../../secrets/api-key-template';

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

  /**
   * The organization that the key is for.
   *
   * @default - none: the key ends in a colon, which SDKs accept
   */
  readonly organization?: string;
}

const ENCODED_API_KEY_PROPS: Shape<EncodedApiKeyProps> = {
  secretName: text(filledIn, objectName),
  secretKey: optional(text(filledIn, secretKey)),
  organization: optional(text(filledIn, apiKeyField)),
};

/**
 * Where the API key of eager tasks comes from: the credential with which a task calls back into the control plane.
 *
 * Guide: section "Executor (eager mode)"; the guide names the key and lets nobody create it. Format: base64 of
 * `host:clientId:clientSecret:organization` (flyte-sdk `remote/_client/auth/_auth_utils.py`).
 */
export class EagerApiKey {
  /** The operator makes it and stores it in the data plane (`config.operator.apiKey`, where the chart release reads it). */
  public static fromOperator(): EagerApiKey {
    return new EagerApiKey(true);
  }

  /**
   * External Secrets Operator encodes it in the cluster, from the data plane's own client credentials. Needs
   * `SecretDelivery.externalSecrets()`. The client secret must not contain a colon; the template refuses one that does.
   *
   * @throws when a name is invalid, or the organization contains a colon.
   */
  public static encoded(props: EncodedApiKeyProps): EagerApiKey {
    const problems = new Problems('EagerApiKey.encoded');
    checkProps(problems, props, ENCODED_API_KEY_PROPS);
    problems.throwIfAny();
    return new EagerApiKey(false, props);
  }

  /**
   * The control plane makes it from seeded credentials (`seedApiKeys` of `ControlPlaneAuth`), or somebody else delivers
   * it: nothing is emitted here.
   */
  public static provisioned(): EagerApiKey {
    return new EagerApiKey(false);
  }

  private constructor(
    /** Whether the operator makes the key. */
    public readonly madeByOperator: boolean,
    /** @internal */
    public readonly _encoded?: EncodedApiKeyProps,
  ) {}

  /**
   * The Go template of the key; it runs in the cluster, never here.
   *
   * @internal
   */
  public _template(host: string, clientId: string, secret: string): Record<string, string> | undefined {
    if (!this._encoded) {
      return undefined;
    }
    const { secretName, secretKey: key = secretName, organization = '' } = this._encoded;
    return { [key]: apiKeyTemplate({ host, clientId, organization, secretKey: secret }) };
  }
}
