import { InvalidPropsError } from '../../../src/common/props/problems';
import { IdentityProvider, UnionIdentity } from '../../../src/constructs/identity';
import { SERVICE_SECRET, WEB_SECRET } from '../../_tools/fixtures';
import { PROVIDERS, TENANT, messageOf } from './_identity';

describe('IdentityProvider.oidc refuses', () => {
  const good = { issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' };
  const google = 'is Google, which has no client credentials grant, no custom scopes and only opaque access tokens; use a provider that federates with Google instead (Keycloak, Dex)';

  test.each([
    ['a blank issuer', { issuer: '' }, 'issuer: must not be empty'],
    ['a placeholder', { issuer: '<issuer-uri>' }, 'issuer: "<issuer-uri>" is a placeholder; replace it with your own value'],
    ['http', { issuer: 'http://idp.example.com' }, 'issuer: "http://idp.example.com" is not https, so tokens and codes would be sent in the clear; use https://'],
    ['a query', { issuer: 'https://idp.example.com?a=b' }, 'issuer: "https://idp.example.com?a=b" has a query; remove everything from the "?"'],
    ['a fragment', { issuer: 'https://idp.example.com#a' }, 'issuer: "https://idp.example.com#a" has a fragment; remove everything from the "#"'],
    ['its metadata', { issuer: 'https://idp.example.com/.well-known/openid-configuration' },
      'issuer: "https://idp.example.com/.well-known/openid-configuration" is the URL of the metadata; write the "issuer" from that document'],
    ['credentials', { issuer: 'https://a:b@idp.example.com' }, 'issuer: "https://…@idp.example.com" contains credentials; remove them from the URL'],
    ['no URL', { issuer: 'idp.example.com' }, 'issuer: "idp.example.com" is not an absolute URL; write one that starts with https://'],
    ['Google', { issuer: 'https://accounts.google.com', tokenEndpoint: 'https://accounts.google.com/token' }, `issuer: "https://accounts.google.com" ${google}`],
    ['a token endpoint on another host', { tokenEndpoint: 'https://idp.example.org/token' },
      'tokenEndpoint: "https://idp.example.org/token" is on another host than the issuer (idp.example.com); correct one of them, or set tokenEndpointOnOtherHost if the provider\'s metadata says so'],
    ['a token endpoint on another port', { tokenEndpoint: 'https://idp.example.com:8443/token' },
      'tokenEndpoint: "https://idp.example.com:8443/token" is on another host than the issuer (idp.example.com); correct one of them, or set tokenEndpointOnOtherHost if the provider\'s metadata says so'],
    ['an absolute metadata path', { metadataPath: '/.well-known/openid-configuration' },
      'metadataPath: "/.well-known/openid-configuration" must be relative to the issuer; write it without scheme, host and leading "/"'],
    ['a metadata URL', { metadataPath: 'https://idp.example.com/.well-known/openid-configuration' },
      'metadataPath: "https://idp.example.com/.well-known/openid-configuration" must be relative to the issuer; write it without scheme, host and leading "/"'],
    ['the issuer of an Okta organization', { issuer: 'https://acme.okta.com', tokenEndpoint: 'https://acme.okta.com/oauth2/v1/token' },
      'issuer: "https://acme.okta.com" is not a usable issuer of Okta; write https://acme.okta.com/oauth2/<id of the authorization server, such as default>'],
    ['Auth0 without its slash', { issuer: 'https://acme.eu.auth0.com', tokenEndpoint: 'https://acme.eu.auth0.com/oauth/token' },
      'issuer: "https://acme.eu.auth0.com" is not a usable issuer of Auth0; write https://acme.eu.auth0.com/'],
    ['a blank audience', { audience: ' ' }, 'audience: must not be empty'],
    ['two audiences', { audience: 'https://union.example.com', audienceIsClientId: true },
      'audience: "https://union.example.com" conflicts with audienceIsClientId; give only one of the two'],
    ['an http authorization endpoint', { authorizationEndpoint: 'http://idp.example.com/auth' },
      'authorizationEndpoint: "http://idp.example.com/auth" is not https, so tokens and codes would be sent in the clear; use https://'],
    ['a placeholder as device endpoint', { deviceAuthorizationEndpoint: '<device>' },
      'deviceAuthorizationEndpoint: "<device>" is a placeholder; replace it with your own value'],
    ['two scopes in one', { serviceScopes: ['all openid'] },
      'serviceScopes[0]: "all openid" is not a scope; write one scope per entry, without spaces, quotes or backslashes'],
    ['web scopes without openid', { webScopes: ['profile', 'email'] },
      'webScopes: ["profile","email"] lacks openid, without which there is no ID token and no browser login; add it'],
    ['a token endpoint that is the issuer', { tokenEndpoint: 'https://idp.example.com' },
      'tokenEndpoint: "https://idp.example.com" is another URL of the provider; write the "token_endpoint" of its metadata'],
    ['the authorization endpoint', { tokenEndpoint: 'https://idp.example.com/authorize' },
      'tokenEndpoint: "https://idp.example.com/authorize" is another URL of the provider; write the "token_endpoint" of its metadata'],
    ['a token endpoint of another realm', { issuer: 'https://sso.example.com/realms/union', tokenEndpoint: 'https://sso.example.com/realms/master/token' },
      'tokenEndpoint: "https://sso.example.com/realms/master/token" belongs to master, but the issuer to union; correct one of them'],
    ['the endpoint of tokens as issuer', { issuer: 'https://idp.example.com/oauth2/token' },
      'issuer: "https://idp.example.com/oauth2/token" is an endpoint of the provider; write the "issuer" of its metadata'],
    ['Entra ID without the place of its metadata', {
      issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`, tokenEndpoint: `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    }, 'metadataPath: required; Microsoft Entra ID publishes only .well-known/openid-configuration, and flyteadmin does not start without '
      + 'metadata; write that path, or use the factory of the provider'],
    ['no claim that names the caller', { subjectClaimNames: [] }, 'subjectClaimNames: [] must not be empty; give a claim, or leave it out for sub'],
    ['no scope', { webScopes: [] }, 'webScopes: [] must not be empty; give at least one scope, or leave it out for the default'],
    ['a blank subject claim', { subjectClaimNames: ['sub', ''] }, 'subjectClaimNames[1]: must not be empty'],
    ['an identity type without values', { identityTypeClaimsForApps: { idtyp: [] } },
      'identityTypeClaimsForApps: "idtyp" has no value that means a service; list at least one'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => IdentityProvider.oidc({ ...good, ...bad }))).toBe(`IdentityProvider.oidc has a problem:\n  - ${problem}`);
  });

  test('all that is wrong, at once', () => {
    expect(messageOf(() => IdentityProvider.oidc({ issuer: 'http://idp', tokenEndpoint: '', metadataPath: '/x' }))).toBe([
      'IdentityProvider.oidc has 3 problems:',
      '  - issuer: "http://idp" is not https, so tokens and codes would be sent in the clear; use https://',
      '  - tokenEndpoint: must not be empty',
      '  - metadataPath: "/x" must be relative to the issuer; write it without scheme, host and leading "/"',
    ].join('\n'));
  });

  test('a missing issuer, as users of plain JavaScript give it', () => {
    expect(messageOf(() => IdentityProvider.oidc({ tokenEndpoint: good.tokenEndpoint } as never))).toContain('issuer: required');
  });
});

