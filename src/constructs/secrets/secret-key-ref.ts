import { namespaceName, objectName, secretKey } from '../../common/props/checks';
import { list, optional, struct, text } from '../../common/props/prop-types';

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

export const STORE_SECRET_KEY_REF = struct<StoreSecretKeyRef>({
  name: text(objectName),
  namespace: optional(text(namespaceName)),
  key: text(secretKey),
});

export const STORE_SERVICE_ACCOUNT_REF = struct<StoreServiceAccountRef>({
  name: text(objectName),
  namespace: optional(text(namespaceName)),
  audiences: optional(list(text())),
});
