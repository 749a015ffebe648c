import { EdgeName, Json } from '../faults/_planes';
import { adding, annotations, Change, inPods, labels, made, ofAll } from './_change';

/** What else is in the clusters and repositories of companies: objects of kinds that have the names of ours, front ends, policies, tenants. */

const copy = <T>(json: T): T => JSON.parse(JSON.stringify(json)) as T;
const HOST = 'union.example.com';
const each = (kind: string, what: string, change: (object: Json) => unknown, edge?: EdgeName): Change => ({
  what, edge, put: (planes) => planes.all(kind).forEach(change),
});
const metadataOf = (name: string, namespace: string, more: Json = {}) => ({ name, namespace, ...more });

/** An Ingress of a load balancer, which passes all of a host on to the controller of ours. */
const before = (what: string, ingressClassName: string, notes: Json, ...more: Json[]): Change => adding(what, {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: metadataOf('front', 'ingress-nginx', { annotations: notes }),
  spec: { ingressClassName, rules: [{ host: HOST, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'ingress-nginx-controller', port: { number: 443 } } } }] } }] },
}, ...more);

/** Which secret a key of a Secret holds: several hold the same one. */
const entryOf = (name: string, key: string) =>
  (key === 'oidc_client_secret' || name === 'flyteadmin-oidc-client-secret' ? 'WEB' : /^(?:client|app)_secret$/.test(key) ? 'SERVICE' : key.replace(/\W/g, '_').toUpperCase());

/** What stands in the place of ExternalSecrets, before anything of them is in a cluster. */
const inPlaceOfExternalSecrets = (what: string, make: (name: string, namespace: string, keys: readonly string[]) => Json[]): Change => ({
  what,
  put: (planes) => {
    const written = new Map<string, Set<string>>();
    for (const { metadata, spec } of planes.all('ExternalSecret')) {
      const place = `${metadata.namespace}/${spec.target?.name ?? metadata.name}`;
      const keys = [...Object.keys(spec.target?.template?.data ?? {}), ...(spec.data ?? []).map(({ secretKey }: Json) => secretKey as string)];
      keys.forEach((key) => written.set(place, (written.get(place) ?? new Set()).add(key)));
    }
    planes.objects = planes.objects.filter(({ kind, metadata, data }) => kind !== 'ExternalSecret' && !(kind === 'Secret' && written.has(`${metadata.namespace}/${metadata.name}`) && data === undefined));
    for (const [place, keys] of written) {
      const [namespace, name] = place.split('/');
      planes.objects.push(...make(name, namespace, [...keys]));
    }
  },
});

