/** What External Secrets Operator dictates (external-secrets.io CRDs, chart 2.9). */

/** v1beta1 is not served since ESO 0.17. */
export const EXTERNAL_SECRETS_API_VERSION = 'external-secrets.io/v1';

export const CREATION_POLICIES = ['Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge'] as const;
export const DELETION_POLICIES = ['Retain', 'Delete', 'Merge'] as const;
