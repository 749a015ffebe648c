import { Json } from '../faults/_planes';

/** Other tenants of the cluster, and what of theirs is broken: none of our business. */

const made = (apiVersion: string, kind: string, name: string, rest: Json, namespace = 'payments', metadata: Json = {}): Json => ({ apiVersion, kind, metadata: { name, namespace, ...metadata }, ...rest });

const pod = (name: string, container: Json, namespace = 'payments', more: Json = {}): Json => made('apps/v1', 'Deployment', name, {
  spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: `registry.example.com/${namespace}/${name}:1`, ...container }], ...more } } },
}, namespace);

const es = (name: string, spec: Json, namespace = 'payments'): Json => made('external-secrets.io/v1', 'ExternalSecret', name, {
  spec: { secretStoreRef: { name: 'payments', kind: 'SecretStore' }, refreshInterval: '1h', target: { name }, data: [{ secretKey: 'token', remoteRef: { key: 'payments/token' } }], ...spec },
}, namespace);

const config = (name: string, data: Json, namespace = 'payments'): Json => made('v1', 'ConfigMap', name, { data }, namespace);
const mounted = (name: string, configMap: string, path: string) => ({ volumes: [{ name: 'c', configMap: { name: configMap } }], containers: [{ name, image: `registry.example.com/payments/${name}:1`, volumeMounts: [{ name: 'c', mountPath: path }] }] });

