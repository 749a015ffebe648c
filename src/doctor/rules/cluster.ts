import { grouped } from '../../common/data/collections';
import { covers } from '../../verify/edge/certificate-names';
import type { Fault, HostFault } from '../cluster/faults';
import type { Facts } from '../probes/facts';
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

/** Those that concern the examined host. */
function about({ host }: Facts, faults: readonly HostFault[]): readonly HostFault[] {
  return faults.filter(({ hosts }) => hosts.length === 0 || hosts.some((name) => covers(name, host)));
}

const ingressClassMissing = liveRule('live-ingress-class-missing', {
  ofCluster: true,
  otherwise: NOT_ASKED,
  of: ({ cluster }) => cluster?.edge.classless,
  each: (faults, facts) => violations(about(facts, faults), 'a class that the cluster has'),
});

const edgeUnclaimed = liveRule('live-edge-unclaimed', {
  explainedBy: [ingressClassMissing],
  ofCluster: true,
  otherwise: NOT_ASKED,
  of: ({ cluster }) => cluster?.edge.unclaimed,
  each: (faults, facts) => violations(about(facts, faults), 'the address of a controller that serves it'),
});

const certificateUnissued = liveRule('live-certificate-unissued', {
  ofCluster: true,
  otherwise: NOT_ASKED,
  of: ({ cluster }) => cluster?.edge.unissued,
  each: (faults, facts) => violations(about(facts, faults), 'the condition Ready, with status True'),
});

const deliveryFailed = liveRule('live-delivery-failed', {
  ofCluster: true,
  otherwise: NOT_ASKED,
  of: ({ cluster }) => cluster?.failedDeliveries,
  each: (faults) => violations(faults, 'a sync that went through'),
});

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
