/** What cert-manager dictates. */

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
