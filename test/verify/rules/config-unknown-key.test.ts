import { configUnknownKey } from '../../../src/verify/rules/config-files';
import { configMap, deployment, manifests } from '../_manifests';
import { service } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

type Json = Record<string, unknown>;

const config = (content: Json) => manifests(...service('executions', content));
const misspelt = (right: string, path: string, content: Json): FiringRow =>
  [`${path} stands for ${right}`, config(content), ['v1/ConfigMap union-cp/executions', `data["config.yaml"]: ${path}`, right, path]];
const ignored = (what: string, content: Json): Row => [what, config(content)];

testRule(configUnknownKey, {
  fires: [
    [...misspelt('union.auth.clientId', 'union.auth.cilentId', { union: { auth: { cilentId: 'a' } } }), remedy(['cilentId', 'clientId'])],
    misspelt('union.auth.scopes', 'union.auth.scope', { union: { auth: { scope: ['all'] } } }),
    misspelt('union.auth.type', 'union.auth.tpye', { union: { auth: { tpye: 'ClientSecret' } } }),
    misspelt('union.auth.clientId', 'union.auth.client-id', { union: { auth: { 'client-id': 'a' } } }),
    misspelt('union.auth', 'union.atuh', { union: { atuh: { enable: true } } }),
    misspelt('union', 'unoin', { unoin: { auth: { enable: true } }, admin: {} }),
    misspelt('auth.userAuth.openId', 'auth.userAuth.openID-', { auth: { userAuth: { 'openID-': { clientId: 'a' } } } }),
    misspelt('admin.insecure', 'admin.inscure', { admin: { inscure: true } }),
    misspelt('sharedService.connectPort', 'sharedService.conectPort', { sharedService: { conectPort: 8081 } }),
    misspelt('union.internalConnectionConfig.urlPattern', 'union.internalConnectionConfig.urlPatern', { union: { internalConnectionConfig: { urlPatern: '_SERVICE_.union-cp:80' } } }),
    misspelt('server.security.useAuth', 'server.useAuth', { server: { useAuth: true } }),
    misspelt('auth', 'server.auth', { server: { security: { useAuth: true }, auth: { userAuth: { openId: { clientId: 'a' } } } } }),
    misspelt('auth', 'server.auth', { server: { security: { useAuth: true }, auth: null, userAuth: { openId: { clientId: 'a' } } } }),
    misspelt('auth.appAuth.thirdPartyConfig', 'auth.thirdPartyConfig', { auth: { appAuth: { authServerType: 'External' }, thirdPartyConfig: { flyteClient: { clientId: 'a' } } } }),
    ['two services share the file, told once',
      [...service('executions', { admin: { cleintId: 'a' } }), deployment('usage', { configMaps: { executions: '/etc/config' }, secrets: { 'union-controlplane-secrets': '/etc/secrets/union' } })],
      ['v1/ConfigMap union-cp/executions', 'data["config.yaml"]: admin.cleintId', 'admin.clientId', 'admin.cleintId']],
  ],
  passes: [
    ignored('a key has other capitals, which the services take', { union: { auth: { CLIENTID: 'a' } } }),
    ignored('a key of that name stands where it belongs, too', { server: { useAuth: true, security: { useAuth: true } } }),
    ignored('a name that many settings have stands a level too high', { operator: { enabled: true, name: 'a', apiKey: {}, clusterId: {} } }),
    ignored('a map of that name holds nothing of what belongs there', { server: { auth: { more: 1 } } }),
    ignored('what is nearly its name stands beside a key', { union: { auth: { clientId: 'a', clientIds: ['a'] } } }),
    ignored('a key is like none that is known', { union: { auth: { retries: 3 }, connection: { hostAlias: 'x' } } }),
    ignored('a map holds nothing of what belongs into one of nearly its name', { union: { atuh: { more: 1 } }, admins: { endpoint: 1 }, admin: {} }),
    ignored('a text has nearly the name of a map', { union: { atuh: 'x' } }),
    ignored('a map has nearly the name of a text', { union: { auth: { clientIdd: { a: 1 } } } }),
    ignored('a section has the name of a setting that is deep in another, as flyteadmin\'s domains', { domains: [{ id: 'staging', name: 'staging' }], admin: {} }),
    ignored('settings are those of a logger', { admin: {}, loger: { level: 5 } }),
  ],
  notApplicable: [
    ['there are values alone, of which values-unknown-key tells', withValue(CONTROL_PLANE_VALUES, 'configMap.union.auth.cilentId', 'a')],
    ['it is somebody else\'s service',
      [configMap('shop', { 'config.yaml': { admin: { cilentId: 'a' } } }, 'shop'), deployment('shop', { configMaps: { shop: '/etc/config' }, namespace: 'shop' })]],
    ['a config file has no settings of authentication', config({ logger: { level: 5 } })],
  ],
});
