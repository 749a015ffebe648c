import { IdentityProvider, UnionIdentity } from '../../../src/constructs/identity';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PROVIDERS, TENANT, messageOf } from './_identity';

/** Props in the place of good ones, and the one problem with them. */
type Rejected = [what: string, bad: object, problem: string];
/** One prop, and what is said of its value. */
const of = (prop: string, value: string, text: string): [object, string] => [{ [prop]: value }, `${prop}: ${JSON.stringify(value)} ${text}`];

const google = 'is Google, which has no client credentials grant, no custom scopes and only opaque access tokens; use a provider that federates with Google instead (Keycloak, Dex)';
const noAudience = 'is not an audience that Entra ID can issue; give the Application ID URI of the API\'s app registration, api://… or https://<verified domain>/…';
const bareUri = 'contains neither the tenant nor the API\'s client ID, and Entra ID refuses such a URI; '
  + 'write api://<tenant ID>/<name>, or leave it out for api://<tenantId>/union';
const noRealm = 'is not a realm name; use letters, digits, "-", "_", "." and "~" (a "/" would end the name in URLs)';
const ownApi = 'is an API of Auth0 itself, for which your tenant cannot issue the scope all; create an API and give its identifier';
const applications = { web: { clientId: 'a', secret: WEB_SECRET }, native: { clientId: 'b' }, service: { clientId: 'c', secret: SERVICE_SECRET } };
const UNION = { domain: 'union.example.com', identityProvider: PROVIDERS.oidc(), applications };
const OIDC_PROPS = 'issuer, tokenEndpoint, tokenEndpointOnOtherHost, authorizationEndpoint, deviceAuthorizationEndpoint, metadataPath, audience, audienceIsClientId, '
  + 'audienceMustBeRequested, serviceScopes, nativeScopes, webScopes, identityTypeClaimsForApps, subjectClaimNames, pairwiseSubjects';
