import { parse, stringify } from 'yaml';
import { EdgeName, Json } from '../faults/_planes';
import { adding, annotations, Change, inPods, labels, made, sidecar, volume } from './_change';

/** Other ways to write or to run the same, and what daily operation leaves behind. */

const all = (kind: string, what: string, change: (each: Json) => unknown, edge?: EdgeName): Change => ({
  what, edge, put: (planes) => planes.all(kind).forEach(change),
});

const copy = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T;

/** A copy of an object, by another name. */
const another = (what: string, kind: string, name: string, copied: string, change: (each: Json) => unknown = () => undefined): Change => ({
  what,
  put: (planes) => {
    const each = copy(planes.get(kind, name));
    each.metadata.name = copied;
    change(each);
    planes.objects.push(each);
  },
});

const files = (what: string, change: (config: Json, name: string) => unknown): Change => ({
  what,
  put: (planes) => planes.all('ConfigMap').forEach(({ data = {} }) => Object.keys(data as object).filter((name) => name.endsWith('.yaml')).forEach((name) => {
    const config = parse(data[name] as string) as Json;
    change(config, name);
    data[name] = stringify(config);
  })),
});

const flyteadmin = (what: string, change: (config: Json) => void): Change => ({ what, put: (planes) => planes.flyteadmin(change) });

/** What a controller makes of each Deployment. */
const runs = (what: string, make: (deployment: Json) => Json[]): Change => ({
  what, put: (planes) => { planes.objects.push(...copy(planes.all('Deployment').flatMap(make))); },
});

const ownedBy = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: 'o1', controller: true }] });
const replicaSet = ({ metadata, spec }: Json, hash: string, replicas: number, change: (template: Json) => unknown = () => undefined): Json => {
  const template = copy(spec.template);
  change(template);
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: `${metadata.name}-${hash}`, namespace: metadata.namespace, labels: metadata.labels, ...ownedBy('Deployment', metadata.name as string) }, spec: { replicas, selector: spec.selector, template } };
};
const podOf = ({ metadata, spec }: Json, hash: string, more: Json = {}): Json => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { ...spec.template.metadata, name: `${metadata.name}-${hash}-x2k9p`, namespace: metadata.namespace, ...ownedBy('ReplicaSet', `${metadata.name}-${hash}`) }, spec: copy(spec.template.spec), ...more,
});

const ingress = (what: string, change: (each: Json) => unknown) => all('Ingress', what, change, 'ingress-nginx');
const traefik = (what: string, change: (route: Json, each: Json) => unknown) => all('IngressRoute', what, (each) => (each.spec.routes as Json[]).forEach((route) => change(route, each)), 'Traefik');
const routes = (what: string, change: (rule: Json, each: Json) => unknown): Change => ({
  what, edge: 'Envoy Gateway', put: (planes) => [...planes.all('HTTPRoute'), ...planes.all('GRPCRoute')].forEach((each) => (each.spec.rules as Json[]).forEach((rule) => change(rule, each))),
});
const externalSecret = (what: string, change: (spec: Json, each: Json) => unknown) => all('ExternalSecret', what, (each) => change(each.spec, each));

