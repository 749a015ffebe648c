import { parse, stringify } from 'yaml';
import { EdgeName, Json, Planes } from '../faults/_planes';
import { adding, annotations, Change, inPods, labels, made, ofAll } from './_change';

/** Second installations, other owners of the same host, fields that controllers fill in, and config written in other ways. */

const copy = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T;
const each = (kind: string, what: string, change: (object: Json) => unknown, edge?: EdgeName): Change => ({
  what, edge, put: (planes) => planes.all(kind).forEach(change),
});
const inFiles = (what: string, write: (text: string) => string): Change => ({
  what,
  put: (planes) => planes.all('ConfigMap').forEach(({ data = {} }) => Object.keys(data as object).filter((name) => name.endsWith('.yaml')).forEach((name) => { data[name] = write(data[name] as string); })),
});
const managed = (manager: string, operation = 'Update') => ({ manager, operation, apiVersion: 'v1', time: '2026-11-01T00:00:00Z', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } });
const ingress = (name: string, namespace: string, host: string, path: string, service: string, notes: Json = {}): Json => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace, annotations: notes },
  spec: { ingressClassName: 'controlplane', rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }] } }] },
});
const accepted = (type: string) => ({ type, status: 'True', reason: type, message: '', lastTransitionTime: '2026-11-01T00:00:00Z', observedGeneration: 1 });

/** Everything once more, in namespaces of its own and with an identity of its own. */
const twin = (planes: Planes, cluster = true): Json[] => JSON.parse(JSON.stringify(planes.objects)
  .replaceAll('union-cp', 'staging-cp').replaceAll('"namespace":"union"', '"namespace":"staging"').replaceAll('.union.svc', '.staging.svc')
  .replaceAll('union.example.com', 'staging.example.com').replaceAll('"union/', '"staging/')
  .replace(/\b(web|native|service)-id\b/g, 'staging-$1-id').replace(/"(client_secret|oidc_client_secret|app_secret)":"(?=\w+=*")/g, '"$1":"c3Rh')).filter((object: Json) => cluster || object.metadata.namespace !== undefined);