const OIDC = { issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' };

const CASES: Record<string, [make: (props: never) => unknown, good: object, rejected: Rejected[]]> = {
  'IdentityProvider.oidc': [(props) => IdentityProvider.oidc(props), OIDC, [
    ['a placeholder', ...of('issuer', '<issuer-uri>', 'is a placeholder; replace it with your own value')],
    ['http', ...of('issuer', 'http://idp.example.com', 'is not https, so tokens and codes would be sent in the clear; use https://')],
    ['a query', ...of('issuer', 'https://idp.example.com?a=b', 'has a query; remove everything from the "?"')],
    ['a fragment', ...of('issuer', 'https://idp.example.com#a', 'has a fragment; remove everything from the "#"')],
    ['its metadata', ...of('issuer', 'https://idp.example.com/.well-known/openid-configuration', 'is the URL of the metadata; write the "issuer" from that document')],
    ['no URL', ...of('issuer', 'idp.example.com', 'is not an absolute URL; write one that starts with https://')],
    ['a token endpoint on another host', ...of('tokenEndpoint', 'https://idp.example.org/token', 'is on another host than the issuer (idp.example.com); correct one of them, or set tokenEndpointOnOtherHost if the provider\'s metadata says so')],
    ['a token endpoint on another port', ...of('tokenEndpoint', 'https://idp.example.com:8443/token', 'is on another host than the issuer (idp.example.com); correct one of them, or set tokenEndpointOnOtherHost if the provider\'s metadata says so')],
    ['an absolute metadata path', ...of('metadataPath', '/.well-known/openid-configuration', 'must be relative to the issuer; write it without scheme, host and leading "/"')],
    ['a metadata URL', ...of('metadataPath', 'https://idp.example.com/.well-known/openid-configuration', 'must be relative to the issuer; write it without scheme, host and leading "/"')],
    ['an http authorization endpoint', ...of('authorizationEndpoint', 'http://idp.example.com/auth', 'is not https, so tokens and codes would be sent in the clear; use https://')],
    ['a placeholder as device endpoint', ...of('deviceAuthorizationEndpoint', '<device>', 'is a placeholder; replace it with your own value')],
    ['a token endpoint that is the issuer', ...of('tokenEndpoint', 'https://idp.example.com', 'is another URL of the provider; write the "token_endpoint" of its metadata')],
    ['the authorization endpoint', ...of('tokenEndpoint', 'https://idp.example.com/authorize', 'is another URL of the provider; write the "token_endpoint" of its metadata')],
    ['the endpoint of tokens as issuer', ...of('issuer', 'https://idp.example.com/oauth2/token', 'is an endpoint of the provider; write the "issuer" of its metadata')],
    ['a blank issuer', { issuer: '' }, 'issuer: must not be empty'],
    ['credentials', { issuer: 'https://a:b@idp.example.com' }, 'issuer: "https://…@idp.example.com" contains credentials; remove them from the URL'],
    ['Google', { issuer: 'https://accounts.google.com', tokenEndpoint: 'https://accounts.google.com/token' }, `issuer: "https://accounts.google.com" ${google}`],
    ['the issuer of an Okta organization', { issuer: 'https://acme.okta.com', tokenEndpoint: 'https://acme.okta.com/oauth2/v1/token' },
      'issuer: "https://acme.okta.com" is not a usable issuer of Okta; write https://acme.okta.com/oauth2/<id of the authorization server, such as default>'],
    ['Auth0 without its slash', { issuer: 'https://acme.eu.auth0.com', tokenEndpoint: 'https://acme.eu.auth0.com/oauth/token' },
      'issuer: "https://acme.eu.auth0.com" is not a usable issuer of Auth0; write https://acme.eu.auth0.com/'],
    ['a blank audience', { audience: ' ' }, 'audience: must not be empty'],
    ['two audiences', { audience: 'https://union.example.com', audienceIsClientId: true },
      'audience: "https://union.example.com" conflicts with audienceIsClientId; give only one of the two'],
    ['credentials in the audience', { audience: 'https://a:hunter2@union.example.com' },
      'audience: "https://…@union.example.com" contains credentials; remove them, and deliver them in a Secret'],
    ['a claim with a name of JavaScript', { identityTypeClaimsForApps: JSON.parse('{"__proto__":["app"]}') as object },
      'identityTypeClaimsForApps.__proto__: is a reserved name of JavaScript; remove it'],
    ['a prop of another provider', { realm: 'union' }, `realm: unknown prop. Known: ${OIDC_PROPS}.`],
    ['two scopes in one', { serviceScopes: ['all openid'] },
      'serviceScopes[0]: "all openid" is not a scope; write one scope per entry, without spaces, quotes or backslashes'],
    ['web scopes without openid', { webScopes: ['profile', 'email'] },
      'webScopes: ["profile","email"] lacks openid, without which there is no ID token and no browser login; add it'],
    ['a token endpoint of another realm', { issuer: 'https://sso.example.com/realms/union', tokenEndpoint: 'https://sso.example.com/realms/master/token' },
      'tokenEndpoint: "https://sso.example.com/realms/master/token" belongs to master, but the issuer to union; correct one of them'],
    ['Entra ID without the place of its metadata', {
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`, tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    }, 'metadataPath: required; Microsoft Entra ID publishes only .well-known/openid-configuration, and flyteadmin does not start without '
      + 'metadata; write that path, or use the factory of the provider'],
    ['no claim that names the caller', { subjectClaimNames: [] }, 'subjectClaimNames: [] must not be empty; give a claim, or leave it out for sub'],
    ['no scope', { webScopes: [] }, 'webScopes: [] must not be empty; give at least one scope, or leave it out for the default'],
    ['a blank subject claim', { subjectClaimNames: ['sub', ''] }, 'subjectClaimNames[1]: must not be empty'],
    ['an identity type without values', { identityTypeClaimsForApps: { idtyp: [] } },
      'identityTypeClaimsForApps: "idtyp" has no value that means a service; list at least one'],
  ]],
  'IdentityProvider.okta': [(props) => IdentityProvider.okta(props), { orgUrl: 'https://acme.okta.com' }, [
    ['an organization without scheme', ...of('orgUrl', 'acme.okta.com', 'is not an absolute URL; write one that starts with https://')],
    ['an issuer in place of the organization', ...of('orgUrl', 'https://acme.okta.com/oauth2/default', 'has a path; write it without one, such as https://acme.okta.com')],
    ['the Admin Console', ...of('orgUrl', 'https://acme-admin.okta.com', 'is the Admin Console, which issues no tokens; write the organization\'s own URL, https://acme.okta.com')],
    ['the Admin Console of a preview organization', ...of('orgUrl', 'https://acme-admin.oktapreview.com/', 'is the Admin Console, which issues no tokens; write the organization\'s own URL, https://acme.oktapreview.com')],
    ['a server id with a slash', ...of('authorizationServerId', 'a/b', 'is not an authorization server ID; copy it from the issuer URI, after /oauth2/')],
    ['a blank audience', { audience: '' }, 'audience: must not be empty'],
  ]],
  'IdentityProvider.entraId': [(props) => IdentityProvider.entraId(props), { tenantId: TENANT }, [
    ['a tenant that is neither UUID nor domain', ...of('tenantId', 'acme', 'is not a tenant ID; give the UUID from the overview of your tenant: az account show --query tenantId')],
    ['a tenant by its domain', ...of('tenantId', 'acme.onmicrosoft.com', 'is a domain, but tokens contain the UUID of the tenant; give that: az account show --query tenantId')],
    ['the tenant of zeros', ...of('tenantId', '00000000-0000-0000-0000-000000000000', 'is a placeholder; replace it with your own value')],
    ['every tenant', ...of('tenantId', 'common', 'accepts people of every tenant, and its issuer matches none of their tokens; give the UUID of your own tenant')],
    ['a bare name as audience', ...of('applicationIdUri', 'union', noAudience)],
    ['credentials in the audience', { applicationIdUri: 'https://a:hunter2@acme.example.com/union' },
      'applicationIdUri: "https://…@acme.example.com/union" contains credentials; remove them, and deliver them in a Secret'],
    ['http as audience', ...of('applicationIdUri', 'http://union.example.com', noAudience)],
    ['a scope as audience', ...of('applicationIdUri', 'api://union/.default', noAudience)],
    ['a name alone, which is no longer taken', ...of('applicationIdUri', 'api://union', bareUri)],
    ['a path without tenant or application', ...of('applicationIdUri', 'api://union/prod', bareUri)],
    ['a slash at the end of the audience', ...of('applicationIdUri', 'api://union/', 'ends with "/", which would double the slash before the scope; remove it')],
    ['a client ID that is not a UUID', ...of('apiClientId', 'api://union', 'is not an application (client) ID; copy the UUID from the overview of the app registration')],
    ['the tenant of personal accounts', ...of('tenantId', '9188040D-6c67-4c5b-b112-36a304b66dad', 'accepts people of every tenant, and its issuer matches none of their tokens; give the UUID of your own tenant')],
    ['the closed cloud of Germany', ...of('authorityHost', 'login.microsoftonline.de', 'is of a cloud that Microsoft closed in 2021; leave it out')],
    ['an authority with a scheme', ...of('authorityHost', 'https://login.microsoftonline.us', 'has a scheme; write only the host, login.microsoftonline.us')],
    ['a client ID as audience', { applicationIdUri: TENANT },
      `applicationIdUri: "${TENANT}" is a client ID; give the Application ID URI here (api://…), and the UUID as apiClientId`],
    ...['sts.windows.net', 'graph.microsoft.com', 'portal.azure.com'].map((authorityHost): Rejected => [
      `the authority ${authorityHost}`, { authorityHost },
      `authorityHost: "${authorityHost}" is not a host that issues tokens of version 2; leave it out, or give that of a national cloud, such as login.microsoftonline.us`,
    ]),
  ]],
  'IdentityProvider.keycloak': [(props) => IdentityProvider.keycloak(props), { serverUrl: 'https://sso.example.com', realm: 'union' }, [
    ['a realm with a slash', ...of('realm', 'acme/union', noRealm)],
    ['the realm of administrators', ...of('realm', 'master', 'is the realm that administers Keycloak itself; create another realm')],
    ['a realm that is the folder above', ...of('realm', '..', noRealm)],
    ['a realm with a percent sign', ...of('realm', 'acme%2Funion', noRealm)],
    ['a realm with a space', ...of('realm', 'acme union', 'contains white space; remove it')],
    ['a server with a realm', ...of('serverUrl', 'https://sso.example.com/realms/union', 'is the URL of a realm; remove /realms/ and the rest')],
    ['the Admin Console', ...of('serverUrl', 'https://sso.example.com/auth/admin/master/console/#/union', 'is a page of the Admin Console; remove /admin/ and the rest')],
    ['the Admin Console, cut short', ...of('serverUrl', 'https://sso.example.com/admin', 'is a page of the Admin Console; remove /admin/ and the rest')],
    ['plain http', ...of('serverUrl', 'http://sso.example.com', 'is not https, so tokens and codes would be sent in the clear; use https://')],
    ['a blank audience', { audience: '' }, 'audience: must not be empty'],
  ]],
  'IdentityProvider.auth0': [(props) => IdentityProvider.auth0(props), { domain: 'acme.eu.auth0.com' }, [
    ['a domain with a scheme', ...of('domain', 'https://acme.eu.auth0.com', 'has a scheme; write only the host, acme.eu.auth0.com')],
    ['the management API as audience', ...of('audience', 'https://acme.eu.auth0.com/api/v2/', ownApi)],
    ['the userinfo endpoint as audience', ...of('audience', 'https://acme.eu.auth0.com/userinfo', ownApi)],
  ]],
  'IdentityProvider.cognito': [(props) => IdentityProvider.cognito(props), { userPoolId: 'eu-west-1_AbCdEfGhI', domain: 'acme.auth.eu-west-1.amazoncognito.com' }, [
    ['a pool ID without region', ...of('userPoolId', 'AbCdEfGhI', 'is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI')],
    ['the issuer\'s host as domain', ...of('domain', 'cognito-idp.eu-west-1.amazonaws.com', 'is the issuer\'s host; give the domain of the user pool (Branding, Domain), where its token endpoint is')],
    ['the ARN of the user pool, and nothing else', ...of('userPoolId', 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC', 'is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI')],
    ['a domain of another region', ...of('domain', 'acme.auth.us-east-1.amazoncognito.com', 'is the domain of a user pool in us-east-1, but eu-west-1_AbCdEfGhI is in eu-west-1; correct one of them')],
    ['a domain with a path', ...of('domain', 'acme.example.com/oauth2', 'has a path; write only the host, acme.example.com')],
    ['a resource server with a quote', ...of('resourceServer', 'a"b', 'is not a scope; write one scope per entry, without spaces, quotes or backslashes')],
  ]],
  'UnionIdentity': [(props) => new UnionIdentity(props), UNION, [
    ['a scheme', ...of('domain', 'https://union.example.com', 'has a scheme; write only the host, union.example.com')],
    ['a path', ...of('domain', 'union.example.com/console', 'has a path; write only the host, union.example.com')],
    ['a port', ...of('domain', 'union.example.com:443', 'has a port; write only the host, union.example.com')],
    ['upper case', ...of('domain', 'Union.example.com', 'has upper-case letters; write union.example.com')],
    ['a placeholder', ...of('domain', '<your-domain>', 'is a placeholder; replace it with your own value')],
    ['a single label', ...of('domain', 'union', 'is not a fully qualified host name; write one such as union.example.com')],
    ['the same host twice', { additionalDomains: ['union.example.com'] },
      'additionalDomains[0]: "union.example.com" is given twice; list each host once'],
    ['a further client twice', { additionalClientIds: ['ci', 'ci'] }, 'additionalClientIds[1]: "ci" is given twice; list each client once'],
    ['a blank client ID', { applications: { ...applications, web: { clientId: '' } } }, 'applications.web.clientId: must not be empty'],
    ['a placeholder as client ID', { applications: { ...applications, service: { clientId: '<service-client-id>' } } },
      'applications.service.clientId: "<service-client-id>" is a placeholder; replace it with your own value'],
    ['one client for two applications', { applications: { ...applications, service: { clientId: 'b' } } },
      'applications.service.clientId: "b" is also applications.native.clientId; register one application each, they need different grant types'],
    ['an empty subject', { applications: { ...applications, service: { clientId: 'c', subject: '' } } }, 'applications.service.subject: must not be empty'],
  ]],
};

describe.each(Object.entries(CASES))('%s rejects', (subject, [make, good, rejected]) => {
  test.each(rejected)('%s', (_, bad, problem) => expect(messageOf(() => make({ ...good, ...bad } as never))).toBe(`${subject} has a problem:\n  - ${problem}`));
});

test.each<[string, () => unknown, string[]]>([
  ['IdentityProvider.oidc', () => IdentityProvider.oidc({ issuer: 'http://idp', tokenEndpoint: '', metadataPath: '/x' }), [
    'issuer: "http://idp" is not https, so tokens and codes would be sent in the clear; use https://',
    'tokenEndpoint: must not be empty',
    'metadataPath: "/x" must be relative to the issuer; write it without scheme, host and leading "/"',
  ]],
  ['IdentityProvider.oidc', () => IdentityProvider.oidc({ ...OIDC, webScopes: 'openid' as never, audienceIsClientId: 'yes' as never }), [
    'audienceIsClientId: "yes" must be true or false', 'webScopes: "openid" must be a list',
  ]],
  ['IdentityProvider.oidc', () => IdentityProvider.oidc({} as never), ['issuer: required', 'tokenEndpoint: required']],
  ['UnionIdentity', () => new UnionIdentity({ ...UNION, domain: 'Union', applications: { ...applications, web: { clientId: '' }, service: { clientId: 'b' } } }), [
    'domain: "Union" has upper-case letters; write one such as union.example.com',
    'applications.web.clientId: must not be empty',
    'applications.service.clientId: "b" is also applications.native.clientId; register one application each, they need different grant types',
  ]],
])('%s reports all problems at once (%#)', (subject, make, problems) => {
  expect(messageOf(make)).toBe([`${subject} has ${problems.length} problems:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
});

test.each([
  `api://${TENANT}`, `api://${TENANT}/union`, `api://union/${TENANT}`, 'api://union.example.com/api', 'https://union.example.com', 'https://acme.onmicrosoft.com/union',
])('Entra ID accepts the Application ID URI %s', (applicationIdUri) => {
  expect(IdentityProvider.entraId({ tenantId: TENANT, applicationIdUri }).audience).toBe(applicationIdUri);
});

test('an Okta organization on a custom domain may have any name', () => {
  expect(IdentityProvider.okta({ orgUrl: 'https://login-admin.example.com' }).issuer).toBe('https://login-admin.example.com/oauth2/default');
});
