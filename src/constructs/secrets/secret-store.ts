import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { among, filledIn, objectName } from '../../common/props/checks';
import { whole } from '../../common/props/construct-props';
import {
  demand, instanceOf, openStruct, optional, PropType, Shape, text,
} from '../../common/props/prop-types';
import { EXTERNAL_SECRETS_API_VERSION } from '../../contract/upstream/external-secrets';
import { OneObject } from '../objects/emitted-by';
import { OBJECT_METADATA } from '../objects/metadata';
import { inNoNamespace } from '../objects/patches';
import { SecretStoreProvider } from './secret-store-provider';

/**
 * A secret store: a `SecretStore` or `ClusterSecretStore` of this app, or one that exists:
 * `SecretStore.fromName`.
 */
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
    problems.add(
      prop, store, `is not a secret store; write SecretStore.fromName(${example}), or pass a SecretStore`,
    );
  }
  return isStore && STORE(problems, prop, store);
};

const KINDS = ['SecretStore', 'ClusterSecretStore'];

/** What an ExternalSecret says of it; a construct that is one has more. */
const STORE = openStruct<ISecretStore>({
  kind: text(among(KINDS, `is not a kind of store; write ${KINDS.join(' or ')}`)),
  name: text(filledIn, objectName),
});

/** A `SecretStore` or `ClusterSecretStore`. */
export interface SecretStoreProps {
  /**
   * Name, labels, annotations; for a `SecretStore` the namespace too.
   *
   * @default - a name derived from the construct path
   */
  readonly metadata?: ApiObjectMetadata;

  /** The backend. */
  readonly provider: SecretStoreProvider;
}

/**
 * What both kinds of store have.
 *
 * @internal
 */
abstract class Store extends OneObject implements ISecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  public readonly kind: string;

  /** The object that is emitted, to change it. */
  public override readonly apiObject: ApiObject;

  protected constructor(scope: Construct, id: string, kind: string, props: SecretStoreProps) {
    super(scope, id);
    this.kind = kind;
    this.apiObject = whole(this, () => emitted(this, kind, props));
  }
}

/**
 * A secret store for one namespace (external-secrets.io/v1). L2 over one `SecretStore`.
 *
 * @example
 * new SecretStore(chart, 'store', {
 *   metadata: { name: 'union' },
 *   provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }),
 * });
 */
export class SecretStore extends Store {
  /**
   * A store that exists, in the namespace of the ExternalSecret. It must be in every namespace that uses it:
   * for both planes, in `union-cp` and in `union`.
   *
   * @throws when the name is not an object name.
   *
   * @example
   * SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
   */
  public static fromName(name: string): ISecretStore {
    return existing('SecretStore', name);
  }

  /** @throws when the provider's references name a namespace: a `SecretStore` reads in its own. */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id, 'SecretStore', props);
  }
}

/**
 * A secret store for all namespaces (external-secrets.io/v1). L2 over one `ClusterSecretStore`.
 *
 * @example
 * new ClusterSecretStore(chart, 'store', {
 *   metadata: { name: 'union' },
 *   provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }),
 * });
 */
export class ClusterSecretStore extends Store {
  /**
   * A store for all namespaces that exists.
   *
   * @throws when the name is not an object name.
   *
   * @example
   * SecretDelivery.externalSecrets({ store: ClusterSecretStore.fromName('union') });
   */
  public static fromName(name: string): ISecretStore {
    return existing('ClusterSecretStore', name);
  }

  /** @throws when one of the provider's references names no namespace, or `metadata` does. */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id, 'ClusterSecretStore', props);
  }
}

function existing(kind: string, name: string): ISecretStore {
  demand(`${kind}.fromName`, { name }, { name: text(filledIn, objectName) });
  return { kind, name };
}

const SECRET_STORE_PROPS: Shape<SecretStoreProps> = {
  metadata: optional(OBJECT_METADATA),
  provider: instanceOf(SecretStoreProvider),
};

function emitted(scope: Construct, kind: string, props: SecretStoreProps): ApiObject {
  const clusterWide = kind === 'ClusterSecretStore';
  demand(kind, props, SECRET_STORE_PROPS, (problems) => {
    const namespace = props.metadata?.namespace;
    if (clusterWide && namespace !== undefined) {
      problems.add(
        'metadata.namespace', namespace, 'a ClusterSecretStore has no namespace; leave it out',
      );
    }
    props.provider._checkNamespaces(problems, clusterWide);
  });
  const resource = new ApiObject(scope, 'Resource', {
    apiVersion: EXTERNAL_SECRETS_API_VERSION,
    kind,
    metadata: props.metadata,
    spec: { provider: props.provider._spec() },
  });
  if (clusterWide) {
    inNoNamespace(resource);
  }
  return resource;
}
