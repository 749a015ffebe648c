import { parse, stringify } from 'yaml';
import { EdgeName, Json, Planes } from '../faults/_planes';
import { adding, annotations, Change, inPods, labels, made, ofAll, volume } from './_change';

/** What meshes, policy engines, post-renderers, clouds and deliverers of secrets do to a healthy deployment. */

type Of = (each: Json, planes: Planes) => unknown;

const on = (kinds: string | readonly string[], what: string, change: Of, edge?: EdgeName): Change => ({
  what,
  edge,
  put: (planes) => [kinds].flat().flatMap((kind) => planes.all(kind)).forEach((each) => change(each, planes)),
});

/** The same texts by another name everywhere. */
function renamed(what: string, from: string, to: string, edge?: EdgeName): Change {
  return { what, edge, put: (planes) => { planes.objects = JSON.parse(JSON.stringify(planes.objects).replaceAll(from, to)) as Json[]; } };
}

/** Another operator's objects in the place of ExternalSecrets: made of the name, the namespace and the keys of each Secret. */
function delivered(what: string, make: (name: string, namespace: string, keys: readonly string[]) => Json): Change {
  return {
    what,
    put: (planes) => {
      const targets = new Map<string, { name: string; namespace: string; keys: Set<string> }>();
      for (const { metadata: { name: own, namespace }, spec } of planes.all('ExternalSecret')) {
        const name = spec.target.name ?? own;
        const known = targets.get(`${namespace}/${name}`) ?? { name, namespace, keys: new Set<string>() };
        (spec.data ?? []).forEach(({ secretKey }: Json) => known.keys.add(secretKey as string));
        Object.keys(spec.target.template?.data ?? {}).forEach((key) => known.keys.add(key));
        targets.set(`${namespace}/${name}`, known);
      }
      planes.objects = planes.objects.filter(({ kind, metadata }) => kind !== 'ExternalSecret' && !(kind === 'Secret' && targets.has(`${metadata.namespace}/${metadata.name}`)));
      targets.forEach(({ name, namespace, keys }) => planes.objects.push(make(name, namespace, [...keys, ...(name === 'union-controlplane-secrets' ? ['pass.txt'] : []), ...(name === 'flyte-admin-secrets' ? ['cookie_hash_key', 'cookie_block_key'] : [])])));
    },
  };
}

const byKey = <T>(keys: readonly string[], value: (key: string) => T) => Object.fromEntries([...new Set(keys)].map((key) => [key, value(key)]));

