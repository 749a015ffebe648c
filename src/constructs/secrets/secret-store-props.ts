// Tests: test/constructs/secrets/secret-store.test.ts
import {
  Check, filledIn, hostName, httpsUrl, matching, namespaceName, objectName, secretKey, urlOf,
} from '../../common/props/checks';
import { arnOfRole, awsRegion, googleProject, googleRegion } from '../../common/props/clouds';
import { flag, list, optional, Shape, struct, text } from '../../common/props/prop-types';
import { isUuid } from '../../contract/providers/known-provider';

/**
 * The object with credentials of a store.
 *
 * @internal
 */
export interface StoreRef {
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object. Required for a `ClusterSecretStore`, forbidden for a `SecretStore`.
   *
   * @default - the namespace of the `SecretStore`
   */
  readonly namespace?: string;
}

/** A key of a Kubernetes Secret with credentials of the store: a reference, never the value. */
export interface StoreSecretKeyRef extends StoreRef {
  /** Key of the Secret. */
  readonly key: string;
}

/** The ServiceAccount with which the store authenticates. */
export interface StoreServiceAccountRef extends StoreRef {
  /**
   * Audiences of its token.
   *
   * @default - those of the provider
   */
  readonly audiences?: string[];
}

/**
 * The provider of a store that can authenticate with a ServiceAccount.
 *
 * @internal
 */
export interface StoreProps {
  /**
   * ServiceAccount for authentication: IRSA at AWS, Workload Identity at Google and Azure.
   *
   * @default - the identity of the controller's pod
   */
  readonly serviceAccount?: StoreServiceAccountRef;
}

const STORE_REF: Shape<StoreRef> = { name: text(objectName), namespace: optional(text(namespaceName)) };
const STORE_SECRET_KEY_REF = struct<StoreSecretKeyRef>({ ...STORE_REF, key: text(secretKey) });
const STORE_PROPS: Shape<StoreProps> = {
  serviceAccount: optional(struct<StoreServiceAccountRef>({
    ...STORE_REF,
    audiences: optional(list(text(filledIn))),
  })),
};

/** AWS Secrets Manager. */
export interface AwsSecretsManagerProps extends StoreProps {
  /** Region of the entries: `us-east-2`. */
  readonly region: string;
  /**
   * Role to assume, as ARN.
   *
   * @default - none
   */
  readonly role?: string;
  /**
   * Access key ID; requires `secretAccessKey`.
   *
   * @default - no static credentials
   */
  readonly accessKeyId?: StoreSecretKeyRef;
  /**
   * Secret access key; requires `accessKeyId`.
   *
   * @default - no static credentials
   */
  readonly secretAccessKey?: StoreSecretKeyRef;
}

/** HashiCorp Vault, with its Kubernetes auth method. */
export interface VaultProps extends StoreProps {
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
}

/** Google Cloud Secret Manager. */
export interface GcpSecretManagerProps extends StoreProps {
  /** ID of the project. */
  readonly projectId: string;
  /**
   * Location of a regional secret.
   *
   * @default - global secrets
   */
  readonly location?: string;
  /**
   * Key of a Google service account, as JSON.
   *
   * @default - no static credentials
   */
  readonly serviceAccountKey?: StoreSecretKeyRef;
}

/**
 * Azure Key Vault. Authentication uses the service principal of `clientId` and `clientSecret`, the managed
 * identity, or otherwise a ServiceAccount (Workload Identity).
 */
