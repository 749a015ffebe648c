import { JsonObject, withoutUndefined } from '../../common/data/json';
import { awsRegion, filledIn, httpsUrl, namespaceName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { demand, flag, optional, Shape, text } from '../../common/props/prop-types';
import {
  STORE_SECRET_KEY_REF, STORE_SERVICE_ACCOUNT_REF, StoreSecretKeyRef, StoreServiceAccountRef,
} from './secret-key-ref';

/** AWS Secrets Manager. */
export interface AwsSecretsManagerProps {
  /** Region of the entries: `us-east-2`. */
  readonly region: string;
  /**
   * Role to assume, as ARN.
   *
   * @default - none
   */
  readonly role?: string;
  /**
   * ServiceAccount to authenticate as (IRSA).
   *
   * @default - the identity of the controller's pod
   */
  readonly serviceAccount?: StoreServiceAccountRef;
  /**
   * Access key id; goes with `secretAccessKey`.
   *
   * @default - no static credentials
   */
  readonly accessKeyId?: StoreSecretKeyRef;
  /**
   * Secret access key; goes with `accessKeyId`.
   *
   * @default - no static credentials
   */
  readonly secretAccessKey?: StoreSecretKeyRef;
}

/** HashiCorp Vault, with its Kubernetes auth method. */
export interface VaultProps {
  /** URL of the server, `https`. */
  readonly server: string;
  /** Role of the Kubernetes auth method. */
  readonly role: string;
  /**
   * Mount path of the key-value engine.
   *
   * @default "secret"
   */
  readonly path?: string;
  /**
   * Version of the key-value engine: `v1` or `v2`.
   *
   * @default "v2"
   */
  readonly version?: string;
  /**
   * Mount path of the Kubernetes auth method.
   *
   * @default "kubernetes"
   */
  readonly mountPath?: string;
  /**
   * ServiceAccount to authenticate as.
   *
   * @default - that of the controller
   */
  readonly serviceAccount?: StoreServiceAccountRef;
}

/** Google Cloud Secret Manager. */
export interface GcpSecretManagerProps {
  /** Id of the project. */
  readonly projectId: string;
  /**
   * Location of a regional secret.
   *
   * @default - global secrets
   */
  readonly location?: string;
  /**
   * ServiceAccount to authenticate as (Workload Identity).
   *
   * @default - the identity of the controller's pod
   */
  readonly serviceAccount?: StoreServiceAccountRef;
  /**
   * Key of a Google service account, as JSON.
   *
   * @default - no static credentials
   */
  readonly serviceAccountKey?: StoreSecretKeyRef;
}

/**
 * Azure Key Vault. Whoever asks is the service principal of `clientId` and `clientSecret`, the managed
 * identity, or else a ServiceAccount (Workload Identity).
 */
export interface AzureKeyVaultProps {
  /** URL of the vault: `https://acme.vault.azure.net`. */
  readonly vaultUrl: string;
  /**
   * Whether it is the managed identity of the nodes that asks.
   *
   * @default false
   */
  readonly managedIdentity?: boolean;
  /**
   * Id of the tenant. A service principal needs it.
   *
   * @default - that of the identity
   */
  readonly tenantId?: string;
  /**
   * ServiceAccount to authenticate as (Workload Identity).
   *
   * @default - that of the controller
   */
  readonly serviceAccount?: StoreServiceAccountRef;
  /**
   * Client id of the service principal.
   *
   * @default - none
   */
  readonly clientId?: StoreSecretKeyRef;
  /**
   * Client secret of the service principal.
   *
   * @default - none
   */
  readonly clientSecret?: StoreSecretKeyRef;
}

/** Secrets of another namespace, or of another Kubernetes cluster. */
export interface KubernetesStoreProps {
  /**
   * Namespace to read from.
   *
   * @default "default"
   */
  readonly remoteNamespace?: string;
  /**
   * URL of the API server.
   *
   * @default - the cluster that the controller runs in
   */
  readonly serverUrl?: string;
  /** Where the CA certificate of the API server lies: key of the ConfigMap `kube-root-ca.crt` or the like. */
  readonly caConfigMap: StoreSecretKeyRef;
  /** ServiceAccount to authenticate as. It needs `get`, `list` and `watch` on Secrets there. */
  readonly serviceAccount: StoreServiceAccountRef;
}

const AWS_PROPS: Shape<AwsSecretsManagerProps> = {
  region: text(filledIn, awsRegion),
  role: optional(text(filledIn)),
  serviceAccount: optional(STORE_SERVICE_ACCOUNT_REF),
  accessKeyId: optional(STORE_SECRET_KEY_REF),
  secretAccessKey: optional(STORE_SECRET_KEY_REF),
};

const VAULT_PROPS: Shape<VaultProps> = {
  server: text(filledIn, httpsUrl),
  role: text(filledIn),
  path: optional(text(filledIn)),
  mountPath: optional(text(filledIn)),
  version: optional(
    text((value) =>
      (['v1', 'v2'].includes(value) ? undefined : 'is no version of the key-value engine; write v1 or v2')),
  ),
  serviceAccount: optional(STORE_SERVICE_ACCOUNT_REF),
};

const GCP_PROPS: Shape<GcpSecretManagerProps> = {
  projectId: text(filledIn),
  location: optional(text(filledIn)),
  serviceAccount: optional(STORE_SERVICE_ACCOUNT_REF),
  serviceAccountKey: optional(STORE_SECRET_KEY_REF),
};

const AZURE_PROPS: Shape<AzureKeyVaultProps> = {
  vaultUrl: text(filledIn, httpsUrl),
  managedIdentity: optional(flag),
  tenantId: optional(text(filledIn)),
  serviceAccount: optional(STORE_SERVICE_ACCOUNT_REF),
  clientId: optional(STORE_SECRET_KEY_REF),
  clientSecret: optional(STORE_SECRET_KEY_REF),
};

const KUBERNETES_PROPS: Shape<KubernetesStoreProps> = {
  remoteNamespace: optional(text(namespaceName)),
  serverUrl: optional(text(filledIn, httpsUrl)),
  caConfigMap: STORE_SECRET_KEY_REF,
  serviceAccount: STORE_SERVICE_ACCOUNT_REF,
};

/**
 * The backend of a `SecretStore`, with what it really requires.
 *
 * Source: External Secrets Operator, `apis/externalsecrets/v1/secretstore_*_types.go`.
 */
export class SecretStoreProvider {
  /**
   * @throws when the region is not one of AWS's, or one half of an access key is missing.
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
   * @throws when the server is no `https` URL, the role or a path is blank, or the version is neither `v1`
   * nor `v2`.
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
   * @throws when the project id is blank, or both kinds of credentials are given.
   *
   * @example
   * SecretStoreProvider.gcpSecretManager({ projectId: 'acme-123456' });
   */
  public static gcpSecretManager(props: GcpSecretManagerProps): SecretStoreProvider {
    demand('SecretStoreProvider.gcpSecretManager', props, GCP_PROPS, (problems) => checkGcp(problems, props));
    const { projectId, location, serviceAccount, serviceAccountKey } = props;
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
   * @throws when the URL is not `https`, a service principal lacks tenant, client id or client secret, or two
   * identities are given.
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
        tenantId,
        serviceAccountRef: ref('serviceAccount'),
        authSecretRef: clientId && { clientId: ref('clientId'), clientSecret: ref('clientSecret') },
      }),
    }));
  }

  /**
   * @throws when the server URL is not `https`, or the namespace is no namespace name.
   *
   * @example
   * SecretStoreProvider.kubernetes({
   *   remoteNamespace: 'secrets',
   *   caConfigMap: { name: 'kube-root-ca.crt', key: 'ca.crt' },
   *   serviceAccount: { name: 'union-secrets' },
   * });
   */
  public static kubernetes(props: KubernetesStoreProps): SecretStoreProvider {
    demand('SecretStoreProvider.kubernetes', props, KUBERNETES_PROPS);
    const {
      remoteNamespace = 'default', serverUrl = 'https://kubernetes.default', caConfigMap, serviceAccount,
    } = props;
    return new SecretStoreProvider({ caConfigMap, serviceAccount }, (ref) => ({
      kubernetes: {
        remoteNamespace,
        server: { url: serverUrl, caProvider: { type: 'ConfigMap', ...ref('caConfigMap') } },
        auth: { serviceAccount: ref('serviceAccount') },
      },
    }));
  }

  private constructor(
    private readonly refs: Record<string, StoreSecretKeyRef | StoreServiceAccountRef | undefined>,
    private readonly render: (ref: (prop: string) => JsonObject | undefined) => JsonObject,
  ) {}

  /** @internal */
  public _checkNamespaces(problems: Problems, clusterWide: boolean): void {
    for (const [prop, ref] of this.givenRefs()) {
      if (clusterWide && !ref.namespace) {
        problems.add(
          `provider.${prop}.namespace`,
          undefined,
          'a ClusterSecretStore has no namespace of its own; name one',
        );
      }
      if (!clusterWide && ref.namespace) {
        problems.add(
          `provider.${prop}.namespace`,
          ref.namespace,
          'a SecretStore reads in its own namespace only; leave it out',
        );
      }
    }
  }

  /** @internal */
  public _spec(): JsonObject {
    return this.render((prop) => this.refs[prop] && withoutUndefined({ ...this.refs[prop] }));
  }

  private givenRefs(): [string, StoreSecretKeyRef | StoreServiceAccountRef][] {
    return Object.entries(this.refs).filter(
      (entry): entry is [string, StoreSecretKeyRef | StoreServiceAccountRef] => entry[1] !== undefined,
    );
  }
}

