/** The annotations that are ours, not upstream's: manifests carry them, and the verifier reads them. */
const PREFIX = 'union-auth.cdk8s.io/';

/** How it is known what this library made. */
export const MANAGED_BY = 'cdk8s-union-auth';

/**
 * In which a control plane says which further clients it trusts, such as one for each data plane: client IDs,
 * separated by commas. In values, a comment at the top.
 */
export const TRUSTED_CLIENTS_ANNOTATION = `${PREFIX}trusted-clients`;

/**
 * Client IDs in that annotation. A comma of an ID, and a percent sign that would be read as one, are
 * percent-encoded.
 */
export function clientsText(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/,|%(?=2[5C])/gi, encodeURIComponent)).join(',');
}

export function clientsIn(text: string): string[] {
  return text.split(',').map((id) => id.trim().replace(/%2[5C]/gi, decodeURIComponent)).filter(Boolean);
}

/**
 * Names the cluster that an object goes into, as an annotation or a label: what a data plane delivers says
 * so, and people may, for what two clusters hold under one name.
 */
export const CLUSTER_ANNOTATION = `${PREFIX}cluster`;

/**
 * On the Service of flyteadmin: names of Services beside it that others provide, separated by commas. Routes
 * to them lead somewhere.
 */
export const SERVED_ELSEWHERE_ANNOTATION = `${PREFIX}served-elsewhere`;

/**
 * On a route that a guard was added to: what comes in by it (`browser`, `api`, `grpc`, `grpc-streaming`). It
 * must be guarded, also where its guard is gone.
 */
export const GUARD_ANNOTATION = `${PREFIX}guard`;

/** On pods: changes when their secrets come from elsewhere, so that they start anew. */
export const SECRETS_CHECKSUM_ANNOTATION = `${PREFIX}secrets-checksum`;

/** With a rule's id behind it, and a reason as its value: silences the rule's findings on the object. */
export const SUPPRESSION_PREFIX = `${PREFIX}ignore.`;

/**
 * In a comment at the top of values for a release that is not known: the release whose layout it is taken to
 * have.
 */
export const LAYOUT_COMMENT = `${PREFIX}layout`;

/**
 * In a comment at the top of values, with the namespace of the Helm release behind it. No annotation: values
 * have none.
 */
export const NAMESPACE_COMMENT = `${PREFIX}namespace`;

/**
 * The field manager that owns keys of shared Secrets so that no apply removes them: no one applies by this
 * name. The scripts that keep keys put it there.
 */
export const KEY_HOLDER = 'union-auth-keys';

/**
 * On a Secret that stands for one of a cluster: it has the keys, and a text that means nothing where a value
 * is.
 */
export const WITHHELD_ANNOTATION = `${PREFIX}withheld`;