describe('IdentityProvider.okta refuses', () => {
  const good = { orgUrl: 'https://acme.okta.com' };

  test.each([
    ['an organization without scheme', { orgUrl: 'acme.okta.com' }, 'orgUrl: "acme.okta.com" is not an absolute URL; write one that starts with https://'],
    ['an issuer in place of the organization', { orgUrl: 'https://acme.okta.com/oauth2/default' },
      'orgUrl: "https://acme.okta.com/oauth2/default" has a path; write it without one, such as https://acme.okta.com'],
    ['the Admin Console', { orgUrl: 'https://acme-admin.okta.com' },
      'orgUrl: "https://acme-admin.okta.com" is the Admin Console, which issues no tokens; write the organization\'s own URL, https://acme.okta.com'],
    ['the Admin Console of a preview organization', { orgUrl: 'https://acme-admin.oktapreview.com/' },
      'orgUrl: "https://acme-admin.oktapreview.com/" is the Admin Console, which issues no tokens; write the organization\'s own URL, https://acme.oktapreview.com'],
    ['a server id with a slash', { authorizationServerId: 'a/b' },
      'authorizationServerId: "a/b" is not an authorization server ID; copy it from the issuer URI, after /oauth2/'],
    ['a blank audience', { audience: '' }, 'audience: must not be empty'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => IdentityProvider.okta({ ...good, ...bad }))).toBe(`IdentityProvider.okta has a problem:\n  - ${problem}`);
  });
});

