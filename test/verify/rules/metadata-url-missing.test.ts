import { metadataUrlMissing } from '../../../src/verify/rules/open-routes';
import { manifests } from '../_manifests';
import { ENTRA, externalAuth, flyteadmin, ISSUER, OKTA } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';
const admin = (issuer: string, externalAuthServer = {}) => manifests(...flyteadmin(externalAuth(issuer, { externalAuthServer })));
const finding = { object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.appAuth.externalAuthServer' };
const expected = (provider: string) => `metadataUrl .well-known/openid-configuration, as ${provider} publishes nothing else`;
const told = () => ({ ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl' });
const ROOTED = '/.well-known/oauth-authorization-server';

testRule(metadataUrlMissing, {
  fires: [
    ['Entra ID is asked at the default path', admin(ENTRA),
      { ...finding, expected: expected('Microsoft Entra ID'), found: `${ENTRA}/.well-known/oauth-authorization-server` }],
    ['the chart\'s default is spelled out', admin(COGNITO, { metadataUrl: '.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Amazon Cognito'), found: `${COGNITO}/.well-known/oauth-authorization-server` }],
    ['the issuer is the relying party\'s, with a slash at its end',
      flyteadmin({ appAuth: { authServerType: 'External' }, userAuth: { openId: { baseUrl: 'https://sts.windows.net/acme/' } } }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth', expected: expected('Microsoft Entra ID'), found: 'https://sts.windows.net/acme/.well-known/oauth-authorization-server' },
      remedy(['        authServerType: External\n', '        authServerType: External\n        externalAuthServer:\n          metadataUrl: .well-known/openid-configuration\n'])],
    ['the setting is empty', admin('https://accounts.google.com', { metadataUrl: '' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Google'), found: 'https://accounts.google.com/.well-known/oauth-authorization-server' }],
    ['the whole URL is given, of what the provider does not publish',
      admin(ENTRA, { metadataUrl: 'http://idp.example.com/.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Microsoft Entra ID'), found: 'http://idp.example.com/.well-known/oauth-authorization-server' }],
    ['the path begins with a slash', admin(ENTRA, { metadataUrl: '/.well-known/oauth-authorization-server' }),
      { ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', expected: expected('Microsoft Entra ID'), found: `${ENTRA}/.well-known/oauth-authorization-server` }],
    ['a slash takes the path of the issuer away', admin(OKTA, { metadataUrl: ROOTED }),
      { ...told(), expected: 'metadataUrl .well-known/oauth-authorization-server, which is looked for below the issuer', found: `${ROOTED}, which leads to the root of its host` },
      remedy([`metadataUrl: ${ROOTED}`, 'metadataUrl: .well-known/oauth-authorization-server'])],
    ['it is misspelt, of a provider that nobody knows', admin(ISSUER, { metadataUrl: '.well-known/oauth-authorisation-server' }),
      { ...told(), expected: 'metadataUrl .well-known/oauth-authorization-server, or none', found: '.well-known/oauth-authorisation-server' },
      remedy(['authorisation', 'authorization'])],
  ],
  passes: [
    ['the issuer has no path to lose', admin('https://acme.eu.auth0.com/', { metadataUrl: '/.well-known/openid-configuration' })],
    ['the path of the issuer stands behind, as RFC 8414 has it',
      admin('https://sso.example.com/realms/acme', { metadataUrl: '/.well-known/oauth-authorization-server/realms/acme' })],
    ['a provider that nobody knows has a document of another name',
      admin('https://sso.example.com/realms/acme', { metadataUrl: '.well-known/uma2-configuration' })],
    ['Entra ID is asked where it answers', admin(ENTRA, { metadataUrl: '.well-known/openid-configuration' })],
    ['the whole URL is given', admin(ENTRA, { metadataUrl: `${ENTRA}/.well-known/openid-configuration` })],
    ['Okta publishes both', admin(OKTA)],
  ],
  notApplicable: [
    ['flyteadmin names no issuer', flyteadmin({ appAuth: { authServerType: 'External' } })],
    ['the provider cannot be told by its host', admin(ISSUER)],
    ['it is Keycloak, where it depends on the release', admin('https://sso.example.com/realms/acme')],
    ['a look-alike host is not the provider', admin('https://login.microsoftonline.com.example.com/acme/v2.0')],
    ['flyteadmin is its own authorization server', flyteadmin({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ENTRA } } })],
    ['authentication is off', flyteadmin(externalAuth(ENTRA), { useAuth: false })],
  ],
});
