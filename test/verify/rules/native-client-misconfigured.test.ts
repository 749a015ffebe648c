import { nativeClientMisconfigured } from '../../../src/verify/rules/clients';
import { manifests } from '../_manifests';
import { ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, service } from '../_planes';
import { testRule } from '../_rule-harness';

const good = { clientId: 'native', redirectUri: 'http://localhost:53593/callback', scopes: ['all'] };
const admin = (flyteClient: Record<string, unknown> | undefined, issuer = ISSUER) => flyteadmin(externalAuth(issuer, { flyteClient }));
const servicesOf = (clientId: string) => service('executions', { admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } });

const requesting = (...scopes: string[]) => service('executions', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes } });

const object = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const at = (setting: string) => `data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.${setting}`;
const ownClient = { object, field: at('clientId'), expected: 'clientId of a public client of its own' };

testRule(nativeClientMisconfigured, {
  fires: [
    {
      when: 'the chart\'s empty client ID was left in place',
      input: manifests(...admin({ ...good, clientId: '' })),
      findings: [{ ...ownClient, line: 'clientId: ""', found: 'an empty client ID' }],
    },
    {
      when: 'Keycloak is asked for the default scopes',
      input: manifests(...admin({ clientId: 'native', redirectUri: good.redirectUri }, 'https://sso.example.com/realms/acme')),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config',
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        line: 'flyteClient:',
        expected: 'scopes that Keycloak knows, such as all',
        found: 'no scopes, so clients request all and offline',
      }],
    },
    {
      when: 'no client is named at a provider that generates IDs',
      input: manifests(...admin({ scopes: ['all'] }, OKTA)),
      findings: [{
        ...ownClient,
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        line: 'flyteClient:',
        found: 'no clientId, so clients present flytectl, which Okta does not know',
      }],
    },
    {
      when: 'it is the web application\'s client',
      input: manifests(...admin({ ...good, clientId: 'web' })),
      findings: [{ ...ownClient, line: 'clientId: web', found: 'web, the client of the web application, which has a secret' }],
    },
    {
      when: 'it is a service\'s client',
      input: manifests(...admin({ ...good, clientId: 'service' }), ...servicesOf('service')),
      findings: [{ ...ownClient, line: 'clientId: service', found: 'service, the client of a service application, which has a secret' }],
    },
    {
      when: 'the redirect URI is the deployment\'s',
      input: manifests(...admin({ ...good, redirectUri: 'https://union.example.com/callback' })),
      findings: [{
        object,
        field: at('redirectUri'),
        line: 'redirectUri: https://union.example.com/callback',
        expected: 'a loopback URI with a port, such as http://localhost:53593/callback',
        found: 'https://union.example.com/callback',
      }],
    },
    {
      when: 'the redirect URI has no port to listen on',
      input: manifests(...admin({ ...good, redirectUri: 'http://localhost/callback' })),
      findings: [{
        object,
        field: at('redirectUri'),
        line: 'redirectUri: http://localhost/callback',
        expected: 'a loopback URI with a port, such as http://localhost:53593/callback',
        found: 'http://localhost/callback',
      }],
    },
    {
      when: 'Entra ID is asked for the scope all',
      input: manifests(...admin({ ...good, scopes: ['all', 'offline_access'] }, ENTRA)),
      findings: [{
        object,
        field: at('scopes'),
        line: 'scopes:',
        expected: 'scopes that Microsoft Entra ID knows, such as api://<application>/.default',
        found: 'all',
      }],
    },
    {
      when: 'Entra ID is asked for flyteadmin\'s default scopes',
      input: manifests(...admin({ clientId: 'native' }, ENTRA)),
      findings: [{
        object,
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        line: 'flyteClient:',
        expected: 'scopes that Microsoft Entra ID knows, such as api://<application>/.default',
        found: 'no scopes, so clients request all and offline',
      }],
    },
    {
      when: 'no client is named in a control plane of Union',
      input: manifests(...admin(undefined, 'https://sso.example.com/oauth2'), ...service('usage', {})),
      findings: [{
        object,
        field: 'data["server.yaml"]: auth.appAuth',
        line: 'appAuth:',
        expected: 'clientId of a public client of its own',
        found: 'no clientId, so clients present flytectl, which must be registered by this name',
      }],
    },
    {
      when: 'the scopes are those of a sign-in alone, while services request more',
      input: manifests(...admin({ ...good, scopes: ['openid', 'offline_access'] }), ...requesting('all')),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'all among the scopes, as the services request', found: 'openid, offline_access' }],
    },
    {
      when: 'a scope has the letters of what services request in another order',
      input: manifests(...admin({ ...good, scopes: ['lal', 'openid'] }), ...requesting('all')),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'all among the scopes, as the services request', found: 'lal, openid' }],
    },
    {
      when: 'the list of scopes is empty',
      input: manifests(...admin({ ...good, scopes: [] }), ...requesting('openid')),
      findings: [{ object, field: at('scopes'), line: 'scopes: []', expected: 'openid among the scopes, as the services request', found: 'no scopes' }],
    },
    {
      when: 'the default asks for a scope that no service requests',
      input: manifests(...admin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('openid')),
      findings: [{
        object,
        field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        line: 'flyteClient:',
        expected: 'openid among the scopes, as the services request',
        found: 'no scopes, so clients request all and offline',
      }],
    },
    ...(['', {}] as const).map((redirectUri) => ({
      when: `the redirect URI is ${JSON.stringify(redirectUri)}`,
      input: manifests(...admin({ ...good, redirectUri })),
      findings: [{
        object,
        field: at('redirectUri'),
        line: `redirectUri: ${redirectUri === '' ? '""' : '{}'}`,
        expected: 'a loopback URI with a port, such as http://localhost:53593/callback',
        found: 'an empty redirect URI',
      }] as const,
    })),
    {
      when: 'Keycloak is asked for offline',
      input: manifests(...admin({ ...good, scopes: ['all', 'offline'] }, 'https://sso.example.com/realms/acme')),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'scopes that Keycloak knows, such as all', found: 'offline' }],
    },
    {
      when: 'Entra ID is asked for the default scopes by name',
      input: manifests(...admin({ ...good, scopes: ['all', 'offline'] }, ENTRA)),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'scopes that Microsoft Entra ID knows, such as api://<application>/.default', found: 'all, offline' }],
    },
    {
      when: 'the only scope is an empty text',
      input: manifests(...admin({ ...good, scopes: [''] }), ...requesting('openid')),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'openid among the scopes, as the services request', found: 'no scopes' }],
    },
    {
      when: 'services request a scope of a sign-in beside one of their own',
      input: manifests(...admin({ ...good, scopes: ['openid'] }), ...requesting('all', 'openid')),
      findings: [{ object, field: at('scopes'), line: 'scopes:', expected: 'all, openid among the scopes, as the services request', found: 'openid' }],
    },
  ],
  passes: [
    {
      when: 'flyteadmin names neither issuer nor web client, and a service no client',
      input: manifests(...flyteadmin({ appAuth: { authServerType: 'External', thirdPartyConfig: { flyteClient: good } } }), ...service('executions', { union: { auth: { enable: true } } })),
    },
    { when: 'services request an empty text', input: manifests(...admin({ ...good, scopes: ['openid'] }), ...requesting('')) },
    { when: 'a service requests nothing', input: manifests(...admin({ ...good, scopes: ['openid'] }), ...servicesOf('ours')) },
    {
      when: 'services have no scope in common',
      input: manifests(...admin({ ...good, scopes: ['openid'] }), ...requesting('all'), ...service('usage', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes: ['usage'] } })),
    },
    { when: 'services request a scope of a sign-in alone', input: manifests(...admin({ ...good, scopes: ['offline_access'] }), ...requesting('openid')) },
    { when: 'people ask for what services do, and a refresh token', input: manifests(...admin({ ...good, scopes: ['all', 'offline_access'] }), ...requesting('all')) },
    { when: 'people have a scope of their own', input: manifests(...admin({ ...good, scopes: ['people'] }), ...requesting('all')) },
    { when: 'the default asks for what services do', input: manifests(...admin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('all')) },
    { when: 'it is a client of its own', input: manifests(...admin(good), ...servicesOf('service')) },
    { when: 'the client is called flytectl, as one may at Keycloak', input: manifests(...admin({ ...good, clientId: 'flytectl' }, 'https://sso.example.com/realms/acme')) },
    { when: 'flyteadmin\'s defaults stand at a provider of one\'s own', input: manifests(...admin(undefined, 'https://sso.example.com/oauth2')) },
    { when: 'Keycloak is asked for what it knows', input: manifests(...admin({ ...good, scopes: ['all'] }, 'https://sso.example.com/realms/acme')) },
    { when: 'the SDK listens on another port', input: manifests(...admin({ ...good, redirectUri: 'http://127.0.0.1:12345/callback' })) },
    {
      when: 'one registration of Entra ID serves browsers and SDK',
      input: manifests(...admin({ ...good, clientId: 'web', scopes: ['api://union/.default', 'offline_access'] }, ENTRA)),
    },
    { when: 'the service with the same client calls another flyteadmin', input: manifests(...admin({ ...good, clientId: 'service' }), ...service('executions', { admin: { clientId: 'service' } }, { namespace: 'other-cp' })) },
  ],
  notApplicable: [
    {
      when: 'flyteadmin is its own authorization server',
      input: manifests(...flyteadmin({ appAuth: { authServerType: 'Self', thirdPartyConfig: { flyteClient: { clientId: '' } } } })),
      reason: 'No flyteadmin in the input has useAuth: true and authServerType: External.',
    },
    {
      when: 'the input holds no flyteadmin',
      input: manifests(...servicesOf('service')),
      reason: 'No flyteadmin in the input has useAuth: true and authServerType: External.',
    },
  ],
});
