import { Json } from '../faults/_planes';
import { Charts } from '../faults/people/_people';

/** What people add to values of Union's charts, beside what is ours. */

const merged = (target: Json, more: Json): Json => {
  for (const [key, value] of Object.entries(more)) {
    target[key] = value !== null && typeof value === 'object' && !Array.isArray(value) ? merged(target[key] ?? {}, value) : value;
  }
  return target;
};

const cp = (more: Json) => (charts: Charts) => { merged(charts.cp, more); };
const dp = (more: Json) => (charts: Charts) => { merged(charts.east, more); merged(charts.west, more); };

export const VALUES: readonly [string, (charts: Charts) => void][] = [
  ['replicas of flyteadmin', cp({ flyte: { flyteadmin: { replicaCount: 3 } } })],
  ['resources', cp({ flyte: { flyteadmin: { resources: { limits: { memory: '2Gi' } } } } })],
  ['node selectors', cp({ flyte: { flyteadmin: { nodeSelector: { pool: 'union' } } } })],
  ['pod annotations of a mesh', cp({ flyte: { flyteadmin: { podAnnotations: { 'linkerd.io/inject': 'enabled' } } } })],
  ['storage', cp({ global: { BUCKET_NAME: 'acme-union' } })],
  ['a region', cp({ global: { AWS_REGION: 'us-east-2' } })],
  ['monitoring off', cp({ monitoring: { enabled: false } })],
  ['resources of a data plane', dp({ operator: { resources: { limits: { memory: '1Gi' } } } })],
  ['a data plane\'s tolerations', dp({ operator: { tolerations: [{ key: 'x', operator: 'Exists' }] } })],
  ['a data plane\'s fluent-bit', dp({ fluentbit: { enabled: false } })],
  ['a data plane\'s Prometheus', dp({ prometheus: { enabled: false } })],
  ['a data plane\'s storage', dp({ storage: { bucketName: 'acme', region: 'us-east-2' } })],
  ['a data plane\'s namespaces', dp({ namespaces: { enabled: true } })],
  ['values without what stands beside the charts', (charts) => { charts.objects = []; }],
  ['the control plane\'s values alone', (charts) => { charts.objects = []; charts.without.add('east.values.yaml'); charts.without.add('west.values.yaml'); }],
  ['a data plane\'s values alone', (charts) => { charts.objects = []; charts.without.add('cp.values.yaml'); charts.without.add('west.values.yaml'); }],
];
