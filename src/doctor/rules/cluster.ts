import { kubectl } from '../../verify/running/cluster-looks';
import { defineLiveRule, LiveRule } from './live-rule';

/** What only the cluster shows, and no manifest. */

const podStale = defineLiveRule({
  id: 'live-pod-stale',
  severity: 'warning',
  area: 'secret delivery',
  title: 'No pod is older than the Secret that it reads.',
  symptom: 'After a rotation, services fail with invalid_client while the Secret in the cluster is right.',
  explanation: 'Services read their secrets once, when they start. A pod that started before its Secret was last written may still have the old one.',
  remediation: 'Restart the workload (kubectl rollout restart), or let the delivery do so: rotation of SecretDelivery, Reloader.',
  see: [
    kubectl('-n $NS get pods -o custom-columns=NAME:.metadata.name,STARTED:.status.startTime', 'Pods must have started after their Secret was written.'),
    kubectl('-n $NS get secret -o custom-columns=NAME:.metadata.name,WRITTEN:.metadata.managedFields[*].time', 'The last time of each is that of the last change.'),
  ],
  ofCluster: true,
  notApplicable: 'The cluster was not asked: --kube.',
  subject: ({ stalePods }) => stalePods,
  *check(pods) {
    for (const { namespace, pod, secret, started, written } of pods) {
      yield {
        at: `namespace ${namespace}`,
        object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod },
        field: 'status.startTime',
        expected: `a start after ${time(written)}, when Secret ${secret} was written`,
        found: time(started),
      };
    }
  },
});

function time(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** In the order in which their questions come up. */
export const CLUSTER_RULES: readonly LiveRule[] = [
  podStale,
];
