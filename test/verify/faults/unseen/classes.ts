import { config, entry, pod, set, without } from '../_changes';
import { TENANT } from '../people/_control-plane';
import { inPlanes, inValues, PeopleFault } from '../people/_people';
import { inCluster, inRendered } from './_slip';

/** Slips of ten kinds that once were silent, each in some of its forms. */

const nginx = inPlanes('ingress-nginx');
const envoy = inPlanes('Envoy Gateway');
const keycloak = inPlanes('ingress-nginx', 'Keycloak');
const cp = inValues('cp');
const issuers = (people: string, tokens: string) => config('flyte-admin-base-config', { 'auth.userAuth.openId.baseUrl': people, 'auth.appAuth.externalAuthServer.baseUrl': tokens }, 'server.yaml');

export const CLASSES: readonly PeopleFault[] = [
  inRendered('a Secret that one service mounts and nothing writes', without('ExternalSecret', 'eager-api-key-west'),
    'client-secret-undelivered Deployment union-cp/identity: spec.template.spec.volumes[3].secret'),
  inRendered('the entry of the other cluster', entry('union-secret-auth', 'app_secret', { 'remoteRef.key': 'union/west-operator' }, 'east'),
    'client-secret-inconsistent spec.data[1].remoteRef', 'secret-entry-elsewhere'),
  inRendered('the entry of the service for a cluster', (p) => p.get('ExternalSecret', 'union-secret-auth', 'east').spec.data.forEach((each: { remoteRef: { key: string } }) => { each.remoteRef.key = 'union/service'; }),
    'client-secret-inconsistent spec.data[0].remoteRef'),
  keycloak('an issuer below that of tokens',
    issuers('https://keycloak.example.com/realms/union/x', 'https://keycloak.example.com/realms/union'), 'issuer-mismatch'),
  keycloak('tokens below the issuer of people', issuers('https://keycloak.example.com/realms/union', 'https://keycloak.example.com/realms/union/x'),
    'issuer-mismatch data["server.yaml"]: auth.userAuth.openId.baseUrl'),
  nginx('a path behind Dex', issuers('https://dex.example.com', 'https://dex.example.com/dex'),
    'issuer-mismatch data["server.yaml"]: auth.userAuth.openId.baseUrl', 'token-url-foreign data["server.yaml"]: admin.tokenUrl ×15'),
  nginx('Okta\'s organization as issuer of tokens behind a domain of its own', (p) => { const text = JSON.stringify(p.objects).replaceAll('acme.okta.com', 'login.acme.example.com'); p.objects = JSON.parse(text); issuers('https://login.acme.example.com/oauth2/default', 'https://login.acme.example.com')(p); },
    'issuer-mismatch data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl'),
  nginx('two token endpoints of seventeen', (p) => { p.objects = JSON.parse(JSON.stringify(p.objects).replaceAll('https://acme.okta.com/oauth2/default/v1/token', 'https://sso.example.com/as/token.oauth2').replaceAll('https://acme.okta.com/oauth2/default', 'https://sso.example.com')); config('usage', { 'admin.tokenUrl': 'https://sso.example.com/as/tokens.oauth2', 'union.auth.tokenUrl': 'https://sso.example.com/as/tokens.oauth2' })(p); },
    'token-url-foreign ConfigMap union-cp/usage: data["config.yaml"]: admin.tokenUrl ×2'),
  nginx('443 closed on the way to the provider', (p) => { for (const rule of p.get('NetworkPolicy', 'flyteadmin').spec.egress) { rule.ports = rule.ports?.filter(({ port }: { port: number }) => ![443, 8443].includes(port)); } }, 'network-policy-cuts spec.egress'),
  envoy('nothing that clears headers', without('ClientTrafficPolicy', 'controlplane'),
    'claim-header-spoofable SecurityPolicy union-cp/controlplane-sign-in: spec.extAuth.http.headersToBackend',
    'claim-header-spoofable SecurityPolicy union-cp/controlplane-unauthorized: spec.extAuth.http.headersToBackend'),
  envoy('headers not cleared', set('ClientTrafficPolicy', 'controlplane', { 'spec.headers': undefined }), 'claim-header-spoofable spec'),
  nginx('a policy as browsers know it', config('flyte-admin-base-config', { 'auth.userAuth.cookieSetting.sameSitePolicy': 'StrictMode' }, 'server.yaml'), 'session-cookie-strict'),
  nginx('a metadata URL with a typo', config('flyte-admin-base-config', { 'auth.appAuth.externalAuthServer.metadataUrl': '.well-know/oauth-authorization-server' }, 'server.yaml'), 'metadata-url-missing'),
  nginx('a header in capitals', config('flyte-admin-base-config', { 'auth.grpcAuthorizationHeader': 'Flyte-Authorization' }, 'server.yaml'), 'enum-invalid'),
  nginx('a second file that switches it off', set('ConfigMap', 'flyte-admin-base-config', { 'data|zz-local.yaml': 'server:\n  security:\n    useAuth: false\n' }), 'auth-not-enabled'),
  nginx('auth switched on by a word', config('flyte-admin-base-config', { 'server.security.useAuth': 'enabled' }, 'server.yaml'), 'auth-not-enabled', 'enum-invalid'),
  inCluster('a variable in a live config', config('flyte-admin-base-config', { 'auth.userAuth.openId.clientId': '${OIDC_CLIENT_ID}' }, 'server.yaml'), 'value-unreplaced'),
  inCluster('a reference in a live config', config('executions', { 'union.auth.clientId': 'ref+vault://secret/union#/client' }),
    'client-secret-of-other', 'value-unreplaced', 'client-secret-inconsistent Secret union-cp/union-controlplane-secrets: data.client_secret'),
  inCluster('a variable of one service from no such key', (p) => { pod(p, 'usage').containers[0].env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'union-controlplane-secrets', key: 'token' } } }]; },
    'client-secret-key-missing spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.key'),
  inPlanes('ingress-nginx', 'Entra ID')('a scope of another API', config('usage', { 'union.auth.scopes': [`api://${TENANT}/other/.default`] }), 'client-incomplete'),
  cp('a service without scopes', { 'services.executions.configMap.executions.app.adminClient.connection.scopes': [] },
    'client-incomplete services.executions.configMap.executions.app.adminClient.connection'),
  inRendered('identity of services not trusted', config('usage', { 'union.connection.trustedIdentityClaims.enabled': false }), 'identity-claim-mismatch'),
  inRendered('a service without scopes', config('executions', { 'executions.app.adminClient.connection.scopes': [] }),
    'client-incomplete data["config.yaml"]: executions.app.adminClient.connection'),
];
