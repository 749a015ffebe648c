import { isObject, valueAt } from '../../common/data/json';

/** The API group of cert-manager. */
export const CERT_MANAGER_GROUP = 'cert-manager.io';

/**
 * Annotations with which cert-manager issues certificates for an Ingress or a Gateway. Source: cert-manager,
 * "Annotated Ingress resource"; `acme` is that of kube-lego, which it still reads.
 */
export const ISSUER_ANNOTATIONS = [
  'cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme',
] as const;

/** Additional names in such a certificate. */
export const ALTERNATIVE_NAMES = ['cert-manager.io/common-name', 'cert-manager.io/alt-names'] as const;

/** Kinds of operators that write Secrets, and the paths of the Secrets' names. */
export interface SecretOperator {
  readonly group: string;
  readonly kind: string;
  /** The project, and the source of the fact. */
  readonly source: string;
  /** Path of the list of written Secrets. @default the object itself */
  readonly each?: string;
  /**
   * Paths of the Secret's name, below that; the first existing one applies. @default the name of the object
   */
  readonly name?: readonly string[];
  /** Path of its namespace. @default that of the object */
  readonly namespace?: string;
  /**
   * Paths of its keys: the keys of a map, the texts of a list, or their `key` field. @default keys that only
   * the store knows
   */
  readonly keys?: readonly string[];
  /** The field with the key in an entry of such a list. */
  readonly key?: string;
  /** Whether the list is complete. @default whenever there is a list */
  readonly listsAll?: (target: unknown) => boolean;
  /**
   * Path of the setting that makes it create the Secret; otherwise it fills an existing one. @default it
   * creates it
   */
  readonly creates?: string;
  /** Whether it writes into any namespace. */
  readonly everywhere?: boolean;
  /** Whether `each` leads to manifests of any kind, of which only Secrets apply. */
  readonly manifest?: boolean;
}

/**
 * The setting of every managed resource of Crossplane for the Secret of its provider. Source: Crossplane,
 * "Managed resources".
 */
export const CONNECTION_SECRET = 'spec.writeConnectionSecretToRef';

