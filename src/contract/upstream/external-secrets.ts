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
