import { admin, config, pod, set, without } from '../_changes';
import { Json, Planes } from '../_planes';
import { OPENID, TENANT } from '../people/_control-plane';
import { inPlanes, inValues, missed, PeopleFault } from '../people/_people';
import { inCluster, inRendered, inRepository, NOT_SHOWN } from './_slip';

/** The same ten kinds once more, in further forms. */

const nginx = inPlanes('ingress-nginx');
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const keycloak = inPlanes('ingress-nginx', 'Keycloak');
const cp = inValues('cp');
const BASE = 'flyte-admin-base-config';
const elsewhere = (from: string, to: string, more: (p: Planes) => void) => (p: Planes) => {
  p.objects = JSON.parse(JSON.stringify(p.objects).replaceAll(from, to)) as Json[];
  more(p);
};
const OKTA = 'https://acme.okta.com/oauth2/default';
const unknown = (more: (p: Planes) => void) => elsewhere(`${OKTA}/v1/token`, 'https://sso.example.com/as/token.oauth2', elsewhere(OKTA, 'https://sso.example.com', more));
const policy = (name: string, put: (spec: Json) => void) => (p: Planes) => put(p.get('NetworkPolicy', name).spec);
const match = (name: string, put: (match: string) => string, i = 0) => (p: Planes) => {
  const route = p.get('IngressRoute', name).spec.routes[i];
  route.match = put(route.match);
};
const volume = (p: Planes, name: string, secret: string): Json => pod(p, name).volumes.find((each: Json) => each.secret?.secretName === secret);

const MOUNTED: PeopleFault[] = [
  inRendered('the ConfigMap of one service gone', without('ConfigMap', 'identity'),
    'config-file-missing Deployment union-cp/identity: spec.template.spec.volumes[0].configMap'),
  inRendered('a slip in a Secret that one service mounts', (p) => { volume(p, 'identity', 'eager-api-key-west').secret.secretName = 'eager-api-key-wset'; },
    'client-secret-undelivered spec.template.spec.volumes[3].secret'),
  inRendered('a Secret of one service in another namespace', set('ExternalSecret', 'eager-api-key-west', { 'metadata.namespace': 'west' }),
    'client-secret-undelivered Deployment union-cp/identity: spec.template.spec.volumes[3].secret'),
  cp('a slip in the Secret of an API key', (v) => { v.services.identity.apiKeyOverrides[1].existingSecret.name = 'eager-api-key-wset'; },
    'client-secret-undelivered services.identity.apiKeyOverrides[1]'),
  nginx('a variable of a ConfigMap that has no such key', (p) => { pod(p, 'usage').containers[0].env = [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'usage', key: 'level' } } }]; },
    'config-file-missing spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key'),
  nginx('one file of the ConfigMap, which is called otherwise', (p) => { const mount = pod(p, 'executions').containers[0].volumeMounts.find(({ mountPath }: Json) => mountPath.startsWith('/etc/config')); mount.mountPath = '/etc/config/config.yaml'; mount.subPath = 'conf.yaml'; },
    'config-file-missing spec.template.spec.containers[0].volumeMounts[0].subPath'),
  nginx('items of a key that is not delivered', (p) => { volume(p, 'usage', 'union-controlplane-secrets').secret.items = [{ key: 'secret', path: 'client_secret' }]; },
    'client-secret-key-missing spec.template.spec.containers[0].volumeMounts[2]', 'client-secret-key-missing spec.template.spec.volumes[2].secret'),
  nginx('a projected Secret with a key that is not delivered', (p) => { const each = volume(p, 'usage', 'union-controlplane-secrets'); delete each.secret; each.projected = { sources: [{ secret: { name: 'union-controlplane-secrets', items: [{ key: 'secret', path: 'client_secret' }] } }] }; },
    'client-secret-key-missing spec.template.spec.containers[0].volumeMounts[2]',
    'client-secret-key-missing spec.template.spec.volumes[2].projected.sources[0].secret'),
  nginx('all of a Secret that is misspelt, as variables', (p) => { pod(p, 'usage').containers[0].envFrom = [{ secretRef: { name: 'union-controlplane-secret' } }]; },
    'client-secret-undelivered spec.template.spec.containers[0].envFrom[0]'),
  inCluster('a Secret of the database gone', without('Secret', 'union-controlplane-secrets'),
    'database-password-missing Deployment union-cp/flyteadmin: spec.template.spec.volumes[5].secret',
    'client-secret-undelivered Deployment union-cp/executions: spec.template.spec.volumes[2].secret'),
  inCluster('a ConfigMap gone', without('ConfigMap', 'union-clusterresource-template'),
    'config-file-missing Deployment union/union-syncresources: spec.template.spec.volumes[3].configMap'),
];

