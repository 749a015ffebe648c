import { namespaceName, objectName, secretKey } from '../_internal/checks';
import { list, optional, struct, text } from '../_internal/kinds';
import { Problems } from '../_internal/problems';

/** A key of a Kubernetes Secret that the store authenticates with. A reference, never the value. */
export interface StoreSecretKeyRef {
  /** Name of the Secret. */
  readonly name: string;
  /** Key of the Secret. */
  readonly key: string;
  /**
   * Namespace of the Secret. A `ClusterSecretStore` must name it; a `SecretStore` must not.
   *
   * @default - the namespace of the `SecretStore`
   */
  readonly namespace?: string;
}

/** A ServiceAccount that the store authenticates as. */
export interface StoreServiceAccountRef {
  /** Name of the ServiceAccount. */
  readonly name: string;
  /**
   * Namespace of the ServiceAccount. A `ClusterSecretStore` must name it; a `SecretStore` must not.
   *
   * @default - the namespace of the `SecretStore`
   */
  readonly namespace?: string;
  /**
   * Audiences of the token that is requested for it.
   *
   * @default - those of the provider
   */
  readonly audiences?: string[];
}

export const STORE_SECRET_KEY_REF = struct<StoreSecretKeyRef>({ name: text(), key: text(), namespace: optional(text()) });

export const STORE_SERVICE_ACCOUNT_REF = struct<StoreServiceAccountRef>({
  name: text(),
  namespace: optional(text()),
  audiences: optional(list(text())),
});

/** @internal */
export function _checkRef(problems: Problems, prop: string, ref: StoreSecretKeyRef | StoreServiceAccountRef): void {
  problems.check(`${prop}.name`, ref.name, objectName);
  if (ref.namespace !== undefined) {
    problems.check(`${prop}.namespace`, ref.namespace, namespaceName);
  }
  if ('key' in ref) {
    problems.check(`${prop}.key`, ref.key, secretKey);
  }
}