export const ESTATES: readonly Change[] = [
  // Service meshes.
  {
    what: 'everything that istiod injects, its container first',
    put: (planes) => planes.all('Deployment').forEach(({ spec: { template } }) => {
      template.metadata = { ...template.metadata, labels: { ...template.metadata?.labels, 'istio.io/rev': 'default', 'service.istio.io/canonical-name': 'x' } };
      template.spec.initContainers = [
        { name: 'istio-validation', image: 'docker.io/istio/proxyv2:1.27.1', args: ['istio-iptables', '--run-validation'] },
        {
          name: 'istio-proxy',
          image: 'docker.io/istio/proxyv2:1.27.1',
          restartPolicy: 'Always',
          args: ['proxy', 'sidecar'],
          env: [{ name: 'ISTIO_KUBE_APP_PROBERS', value: '{"/app-health/flyteadmin/readyz":{"httpGet":{"path":"/healthcheck","port":8088}}}' }],
          volumeMounts: [{ name: 'workload-certs', mountPath: '/var/run/secrets/workload-spiffe-credentials' }, { name: 'istio-token', mountPath: '/var/run/secrets/tokens' }],
        },
        ...template.spec.initContainers ?? [],
      ];
      template.spec.volumes = [...template.spec.volumes ?? [], { name: 'workload-certs', emptyDir: {} }, { name: 'istiod-ca-cert', configMap: { name: 'istio-ca-root-cert', defaultMode: 420 } },
        { name: 'istio-token', projected: { defaultMode: 420, sources: [{ serviceAccountToken: { audience: 'istio-ca', expirationSeconds: 43200, path: 'istio-token' } }] } }];
    }),
  },
  adding('Istio: a way out to the provider, sidecars and telemetry',
    made('networking.istio.io/v1', 'ServiceEntry', 'okta', { spec: { hosts: ['acme.okta.com'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' } }),
    made('networking.istio.io/v1', 'Sidecar', 'default', { spec: { egress: [{ hosts: ['./*', 'istio-system/*'] }] } }),
    made('telemetry.istio.io/v1', 'Telemetry', 'default', { spec: { tracing: [{ randomSamplingPercentage: 1 }] } }),
    made('networking.istio.io/v1', 'VirtualService', 'flyteadmin', { spec: { hosts: ['flyteadmin.union-cp.svc.cluster.local'], http: [{ retries: { attempts: 2 }, route: [{ destination: { host: 'flyteadmin.union-cp.svc.cluster.local' } }] }] } })),
  adding('Istio: a Gateway of its own API that has the name of ours', made('networking.istio.io/v1', 'Gateway', 'controlplane', { spec: { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['shop.example.com'], port: { name: 'http', number: 80, protocol: 'HTTP' } }] } })),
  adding('Istio: another gateway that asks another authorizer', made('networking.istio.io/v1alpha3', 'EnvoyFilter', 'ext-authz', { spec: { configPatches: [{ applyTo: 'HTTP_FILTER', patch: { operation: 'INSERT_BEFORE', value: { name: 'envoy.filters.http.ext_authz' } } }] } }, 'istio-system'),
    made('security.istio.io/v1', 'AuthorizationPolicy', 'ext', { spec: { action: 'CUSTOM', provider: { name: 'oauth2-proxy' }, rules: [{ to: [{ operation: { hosts: ['grafana.example.com'] } }] }] } }, 'istio-system')),
  adding('Linkerd: an HTTPRoute of its own API and an authorization', made('policy.linkerd.io/v1beta3', 'HTTPRoute', 'flyteadmin', { spec: { parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name: 'flyteadmin' }], rules: [{ matches: [{ path: { value: '/' } }] }] } }),
    made('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', 'flyteadmin', { spec: { targetRef: { group: 'policy.linkerd.io', kind: 'HTTPRoute', name: 'flyteadmin' }, requiredAuthenticationRefs: [] } })),
  adding('routes of a mesh, whose parent is a Service', made('gateway.networking.k8s.io/v1', 'HTTPRoute', 'flyteadmin-mesh', { spec: { parentRefs: [{ group: '', kind: 'Service', name: 'flyteadmin', port: 80 }], rules: [{ timeouts: { request: '30s' }, backendRefs: [{ name: 'flyteadmin', port: 80 }] }] } }),
    made('gateway.networking.k8s.io/v1', 'GRPCRoute', 'flyteadmin-mesh', { spec: { parentRefs: [{ group: 'core', kind: 'Service', name: 'flyteadmin', port: 81 }], rules: [{ backendRefs: [{ name: 'flyteadmin', port: 81 }] }] } })),
  adding('Consul and Kuma', made('consul.hashicorp.com/v1alpha1', 'ServiceIntentions', 'flyteadmin', { spec: { destination: { name: 'flyteadmin' }, sources: [{ name: '*', action: 'allow' }] } }), made('kuma.io/v1alpha1', 'MeshTrafficPermission', 'all', { spec: { from: [] } })),

  // Kinds that have the names of ours.
  adding('Services, Secrets and Ingresses of other APIs', made('serving.knative.dev/v1', 'Service', 'flyteadmin', { spec: { template: { spec: { containers: [{ image: 'registry.example.com/shop:1' }] } } } }),
    made('networking.internal.knative.dev/v1alpha1', 'Ingress', 'shop', { spec: { rules: [{ hosts: ['shop.example.com'] }] } }), made('config.openshift.io/v1', 'Ingress', 'cluster', { spec: { domain: 'apps.example.com' } }),
    made('opentofu.example.com/v1', 'Secret', 'union-secret-auth', { spec: {} }), made('helm.crossplane.io/v1beta1', 'Release', 'controlplane', { spec: { forProvider: { values: { global: { AUTH: true } } } } })),
  adding('old APIs of other tenants', { apiVersion: 'extensions/v1beta1', kind: 'Ingress', metadata: metadataOf('old', 'legacy'), spec: { rules: [{ host: 'old.example.com', http: { paths: [{ backend: { serviceName: 'old', servicePort: 80 } }] } }] } },
    made('kubernetes-client.io/v1', 'ExternalSecret', 'old', { spec: { backendType: 'secretsManager', data: [{ key: 'a', name: 'b' }] } }, 'legacy'), made('external-secrets.io/v1alpha1', 'ExternalSecret', 'older', { spec: {} }, 'legacy')),
  adding('CustomResourceDefinitions of everything', ...['externalsecrets.external-secrets.io ExternalSecret', 'httproutes.gateway.networking.k8s.io HTTPRoute', 'ingressroutes.traefik.io IngressRoute'].map((line) => {
    const [name, kind] = line.split(' ');
    return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name }, spec: { group: name.slice(name.indexOf('.') + 1), names: { kind, plural: name.split('.')[0] }, scope: 'Namespaced', versions: [{ name: kind === 'IngressRoute' ? 'v1alpha1' : 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', description: 'e.g. {{ .Values.x }}' } } } } }] } };
  })),

  // Load balancers and gateways before the edge.
  before('an ALB before the edge', 'alb', { 'alb.ingress.kubernetes.io/scheme': 'internet-facing', 'alb.ingress.kubernetes.io/target-type': 'ip', 'alb.ingress.kubernetes.io/listen-ports': '[{"HTTPS":443}]', 'alb.ingress.kubernetes.io/backend-protocol': 'HTTPS' }),
  before('a load balancer of GKE before the edge', 'gce', { 'kubernetes.io/ingress.global-static-ip-name': 'union', 'networking.gke.io/managed-certificates': 'union', 'networking.gke.io/v1beta1.FrontendConfig': 'redirect' },
    made('cloud.google.com/v1', 'BackendConfig', 'nginx', { spec: { timeoutSec: 3600, healthCheck: { requestPath: '/healthz' } } }, 'ingress-nginx'), made('networking.gke.io/v1', 'ManagedCertificate', 'union', { spec: { domains: [HOST] } }, 'ingress-nginx')),
  before('an Application Gateway of Azure before the edge', 'azure-application-gateway', { 'appgw.ingress.kubernetes.io/backend-protocol': 'https', 'appgw.ingress.kubernetes.io/request-timeout': '3600' }),
  adding('a Gateway of Istio before the edge, by the Gateway API', made('gateway.networking.k8s.io/v1', 'Gateway', 'public', { spec: { gatewayClassName: 'istio', listeners: [{ name: 'https', hostname: HOST, port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'public' }] } }] } }, 'istio-ingress'),
    made('gateway.networking.k8s.io/v1', 'HTTPRoute', 'union', { spec: { parentRefs: [{ name: 'public' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'ingress-nginx-controller', namespace: 'ingress-nginx', port: 80 }] }] } }, 'istio-ingress')),
  adding('TLS passed through to the edge', made('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'union', { spec: { parentRefs: [{ name: 'shared', namespace: 'infra' }], hostnames: [HOST], rules: [{ backendRefs: [{ name: 'ingress-nginx-controller', port: 443 }] }] } }, 'ingress-nginx'),
    made('traefik.io/v1alpha1', 'IngressRouteTCP', 'union', { spec: { routes: [{ match: `HostSNI(\`${HOST}\`)`, services: [{ name: 'ingress-nginx-controller', port: 443 }] }], tls: { passthrough: true } } }, 'traefik')),
  adding('Routes that OpenShift makes of Ingresses', { apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: metadataOf('controlplane-x7k2p', 'union-cp', { ownerReferences: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'controlplane', uid: '1' }] }), spec: { host: HOST, path: '/me', to: { kind: 'Service', name: 'flyteadmin' }, tls: { termination: 'edge' } } }),
  { what: 'a redirect from www', edge: 'ingress-nginx', put: (planes) => planes.add('networking.k8s.io/v1', 'Ingress', 'www', { spec: { ingressClassName: 'controlplane', rules: [{ host: `www.${HOST}`, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'flyteconsole', port: { number: 80 } } } }] } }] } }, 'union-cp', { annotations: { 'nginx.ingress.kubernetes.io/permanent-redirect': `https://${HOST}$request_uri` } }) },
  {
    what: 'a redirect to https by another Gateway',
    edge: 'Envoy Gateway',
    put: (planes) => planes.objects.push(
      made('gateway.networking.k8s.io/v1', 'Gateway', 'plain', { spec: { gatewayClassName: 'envoy', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } }),
      made('gateway.networking.k8s.io/v1', 'HTTPRoute', 'to-https', { spec: { parentRefs: [{ name: 'plain' }], hostnames: [HOST], rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }] } }),
    ),
  },
  {
    what: 'a redirect to https on the entry point of http',
    edge: 'Traefik',
    put: (planes) => planes.objects.push(
      made('traefik.io/v1alpha1', 'Middleware', 'to-https', { spec: { redirectScheme: { scheme: 'https', permanent: true } } }),
      made('traefik.io/v1alpha1', 'IngressRoute', 'to-https', { spec: { entryPoints: ['web'], routes: [{ kind: 'Rule', match: `Host(\`${HOST}\`) && PathPrefix(\`/\`)`, middlewares: [{ name: 'to-https' }], services: [{ name: 'noop@internal', kind: 'TraefikService' }] }] } }),
    ),
  },
  each('Ingress', 'names for external-dns, certificates and cookies of sessions', (object) => annotations(object, { 'external-dns.alpha.kubernetes.io/hostname': HOST, 'cert-manager.io/cluster-issuer': 'letsencrypt', 'nginx.ingress.kubernetes.io/affinity': 'cookie', 'nginx.ingress.kubernetes.io/session-cookie-name': 'route' }), 'ingress-nginx'),
  each('Ingress', 'services of the mesh as upstreams', (object) => annotations(object, { 'nginx.ingress.kubernetes.io/service-upstream': 'true' }), 'ingress-nginx'),
  each('Gateway', 'external-dns and cert-manager at the Gateway', (object) => annotations(object, { 'external-dns.alpha.kubernetes.io/target': 'lb.example.com', 'cert-manager.io/cluster-issuer': 'letsencrypt' }), 'Envoy Gateway'),
  adding('traffic policies of other routes and Gateways', made('gateway.envoyproxy.io/v1alpha1', 'BackendTrafficPolicy', 'shop', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' }], rateLimit: { type: 'Local' } } }, 'shop'),
    made('gateway.envoyproxy.io/v1alpha1', 'ClientTrafficPolicy', 'shop', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'shop' }], headers: { earlyRequestHeaders: { set: [{ name: 'x-team', value: 'shop' }] } } } }, 'shop')),
  adding('Traefik: options, stores and transports', made('traefik.io/v1alpha1', 'TLSStore', 'default', { spec: { defaultCertificate: { secretName: 'wildcard' } } }), made('traefik.io/v1alpha1', 'TLSOption', 'modern', { spec: { minVersion: 'VersionTLS13' } }), made('traefik.io/v1alpha1', 'ServersTransport', 'long', { spec: { forwardingTimeouts: { dialTimeout: '42s' } } })),
  adding('other controllers of other teams', made('projectcontour.io/v1', 'HTTPProxy', 'shop', { spec: { virtualhost: { fqdn: 'shop.example.com', authorization: {} }, routes: [] } }, 'shop'), made('getambassador.io/v3alpha1', 'Mapping', 'shop', { spec: { hostname: 'shop.example.com', prefix: '/', service: 'shop' } }, 'shop'),
    made('configuration.konghq.com/v1', 'KongPlugin', 'oidc', { plugin: 'openid-connect', config: { issuer: 'http://idp', client_secret: ['x'] } }, 'shop'), made('apisix.apache.org/v2', 'ApisixRoute', 'shop', { spec: { http: [{ name: 'a', match: { hosts: ['shop.example.com'], paths: ['/*'] } }] } }, 'shop')),
  adding('a record of external-dns and a certificate for all hosts', made('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', 'union', { spec: { endpoints: [{ dnsName: HOST, recordType: 'CNAME', targets: ['lb.example.com'] }] } }), made('cert-manager.io/v1', 'Certificate', 'wildcard', { spec: { secretName: 'wildcard', dnsNames: ['*.example.com'], issuerRef: { name: 'x', kind: 'ClusterIssuer' } } }, 'infra')),

  // Policy engines.
  adding('Kyverno: policies with variables, exceptions and reports', { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy', metadata: { name: 'copy-secrets' }, spec: { rules: [{ name: 'copy', match: { any: [{ resources: { kinds: ['Namespace'] } }] }, generate: { apiVersion: 'v1', kind: 'Secret', name: 'regcred', namespace: '{{request.object.metadata.name}}', clone: { name: 'regcred', namespace: 'default' } } }, { name: 'mutate', match: {}, mutate: { patchStrategicMerge: { spec: { containers: [{ '(name)': '*', 'securityContext': {} }] } } } }] } },
    made('kyverno.io/v2', 'PolicyException', 'union', { spec: { exceptions: [] } }), made('wgpolicyk8s.io/v1alpha2', 'PolicyReport', 'cpol', { results: [{ policy: 'require-probes', result: 'fail', message: 'flyteadmin has no probe' }] })),
  adding('Gatekeeper: templates and assignments', { apiVersion: 'templates.gatekeeper.sh/v1', kind: 'ConstraintTemplate', metadata: { name: 'k8sauth' }, spec: { crd: { spec: { names: { kind: 'K8sAuth' } } }, targets: [{ target: 'admission.k8s.gatekeeper.sh', rego: 'package k8sauth\nviolation[{"msg": msg}] { input.review.object.metadata.annotations["nginx.ingress.kubernetes.io/auth-url"] == "" }\n' }] } },
    { apiVersion: 'mutations.gatekeeper.sh/v1', kind: 'Assign', metadata: { name: 'pull-policy' }, spec: { applyTo: [{ kinds: ['Pod'] }], location: 'spec.containers[name:*].imagePullPolicy', parameters: { assign: { value: 'Always' } } } }),
  adding('policies of admission in CEL, of another team', { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'no-latest' }, spec: { matchConstraints: { resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }] }, validations: [{ expression: '!object.spec.template.spec.containers.exists(c, c.image.endsWith(":latest"))' }] } },
    { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'no-latest' }, spec: { policyName: 'no-latest', validationActions: ['Audit'] } }),
  inPods('what Kyverno and OpenShift put into pods', (spec, metadata) => {
    metadata.annotations = { ...metadata.annotations, 'openshift.io/scc': 'restricted-v2', 'k8s.ovn.org/pod-networks': '{}', 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' };
    spec.imagePullSecrets = [{ name: 'default-dockercfg-x7k2p' }];
    for (const container of spec.containers) container.terminationMessagePolicy = 'FallbackToLogsOnError';
  }),

  // Cluster furniture.
  adding('ConfigMaps that every namespace has', ...['union-cp', 'union'].flatMap((namespace) => [made('v1', 'ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' } }, namespace), made('v1', 'ConfigMap', 'openshift-service-ca.crt', { data: { 'service-ca.crt': '' } }, namespace), made('v1', 'ConfigMap', 'istio-ca-root-cert', { data: { 'root-cert.pem': 'x' } }, namespace)])),
  adding('Secrets that every namespace has', ...['union-cp', 'union'].flatMap((namespace) => [made('v1', 'Secret', 'default-token-abcde', { type: 'kubernetes.io/service-account-token', data: { 'token': 'eHh4', 'ca.crt': 'eHh4', 'namespace': 'eA==' } }, namespace), made('v1', 'Secret', 'regcred', { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'e30=' } }, namespace)])),
  adding('releases of Helm in Secrets', ...[1, 2].map((revision) => ({ apiVersion: 'v1', kind: 'Secret', type: 'helm.sh/release.v1', metadata: metadataOf(`sh.helm.release.v1.unionai-controlplane.v${revision}`, 'union-cp', { labels: { owner: 'helm', name: 'unionai-controlplane', status: 'deployed', version: `${revision}` } }), data: { release: 'SDRzSUFBQUFBQUFD' } }))),
  ofAll('annotations of Rancher', (object) => { annotations(object, { 'objectset.rio.cattle.io/applied': 'H4sIAAAAAAAA/4yQQUvEMBCF', 'objectset.rio.cattle.io/id': 'default-union', 'field.cattle.io/publicEndpoints': '[{"addresses":["10.0.0.1"],"port":443,"protocol":"HTTPS","serviceName":"union-cp:flyteadmin","hostname":"union.example.com","path":"/"}]' }); labels(object, { 'objectset.rio.cattle.io/hash': 'abc' }); }),
  ofAll('what kustomize notes of where an object is from', (object) => annotations(object, { 'config.kubernetes.io/origin': 'path: base/planes.yaml\n', 'internal.config.kubernetes.io/previousNames': object.metadata.name, 'alpha.config.kubernetes.io/transformations': '- configuredIn: kustomization.yaml\n' })),
  ofAll('labels of Argo CD\'s ApplicationSets and of Fleet', (object) => labels(object, { 'argocd.argoproj.io/application-set-name': 'union', 'fleet.cattle.io/bundle-name': 'union', 'app.kubernetes.io/part-of': 'ml' })),
  ofAll('dates and links that old tools leave in manifests', (object) => { Object.assign(object.metadata as Json, { creationTimestamp: null, generation: 4, selfLink: '/x' }); }),
  ofAll('the object itself, as kubectl apply notes it', (object) => { if (object.kind !== 'Secret') annotations(object, { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(object)}\n` }); }),

  // Workloads beside ours.
  adding('a CronJob that dumps the database of flyteadmin', made('batch/v1', 'CronJob', 'backup', { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'pg-dump', image: 'postgres:16', command: ['sh', '-c', 'pg_dump -h db.example.com'], env: [{ name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name: 'union-controlplane-secrets', key: 'pass.txt' } } }] }] } } } } } })),
  adding('a CronJob that restarts flyteadmin', made('batch/v1', 'CronJob', 'restart', { spec: { schedule: '0 4 * * 0', jobTemplate: { spec: { template: { spec: { serviceAccountName: 'restarter', restartPolicy: 'Never', containers: [{ name: 'kubectl', image: 'bitnami/kubectl:1.33', command: ['kubectl', 'rollout', 'restart', 'deployment/flyteadmin'] }] } } } } } })),
  adding('pods of tasks in namespaces of projects', ...['flytesnacks-development', 'ml-production'].flatMap((namespace) => [made('v1', 'Pod', 'f7a1-n0-0', { spec: { restartPolicy: 'Never', containers: [{ name: 'f7a1-n0-0', image: 'registry.example.com/ml:1', args: ['pyflyte-fast-execute', '--inputs', 's3://b/x'], env: [{ name: 'FLYTE_INTERNAL_EXECUTION_PROJECT', value: 'ml' }, { name: 'UNION_API_KEY', value: 'not-a-key' }, { name: '_UNION_EAGER_API_KEY', valueFrom: { secretKeyRef: { name: 'gone', key: 'gone' } } }] }] } }, namespace), made('v1', 'Secret', 'team', { data: { client_secret: 'cGxhY2Vob2xkZXI=' } }, namespace)])),
  adding('a Job that made the database, and a Deployment of Grafana', made('batch/v1', 'Job', 'migrate', { spec: { template: { spec: { containers: [{ name: 'migrate', image: 'registry.example.com/flyteadmin-migrations:1', args: ['migrate', 'up'] }] } } }, status: { succeeded: 1 } }), made('apps/v1', 'Deployment', 'grafana', { spec: { template: { spec: { containers: [{ name: 'grafana', image: 'grafana/grafana:11', env: [{ name: 'GF_AUTH_GENERIC_OAUTH_CLIENT_ID', value: 'grafana' }, { name: 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', value: 'placeholder' }] }] } } } })),
  inPods('log shippers that mount all volumes of the pod', (spec) => { const mounts = copy((spec.containers[0].volumeMounts ?? []) as Json[]).map((mount: Json) => ({ ...mount, mountPath: `/host${mount.mountPath}`, readOnly: true })); spec.containers.push({ name: 'shipper', image: 'docker.elastic.co/beats/filebeat:9.0.0', args: ['-c', '/etc/filebeat.yml', '-e'], volumeMounts: mounts }); }),
  adding('another tenant\'s guards and stores', made('traefik.io/v1alpha1', 'Middleware', 'controlplane-sign-in', { spec: { forwardAuth: { address: 'http://gone.team-b.svc/auth' } } }, 'team-b'), made('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'controlplane-sign-in', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'gone' }], extAuth: { http: { backendRefs: [{ name: 'gone', port: 80 }] } } } }, 'team-b'), made('external-secrets.io/v1', 'SecretStore', 'default', { spec: { provider: { vault: { server: 'http://vault', auth: {} } } } }, 'team-b'), made('apps/v1', 'Deployment', 'shop', { spec: { template: { spec: { containers: [{ name: 'shop', image: 'registry.example.com/shop:1' }] } } } }, 'team-b')),

];

/** Secrets that something else delivers, as manifests have it. */
export const DELIVERIES: readonly Change[] = [
  inPlaceOfExternalSecrets('Secrets that a replicator fills', (name, namespace) => [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, annotations: { 'replicator.v1.mittwald.de/replicate-from': `infra/${name}` } }, data: {} }]),
  inPlaceOfExternalSecrets('Secrets that Reflector mirrors', (name, namespace) => [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, annotations: { 'reflector.v1.k8s.emberstack.com/reflects': `infra/${name}` } } }]),
  ...['<path:secret/data/union#{key}>', 'ref+vault://secret/union#/{key}', 'vault:secret/data/union#{key}', 'op://vault/union/{key}', '${{key}}', '#{{key}}#', '#{{key}}', 'ENC[AES256_GCM,data:{key},iv:a,tag:b,type:str]', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:union/{key}'].map((form) =>
    inPlaceOfExternalSecrets(`Secrets whose values are ${form}`, (name, namespace, keys) => [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', stringData: Object.fromEntries(keys.map((key) => [key, form.replace('{key}', entryOf(name, key))])) }])),
  inPlaceOfExternalSecrets('ClusterExternalSecrets', (name, namespace, keys) => [{ apiVersion: 'external-secrets.io/v1', kind: 'ClusterExternalSecret', metadata: { name: `${namespace}-${name}` }, spec: { externalSecretName: name, namespaces: [namespace], refreshTime: '1h', externalSecretSpec: { refreshInterval: '1h', secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' }, target: { name, creationPolicy: 'Merge' }, data: keys.map((secretKey) => ({ secretKey, remoteRef: { key: 'union', property: entryOf(name, secretKey) } })) } } }, { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } }]),
  inPlaceOfExternalSecrets('ExternalSecrets that read all of an entry', (name, namespace) => [{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name, namespace }, spec: { refreshInterval: '1h', secretStoreRef: { name: 'default', kind: 'SecretStore' }, target: { name }, dataFrom: [{ extract: { key: `union/${name}` } }] } }]),
  inPlaceOfExternalSecrets('ExternalSecrets that find entries and rename them', (name, namespace) => [{ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name, namespace }, spec: { refreshInterval: '1h', secretStoreRef: { name: 'default', kind: 'ClusterSecretStore' }, target: { name }, dataFrom: [{ find: { name: { regexp: '^union-.*' } }, rewrite: [{ regexp: { source: 'union-(.*)', target: '$1' } }] }] } }]),
  inPlaceOfExternalSecrets('a SecretProviderClass that makes Secrets, too', (name, namespace, keys) => [{ apiVersion: 'secrets-store.csi.x-k8s.io/v1', kind: 'SecretProviderClass', metadata: { name, namespace }, spec: { provider: 'azure', parameters: { keyvaultName: 'kv' }, secretObjects: [{ secretName: name, type: 'Opaque', data: keys.map((key) => ({ key, objectName: key })) }] } }]),
  inPlaceOfExternalSecrets('DopplerSecrets, BitwardenSecrets and AzureKeyVaultSecrets', (name, namespace) => [made('secrets.doppler.com/v1alpha1', 'DopplerSecret', name, { spec: { managedSecret: { name, namespace } } }, namespace), made('k8s.bitwarden.com/v1', 'BitwardenSecret', name, { spec: { secretName: name } }, namespace), made('spv.no/v2beta1', 'AzureKeyVaultSecret', name, { spec: { output: { secret: { name } } } }, namespace)]),
];

interface Text {
  readonly name: string;
  readonly text: string;
}

const list = (items: readonly Json[]) => `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2)}\n`;
const plural = (kind: string) => `${kind.toLowerCase()}${/(?:ss|cy)$/i.test(kind) ? 'es' : 's'}`;
const namespacesOf = (objects: readonly Json[]) => [...new Set(objects.map(({ metadata }) => metadata.namespace as string | undefined))];

const CLUSTERS = ['dev', 'staging', 'prod'];
/** Hosts, clients and their secrets of an environment of its own. */
const inCluster = (cluster: string, objects: readonly Json[]) => list(objects.map((object) => (object.kind !== 'Secret' || object.data === undefined ? object : {
  ...object, data: Object.fromEntries(Object.entries(object.data as Record<string, string>).map(([key, value]) => [key, !key.endsWith('client_secret') && key !== 'app_secret' ? value : Buffer.from(`${cluster}${Buffer.from(value, 'base64').toString()}`).toString('base64')])),
}))).replaceAll('union.example.com', `${cluster}.union.example.com`).replace(/\b(web|native|service)-id\b/g, `${cluster}-$1-id`);

/** The same objects as tools lay them out, or parts of them, or among files of a repository. */
export const LAYOUTS: readonly [string, (objects: readonly Json[]) => Text[]][] = [
  ['JSON Lines', (objects) => [{ name: 'objects.jsonl', text: objects.map((object) => `${JSON.stringify(object)}\n`).join('') }]],
  ['JSON Lines in a file of JSON', (objects) => [{ name: 'objects.json', text: objects.map((object) => `${JSON.stringify(object)}\n`).join('') }]],
  ['JSON texts one behind the other', (objects) => [{ name: 'objects.json', text: objects.map((object) => `${JSON.stringify(object, null, 2)}\n`).join('') }]],
  ['an array of JSON', (objects) => [{ name: 'objects.json', text: JSON.stringify(objects) }]],
  ['kubectl cluster-info dump', (objects) => namespacesOf(objects).flatMap((namespace) => ['Deployment', 'Service', 'Pod', 'ReplicaSet', 'DaemonSet', 'Event'].map((kind) => ({ name: `dump/${namespace}/${plural(kind)}.json`, text: JSON.stringify({ apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1', kind: `${kind}List`, metadata: {}, items: objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace) }) })))],
  ['oc adm must-gather', (objects) => namespacesOf(objects).flatMap((namespace) => [...new Set(objects.map(({ kind }) => kind as string))].map((kind) => ({ name: `must-gather/namespaces/${namespace}/core/${plural(kind)}.yaml`, text: list(objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace)) })))],
  ['kubectl-slice', (objects) => objects.map((object) => ({ name: `${object.metadata.namespace ?? 'cluster'}/${object.kind.toLowerCase()}-${object.metadata.name}.yml`, text: JSON.stringify(object, null, 1) }))],
  ['a folder of the GitOps that has a base and patches', (objects) => [{ name: 'base/all.yaml', text: objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('') },
    { name: 'overlays/prod/kustomization.yaml', text: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- ../../base\npatches:\n- path: replicas.yaml\n- path: timeouts.yaml\n- path: image.json\n  target: { kind: Deployment }\n' },
    { name: 'overlays/prod/replicas.yaml', text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: flyteadmin\n  namespace: union-cp\nspec:\n  replicas: 3\n' },
    { name: 'overlays/prod/timeouts.yaml', text: 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: controlplane-protected\n  namespace: union-cp\n  annotations:\n    nginx.ingress.kubernetes.io/proxy-read-timeout: "900"\n' },
    { name: 'overlays/prod/image.json', text: '[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "x"}]\n' }]],
  ['a repository with configuration of tools, some with comments', (objects) => [{ name: 'dist/all.yaml', text: list(objects) }, { name: 'tsconfig.json', text: '{\n  // ours\n  "compilerOptions": { "strict": true, },\n}\n' }, { name: '.vscode/settings.json', text: '{\n  /* x */ "editor.tabSize": 2\n}\n' }, { name: 'renovate.json', text: '{"extends": ["config:base"]}\n' },
    { name: '.gitlab-ci.yml', text: 'build:\n  script:\n    - !reference [.setup, script]\n    - echo "{{ not helm }}"\n' }, { name: 'mkdocs.yml', text: 'markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji\n' }, { name: 'cfn/stack.yaml', text: 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub "${AWS::StackName}-x"\n' },
    { name: 'ansible/site.yml', text: '- hosts: all\n  tasks:\n    - name: "{{ item }}"\n      debug: { msg: "{{ item }}" }\n' }, { name: 'openapi.yaml', text: 'openapi: 3.1.0\ninfo: { title: x, version: "1" }\npaths: {}\n' }]],
  ['helmfile and templates of other charts around it', (objects) => [{ name: 'dist/all.yaml', text: list(objects) }, { name: 'charts/shop/Chart.yaml', text: 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' }, { name: 'charts/shop/values.yaml', text: 'image: { tag: "" }\ningress: { enabled: false }\n' }, { name: 'charts/shop/templates/ingress.yaml', text: '{{- if .Values.ingress.enabled }}\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {{ .Release.Name }}\n{{- end }}\n' }, { name: 'charts/shop/templates/_helpers.tpl', text: '{{- define "x" -}}x{{- end }}\n' }]],
  ['CRLF and a byte order mark in JSON', (objects) => [{ name: 'all.json', text: `\uFEFF${list(objects).replace(/\n/g, '\r\n')}` }]],
  ['tags of YAML', (objects) => [{ name: 'all.yaml', text: objects.map((object) => `--- !!map\napiVersion: !!str ${object.apiVersion}\n? kind\n: !!str "${object.kind}"\n${Object.entries(object as object).filter(([key]) => !['apiVersion', 'kind'].includes(key)).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}\n`).join('')}`).join('') }]],
  ['names of files with spaces and letters of many languages', (objects) => objects.map((object, index) => ({ name: `Üretim (kopya)/объект ${index}.YAML`, text: JSON.stringify(object) }))],
  ['what is in the repository and what helm printed, which agree', (objects) => [{ name: 'git/all.yaml', text: list(objects) }, { name: 'rendered.yaml', text: objects.map((object) => `---\n# Source: x/templates/y.yaml\n${JSON.stringify(object)}\n`).join('') }]],
  ['three clusters in folders', (objects) => CLUSTERS.map((cluster) => ({ name: `clusters/${cluster}/all.yaml`, text: inCluster(cluster, objects) }))],
  ['three clusters in files', (objects) => CLUSTERS.map((cluster) => ({ name: `${cluster}.yaml`, text: inCluster(cluster, objects) }))],
];
