/**
 * The annotation in which a control plane says which further clients it trusts, such as one for each data plane: client
 * IDs, separated by commas. Ours, not upstream's; it stands here because manifests carry it and the verifier reads it.
 */
export const TRUSTED_CLIENTS_ANNOTATION = 'union-auth.cdk8s.io/trusted-clients';
