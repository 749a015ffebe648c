/**
 * What is judged of a cluster, as `kubectl api-resources -o name` lists it: core kinds, API groups, and the
 * policies of meshes and network plugins, whose groups have a lot besides.
 */
const CORE = ['configmaps', 'secrets', 'services'];
const POLICIES = ['network', 'authorization'];
const GROUPS = [
  'apps', 'batch', 'networking.k8s.io', 'external-secrets.io', 'cert-manager.io', 'envoyproxy.io', 'istio.io',
  'traefik.io', 'containo.us',
];

/**
 * Prints all that is judged of a cluster, of every kind that it has: kubectl refuses to list one that it has
 * not. The managed fields say who owns the keys of Secrets.
 */
export const CLUSTER_DUMP = 'kubectl get "$(kubectl api-resources --verbs=list -o name '
  + `| grep -E '^(${CORE.join('|')})$|(${POLICIES.join('|')})policies\\.|\\.(${GROUPS.join('|')})$' `
  + '| paste -sd, -)" '
  + '-A -o yaml --show-managed-fields';