export const WAYS: readonly Change[] = [
  // What runs, and what ran.
  runs('ReplicaSets of each Deployment, old ones with it', (each) => [replicaSet(each, '6d5f7c9b8', each.spec.replicas as number ?? 1), replicaSet(each, '5b4c6d7e8', 0)]),
  runs('old ReplicaSets of another time, with other files', (each) => [replicaSet(each, '6d5f7c9b8', 1), replicaSet(each, '5b4c6d7e8', 0, ({ spec }) => { for (const item of spec.volumes ?? []) if (item.configMap) item.configMap.name += '-before'; })]),
  runs('Pods of each Deployment, with what the kubelet adds', (each) => [replicaSet(each, '6d5f7c9b8', 1), podOf(each, '6d5f7c9b8', { status: { phase: 'Running', podIP: '10.0.0.7' } })]),
  runs('evicted and failed Pods', (each) => [podOf(each, '5b4c6d7e8', { status: { phase: 'Failed', reason: 'Evicted' } })]),
  runs('ControllerRevisions and PodMetrics', ({ metadata }) => [made('apps/v1', 'ControllerRevision', `${metadata.name}-1`, { revision: 1, data: {} }, metadata.namespace as string), made('metrics.k8s.io/v1beta1', 'PodMetrics', metadata.name as string, { containers: [] }, metadata.namespace as string)]),
  all('Deployment', 'Deployments that somebody paused', ({ spec }) => { spec.paused = true; }),
  all('Deployment', 'one replica and Recreate', ({ spec }) => { spec.replicas = 1; spec.strategy = { type: 'Recreate' }; }),
  all('Deployment', 'short histories', ({ spec }) => { spec.revisionHistoryLimit = 2; spec.minReadySeconds = 15; }),
  another('a copy of a ConfigMap from before, which nothing mounts', 'ConfigMap', 'flyte-admin-base-config', 'flyte-admin-base-config-backup-20261001', ({ data }) => { data['server.yaml'] = (data['server.yaml'] as string).replaceAll('acme.okta.com', 'old.okta.com'); }),
  adding('a copy of a Secret from before', made('v1', 'Secret', 'flyte-secret-auth-backup', { type: 'Opaque', data: { client_secret: 'b2xkLXZhbHVl' } })),
  adding('a Job that ended', made('batch/v1', 'Job', 'flyteadmin-backup-28812', { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'dump', image: 'postgres:16', command: ['pg_dump', '-h', 'postgres.example.com'], env: [{ name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'union-controlplane-secrets', key: 'pass.txt' } } }] }] } } }, status: { succeeded: 1 } })),
  adding('Events', made('v1', 'Event', 'flyteadmin.1800', { involvedObject: { kind: 'Pod', name: 'flyteadmin-6d5f7c9b8-x2k9p', namespace: 'union-cp' }, message: 'Back-off restarting failed container', reason: 'BackOff', type: 'Warning' })),
  adding('EndpointSlices and Endpoints', made('discovery.k8s.io/v1', 'EndpointSlice', 'flyteadmin-abcde', { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.0.7'] }], ports: [{ port: 8088 }] }), made('v1', 'Endpoints', 'flyteadmin', { subsets: [] })),
  adding('volumes and claims', { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv1' }, spec: { capacity: { storage: '10Gi' }, claimRef: { name: 'scylla', namespace: 'union-cp' } } }, made('v1', 'PersistentVolumeClaim', 'scylla', { spec: { resources: { requests: { storage: '10Gi' } } } })),
  adding('Namespaces that end', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'old', deletionTimestamp: '2026-11-01T00:00:00Z' }, status: { phase: 'Terminating' } }),

  // Pods, written in another way.
  inPods('commands with their folder', (spec) => { for (const each of [...spec.containers, ...spec.initContainers ?? []]) if (/^[a-z]/.test(each.command?.[0] ?? '')) each.command = [`/usr/local/bin/${each.command[0]}`, ...each.command.slice(1)]; }),
  inPods('--config=… in the place of --config …', (spec) => {
    for (const each of [...spec.containers, ...spec.initContainers ?? []]) for (const key of ['command', 'args']) if (each[key]) each[key] = JSON.parse(JSON.stringify(each[key]).replaceAll('"--config","', '"--config=')) as Json;
  }),
  inPods('the program in command and its words in args', (spec) => { for (const each of [...spec.containers, ...spec.initContainers ?? []]) if (each.command?.length > 1 && !each.args) { each.args = each.command.slice(1); each.command = each.command.slice(0, 1); } }),
  inPods('volumes in another order, with modes', (spec) => { spec.volumes = [...spec.volumes ?? []].reverse().map((each: Json) => (each.secret ? { ...each, secret: { defaultMode: 288, ...each.secret } } : each)); }),
  inPods('volumes by other names', (spec) => {
    const name = (each: Json) => { each.name = `v-${each.name}`; };
    (spec.volumes ?? []).forEach(name);
    [...spec.containers, ...spec.initContainers ?? []].flatMap((each: Json) => each.volumeMounts ?? []).forEach(name);
  }),
  inPods('containers by other names', (spec) => { spec.containers.forEach((each: Json) => { each.name = `app-${each.name}`; }); }),
  inPods('environment from the pod', (spec) => { for (const each of spec.containers) each.env = [...each.env ?? [], { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }, { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }, { name: 'ADDRESS', value: '$(POD_IP):8080' }]; }),
  inPods('environment from a Secret of the platform', (spec) => { for (const each of spec.containers) each.envFrom = [...each.envFrom ?? [], { secretRef: { name: 'platform-env', optional: true } }]; }),
  inPods('mount paths with a slash at the end', (spec) => { for (const each of [...spec.containers, ...spec.initContainers ?? []]) for (const mount of each.volumeMounts ?? []) if (!mount.subPath) mount.mountPath = `${mount.mountPath}/`; }),
  inPods('Secrets whose keys are named', (spec) => { for (const each of spec.volumes ?? []) if (each.secret?.secretName === 'flyteadmin-oidc-client-secret') each.secret.items = [{ key: 'client_secret', path: 'client_secret', mode: 288 }]; }),
  inPods('a GODEBUG and a timezone', (spec) => { for (const each of spec.containers) each.env = [...each.env ?? [], { name: 'GODEBUG', value: 'http2client=1' }, { name: 'TZ', value: 'Europe/Berlin' }]; }),
  inPods('a CSI volume of certificates', (spec) => { volume(spec, { name: 'spiffe', csi: { driver: 'csi.spiffe.io', readOnly: true } }); spec.containers[0].volumeMounts = [...spec.containers[0].volumeMounts ?? [], { name: 'spiffe', mountPath: '/spiffe', readOnly: true }]; }),
  inPods('host names and subdomains', (spec) => { spec.setHostnameAsFQDN = false; spec.enableServiceLinks = false; spec.shareProcessNamespace = true; spec.schedulerName = 'custom'; }),
  inPods('readiness gates and scheduling gates', (spec) => { spec.readinessGates = [{ conditionType: 'target-health.elbv2.k8s.aws/union' }]; }),

  // What others run beside.
  sidecar('oauth2-proxy with its secret written out', { name: 'oauth2-proxy', image: 'quay.io/oauth2-proxy/oauth2-proxy:v7.8.1', env: [{ name: 'OAUTH2_PROXY_CLIENT_ID', value: 'grafana' }, { name: 'OAUTH2_PROXY_CLIENT_SECRET', value: 'gf-5b1c9e' }] }),
  adding('a portal in the same namespace, whose config has sections of the same names', made('v1', 'ConfigMap', 'portal', { data: { 'portal.yaml': stringify({ admin: { endpoint: 'https://portal.example.com', clientId: 'portal', clientSecret: 'x', tokenUrl: 'http://token' }, auth: { clientSecret: 'y' }, database: { postgres: { host: 'db', password: 'z' } } }) } }),
    made('apps/v1', 'Deployment', 'portal', { spec: { template: { spec: { containers: [{ name: 'portal', image: 'registry.example.com/portal:1', args: ['--config', '/etc/portal/portal.yaml'], volumeMounts: [{ name: 'c', mountPath: '/etc/portal' }] }], volumes: [{ name: 'c', configMap: { name: 'portal' } }] } } } })),

  // Services.
  all('Service', 'IPv6 beside IPv4, sessions that stay, traffic that stays in the zone', ({ spec }) => Object.assign(spec as Json, { ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4', 'IPv6'], sessionAffinity: 'ClientIP', internalTrafficPolicy: 'Cluster', trafficDistribution: 'PreferClose' })),
  all('Service', 'ports in another order, with their protocol', ({ spec }) => { spec.ports = [...spec.ports].reverse().map((each: Json) => ({ protocol: 'TCP', ...each })); }),
  another('a second Service for flyteadmin, for a mesh', 'Service', 'flyteadmin', 'flyteadmin-mesh', ({ spec }) => { spec.clusterIP = 'None'; }),
  another('a Service for scraping', 'Service', 'flyteadmin', 'flyteadmin-metrics', ({ spec }) => { spec.ports = [{ name: 'metrics', port: 10254, targetPort: 10254 }]; }),
  adding('a Service that leads out of the cluster', made('v1', 'Service', 'postgres', { spec: { type: 'ExternalName', externalName: 'postgres.example.com' } })),

  // Config files.
  files('keys in another order', (config) => { const entries = Object.entries(config as Json).reverse(); Object.keys(config as Json).forEach((key) => { delete config[key]; }); entries.forEach(([key, value]) => { config[key] = value; }); }),
  files('a logger and a profiler in each file', (config) => { config.logger = { 'level': 4, 'show-source': true, 'formatter': { type: 'json' } }; }),
  flyteadmin('one more audience and one more authorized URI', ({ auth }) => { auth.appAuth.externalAuthServer.allowedAudience.push('api://tools'); auth.authorizedUris.push('https://union.internal.example.com'); }),
  flyteadmin('URIs with a slash at the end', ({ auth }) => { auth.authorizedUris = auth.authorizedUris.map((uri: string) => `${uri}/`); }),
  flyteadmin('scopes in another order', ({ auth }) => { auth.userAuth.openId.scopes.reverse(); }),
  flyteadmin('limits, CORS and gRPC settings', ({ server }) => { Object.assign(server as Json, { grpc: { maxMessageSizeBytes: 16777216 }, security: { ...server.security, allowCors: true, allowedOrigins: ['https://portal.example.com'], allowedHeaders: ['Content-Type', 'flyte-authorization'] } }); }),
  flyteadmin('tracing of requests', (config) => { config.otel = { type: 'otlp', otlp: { endpoint: 'http://otel:4317' } }; }),
  {
    what: 'server.yaml in two files',
    put: (planes) => {
      const { data } = planes.get('ConfigMap', 'flyte-admin-base-config');
      const { auth, ...rest } = parse(data['server.yaml'] as string) as Json;
      Object.assign(data as Json, { 'server.yaml': stringify(rest), 'auth.yaml': stringify({ auth }) });
    },
  },

  // What delivers Secrets.
  {
    what: 'the API of 0.16, which the CustomResourceDefinition still serves',
    put: (planes) => {
      planes.all('ExternalSecret').forEach((each) => { each.apiVersion = 'external-secrets.io/v1beta1'; });
      planes.objects.push({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'externalsecrets.external-secrets.io' }, spec: { group: 'external-secrets.io', names: { kind: 'ExternalSecret', plural: 'externalsecrets' }, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true }, { name: 'v1beta1', served: true, storage: false }] } });
    },
  },
  externalSecret('fields that have their defaults left out', (spec) => { for (const { remoteRef } of spec.data ?? []) { delete remoteRef.conversionStrategy; delete remoteRef.decodingStrategy; delete remoteRef.metadataPolicy; } }),
  externalSecret('entries with properties and paths', (spec) => { for (const { remoteRef } of spec.data ?? []) { remoteRef.key = `kv/prod/${remoteRef.key}`; remoteRef.property = 'value'; } }),
  externalSecret('labels and annotations on what is made', (spec) => { spec.target.template.metadata = { ...spec.target.template.metadata, labels: { team: 'ml' }, annotations: { ...spec.target.template.metadata?.annotations, 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' } }; }),
  externalSecret('no template', (spec) => { delete spec.target.template; }),
  externalSecret('entries once, as OnChange', (spec) => { spec.refreshPolicy = 'OnChange'; }),
  externalSecret('each key with its own store', (spec) => { for (const each of spec.data ?? []) each.sourceRef = { storeRef: spec.secretStoreRef }; }),
  {
    what: 'one ExternalSecret a key, all merging into a Secret that is there',
    put: (planes) => {
      const split = planes.all('ExternalSecret').filter(({ spec }) => spec.data?.length > 1 && spec.target.creationPolicy === 'Merge');
      planes.objects = planes.objects.flatMap((each) => (!split.includes(each) ? [each] : each.spec.data.map((entry: Json, index: number) => {
        const one = copy(each);
        one.metadata.name += `-${index}`;
        one.spec.data = [entry];
        if (one.spec.target.template?.data) one.spec.target.template.data = { [entry.secretKey]: one.spec.target.template.data[entry.secretKey] };
        return one;
      })));
    },
  },

  // Edges.
  {
    what: 'a default backend',
    edge: 'ingress-nginx',
    put: (planes) => {
      planes.all('Ingress').forEach(({ spec }) => { spec.defaultBackend = { service: { name: 'maintenance-page', port: { number: 80 } } }; });
      planes.add('v1', 'Service', 'maintenance-page', { spec: { type: 'ExternalName', externalName: 'status.example.com' } });
    },
  },
  { what: 'TLS said by one Ingress alone', edge: 'ingress-nginx', put: (planes) => planes.all('Ingress').slice(1).forEach(({ spec }) => { delete spec.tls; }) },
  ingress('the certificate of the controller', ({ spec }) => { spec.tls = [{ hosts: spec.tls?.[0].hosts ?? ['union.example.com'] }]; }),
  {
    what: 'an Ingress for each path',
    edge: 'ingress-nginx',
    put: (planes) => {
      planes.objects = planes.objects.flatMap((each) => (each.kind !== 'Ingress' ? [each] : each.spec.rules[0].http.paths.map((path: Json, index: number) => {
        const one = copy(each);
        one.metadata.name += `-${index}`;
        one.spec.rules[0].http.paths = [path];
        return one;
      })));
    },
  },
  ingress('paths in another order', ({ spec }) => { spec.rules.forEach(({ http }: Json) => http.paths.reverse()); }),
  ingress('a second host for people in the office, on Ingresses of its own', ({ spec, metadata }) => { annotations({ metadata }, { 'acme.example.com/owner': 'platform' }); spec.rules[0].http.paths.forEach((path: Json) => { path.pathType = 'ImplementationSpecific'; }); }),
  ingress('limits of rates and connections', (each) => annotations(each, { 'nginx.ingress.kubernetes.io/limit-rps': '50', 'nginx.ingress.kubernetes.io/limit-connections': '100', 'nginx.ingress.kubernetes.io/upstream-hash-by': '$remote_addr' })),
  traefik('hosts in double quotes', (route) => { route.match = String(route.match).replaceAll('Host(`union.example.com`)', 'Host("union.example.com")'); }),
  traefik('routes with a syntax, and Services with all their fields', (route) => { route.syntax = 'v3'; for (const each of route.services ?? []) Object.assign(each as Json, { kind: 'Service', passHostHeader: true, namespace: 'union-cp' }); }),
  traefik('higher priorities everywhere', (route) => { route.priority = (route.priority as number ?? 0) + 1000; }),
  {
    what: 'a rate limit and compression on each route',
    edge: 'Traefik',
    put: (planes) => {
      planes.all('IngressRoute').flatMap(({ spec }) => spec.routes as Json[]).forEach((route) => { route.middlewares = [{ name: 'rate' }, ...route.middlewares ?? [], { name: 'compress' }]; });
      planes.add('traefik.io/v1alpha1', 'Middleware', 'rate', { spec: { rateLimit: { average: 100 } } });
      planes.add('traefik.io/v1alpha1', 'Middleware', 'compress', { spec: { compress: {} } });
    },
  },
  traefik('TLS options and a resolver', (_, { spec }) => { spec.tls = { ...spec.tls, options: { name: 'modern', namespace: 'traefik' } }; }),
  routes('no weights and kinds that are the default', (rule) => { for (const each of rule.backendRefs ?? []) { delete each.group; delete each.kind; delete each.weight; } }),
  routes('timeouts of requests and names of rules', (rule, each) => { if (each.kind === 'HTTPRoute') rule.timeouts = { request: '0s' }; }),
  {
    what: 'routes by another hostname, too',
    edge: 'Envoy Gateway',
    put: (planes) => {
      planes.flyteadmin(({ auth }) => auth.authorizedUris.push('https://union.internal.example.com'));
      [...planes.all('HTTPRoute'), ...planes.all('GRPCRoute')].forEach(({ spec }) => spec.hostnames.push('union.internal.example.com'));
    },
  },
  { what: 'a GatewayClass of its own name', edge: 'Envoy Gateway', put: (planes) => { planes.get('Gateway', 'controlplane').spec.gatewayClassName = 'acme-envoy'; planes.objects.push({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'acme-envoy' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } }); } },
  { what: 'retries and health checks at Envoy', edge: 'Envoy Gateway', put: (planes) => planes.add('gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy', 'retries', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'controlplane' }], retry: { numRetries: 2, retryOn: { triggers: ['connect-failure'] } } } }) },

  // Everything.
  { what: 'generators\' notes on each object', put: (planes) => planes.objects.forEach((each) => { annotations(each, { 'meta.pulumi.com/autonamed': 'false', 'app.terraform.io/run': 'run-1', 'config.kubernetes.io/origin': 'path: base/all.yaml\n' }); labels(each, { 'objectset.rio.cattle.io/hash': 'abc', 'kapp.k14s.io/app': '1600' }); }) },
  { what: 'objects applied by kubectl', put: (planes) => planes.objects.forEach((each) => { if (each.kind !== 'Secret') annotations(each, { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(each) }); }) },
];
