import { filledIn, objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';

/** Refers to a `SecretStore` or `ClusterSecretStore` of External Secrets Operator. */
export class SecretStoreRef {
  /**
   * A store in the namespace of the ExternalSecret. It must exist in every namespace that uses it: for both planes, in
   * `union-cp` and in `union`.
   *
   * @throws when the name is no object name.
   */
  public static secretStore(name: string): SecretStoreRef {
    return new SecretStoreRef('SecretStore', name);
  }

  /**
   * A store for all namespaces.
   *
   * @throws when the name is no object name.
   */
  public static clusterSecretStore(name: string): SecretStoreRef {
    return new SecretStoreRef('ClusterSecretStore', name);
  }

  private constructor(
    /** `SecretStore` or `ClusterSecretStore`. */
    public readonly kind: string,
    /** Name of the store. */
    public readonly name: string,
  ) {
    new Problems(`SecretStoreRef (${kind})`).check('name', name, filledIn, objectName).throwIfAny();
  }
}
