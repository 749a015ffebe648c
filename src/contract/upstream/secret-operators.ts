import { isObject, valueAt } from '../../common/data/json';

/** What External Secrets Operator dictates (external-secrets.io CRDs, chart 2.9). */

export const EXTERNAL_SECRETS_GROUP = 'external-secrets.io';

/** v1beta1 is not served since ESO 0.17. */
export const EXTERNAL_SECRETS_API_VERSION = `${EXTERNAL_SECRETS_GROUP}/v1`;

/** What the CRD admits for an entry. Source: `apis/externalsecrets/v1`, ExternalSecretDataRemoteRef. */
export const REMOTE_REF_CHOICES = {
  conversionStrategy: ['Default', 'Unicode'],
  decodingStrategy: ['Auto', 'Base64', 'Base64URL', 'None'],
  metadataPolicy: ['None', 'Fetch'],
} as const;

/** Policies under which the controller clears the Secret before it writes (ApplyTemplate). */
export const REPLACING_CREATION_POLICIES: readonly string[] = ['Owner', 'Orphan'];

/** `deletionPolicy: Delete` deletes the Secret, which the validating webhook grants to the owner alone. */
export const CREATION_POLICIES_WITHOUT_DELETE: readonly string[] = ['Merge', 'None', 'CreateOrMerge'];

/** The kinds of the group `external-secrets.io` whose API version became `v1`. */
export const EXTERNAL_SECRETS_KINDS: readonly string[] = [
  'ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore',
];

/** The reason of condition `Ready` while `Merge` finds no Secret; its status is `True` all the same. */
export const SECRET_MISSING_REASON = 'SecretMissing';

/**
 * The label of a Secret that the controller watches: with it on an empty Secret, what merges into it is
 * written within seconds instead of at the next refresh. The controller sets it itself on what it has
 * written.
 *
 * Source: `externalsecret_controller.go`, predicate of the watch; tried with 2.9.
 */
export const MANAGED_LABEL = { 'reconcile.external-secrets.io/managed': 'true' } as const;

/**
 * How the field managers begin by which the controller writes: one for each ExternalSecret, and no one else's
 * apply reaches it.
 */
export const FIELD_MANAGER_PREFIX = 'externalsecrets.external-secrets.io';

/** The annotation that the controller leaves on each Secret that it writes. */
export const DATA_HASH_ANNOTATION = 'reconcile.external-secrets.io/data-hash';

/** The API group of cert-manager. */
export const CERT_MANAGER_GROUP = 'cert-manager.io';

/**
 * With one of these an Ingress or a Gateway has its certificates issued. Source: cert-manager, "Annotated
 * Ingress resource"; `acme` is kube-lego's, which it still reads.
 */
export const ISSUER_ANNOTATIONS = [
  'cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme',
] as const;

/** Further names that it puts into such a certificate. */
export const ALTERNATIVE_NAMES = ['cert-manager.io/common-name', 'cert-manager.io/alt-names'] as const;

/** Kinds of other people's operators that write Secrets, and where each says which. */
export interface SecretOperator {
  readonly group: string;
  readonly kind: string;
  /** Whose fact it is, and where it is. */
  readonly source: string;
  /** Way to the list of what is written, each with a name of its own. @default the object itself */
  readonly each?: string;
  /**
   * Ways to the name of the Secret, below that; the first that is there counts. @default the name of the
   * object
   */
  readonly name?: readonly string[];
  /** Way to its namespace. @default that of the object */
  readonly namespace?: string;
  /**
   * Ways to its keys: of a map its keys, of a list its texts or what is there under `key`. @default keys
   * that only the store shows
   */
  readonly keys?: readonly string[];
  /** What an entry of such a list calls the key. */
  readonly key?: string;
  /** Whether what it lists is all that it writes. @default wherever it has a list */
  readonly listsAll?: (target: unknown) => boolean;
  /** Way to what says that it makes the Secret; else it fills one that is there. @default it makes it */
  readonly creates?: string;
  /** Whether it writes into any namespace. */
  readonly everywhere?: boolean;
  /** Whether what `each` leads to is a manifest of any kind, of which only Secrets count. */
  readonly manifest?: boolean;
}

/**
 * Where any managed resource of Crossplane says into which Secret its provider writes. Source: Crossplane,
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
    // Templates add keys to those of Vault, unless all of these are left out.
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
 * Annotations on a Secret with which tools copy it into other namespaces. Sources:
 * emberstack/kubernetes-reflector, mittwald/kubernetes-replicator, appscode/config-syncer.
 */
export const COPIED_ELSEWHERE = new RegExp(String.raw`^(reflector\.v1\.k8s\.emberstack\.com/reflection`
  + String.raw`|replicator\.v1\.mittwald\.de/(replicate-to|replication-allowed)|kubed\.appscode\.com/sync)`);

/** Those on a Secret that is a copy of another one, so that its keys come from there. */
export const COPY_OF_ANOTHER =
  /^(reflector\.v1\.k8s\.emberstack\.com\/reflects|replicator\.v1\.mittwald\.de\/replicate-from)$/;

/**
 * API groups whose objects name Secrets to read them, or to leave them alone. An object of any other group
 * that this library does not know, and that names a Secret, may well write it.
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
