import { oidcDetails, providerCandidates, SeenProvider } from '../../../src/init/adopt/identity';

const seen = (issuer: string | undefined, tokenEndpoint?: string, more: Partial<SeenProvider> = {}): SeenProvider => {
  const sighted = (value: string | undefined) => (value === undefined ? undefined : { value, field: undefined as never });
  return {
    audiences: [],
    serviceScopes: [],
    nativeScopes: [],
    webScopes: [],
    subjectClaimNames: [],
    isKnown: false,
    issuer: sighted(issuer),
    tokenEndpoint: sighted(tokenEndpoint),
    ...more,
  };
};

const TENANT = '11111111-2222-3333-4444-555555555555';
const API = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const OKTA = 'https://acme.okta.example.com/oauth2';
const ENTRA = `https://login.microsoftonline.com/${TENANT}`;
const REALM = 'https://sso.example.com/auth/realms/union';
const AUTHENTIK = 'https://auth.example.com/application/o';
const AUTH0 = 'https://acme.us.auth0.com';
const POOL = 'https://cognito-idp.us-east-2.amazonaws.com';
const DOMAIN = 'https://acme.auth.us-east-2.amazoncognito.com';
const ANY = 'https://idp.example.com';
const audience = 'https://union.example.com/api';

/** Each provider is known by its issuer and its token endpoint; a known host needs no endpoint. */
test.each<[what: string, told: SeenProvider, candidates: object[]]>([
  ['no issuer', seen(undefined, `${ANY}/token`), []],
  ['Okta\'s default server', seen(`${OKTA}/default`, `${OKTA}/default/v1/token`), [{ okta: { orgUrl: 'https://acme.okta.example.com' } }]],
  ['another server of Okta, and each audience', seen(`${OKTA}/aus1-x`, `${OKTA}/aus1-x/v1/token`, { audiences: [audience], nativeAudience: { value: 'x', field: undefined as never } }),
    [{}, { audience }, { audience: 'x' }].map((more) => ({ okta: { orgUrl: 'https://acme.okta.example.com', authorizationServerId: 'aus1-x', ...more } }))],
  ['Okta without an endpoint, by its host', seen(`${OKTA}/default`, undefined, { isKnown: true }), [{ okta: { orgUrl: 'https://acme.okta.example.com' } }]],
  ['an unknown host without an endpoint', seen(`${OKTA}/default`), []],
  ['Entra ID, and each API', seen(`${ENTRA}/v2.0`, `${ENTRA}/oauth2/v2.0/token`, { audiences: [API, audience] }), [{ entraId: { tenantId: TENANT } }, { entraId: { tenantId: TENANT, apiClientId: API } }]],
  ['Entra ID with its usual URI', seen(`${ENTRA}/v2.0`, `${ENTRA}/oauth2/v2.0/token`, { serviceScopes: [`api://${TENANT}/union/.default`] }), [{ entraId: { tenantId: TENANT } }]],
  ['Entra ID with another URI, in another cloud', seen(`https://login.microsoftonline.us/${TENANT}/v2.0`, `https://login.microsoftonline.us/${TENANT}/oauth2/v2.0/token`,
    { serviceScopes: ['x', 'api://own/.default'] }), [{ entraId: { tenantId: TENANT, applicationIdUri: 'api://own', authorityHost: 'login.microsoftonline.us' } }]],
  ['Keycloak', seen(REALM, `${REALM}/protocol/openid-connect/token`), [{ keycloak: { serverUrl: 'https://sso.example.com/auth', realm: 'union' } }]],
  ['Keycloak without an endpoint', seen(REALM), [{ keycloak: { serverUrl: 'https://sso.example.com/auth', realm: 'union' } }]],
  ['authentik', seen(`${AUTHENTIK}/web/`, `${AUTHENTIK}/token/`), [{ authentik: { serverUrl: 'https://auth.example.com', webSlug: 'web' } }]],
  ['Auth0', seen(`${AUTH0}/`, `${AUTH0}/oauth/token`, { audiences: [audience] }), [{ auth0: { domain: 'acme.us.auth0.com' } }, { auth0: { domain: 'acme.us.auth0.com', audience } }]],
  ['Cognito', seen(`${POOL}/us-east-2_a1`, `${DOMAIN}/oauth2/token`, { serviceScopes: ['union/all'] }),
    [{ cognito: { userPoolId: 'us-east-2_a1', domain: 'acme.auth.us-east-2.amazoncognito.com' } }]],
  ['Cognito in China, with another resource server', seen(`${POOL}.cn/cn-north-1_a1`, 'https://login.example.cn/oauth2/token', { serviceScopes: ['openid', 'own/all'] }),
    [{ cognito: { userPoolId: 'cn-north-1_a1', domain: 'login.example.cn', resourceServer: 'own' } }]],
  ['Cognito without its domain', seen(`${POOL}/us-east-2_a1`), []],
  ['Dex, and any other', seen(`${ANY}/dex`, `${ANY}/dex/token`, { webScopes: ['openid'] }),
    [{ dex: { issuer: `${ANY}/dex` } }, { dex: { issuer: `${ANY}/dex`, webScopes: ['openid'] } }, { oidc: { issuer: `${ANY}/dex`, tokenEndpoint: `${ANY}/dex/token` } }]],
  ['Hydra, and any other', seen(`${ANY}/`, `${ANY}/oauth2/token`), [{ hydra: { issuer: `${ANY}/` } }, { oidc: { issuer: `${ANY}/`, tokenEndpoint: `${ANY}/oauth2/token` } }]],
  ['any other, on two hosts', seen(ANY, 'https://tokens.example.com/t', { metadataPath: { value: 'm', field: undefined as never }, audiences: [audience] }), [{}, { audience }].map((more) =>
    ({ oidc: { issuer: ANY, tokenEndpoint: 'https://tokens.example.com/t', tokenEndpointOnOtherHost: true, metadataPath: 'm', ...more } }))],
])('%s', (_, told, candidates) => expect(providerCandidates(told)).toEqual(candidates));

test('details of any other provider are the lists that were seen, and what the output shows', () => {
  const switches = [{ audienceIsClientId: true }, { audienceMustBeRequested: true }];
  expect(oidcDetails(seen(ANY))).toEqual(switches);
  expect(oidcDetails(seen(ANY, undefined, { serviceScopes: ['a'], nativeScopes: ['b'], webScopes: ['c'], subjectClaimNames: ['d'] })))
    .toEqual([{ serviceScopes: ['a'] }, { nativeScopes: ['b'] }, { webScopes: ['c'] }, { subjectClaimNames: ['d'] }, ...switches]);
});