export interface AzureKeyVaultProps extends StoreProps {
  /** URL of the vault: `https://acme.vault.azure.net`. */
  readonly vaultUrl: string;
  /**
   * Whether to authenticate with the managed identity of the nodes.
   *
   * @default false
   */
  readonly managedIdentity?: boolean;
  /**
   * ID of the tenant; required for a service principal.
   *
   * @default - that of the identity
   */
  readonly tenantId?: string;
  /**
   * Client ID of the service principal.
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

/** Checks for paths of the API, and of its web pages. */
function vaultServer(value: string): string | undefined {
  const [, , part] = /^(https:\/\/.*?)(\/(?:v1|ui))(\/|$)/.exec(value) ?? [];
  return part === undefined
    ? undefined
    : `continues with ${part}, which the operator adds or a browser shows; remove ${part} and the rest`;
}

/** Vault mounts below `<path>/`; the operator adds the slashes. */
const mountPath: Check = (value) =>
  /^\/|\/$|\/\/|:\/\//.test(value)
    ? 'is not a mount path; write it without a scheme and without "/" at its start and end'
    : undefined;

/** Source: External Secrets, `buildPath` of the provider Vault: `<path>/data/<key>` with version 2. */
const engine: Check = (value) => {
  const [, mount] = /^(?:v1\/)?(.*?)(?:\/data(?:\/.*)?)?$/.exec(value) ?? [];
  return mount === value
    ? undefined
    : `is the path of an entry in Vault's API; write only the mount path, ${mount}, and use the part after `
      + 'data/ as the key of each secret';
};

/** Source: Vault, `auth/<mount path>/login`. */
const authMethod: Check = (value) => {
  const mount = value.replace(/^auth\//, '').replace(/\/login$/, '');
  return mount === value ? undefined : `is the path of its API; write only the mount path, ${mount}`;
};

/**
 * The domain of vaults in each cloud, by its name in External Secrets. By default that signs in to the public
 * cloud.
 *
 * Source: Azure Key Vault, "Vault name and object name"; External Secrets, `AzureEnvironmentType`.
 */
const KEY_VAULT_CLOUDS: readonly (readonly [RegExp, string | undefined])[] = [
  [/^[a-z0-9-]+\.vault\.azure\.net$/, undefined],
  [/^[a-z0-9-]+\.vault\.usgovcloudapi\.net$/, 'USGovernmentCloud'],
  [/^[a-z0-9-]+\.vault\.azure\.cn$/, 'ChinaCloud'],
];

function keyVaultUrl(value: string): string | undefined {
  const { hostname = '', pathname } = urlOf(value) ?? {};
  if (!KEY_VAULT_CLOUDS.some(([hosts]) => hosts.test(hostname))) {
    return 'is not an Azure vault; write the URI from the overview of the vault, such as '
      + 'https://acme.vault.azure.net';
  }
  return pathname === '/'
    ? undefined
    : 'has a path; give only the vault here, and the secret as key of each entry';
}

/** A tenant has a UUID and domains. */
const tenantId: Check = (value) => (isUuid(value) || hostName(value) === undefined
  ? undefined
  : 'is not a tenant ID; write its UUID: az account show --query tenantId');

/** The name of a vault's cloud in External Secrets; undefined for the public cloud, its default. */
export function azureCloudOf(vaultUrl: string): string | undefined {
  return KEY_VAULT_CLOUDS.find(([hosts]) => hosts.test(new URL(vaultUrl).hostname))?.[1];
}

export const AWS_PROPS: Shape<AwsSecretsManagerProps> = {
  region: text(filledIn, awsRegion),
  role: optional(text(filledIn, arnOfRole)),
  ...STORE_PROPS,
  accessKeyId: optional(STORE_SECRET_KEY_REF),
  secretAccessKey: optional(STORE_SECRET_KEY_REF),
};

export const VAULT_PROPS: Shape<VaultProps> = {
  server: text(filledIn, httpsUrl, vaultServer),
  role: text(filledIn),
  path: optional(text(filledIn, mountPath, engine)),
  mountPath: optional(text(filledIn, mountPath, authMethod)),
  version: optional(text(matching(/^v[12]$/, 'is not a key-value engine version; write v1 or v2'))),
  ...STORE_PROPS,
};

export const GCP_PROPS: Shape<GcpSecretManagerProps> = {
  projectId: text(filledIn, googleProject),
  location: optional(text(filledIn, googleRegion)),
  ...STORE_PROPS,
  serviceAccountKey: optional(STORE_SECRET_KEY_REF),
};

export const AZURE_PROPS: Shape<AzureKeyVaultProps> = {
  vaultUrl: text(filledIn, httpsUrl, keyVaultUrl),
  managedIdentity: optional(flag),
  tenantId: optional(text(filledIn, tenantId)),
  ...STORE_PROPS,
  clientId: optional(STORE_SECRET_KEY_REF),
  clientSecret: optional(STORE_SECRET_KEY_REF),
};
