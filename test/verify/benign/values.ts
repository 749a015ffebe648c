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
  ['values alone, where a data plane\'s chart makes its own Secret', (charts) => { charts.objects = []; dp({ secrets: { admin: { create: true } } })(charts); }],
  ['a data plane\'s values alone', (charts) => { charts.objects = []; charts.without.add('cp.values.yaml'); charts.without.add('west.values.yaml'); }],
  ['roles of service accounts', (charts) => { cp({ flyte: { flyteadmin: { serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/union' } } } } })(charts); dp({ additionalServiceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/union-dp' } })(charts); }],
  ['images from a mirror', cp({ image: { controlplane: { repository: 'mirror.example.com/union/services', tag: '2026.8.3' } } })],
  ['pull secrets', cp({ imagePullSecrets: [{ name: 'mirror' }] })],
  ['annotations of Ingresses for DNS', cp({ ingress: { annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'union.example.com' } } })],
  ['what an umbrella chart has besides', cp({ tags: { extras: true } })],
  ['pods of a data plane in a mesh', dp({ operator: { podAnnotations: { 'sidecar.istio.io/inject': 'false' } } })],
  ['a data plane\'s role for tasks', dp({ userRoleAnnotationKey: 'eks.amazonaws.com/role-arn', userRoleAnnotationValue: 'arn:aws:iam::123456789012:role/tasks' })],
  ['values as JSON, without comments', (charts) => { (['cp', 'east', 'west'] as const).forEach((plane) => { charts.files[`${plane}.json`] = JSON.stringify(charts[plane]); charts.without.add(`${plane}.values.yaml`); }); }],
  // As charts/flyte of flyteorg/flyte 1.16 has them.
  ['values of open-source Flyte beside them', (charts) => {
    charts.files['flyte.values.yaml'] = JSON.stringify({
      flyte: {
        flytepropeller: { replicaCount: 1 },
        datacatalog: { replicaCount: 1 },
        db: { admin: { database: { host: 'postgres', username: 'postgres' } } },
        configmap: { adminServer: { server: { security: { useAuth: false } } } },
      },
      postgres: { enabled: true },
    });
  }],
  ['values of one plane as Argo CD has them', (charts) => {
    charts.without.add('east.values.yaml');
    charts.files['apps/east.yaml'] = JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'east', namespace: 'argocd' }, spec: { project: 'default', destination: { name: 'east', namespace: 'east' }, source: { repoURL: 'https://unionai.github.io/helm-charts', chart: 'dataplane', targetRevision: '2026.8.3', helm: { valuesObject: charts.east } } } });
  }],
  ['values of one plane as Flux has them', (charts) => {
    charts.without.add('cp.values.yaml');
    charts.files['apps/cp.yaml'] = JSON.stringify({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name: 'controlplane', namespace: 'union-cp' }, spec: { interval: '10m', chart: { spec: { chart: 'controlplane', version: '2026.8.3', sourceRef: { kind: 'HelmRepository', name: 'union' } } }, values: charts.cp } });
  }],
];
