import { tokenUrlForeign } from '../../../src/verify/rules/token-endpoints';
import { manifests } from '../_manifests';
import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service, TOKEN_URL } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';

const TENANT = '11111111-2222-3333-4444-555555555555';
const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';
const ENTRA = 'https://login.microsoftonline.com';
const union = (tokenUrl: string) => ({ union: { auth: { enable: true, clientId: 'service', tokenUrl } } });
const planes = (issuer: string, tokenUrl: string) => manifests(...flyteadmin(externalAuth(issuer)), ...service('executions', union(tokenUrl)));
const finding = (issuer: string, tokenUrl: string) => ({
  object: 'v1/ConfigMap union-cp/executions',
  field: 'data["config.yaml"]: union.auth.tokenUrl',
  expected: `a token endpoint of the issuer ${issuer}`,
  found: tokenUrl,
});
const fires = (when: string, issuer: string, tokenUrl: string): FiringRow => [when, planes(issuer, tokenUrl), finding(issuer, tokenUrl)];

/** What is at hand at a provider, and no token endpoint. */
const none = (when: string, issuer: string, tokenUrl: string, why: string): FiringRow =>
  [when, planes(issuer, tokenUrl), { ...finding(issuer, tokenUrl), found: `${tokenUrl}, ${why}` }];
const OTHER = 'another endpoint of the provider';
const OKTA = 'https://acme.okta.com/oauth2/default';
const REALM = 'https://sso.example.com/realms/acme';
const AUTH0 = 'https://acme.eu.auth0.com/';

/** So many data planes with one token endpoint, and one with another of the same host. */
const several = (count: number) => manifests(
  ...flyteadmin(externalAuth('https://id.example.com')),
  ...Array.from({ length: count }, (_, i) => dataPlaneService(`service-${i}`, union('https://id.example.com/token'))).flat(),
  ...dataPlaneService('odd', union('https://id.example.com/tokens')),
);

