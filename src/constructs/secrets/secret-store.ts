import { ApiObject, ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct } from 'constructs';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf, optional, Shape } from '../../common/props/prop-types';
import { whole } from '../../common/props/whole';
import { EXTERNAL_SECRETS_API_VERSION } from '../../contract/upstream/external-secrets';
import { OBJECT_METADATA } from '../objects/metadata';
import { inNoNamespace } from '../objects/patches';
import { SecretStoreProvider } from './secret-store-provider';
import { ISecretStore, SecretStoreRef } from './secret-store-ref';

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

/** A secret store for one namespace (external-secrets.io/v1). L2 over one `SecretStore`. */
export class SecretStore extends Construct implements ISecretStore {
  /** `SecretStore`. */
  public readonly kind = 'SecretStore';

  /** Name of the store. */
  public readonly name: string;

  /** The object that is emitted, to change it. */
  public readonly apiObject: ApiObject;

  /** Metadata of the object. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /** Refers to this store. */
  public readonly ref: SecretStoreRef;

  /** @throws when the provider's references name a namespace: a `SecretStore` reads in its own. */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    this.apiObject = whole(this, () => store(this, this.kind, props));
    ({ name: this.name, metadata: this.metadata } = this.apiObject);
    this.ref = SecretStoreRef.secretStore(this.name);
  }
}

/** A secret store for all namespaces (external-secrets.io/v1). L2 over one `ClusterSecretStore`. */
export class ClusterSecretStore extends Construct implements ISecretStore {
  /** `ClusterSecretStore`. */
  public readonly kind = 'ClusterSecretStore';

  /** Name of the store. */
  public readonly name: string;

  /** The object that is emitted, to change it. */
  public readonly apiObject: ApiObject;

  /** Metadata of the object. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /** Refers to this store. */
  public readonly ref: SecretStoreRef;

  /** @throws when one of the provider's references names no namespace, or `metadata` does. */
  public constructor(scope: Construct, id: string, props: SecretStoreProps) {
    super(scope, id);
    this.apiObject = whole(this, () => store(this, this.kind, props));
    ({ name: this.name, metadata: this.metadata } = this.apiObject);
    this.ref = SecretStoreRef.clusterSecretStore(this.name);
  }
}

const SECRET_STORE_PROPS: Shape<SecretStoreProps> = { metadata: optional(OBJECT_METADATA), provider: instanceOf(SecretStoreProvider) };

function store(scope: Construct, kind: string, props: SecretStoreProps): ApiObject {
  demand(kind, props, SECRET_STORE_PROPS);
  const { metadata, provider } = props;
  const clusterWide = kind === 'ClusterSecretStore';
  const problems = new Problems(kind);
  if (clusterWide && metadata?.namespace !== undefined) {
    problems.add('metadata.namespace', metadata.namespace, 'a ClusterSecretStore lies in no namespace; leave it out');
  }
  provider._checkNamespaces(problems, clusterWide);
  problems.throwIfAny();
  const resource = new ApiObject(scope, 'Resource', {
    apiVersion: EXTERNAL_SECRETS_API_VERSION,
    kind,
    metadata,
    spec: { provider: provider._spec() },
  });
  if (clusterWide) {
    inNoNamespace(resource);
  }
  return resource;
}
