/**
 * The domain that clusters are made with, unless someone says another (Kubernetes: "DNS for Services and
 * Pods").
 */
export const CLUSTER_DOMAIN = 'cluster.local';

/** The name of a Service everywhere in its cluster. */
export function serviceHost(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}
