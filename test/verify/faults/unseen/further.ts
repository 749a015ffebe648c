import { Json, Planes } from '../_planes';
import { OPENID, TENANT } from '../people/_control-plane';
import { Slip, config, inCluster, inPlanes, inRendered, inRepository, inValues, objectOf, pod, set, without } from './_slip';

/** The same ten kinds once more, in further forms. */

const nginx = inPlanes('ingress-nginx');
const traefik = inPlanes('Traefik');
const envoy = inPlanes('Envoy Gateway');
const keycloak = inPlanes('ingress-nginx', 'Keycloak');
const cp = inValues('cp');
const BASE = 'flyte-admin-base-config';
const SERVER = `ConfigMap union-cp/${BASE}: data["server.yaml"]: `;
const admin = (changes: Record<string, Json>) => config(BASE, 'server.yaml', changes);
const elsewhere = (from: string, to: string, more: (p: Planes) => void) => (p: Planes) => {
  p.objects = JSON.parse(JSON.stringify(p.objects).replaceAll(from, to)) as Json[];
  more(p);
};
const OKTA = 'https://acme.okta.com/oauth2/default';
const unknown = (more: (p: Planes) => void) => elsewhere(`${OKTA}/v1/token`, 'https://sso.example.com/as/token.oauth2', elsewhere(OKTA, 'https://sso.example.com', more));
const policy = (name: string, put: (spec: Json) => void) => (p: Planes) => put(objectOf(p, 'NetworkPolicy', name).spec);
const match = (name: string, put: (match: string) => string, i = 0) => (p: Planes) => {
  const route = objectOf(p, 'IngressRoute', name).spec.routes[i];
  route.match = put(route.match);
};
const volume = (p: Planes, name: string, secret: string): Json => pod(p, name).volumes.find((each: Json) => each.secret?.secretName === secret);

const MOUNTED: Slip[] = [
  inRendered('the ConfigMap of one service gone', without('ConfigMap', 'identity'), 'Deployment union-cp/identity'),
  inRendered('a slip in a Secret that one service mounts', (p) => { volume(p, 'identity', 'eager-api-key-west').secret.secretName = 'eager-api-key-wset'; }, 'Deployment union-cp/identity'),
  inRendered('a Secret of one service in another namespace', set('ExternalSecret', 'eager-api-key-west', { 'metadata.namespace': 'west' }), 'ExternalSecret west/eager-api-key-west', 'Deployment union-cp/identity'),
  cp('a slip in the Secret of an API key', (v) => { v.services.identity.apiKeyOverrides[1].existingSecret.name = 'eager-api-key-wset'; }, 'services.identity.apiKeyOverrides'),
  nginx('a variable of a ConfigMap that has no such key', (p) => { pod(p, 'usage').containers[0].env = [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'usage', key: 'level' } } }]; }, 'Deployment union-cp/usage'),
  nginx('one file of the ConfigMap, which is called otherwise', (p) => { const mount = pod(p, 'executions').containers[0].volumeMounts.find(({ mountPath }: Json) => mountPath.startsWith('/etc/config')); mount.mountPath = '/etc/config/config.yaml'; mount.subPath = 'conf.yaml'; }, 'Deployment union-cp/executions'),
  nginx('items of a key that is not delivered', (p) => { volume(p, 'usage', 'union-controlplane-secrets').secret.items = [{ key: 'secret', path: 'client_secret' }]; }, 'Deployment union-cp/usage'),
  nginx('a projected Secret with a key that is not delivered', (p) => { const each = volume(p, 'usage', 'union-controlplane-secrets'); delete each.secret; each.projected = { sources: [{ secret: { name: 'union-controlplane-secrets', items: [{ key: 'secret', path: 'client_secret' }] } }] }; }, 'Deployment union-cp/usage'),
  nginx('all of a Secret that is misspelt, as variables', (p) => { pod(p, 'usage').containers[0].envFrom = [{ secretRef: { name: 'union-controlplane-secret' } }]; }, 'Deployment union-cp/usage'),
  inCluster('a Secret of the database gone', without('Secret', 'union-controlplane-secrets'), 'Secret', 'Deployment union-cp/', 'ConfigMap union-cp/', 'ExternalSecret union-cp/'),
  inCluster('a ConfigMap gone', without('ConfigMap', 'union-clusterresource-template'), 'Deployment union/union-syncresources'),
];

