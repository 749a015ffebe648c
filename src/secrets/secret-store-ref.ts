import { filledIn, objectName } from '../_internal/checks';
import { Problems } from '../_internal/problems';

/** A secret store: a `SecretStore` or `ClusterSecretStore` of this app, or a `SecretStoreRef` to one that exists. */
export interface ISecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  readonly kind: string;

  /** Name of the store. */
  readonly name: string;
}

/** @internal */
export function _checkStore(problems: Problems, prop: string, store: ISecretStore): void {
  const { kind, name } = (store ?? {}) as Partial<ISecretStore>;
  if (typeof kind !== 'string' || typeof name !== 'string') {
    problems.add(prop, store, `is no secret store; write SecretStoreRef.secretStore(${typeof store === 'string' ? JSON.stringify(store) : '"default"'}), or pass a SecretStore`);
  }
}

/** Refers to a `SecretStore` or `ClusterSecretStore` of External Secrets Operator. */
export class SecretStoreRef implements ISecretStore {
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
