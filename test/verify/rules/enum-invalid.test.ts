import { enumInvalid } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const configured = (config: Record<string, unknown>) =>
  manifests(configMap('flyteadmin', { 'server.yaml': config }), deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }));
const appAuth = (authServerType: unknown, baseUrl = 'https://idp.example.com') =>
  configured({ auth: { appAuth: { authServerType, externalAuthServer: { baseUrl } } } });
const sameSite = (sameSitePolicy: unknown) => configured({ auth: { appAuth: {}, userAuth: { cookieSetting: { sameSitePolicy } } } });
const finding = {
  object: 'v1/ConfigMap union-cp/flyteadmin',
  field: 'data["server.yaml"]: auth.appAuth.authServerType',
  line: 'authServerType: external',
  expected: 'one of Self, External',
  found: 'external',
};
const cookie = {
  ...finding,
  field: 'data["server.yaml"]: auth.userAuth.cookieSetting.sameSitePolicy',
  line: 'sameSitePolicy: Lax',
  expected: 'one of DefaultMode, LaxMode, StrictMode, NoneMode',
  found: 'Lax',
};
const reason = 'No workload in the input reads authServerType, sameSitePolicy or authType from its configuration.';

testRule(enumInvalid, {
  fires: [
    { when: 'the case is wrong', input: appAuth('external'), findings: [finding] },
    {
      when: 'an empty text means Self beside an external server',
      input: appAuth(''),
      findings: [{ ...finding, line: 'authServerType: ""', found: 'an empty text, which means Self' }],
    },
    { when: 'a number has no value', input: appAuth(2), findings: [{ ...finding, line: 'authServerType: 2', found: '2' }] },
    { when: 'the browser\'s word stands for Go\'s', input: sameSite('Lax'), findings: [cookie] },
    {
      when: 'a client\'s authType is spelt another way, also in its own connection',
      input: configured({
        admin: { clientId: 'service', authType: 'PKCE' },
        executions: { app: { adminClient: { connection: { clientId: 'service', authType: 'clientSecret' } } } },
      }),
      findings: [
        { ...finding, field: 'data["server.yaml"]: admin.authType', line: 'authType: PKCE', expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow', found: 'PKCE' },
        {
          ...finding,
          field: 'data["server.yaml"]: executions.app.adminClient.connection.authType',
          line: 'authType: clientSecret',
          expected: 'one of ClientSecret, Pkce, ExternalCommand, DeviceFlow',
          found: 'clientSecret',
        },
      ],
    },
    {
      when: 'a key is written in another case, which viper accepts',
      input: configured({ Auth: { AppAuth: { AuthServerType: 'external' } } }),
      findings: [{ ...finding, field: 'data["server.yaml"]: Auth.AppAuth.AuthServerType', line: 'AuthServerType: external' }],
    },
  ],
  passes: [
    { when: 'the number of a value has a zero before it', input: appAuth('01') },
    { when: 'the values are those of the guide', input: configured({ auth: { appAuth: { authServerType: 'External' }, userAuth: { cookieSetting: { sameSitePolicy: 'LaxMode' } } } }) },
    { when: 'the number of a value stands for it', input: appAuth('1') },
    { when: 'an empty text means Self and no external server is set', input: appAuth('', '') },
    { when: 'an empty sameSitePolicy is the default', input: sameSite('') },
    { when: 'an empty authType is the default', input: configured({ admin: { clientId: 'service', authType: '' } }) },
    {
      when: 'a later file overrides the wrong value',
      input: manifests(
        configMap('flyteadmin', { 'a.yaml': { auth: { appAuth: { authServerType: 'external' } } }, 'b.yaml': { auth: { appAuth: { authServerType: 'External' } } } }),
        deployment('flyteadmin', { configMaps: { flyteadmin: '/etc/flyte/config' } }),
      ),
    },
  ],
  notApplicable: [
    { when: 'union.auth has a setting of the name', input: configured({ union: { auth: { enable: true, authType: 'clientsecret' } } }), reason },
    { when: 'they are left to their defaults', input: configured({ auth: { appAuth: {} }, admin: { clientId: 'service' } }), reason },
    { when: 'it is null', input: appAuth(null), reason },
    { when: 'a placeholder stands there, which is value-unreplaced', input: appAuth('{{ .Values.type }}'), reason },
    { when: 'union.auth has a type of its own', input: configured({ union: { auth: { enable: true, type: 'clientsecret' } } }), reason },
    {
      when: 'an init container alone reads it',
      input: manifests(
        configMap('flyteadmin', { 'server.yaml': { auth: { appAuth: { authServerType: 'external' } } } }),
        deployment('flyteadmin', {
          pod: {
            containers: [{ name: 'flyteadmin' }],
            initContainers: [{ name: 'run-migrations', volumeMounts: [{ name: 'config', mountPath: '/etc/flyte/config' }] }],
            volumes: [{ name: 'config', configMap: { name: 'flyteadmin' } }],
          },
        }),
      ),
      reason,
    },
  ],
});
