/**
 * Kinds, with their API group before them, whose content no rule looks into and that clusters are full of. Of
 * such an object only what identifies and annotates it is kept, so that the dump of a cluster takes little
 * memory.
 */
const UNREAD: ReadonlySet<string> = new Set([
  '/Endpoints',
  '/Event',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  '/ServiceAccount',
  'autoscaling/HorizontalPodAutoscaler',
  'coordination.k8s.io/Lease',
  'discovery.k8s.io/EndpointSlice',
  'events.k8s.io/Event',
  'monitoring.coreos.com/ServiceMonitor',
  'policy/PodDisruptionBudget',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
]);

/** @param group empty for the core group */
export function isUnread(group: string, kind: string): boolean {
  return UNREAD.has(`${group}/${kind}`);
}
