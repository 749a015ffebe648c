/** A manifest as cdk8s emits it or a YAML reader returns it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: any;
}

/** The schema packages, by the end of the API group. Kubernetes' own groups have no entry. */
const PACKAGES: readonly [RegExp, string][] = [
  [/^(generators\.)?external-secrets\.io\//, '@kubernetes-models/external-secrets'],
  [/^argoproj\.io\//, '@kubernetes-models/argo-cd'],
  [/^(helm|kustomize|source)\.toolkit\.fluxcd\.io\//, '@kubernetes-models/flux-cd'],
  [/^cert-manager\.io\//, '@kubernetes-models/cert-manager'],
  [/^gateway\.networking\.k8s\.io\//, '@kubernetes-models/gateway-api'],
  [/^gateway\.envoyproxy\.io\//, '@kubernetes-models/envoy-gateway'],
  [/^traefik\.io\//, '@kubernetes-models/traefik'],
];

/**
 * Validates an object against the schema of its apiVersion and kind.
 *
 * Checks types, required fields, enums and patterns. The schemas tolerate fields that they do not know.
 *
 * @throws when the object breaks its schema, or there is no schema for it: an unknown kind never passes.
 */
export function expectValid(manifest: Manifest): void {
  expect(faultOf(manifest)).toBeUndefined();
}

/**
 * How an object breaks its schema; nothing where it is valid.
 *
 * @throws when there is no schema for it.
 */
export function faultOf(manifest: Manifest): string | undefined {
  const { apiVersion, kind, metadata } = manifest;
  const what = `${apiVersion} ${kind} ${metadata?.namespace ?? ''}/${metadata?.name ?? '?'}`;
  const model = new (modelClass(apiVersion, kind, what))(manifest);
  try {
    model.validate();
    return undefined;
  } catch (error) {
    return `${what} breaks its schema: ${String(error)}`;
  }
}

interface Model {
  validate(): void;
}

function modelClass(apiVersion: string, kind: string, what: string): new (manifest: Manifest) => Model {
  const own = PACKAGES.find(([group]) => group.test(apiVersion));
  const path = `${own ? own[1] : 'kubernetes-models'}/${apiVersion}/${kind}`;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return (require(path) as Record<string, new (manifest: Manifest) => Model>)[kind];
  } catch (error) {
    throw new Error(`no schema for ${what}; add its package to test/_tools/schemas.ts (${String(error).split('\n')[0]})`);
  }
}