const ACROSS: Slip[] = [
  inRendered('the web application\'s entry for a cluster', (p) => objectOf(p, 'ExternalSecret', 'union-secret-auth', 'west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/web'; }), 'ExternalSecret west/union-secret-auth: spec.data'),
  inRendered('an API key from the entry of the other cluster', (p) => objectOf(p, 'ExternalSecret', 'eager-api-key-west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-eager'; }), 'ExternalSecret union-cp/eager-api-key-west: spec'),
  inRendered('an API key from the entry of the operator', (p) => objectOf(p, 'ExternalSecret', 'eager-api-key-west').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/west-operator'; }), 'ExternalSecret union-cp/eager-api-key-west: spec'),
  inRendered('a cluster\'s ExternalSecret in the namespace of the other', set('ExternalSecret', 'union-secret-auth', { 'metadata.namespace': 'west' }, 'east'), 'ExternalSecret west/union-secret-auth', 'east/'),
  inRendered('the operator\'s entry for the services', (p) => objectOf(p, 'ExternalSecret', 'union-controlplane-secrets-auth').spec.data.forEach((each: Json) => { each.remoteRef.key = 'union/east-operator'; }), 'ExternalSecret union-cp/union-controlplane-secrets-auth: spec.data'),
  inRepository('two clusters swapped in their entries', (charts) => { const [east, west] = ['east', 'west'].map((name) => charts.get('ExternalSecret', 'union-secret-auth', name).spec); [east.data, west.data] = [west.data, east.data]; }, '/union-secret-auth: spec.data'),
  inRepository('both planes named east', (charts) => { charts.west.clusterName = 'east'; }, 'Values west/dataplane: clusterName', 'Values east/dataplane: clusterName'),
];

const ISSUERS: Slip[] = [
  nginx('Dex for people, its path forgotten for tokens', admin({ 'auth.userAuth.openId.baseUrl': 'https://dex.example.com/dex', 'auth.appAuth.externalAuthServer.baseUrl': 'https://dex.example.com' }), `${SERVER}auth.`, 'tokenUrl'),
  inValues('cp', 'Auth0')('tokens of another region', { 'flyte.configmap.adminServer.auth.appAuth.externalAuthServer.baseUrl': 'https://acme.us.auth0.com/' }),
  inValues('cp', 'Entra ID')('an issuer without its version', { [`${OPENID}.baseUrl`]: `https://login.microsoftonline.com/${TENANT}` }),
  nginx('people at the custom domain only', admin({ 'auth.userAuth.openId.baseUrl': 'https://login.acme.example.com/oauth2/default' }), `${SERVER}auth.`),
  keycloak('a slash and realms twice', admin({ 'auth.appAuth.externalAuthServer.baseUrl': 'https://keycloak.example.com/realms/realms/union' }), `${SERVER}auth.`),
];

const ENDPOINTS: Slip[] = [
  nginx('one token endpoint of an unknown provider', unknown(config('flyte-propeller-config', 'admin.yaml', { 'admin.tokenUrl': 'https://sso.example.com/as/token.oath2' })), 'ConfigMap union/flyte-propeller-config'),
  nginx('a token endpoint of an unknown provider at another host', unknown(config('executions', 'config.yaml', { 'union.auth.tokenUrl': 'https://sso-dev.example.com/as/token.oauth2' })), 'ConfigMap union-cp/executions'),
  nginx('a token endpoint at another port', config('usage', 'config.yaml', { 'union.auth.tokenUrl': 'https://acme.okta.com:8443/oauth2/default/v1/token' }), 'ConfigMap union-cp/usage'),
];

