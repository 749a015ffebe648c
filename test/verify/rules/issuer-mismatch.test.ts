import { issuerMismatch } from '../../../src/verify/rules/tokens';
import { manifests } from '../_manifests';
import { externalAuth, flyteadmin, ISSUER, service } from '../_planes';
import { FiringRow, NamedFinding, remedy, testRule } from '../_rule-harness';

const OPEN_ID = 'auth.userAuth.openId.baseUrl';
const EXTERNAL = 'auth.appAuth.externalAuthServer.baseUrl';

const both = (issuer: string) => manifests(...flyteadmin(externalAuth(issuer)));
const differing = (issuer: string, external: string) => manifests(...flyteadmin(externalAuth(issuer, { externalAuthServer: { baseUrl: external } })));
const OWN = 'https://idp.example.com/auth';
/** An issuer of the relying party besides its base URL. */
const named = (baseUrl: unknown, issuerUrl?: string) =>
  manifests(...flyteadmin({ ...externalAuth(OWN, { externalAuthServer: { baseUrl } }), userAuth: { openId: { baseUrl, issuerUrl } } }));
const at = (path: string, found: string, expected: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: `data["server.yaml"]: ${path}`, expected, found,
});
const twice = (found: string, expected: string) => [both(found), at(EXTERNAL, found, expected), at(OPEN_ID, found, expected)] as const;

/** The remedy is to write what is expected; what only the provider knows nobody can write here. */
const remedied = ([when, input, ...parts]: FiringRow): FiringRow => {
  const findings = parts as NamedFinding[];
  return findings.some(({ expected, found }) => /[< ]/.test(expected + found)) ? [when, input, ...findings]
    : [when, input, ...findings, remedy(...new Map(findings.map(({ found, expected }) => [`${found}\n`, `${expected}\n`])))];
};

const AUTH0_CLIENT = { union: { auth: { enable: true, clientId: 'service', tokenUrl: 'https://login.example.com/oauth/token' } } };

testRule(issuerMismatch, {
  fires: ([
    ['one of two has a slash', differing(ISSUER, `${ISSUER}/`), at(EXTERNAL, `${ISSUER}/`, ISSUER)],
    ['the first of two has a slash', differing(`${ISSUER}/`, ISSUER), at(OPEN_ID, `${ISSUER}/`, ISSUER)],
    ['one of two lacks the slash of Auth0, behind a domain of one\'s own',
      differing('https://login.example.com', 'https://login.example.com/') + '---\n' + manifests(...service('executions', AUTH0_CLIENT)),
      at(OPEN_ID, 'https://login.example.com', 'https://login.example.com/')],
    ['typographic quotes stand around one of them', differing(`\u201c${OWN}\u201d`, OWN),
      at(OPEN_ID, `\u201c${OWN}\u201d, with typographic quotes around it`, OWN)],
    ['a blank stands before one of them', differing(` ${OWN}`, OWN), at(OPEN_ID, `" ${OWN}, with white space around it"`, OWN)],
    ['people and clients have two servers, and the clients get their tokens of one of them', differing('https://other.example.com', ISSUER),
      { ...at(OPEN_ID, 'https://other.example.com', `one issuer for people and for clients: ${ISSUER}, as data["server.yaml"]: ${EXTERNAL} says`) }],
    ['one is its discovery document', differing(OWN, `${OWN}/.well-known/openid-configuration`),
      at(EXTERNAL, `${OWN}/.well-known/openid-configuration`, 'the issuer alone, without the path of an endpoint or document')],
    ['it is Google', both('https://accounts.google.com'),
      at(EXTERNAL, 'https://accounts.google.com, which is Google, which has no client credentials grant, no custom scopes and only opaque access tokens; '
        + 'use a provider that federates with Google instead (Keycloak, Dex)', 'an issuer of tokens for services, SDK and CLI')],
    ['it is Okta\'s Admin Console', ...twice('https://acme-admin.okta.com/oauth2/default', 'https://acme.okta.com/oauth2/default')],
    ['an application of authentik has no slash', ...twice('https://auth.example.com/application/o/union', 'https://auth.example.com/application/o/union/')],
    ['one of two has capitals', differing(ISSUER, ISSUER.replace('default', 'Default')), at(EXTERNAL, ISSUER.replace('default', 'Default'), ISSUER)],
    ['one of two has several slashes', differing(OWN, `${OWN}//`), at(EXTERNAL, `${OWN}//`, OWN)],
    ['one of two is http', differing(OWN, 'http://idp.example.com/auth'), at(EXTERNAL, 'http://idp.example.com/auth', OWN)],
    ['one of two has no scheme', differing(OWN, 'idp.example.com/auth/'), at(EXTERNAL, 'idp.example.com/auth/', OWN)],
    ['the issuer that the relying party names has a slash', named(OWN, `${OWN}/`), at('auth.userAuth.openId.issuerUrl', `${OWN}/`, OWN)],
    ['tokens are to be the Okta organization\'s own', differing('https://acme.okta.com/oauth2/default', 'https://acme.okta.com'),
      at(EXTERNAL, 'https://acme.okta.com', 'https://acme.okta.com/oauth2/<id of the authorization server, such as default>')],
    ['Okta is given a slash', ...twice('https://acme.okta.com/oauth2/default/', 'https://acme.okta.com/oauth2/default')],
    ['Auth0 is given none', ...twice('https://acme.eu.auth0.com', 'https://acme.eu.auth0.com/')],
    ['Keycloak is given a slash', ...twice('https://sso.example.com/realms/union/', 'https://sso.example.com/realms/union')],
    ['Entra ID is given no version',
      ...twice('https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555', 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0')],
    ['Entra ID is given every tenant',
      ...twice('https://login.microsoftonline.com/common/v2.0', 'https://login.microsoftonline.com/<the UUID of your tenant>/v2.0')],
  ] as FiringRow[]).map(remedied) as [FiringRow, ...FiringRow[]],
  passes: [
    ['both are the same', both(ISSUER)],
    ['Dex has a slash, as it was told to', both('https://dex.example.com/dex/')],
    ['a provider of one\'s own has a slash', both('https://idp.example.com/')],
    ['people and clients have different servers', differing('https://acme.okta.com', 'https://acme.okta.com/oauth2/default')],
    ['Entra ID signs tokens of version 1', both('https://sts.windows.net/11111111-2222-3333-4444-555555555555/')],
    ['Auth0 has its slash', both('https://acme.eu.auth0.com/')],
  ],
  notApplicable: [
    ['the issuer is blank', both(' ')],
    ['the issuer is no text', named({})],
    ['authentication is off', flyteadmin(externalAuth(`${ISSUER}/`), { useAuth: false })],
    ['the issuer is still to be filled in', both('<issuer-uri>')],
  ],
});