const BARE_URI = 'contains neither the tenant nor the API\'s client ID, and Entra ID refuses such a URI; '
  + 'write api://<tenant ID>/<name>, or leave it out for api://<tenantId>/union';

test.each([
  `api://${TENANT}`, `api://${TENANT}/union`, `api://union/${TENANT}`, 'api://union.example.com/api', 'https://union.example.com', 'https://acme.onmicrosoft.com/union',
])('Entra ID takes the Application ID URI %s', (applicationIdUri) => {
  expect(IdentityProvider.entraId({ tenantId: TENANT, applicationIdUri }).audience).toBe(applicationIdUri);
});

test('an Okta organization on a custom domain may have any name', () => {
  expect(IdentityProvider.okta({ orgUrl: 'https://login-admin.example.com' }).issuer).toBe('https://login-admin.example.com/oauth2/default');
});

describe('IdentityProvider.entraId refuses', () => {
  const good = { tenantId: TENANT };
  const noAudience = 'is not an audience that Entra ID can issue; give the Application ID URI of the API\'s app registration, api://… or https://<verified domain>/…';

  test.each([
    ['a tenant that is neither UUID nor domain', { tenantId: 'acme' },
      'tenantId: "acme" is not a tenant ID; give the UUID from the overview of your tenant: az account show --query tenantId'],
    ['a tenant by its domain', { tenantId: 'acme.onmicrosoft.com' },
      'tenantId: "acme.onmicrosoft.com" is a domain, but tokens contain the UUID of the tenant; give that: az account show --query tenantId'],
    ['the tenant of zeros', { tenantId: '00000000-0000-0000-0000-000000000000' },
      'tenantId: "00000000-0000-0000-0000-000000000000" is a placeholder; replace it with your own value'],
    ['every tenant', { tenantId: 'common' },
      'tenantId: "common" accepts people of every tenant, and its issuer matches none of their tokens; give the UUID of your own tenant'],
    ['a bare name as audience', { applicationIdUri: 'union' }, `applicationIdUri: "union" ${noAudience}`],
    ['http as audience', { applicationIdUri: 'http://union.example.com' }, `applicationIdUri: "http://union.example.com" ${noAudience}`],
    ['a scope as audience', { applicationIdUri: 'api://union/.default' }, `applicationIdUri: "api://union/.default" ${noAudience}`],
    ['a client ID as audience', { applicationIdUri: TENANT },
      `applicationIdUri: "${TENANT}" is a client ID; give the Application ID URI here (api://…), and the UUID as apiClientId`],
    ['a name alone, which is no longer taken', { applicationIdUri: 'api://union' }, `applicationIdUri: "api://union" ${BARE_URI}`],
    ['a path without tenant or application', { applicationIdUri: 'api://union/prod' }, `applicationIdUri: "api://union/prod" ${BARE_URI}`],
    ['a slash at the end of the audience', { applicationIdUri: 'api://union/' },
      'applicationIdUri: "api://union/" ends with "/", which would double the slash before the scope; remove it'],
    ['a client ID that is not a UUID', { apiClientId: 'api://union' },
      'apiClientId: "api://union" is not an application (client) ID; copy the UUID from the overview of the app registration'],
    ['the tenant of personal accounts', { tenantId: '9188040D-6c67-4c5b-b112-36a304b66dad' },
      'tenantId: "9188040D-6c67-4c5b-b112-36a304b66dad" accepts people of every tenant, and its issuer matches none of their tokens; give the UUID of your own tenant'],
    ...['sts.windows.net', 'graph.microsoft.com', 'portal.azure.com'].map((authorityHost): [string, object, string] => [
      `the authority ${authorityHost}`, { authorityHost },
      `authorityHost: "${authorityHost}" is not a host that issues tokens of version 2; leave it out, or give that of a national cloud, such as login.microsoftonline.us`,
    ]),
    ['the closed cloud of Germany', { authorityHost: 'login.microsoftonline.de' },
      'authorityHost: "login.microsoftonline.de" is of a cloud that Microsoft closed in 2021; leave it out'],
    ['an authority with a scheme', { authorityHost: 'https://login.microsoftonline.us' },
      'authorityHost: "https://login.microsoftonline.us" has a scheme; write only the host, login.microsoftonline.us'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => IdentityProvider.entraId({ ...good, ...bad }))).toBe(`IdentityProvider.entraId has a problem:\n  - ${problem}`);
  });
});

