import { Json } from '../faults/_planes';
import { adding, annotations, Change, init, inPods, labels, made, ofAll, sidecar, volume } from './_change';

function withIngress(what: string, ingressClassName: string, host: string, path: string, service: Json): Change {
  const rules = [{ host, http: { paths: [{ path, pathType: 'ImplementationSpecific', backend: { service } }] } }];
  const actions = { 'alb.ingress.kubernetes.io/actions.ssl-redirect': '{"Type":"redirect"}' };
  return {
    what,
    edge: 'ingress-nginx',
    put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'further', { spec: { ingressClassName, rules } }, 'union-cp', { annotations: actions }),
  };
}

export const CHANGES: readonly Change[] = [
  // Sidecars and helpers.
  sidecar('an OpenTelemetry collector with a config file of its own', { name: 'otel', image: 'otel/opentelemetry-collector:0.119.0', args: ['--config=/etc/otel/config.yaml'], ports: [{ containerPort: 4317, name: 'otlp-grpc' }] }),
  sidecar('the same with its config mounted', { name: 'otel', image: 'otel/opentelemetry-collector:0.119.0', args: ['--config', '/etc/otel/config.yaml'], volumeMounts: [{ name: 'otel', mountPath: '/etc/otel' }] },
    (spec) => volume(spec, { name: 'otel', configMap: { name: 'otel-agent' } })),
  sidecar('fluent-bit beside flyteadmin', { name: 'fluent-bit', image: 'fluent/fluent-bit:3.2', command: ['/fluent-bit/bin/fluent-bit', '--config=/fluent-bit/etc/fluent-bit.yaml'] }, undefined, 'flyteadmin'),
  sidecar('vector', { name: 'vector', image: 'timberio/vector:0.44.0-alpine', args: ['--config-dir', '/etc/vector/'] }),
  sidecar('the Cloud SQL proxy', { name: 'cloud-sql-proxy', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.3', args: ['--port=5432', '--credentials-file=/secrets/sa.json', 'acme:us-east1:union'], securityContext: { runAsNonRoot: true } }),
  sidecar('envoy of Istio, as it is injected', { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.25.0', args: ['proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.cluster.local', '--proxyLogLevel=warning'], env: [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }], ports: [{ containerPort: 15090, name: 'http-envoy-prom' }] },
    (_, metadata) => { metadata.annotations = { ...metadata.annotations, 'sidecar.istio.io/status': '{"initContainers":["istio-init"]}' }; metadata.labels = { ...metadata.labels, 'security.istio.io/tlsMode': 'istio' }; }),
  sidecar('linkerd-proxy', { name: 'linkerd-proxy', image: 'cr.l5d.io/linkerd/proxy:edge-25.2.1', ports: [{ containerPort: 4143, name: 'linkerd-proxy' }, { containerPort: 4191, name: 'linkerd-admin' }] }),
  sidecar('the Vault agent, as it is injected', { name: 'vault-agent', image: 'hashicorp/vault:1.18', command: ['/bin/sh', '-ec'], args: ['echo ${VAULT_CONFIG?} | base64 -d > /home/vault/config.json && vault agent -config=/home/vault/config.json'], env: [{ name: 'VAULT_CONFIG', value: 'e30=' }] }),
  sidecar('oauth2-proxy for a dashboard', { name: 'oauth2-proxy', image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.8.1', args: ['--config=/etc/oauth2-proxy/oauth2-proxy.cfg', '--client-id=dashboards', '--oidc-issuer-url=https://idp.example.com/dashboards', '--upstream=http://127.0.0.1:10254'] }, undefined, 'flyteadmin'),
  sidecar('the Datadog agent', { name: 'datadog-agent', image: 'gcr.io/datadoghq/agent:7', env: [{ name: 'DD_API_KEY', valueFrom: { secretKeyRef: { name: 'datadog', key: 'api-key' } } }, { name: 'DD_SITE', value: 'datadoghq.eu' }] }),
  sidecar('an exporter with a password of its own', { name: 'postgres-exporter', image: 'quay.io/prometheuscommunity/postgres-exporter:v0.16.0', env: [{ name: 'DATA_SOURCE_PASS_FILE', value: '/etc/exporter/pass.txt' }] }),
  sidecar('a statsd exporter with a mapping file', { name: 'statsd', image: 'prom/statsd-exporter:v0.28.0', args: ['--statsd.mapping-config=/etc/statsd/mapping.yaml'] }),
  sidecar('a toolbox that mounts what flyteadmin mounts', { name: 'toolbox', image: 'busybox:1.37', command: ['sleep', 'infinity'] }, (spec) => { spec.containers.at(-1).volumeMounts = JSON.parse(JSON.stringify(spec.containers[0].volumeMounts ?? [])); }, 'flyteadmin'),
  sidecar('a toolbox with kubectl that mounts the secrets alone', { name: 'debug', image: 'registry.example.com/platform/debug:1', command: ['/bin/sh', '-c', 'sleep 1d'], volumeMounts: [] }, (spec) => {
    spec.containers.at(-1).volumeMounts = (spec.containers[0].volumeMounts ?? []).filter(({ mountPath }: Json) => /secret/.test(mountPath as string));
  }, 'executions'),
  sidecar('a reloader that watches config', { name: 'config-reloader', image: 'jimmidyson/configmap-reload:v0.14.0', args: ['--volume-dir=/etc/flyte/config', '--webhook-url=http://127.0.0.1:10254/reload'] }, undefined, 'flyteadmin'),
  sidecar('nginx for static pages', { name: 'static', image: 'nginx:1.27', ports: [{ containerPort: 8099 }], volumeMounts: [{ name: 'pages', mountPath: '/usr/share/nginx/html' }] }, (spec) => volume(spec, { name: 'pages', emptyDir: {} }), 'flyteconsole'),
  sidecar('a pgbouncer with its own auth file', { name: 'pgbouncer', image: 'bitnami/pgbouncer:1.23', env: [{ name: 'POSTGRESQL_PASSWORD', valueFrom: { secretKeyRef: { name: 'pgbouncer', key: 'password' } } }], args: ['--config', '/etc/pgbouncer/pgbouncer.ini'] }, undefined, 'flyteadmin'),
  init('init containers of a mesh', { name: 'istio-init', image: 'docker.io/istio/proxyv2:1.25.0', args: ['istio-iptables', '-p', '15001'] }),
  init('one that waits for DNS', { name: 'wait', image: 'busybox:1.37', command: ['sh', '-c', 'until nslookup flyteadmin; do sleep 1; done'] }),
  init('one that waits for Postgres', { name: 'wait-for-postgres', image: 'postgres:16', command: ['pg_isready', '-h', 'db.example.com'] }),
  init('the Vault agent before all', { name: 'vault-agent-init', image: 'hashicorp/vault:1.18', args: ['agent', '-config=/home/vault/config.json', '-exit-after-auth'] }),
  init('one that fixes permissions', { name: 'chown', image: 'busybox:1.37', command: ['chown', '-R', '1000', '/data'], securityContext: { runAsUser: 0 } }),
  init('one that adds CAs', { name: 'trust', image: 'registry.example.com/platform/ca-bundle:1', command: ['/copy', '--config=/etc/trust/trust.yaml', '/etc/ssl/certs'] }),
  inPods('native sidecars (init containers that stay)', (spec) => { spec.initContainers = [...spec.initContainers ?? [], { name: 'proxy', image: 'envoyproxy/envoy:v1.33', restartPolicy: 'Always', args: ['--config-path', '/etc/envoy/envoy.yaml'] }]; }),
  inPods('ephemeral containers', (spec) => { spec.ephemeralContainers = [{ name: 'debugger-x', image: 'busybox', targetContainerName: spec.containers[0].name }]; }),

  // Pods.
  inPods('topology spread', (spec) => { spec.topologySpreadConstraints = [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }]; }),
  inPods('affinity and tolerations', (spec) => { spec.affinity = { nodeAffinity: {} }; spec.tolerations = [{ key: 'dedicated', operator: 'Exists' }]; }),
  inPods('a priority class and a runtime class', (spec) => { spec.priorityClassName = 'system'; spec.runtimeClassName = 'gvisor'; }),
  inPods('dnsConfig with ndots', (spec) => { spec.dnsConfig = { options: [{ name: 'ndots', value: '2' }] }; }),
  inPods('host aliases', (spec) => { spec.hostAliases = [{ ip: '10.0.0.1', hostnames: ['idp.internal.example.com'] }]; }),
  inPods('longer grace and a preStop hook', (spec) => { spec.terminationGracePeriodSeconds = 90; spec.containers[0].lifecycle = { preStop: { exec: { command: ['sleep', '5'] } } }; }),
  inPods('images from a mirror', (spec) => { for (const each of [...spec.containers, ...spec.initContainers ?? []]) each.image = `mirror.example.com/docker/${each.image}`; }),
  inPods('images by digest', (spec) => { for (const each of spec.containers) each.image = `${String(each.image).replace(/:[^/:]*$/, '')}@sha256:${'a'.repeat(64)}`; }),
  inPods('proxies for the way out, with the cluster left out', (spec) => {
    for (const each of spec.containers) {
      each.env = [...each.env ?? [], { name: 'HTTPS_PROXY', value: 'http://proxy.example.com:3128' }, { name: 'NO_PROXY', value: '.svc,.svc.cluster.local,.cluster.local,10.0.0.0/8,localhost,127.0.0.1,0.0.0.0,flyteadmin,union.example.com,kubernetes.default' }];
    }
  }),
  inPods('GOMEMLIMIT and GOMAXPROCS', (spec) => { for (const each of spec.containers) each.env = [...each.env ?? [], { name: 'GOMEMLIMIT', value: '900MiB' }, { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }]; }),
  inPods('OTEL environment', (spec) => { for (const each of spec.containers) each.env = [...each.env ?? [], { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://$(HOST_IP):4317' }, { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }]; }),
  inPods('envFrom of a platform ConfigMap', (spec) => { for (const each of spec.containers) each.envFrom = [...each.envFrom ?? [], { configMapRef: { name: 'platform-env', optional: true } }]; }),
  inPods('a CA bundle over the system\'s', (spec) => {
    volume(spec, { name: 'ca-bundle', configMap: { name: 'acme-ca', items: [{ key: 'ca.crt', path: 'ca-certificates.crt' }] } });
    for (const each of spec.containers) each.volumeMounts = [...each.volumeMounts ?? [], { name: 'ca-bundle', mountPath: '/etc/ssl/certs/acme', readOnly: true }];
  }),
  inPods('a scratch volume and /tmp', (spec) => { volume(spec, { name: 'tmp', emptyDir: { medium: 'Memory' } }); for (const each of spec.containers) each.volumeMounts = [...each.volumeMounts ?? [], { name: 'tmp', mountPath: '/tmp' }]; }),
  inPods('a projected token of the platform', (spec) => {
    volume(spec, { name: 'vault-token', projected: { sources: [{ serviceAccountToken: { path: 'vault-token', audience: 'vault' } }] } });
    for (const each of spec.containers) each.volumeMounts = [...each.volumeMounts ?? [], { name: 'vault-token', mountPath: '/var/run/secrets/vault' }];
  }),
  inPods('IRSA, as its webhook writes it', (spec) => {
    volume(spec, { name: 'aws-iam-token', projected: { sources: [{ serviceAccountToken: { audience: 'sts.amazonaws.com', path: 'token' } }] } });
    for (const each of spec.containers) {
      each.env = [...each.env ?? [], { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::123456789012:role/union' }, { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' }];
      each.volumeMounts = [...each.volumeMounts ?? [], { name: 'aws-iam-token', mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount', readOnly: true }];
    }
  }),
  inPods('Azure workload identity', (spec, metadata) => {
    metadata.labels = { ...metadata.labels, 'azure.workload.identity/use': 'true' };
    for (const each of spec.containers) each.env = [...each.env ?? [], { name: 'AZURE_CLIENT_ID', value: '99999999-aaaa-bbbb-cccc-dddddddddddd' }, { name: 'AZURE_AUTHORITY_HOST', value: 'https://login.microsoftonline.com/' }, { name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/var/run/secrets/azure/tokens/azure-identity-token' }];
  }),
  inPods('GKE Autopilot\'s notes', (_, metadata, each) => { annotations(each, { 'autopilot.gke.io/resource-adjustment': '{"modified":true}' }); metadata.annotations = { ...metadata.annotations, 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true' }; }),
  inPods('no ServiceAccount token where a mesh brings one', (spec) => { spec.enableServiceLinks = false; spec.shareProcessNamespace = true; }, 'flyteconsole'),
  inPods('annotations of meshes and scrapers', (_, metadata) => { metadata.annotations = { ...metadata.annotations, 'sidecar.istio.io/inject': 'true', 'linkerd.io/inject': 'enabled', 'prometheus.io/scrape': 'true', 'prometheus.io/port': '10254', 'vault.hashicorp.com/agent-inject': 'false' }; }),
  inPods('checksums of config and a restart', (_, metadata) => { metadata.annotations = { ...metadata.annotations, 'checksum/config': 'abc', 'kubectl.kubernetes.io/restartedAt': '2026-11-30T00:00:00Z', 'reloader.stakater.com/auto': 'true' }; }),
  inPods('more labels on pods', (_, metadata) => { metadata.labels = { ...metadata.labels, 'team': 'ml', 'app.kubernetes.io/part-of': 'union', 'topology': 'eu', 'version': 'v1' }; }),
  inPods('more replicas, or none said', (_, __, each) => { delete each.spec.replicas; }),
  inPods('three replicas and surge', (_, __, each) => { each.spec.replicas = 3; each.spec.strategy = { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }; }),
  inPods('larger resources', (spec) => { for (const each of spec.containers) each.resources = { requests: { cpu: '2', memory: '4Gi' }, limits: { memory: '4Gi' } }; }),
  inPods('hardened security contexts', (spec) => { spec.securityContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }; for (const each of spec.containers) each.securityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }; }),
  inPods('OpenShift\'s notes and ids', (spec, metadata) => { metadata.annotations = { ...metadata.annotations, 'openshift.io/scc': 'restricted-v2' }; spec.securityContext = { ...spec.securityContext, fsGroup: 1000680000, seLinuxOptions: { level: 's0:c26,c5' } }; }),
  inPods('one more pull secret', (spec) => { spec.imagePullSecrets = [...spec.imagePullSecrets ?? [], { name: 'mirror' }]; }),
  inPods('one more port for metrics', (spec) => { spec.containers[0].ports = [...spec.containers[0].ports ?? [], { name: 'metrics-extra', containerPort: 9999 }]; }),
  inPods('a log level by argument', (spec) => { spec.containers[0].args = [...spec.containers[0].args ?? [], '--logger.level', '4']; }, 'flyteadmin'),

  // Labels, annotations and tools.
  ofAll('labels of Helm', (each) => labels(each, { 'app.kubernetes.io/managed-by': 'Helm', 'helm.sh/chart': 'union-2026.8.3' })),
  ofAll('annotations of a Helm release', (each) => annotations(each, { 'meta.helm.sh/release-name': 'acme', 'meta.helm.sh/release-namespace': 'union-cp' })),
  ofAll('labels of kustomize', (each) => labels(each, { 'kustomize.toolkit.fluxcd.io/name': 'union', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' })),
  ofAll('Argo CD\'s tracking', (each) => annotations(each, { 'argocd.argoproj.io/tracking-id': `union:${each.kind}:x`, 'argocd.argoproj.io/sync-wave': '1', 'argocd.argoproj.io/sync-options': 'ServerSideApply=true' })),
  ofAll('policy engines\' labels', (each) => labels(each, { 'policies.kyverno.io/last-applied-patches': 'none', 'admission.gatekeeper.sh/ignore': 'no', 'cost-center': '4711' })),
  ofAll('Kyverno\'s notes', (each) => annotations(each, { 'policies.kyverno.io/last-applied-patches': 'add-labels.kyverno.io: added /metadata/labels' })),
  ofAll('Backstage\'s and Datadog\'s marks', (each) => { annotations(each, { 'backstage.io/kubernetes-id': 'union' }); labels(each, { 'tags.datadoghq.com/service': 'union' }); }),
  ofAll('an owner and finalizers', (each) => { each.metadata.finalizers = ['example.com/audit']; }),
  { what: 'what managed fields tell', put: (planes) => planes.objects.filter(({ kind }) => kind !== 'Secret').forEach((each) => { each.metadata.managedFields = [{ manager: 'argocd-controller', operation: 'Apply', apiVersion: each.apiVersion, fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } }]; }) },
  { what: 'statuses', put: (planes) => planes.all('Deployment').forEach((each) => { each.status = { replicas: 2, readyReplicas: 2, conditions: [{ type: 'Available', status: 'True' }] }; }) },
  { what: 'immutable ConfigMaps', put: (planes) => planes.all('ConfigMap').forEach((each) => { each.immutable = true; }) },

  // Objects beside.
  adding('HPAs', made('autoscaling/v2', 'HorizontalPodAutoscaler', 'flyteadmin', { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'flyteadmin' }, minReplicas: 2, maxReplicas: 5 } })),
  adding('a KEDA ScaledObject', made('keda.sh/v1alpha1', 'ScaledObject', 'executions', { spec: { scaleTargetRef: { name: 'executions' } } })),
  adding('a VPA', made('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'usage', { spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'usage' } } })),
  adding('PDBs', made('policy/v1', 'PodDisruptionBudget', 'extra', { spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'x' } } } })),
  adding('monitors', made('monitoring.coreos.com/v1', 'ServiceMonitor', 'union', { spec: { selector: {}, endpoints: [{ port: 'debug' }] } }), made('monitoring.coreos.com/v1', 'PrometheusRule', 'union', { spec: { groups: [] } })),
  adding('quotas and limits', made('v1', 'ResourceQuota', 'quota', { spec: { hard: { pods: '100' } } }), made('v1', 'LimitRange', 'limits', { spec: { limits: [] } })),
  adding('Istio\'s mTLS and destination rules', made('security.istio.io/v1', 'PeerAuthentication', 'default', { spec: { mtls: { mode: 'STRICT' } } }), made('networking.istio.io/v1', 'DestinationRule', 'flyteadmin', { spec: { host: 'flyteadmin', trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } } })),
  adding('Linkerd\'s servers', made('policy.linkerd.io/v1beta3', 'Server', 'flyteadmin', { spec: { podSelector: {}, port: 8088 } })),
  adding('a Cilium policy that lets all in the namespace talk', made('cilium.io/v2', 'CiliumNetworkPolicy', 'same', { spec: { endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] } })),
  adding('a NetworkPolicy that lets Prometheus in', made('networking.k8s.io/v1', 'NetworkPolicy', 'prometheus', { spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }] }] } })),
  adding('Kyverno policies', made('kyverno.io/v1', 'Policy', 'require-labels', { spec: { rules: [] } })),
  adding('backups of Velero', made('velero.io/v1', 'Schedule', 'union', { spec: { schedule: '0 1 * * *' } })),
  adding('a CronJob that cleans up', made('batch/v1', 'CronJob', 'cleanup', { spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'bitnami/kubectl:1.32', command: ['kubectl', 'delete', 'pods', '--field-selector=status.phase=Succeeded'] }] } } } } } })),
  adding('a CronJob that reads a config of its own', made('batch/v1', 'CronJob', 'report', { spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'registry.example.com/team/report:1', args: ['--config=/etc/report/config.yaml'] }] } } } } } })),
  adding('a debugging pod', made('v1', 'Pod', 'debug', { spec: { containers: [{ name: 'sh', image: 'nicolaka/netshoot', command: ['sleep', '1d'] }] } })),
  adding('Postgres in the namespace', made('apps/v1', 'StatefulSet', 'postgres', { spec: { serviceName: 'postgres', selector: { matchLabels: { app: 'postgres' } }, template: { metadata: { labels: { app: 'postgres' } }, spec: { containers: [{ name: 'postgres', image: 'postgres:16', env: [{ name: 'POSTGRES_PASSWORD', valueFrom: { secretKeyRef: { name: 'postgres', key: 'password' } } }] }] } } } }), made('v1', 'Service', 'postgres', { spec: { selector: { app: 'postgres' }, ports: [{ port: 5432 }] } })),
  adding('MinIO with a login of its own', made('apps/v1', 'Deployment', 'minio', { spec: { selector: { matchLabels: { app: 'minio' } }, template: { metadata: { labels: { app: 'minio' } }, spec: { containers: [{ name: 'minio', image: 'minio/minio', args: ['server', '/data', '--console-address', ':9001'], env: [{ name: 'MINIO_IDENTITY_OPENID_CONFIG_URL', value: 'https://other.example.com/.well-known/openid-configuration' }] }] } } } })),
  adding('Grafana with a generic OAuth login', made('v1', 'ConfigMap', 'grafana', { data: { 'grafana.ini': '[auth.generic_oauth]\nclient_id = grafana\nauth_url = https://other.example.com/auth\n' } }), made('apps/v1', 'Deployment', 'grafana', { spec: { selector: { matchLabels: { app: 'grafana' } }, template: { metadata: { labels: { app: 'grafana' } }, spec: { containers: [{ name: 'grafana', image: 'grafana/grafana:11', volumeMounts: [{ name: 'c', mountPath: '/etc/grafana' }] }], volumes: [{ name: 'c', configMap: { name: 'grafana' } }] } } } })),
  adding('a headless Service and one of NodePort', made('v1', 'Service', 'flyteadmin-headless', { spec: { clusterIP: 'None', selector: { 'app.kubernetes.io/name': 'flyteadmin' }, ports: [{ port: 8088 }] } })),
  adding('a further certificate', made('cert-manager.io/v1', 'Certificate', 'other', { spec: { secretName: 'other-tls', dnsNames: ['other.example.com'], issuerRef: { name: 'letsencrypt' } } }), made('v1', 'Secret', 'other-tls', { type: 'kubernetes.io/tls', data: { 'tls.crt': 'REDACTED', 'tls.key': 'REDACTED' } })),
  adding('a Secret of another team in the namespace', made('v1', 'Secret', 'reports', { type: 'Opaque', data: { token: 'cGxhY2Vob2xkZXI=' } })),
  adding('Helm\'s own records', made('v1', 'Secret', 'sh.helm.release.v1.union.v3', { type: 'helm.sh/release.v1', data: { release: 'SDRzSUFBQUFB' } })),
  adding('the CA of the cluster', made('v1', 'ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n' } }), made('v1', 'ConfigMap', 'istio-ca-root-cert', { data: { 'root-cert.pem': 'x' } })),
  adding('leases and endpoints', made('coordination.k8s.io/v1', 'Lease', 'propeller-leader', { spec: {} }), made('discovery.k8s.io/v1', 'EndpointSlice', 'flyteadmin-x', { addressType: 'IPv4', endpoints: [] })),
  adding('an ExternalSecret of another team', made('external-secrets.io/v1', 'ExternalSecret', 'reports', { spec: { secretStoreRef: { name: 'reports', kind: 'SecretStore' }, target: { name: 'reports-token' }, data: [{ secretKey: 'token', remoteRef: { key: 'reports' } }] } })),

  // Edges.
  { what: 'annotations of external-dns and cert-manager', put: (planes) => [...planes.all('Ingress'), ...planes.all('Gateway'), ...planes.all('IngressRoute')].forEach((each) => annotations(each, { 'external-dns.alpha.kubernetes.io/hostname': 'union.example.com', 'cert-manager.io/cluster-issuer': 'letsencrypt' })) },
  { what: 'timeouts and body sizes at nginx', edge: 'ingress-nginx', put: (planes) => planes.all('Ingress').forEach((each) => annotations(each, { 'nginx.ingress.kubernetes.io/proxy-body-size': '50m', 'nginx.ingress.kubernetes.io/proxy-connect-timeout': '30', 'nginx.ingress.kubernetes.io/limit-rps': '200' })) },
  { what: 'allow lists at nginx', edge: 'ingress-nginx', put: (planes) => planes.all('Ingress').forEach((each) => annotations(each, { 'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8' })) },
  { what: 'a status with an address', put: (planes) => planes.all('Ingress').forEach((each) => { each.status = { loadBalancer: { ingress: [{ hostname: 'a.elb.amazonaws.com' }] } }; }) },
  withIngress('an ALB with actions before the console of another host', 'alb', 'www.example.com', '/', { name: 'ssl-redirect', port: { name: 'use-annotation' } }),
  withIngress('an ALB action before the host itself', 'alb', 'union.example.com', '/*', { name: 'ssl-redirect', port: { name: 'use-annotation' } }),
  { what: 'an Ingress of another app on another host', edge: 'ingress-nginx', put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'shop', { spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } }] } }] } }) },
  { what: 'an Ingress that cert-manager made for a challenge', edge: 'ingress-nginx', put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'cm-acme-http-solver-x', { spec: { ingressClassName: 'controlplane', rules: [{ host: 'union.example.com', http: { paths: [{ path: '/.well-known/acme-challenge/token', pathType: 'ImplementationSpecific', backend: { service: { name: 'cm-acme-http-solver-x', port: { number: 8089 } } } }] } }] } }) },
  { what: 'a middleware of another router', edge: 'Traefik', put: (planes) => planes.add('traefik.io/v1alpha1', 'Middleware', 'compress', { spec: { compress: {} } }) },
  { what: 'an HTTPRoute of another app at another Gateway', edge: 'Envoy Gateway', put: (planes) => planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { parentRefs: [{ name: 'shared', namespace: 'gateways' }], hostnames: ['shop.example.com'], rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] } }) },
  { what: 'a status of each route', edge: 'Envoy Gateway', put: (planes) => [...planes.all('HTTPRoute'), ...planes.all('GRPCRoute')].forEach((each) => { each.status = { parents: [{ parentRef: { kind: 'Gateway', name: 'controlplane' }, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', conditions: [{ type: 'Accepted', status: 'True' }] }] }; }) },

  // Delivery.
  { what: 'a shorter refresh', put: (planes) => planes.all('ExternalSecret').forEach((each) => { each.spec.refreshInterval = '15m'; }) },
  { what: 'a refresh policy', put: (planes) => planes.all('ExternalSecret').forEach((each) => { each.spec.refreshPolicy = 'Periodic'; }) },
  { what: 'a ClusterSecretStore of another name', put: (planes) => planes.all('ExternalSecret').forEach((each) => { each.spec.secretStoreRef = { name: 'acme-vault', kind: 'ClusterSecretStore' }; }) },
  { what: 'both stores beside', put: (planes) => ['union-cp', 'union'].forEach((namespace) => planes.add('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { aws: { service: 'SecretsManager', region: 'us-east-2' } } }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }, namespace)) },
  { what: 'a reflector on a Secret of another team', put: (planes) => planes.add('v1', 'Secret', 'shared-ca', { data: { 'ca.crt': 'eA==' } }, 'platform', { annotations: { 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' } }) },

  // Settings.
  { what: 'another log level', put: (planes) => planes.flyteadmin((config) => { config.logger = { level: 5 }; }) },
  { what: 'other scopes of a person', put: (planes) => planes.flyteadmin((config) => { config.auth.userAuth.openId.scopes = ['profile', 'openid', 'offline_access', 'email']; }) },
  { what: 'a longer session', put: (planes) => planes.flyteadmin((config) => { config.auth.userAuth.cookieSetting = { ...config.auth.userAuth.cookieSetting, sameSitePolicy: 'LaxMode' }; }) },
  { what: 'other limits of workflows', put: (planes) => planes.flyteadmin((config) => { config.flyteadmin = { ...config.flyteadmin, maxParallelism: 50 }; }) },
];