function checkAws(
  problems: Problems, { serviceAccount, accessKeyId, secretAccessKey }: AwsSecretsManagerProps,
): void {
  if (!accessKeyId !== !secretAccessKey) {
    const missing = accessKeyId ? 'secretAccessKey' : 'accessKeyId';
    problems.add(missing, undefined, 'give both halves of the access key, or neither');
  }
  if (serviceAccount && accessKeyId) {
    problems.add('serviceAccount', serviceAccount.name, 'excludes an access key; give one of the two');
  }
}

function checkGcp(problems: Problems, { serviceAccount, serviceAccountKey }: GcpSecretManagerProps): void {
  if (serviceAccount && serviceAccountKey) {
    problems.add(
      'serviceAccount', serviceAccount.name, 'excludes a service account key; give one of the two',
    );
  }
}

function checkAzure(problems: Problems, props: AzureKeyVaultProps): void {
  const { tenantId, managedIdentity, serviceAccount, clientId, clientSecret } = props;
  if (azureAuthType(props) === 'ServicePrincipal') {
    for (const [prop, value] of Object.entries({ tenantId, clientId, clientSecret })) {
      if (value === undefined) {
        problems.add(prop, undefined, 'a service principal needs it');
      }
    }
    if (managedIdentity) {
      problems.add('managedIdentity', managedIdentity, 'excludes a service principal; give one of the two');
    }
  }
  if (serviceAccount && (managedIdentity || clientId || clientSecret)) {
    const other = managedIdentity ? 'the managed identity' : 'a service principal';
    problems.add('serviceAccount', serviceAccount.name, `excludes ${other}; give one of the two`);
  }
}

/** Source: External Secrets, `AzureAuthType` of `secretstore_azurekv_types.go`. */
function azureAuthType({ managedIdentity, clientId, clientSecret }: AzureKeyVaultProps): string {
  if (clientId || clientSecret) {
    return 'ServicePrincipal';
  }
  return managedIdentity ? 'ManagedIdentity' : 'WorkloadIdentity';
}