export const PLATFORMS: readonly Change[] = [
  // Meshes.
  on('Service', 'what speaks what, as ports say', ({ spec }) => { for (const port of spec.ports) port.appProtocol = /grpc/.test(port.name ?? '') ? 'kubernetes.io/h2c' : 'http'; }),
  inPods('probes that Istio has rewritten', (spec, metadata) => {
    metadata.annotations = { ...metadata.annotations, 'sidecar.istio.io/status': '{"containers":["istio-proxy"]}' };
    spec.containers.push({ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.25.0', args: ['proxy', 'sidecar'], env: [{ name: 'ISTIO_KUBE_APP_PROBERS', value: '{}' }] });
    for (const container of spec.containers) for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) if (container[probe]) container[probe] = { ...container[probe], tcpSocket: undefined, httpGet: { path: `/app-health/${container.name}/${probe}`, port: 15020 } };
  }),
  adding('Istio\'s gateway of another host', made('networking.istio.io/v1', 'Gateway', 'shop', { spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 443, name: 'https', protocol: 'HTTPS' }, hosts: ['shop.example.com'] }] } }), made('networking.istio.io/v1', 'VirtualService', 'shop', { spec: { hosts: ['shop.example.com'], gateways: ['shop'], http: [{ route: [{ destination: { host: 'shop' } }] }] } })),
  adding('a waypoint of Istio ambient', made('gateway.networking.k8s.io/v1', 'Gateway', 'waypoint', { spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] } })),
  adding('AuthorizationPolicies of Istio', made('security.istio.io/v1', 'AuthorizationPolicy', 'allow-same', { spec: { action: 'ALLOW', rules: [{ from: [{ source: { namespaces: ['union-cp'] } }] }] } }), made('security.istio.io/v1', 'RequestAuthentication', 'jwt', { spec: { selector: { matchLabels: { app: 'shop' } }, jwtRules: [{ issuer: 'https://other.example.com' }] } })),
  on('Service', 'Linkerd\'s opaque ports', (service) => annotations(service, { 'config.linkerd.io/opaque-ports': '5432,6379' })),
  on('Service', 'services of a Cilium cluster mesh', (service) => annotations(service, { 'service.cilium.io/global': 'true', 'service.cilium.io/affinity': 'local' })),
  inPods('Consul Connect', (_, metadata) => { metadata.annotations = { ...metadata.annotations, 'consul.hashicorp.com/connect-inject': 'true', 'consul.hashicorp.com/transparent-proxy': 'true' }; }),
  adding('a federated trust domain of SPIRE', made('spire.spiffe.io/v1alpha1', 'ClusterSPIFFEID', 'union', { spec: { spiffeIDTemplate: 'spiffe://example.com/ns/{{ .PodMeta.Namespace }}/sa/{{ .PodSpec.ServiceAccountName }}', podSelector: {} } })),

  // Policy engines and security.
  inPods('images that Kyverno pins at a mirror with a port', (spec) => { for (const each of [...spec.containers, ...spec.initContainers ?? []]) each.image = `mirror.internal.example.com:5000/${String(each.image).replace(/:[^/:]*$/, '')}@sha256:${'b'.repeat(64)}`; }),
  adding('a NetworkPolicy that denies by default, beside those that allow', made('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }), made('networking.k8s.io/v1', 'NetworkPolicy', 'default-deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } }, 'union')),
  adding('Namespaces with labels of Pod Security', ...['union-cp', 'union'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'istio-injection': 'enabled', 'kubernetes.io/metadata.name': name } } }))),
  // Newer than the schemas that we have, or of another channel of their releases.
  on(['ExternalSecret', 'SecretStore'], 'fields of a later External Secrets', ({ spec }) => Object.assign(spec, { freshness: { eager: true }, auditTrail: 'on' })),
  on('ExternalSecret', 'what External Secrets 2.9 knows', ({ spec }) => Object.assign(spec, { target: { ...spec.target, manifest: undefined, immutable: false }, data: spec.data?.map((each: Json) => ({ ...each, remoteRef: { ...each.remoteRef, conversionStrategy: 'Default', metadataPolicy: 'None', nullBytePolicy: 'Ignore' } })) })),
  on('HTTPRoute', 'fields of a later Gateway API', ({ spec }) => spec.rules.forEach((rule: Json) => Object.assign(rule, { name: 'r', sessionPersistence: { type: 'Cookie' }, retry: { attempts: 2 }, shadow: {} })), 'Envoy Gateway'),
  on('SecurityPolicy', 'fields of a later Envoy Gateway', ({ spec }) => Object.assign(spec, { botDefense: { mode: 'Off' } }), 'Envoy Gateway'),
  on('HTTPRoute', 'the first version of the API that is served', (each) => { each.apiVersion = 'gateway.networking.k8s.io/v1beta1'; }, 'Envoy Gateway'),
  on('HTTPRoute', 'a version of the API that comes later', (each) => { each.apiVersion = 'gateway.networking.k8s.io/v2alpha1'; }, 'Envoy Gateway'),
  on('IngressRoute', 'fields of Traefik 3.7', ({ spec }) => spec.routes.forEach((route: Json) => Object.assign(route, { syntax: 'v3', observability: { accessLogs: true } })), 'Traefik'),
  adding('constraints of Gatekeeper', { apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: 'K8sRequiredLabels', metadata: { name: 'owner' }, spec: { match: { kinds: [{ apiGroups: [''], kinds: ['Namespace'] }] }, parameters: { labels: ['owner'] } } }),
  inPods('an AppArmor profile and user namespaces', (spec, metadata) => { spec.hostUsers = false; metadata.annotations = { ...metadata.annotations, 'container.apparmor.security.beta.kubernetes.io/flyteadmin': 'runtime/default' }; }),
  adding('reports of scanners', made('aquasecurity.github.io/v1alpha1', 'VulnerabilityReport', 'deployment-flyteadmin', { report: { summary: { criticalCount: 0 } } }), made('wgpolicyk8s.io/v1alpha2', 'PolicyReport', 'polr', { results: [] })),

  // Post-renderers.
  {
    what: 'labels that kustomize puts into selectors, too',
    put: (planes) => {
      const more = { env: 'prod' };
      planes.objects.forEach((object) => labels(object, more));
      planes.all('Deployment').forEach(({ spec }) => { Object.assign(spec.selector.matchLabels as Json, more); Object.assign(spec.template.metadata.labels as Json, more); });
      planes.all('Service').forEach(({ spec }) => Object.assign(spec.selector as Json, more));
      planes.all('NetworkPolicy').forEach(({ spec }) => { spec.podSelector.matchLabels = { ...spec.podSelector.matchLabels, ...more }; });
    },
  },
  {
    what: 'hashes behind the names of ConfigMaps',
    put: (planes) => {
      const names = new Set(planes.all('ConfigMap').map(({ metadata: { name } }) => name as string));
      planes.all('ConfigMap').forEach(({ metadata }) => { metadata.name += '-8k2hb7fm4t'; });
      planes.all('Deployment').forEach(({ spec: { template: { spec } } }) => (spec.volumes ?? []).forEach(({ configMap, projected }: Json) =>
        [configMap, ...(projected?.sources ?? []).map((source: Json) => source.configMap)].filter((ref) => names.has(ref?.name as string)).forEach((ref) => { ref.name += '-8k2hb7fm4t'; })));
    },
  },
  ofAll('origins that kustomize notes', (object) => annotations(object, { 'config.kubernetes.io/origin': 'path: base/union.yaml\n', 'internal.config.kubernetes.io/path': 'union.yaml', 'internal.config.kubernetes.io/index': '3' })),
  renamed('another namespace of the control plane', 'union-cp', 'acme-control'),
  inPods('another instance', (_, metadata, deployment) => { labels(deployment, { 'app.kubernetes.io/instance': 'acme-prod' }); metadata.labels = { ...metadata.labels, 'app.kubernetes.io/instance': 'acme-prod' }; }),
  adding('hooks and tests of Helm', made('batch/v1', 'Job', 'acme-pre-upgrade', { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'hook', image: 'bitnami/kubectl:1.32', command: ['sh', '-c', 'kubectl get nodes'] }] } } } }), { ...made('v1', 'Pod', 'acme-test', { spec: { restartPolicy: 'Never', containers: [{ name: 'wget', image: 'busybox', command: ['wget', 'flyteadmin:80/healthcheck'] }] } }), metadata: { name: 'acme-test', namespace: 'union-cp', annotations: { 'helm.sh/hook': 'test' } } }),

  // How containers start.
  inPods('tini before the binary', (spec) => { const [main] = spec.containers; main.command = ['/sbin/tini', '--', ...main.command ?? []]; }, 'flyteadmin'),
  inPods('vault-env before the binary', (spec) => { const [main] = spec.containers; main.command = ['/vault/vault-env', ...main.command ?? []]; volume(spec, { name: 'vault-env', emptyDir: { medium: 'Memory' } }); main.volumeMounts.push({ name: 'vault-env', mountPath: '/vault' }); }, 'executions'),
  inPods('a shell that reads an environment file first', (spec) => { const [main] = spec.containers; main.command = ['/bin/sh', '-c', `. /etc/platform/env 2>/dev/null; exec ${(main.command ?? []).join(' ')}`]; }, 'flyteadmin'),
  inPods('another container before the main one', (spec) => { spec.containers.unshift({ name: 'linkerd-proxy', image: 'cr.l5d.io/linkerd/proxy:2.17', args: ['--config=/etc/linkerd/config.yaml'], ports: [{ containerPort: 4143 }] }); }),
  inPods('probes by named ports', (spec) => { const [main] = spec.containers; main.readinessProbe = { httpGet: { path: '/healthcheck', port: 'http' } }; main.livenessProbe = { httpGet: { path: '/healthcheck', port: 'http' }, initialDelaySeconds: 30 }; }, 'flyteadmin'),
  inPods('no probes', (spec) => { for (const container of spec.containers) for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) delete container[probe]; }, 'flyteconsole'),
  inPods('what the API server fills in', (spec, _, deployment) => {
    Object.assign(deployment.spec, { revisionHistoryLimit: 10 });
    Object.assign(spec, { schedulerName: 'default-scheduler', dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', serviceAccount: spec.serviceAccountName });
    for (const container of [...spec.containers, ...spec.initContainers ?? []]) Object.assign(container, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: container.resources ?? {} });
    for (const { secret, configMap } of spec.volumes ?? []) Object.assign(secret ?? configMap ?? {}, { defaultMode: 420 });
  }),
  on('Service', 'what the API server gives a Service', ({ spec }) => { Object.assign(spec, { clusterIP: '10.96.12.3', clusterIPs: ['10.96.12.3'], internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', sessionAffinity: 'None', type: 'ClusterIP' }); for (const port of spec.ports) port.protocol ??= 'TCP'; }),
  inPods('a node selector of another architecture', (spec) => { spec.nodeSelector = { 'kubernetes.io/arch': 'arm64', 'karpenter.sh/capacity-type': 'spot' }; }),
  inPods('image volumes and claims of storage', (spec) => { volume(spec, { name: 'plugins', image: { reference: 'registry.example.com/plugins:1' } }); volume(spec, { name: 'cache', persistentVolumeClaim: { claimName: 'cache' } }); spec.containers[0].volumeMounts.push({ name: 'cache', mountPath: '/var/cache/union' }); }, 'cluster'),
  inPods('a projected volume in the place of the ConfigMap\'s', (spec) => { for (const each of spec.volumes ?? []) if (each.configMap) { each.projected = { sources: [{ configMap: { name: each.configMap.name } }] }; delete each.configMap; } }),
  {
    what: 'ReplicaSets and Pods that Deployments made',
    put: (planes) => planes.all('Deployment').forEach(({ metadata: { name, namespace }, spec }) => {
      const owner = (kind: string, of: string) => [{ apiVersion: 'apps/v1', kind, name: of, controller: true, uid: 'x' }];
      planes.add('apps/v1', 'ReplicaSet', `${name}-5d4f8`, { spec: { replicas: 0, selector: spec.selector, template: spec.template } }, namespace, { ownerReferences: owner('Deployment', name) });
      planes.add('v1', 'Pod', `${name}-5d4f8-x2x`, { spec: spec.template.spec, status: { phase: 'Running' } }, namespace, { labels: spec.template.metadata.labels, ownerReferences: owner('ReplicaSet', `${name}-5d4f8`) });
    }),
  },
  adding('an Argo Rollout beside its Deployment', made('argoproj.io/v1alpha1', 'Rollout', 'flyteconsole', { spec: { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'flyteconsole' }, strategy: { canary: {} } } })),

  // Delivery.
  delivered('SealedSecrets in the place of ExternalSecrets', (name, namespace, keys) => made('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: byKey(keys, () => `AgB${'x'.repeat(40)}`), template: { metadata: { name, namespace }, type: 'Opaque' } } }, namespace)),
  delivered('Secrets that SOPS has encrypted', (name, namespace, keys) => ({ ...made('v1', 'Secret', name, { type: 'Opaque', stringData: byKey(keys, () => 'ENC[AES256_GCM,data:Tr7o=,iv:1vZ=,tag:k2A==,type:str]') }, namespace), sops: { kms: [{ arn: 'arn:aws:kms:us-east-1:123456789012:key/x' }], mac: 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]', version: '3.9.4', encrypted_regex: '^(data|stringData)$' } })),
  delivered('Secrets that SOPS has encrypted, as data', (name, namespace, keys) => ({ ...made('v1', 'Secret', name, { type: 'Opaque', data: byKey(keys, () => 'ENC[AES256_GCM,data:Tr7o=,iv:1vZ=,tag:k2A==,type:str]') }, namespace), sops: { age: [{ recipient: 'age1xyz', enc: '-----BEGIN AGE ENCRYPTED FILE-----\nx\n-----END AGE ENCRYPTED FILE-----\n' }], lastmodified: '2026-11-01T00:00:00Z', mac: 'ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]', version: '3.9.4' } })),
  delivered('VaultStaticSecrets', (name, namespace, keys) => made('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', `${name}-vault`, { spec: { mount: 'kv', path: `union/${name}`, type: 'kv-v2', destination: { name, create: true, transformation: { templates: byKey(keys, (key) => ({ text: `{{- get .Secrets "${key}" -}}` })) } } } }, namespace)),
  delivered('items of 1Password', (name, namespace) => made('onepassword.com/v1', 'OnePasswordItem', name, { spec: { itemPath: `vaults/union/items/${name}` } }, namespace)),
  delivered('InfisicalSecrets', (name, namespace) => made('secrets.infisical.com/v1alpha1', 'InfisicalSecret', name, { spec: { authentication: { universalAuth: { secretsScope: { projectSlug: 'union', envSlug: 'prod', secretsPath: `/${name}` } } }, managedKubeSecretReferences: [{ secretName: name, secretNamespace: namespace }] } }, namespace)),
  delivered('nothing, as another team brings the Secrets', (name, namespace) => made('v1', 'ConfigMap', `about-${name}`, { data: { owner: 'security' } }, namespace)),
  on('ExternalSecret', 'what External Secrets fills in', ({ spec }) => { for (const { remoteRef } of spec.data ?? []) Object.assign(remoteRef as Json, { conversionStrategy: 'Default', decodingStrategy: remoteRef.decodingStrategy ?? 'None', metadataPolicy: 'None', nullBytePolicy: 'Ignore' }); spec.target.deletionPolicy ??= 'Retain'; }),
  on('ExternalSecret', 'a sync that somebody forced', (object) => { annotations(object, { 'force-sync': '1732960000' }); object.status = { binding: { name: object.spec.target.name }, refreshTime: '2026-11-30T00:00:00Z', syncedResourceVersion: '1-abc', conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced', message: 'secret synced' }] }; }),
  on('ExternalSecret', 'notes for Argo CD and reflector on what is made', ({ spec }) => { spec.target.template = { ...spec.target.template, metadata: { ...spec.target.template?.metadata, annotations: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous', 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'false' } } }; }),
  on('Deployment', 'Reloader by the names of Secrets', (object) => object.metadata.namespace === 'union-cp' && annotations(object, { 'secret.reloader.stakater.com/reload': 'flyte-admin-secrets,union-controlplane-secrets', 'configmap.reloader.stakater.com/reload': 'flyte-admin-base-config' })),
  adding('a ClusterSecretStore for some namespaces, and one of another team', { apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore', metadata: { name: 'other' }, spec: { provider: { vault: { server: 'https://vault.example.com', path: 'kv' } }, conditions: [{ namespaces: ['payments'] }] } }),
  adding('PushSecrets and generators', made('external-secrets.io/v1alpha1', 'PushSecret', 'ca', { spec: { secretStoreRefs: [{ name: 'other', kind: 'ClusterSecretStore' }], selector: { secret: { name: 'other-ca' } }, data: [{ match: { secretKey: 'ca.crt', remoteRef: { remoteKey: 'ca' } } }] } }), made('generators.external-secrets.io/v1alpha1', 'Password', 'pw', { spec: { length: 24 } })),

  // GitOps.
  adding('Flux with substitutions', made('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'union', { spec: { path: './clusters/prod', prune: true, sourceRef: { kind: 'GitRepository', name: 'fleet' }, postBuild: { substitute: { cluster: 'prod' }, substituteFrom: [{ kind: 'ConfigMap', name: 'cluster-vars' }] } } }, 'flux-system'), made('v1', 'ConfigMap', 'cluster-vars', { data: { domain: 'example.com', region: 'us-east-2' } }, 'flux-system')),
  ofAll('marks of Flux and of compare options', (object) => annotations(object, { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent', 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true', 'kapp.k14s.io/change-group': 'union' })),
  adding('an ApplicationSet of others and a project', made('argoproj.io/v1alpha1', 'ApplicationSet', 'shops', { spec: { generators: [{ git: { repoURL: 'https://git.example.com/shops', directories: [{ path: '*' }] } }], template: { metadata: { name: '{{path.basename}}' }, spec: { project: 'shops', source: { repoURL: 'https://git.example.com/shops', path: '{{path}}' }, destination: { server: 'https://kubernetes.default.svc', namespace: '{{path.basename}}' } } } } }, 'argocd'), made('argoproj.io/v1alpha1', 'AppProject', 'union', { spec: { destinations: [{ namespace: 'union-*', server: '*' }] } }, 'argocd')),
  adding('texts with braces of Grafana and Prometheus', made('v1', 'ConfigMap', 'dashboards', { data: { 'union.json': '{"panels":[{"legendFormat":"{{pod}}","expr":"rate(x{job=\\"flyteadmin\\"}[5m])"}]}' } }), made('monitoring.coreos.com/v1', 'PrometheusRule', 'alerts', { spec: { groups: [{ name: 'a', rules: [{ alert: 'x', expr: 'up == 0', annotations: { summary: '{{ $labels.pod }} is down' } }] }] } })),
  adding('workflows with parameters', made('argoproj.io/v1alpha1', 'WorkflowTemplate', 'etl', { spec: { templates: [{ name: 'x', container: { image: 'x', args: ['{{inputs.parameters.x}}', '${HOME}'] } }] } }, 'union')),

  // What runs on a data plane.
  adding('tasks that run', { ...made('v1', 'Pod', 'f1b2-n0-0', { spec: { containers: [{ name: 'f1b2-n0-0', image: 'registry.example.com/team/train:1', args: ['pyflyte-execute', '--inputs', 's3://acme/x'], env: [{ name: 'FLYTE_INTERNAL_EXECUTION_PROJECT', value: 'flytesnacks' }, { name: 'UNION_SECRET_X', value: 'y' }] }] } }, 'flytesnacks-development'), metadata: { name: 'f1b2-n0-0', namespace: 'flytesnacks-development', labels: { 'execution-id': 'f1b2', 'node-id': 'n0' }, ownerReferences: [{ apiVersion: 'flyte.lyft.com/v1alpha1', kind: 'flyteworkflow', name: 'f1b2', uid: 'x' }] } }, made('flyte.lyft.com/v1alpha1', 'FlyteWorkflow', 'f1b2', { spec: { id: 'x' } }, 'flytesnacks-development')),
  adding('Ray and Spark', made('ray.io/v1', 'RayCluster', 'r', { spec: { headGroupSpec: { template: { spec: { containers: [{ name: 'ray-head', image: 'rayproject/ray' }] } } } } }, 'flytesnacks-development'), made('sparkoperator.k8s.io/v1beta2', 'SparkApplication', 's', { spec: {} }, 'flytesnacks-development')),
  adding('apps of Knative', made('serving.knative.dev/v1', 'Service', 'executions', { spec: { template: { spec: { containers: [{ image: 'registry.example.com/app:1' }] } } } }, 'flytesnacks-development'), made('networking.internal.knative.dev/v1alpha1', 'Ingress', 'app', { spec: { rules: [{ hosts: ['app.apps.example.com'], http: { paths: [{ splits: [{ serviceName: 'app', servicePort: 80 }] }] } }] } }, 'flytesnacks-development')),
  adding('projects\' namespaces with ServiceAccounts and quotas', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flytesnacks-development' } }, made('v1', 'ServiceAccount', 'default', { imagePullSecrets: [{ name: 'mirror' }] }, 'flytesnacks-development'), made('v1', 'ResourceQuota', 'project-quota', { spec: { hard: { 'limits.cpu': '64' } } }, 'flytesnacks-development')),
  adding('a DaemonSet of GPUs and of logs in the data plane', made('apps/v1', 'DaemonSet', 'fluentbit', { spec: { selector: { matchLabels: { app: 'fluentbit' } }, template: { metadata: { labels: { app: 'fluentbit' } }, spec: { containers: [{ name: 'fluentbit', image: 'cr.fluentbit.io/fluent/fluent-bit:3.2', args: ['--config=/fluent-bit/etc/fluent-bit.conf'], volumeMounts: [{ name: 'config', mountPath: '/fluent-bit/etc' }] }], volumes: [{ name: 'config', configMap: { name: 'fluentbit-system' } }] } } } }, 'union')),

  // Edges.
  on('Ingress', 'headers of answers by a snippet', (object) => annotations(object, { 'nginx.ingress.kubernetes.io/configuration-snippet': 'more_set_headers "X-Frame-Options: DENY";\nmore_set_headers "Strict-Transport-Security: max-age=31536000";\n' }), 'ingress-nginx'),
  on('Ingress', 'redirects to TLS, ModSecurity and tracing', (object) => annotations(object, { 'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true', 'nginx.ingress.kubernetes.io/enable-modsecurity': 'true', 'nginx.ingress.kubernetes.io/enable-opentelemetry': 'true', 'nginx.ingress.kubernetes.io/limit-connections': '50', 'nginx.ingress.kubernetes.io/service-upstream': 'true' }), 'ingress-nginx'),
  { what: 'another class, with its IngressClass', edge: 'ingress-nginx', put: (planes) => { planes.all('Ingress').forEach(({ spec }) => { spec.ingressClassName = 'internal'; }); planes.objects.push({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'internal' }, spec: { controller: 'k8s.io/ingress-nginx' } }); } },
  on('Ingress', 'annotations of other controllers that none reads', (object) => annotations(object, { 'alb.ingress.kubernetes.io/scheme': 'internal', 'alb.ingress.kubernetes.io/group.name': 'union', 'konghq.com/strip-path': 'false', 'appgw.ingress.kubernetes.io/ssl-redirect': 'true', 'kubernetes.io/ingress.global-static-ip-name': 'union' }), 'ingress-nginx'),
  { what: 'the certificate of cert-manager', put: (planes) => planes.add('cert-manager.io/v1', 'Certificate', 'union-tls', { spec: { secretName: 'union-tls', dnsNames: ['union.example.com'], privateKey: { rotationPolicy: 'Always' }, issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } } }) },
  { what: 'limits, options and a dashboard at Traefik', edge: 'Traefik', put: (planes) => { planes.add('traefik.io/v1alpha1', 'Middleware', 'rate', { spec: { rateLimit: { average: 100 } } }); planes.add('traefik.io/v1alpha1', 'TLSOption', 'default', { spec: { minVersion: 'VersionTLS12' } }); planes.add('traefik.io/v1alpha1', 'IngressRoute', 'dashboard', { spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match: 'Host(`traefik.example.com`)', services: [{ kind: 'TraefikService', name: 'api@internal' }] }] } }, 'traefik'); } },
  on('IngressRoute', 'the class of a Traefik of its own', (object) => annotations(object, { 'kubernetes.io/ingress.class': 'traefik-internal' }), 'Traefik'),
  on('Gateway', 'a listener of another host, and what the cloud says', (gateway) => {
    if (gateway.metadata.name !== 'controlplane') return;
    annotations(gateway, { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'external-dns.alpha.kubernetes.io/hostname': 'union.example.com' });
    gateway.spec.infrastructure = { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'external' } };
    gateway.spec.listeners.push({ name: 'shop', hostname: 'shop.example.com', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'shop-tls' }] }, allowedRoutes: { namespaces: { from: 'All' } } });
    gateway.status = { addresses: [{ type: 'Hostname', value: 'a.elb.amazonaws.com' }], conditions: [{ type: 'Programmed', status: 'True' }] };
  }, 'Envoy Gateway'),
  { what: 'a GatewayClass and an EnvoyProxy', edge: 'Envoy Gateway', put: (planes) => { planes.objects.push({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'eg' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } }); planes.add('gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy', 'union', { spec: { provider: { type: 'Kubernetes' }, telemetry: { metrics: {} } } }); } },
  { what: 'routes of another namespace at the Gateway', edge: 'Envoy Gateway', put: (planes) => { planes.add('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { parentRefs: [{ name: 'controlplane', namespace: 'union-cp' }], hostnames: ['shop.example.com'], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'shop', port: 80 }] }] } }, 'shop'); } },

  // Clouds.
  on('Service', 'GKE\'s groups of endpoints and backend configs', (service) => annotations(service, { 'cloud.google.com/neg': '{"ingress":true}', 'cloud.google.com/backend-config': '{"default":"union"}', 'cloud.google.com/neg-status': '{"network_endpoint_groups":{}}' })),
  adding('objects of GKE', made('cloud.google.com/v1', 'BackendConfig', 'union', { spec: { timeoutSec: 3600, iap: { enabled: false } } }), made('networking.gke.io/v1', 'ManagedCertificate', 'union', { spec: { domains: ['union.example.com'] } })),
  adding('objects of EKS', made('elbv2.k8s.aws/v1beta1', 'TargetGroupBinding', 'union', { spec: { serviceRef: { name: 'flyteadmin', port: 80 }, targetGroupARN: 'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/x/y' } }), made('vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy', 'union', { spec: { podSelector: {}, securityGroups: { groupIds: ['sg-1'] } } })),
  inPods('EKS Pod Identity', (spec) => { for (const container of spec.containers) container.env = [...container.env ?? [], { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', value: 'http://169.254.170.23/v1/credentials' }, { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', value: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token' }]; }),
  adding('objects of AKS', { apiVersion: 'aadpodidentity.k8s.io/v1', kind: 'AzureIdentity', metadata: { name: 'union', namespace: 'union-cp' }, spec: { type: 0, clientID: '99999999-aaaa-bbbb-cccc-dddddddddddd' } }, made('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'certs', { spec: { provider: 'azure', secretObjects: [{ secretName: 'other-tls', type: 'kubernetes.io/tls', data: [{ key: 'tls.crt', objectName: 'x' }] }] } })),
  adding('objects of OpenShift', made('route.openshift.io/v1', 'Route', 'shop', { spec: { host: 'shop.apps.example.com', to: { kind: 'Service', name: 'shop' } } }), made('apps.openshift.io/v1', 'DeploymentConfig', 'old', { spec: { template: { spec: { containers: [{ name: 'x', image: 'x' }] } } } }), made('image.openshift.io/v1', 'ImageStream', 'services', { spec: {} })),
  adding('databases of operators', made('postgresql.cnpg.io/v1', 'Cluster', 'union-db', { spec: { instances: 3, storage: { size: '100Gi' } } }), made('rds.services.k8s.aws/v1alpha1', 'DBInstance', 'union', { spec: { engine: 'postgres' } }), { ...made('v1', 'Secret', 'union-db-app', { type: 'kubernetes.io/basic-auth', data: { password: Buffer.from('pg-1').toString('base64'), username: 'YXBw' } }), metadata: { name: 'union-db-app', namespace: 'union-cp', ownerReferences: [{ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', name: 'union-db', uid: 'x', controller: true }] } }),

  // Settings.
  { what: 'more files of config beside', put: (planes) => { planes.get('ConfigMap', 'flyte-admin-base-config').data['storage.yaml'] = stringify({ storage: { type: 'stow', container: 'acme', cache: { max_size_mbs: 0 } } }); planes.get('ConfigMap', 'flyte-admin-base-config').data['README.md'] = '# How we set this up\nauth: see wiki\n'; } },
  { what: 'comments in config files', put: (planes) => planes.all('ConfigMap').forEach(({ data }) => { for (const key of Object.keys(data ?? {}).filter((name) => name.endsWith('.yaml'))) data[key] = `# managed by platform, see runbook: https://wiki.example.com/{{ x }}\n${data[key]}# end\n`; }) },
  { what: 'config files as JSON', put: (planes) => planes.all('ConfigMap').forEach(({ data }) => { for (const key of Object.keys(data ?? {}).filter((name) => name.endsWith('.yaml') && !String(data[name]).includes('{{'))) data[key] = JSON.stringify(parse(data[key] as string), null, 2); }) },
];
