import { JsonObject } from '../../common/data/json';

/** The driver whose volumes hold the files that a SecretProviderClass lists. */
export const SECRETS_STORE = {
  driver: 'secrets-store.csi.k8s.io',
  group: 'secrets-store.csi.x-k8s.io',
  kind: 'SecretProviderClass',
} as const;

/** Where a provider lists what it fetches, and how it calls the file of each entry. */
export interface ProviderFiles {
  /** The parameter: a text of YAML. */
  readonly parameter: string;
  /** The key of the list in it, whose entries are texts of YAML. @default the text is the list */
  readonly list?: string;
  /** Empty where an entry's files cannot be told. */
  readonly filesOf: (entry: JsonObject, parameters: JsonObject) => readonly unknown[];
}

/**
 * - Vault: hashicorp/vault-csi-provider, internal/config, Secret.
 * - Azure: Azure/secrets-store-csi-driver-provider-azure, pkg/provider/types, KeyVaultObject; of several
 *   versions each has a file.
 * - AWS: aws/secrets-store-csi-driver-provider-aws, provider/secret_descriptor.go, GetFileName.
 * - Google Cloud: GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp, config/config.go, Secret.
 */
export const PROVIDER_FILES: Readonly<Record<string, ProviderFiles>> = {
  vault: { parameter: 'objects', filesOf: ({ objectName }) => [objectName] },
  azure: {
    parameter: 'objects',
    list: 'array',
    filesOf: ({ objectName, objectAlias, objectVersionHistory }) =>
      objectVersionHistory === undefined ? [objectAlias || objectName] : [],
  },
  aws: {
    parameter: 'objects',
    filesOf: ({ objectName, objectAlias, jmesPath }, { pathTranslation = '_' }) =>
      String(pathTranslation).toLowerCase() === 'false'
        ? []
        : [objectAlias || objectName, ...aliasesIn(jmesPath)].map((name) =>
          (typeof name === 'string' ? name.replace(/\//g, String(pathTranslation)) : name)),
  },
  gcp: { parameter: 'secrets', filesOf: ({ path, fileName }) => [path || fileName] },
};

function aliasesIn(jmesPath: unknown): unknown[] {
  return Array.isArray(jmesPath) ? jmesPath.map((entry) => (entry as JsonObject | null)?.objectAlias) : [];
}

/**
 * How annotations of a pod ask an agent of Vault or OpenBao for files, behind the prefix of their names.
 * Source: hashicorp/vault-k8s, agent-inject/agent/annotations.go.
 */
export const AGENT_FILES = {
  asks: /^agent-inject-(?:secret|template|template-file)-(.+)$/,
  /** The name of the file, where it is another than that of the secret. */
  file: (name: string): string => `agent-inject-file-${name}`,
  /** Where its files lie: that of one, of all, or the default. */
  directories: (name: string): readonly string[] => [`secret-volume-path-${name}`, 'secret-volume-path'],
  defaultDirectory: '/vault/secrets',
  /** A ConfigMap tells in its place. */
  elsewhere: 'agent-configmap',
} as const;
