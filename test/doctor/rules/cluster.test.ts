import type { HostFault } from '../../../src/doctor/cluster/faults';
import { HOST, rows } from '../_facts';

const fault = (name: string, change: Partial<HostFault & { kind: string; namespace: string | undefined }> = {}): HostFault => {
  const { kind = 'Ingress', namespace = 'union-cp', reason = 'why', hosts = [HOST] } = change;
  return { object: { apiVersion: 'v1', kind, namespace: 'namespace' in change ? change.namespace : namespace, name }, field: 'spec.x', reason, hosts };
};
const of = (names: string) => [...names].map((name) => fault(name));

for (const [id, place, expected] of [
  ['live-ingress-class-missing', 'classless', 'a class that the cluster has'],
  ['live-edge-unclaimed', 'unclaimed', 'the address of a controller that serves it'],
  ['live-certificate-unissued', 'unissued', 'the condition Ready, with status True'],
] as const) {
  const edge = (...faults: HostFault[]) => ({ cluster: { edge: { [place]: faults } } });
  rows(id, [
    [edge(fault('a')), `namespace union-cp Ingress a spec.x: why, not ${expected}`],
    [edge(fault('a', { namespace: undefined })), `namespace  Ingress a spec.x: why, not ${expected}`],
    [edge(...of('abcde')), `namespace union-cp Ingress a spec.x: why; likewise b, c, d, e, not ${expected}`],
    [edge(...of('abcdefg')), `namespace union-cp Ingress a spec.x: why; likewise b, c, d, e and 2 more, not ${expected}`],
    // Each kind, namespace and reason by itself.
    [edge(fault('a'), fault('b', { kind: 'Gateway' }), fault('c', { namespace: 'other' }), fault('d', { reason: 'else' })),
      `namespace union-cp Ingress a spec.x: why, not ${expected}`, `namespace union-cp Gateway b spec.x: why, not ${expected}`,
      `namespace other Ingress c spec.x: why, not ${expected}`, `namespace union-cp Ingress d spec.x: else, not ${expected}`],
    [edge(fault('a', { hosts: [] })), `namespace union-cp Ingress a spec.x: why, not ${expected}`],
    [edge(fault('a', { hosts: ['other.example.com', '*.example.com'] })), `namespace union-cp Ingress a spec.x: why, not ${expected}`],
    [edge(fault('a', { hosts: ['other.example.com'] }))],
  ]);
}

const { hosts: _, ...delivery } = fault('a');
rows('live-delivery-failed', [
  [{ cluster: { failedDeliveries: [delivery] } }, 'namespace union-cp Ingress a spec.x: why, not a sync that went through'],
]);

const pod = (...secrets: readonly (readonly [string, string])[]) =>
  ({ namespace: 'union-cp', pod: 'p', started: new Date('2030-01-01T00:00:00.500Z'), secrets: secrets.map(([name, written]) => ({ name, written: new Date(written) })) });

rows('live-pod-stale', [
  [{ cluster: { stalePods: [{ ...pod(['a', '2030-01-02T00:00:00Z']), started: new Date(NaN) }] } },
    'namespace union-cp Pod p status.containerStatuses: no time, not a start after 2030-01-02T00:00:00Z, when Secret a was written'],
  [{ cluster: { stalePods: [pod(['a', '2030-01-02T00:00:00Z'])] } },
    'namespace union-cp Pod p status.containerStatuses: 2030-01-01T00:00:00Z, not a start after 2030-01-02T00:00:00Z, when Secret a was written'],
  [{ cluster: { stalePods: [pod(['a', 'never'], ...['b', 'c', 'd', 'e', 'f'].map((name) => [name, '2030-01-02T00:00:00Z'] as const))] } },
    'namespace union-cp Pod p status.containerStatuses: 2030-01-01T00:00:00Z, not a start after no time, when Secret a was written; likewise b, c, d, e, f'],
]);