testRule(tokenUrlForeign, {
  fires: [
    none('it is the issuer', OKTA, OKTA, 'the issuer itself'),
    none('it is the issuer with a slash', ISSUER, `${ISSUER}/`, 'the issuer itself'),
    none('it is the authorize endpoint', OKTA, `${OKTA}/v1/authorize`, OTHER),
    none('it is the endpoint where people sign in', REALM, `${REALM}/protocol/openid-connect/auth`, OTHER),
    none('it is the discovery document', ISSUER, `${ISSUER}/.well-known/openid-configuration`, OTHER),
    none('it is the list of keys', ISSUER, `${ISSUER}/v1/keys`, OTHER),
    none('it lacks a part of its path', OKTA, `${OKTA}/token`, 'a path that no token endpoint of Okta has'),
    none('it is of another version', `${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/${TENANT}/oauth2/token`, 'a path that no token endpoint of Microsoft Entra ID has'),
    none('it is for all tenants', `${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/common/oauth2/v2.0/token`, 'an endpoint for all tenants, which gives no token to a service'),
    none('it has the path of an older release', REALM, 'https://sso.example.com/realms/acme/tokens', 'a path that no token endpoint of Keycloak has'),
    none('it misspells the way to its realm', REALM, 'https://sso.example.com/relams/acme/protocol/openid-connect/token', 'a path that no token endpoint of Keycloak has'),
    fires('its tenant of Entra ID is misspelt', `${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/${TENANT.replace('2222-3', '222-23')}/oauth2/v2.0/token`),
    [...none('it has the path of another provider', AUTH0, 'https://acme.eu.auth0.com/oauth2/token', 'a path that no token endpoint of Auth0 has'),
      remedy(['auth0.com/oauth2/token', 'auth0.com/oauth/token'])],
    none('typographic quotes stand around it', ISSUER, `\u201c${TOKEN_URL}\u201d`, 'with typographic quotes around it'),
    fires('it stands on another host', ISSUER, 'https://idp-dev.example.com/oauth2/default/v1/token'),
    fires('it is on another port', ISSUER, 'https://idp.example.com:8443/oauth2/default/v1/token'),
    fires('it is the endpoint of Okta\'s own authorization server', 'https://acme.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/v1/token'),
    fires('it is another Okta organization', 'https://acme.okta.com/oauth2/default', 'https://acme.oktapreview.com/oauth2/default/v1/token'),
    fires('it is another realm of Keycloak', 'https://sso.example.com/realms/acme', 'https://sso.example.com/realms/master/protocol/openid-connect/token'),
    fires('it is another tenant of Entra ID', `${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/${OTHER_TENANT}/oauth2/v2.0/token`),
    fires('the issuer is Entra ID and the endpoint is none of it', `${ENTRA}/${TENANT}/v2.0`, TOKEN_URL),
    ['no issuer is in the input, and it is not a token endpoint of any provider', dataPlaneService('union-operator', union(`${OKTA}/v1/authorize`)),
      ['v1/ConfigMap union/union-operator', 'data["config.yaml"]: union.auth.tokenUrl', 'the token endpoint of the provider', `${OKTA}/v1/authorize, ${OTHER}`]],
    ['it may be the issuer\'s, and one of five is unlike the others', several(4),
      { ...finding('', 'https://id.example.com/tokens'), object: 'v1/ConfigMap union/odd', expected: 'https://id.example.com/token, as 4 other places have it' }],
    ['a data plane fits neither of two control planes', [
      ...flyteadmin(externalAuth(ISSUER)),
      ...flyteadmin(externalAuth('https://second.example.com'), { namespace: 'cp-2' }),
      ...dataPlaneService('union-operator', union('https://third.example.com/token')),
    ], { ...finding(`${ISSUER} or https://second.example.com`, 'https://third.example.com/token'), object: 'v1/ConfigMap union/union-operator' }],
    ['the issuer is a slip of that of all clients', [
      ...flyteadmin(externalAuth(ISSUER.replace('default', 'defualt'))), ...['executions', 'cluster', 'usage'].flatMap((name) => service(name, union(TOKEN_URL))),
    ], ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl',
      `${ISSUER}, the issuer of the token endpoint at 3 places`, ISSUER.replace('default', 'defualt')]],
  ],
  says: {
    '': 'ConfigMap union-cp/executions fetches tokens from https://acme.okta.com/oauth2/default, the issuer itself',
    'foreign': 'ConfigMap union-cp/executions fetches tokens from https://login.microsoftonline.com/11111111-222-23333-4444-555555555555/oauth2/v…, '
      + 'not from the issuer that flyteadmin trusts <- ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: '
      + 'auth.appAuth.externalAuthServer.baseUrl, ConfigMap union-cp/flyte-admin-base-config: data["server.yaml"]: auth.userAuth.openId.baseUrl',
    'outvoted': 'ConfigMap union-cp/flyte-admin-base-config trusts https://idp.example.com/oauth2/defualt, while clients fetch tokens from '
      + 'https://idp.example.com/oauth2/default/v1/token',
    'other': 'ConfigMap union/odd fetches tokens from https://id.example.com/tokens, and the other services from https://id.example.com/token',
  },
  passes: [
    ['flyteadmin names another issuer for tokens than for people, which is its own fault', [
      ...flyteadmin({ ...externalAuth('https://idp-staging.example.com/oauth2/default'), userAuth: { openId: { baseUrl: ISSUER, clientId: 'web' } } }),
      ...service('executions', union(TOKEN_URL)),
    ]],
    ['it may be the issuer\'s, and one of four is unlike the others', several(3)],
    ['it is below the issuer', planes(ISSUER, TOKEN_URL)],
    ['host names differ in case and by the default port', planes('https://IDP.example.com:443/oauth2/default', TOKEN_URL)],
    ['it is Auth0\'s, beside an issuer that is the bare host', planes('https://acme.eu.auth0.com/', 'https://acme.eu.auth0.com/oauth/token')],
    ['it is the same tenant of Entra ID, whose version 1 issuer has another host',
      planes(`https://sts.windows.net/${TENANT}/`, `${ENTRA}/${TENANT}/oauth2/v2.0/token`)],
    ['it is the same realm of Keycloak',
      planes('https://sso.example.com/auth/realms/acme', 'https://sso.example.com/auth/realms/acme/protocol/openid-connect/token')],
    ['a data plane fits one of two control planes',
      [...flyteadmin(externalAuth('https://second.example.com'), { namespace: 'cp-2' }), ...flyteadmin(externalAuth(ISSUER)), ...dataPlaneService('union-operator', union(TOKEN_URL))]],
  ],
  notApplicable: [
    ['the client is switched off',
      [...flyteadmin(externalAuth(ISSUER)), ...service('executions', { union: { auth: { enable: false, tokenUrl: 'https://third.example.com/token' } } })]],
    ['flyteadmin is its own authorization server, beside a provider for browsers',
      [...flyteadmin({ ...externalAuth(ISSUER), appAuth: { authServerType: 'Self' } }), ...service('executions', union('https://third.example.com/token'))]],
    ['flyteadmin names no issuer', [...flyteadmin({ appAuth: { authServerType: 'External' } }), ...service('executions', union(TOKEN_URL))]],
    ['the issuer is Amazon Cognito, whose endpoints are elsewhere',
      planes('https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI', 'https://acme.auth.eu-west-1.amazoncognito.com/oauth2/token')],
    ['the issuer is Google, whose endpoints are elsewhere', planes('https://accounts.google.com', 'https://oauth2.googleapis.com/token')],
    ['the tenant of Entra ID is named by its domain', planes(`${ENTRA}/${TENANT}/v2.0`, `${ENTRA}/acme.onmicrosoft.com/oauth2/v2.0/token`)],
    ['the value is a placeholder, which is another rule\'s', planes(ISSUER, '<token-endpoint>')],
    ['clients ask flyteadmin for the endpoint', [...flyteadmin(externalAuth(ISSUER)), ...service('executions', { admin: { clientId: 'service' } })]],
    ['the input holds the data plane alone', dataPlaneService('union-operator', union('https://third.example.com/token'))],
    ['flyteadmin is its own authorization server',
      [...flyteadmin({ appAuth: { authServerType: 'Self' } }), ...service('executions', union(TOKEN_URL))]],
  ],
});