describe('IdentityProvider.keycloak refuses', () => {
  const good = { serverUrl: 'https://sso.example.com', realm: 'union' };
  const noRealm = 'is not a realm name; use letters, digits, "-", "_", "." and "~" (a "/" would end the name in URLs)';

  test.each([
    ['a realm with a slash', { realm: 'acme/union' }, `realm: "acme/union" ${noRealm}`],
    ['the realm of administrators', { realm: 'master' }, 'realm: "master" is the realm that administers Keycloak itself; create another realm'],
    ['a realm with a percent sign', { realm: 'acme%2Funion' }, `realm: "acme%2Funion" ${noRealm}`],
    ['a realm with a space', { realm: 'acme union' }, 'realm: "acme union" contains white space; remove it'],
    ['a server with a realm', { serverUrl: 'https://sso.example.com/realms/union' },
      'serverUrl: "https://sso.example.com/realms/union" is the URL of a realm; remove /realms/ and the rest'],
    ['the Admin Console', { serverUrl: 'https://sso.example.com/auth/admin/master/console/#/union' },
      'serverUrl: "https://sso.example.com/auth/admin/master/console/#/union" is a page of the Admin Console; remove /admin/ and the rest'],
    ['the Admin Console, cut short', { serverUrl: 'https://sso.example.com/admin' },
      'serverUrl: "https://sso.example.com/admin" is a page of the Admin Console; remove /admin/ and the rest'],
    ['plain http', { serverUrl: 'http://sso.example.com' },
      'serverUrl: "http://sso.example.com" is not https, so tokens and codes would be sent in the clear; use https://'],
    ['a blank audience', { audience: '' }, 'audience: must not be empty'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => IdentityProvider.keycloak({ ...good, ...bad }))).toBe(`IdentityProvider.keycloak has a problem:\n  - ${problem}`);
  });
});

describe('IdentityProvider.auth0 refuses', () => {
  const ownApi = 'is an API of Auth0 itself, for which your tenant cannot issue the scope all; create an API and give its identifier';

  test.each([
    ['a domain with a scheme', { domain: 'https://acme.eu.auth0.com' }, 'domain: "https://acme.eu.auth0.com" has a scheme; write only the host, acme.eu.auth0.com'],
    ['the management API as audience', { audience: 'https://acme.eu.auth0.com/api/v2/' }, `audience: "https://acme.eu.auth0.com/api/v2/" ${ownApi}`],
    ['the userinfo endpoint as audience', { audience: 'https://acme.eu.auth0.com/userinfo' }, `audience: "https://acme.eu.auth0.com/userinfo" ${ownApi}`],
  ])('%s', (_, bad, problem) => {
    const props = { domain: 'acme.eu.auth0.com', ...bad };
    expect(messageOf(() => IdentityProvider.auth0(props))).toBe(`IdentityProvider.auth0 has a problem:\n  - ${problem}`);
  });
});

describe('IdentityProvider.cognito refuses', () => {
  const good = { userPoolId: 'eu-west-1_AbCdEfGhI', domain: 'acme.auth.eu-west-1.amazoncognito.com' };

  test.each([
    ['a pool ID without region', { userPoolId: 'AbCdEfGhI' },
      'userPoolId: "AbCdEfGhI" is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI'],
    ['the issuer\'s host as domain', { domain: 'cognito-idp.eu-west-1.amazonaws.com' },
      'domain: "cognito-idp.eu-west-1.amazonaws.com" is the issuer\'s host; give the domain of the user pool (Branding, Domain), where its token endpoint is'],
    ['the ARN of the user pool, and nothing else', { userPoolId: 'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC' },
      'userPoolId: "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC" is not a user pool ID; copy it from the overview of the user pool, such as eu-west-1_AbCdEfGhI'],
    ['a domain of another region', { domain: 'acme.auth.us-east-1.amazoncognito.com' },
      'domain: "acme.auth.us-east-1.amazoncognito.com" is the domain of a user pool in us-east-1, but eu-west-1_AbCdEfGhI is in eu-west-1; correct one of them'],
    ['a domain with a path', { domain: 'acme.example.com/oauth2' }, 'domain: "acme.example.com/oauth2" has a path; write only the host, acme.example.com'],
    ['a resource server with a quote', { resourceServer: 'a"b' },
      'resourceServer: "a\\"b" is not a scope; write one scope per entry, without spaces, quotes or backslashes'],
  ])('%s', (_, bad, problem) => {
    expect(messageOf(() => IdentityProvider.cognito({ ...good, ...bad }))).toBe(`IdentityProvider.cognito has a problem:\n  - ${problem}`);
  });
});

