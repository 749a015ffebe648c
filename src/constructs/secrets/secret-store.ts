import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { among, filledIn, objectName } from '../../common/props/checks';
import { roleIn } from '../../common/props/clouds';
import { whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import {
  demand, instanceOf, openStruct, optional, PropType, Shape, text,
} from '../../common/props/prop-types';
import { EXTERNAL_SECRETS_API_VERSION } from '../../contract/upstream/external-secrets';
import { OBJECT_METADATA, OneObject, inNoNamespace } from '../objects/api-objects';
import {
  AWS_PROPS, AwsSecretsManagerProps, AZURE_PROPS, azureCloudOf, AzureKeyVaultProps, GCP_PROPS,
  GcpSecretManagerProps, StoreRef, StoreSecretKeyRef, StoreServiceAccountRef, VAULT_PROPS, VaultProps,
} from './secret-store-props';

/**
 * The backend of a `SecretStore`, with its required settings.
 *
 * Source: External Secrets Operator, `apis/externalsecrets/v1/secretstore_*_types.go`.
 */
export class SecretStoreProvider {
  /**
   * @throws when the region is not an AWS region, the role is not an ARN of a role in its partition, or one
   * half of an access key is missing or both halves are the same key.
   *
   * @example
   * SecretStoreProvider.awsSecretsManager({
   *   region: 'us-east-2',
   *   serviceAccount: { name: 'union-secrets' },
   * });
   */
  public static awsSecretsManager(props: AwsSecretsManagerProps): SecretStoreProvider {
    demand('SecretStoreProvider.awsSecretsManager', props, AWS_PROPS, (problems) =>
      checkAws(problems, props));
    const { region, role, serviceAccount, accessKeyId, secretAccessKey } = props;
    return new SecretStoreProvider({ serviceAccount, accessKeyId, secretAccessKey }, (ref) => ({
      aws: withoutUndefined({
        service: 'SecretsManager',
        region,
        role,
        auth: serviceAccount
          ? { jwt: { serviceAccountRef: ref('serviceAccount') } }
          : accessKeyId
            && {
              secretRef: {
                accessKeyIDSecretRef: ref('accessKeyId'),
                secretAccessKeySecretRef: ref('secretAccessKey'),
              },
            },
      }),
    }));
  }

  /**
   * @throws when the server is not an `https` URL, the role is empty, a path is not a mount path, or the
   * version is neither `v1` nor `v2`.
   *
   * @example
   * SecretStoreProvider.vault({ server: 'https://vault.example.com', role: 'union' });
   */
  public static vault(props: VaultProps): SecretStoreProvider {
    demand('SecretStoreProvider.vault', props, VAULT_PROPS);
    const { server, role, path = 'secret', version = 'v2', mountPath = 'kubernetes', serviceAccount } = props;
    return new SecretStoreProvider({ serviceAccount }, (ref) => ({
      vault: {
        server,
        path,
        version,
        auth: { kubernetes: withoutUndefined({ mountPath, role, serviceAccountRef: ref('serviceAccount') }) },
      },
    }));
  }

  /**
   * @throws when the project ID or the location is invalid, or both kinds of credentials are given.
   *
   * @example
   * SecretStoreProvider.gcpSecretManager({ projectId: 'acme-123456' });
   */
  public static gcpSecretManager(props: GcpSecretManagerProps): SecretStoreProvider {
    const { projectId, location, serviceAccount, serviceAccountKey } = props ?? {};
    demand('SecretStoreProvider.gcpSecretManager', props, GCP_PROPS, (problems) =>
      checkAccountAlone(problems, serviceAccount, serviceAccountKey && 'a service account key'));
    return new SecretStoreProvider({ serviceAccount, serviceAccountKey }, (ref) => ({
      gcpsm: withoutUndefined({
        projectID: projectId,
        location,
        auth: serviceAccount
          ? { workloadIdentity: { serviceAccountRef: ref('serviceAccount') } }
          : serviceAccountKey && { secretRef: { secretAccessKeySecretRef: ref('serviceAccountKey') } },
      }),
    }));
  }

  /**
   * @throws when the URL is not an Azure vault, a service principal lacks tenant, client ID or client secret,
   * or two identities are given.
   *
   * @example
   * SecretStoreProvider.azureKeyVault({ vaultUrl: 'https://acme.vault.azure.net' });
   */
  public static azureKeyVault(props: AzureKeyVaultProps): SecretStoreProvider {
    demand('SecretStoreProvider.azureKeyVault', props, AZURE_PROPS, (problems) =>
      checkAzure(problems, props));
    const { vaultUrl, tenantId, serviceAccount, clientId, clientSecret } = props;
    return new SecretStoreProvider({ serviceAccount, clientId, clientSecret }, (ref) => ({
      azurekv: withoutUndefined({
        authType: azureAuthType(props),
        vaultUrl,
        environmentType: azureCloudOf(vaultUrl),
        tenantId,
        serviceAccountRef: ref('serviceAccount'),
        authSecretRef: clientId && { clientId: ref('clientId'), clientSecret: ref('clientSecret') },
      }),
    }));
  }

  private constructor(
    private readonly refs: Record<string, StoreRef | undefined>,
    private readonly render: (ref: (prop: string) => JsonObject | undefined) => JsonObject,
  ) {}

  /** @internal */
  public _checkNamespaces(problems: Problems, clusterWide: boolean): void {
    for (const [name, ref] of Object.entries(this.refs)) {
      const prop = `provider.${name}.namespace`;
      if (ref && clusterWide && !ref.namespace) {
        problems.addMissing(prop, 'a ClusterSecretStore has no namespace of its own');
      }
      if (ref?.namespace && !clusterWide) {
        problems.add(prop, ref.namespace, 'has no effect, as a SecretStore reads only in its namespace; '
          + 'leave it out');
      }
    }
  }

  /** @internal */
  public _spec(): JsonObject {
    return this.render((prop) => this.refs[prop] && withoutUndefined({ ...this.refs[prop] }));
  }
}

function checkAws(
  problems: Problems, { region, role, serviceAccount, accessKeyId, secretAccessKey }: AwsSecretsManagerProps,
): void {
  if (role !== undefined) {
    problems.check('role', role, roleIn(region));
  }
  if (!accessKeyId !== !secretAccessKey) {
    const missing = accessKeyId ? 'secretAccessKey' : 'accessKeyId';
    problems.addMissing(missing, 'give both halves of the access key, or neither');
  }
  if (isSameKey(accessKeyId, secretAccessKey)) {
    problems.addUnshown(
      'secretAccessKey.key', 'is also the key of accessKeyId; give each half its own key',
    );
  }
  checkAccountAlone(problems, serviceAccount, accessKeyId && 'an access key');
}

/** A store authenticates in one way. */
function checkAccountAlone(
  problems: Problems, serviceAccount: StoreServiceAccountRef | undefined, other: string | false | undefined,
): void {
  if (serviceAccount && other) {
    problems.add('serviceAccount', serviceAccount.name, `conflicts with ${other}; give one of the two`);
  }
}

function isSameKey(one?: StoreSecretKeyRef, other?: StoreSecretKeyRef): boolean {
  return one !== undefined && one.name === other?.name && one.key === other.key
    && one.namespace === other.namespace;
}

function checkAzure(problems: Problems, props: AzureKeyVaultProps): void {
  const { tenantId, managedIdentity, serviceAccount, clientId, clientSecret } = props;
  if (azureAuthType(props) === 'ServicePrincipal') {
    for (const [prop, value] of Object.entries({ tenantId, clientId, clientSecret })) {
      if (value === undefined) {
        problems.addMissing(prop, 'a service principal needs it');
      }
    }
    if (managedIdentity) {
      problems.add('managedIdentity', managedIdentity, 'conflicts with a service principal; give one of the '
        + 'two');
    }
  }
  const principal = (clientId ?? clientSecret) && 'a service principal';
  checkAccountAlone(problems, serviceAccount, managedIdentity ? 'the managed identity' : principal);
}

/** Source: External Secrets, `AzureAuthType` of `secretstore_azurekv_types.go`. */
function azureAuthType({ managedIdentity, clientId, clientSecret }: AzureKeyVaultProps): string {
  if (clientId || clientSecret) {
    return 'ServicePrincipal';
  }
  return managedIdentity ? 'ManagedIdentity' : 'WorkloadIdentity';
}

/**
 * A secret store: a `SecretStore` or `ClusterSecretStore` of this app, or an existing one
 * (`SecretStore.fromName`).
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

/** The reference of an ExternalSecret to it; constructs have more properties. */
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
 * Common parts of both kinds of store.
 *
 * @internal
 */
abstract class Store extends OneObject implements ISecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  public readonly kind: string;

  /** The emitted object, to change it. */
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
   * An existing store in the namespace of the ExternalSecret. It must exist in every namespace that uses it:
   * for both planes in `union-cp` and `union`.
   *
   * @throws when the name is invalid.
   *
   * @example
   * SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
   */
  public static fromName(name: string): ISecretStore {
    return existing('SecretStore', name);
  }

  /** @throws when a reference of the provider has a namespace, as a `SecretStore` reads only in its own. */
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
   * An existing store for all namespaces.
   *
   * @throws when the name is invalid.
   *
   * @example
   * SecretDelivery.externalSecrets({ store: ClusterSecretStore.fromName('union') });
   */
  public static fromName(name: string): ISecretStore {
    return existing('ClusterSecretStore', name);
  }

  /** @throws when a reference of the provider has no namespace, or `metadata` has one. */
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