const ACROSS: PeopleFault[] = [
  inRendered('the web application\'s entry for a cluster', (p) => p.get('ExternalSecret', 'union-secret-auth', 'west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/web'; }),
    'client-secret-inconsistent spec.data[0].remoteRef'),
  inRendered('an API key from the entry of the other cluster', (p) => p.get('ExternalSecret', 'eager-api-key-west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-eager'; }),
    'client-secret-inconsistent spec.data[0].remoteRef'),
  inRendered('an API key from the entry of the operator', (p) => p.get('ExternalSecret', 'eager-api-key-west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/west-operator'; }),
    'client-secret-inconsistent spec.data[0].remoteRef'),
  inRendered('a cluster\'s ExternalSecret in the namespace of the other', set('ExternalSecret', 'union-secret-auth', { 'metadata.namespace': 'west' }, 'east'),
    'client-secret-undelivered Deployment east/union-operator: spec.template.spec.volumes[1].secret'),
  inRendered('the operator\'s entry for the services', (p) => p.get('ExternalSecret', 'union-controlplane-secrets-auth').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-operator'; }), 'client-secret-inconsistent spec.data[0].remoteRef'),
  inRepository('two clusters swapped in their entries', (charts) => { const [east, west] = ['east', 'west'].map((name) => charts.get('ExternalSecret', 'union-secret-auth', name).spec); [east.data, west.data] = [west.data, east.data]; },
    'secret-entry-elsewhere ×2', 'secret-entry-elsewhere ExternalSecret west/union-secret-auth: spec.data[0].remoteRef.key ×2'),
  inRepository('both planes named east', (charts) => { charts.west.clusterName = 'east'; }, 'cluster-name-mismatch'),
];

const ISSUERS: PeopleFault[] = [
  nginx('Dex for people, its path forgotten for tokens', admin({ 'auth.userAuth.openId.baseUrl': 'https://dex.example.com/dex', 'auth.appAuth.externalAuthServer.baseUrl': 'https://dex.example.com' }),
    'issuer-mismatch data["server.yaml"]: auth.userAuth.openId.baseUrl', 'token-url-foreign data["server.yaml"]: admin.tokenUrl ×15'),
  inValues('cp', 'Auth0')('tokens of another region',
    { 'flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl': 'https://acme.us.auth0.com/' }, 'issuer-mismatch'),
  inValues('cp', 'Entra ID')('an issuer without its version',
    { [`${OPENID}.baseUrl`]: `https://login.microsoftonline.com/${TENANT}` }, 'issuer-mismatch'),
  nginx('people at the custom domain only',
    admin({ 'auth.userAuth.openId.baseUrl': 'https://login.acme.example.com/oauth2/default' }), 'issuer-mismatch'),
  keycloak('a slash and realms twice',
    admin({ 'auth.appAuth.externalAuthServer.baseUrl': 'https://keycloak.example.com/realms/realms/union' }), 'issuer-mismatch'),
];

const ENDPOINTS: PeopleFault[] = [
  nginx('one token endpoint of an unknown provider', unknown(config('flyte-propeller-config', { 'admin.tokenUrl': 'https://sso.example.com/as/token.oath2' }, 'admin.yaml')),
    'token-url-foreign ConfigMap union/flyte-propeller-config: data["admin.yaml"]: admin.tokenUrl'),
  nginx('a token endpoint of an unknown provider at another host', unknown(config('executions', { 'union.auth.tokenUrl': 'https://sso-dev.example.com/as/token.oauth2' })),
    'token-url-foreign ConfigMap union-cp/executions: data["config.yaml"]: union.auth.tokenUrl'),
  nginx('a token endpoint at another port', config('usage', { 'union.auth.tokenUrl': 'https://acme.okta.com:8443/oauth2/default/v1/token' }), 'token-url-foreign'),
];

