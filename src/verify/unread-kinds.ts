/**
 * Kinds whose content no rule looks into, by the names that clusters are full of. Of such an object only what identifies and
 * annotates it is kept, so that the dump of a cluster takes little memory.
 */
export const UNREAD_KINDS: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'EndpointSlice',
  'Endpoints',
  'Event',
  'HorizontalPodAutoscaler',
  'Lease',
  'NetworkPolicy',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'Role',
  'RoleBinding',
  'Service',
  'ServiceAccount',
  'ServiceMonitor',
]);
