import { stringify } from 'yaml';

/**
 * Manifests of a fleet of data planes as charts render them, one text an object. One plane in thirty has faults, so that
 * finding lines is measured, too. Every object belongs to a plane, which leaves the verifier the most to do.
 */
export function fleet(objects: number): string[] {
  const all: object[] = [];
  for (let index = 0; all.length < objects; index += 1) {
    all.push(...plane(index));
  }
  return all.slice(0, objects).map((each) => stringify(each, { lineWidth: 0, aliasDuplicateObjects: false }));
}

/** The labels and annotations that a chart gives every object. */
function metadata(name: string, namespace: string): object {
  const app = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': 'union' };
  const labels = { ...app, 'app.kubernetes.io/managed-by': 'Helm', 'app.kubernetes.io/version': '2026.8.3', 'helm.sh/chart': 'dataplane-2026.8.3' };
  return { name, namespace, labels, annotations: { 'meta.helm.sh/release-name': 'union', 'meta.helm.sh/release-namespace': namespace } };
}

/** A Deployment as long as charts make them, with a config or, as other people's, without. */
function workload(name: string, namespace: string, secretPath: string, config = true): object {
  const probe = { httpGet: { path: '/healthcheck', port: 10254 }, initialDelaySeconds: 5, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 6 };
  const container = {
    name,
    image: `registry.example.com/${name}:1`,
    imagePullPolicy: 'IfNotPresent',
    args: config ? ['serve', '--config', '/etc/union/config/*.yaml'] : ['serve', '--listen', '0.0.0.0:8080'],
    env: ['POD_NAME', 'POD_NAMESPACE', 'POD_IP'].map((variable) =>
      ({ name: variable, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.${variable}` } } })),
    ports: ['http', 'grpc', 'debug'].map((port, index) => ({ name: port, containerPort: 8080 + index, protocol: 'TCP' })),
    livenessProbe: probe,
    readinessProbe: probe,
    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ name: 'config', mountPath: config ? '/etc/union/config' : '/var/cache' }, { name: 'secret', mountPath: secretPath }],
  };
  const spec = {
    serviceAccountName: 'union',
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: name } } } }] } },
    containers: [container],
    volumes: [{ name: 'config', ...(config ? { configMap: { name } } : { emptyDir: {} }) }, { name: 'secret', secret: { secretName: 'union-secret-auth' } }],
  };
  const template = { metadata: { labels: { app: name }, annotations: { 'prometheus.io/scrape': 'true', 'configChecksum': 'f'.repeat(63) } }, spec };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: metadata(name, namespace), spec: { replicas: 1, selector: { matchLabels: { app: name } }, template } };
}

/** 35 objects, like the data plane that the charts render. */
function plane(index: number): object[] {
  const namespace = `union-${index}`;
  const location = '/etc/union/secret/client_secret';
  const object = (apiVersion: string, kind: string, name: string, rest: object) =>
    ({ apiVersion, kind, metadata: metadata(name, namespace), ...rest });
  const host = `${namespace}.example.com`;
  const config = stringify({
    admin: { endpoint: `dns:///${host}`, clientId: `service-${index}`, clientSecretLocation: location },
    union: { auth: { enable: true, type: 'ClientSecret', clientId: `service-${index}`, clientSecretLocation: location, scopes: ['all'] }, connection: { host: `dns:///${host}` } },
    leaseworker: { unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } },
    logger: { 'level': 4, 'show-source': true },
  });
  const services = ['union-operator', 'flytepropeller', 'union-syncresources', 'leaseworker'];
  const paths = ['/me', '/login', '/callback'].map((path) => ({ path, pathType: 'ImplementationSpecific', backend: { service: { name: 'flyteadmin', port: { name: 'http' } } } }));
  const port = (name: string, number: number) => ({ name, port: number, targetPort: name, protocol: 'TCP' });
  return [
    ...services.flatMap((name) => [
      workload(name, namespace, index % 30 === 0 ? '/etc/other' : '/etc/union/secret'),
      object('v1', 'ConfigMap', name, { data: { 'config.yaml': config } }),
      object('v1', 'Service', name, { spec: { type: 'ClusterIP', selector: { app: name }, ports: [port('http', 80), port('grpc', 81), port('debug', 82)] } }),
      object('v1', 'ServiceAccount', name, {}),
      object('rbac.authorization.k8s.io/v1', 'Role', name, {
        rules: ['pods', 'secrets', 'configmaps', 'events', 'services'].map((resource) => ({ apiGroups: [''], resources: [resource], verbs: ['get', 'list', 'watch', 'create', 'update', 'delete'] })),
      }),
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', name, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [{ kind: 'ServiceAccount', name, namespace }],
      }),
    ]),
    object('external-secrets.io/v1', 'ExternalSecret', 'union-secret-auth', {
      spec: { secretStoreRef: { name: 'default' }, target: { creationPolicy: 'Owner' }, data: [{ secretKey: 'client_secret', remoteRef: { key: `${namespace}/client-secret` } }] },
    }),
    object('networking.k8s.io/v1', 'Ingress', 'open', { spec: { rules: [{ host, http: { paths } }] } }),
    ...Array.from({ length: 9 }, (_, number) => workload(`bystander-${number}`, namespace, '/etc/tls', false)),
  ];
}
