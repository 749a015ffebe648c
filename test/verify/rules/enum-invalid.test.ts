import { enumInvalid } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('flyteadmin', { 'server.yaml': config }), deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }));
const appAuth = (authServerType: unknown, baseUrl = 'https://idp.example.com') =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: { baseUrl } } } });
const sameSite = (sameSitePolicy: unknown) => configured({ auth: { appAuth: {}, userAuth: { cookieSetting: { sameSitePolicy } } } });
const finding = {
  object: 'v1/ConfigMap union-cp/flyteadmin',
  field: 'data["server.yaml"]: auth.appAuth.authServerType',
  expected: 'one of Self, External',
  found: 'external',
};
const cookie = {
  ...finding,
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  expected: 'one of DefaultMode, LaxMode, StrictMode, NoneMode',
  found: 'Lax',
};

testRule(enumInvalid, {
  fires: [
    ['the case is wrong', appAuth('external'), finding],
    ['an empty text means Self beside an external server', appAuth(''), { ...finding, found: 'an empty text, which means Self' }],
    ['a number has no value', appAuth(2), { ...finding, found: '2' }],
    ['the browser\'s word stands for Go\'s', sameSite('Lax'), cookie],
    ['a client\'s authType is spelt another way, also in its own connection',
      configured({
        admin: { clientId: 'service', authType: 'PKCE' },
        executions: { app: { adminClient: { connection: { clientId: 'service', authType: 'clientSecret' } } } },
      }), { ...finding, field: 'data["server.yaml"]: admin.authType', expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', found: 'PKCE' },
      { ...finding, field: 'data["server.yaml"]: executions.app.adminClient.connection.authType', expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', found: 'clientSecret' }],
    ['a key is written in another case, which viper accepts', configured({ Auth: { AppAuth: { AuthServerType: 'external' } } }),
      { ...finding, field: 'data["server.yaml"]: Auth.AppAuth.AuthServerType' },
      remedy(['AuthServerType: external', 'AuthServerType: External'])],
  ],
  passes: [
    ['the number of a value has a zero before it', appAuth('01')],
    ['the values are those of the guide',
      configured({ auth: { appAuth: { authServerType: 'External' }, userAuth: { cookieSetting: { sameSitePolicy: 'LaxMode' } } } })],
    ['the number of a value stands for it', appAuth('1')],
    ['an empty text means Self and no external server is set', appAuth('', '')],
    ['an empty sameSitePolicy is the default', sameSite('')],
    ['an empty authType is the default', configured({ admin: { clientId: 'service', authType: '' } })],
    ['a later file overrides the wrong value', [
      configMap('flyteadmin', { 'a.yaml': { auth: { appAuth: { authServerType: 'external' } } }, 'b.yaml': { auth: { appAuth: { authServerType: 'External' } } } }),
      deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
    ]],
  ],
  notApplicable: [
    ['union.auth has a setting of the name', configured({ union: { auth: { enable: true, authType: 'clientsecret' } } })],
    ['they are left to their defaults', configured({ auth: { appAuth: {} }, admin: { clientId: 'service' } })],
    ['it is null', appAuth(null)],
    ['a placeholder stands there, which is value-unreplaced', appAuth('{{ .Values.type }}')],
    ['union.auth has a type of its own', configured({ union: { auth: { enable: true, type: 'clientsecret' } } })],
    ['an init container alone reads it', [
      configMap('flyteadmin', { 'server.yaml': { auth: { appAuth: { authServerType: 'external' } } } }),
      deployment('flyteadmin', {
        pod: {
          containers: [{ name: 'flyteadmin' }],
          initContainers: [{ name: 'run-migrations', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
          volumes: [{ name: 'config', configMap: { name: 'flyteadmin' } }],
        },
      }),
    ]],
  ],
});
