import { filledIn, objectName } from '../../common/props/checks';
import { demand, PropType, struct, text } from '../../common/props/prop-types';

/** A secret store: a `SecretStore` or `ClusterSecretStore` of this app, or a `SecretStoreRef` to one that exists. */
export interface ISecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  readonly kind: string;

  /** Name of the store. */
  readonly name: string;
}

export const SECRET_STORE: PropType = (problems, prop, store) => {
  const { kind, name } = (store ?? {}) as { kind?: unknown; name?: unknown };
  const isStore = typeof kind === 'string' && typeof name === 'string';
  if (!isStore) {
    const example = typeof store === 'string' ? JSON.stringify(store) : '"default"';
    problems.add(prop, store, `is no secret store; write SecretStoreRef.secretStore(${example}), or pass a SecretStore`);
  }
  return isStore && STORE(problems, prop, store);
};

const KINDS = ['SecretStore', 'ClusterSecretStore'];

/** What an ExternalSecret says of it. */
const STORE = struct<ISecretStore>({
  kind: text((kind) => (KINDS.includes(kind) ? undefined : `is no kind of store; write ${KINDS.join(' or ')}`)),
  name: text(filledIn, objectName),
});

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
    demand(`SecretStoreRef (${kind})`, { name }, { name: text(filledIn, objectName) });
  }
}