export const NEIGHBOURS: readonly [string, () => Json[]][] = [
  ['an ExternalSecret that nobody has filled in', () => [es('api', { data: [{ secretKey: 'token', remoteRef: { key: '<your-secret-store-key>' } }] }), es('b', { data: [{ secretKey: 'client_secret', remoteRef: { key: 'REPLACE_ME' } }] })]],
  ['two ExternalSecrets that write one Secret', () => [es('one', { target: { name: 'shared', creationPolicy: 'Owner' } }), es('two', { target: { name: 'shared', creationPolicy: 'Owner' } })]],
  ['an owner that wipes the keys of another writer', () => [es('owner', { target: { name: 'mixed', creationPolicy: 'Owner' } }), made('v1', 'Secret', 'mixed', { stringData: { other: 'x' } })]],
  ['a merge into a Secret that nobody makes', () => [es('merge', { target: { name: 'nowhere', creationPolicy: 'Merge' } }), pod('api', { envFrom: [{ secretRef: { name: 'nowhere' } }] })]],
  ['an ExternalSecret with a policy that there is not', () => [es('odd', { target: { name: 'odd', creationPolicy: 'Sometimes' } })]],
  ['an ExternalSecret without data', () => [es('empty', { data: [] })]],
  ['an ExternalSecret that failed', () => [{ ...es('failed', {}), status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message: 'no' }] } }]],
  ['an ExternalSecret of an old API', () => [{ ...es('old', {}), apiVersion: 'external-secrets.io/v1beta1' }]],
  ['an ExternalSecret of client_secret for an app of theirs', () => [es('login', { target: { name: 'login' }, data: [{ secretKey: 'client_secret', remoteRef: { key: '<client-secret>' } }] }), pod('login', { env: [{ name: 'CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'login', key: 'client_secret' } } }] })]],
  ['a store without a provider', () => [made('external-secrets.io/v1', 'SecretStore', 'payments', { spec: { provider: {} } }), es('x', {})]],
  ['a store in another namespace than its reader', () => [made('external-secrets.io/v1', 'SecretStore', 'payments', { spec: { provider: { vault: {} } } }, 'platform'), es('x', {})]],
  ['Secrets with values in manifests', () => [made('v1', 'Secret', 'db', { stringData: { password: 'hunter2', client_secret: 'abc' } })]],
  ['Secrets with placeholders', () => [made('v1', 'Secret', 'db', { stringData: { password: 'CHANGEME', client_secret: 'placeholder' } })]],
  ['a padded Secret', () => [made('v1', 'Secret', 'padded', { data: { client_secret: 'YWJjCg==' } }), pod('p', { envFrom: [{ secretRef: { name: 'padded' } }] })]],
  ['a Secret kubectl applied', () => [made('v1', 'Secret', 'applied', { data: { a: 'YQ==' } }, 'payments', { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"YQ=="}}' } })]],
  ['a config file that is broken', () => [config('app', { 'config.yaml': 'a: [\n', 'server.yaml': 'auth:\n\tx: 1\n' }), pod('app', {}, 'payments', mounted('app', 'app', '/etc/config'))]],
  ['sections of the same names', () => [config('app', { 'config.yaml': 'auth:\n  appAuth: {}\nserver:\n  security:\n    useAuth: false\nadmin:\n  endpoint: localhost\n  clientId: x\n' }), pod('app', {}, 'payments', mounted('app', 'app', '/etc/app'))]],
  ['a config file that nobody mounts', () => [pod('app', { args: ['--config=/etc/app/app.yaml', '--config', '/etc/x.yaml'] })]],
  ['unreplaced values in their config', () => [config('app', { 'app.yaml': 'issuer: <your-issuer>\nclientId: ${CLIENT_ID}\n' }), pod('app', {}, 'payments', mounted('app', 'app', '/etc/app'))]],
  ['Services without pods', () => [made('v1', 'Service', 'ghost', { spec: { selector: { app: 'ghost' }, ports: [{ port: 80 }] } })]],
  ['a Service of a wrong port', () => [made('v1', 'Service', 'app', { spec: { selector: { app: 'app' }, ports: [{ port: 80, targetPort: 'nope' }] } }), pod('app', { ports: [{ name: 'http', containerPort: 8080 }] })]],
  ['routes to Services that are not there', () => [made('networking.k8s.io/v1', 'Ingress', 'shop', { spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'gone', port: { number: 1 } } } }] } }] } })]],
  ['a guard of theirs that asks another', () => [made('networking.k8s.io/v1', 'Ingress', 'shop', { spec: { ingressClassName: 'nginx', rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } }] } }] } }, 'payments', { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'http://oauth2-proxy.payments.svc/oauth2/auth', 'nginx.ingress.kubernetes.io/auth-signin': 'https://shop.example.com/oauth2/start' } })]],
  ['snippets of theirs', () => [made('networking.k8s.io/v1', 'Ingress', 'shop', { spec: { rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } }] } }] } }, 'payments', { annotations: { 'nginx.ingress.kubernetes.io/configuration-snippet': 'auth_request off;\nmore_set_headers "X-User-Subject: $http_x";' } })]],
  ['an Ingress of a class that there is not', () => [made('networking.k8s.io/v1', 'Ingress', 'lost', { spec: { ingressClassName: 'nobody', rules: [{ host: 'lost.example.com', http: { paths: [] } }] } })]],
  ['Traefik routes of theirs without middlewares', () => [made('traefik.io/v1alpha1', 'IngressRoute', 'shop', { spec: { routes: [{ match: 'Host(`shop.example.com`)', kind: 'Rule', services: [{ name: 'shop', port: 80 }], middlewares: [{ name: 'nope' }] }] } })]],
  ['Traefik of version 2', () => [made('traefik.containo.us/v1alpha1', 'IngressRoute', 'shop', { spec: { routes: [{ match: 'Host(`shop.example.com`) && PathPrefix(`/a`, `/b`)', kind: 'Rule', services: [{ name: 'shop', port: 80 }] }] } })]],
  ['a SecurityPolicy that aims at nothing', () => [made('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'lost', { spec: { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'gone' }], jwt: { providers: [] } } })]],
  ['an HTTPRoute of theirs at a Gateway that is not shown', () => [made('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop', { spec: { parentRefs: [{ name: 'shared', namespace: 'infra' }], hostnames: ['shop.example.com'], rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/api' } }], backendRefs: [{ name: 'shop', port: 80 }] }] } })]],
  ['a NetworkPolicy that denies all there', () => [made('networking.k8s.io/v1', 'NetworkPolicy', 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } })]],
  ['services of Union\'s names', () => ['identity', 'usage', 'cluster', 'executions'].flatMap((name) => [pod(name, { args: [`--config=/etc/${name}.yaml`] }), made('v1', 'Service', name, { spec: { selector: { app: 'gone' }, ports: [{ port: 80 }] } })])],
  ['a Certificate that fits nobody', () => [made('cert-manager.io/v1', 'Certificate', 'c', { spec: { secretName: 'c', dnsNames: [], duration: '1h', renewBefore: '2h', issuerRef: { name: 'x' } } })]],
  ['a Keycloak', () => [pod('keycloak', { env: [{ name: 'KC_HOSTNAME', value: 'sso.example.com' }, { name: 'KC_DB_PASSWORD', value: 'x' }] }, 'sso'), config('realm', { 'realm.json': '{"realm": "acme", "clients": [{"clientId": "web", "secret": "placeholder"}]}' }, 'sso')]],
  ['a Dex', () => [config('dex', { 'config.yaml': 'issuer: http://dex.example.com\nstaticClients:\n- id: x\n  secret: y\n' }, 'dex'), pod('dex', { args: ['dex', 'serve', '/etc/dex/config.yaml'] }, 'dex')]],
  ['an oauth2-proxy', () => [pod('oauth2-proxy', { args: ['--client-id=x', '--client-secret-file=/etc/secret', '--oidc-issuer-url=http://idp', '--cookie-secret=abc'] }, 'sso')]],
  ['Argo CD itself, with Dex and OIDC', () => [config('argocd-cm', { 'oidc.config': 'name: Okta\nissuer: https://other.okta.com\nclientID: x\nclientSecret: $oidc.okta.clientSecret\n' }, 'argocd'), made('v1', 'Secret', 'argocd-secret', { data: { 'oidc.okta.clientSecret': 'eA==' } }, 'argocd')]],
  ['Argo CD Applications of other charts', () => [made('argoproj.io/v1alpha1', 'Application', 'shop', { spec: { destination: { namespace: 'nope', name: 'in-cluster' }, source: { repoURL: 'https://charts.example.com', chart: 'shop', targetRevision: '1', helm: { valuesObject: { auth: { enabled: false } } } } } }, 'argocd')]],
  ['a HelmRelease of another chart', () => [made('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'shop', { spec: { chart: { spec: { chart: 'shop', sourceRef: { kind: 'HelmRepository', name: 'x' } } }, values: { global: { AUTH: true }, secrets: { create: true } } } })]],
  ['Tekton and its secrets', () => [made('tekton.dev/v1', 'Task', 'deploy', { spec: { steps: [{ name: 'x', image: 'x', env: [{ name: 'UNION_HOST', value: 'other' }] }] } })]],
  ['a StatefulSet with bad probes', () => [made('apps/v1', 'StatefulSet', 'db', { spec: { template: { spec: { containers: [{ name: 'db', image: 'db', readinessProbe: { httpGet: { port: 1, path: '/' } } }] } } } })]],
  ['a Deployment without containers', () => [made('apps/v1', 'Deployment', 'odd', { spec: { template: { spec: {} } } })]],
  ['objects of strange shapes', () => [made('v1', 'ConfigMap', 'odd', { data: null }), made('v1', 'Secret', 'odd', { data: [] }), made('v1', 'Service', 'odd', { spec: null }), made('networking.k8s.io/v1', 'Ingress', 'odd', { spec: { rules: null } })]],
  ['Vault and SealedSecrets of theirs', () => [made('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'v', { spec: { destination: { name: 'v' } } }), made('bitnami.com/v1alpha1', 'SealedSecret', 's', { spec: { encryptedData: { client_secret: 'x' } } })]],
  ['a sandbox of open source Flyte in its own namespace', () => [config('flyte-sandbox', { '000-core.yaml': 'auth:\n  appAuth:\n    selfAuthServer: {}\nserver:\n  security:\n    useAuth: false\n' }, 'sandbox'), made('v1', 'Service', 'minio', { spec: { selector: { app: 'minio' }, ports: [{ port: 9000 }] } }, 'sandbox')]],
  ['a Postgres without a password', () => [pod('postgres', { image: 'postgres:16', env: [{ name: 'POSTGRES_HOST_AUTH_METHOD', value: 'trust' }] })]],
  ['an object that is there twice', () => [config('same', { a: '1' }), config('same', { a: '2' })]],
];
