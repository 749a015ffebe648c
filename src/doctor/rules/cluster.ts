import { grouped } from '../../common/data/collections';
import { covers } from '../../verify/edge/certificate-names';
import type { Fault, HostFault } from '../cluster/faults';
import type { ClusterFacts } from '../cluster/read-cluster';
import type { RuleId } from '../texts/rule-texts';
import { liveRule, likewise, LiveRule, LiveViolation } from './live-rule';

/** Facts that only the cluster shows. */

const NOT_ASKED = 'The cluster was not asked: --kube.';

/** One violation for all with the same failure. */
function* violations(faults: readonly Fault[], expected: string): Iterable<LiveViolation> {
  const alike = grouped(faults, ({ object: { kind, namespace }, reason }) =>
    JSON.stringify([kind, namespace, reason]),
  );
  for (const [first, ...others] of alike) {
    const { object, field, reason } = first;
    const names = others.map((fault) => fault.object.name);
    yield {
      at: `namespace ${object.namespace ?? ''}`,
      object,
      field,
      expected,
      found: `${reason}${likewise(names, MOST_NAMES)}`,
    };
  }
}

const MOST_NAMES = 4;

/** A rule about objects that failed; those for other hosts than the examined one do not count. */
function faultRule(
  id: RuleId, expected: string,
  of: (cluster: ClusterFacts) => readonly (Fault & Partial<HostFault>)[] | undefined,
  explainedBy: readonly LiveRule[] = [],
): LiveRule {
  return liveRule(id, {
    explainedBy,
    ofCluster: true,
    otherwise: NOT_ASKED,
    of: ({ cluster }) => cluster && of(cluster),
    each: (faults, { host }) => violations(faults.filter(({ hosts = [] }) =>
      hosts.length === 0 || hosts.some((name) => covers(name, host))), expected),
  });
}

const ingressClassMissing = faultRule(
  'live-ingress-class-missing', 'a class that the cluster has', ({ edge }) => edge.classless,
);

const edgeUnclaimed = faultRule(
  'live-edge-unclaimed', 'the address of a controller that serves it', ({ edge }) => edge.unclaimed,
  [ingressClassMissing],
);

const certificateUnissued = faultRule(
  'live-certificate-unissued', 'the condition Ready, with status True', ({ edge }) => edge.unissued,
);

const deliveryFailed = faultRule(
  'live-delivery-failed', 'a sync that went through', ({ failedDeliveries }) => failedDeliveries,
);

const podStale = liveRule('live-pod-stale', {
  ofCluster: true,
  otherwise: NOT_ASKED,
  of: ({ cluster }) => cluster?.stalePods,
  *each(pods) {
    for (const { namespace, pod, started, secrets } of pods) {
      const [latest, ...others] = secrets;
      const names = likewise(others.map(({ name }) => name), Infinity);
      yield {
        at: `namespace ${namespace}`,
        object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod },
        field: 'status.containerStatuses',
        expected: `a start after ${time(latest.written)}, when Secret ${latest.name} was written${names}`,
        found: time(started),
      };
    }
  },
});

function time(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** In the order of the requests. */
export const CLUSTER_RULES: readonly LiveRule[] = [
  ingressClassMissing, edgeUnclaimed, certificateUnissued, deliveryFailed, podStale,
];
