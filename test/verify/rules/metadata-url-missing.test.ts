import { metadataUrlMissing } from '../../../src/verify/rules/open-routes';
import { manifests } from '../_manifests';
import { ENTRA, externalAuth, flyteadmin, ISSUER, OKTA } from '../_planes';
import { testRule } from '../_rule-harness';

const COGNITO = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';
const admin = (issuer: string, externalAuthServer = {}) => manifests(...flyteadmin(externalAuth(issuer, { externalAuthServer })));
const finding = {
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
  field: 'data["server.yaml"]: auth.appAuth.externalAuthServer',
  line: 'externalAuthServer:',
};
const expected = (provider: string) => `metadataUrl .well-known/openid-configuration, as ${provider} publishes nothing else`;
const reason = 'No flyteadmin in the input shows where its provider\'s metadata is, or trusts one of which it is known what it publishes.';
const told = (metadataUrl: string) => ({
  ...finding, field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl', line: `metadataUrl: ${metadataUrl}`,
});
const ROOTED = '/.well-known/oauth-authorization-server';

testRule(metadataUrlMissing, {
  fires: [
    {
      when: 'Entra ID is asked at the default path',
      input: admin(ENTRA),
      findings: [{ ...finding, expected: expected('Microsoft Entra ID'), found: `${ENTRA}/.well-known/oauth-authorization-server` }],
    },
    {
      when: 'the chart\'s default is spelled out',
      input: admin(COGNITO, { metadataUrl: '.well-known/oauth-authorization-server' }),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl',
        line: 'metadataUrl: .well-known/oauth-authorization-server',
        expected: expected('Amazon Cognito'),
        found: `${COGNITO}/.well-known/oauth-authorization-server`,
      }],
    },
    {
      when: 'the issuer is the relying party\'s, with a slash at its end',
      input: manifests(...flyteadmin({ appAuth: { authServerType: 'External' }, userAuth: { openId: { baseUrl: 'https://sts.windows.net/acme/' } } })),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth',
        line: 'appAuth:',
        expected: expected('Microsoft Entra ID'),
        found: 'https://sts.windows.net/acme/.well-known/oauth-authorization-server',
      }],
    },
    {
      when: 'the setting is empty',
      input: admin('https://accounts.google.com', { metadataUrl: '' }),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl',
        line: 'metadataUrl: ""',
        expected: expected('Google'),
        found: 'https://accounts.google.com/.well-known/oauth-authorization-server',
      }],
    },
    {
      when: 'the whole URL is given, of what the provider does not publish',
      input: admin(ENTRA, { metadataUrl: 'http://idp.example.com/.well-known/oauth-authorization-server' }),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl',
        line: 'metadataUrl: http://idp.example.com/.well-known/oauth-authorization-server',
        expected: expected('Microsoft Entra ID'),
        found: 'http://idp.example.com/.well-known/oauth-authorization-server',
      }],
    },
    {
      when: 'the path begins with a slash',
      input: admin(ENTRA, { metadataUrl: '/.well-known/oauth-authorization-server' }),
      findings: [{
        ...finding,
        field: 'data["server.yaml"]: auth.appAuth.externalAuthServer.metadataUrl',
        line: 'metadataUrl: /.well-known/oauth-authorization-server',
        expected: expected('Microsoft Entra ID'),
        found: `${ENTRA}/.well-known/oauth-authorization-server`,
      }],
    },
    {
      when: 'a slash takes the path of the issuer away',
      input: admin(OKTA, { metadataUrl: ROOTED }),
      findings: [{ ...told(ROOTED), expected: 'metadataUrl .well-known/oauth-authorization-server, which is looked for below the issuer', found: `${ROOTED}, which leads to the root of its host` }],
      remedy: [[`metadataUrl: ${ROOTED}`, 'metadataUrl: .well-known/oauth-authorization-server']],
    },
    {
      when: 'it is misspelt, of a provider that nobody knows',
      input: admin(ISSUER, { metadataUrl: '.well-known/oauth-authorisation-server' }),
      findings: [{ ...told('.well-known/oauth-authorisation-server'), expected: 'metadataUrl .well-known/oauth-authorization-server, or none', found: '.well-known/oauth-authorisation-server' }],
      remedy: [['authorisation', 'authorization']],
    },
  ],
  passes: [
    { when: 'the issuer has no path to lose', input: admin('https://acme.eu.auth0.com/', { metadataUrl: '/.well-known/openid-configuration' }) },
    { when: 'the path of the issuer stands behind, as RFC 8414 has it', input: admin('https://sso.example.com/realms/acme', { metadataUrl: '/.well-known/oauth-authorization-server/realms/acme' }) },
    { when: 'a provider that nobody knows has a document of another name', input: admin('https://sso.example.com/realms/acme', { metadataUrl: '.well-known/uma2-configuration' }) },
    { when: 'Entra ID is asked where it answers', input: admin(ENTRA, { metadataUrl: '.well-known/openid-configuration' }) },
    { when: 'the whole URL is given', input: admin(ENTRA, { metadataUrl: `${ENTRA}/.well-known/openid-configuration` }) },
    { when: 'Okta publishes both', input: admin(OKTA) },
  ],
  notApplicable: [
    { when: 'flyteadmin names no issuer', input: manifests(...flyteadmin({ appAuth: { authServerType: 'External' } })), reason },
    { when: 'the provider cannot be told by its host', input: admin(ISSUER), reason },
    { when: 'it is Keycloak, where it depends on the release', input: admin('https://sso.example.com/realms/acme'), reason },
    { when: 'a look-alike host is not the provider', input: admin('https://login.microsoftonline.com.example.com/acme/v2.0'), reason },
    { when: 'flyteadmin is its own authorization server', input: manifests(...flyteadmin({ appAuth: { authServerType: 'Self', externalAuthServer: { baseUrl: ENTRA } } })), reason },
    { when: 'authentication is off', input: manifests(...flyteadmin(externalAuth(ENTRA), { useAuth: false })), reason },
  ],
});