export const OPERATIONS: readonly Change[] = [
  // Others on the same cluster and host.
  { what: 'a second installation in namespaces of its own', put: (planes) => { planes.objects.push(...twin(planes, false)); } },
  {
    what: 'open-source Flyte in a namespace of its own',
    put: (planes) => planes.objects.push(
      made('v1', 'ConfigMap', 'flyte-admin-base-config', { data: { 'server.yaml': stringify({ server: { security: { useAuth: false } }, auth: { appAuth: { thirdPartyConfig: { flyteClient: { clientId: 'flytectl', redirectUri: 'http://localhost:53593/callback', scopes: ['offline', 'all'] } } } } }) } }, 'flyte'),
      made('apps/v1', 'Deployment', 'flyteadmin', { spec: { selector: { matchLabels: { app: 'flyteadmin' } }, template: { metadata: { labels: { app: 'flyteadmin' } }, spec: { containers: [{ name: 'flyteadmin', image: 'cr.flyte.org/flyteorg/flyteadmin:v1.15.0', args: ['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve'], volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }], volumes: [{ name: 'config', configMap: { name: 'flyte-admin-base-config' } }] } } } }, 'flyte'),
      made('v1', 'Service', 'flyteadmin', { spec: { selector: { app: 'flyteadmin' }, ports: [{ name: 'http', port: 80 }, { name: 'grpc', port: 81 }] } }, 'flyte'),
      ingress('flyte', 'flyte', 'flyte.example.com', '/api', 'flyteadmin'),
    ),
  },
  adding('a dashboard of another team below the same host', ingress('grafana', 'monitoring', 'union.example.com', '/grafana', 'grafana')),
  adding('one with a guard and snippets of its own', ingress('kibana', 'logging', 'union.example.com', '/kibana', 'kibana', { 'nginx.ingress.kubernetes.io/auth-url': 'http://oauth2-proxy.logging.svc.cluster.local/oauth2/auth', 'nginx.ingress.kubernetes.io/satisfy': 'any', 'nginx.ingress.kubernetes.io/configuration-snippet': 'auth_request off;', 'nginx.ingress.kubernetes.io/enable-global-auth': 'false' })),
  adding('a dashboard below the same host, by the HTTPRoute of another namespace', made('gateway.networking.k8s.io/v1', 'HTTPRoute', 'grafana', { spec: { parentRefs: [{ name: 'controlplane', namespace: 'union-cp' }], hostnames: ['union.example.com'], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/grafana' } }], backendRefs: [{ name: 'grafana', port: 80 }] }] } }, 'monitoring')),
  adding('a dashboard below the same host, by an IngressRoute', made('traefik.io/v1alpha1', 'IngressRoute', 'grafana', { spec: { entryPoints: ['websecure'], routes: [{ kind: 'Rule', match: 'Host(`union.example.com`) && PathPrefix(`/grafana`)', services: [{ name: 'grafana', port: 80 }] }] } }, 'monitoring')),
  adding('an ExternalSecret of a team in the namespace of the control plane, not filled in', made('external-secrets.io/v1', 'ExternalSecret', 'team-tokens', { spec: { secretStoreRef: { name: 'team', kind: 'SecretStore' }, target: { name: 'team-tokens' }, data: [{ secretKey: 'client_secret', remoteRef: { key: 'REPLACE_ME' } }] } })),
  adding('the solver of an ACME challenge', { ...ingress('cm-acme-http-solver-x7k2p', 'union-cp', 'union.example.com', '/.well-known/acme-challenge/Q2w', 'cm-acme-http-solver-9ldpq'), spec: { ingressClassName: 'controlplane', rules: [{ host: 'union.example.com', http: { paths: [{ path: '/.well-known/acme-challenge/Q2w', pathType: 'ImplementationSpecific', backend: { service: { name: 'cm-acme-http-solver-9ldpq', port: { number: 8089 } } } }] } }] } },
    made('v1', 'Service', 'cm-acme-http-solver-9ldpq', { spec: { type: 'NodePort', selector: { 'acme.cert-manager.io/http01-solver': 'true' }, ports: [{ name: 'http', port: 8089, targetPort: 8089 }] } }),
    made('v1', 'Pod', 'cm-acme-http-solver-2m8xk', { metadata: { name: 'cm-acme-http-solver-2m8xk', namespace: 'union-cp', labels: { 'acme.cert-manager.io/http01-solver': 'true' } }, spec: { containers: [{ name: 'acmesolver', image: 'quay.io/jetstack/cert-manager-acmesolver:v1.16.0', args: ['--listen-port=8089', '--domain=union.example.com'], ports: [{ containerPort: 8089, name: 'http' }] }] } })),
  adding('an Istio gateway before the edge', made('networking.istio.io/v1', 'Gateway', 'public', { spec: { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['union.example.com'], port: { name: 'https', number: 443, protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', credentialName: 'union-tls' } }] } }, 'istio-system'),
    made('networking.istio.io/v1', 'VirtualService', 'union', { spec: { hosts: ['union.example.com'], gateways: ['public'], http: [{ route: [{ destination: { host: 'controlplane-nginx-controller.union-cp.svc.cluster.local', port: { number: 80 } } }] }] } }, 'istio-system')),
  adding('an OpenShift Route that passes TLS through to the edge', made('route.openshift.io/v1', 'Route', 'union', { spec: { host: 'union.example.com', to: { kind: 'Service', name: 'controlplane-nginx-controller' }, port: { targetPort: 'https' }, tls: { termination: 'passthrough' } } })),
  adding('claims of Crossplane, with the Secret that they write', made('database.example.com/v1', 'PostgreSQLInstance', 'union', { spec: { writeConnectionSecretToRef: { name: 'union-db' } } }), made('v1', 'Secret', 'union-db', { type: 'connection.crossplane.io/v1alpha1', data: { password: 'cGctNTVlMmJi', username: 'dW5pb24=' } })),
  adding('policies of Calico, Cilium and administrators', made('projectcalico.org/v3', 'NetworkPolicy', 'default.union', { spec: { selector: 'all()', types: ['Ingress'], ingress: [{ action: 'Allow' }] } }), made('cilium.io/v2', 'CiliumNetworkPolicy', 'l7', { spec: { endpointSelector: {}, ingress: [{ fromEntities: ['cluster'] }] } }),
    { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'baseline' }, spec: { priority: 50, subject: { namespaces: {} }, ingress: [{ action: 'Pass', from: [{ namespaces: {} }] }] } }),
  adding('webhooks, API services and classes of the cluster', { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration', metadata: { name: 'union-pod-webhook' }, webhooks: [] }, { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.x.example.com' }, spec: {} }, { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'controlplane' }, spec: { controller: 'k8s.io/ingress-nginx' } }),
  adding('a certificate of cert-manager, with its request and order', made('cert-manager.io/v1', 'Certificate', 'union-tls', { spec: { secretName: 'union-tls', dnsNames: ['union.example.com', '*.union.example.com'], issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } } }), made('cert-manager.io/v1', 'CertificateRequest', 'union-tls-1', { spec: { request: 'LS0t', issuerRef: { name: 'letsencrypt' } } }), made('acme.cert-manager.io/v1', 'Order', 'union-tls-1-2', { spec: { dnsNames: ['union.example.com'] } })),
  adding('Applications of Argo CD as they run, whose values are elsewhere', made('argoproj.io/v1alpha1', 'Application', 'controlplane', { spec: { project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'union-cp' }, source: { repoURL: 'https://git.example.com/platform.git', path: 'union/controlplane', targetRevision: 'main' } }, status: { sync: { status: 'Synced' }, health: { status: 'Healthy' }, resources: [{ kind: 'Deployment', name: 'flyteadmin', namespace: 'union-cp', status: 'Synced' }], operationState: { phase: 'Succeeded' } } }, 'argocd')),

  // What controllers fill in.
  ofAll('managed fields of several managers', (object) => { if (object.kind !== 'Secret') object.metadata.managedFields = [managed('argocd-controller', 'Apply'), managed('kubectl-client-side-apply'), managed('kube-controller-manager')]; }),
  ofAll('Argo CD\'s label of instances on what it owns', (object) => labels(object, { 'app.kubernetes.io/instance': 'union-prod' })),
  ofAll('annotations of Reloader and Reflector', (object) => annotations(object, { 'reloader.stakater.com/auto': 'true', 'reflector.v1.k8s.emberstack.com/reflection-allowed': 'true' })),
  each('ExternalSecret', 'what External Secrets fills in', ({ spec, ...object }) => {
    Object.assign(spec as Json, { refreshPolicy: 'Periodic', target: { deletionPolicy: 'Retain', ...spec.target } });
    for (const { remoteRef } of spec.data ?? []) Object.assign(remoteRef as Json, { conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None', ...remoteRef });
    object.status = { binding: { name: spec.target.name }, refreshTime: '2026-11-01T00:00:00Z', syncedResourceVersion: '1-abc', conditions: [{ type: 'Ready', status: 'True', reason: 'SecretSynced' }] };
  }),
  each('Ingress', 'the address of the load balancer', (object) => { object.status = { loadBalancer: { ingress: [{ hostname: 'k8s-union-1.elb.amazonaws.com', ports: [{ port: 443, protocol: 'TCP' }] }] } }; }),
  {
    what: 'the status of routes, Gateways and policies',
    edge: 'Envoy Gateway',
    put: (planes) => {
      [...planes.all('HTTPRoute'), ...planes.all('GRPCRoute')].forEach((route) => { route.status = { parents: [{ parentRef: { name: 'controlplane' }, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', conditions: [accepted('Accepted'), accepted('ResolvedRefs')] }] }; });
      planes.all('Gateway').forEach((gateway) => { gateway.status = { addresses: [{ type: 'IPAddress', value: '203.0.113.7' }], conditions: [accepted('Accepted'), accepted('Programmed')], listeners: gateway.spec.listeners.map(({ name }: Json) => ({ name, attachedRoutes: 4, conditions: [accepted('Programmed')] })) }; });
      planes.all('SecurityPolicy').forEach((policy) => { policy.status = { ancestors: [{ ancestorRef: { name: 'controlplane' }, conditions: [accepted('Accepted')] }] }; });
    },
  },
  each('Service', 'protocols of applications, and addresses', ({ spec }) => { Object.assign(spec as Json, { clusterIPs: ['10.0.0.7'], clusterIP: '10.0.0.7', ipFamilies: ['IPv4'] }); for (const port of spec.ports) port.appProtocol = port.name === 'grpc' ? 'kubernetes.io/h2c' : 'http'; }),
  inPods('DNS of the node', (spec) => { Object.assign(spec as Json, { dnsPolicy: 'None', dnsConfig: { nameservers: ['169.254.20.10'], searches: ['union-cp.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], options: [{ name: 'ndots', value: '5' }] } }); }),
  inPods('annotations of autoscalers', (_, metadata) => { metadata.annotations = { ...metadata.annotations, 'karpenter.sh/do-not-disrupt': 'true', 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'descheduler.alpha.kubernetes.io/evict': 'true' }; }),
  inPods('a wrapper that brings the environment', (spec) => { for (const container of spec.containers) if (container.command?.length) container.command = ['doppler', 'run', '--', ...container.command]; }),
  inPods('resources that are claimed, and sizes that may change', (spec) => { spec.resourceClaims = []; for (const container of spec.containers) container.resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }]; }),

  // Edges.
  each('Ingress', 'the class as an annotation', (object) => { annotations(object, { 'kubernetes.io/ingress.class': object.spec.ingressClassName }); delete object.spec.ingressClassName; }, 'ingress-nginx'),
  each('Ingress', 'ModSecurity, CORS, HSTS and a list of sources', (object) => annotations(object, { 'nginx.ingress.kubernetes.io/enable-modsecurity': 'true', 'nginx.ingress.kubernetes.io/enable-cors': 'true', 'nginx.ingress.kubernetes.io/cors-allow-origin': 'https://portal.example.com', 'nginx.ingress.kubernetes.io/whitelist-source-range': '0.0.0.0/0', 'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true' }), 'ingress-nginx'),
  {
    what: 'a canary of a guarded Ingress, which has the settings of the main one',
    edge: 'ingress-nginx',
    put: (planes) => {
      const canary = copy(planes.get('Ingress', 'controlplane-protected'));
      canary.metadata = { name: 'controlplane-protected-canary', namespace: 'union-cp', annotations: { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '5', 'nginx.ingress.kubernetes.io/use-regex': 'true' } };
      planes.objects.push(canary);
    },
  },
  each('Middleware', 'larger answers and a timeout of the guard', ({ spec }) => { if (spec.forwardAuth) spec.forwardAuth.maxResponseBodySize = 65536; }, 'Traefik'),
  each('IngressRoute', 'a provider of middlewares that is the default', ({ metadata }) => { metadata.annotations = { ...metadata.annotations, 'kubernetes.io/ingress.class': 'traefik' }; }, 'Traefik'),
  { what: 'a NodePort for the edge and a pinned address', edge: 'Envoy Gateway', put: (planes) => { planes.get('Gateway', 'controlplane').spec.addresses = [{ type: 'IPAddress', value: '203.0.113.7' }]; } },

  // Config files.
  inFiles('JSON in the place of YAML', (text) => JSON.stringify(parse(text), null, 2)),
  inFiles('CRLF in config files', (text) => text.replace(/\n/g, '\r\n')),
  inFiles('a document mark and comments in config files', (text) => `---\n# written by the platform team\n${text}\n# end\n`),
  inFiles('flow style in config files', (text) => stringify(parse(text), { collectionStyle: 'flow', lineWidth: 0 })),
  inFiles('quotes around all texts', (text) => stringify(parse(text), { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN', lineWidth: 0 })),
  inFiles('YAML 1.1 in config files', (text) => stringify(parse(text), { version: '1.1' })),
  inFiles('anchors in config files', (text) => {
    const [, first] = /: ("https:\/\/[\w./-]+")\n(?=[\s\S]*: \1\n)/.exec(text) ?? [];
    return first === undefined ? text : text.split(`: ${first}\n`).reduce((all, part, index) => `${all}: ${index === 1 ? `&url ${first}` : '*url'}\n${part}`);
  }),
  inFiles('booleans as texts', (text) => text.replace(/(insecure|useAuth|enabled?): (true|false)$/gm, '$1: "$2"')),
];

interface Text {
  readonly name: string;
  readonly text: string;
}

const redacted = (objects: readonly Json[], value: string | undefined): Json[] => copy(objects as Json[]).map((object) => {
  for (const key of object.kind === 'Secret' ? Object.keys(object.data as object ?? {}) : []) {
    if (value === undefined) delete object.data[key];
    else object.data[key] = value;
  }
  return object;
});
const listed = (items: readonly Json[]): Text[] => [{ name: 'dump.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items }) }];

/** Dumps without the values of Secrets, and of several clusters. */
export const DUMPS: readonly [string, (live: readonly Json[]) => Text[]][] = [
  ['with empty values of Secrets', (live) => listed(redacted(live, ''))],
  ['with a word for values of Secrets, in base64', (live) => listed(redacted(live, Buffer.from('REDACTED').toString('base64')))],
  ['with stars for values of Secrets', (live) => listed(redacted(live, '********'))],
  ['with Secrets whose data is empty', (live) => listed(redacted(live, undefined))],
  ['with Secrets without data', (live) => listed(copy(live as Json[]).map((object) => { if (object.kind === 'Secret') delete object.data; return object; }))],
  ['without annotations', (live) => listed(copy(live as Json[]).map((object) => { if (object.kind !== 'Ingress') delete object.metadata.annotations; return object; }))],
  ['of two clusters, a folder each', (live) => [
    { name: 'clusters/cp/dump.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items: live.filter(({ metadata }) => metadata.namespace !== 'union') }) },
    { name: 'clusters/dp/dump.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items: live.filter(({ metadata }) => metadata.namespace !== 'union-cp') }) },
  ]],
  ['before and after, a file each', (live) => [...listed(live), { ...listed(live)[0], name: 'later.yaml' }]],
];