const OLDER: PeopleFault[] = [
  traefik('two paths in one matcher, as version 2 has them', match('controlplane-usage', (text) => text.replace(/PathPrefix\(`([^`]*)`\)/, 'PathPrefix(`$1`, `/usages`)')), 'route-unattached'),
  traefik('a Middleware of the former group', set('Middleware', 'controlplane-sign-in', { apiVersion: 'traefik.containo.us/v1alpha1' }), 'route-unattached'),
  traefik('a pattern of hosts as version 2 has it', match('controlplane-usage', (text) => text.replace(/Host\(`[^`]*`\)/, 'HostRegexp(`{name:[a-z]+}.example.com`)')), 'route-unattached'),
  traefik('a matcher with a typo', match('controlplane-usage', (text) => text.replace('PathPrefix', 'PathPrefx')), 'route-unattached'),
  nginx('an Ingress of a version that is gone', set('Ingress', 'controlplane-protected', { apiVersion: 'extensions/v1beta1' }), 'manifest-refused'),
  nginx('an ExternalSecret of a version that is gone', set('ExternalSecret', 'flyte-secret-auth', { apiVersion: 'external-secrets.io/v1alpha1' }), 'external-secret-api-unserved'),
  nginx('an ExternalSecret of a group that there is not', set('ExternalSecret', 'flyte-secret-auth', { apiVersion: 'external-secret.io/v1' }), 'external-secret-api-unserved'),
  nginx('a PodDisruptionBudget of old and a kind in the plural', set('ExternalSecret', 'flyte-secret-auth', { kind: 'ExternalSecrets' }), 'manifest-refused kind'),
];

const REACH: PeopleFault[] = [
  nginx('only flyteadmin may call executions', policy('executions', (spec) => { spec.ingress = [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'flyteadmin' } } }] }]; }), 'network-policy-cuts spec.ingress'),
  nginx('nothing may leave the services', policy('usage', (spec) => { spec.policyTypes = ['Ingress', 'Egress']; spec.egress = []; }), 'network-policy-cuts'),
  nginx('the gate may not call flyteadmin', policy('union-auth-gate-nginx', (spec) => { spec.egress = spec.egress.slice(0, 1); }), 'network-policy-cuts spec.egress'),
  nginx('propeller may not leave to 443', policy('flytepropeller', (spec) => { for (const rule of spec.egress) { rule.ports = rule.ports?.filter(({ port }: Json) => port !== 443); } }), 'network-policy-cuts spec.egress'),
  missed(NOT_SHOWN, envoy('one header less is cleared', (p) => { const { headers } = p.get('ClientTrafficPolicy', 'controlplane').spec; headers.earlyRequestHeaders.remove.splice(0, 1); })),
  envoy('headers cleared in another namespace',
    set('ClientTrafficPolicy', 'controlplane', { 'metadata.namespace': 'envoy-gateway-system' }), 'policy-unattached metadata.namespace',
    'claim-header-spoofable SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.headersToBackend',
    'claim-header-spoofable SecurityPolicy union-cp/controlplane-unauthorized: spec.extAuth.http.headersToBackend'),
  envoy('headers cleared at the listener without TLS', set('ClientTrafficPolicy', 'controlplane', { 'spec.targetRefs.0.sectionName': 'http' }), 'claim-header-spoofable spec'),
];