export const SECRET_OPERATORS: readonly SecretOperator[] = [
  {
    group: 'bitnami.com',
    kind: 'SealedSecret',
    source: 'bitnami-labs/sealed-secrets: pkg/apis/sealedsecrets/v1alpha1, Unseal: the Secret has name and '
      + 'namespace of the object, whatever its template says',
    keys: ['spec.encryptedData', 'spec.template.data'],
  },
  ...['VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'].map((kind) => ({
    group: 'secrets.hashicorp.com',
    kind,
    source: 'hashicorp/vault-secrets-operator: api/v1beta1, Destination',
    name: ['spec.destination.name'],
    keys: ['spec.destination.transformation.templates'],
    // Templates add keys to those of Vault, unless all of these are omitted.
    listsAll: (target: unknown) =>
      [valueAt(target, 'spec.destination.transformation.excludes')].flat().includes('.*'),
    creates: 'spec.destination.create',
  })),
  {
    group: 'onepassword.com',
    kind: 'OnePasswordItem',
    source: '1Password/onepassword-operator: README, the Secret has the name of the item object',
  },
  ...['InfisicalSecret', 'InfisicalDynamicSecret'].flatMap((kind) => [
    {
      group: 'secrets.infisical.com',
      kind,
      source: 'Infisical/kubernetes-operator: api/v1alpha1, ManagedKubeSecretConfig',
      each: 'spec.managedSecretReference',
      name: ['secretName'],
      namespace: 'secretNamespace',
    },
    {
      group: 'secrets.infisical.com',
      kind,
      source: 'the same, managedKubeSecretReferences',
      each: 'spec.managedKubeSecretReferences',
      name: ['secretName'],
      namespace: 'secretNamespace',
      keys: ['template.data'],
      listsAll: (target: unknown) =>
        isObject(valueAt(target, 'template.data')) && valueAt(target, 'template.includeAllSecrets') !== true,
    },
  ]),
  {
    group: 'secrets.infisical.com',
    kind: 'InfisicalStaticSecret',
    source: 'Infisical/kubernetes-operator: api/v1beta1, targets',
    each: 'spec.targets',
    name: ['name'],
    namespace: 'namespace',
  },
  {
    group: 'isindir.github.com',
    kind: 'SopsSecret',
    source: 'isindir/sops-secrets-operator: api/v1alpha3, SopsSecretTemplate',
    each: 'spec.secretTemplates',
    name: ['name'],
    keys: ['stringData', 'data'],
  },
  {
    group: 'secrets.doppler.com',
    kind: 'DopplerSecret',
    source: 'DopplerHQ/kubernetes-operator: api/v1alpha1, ManagedSecretReference',
    name: ['spec.managedSecret.name'],
    namespace: 'spec.managedSecret.namespace',
  },
  {
    group: 'secrets-store.csi.x-k8s.io',
    kind: 'SecretProviderClass',
    source: 'kubernetes-sigs/secrets-store-csi-driver: apis/v1, SecretObject (AWS, Azure, GCP, Vault, '
      + 'Akeyless)',
    each: 'spec.secretObjects',
    name: ['secretName'],
    keys: ['data'],
    key: 'key',
  },
  {
    group: 'k8s.bitwarden.com',
    kind: 'BitwardenSecret',
    source: 'bitwarden/sm-kubernetes: api/v1, BitwardenSecretSpec: without onlyMappedSecrets the IDs are '
      + 'keys, too',
    name: ['spec.secretName'],
    keys: ['spec.map'],
    key: 'secretKeyName',
    listsAll: (target) => valueAt(target, 'spec.onlyMappedSecrets') === true,
  },
  {
    group: 'spv.no',
    kind: 'AzureKeyVaultSecret',
    source: 'SparebankenVest/azure-key-vault-to-kubernetes: pkg/k8s/apis, AzureKeyVaultOutputSecret',
    name: ['spec.output.secret.name'],
  },
  { group: 'ricoberger.de', kind: 'VaultSecret', source: 'ricoberger/vault-secrets-operator: README' },
  {
    group: 'redhatcop.redhat.io',
    kind: 'VaultSecret',
    source: 'redhat-cop/vault-config-operator: docs, VaultSecret',
    name: ['spec.output.name'],
  },
  {
    group: 'kubernetes-client.io',
    kind: 'ExternalSecret',
    source: 'external-secrets/kubernetes-external-secrets: README (retired)',
  },
  {
    group: CERT_MANAGER_GROUP,
    kind: 'Certificate',
    source: 'cert-manager: API reference, CertificateSpec',
    name: ['spec.secretName'],
  },
  {
    group: 'secretgenerator.mittwald.de',
    kind: 'StringSecret',
    source: 'mittwald/kubernetes-secret-generator: README',
    keys: ['spec.fields', 'spec.data'],
    key: 'fieldName',
  },
  {
    group: 'secretgen.carvel.dev',
    kind: 'SecretImport',
    source: 'carvel secretgen-controller: docs/secret-export.md',
  },
  {
    group: 'secretgen.carvel.dev',
    kind: 'SecretTemplate',
    source: 'carvel secretgen-controller: docs/secret-template.md',
  },
  ...['kubernetes.crossplane.io', 'kubernetes.m.crossplane.io'].map((group) => ({
    group,
    kind: 'Object',
    source: 'crossplane-contrib/provider-kubernetes: apis, ObjectSpec; patches of its references add keys',
    each: 'spec.forProvider.manifest',
    name: ['metadata.name'],
    namespace: 'metadata.namespace',
    manifest: true,
  })),
  {
    group: 'infra.contrib.fluxcd.io',
    kind: 'Terraform',
    source: 'flux-iac/tofu-controller: api/v1alpha2, WriteOutputsToSecretSpec',
    each: 'spec.writeOutputsToSecret',
    name: ['name'],
  },
  {
    group: 'clustersecret.io',
    kind: 'ClusterSecret',
    source: 'zakkg3/ClusterSecret: README',
    keys: ['data'],
    everywhere: true,
  },
];

/**
 * Annotations with which tools copy a Secret into other namespaces. Sources: emberstack/kubernetes-reflector,
 * mittwald/kubernetes-replicator, appscode/config-syncer.
 */
export const COPIED_ELSEWHERE = new RegExp(String.raw`^(reflector\.v1\.k8s\.emberstack\.com/reflection`
  + String.raw`|replicator\.v1\.mittwald\.de/(replicate-to|replication-allowed)|kubed\.appscode\.com/sync)`);

/** Annotations of a Secret that is a copy of another one, which has its keys. */
export const COPY_OF_ANOTHER =
  /^(reflector\.v1\.k8s\.emberstack\.com\/reflects|replicator\.v1\.mittwald\.de\/replicate-from)$/;

/**
 * API groups whose objects only read Secrets, or refer to them. An object of any other unknown group that
 * refers to a Secret may write it.
 */
export const NEVER_WRITES_SECRETS = new RegExp(`^(${[
  '', 'apps', 'batch', 'policy', 'autoscaling', 'extensions', String.raw`.*\.k8s\.io`,
  String.raw`argoproj\.io`, String.raw`.*\.fluxcd\.io`, String.raw`kustomize\..*`,
  String.raw`traefik\.(io|containo\.us)`, String.raw`gateway\.envoyproxy\.io`,
  String.raw`monitoring\.coreos\.com`, String.raw`external-secrets\.io`,
  String.raw`generators\.external-secrets\.io`, String.raw`keda\.sh`, String.raw`cert-manager\.io`,
  String.raw`acme\.cert-manager\.io`, String.raw`flyte\.lyft\.com`, String.raw`.*\.knative\.dev`,
  String.raw`.*\.istio\.io`, String.raw`helm\.cattle\.io`, 'builtin', String.raw`projectcontour\.io`,
  String.raw`configuration\.konghq\.com`,
].join('|')})$`);
