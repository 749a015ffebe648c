/** Facts about External Secrets Operator (external-secrets.io CRDs, chart 2.9). */

export const EXTERNAL_SECRETS_GROUP = 'external-secrets.io';

/** ESO 0.17 stopped serving v1beta1. */
export const EXTERNAL_SECRETS_API_VERSION = `${EXTERNAL_SECRETS_GROUP}/v1`;

/**
 * The allowed values of an entry's fields. Source: `apis/externalsecrets/v1`, ExternalSecretDataRemoteRef.
 */
export const REMOTE_REF_CHOICES = {
  conversionStrategy: ['Default', 'Unicode'],
  decodingStrategy: ['Auto', 'Base64', 'Base64URL', 'None'],
  metadataPolicy: ['None', 'Fetch'],
} as const;

/** Policies with which the controller clears the Secret before it writes (ApplyTemplate). */
export const REPLACING_CREATION_POLICIES: readonly string[] = ['Owner', 'Orphan'];

/** Policies that exclude `deletionPolicy: Delete`, which the validating webhook allows only for the owner. */
export const CREATION_POLICIES_WITHOUT_DELETE: readonly string[] = ['Merge', 'None', 'CreateOrMerge'];

/** The kinds of the group `external-secrets.io` with API version `v1`. */
export const EXTERNAL_SECRETS_KINDS: readonly string[] = [
  'ExternalSecret', 'ClusterExternalSecret', 'SecretStore', 'ClusterSecretStore',
];

/** The reason of condition `Ready` while `Merge` finds no Secret, although its status is `True`. */
export const SECRET_MISSING_REASON = 'SecretMissing';

/**
 * The label of Secrets that the controller watches. On an empty Secret it makes the controller merge keys
 * within seconds instead of at the next refresh. The controller sets it on the Secrets that it writes.
 *
 * Source: `externalsecret_controller.go`, predicate of the watch; tried with 2.9.
 */
export const MANAGED_LABEL = { 'reconcile.external-secrets.io/managed': 'true' } as const;

/** The prefix of the controller's field managers: one per ExternalSecret, which no other apply affects. */
export const FIELD_MANAGER_PREFIX = 'externalsecrets.external-secrets.io';

/** The annotation of the controller on each Secret that it writes. */
export const DATA_HASH_ANNOTATION = 'reconcile.external-secrets.io/data-hash';