const OLDER: Slip[] = [
  traefik('two paths in one matcher, as version 2 has them', match('controlplane-usage', (text) => text.replace(/PathPrefix\(`([^`]*)`\)/, 'PathPrefix(`$1`, `/usages`)')), 'IngressRoute union-cp/controlplane-usage'),
  traefik('a Middleware of the former group', set('Middleware', 'controlplane-sign-in', { apiVersion: 'traefik.containo.us/v1alpha1' }), 'Middleware union-cp/controlplane-sign-in'),
  traefik('a pattern of hosts as version 2 has it', match('controlplane-usage', (text) => text.replace(/Host\(`[^`]*`\)/, 'HostRegexp(`{name:[a-z]+}.example.com`)')), 'IngressRoute union-cp/controlplane-usage'),
  traefik('a matcher with a typo', match('controlplane-usage', (text) => text.replace('PathPrefix', 'PathPrefx')), 'IngressRoute union-cp/controlplane-usage'),
  nginx('an Ingress of a version that is gone', set('Ingress', 'controlplane-protected', { apiVersion: 'extensions/v1beta1' }), 'Ingress union-cp/controlplane-protected'),
  nginx('an ExternalSecret of a version that is gone', set('ExternalSecret', 'flyte-secret-auth', { apiVersion: 'external-secrets.io/v1alpha1' }), 'ExternalSecret union-cp/flyte-secret-auth'),
  nginx('an ExternalSecret of a group that there is not', set('ExternalSecret', 'flyte-secret-auth', { apiVersion: 'external-secret.io/v1' }), 'ExternalSecret union-cp/flyte-secret-auth'),
  nginx('a PodDisruptionBudget of old and a kind in the plural', set('ExternalSecret', 'flyte-secret-auth', { kind: 'ExternalSecrets' }), 'union-cp/flyte-secret-auth'),
];

const REACH: Slip[] = [
  nginx('only flyteadmin may call executions', policy('executions', (spec) => { spec.ingress = [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'flyteadmin' } } }] }]; }), 'NetworkPolicy union-cp/executions: spec.ingress'),
  nginx('no names for flyteadmin', policy('flyteadmin', (spec) => { spec.egress = spec.egress.filter(({ ports = [] }: Json) => !ports.some(({ port }: Json) => port === 53)); }), 'NetworkPolicy union-cp/flyteadmin: spec.egress'),
  nginx('nothing may leave the services', policy('usage', (spec) => { spec.policyTypes = ['Ingress', 'Egress']; spec.egress = []; }), 'NetworkPolicy union-cp/usage'),
  nginx('the gate may not call flyteadmin', policy('union-auth-gate-nginx', (spec) => { spec.egress = spec.egress.slice(0, 1); }), 'NetworkPolicy union-cp/union-auth-gate-nginx: spec.egress'),
  nginx('propeller may not leave to 443', policy('flytepropeller', (spec) => { for (const rule of spec.egress) { rule.ports = rule.ports?.filter(({ port }: Json) => port !== 443); } }), 'NetworkPolicy union/flytepropeller: spec.egress'),
  envoy('one header less is cleared', (p) => { const { headers } = objectOf(p, 'ClientTrafficPolicy', 'controlplane').spec; headers.earlyRequestHeaders.remove.splice(0, 1); }, 'ClientTrafficPolicy union-cp/controlplane'),
  envoy('headers cleared in another namespace', set('ClientTrafficPolicy', 'controlplane', { 'metadata.namespace': 'envoy-gateway-system' }), 'ClientTrafficPolicy envoy-gateway-system/controlplane', 'Gateway union-cp/controlplane'),
  envoy('headers cleared at the listener without TLS', (p) => { objectOf(p, 'ClientTrafficPolicy', 'controlplane').spec.targetRefs[0].sectionName = 'http'; }, 'ClientTrafficPolicy union-cp/controlplane', 'Gateway union-cp/controlplane'),
];