describe('UnionIdentity refuses', () => {
  const good = {
    domain: 'union.example.com',
    identityProvider: PROVIDERS.oidc(),
    applications: { web: { clientId: 'a', secret: WEB_SECRET }, native: { clientId: 'b' }, service: { clientId: 'c', secret: SERVICE_SECRET } },
  };

  test.each([
    ['a scheme', { domain: 'https://union.example.com' }, 'domain: "https://union.example.com" has a scheme; write only the host, union.example.com'],
    ['a path', { domain: 'union.example.com/console' }, 'domain: "union.example.com/console" has a path; write only the host, union.example.com'],
    ['a port', { domain: 'union.example.com:443' }, 'domain: "union.example.com:443" has a port; write only the host, union.example.com'],
    ['upper case', { domain: 'Union.example.com' }, 'domain: "Union.example.com" has upper-case letters; write union.example.com'],
    ['a placeholder', { domain: '<your-domain>' }, 'domain: "<your-domain>" is a placeholder; replace it with your own value'],
    ['a single label', { domain: 'union' }, 'domain: "union" is not a fully qualified host name; write one such as union.example.com'],
    ['the same host twice', { additionalDomains: ['union.example.com'] },
      'additionalDomains[0]: "union.example.com" is given twice; list each host once'],
    ['a blank client ID', { applications: { ...good.applications, web: { clientId: '' } } }, 'applications.web.clientId: must not be empty'],
    ['a placeholder as client ID', { applications: { ...good.applications, service: { clientId: '<service-client-id>' } } },
      'applications.service.clientId: "<service-client-id>" is a placeholder; replace it with your own value'],
    ['one client for two applications', { applications: { ...good.applications, service: { clientId: 'b' } } },
      'applications.service.clientId: "b" is also native.clientId; register one application each, they need different grant types'],
  ])('%s', (_, bad, problem) => expect(messageOf(() => new UnionIdentity({ ...good, ...bad }))).toBe(`UnionIdentity has a problem:\n  - ${problem}`));

  test('all that is wrong, at once', () => {
    const bad = { ...good, domain: 'Union', applications: { web: { clientId: '', secret: WEB_SECRET }, native: { clientId: 'x' }, service: { clientId: 'x', secret: SERVICE_SECRET } } };
    expect(messageOf(() => new UnionIdentity(bad))).toMatch(/^UnionIdentity has 3 problems:\n/);
  });
});

describe('Wrong types, as users of JavaScript and Python give them', () => {
  const FACTORIES = ['oidc', 'okta', 'entraId', 'keycloak', 'auth0', 'cognito', 'dex', 'hydra'] as const;
  const WRONG = [null, undefined, 1, 'text', [], {}, {
    issuer: 1, tokenEndpoint: {}, orgUrl: 3, tenantId: null, serverUrl: [], realm: 1, domain: 5, userPoolId: {}, audience: 3, webScopes: 'openid', serviceScopes: 1,
  }];

  test.each(FACTORIES.flatMap((factory) => WRONG.map((props) => [factory, props] as const)))('%s(%j) says what is wrong', (factory, props) => {
    const make = IdentityProvider[factory] as (wrong: unknown) => IdentityProvider;
    expect(() => make(props)).toThrow(InvalidPropsError);
    expect(messageOf(() => make(props))).toMatch(new RegExp(`^IdentityProvider\\.${factory} has `));
  });

  test('a list of scopes that is a text', () => {
    const good = { issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' };
    expect(messageOf(() => IdentityProvider.oidc({ ...good, webScopes: 'openid' as never, audienceIsClientId: 'yes' as never }))).toBe([
      'IdentityProvider.oidc has 2 problems:',
      '  - audienceIsClientId: "yes" must be true or false',
      '  - webScopes: "openid" must be a list',
    ].join('\n'));
  });
});

test('an empty subject, where other applications have none, is a problem like any other', () => {
  const build = () => new UnionIdentity({
    domain: 'union.example.com',
    identityProvider: IdentityProvider.oidc({ issuer: 'https://idp.example.com', tokenEndpoint: 'https://idp.example.com/token' }),
    applications: { web: { clientId: 'web', secret: WEB_SECRET }, native: { clientId: 'native' }, service: { clientId: 'service', secret: SERVICE_SECRET, subject: '' } },
  });
  expect(build).toThrow(new Error('UnionIdentity has a problem:\n  - applications.service.subject: must not be empty'));
});