const SETTINGS: PeopleFault[] = [
  nginx('a policy in small letters', admin({ 'auth.userAuth.cookieSetting.sameSitePolicy': 'strict' }), 'enum-invalid'),
  nginx('auth on by a yes', admin({ 'server.security.useAuth': 'yes' }), 'auth-not-enabled', 'enum-invalid'),
  nginx('a server type with a typo', admin({ 'auth.appAuth.authServerType': 'Externel' }), 'enum-invalid'),
  nginx('scopes with blanks in one text', admin({ 'auth.userAuth.openId.scopes': 'openid profile offline_access' }), 'enum-invalid'),
  nginx('a URL as the domain of cookies', admin({ 'auth.userAuth.cookieSetting.domain': 'https://union.example.com' }), 'cookie-domain-mismatch'),
  nginx('a second file with another issuer', set('ConfigMap', BASE, { 'data|zz-local.yaml': 'auth:\n  appAuth:\n    externalAuthServer:\n      baseUrl: https://dev-1.okta.com/oauth2/default\n' }), 'issuer-mismatch'),
  nginx('a metadata URL with a host', admin({ 'auth.appAuth.externalAuthServer.metadataUrl': 'https://acme.okta.com/.well-known/openid-configuration' }), 'metadata-url-missing'),
  nginx('a duration in plain seconds', config('usage', { 'union.auth.tokenRefreshWindow': 300 }), 'duration-unitless'),
];

const LEFT: PeopleFault[] = [
  inCluster('a Helm expression in a live config', config('executions', { 'union.auth.clientId': '{{ .Values.global.AUTH_CLIENT_ID }}' }),
    'client-secret-of-other', 'value-unreplaced', 'client-secret-inconsistent Secret union-cp/union-controlplane-secrets: data.client_secret'),
  inCluster('angle brackets in a live config', admin({ 'auth.userAuth.openId.clientId': '<WEB_CLIENT_ID>' }), 'value-unreplaced'),
  inCluster('a variable of Kubernetes in a live config', config('usage', { 'union.auth.tokenUrl': '$(TOKEN_URL)' }), 'issuer-insecure'),
  inCluster('a variable in the host of a live Ingress', (p) => p.get('Ingress', 'controlplane-protected').spec.rules.forEach((rule: Json) => { rule.host = '${DOMAIN}'; }), 'value-unreplaced'),
  inCluster('CHANGEME in a live config', config('executions', { 'union.auth.clientId': 'CHANGEME' }),
    'client-secret-of-other', 'value-unreplaced', 'client-secret-inconsistent Secret union-cp/union-controlplane-secrets: data.client_secret'),
];

const SCOPES: PeopleFault[] = [
  inValues('cp', 'Entra ID')('a scope of another API at one client',
    { 'services.executions.configMap.executions.app.adminClient.connection.scopes': ['api://other/.default'] }, 'client-incomplete'),
  inPlanes('ingress-nginx', 'Entra ID')('a scope without /.default', config('executions', { 'union.auth.scopes': [`api://${TENANT}/union`] }), 'client-incomplete', 'scope-missing'),
  inPlanes('ingress-nginx', 'Entra ID')('no scope for propeller',
    config('flyte-propeller-config', { 'admin.scopes': [] }, 'admin.yaml'), 'client-incomplete data["admin.yaml"]: admin'),
];

const SYNCED: PeopleFault[] = [
  nginx('each sync replaces a Secret', (p) => { const { metadata } = p.get('Secret', 'flyte-admin-secrets'); metadata.annotations = { ...metadata.annotations, 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' }; }, 'secret-keys-applied'),
  inRepository('an Application that replaces', (charts) => charts.objects.push({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'union', namespace: 'argocd' }, spec: { project: 'default', destination: { namespace: 'union-cp', server: 'https://kubernetes.default.svc' }, source: { repoURL: 'https://git.example.com/union', path: 'dist', targetRevision: 'main' }, syncPolicy: { automated: { prune: true }, syncOptions: ['CreateNamespace=true', 'Replace=true'] } } }),
    'secret-keys-applied spec.syncPolicy.syncOptions[1]'),
];

export const FURTHER: readonly PeopleFault[] = [
  ...MOUNTED, ...ACROSS, ...ISSUERS, ...ENDPOINTS, ...OLDER, ...REACH, ...SETTINGS, ...LEFT, ...SCOPES, ...SYNCED,
];