const SETTINGS: Slip[] = [
  nginx('a policy in small letters', admin({ 'auth.userAuth.cookieSetting.sameSitePolicy': 'strict' }), `${SERVER}auth.userAuth.cookieSetting.sameSitePolicy`),
  nginx('auth on by a yes', admin({ 'server.security.useAuth': 'yes' }), `${SERVER}server.security.useAuth`),
  nginx('a server type with a typo', admin({ 'auth.appAuth.authServerType': 'Externel' }), `${SERVER}auth.appAuth.authServerType`),
  nginx('scopes with blanks in one text', admin({ 'auth.userAuth.openId.scopes': 'openid profile offline_access' }), `${SERVER}auth.userAuth.openId.scopes`),
  nginx('a URL as the domain of cookies', admin({ 'auth.userAuth.cookieSetting.domain': 'https://union.example.com' }), `${SERVER}auth.userAuth.cookieSetting.domain`),
  nginx('a second file with another issuer', (p) => { objectOf(p, 'ConfigMap', BASE).data['zz-local.yaml'] = 'auth:\n  appAuth:\n    externalAuthServer:\n      baseUrl: https://dev-1.okta.com/oauth2/default\n'; }, 'data["zz-local.yaml"]: auth.appAuth', `${SERVER}auth.`),
  nginx('a metadata URL with a host', admin({ 'auth.appAuth.externalAuthServer.metadataUrl': 'https://acme.okta.com/.well-known/openid-configuration' }), `${SERVER}auth.appAuth.externalAuthServer.metadataUrl`),
  nginx('a duration in plain seconds', config('usage', 'config.yaml', { 'union.auth.tokenRefreshWindow': 300 }), 'ConfigMap union-cp/usage: data["config.yaml"]: union.auth.tokenRefreshWindow'),
];

const LEFT: Slip[] = [
  inCluster('a Helm expression in a live config', config('executions', 'config.yaml', { 'union.auth.clientId': '{{ .Values.global.AUTH_CLIENT_ID }}' }), 'ConfigMap union-cp/executions: data["config.yaml"]: union.auth.clientId'),
  inCluster('angle brackets in a live config', admin({ 'auth.userAuth.openId.clientId': '<WEB_CLIENT_ID>' }), `${SERVER}auth.userAuth.openId.clientId`),
  inCluster('a variable of Kubernetes in a live config', config('usage', 'config.yaml', { 'union.auth.tokenUrl': '$(TOKEN_URL)' }), 'ConfigMap union-cp/usage: data["config.yaml"]: union.auth.tokenUrl'),
  inCluster('a variable in the host of a live Ingress', (p) => objectOf(p, 'Ingress', 'controlplane-protected').spec.rules.forEach((rule: Json) => { rule.host = '${DOMAIN}'; }), 'Ingress union-cp/controlplane-protected'),
  inCluster('CHANGEME in a live config', config('executions', 'config.yaml', { 'union.auth.clientId': 'CHANGEME' }), 'ConfigMap union-cp/executions: data["config.yaml"]: union.auth.clientId'),
];

const SCOPES: Slip[] = [
  inValues('cp', 'Entra ID')('a scope of Microsoft Graph', { 'configMap.union.auth.scopes': ['https://graph.microsoft.com/.default'] }),
  inValues('cp', 'Entra ID')('a scope of another API at one client', { 'services.executions.configMap.executions.app.adminClient.connection.scopes': ['api://other/.default'] }),
  inPlanes('ingress-nginx', 'Entra ID')('a scope without /.default', config('executions', 'config.yaml', { 'union.auth.scopes': [`api://${TENANT}/union`] }), 'ConfigMap union-cp/executions: data["config.yaml"]: union.auth.scopes'),
  inPlanes('ingress-nginx', 'Entra ID')('no scope for propeller', config('flyte-propeller-config', 'admin.yaml', { 'admin.scopes': [] }), 'ConfigMap union/flyte-propeller-config'),
];

const SYNCED: Slip[] = [
  nginx('each sync replaces a Secret', (p) => { const { metadata } = objectOf(p, 'Secret', 'flyte-admin-secrets'); metadata.annotations = { ...metadata.annotations, 'argocd.argoproj.io/sync-options': 'Replace=true,Force=true' }; }, 'Secret union-cp/flyte-admin-secrets'),
  inRepository('an Application that replaces', (charts) => charts.objects.push({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'union', namespace: 'argocd' }, spec: { project: 'default', destination: { namespace: 'union-cp', server: 'https://kubernetes.default.svc' }, source: { repoURL: 'https://git.example.com/union', path: 'dist', targetRevision: 'main' }, syncPolicy: { automated: { prune: true }, syncOptions: ['CreateNamespace=true', 'Replace=true'] } } }), 'Application argocd/union'),
];

export const FURTHER: readonly Slip[] = [
  ...MOUNTED, ...ACROSS, ...ISSUERS, ...ENDPOINTS, ...OLDER, ...REACH, ...SETTINGS, ...LEFT, ...SCOPES, ...SYNCED,
];
