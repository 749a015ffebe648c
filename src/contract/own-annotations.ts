/** The library's own annotations: constructs write them, and `verify` reads them. */
const PREFIX = 'union-auth.cdk8s.io/';

/** Marks objects that this library created. */
export const MANAGED_BY = 'cdk8s-union-auth';

/**
 * Additional clients that a control plane trusts, such as one for each data plane: client IDs, separated by
 * commas. In values it is a comment at the top.
 */
export const TRUSTED_CLIENTS_ANNOTATION = `${PREFIX}trusted-clients`;

/**
 * Client IDs in that annotation. Commas in an ID are percent-encoded, and so are percent signs before such an
 * encoding.
 */
export function clientsText(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/,|%(?=2[5C])/gi, encodeURIComponent)).join(',');
}

export function clientsIn(text: string): string[] {
  return text.split(',').map((id) => id.trim().replace(/%2[5C]/gi, decodeURIComponent)).filter(Boolean);
}

/**
 * The target cluster of an object, as an annotation or a label. Objects of data planes have it; users can set
 * it on objects with the same name in two clusters.
 */
export const CLUSTER_ANNOTATION = `${PREFIX}cluster`;

/**
 * On the Service of flyteadmin: names of Services in its namespace that run outside of the app, separated by
 * commas. Routes to them are valid.
 */
export const SERVED_ELSEWHERE_ANNOTATION = `${PREFIX}served-elsewhere`;

/**
 * On a route with a guard: its clients (`browser`, `api`, `grpc`, `grpc-streaming`). The route must be
 * guarded even if its guard was removed.
 */
export const GUARD_ANNOTATION = `${PREFIX}guard`;

/** On pods: changes with the locations of their secrets, so that the pods restart. */
export const SECRETS_CHECKSUM_ANNOTATION = `${PREFIX}secrets-checksum`;

/** Followed by a rule's ID, with a reason as its value: suppresses the rule's findings on the object. */
export const SUPPRESSION_PREFIX = `${PREFIX}ignore.`;

/** In a comment at the top of values for an unknown release: the release whose layout is assumed. */
export const LAYOUT_COMMENT = `${PREFIX}layout`;

/**
 * In a comment at the top of values, followed by the namespace of the Helm release; values cannot have
 * annotations.
 */
export const NAMESPACE_COMMENT = `${PREFIX}namespace`;

/**
 * The field manager that owns keys of shared Secrets, so that no apply removes them: nothing applies with
 * this name. The scripts that keep keys add it.
 */
export const KEY_HOLDER = 'union-auth-keys';

/** On a copy of a cluster's Secret: it has the keys, with placeholder values. */
export const WITHHELD_ANNOTATION = `${PREFIX}withheld`;
