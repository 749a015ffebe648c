import { issuerMismatch } from '../../../src/verify/rules/tokens';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { FiringFixture, testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and an issuer.';
const OPEN_ID = 'auth.userAuth.openId.baseUrl';
const EXTERNAL = 'auth.appAuth.externalAuthServer.baseUrl';

const both = (issuer: string) => manifests(...flyteadmin(externalAuth(issuer)));
const differing = (issuer: string, external: string) => manifests(...flyteadmin(externalAuth(issuer, { externalAuthServer: { baseUrl: external } })));
const OWN = 'https://idp.example.com/auth';
/** An issuer of the relying party besides its base URL. */
const named = (baseUrl: unknown, issuerUrl?: string) =>
  manifests(...flyteadmin({ ...externalAuth(OWN, { externalAuthServer: { baseUrl } }), userAuth: { openId: { baseUrl, issuerUrl } } }));
const at = (path: string, found: string, expected: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: `data["server.yaml"]: ${path}`, line: `baseUrl: ${found}`, expected, found,
});
const twice = (found: string, expected: string) =>
  ({ input: both(found), findings: [at(EXTERNAL, found, expected), at(OPEN_ID, found, expected)] as const });

/** The remedy is to write what is expected; what only the provider knows nobody can write here. */
const remedied = (fixture: FiringFixture): FiringFixture => (fixture.findings.some(({ expected, found }) => /[< ]/.test(expected + found)) ? fixture
  : { ...fixture, remedy: fixture.findings.map(({ found, expected }) => [`${found}\n`, `${expected}\n`] as const) });

const AUTH0_CLIENT = { union: { auth: { enable: true, clientId: 'service', tokenUrl: 'https://login.example.com/oauth/token' } } };

testRule(issuerMismatch, {
  fires: ([
    { when: 'one of two has a slash', input: differing(ISSUER, `${ISSUER}/`), findings: [at(EXTERNAL, `${ISSUER}/`, ISSUER)] },
    { when: 'the first of two has a slash', input: differing(`${ISSUER}/`, ISSUER), findings: [at(OPEN_ID, `${ISSUER}/`, ISSUER)] },
    {
      when: 'one of two lacks the slash of Auth0, behind a domain of one\'s own',
      input: differing('https://login.example.com', 'https://login.example.com/') + '---\n' + manifests(...service('executions', AUTH0_CLIENT)),
      findings: [at(OPEN_ID, 'https://login.example.com', 'https://login.example.com/')],
    },
    {
      when: 'typographic quotes stand around one of them',
      input: differing(`\u201c${OWN}\u201d`, OWN),
      findings: [at(OPEN_ID, `\u201c${OWN}\u201d, with typographic quotes around it`, OWN)].map((each) => ({ ...each, line: `baseUrl: \u201c${OWN}\u201d` })) as [ReturnType<typeof at>],
    },
    {
      when: 'a blank stands before one of them',
      input: differing(` ${OWN}`, OWN),
      findings: [{ ...at(OPEN_ID, `" ${OWN}, with white space around it"`, OWN), line: `baseUrl: " ${OWN}"` }],
    },
    {
      when: 'people and clients have two servers, and the clients get their tokens of one of them',
      input: differing('https://other.example.com', ISSUER),
      findings: [{
        ...at(OPEN_ID, 'https://other.example.com', `one issuer for people and for clients: ${ISSUER}, as data["server.yaml"]: ${EXTERNAL} says`),
      }],
    },
    {
      when: 'one is its discovery document',
      input: differing(OWN, `${OWN}/.well-known/openid-configuration`),
      findings: [
        at(EXTERNAL, `${OWN}/.well-known/openid-configuration`, 'the issuer alone, without the path of an endpoint or document'),
      ],
    },
    {
      when: 'it is Google',
      input: both('https://accounts.google.com'),
      findings: [at(
        EXTERNAL,
        'https://accounts.google.com, which is Google, which issues no client credentials tokens, no custom scopes and opaque access tokens; '
          + 'put a provider that signs people in through Google in front (Keycloak, Dex)',
        'an issuer of tokens for services, SDK and CLI',
      )].map((finding) => ({ ...finding, line: 'baseUrl: https://accounts.google.com' })) as [ReturnType<typeof at>],
    },
    { when: 'it is Okta\'s Admin Console', ...twice('https://acme-admin.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/default') },
    { when: 'an application of authentik has no slash', ...twice('https://auth.example.com/application/o/union', 'https://auth.example.com/application/o/union/') },
    { when: 'one of two has capitals', input: differing(ISSUER, ISSUER.replace('default', 'Default')), findings: [at(EXTERNAL, ISSUER.replace('default', 'Default'), ISSUER)] },
    { when: 'one of two has several slashes', input: differing(OWN, `${OWN}//`), findings: [at(EXTERNAL, `${OWN}//`, OWN)] },
    { when: 'one of two is http', input: differing(OWN, 'http://idp.example.com/auth'), findings: [at(EXTERNAL, 'http://idp.example.com/auth', OWN)] },
    { when: 'one of two has no scheme', input: differing(OWN, 'idp.example.com/auth/'), findings: [at(EXTERNAL, 'idp.example.com/auth/', OWN)] },
    {
      when: 'the issuer that the relying party names has a slash',
      input: named(OWN, `${OWN}/`),
      findings: [{ ...at('auth.userAuth.openId.issuerUrl', `${OWN}/`, OWN), line: `issuerUrl: ${OWN}/` }],
    },
    {
      when: 'tokens are to be the Okta organization\'s own',
      input: differing('https://acme.okta.com/oauth2/default', 'https://acme.okta.com'),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.baseUrl',
        line: 'baseUrl: https://acme.okta.com',
        expected: 'https://acme.okta.com/oauth2/<id of the authorization server, such as default>',
        found: 'https://acme.okta.com',
      }],
    },
    { when: 'Okta is given a slash', ...twice('https://acme.okta.com/oauth2/default/', 'https://acme.okta.com/oauth2/default') },
    { when: 'Auth0 is given none', ...twice('https://acme.eu.auth0.com', 'https://acme.eu.auth0.com/') },
    { when: 'Keycloak is given a slash', ...twice('https://sso.example.com/realms/union/', 'https://sso.example.com/realms/union') },
    { when: 'Entra ID is given no version', ...twice('https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0') },
    { when: 'Entra ID is given every tenant', ...twice('https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/<the UUID of your tenant>/v2.0') },
  ] as FiringFixture[]).map(remedied) as [FiringFixture, ...FiringFixture[]],
  passes: [
    { when: 'both are the same', input: both(ISSUER) },
    { when: 'Dex has a slash, as it was told to', input: both('https://dex.example.com/dex/') },
    { when: 'a provider of one\'s own has a slash', input: both('https://idp.example.com/') },
    { when: 'people and clients have different servers', input: differing('https://acme.okta.com', 'https://acme.okta.com/oauth2/default') },
    { when: 'Entra ID signs tokens of version 1', input: both('https://sts.windows.net/11111111-2222-3333-4444-555555555555/') },
    { when: 'Auth0 has its slash', input: both('https://acme.eu.auth0.com/') },
  ],
  notApplicable: [
    { when: 'the issuer is blank', input: both(' '), reason: NOT_APPLICABLE },
    { when: 'the issuer is no text', input: named({}), reason: NOT_APPLICABLE },
    { when: 'authentication is off', input: manifests(...flyteadmin(externalAuth(`${ISSUER}/`), { useAuth: false })), reason: NOT_APPLICABLE },
    { when: 'the issuer is still to be filled in', input: both('<issuer-uri>'), reason: NOT_APPLICABLE },
  ],
});
