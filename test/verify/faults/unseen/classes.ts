import { TENANT } from '../people/_control-plane';
import { Slip, config, entry, inCluster, inPlanes, inRendered, inValues, objectOf, pod, set, without } from './_slip';

/** Slips of ten kinds that once were silent, each in some of its forms. */

const nginx = inPlanes('ingress-nginx');
const envoy = inPlanes('Envoy Gateway');
const keycloak = inPlanes('ingress-nginx', 'Keycloak');
const cp = inValues('cp');
const SERVER = 'ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: ';
const issuers = (people: string, tokens: string) => config('flyte-admin-base-config', 'server.yaml', { 'auth.userAuth.openId.baseUrl': people, 'auth.appAuth.externalAuthServer.baseUrl': tokens });
const tokenUrls = 'ConfigMap union-cp/usage: data["config.yaml"]: ';

export const CLASSES: readonly Slip[] = [
  inRendered('a Secret that one service mounts and nothing writes', without('ExternalSecret', 'eager-api-key-west'), 'Secret', 'ConfigMap union-cp/identity', 'Deployment union-cp/identity'),
  inRendered('the entry of the other cluster', entry('union-secret-auth', 'app_secret', { 'remoteRef.key': 'union/west-operator' }, 'east'), 'ExternalSecret east/union-secret-auth: spec.data'),
  inRendered('the entry of the service for a cluster', (p) => objectOf(p, 'ExternalSecret', 'union-secret-auth', 'east').spec.data.forEach((each: { remoteRef: { key: string } }) => { each.remoteRef.key = 'union/service'; }), 'ExternalSecret east/union-secret-auth: spec.data'),
  keycloak('an issuer below that of tokens', issuers('https://keycloak.example.com/realms/union/x', 'https://keycloak.example.com/realms/union'), `${SERVER}auth.`),
  keycloak('tokens below the issuer of people', issuers('https://keycloak.example.com/realms/union', 'https://keycloak.example.com/realms/union/x'), `${SERVER}auth.`),
  nginx('a path behind Dex', issuers('https://dex.example.com', 'https://dex.example.com/dex'), `${SERVER}auth.`, 'tokenUrl'),
  nginx('Okta\'s organization as issuer of tokens behind a domain of its own', (p) => { const text = JSON.stringify(p.objects).replaceAll('acme.okta.com', 'login.acme.example.com'); p.objects = JSON.parse(text); issuers('https://login.acme.example.com/oauth2/default', 'https://login.acme.example.com')(p); }, `${SERVER}auth.appAuth.externalAuthServer.baseUrl`),
  nginx('two token endpoints of seventeen', (p) => { p.objects = JSON.parse(JSON.stringify(p.objects).replaceAll('https://acme.okta.com/oauth2/default/v1/token', 'https://sso.example.com/as/token.oauth2').replaceAll('https://acme.okta.com/oauth2/default', 'https://sso.example.com')); config('usage', 'config.yaml', { 'admin.tokenUrl': 'https://sso.example.com/as/tokens.oauth2', 'union.auth.tokenUrl': 'https://sso.example.com/as/tokens.oauth2' })(p); }, `${tokenUrls}admin.tokenUrl`, `${tokenUrls}union.auth.tokenUrl`),
  nginx('443 closed on the way to the provider', (p) => { for (const rule of objectOf(p, 'NetworkPolicy', 'flyteadmin').spec.egress) { rule.ports = rule.ports?.filter(({ port }: { port: number }) => ![443, 8443].includes(port)); } }, 'NetworkPolicy union-cp/flyteadmin: spec.egress'),
  envoy('nothing that clears headers', without('ClientTrafficPolicy', 'controlplane'), 'Gateway union-cp/controlplane', 'SecurityPolicy union-cp/controlplane-'),
  envoy('headers not cleared', set('ClientTrafficPolicy', 'controlplane', { 'spec.headers': undefined }), 'ClientTrafficPolicy union-cp/controlplane: spec'),
  nginx('a policy as browsers know it', config('flyte-admin-base-config', 'server.yaml', { 'auth.userAuth.cookieSetting.sameSitePolicy': 'StrictMode' }), `${SERVER}auth.userAuth.cookieSetting.sameSitePolicy`),
  nginx('a metadata URL with a typo', config('flyte-admin-base-config', 'server.yaml', { 'auth.appAuth.externalAuthServer.metadataUrl': '.well-know/oauth-authorization-server' }), `${SERVER}auth.appAuth.externalAuthServer.metadataUrl`),
  nginx('a header in capitals', config('flyte-admin-base-config', 'server.yaml', { 'auth.grpcAuthorizationHeader': 'Flyte-Authorization' }), `${SERVER}auth.grpcAuthorizationHeader`),
  nginx('a second file that switches it off', (p) => { objectOf(p, 'ConfigMap', 'flyte-admin-base-config').data['zz-local.yaml'] = 'server:\n  security:\n    useAuth: false\n'; }, 'data["zz-local.yaml"]: server.security.useAuth'),
  nginx('auth switched on by a word', config('flyte-admin-base-config', 'server.yaml', { 'server.security.useAuth': 'enabled' }), `${SERVER}server.security.useAuth`),
  inCluster('a variable in a live config', config('flyte-admin-base-config', 'server.yaml', { 'auth.userAuth.openId.clientId': '${OIDC_CLIENT_ID}' }), `${SERVER}auth.userAuth.openId.clientId`),
  inCluster('a reference in a live config', config('executions', 'config.yaml', { 'union.auth.clientId': 'ref+vault://secret/union#/client' }), 'ConfigMap union-cp/executions: data["config.yaml"]: union.auth.clientId'),
  inCluster('a variable of one service from no such key', (p) => { pod(p, 'usage').containers[0].env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'union-controlplane-secrets', key: 'token' } } }]; }, 'Deployment union-cp/usage'),
  inPlanes('ingress-nginx', 'Entra ID')('a scope of another API', config('usage', 'config.yaml', { 'union.auth.scopes': [`api://${TENANT}/other/.default`] }), 'ConfigMap union-cp/usage: data["config.yaml"]: union.auth.scopes'),
  cp('identity of services not trusted', { 'configMap.union.connection.trustedIdentityClaims.enabled': false }),
  cp('a service without scopes', { 'services.executions.configMap.executions.app.adminClient.connection.scopes': [] }, 'services.executions.configMap.executions.app.adminClient.connection'),
  inRendered('identity of services not trusted', config('usage', 'config.yaml', { 'union.connection.trustedIdentityClaims.enabled': false }), 'ConfigMap union-cp/usage'),
  inRendered('a service without scopes', config('executions', 'config.yaml', { 'executions.app.adminClient.connection.scopes': [] }), 'ConfigMap union-cp/executions'),
];
