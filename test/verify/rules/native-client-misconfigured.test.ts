import { nativeClientMisconfigured } from '../../../src/verify/rules/clients';
import { ENTRA, externalAuth, flyteadmin, ISSUER, OKTA, service } from '../_planes';
import { FiringRow, remedy, testRule } from '../_rule-harness';

const good = { clientId: 'native', redirectUri: 'http://localhost:53593/callback', scopes: ['all'] };
const admin = (flyteClient: Record<string, unknown> | undefined, issuer = ISSUER) => flyteadmin(externalAuth(issuer, { flyteClient }));
const servicesOf = (clientId: string) => service('executions', { admin: { clientId, clientSecretLocation: '/etc/secrets/union/client_secret' } });

const requesting = (...scopes: string[]) => service('executions', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes } });

const object = 'v1/ConfigMap union-cp/flyte-admin-base-config';
const at = (setting: string) => `data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient.${setting}`;
const ownClient = { object, field: at('clientId'), expected: 'clientId of a public client of its own' };

testRule(nativeClientMisconfigured, {
  fires: [
    ['the chart\'s empty client ID was left in place', admin({ ...good, clientId: '' }), { ...ownClient, found: 'an empty client ID' }],
    ['Keycloak is asked for the default scopes', admin({ clientId: 'native', redirectUri: good.redirectUri }, 'https://sso.example.com/realms/acme'),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient',
        'scopes that Keycloak knows, such as all', 'no scopes, so clients request all and offline']],
    ['no client is named at a provider that generates IDs', admin({ scopes: ['all'] }, OKTA),
      { ...ownClient, field: 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', found: 'no clientId, so clients present flytectl, which Okta does not know' },
      remedy(['          flyteClient:\n', '          flyteClient:\n            clientId: native\n            audience: api://default\n'])],
    ['it is the web application\'s client', admin({ ...good, clientId: 'web' }),
      { ...ownClient, found: 'web, the client of the web application, which has a secret' }],
    ['it is a service\'s client', [...admin({ ...good, clientId: 'service' }), ...servicesOf('service')],
      { ...ownClient, found: 'service, the client of a service application, which has a secret' }],
    ['the redirect URI is the deployment\'s', admin({ ...good, redirectUri: 'https://union.example.com/callback' }),
      [object, at('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'https://union.example.com/callback']],
    ['the redirect URI has no port to listen on', admin({ ...good, redirectUri: 'http://localhost/callback' }),
      [object, at('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'http://localhost/callback']],
    ['Entra ID is asked for the scope all', admin({ ...good, scopes: ['all', 'offline_access'] }, ENTRA),
      [object, at('scopes'), 'scopes that Microsoft Entra ID knows, such as api://<application>/.default', 'all']],
    ['Entra ID is asked for flyteadmin\'s default scopes', admin({ clientId: 'native' }, ENTRA),
      [object, 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', 'scopes that Microsoft Entra ID knows, such as api://<application>/.default',
        'no scopes, so clients request all and offline']],
    ['no client is named in a control plane of Union', [...admin(undefined, 'https://sso.example.com/oauth2'), ...service('usage', {})],
      [object, 'data["server.yaml"]: auth.appAuth', 'clientId of a public client of its own',
        'no clientId, so clients present flytectl, which must be registered by this name']],
    ['the scopes are those of a sign-in alone, while services request more',
      [...admin({ ...good, scopes: ['openid', 'offline_access'] }), ...requesting('all')],
      [object, at('scopes'), 'all among the scopes, as the services request', 'openid, offline_access']],
    ['a scope has the letters of what services request in another order', [...admin({ ...good, scopes: ['lal', 'openid'] }), ...requesting('all')],
      [object, at('scopes'), 'all among the scopes, as the services request', 'lal, openid']],
    ['the list of scopes is empty', [...admin({ ...good, scopes: [] }), ...requesting('openid')],
      [object, at('scopes'), 'openid among the scopes, as the services request', 'no scopes']],
    ['the default asks for a scope that no service requests', [...admin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('openid')],
      [object, 'data["server.yaml"]: auth.appAuth.thirdPartyConfig.flyteClient', 'openid among the scopes, as the services request',
        'no scopes, so clients request all and offline']],
    ...(['', {}] as const).map((redirectUri): FiringRow => [`the redirect URI is ${JSON.stringify(redirectUri)}`, admin({ ...good, redirectUri }),
      [object, at('redirectUri'), 'a loopback URI with a port, such as http://localhost:53593/callback', 'an empty redirect URI']]),
    ['Keycloak is asked for offline', admin({ ...good, scopes: ['all', 'offline'] }, 'https://sso.example.com/realms/acme'),
      [object, at('scopes'), 'scopes that Keycloak knows, such as all', 'offline']],
    ['Entra ID is asked for the default scopes by name', admin({ ...good, scopes: ['all', 'offline'] }, ENTRA),
      [object, at('scopes'), 'scopes that Microsoft Entra ID knows, such as api://<application>/.default', 'all, offline']],
    ['the only scope is an empty text', [...admin({ ...good, scopes: [''] }), ...requesting('openid')],
      [object, at('scopes'), 'openid among the scopes, as the services request', 'no scopes']],
    ['services request a scope of a sign-in beside one of their own', [...admin({ ...good, scopes: ['openid'] }), ...requesting('all', 'openid')],
      [object, at('scopes'), 'all, openid among the scopes, as the services request', 'openid']],
  ],
  passes: [
    ['flyteadmin names neither issuer nor web client, and a service no client',
      [...flyteadmin({ appAuth: { authServerType: 'External', thirdPartyConfig: { flyteClient: good } } }), ...service('executions', { union: { auth: { enable: true } } })]],
    ['services request an empty text', [...admin({ ...good, scopes: ['openid'] }), ...requesting('')]],
    ['a service requests nothing', [...admin({ ...good, scopes: ['openid'] }), ...servicesOf('ours')]],
    ['services have no scope in common',
      [...admin({ ...good, scopes: ['openid'] }), ...requesting('all'), ...service('usage', { admin: { clientId: 'ours', clientSecretLocation: '/etc/secrets/union/client_secret', scopes: ['usage'] } })]],
    ['services request a scope of a sign-in alone', [...admin({ ...good, scopes: ['offline_access'] }), ...requesting('openid')]],
    ['people ask for what services do, and a refresh token', [...admin({ ...good, scopes: ['all', 'offline_access'] }), ...requesting('all')]],
    ['people have a scope of their own', [...admin({ ...good, scopes: ['people'] }), ...requesting('all')]],
    ['the default asks for what services do', [...admin({ clientId: 'native' }, 'https://sso.example.com'), ...requesting('all')]],
    ['it is a client of its own', [...admin(good), ...servicesOf('service')]],
    ['the client is called flytectl, as one may at Keycloak', admin({ ...good, clientId: 'flytectl' }, 'https://sso.example.com/realms/acme')],
    ['flyteadmin\'s defaults stand at a provider of one\'s own', admin(undefined, 'https://sso.example.com/oauth2')],
    ['Keycloak is asked for what it knows', admin({ ...good, scopes: ['all'] }, 'https://sso.example.com/realms/acme')],
    ['the SDK listens on another port', admin({ ...good, redirectUri: 'http://127.0.0.1:12345/callback' })],
    ['one registration of Entra ID serves browsers and SDK',
      admin({ ...good, clientId: 'web', scopes: ['api://union/.default', 'offline_access'] }, ENTRA)],
    ['the service with the same client calls another flyteadmin',
      [...admin({ ...good, clientId: 'service' }), ...service('executions', { admin: { clientId: 'service' } }, { namespace: 'other-cp' })]],
  ],
  notApplicable: [
    ['flyteadmin is its own authorization server',
      flyteadmin({ appAuth: { authServerType: 'Self', thirdPartyConfig: { flyteClient: { clientId: '' } } } })],
    ['the input holds no flyteadmin', servicesOf('service')],
  ],
});
