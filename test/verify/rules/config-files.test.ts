import { configFileMissing, configUnknownKey, configUnreadable } from '../../../src/verify/rules/config-files';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, manifests } from '../_manifests';
import { service } from '../_planes';
import { FiringRow, remedy, Row, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, withValue } from '../_values';

const secrets = { 'union-controlplane-secrets': '/etc/secrets/union' };
const missingCommand = (...config: string[]) => ['cloudpropeller', 'serve', ...config];
const missingService = (name: string, props: DeploymentProps = {}) =>
  deployment(name, { configMaps: { [name]: '/etc/config' }, secrets, command: missingCommand('--config', '/etc/config/*.yaml'), ...props });
const files = (name: string, keys = ['config.yaml'], namespace?: string) => configMap(name, Object.fromEntries(keys.map((key) => [key, 'admin: {}\n'])), namespace);
const mounting = (mount: object, volume: object = {}) => missingService('executions', {
  container: { volumeMounts: [{ name: 'c', mountPath: '/etc/config', ...mount }] }, pod: { volumes: [{ name: 'c', configMap: { name: 'executions', ...volume } }] },
});
const missingFinding = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.containers[0]',
  expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/executions, container executions',
};
const volume = { ...missingFinding, field: 'spec.template.spec.volumes[0].configMap' };
const others = [files('cluster'), missingService('cluster')];

testRule(configFileMissing, {
  fires: [
    ['the file has another ending', [files('executions', ['config.yml']), missingService('executions')],
      { ...missingFinding, found: 'only /etc/config/config.yml' }],
    ['the pattern names another directory', [files('executions'), missingService('executions', { command: missingCommand('--config=/etc/configs/*.yaml') })],
      { ...missingFinding, expected: missingFinding.expected.replace('config/', 'configs/'), found: 'no mount that covers the directory' }],
    ['the pattern names the directory above', [files('executions'), missingService('executions', { command: missingCommand('--config=/etc/*.yaml') })],
      { ...missingFinding, expected: missingFinding.expected.replace('config/', ''), found: 'only /etc/config/config.yaml' }],
    ['a further file with settings has another ending',
      [configMap('executions', { 'db.yaml': 'database: {}', 'server.yml': 'union: { auth: { enable: true } }', 'notes.yml': 'a: 1' }), missingService('executions')],
      ['v1/ConfigMap union-cp/executions', 'data["server.yml"]', `a name that ${missingFinding.expected.replace(' in ', ' of ')} matches`,
        '/etc/config/server.yml, which nothing reads']],
    ['the flag is forgotten, beside services that have it',
      [...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), missingService('executions', { command: missingCommand() })],
      { ...missingFinding, found: 'no --config, so that /etc/config/config.yaml is not read' }],
    ['subPath names another key', [files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'conf.yaml' })],
      [missingFinding.object, 'spec.template.spec.containers[0].volumeMounts[0].subPath', 'one of its keys: config.yaml', 'conf.yaml']],
    ['items names a key that is not there', [files('executions'), mounting({}, { items: [{ key: 'conf.yaml', path: 'config.yaml' }] })],
      { ...volume, found: 'ConfigMap executions without the key conf.yaml' }],
    ['the volume is not declared', [files('executions'), mounting({ name: 'd' })],
      { ...missingFinding, field: 'spec.template.spec.containers[0].volumeMounts[0]', found: 'a mount of the volume d, which the pod does not declare' },
      remedy(['name: d\n', 'name: c\n'])],
    ['a ConfigMap is in another namespace that a service mounts beside its own',
      [files('executions'), files('more', undefined, 'default'), missingService('executions', { configMaps: { executions: '/etc/config', more: '/etc/union/more' } })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.volumes[1].configMap', 'the ConfigMap more',
        'more, which is not there, but in namespace default']],
    ['a variable is of a key that is not there',
      [files('executions'), missingService('executions', { env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'executions', key: 'mode' } } }] })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key', 'one of its keys: config.yaml', 'mode']],
    ['a further volume has a slip of a ConfigMap that is there',
      [files('executions'), files('executions-private'), mounting({}), deployment('cluster', { pod: { volumes: [{ name: 'p', configMap: { name: 'executions-prviate' } }] } })],
      ['apps/v1/Deployment union-cp/cluster', 'spec.template.spec.volumes[0].configMap', 'the ConfigMap executions-private',
        'executions-prviate, which the input does not have, so that the pod waits for it']],
    ['a further volume has the same slip as that of --config in another namespace',
      [
        files('executions'), files('executions', undefined, 'union-cp-2'),
        missingService('executions', { namespace: 'union-cp-2' }), missingService('cluster', { namespace: 'union-cp-2', configMaps: { executoins: '/etc/config' } }),
        missingService('usage', { configMaps: { executions: '/etc/config' }, pod: { volumes: ['executions', 'executoins'].map((name) => ({ name, configMap: { name } })) } }),
      ], { ...volume, object: 'apps/v1/Deployment union-cp-2/cluster', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp-2/cluster, container cluster', found: 'no ConfigMap executoins in the input' },
      { ...volume, field: 'spec.template.spec.volumes[1].configMap', object: 'apps/v1/Deployment union-cp/usage', expected: 'the ConfigMap executions', found: 'executoins, which the input does not have, so that the pod waits for it' }],
    ['the ConfigMap is not there, beside that of another service', [...others, missingService('executions')],
      { ...volume, found: 'no ConfigMap executions in the input' }],
    ['the ConfigMap lies in another namespace, and two services read it',
      [...others, files('executions', undefined, 'union'), missingService('executions'), missingService('usage', { configMaps: { executions: '/etc/config' } })],
      { ...volume, expected: `${volume.expected} and 1 more`, found: 'ConfigMap executions, which is not there, but in namespace union' }],
    ['the file is empty', [configMap('executions', { 'config.yaml': '# nothing\n' }), missingService('executions')],
      { ...missingFinding, found: 'only empty files' }],
    ['the path stands without --config', [files('executions'), missingService('executions', { command: missingCommand('/etc/config/*.yaml') })],
      { ...missingFinding, found: 'a command line with --config and no path, or a path and no --config' }],
    ['--config stands without a path', [files('executions'), missingService('executions', { command: missingCommand('--config') })],
      { ...missingFinding, expected: missingFinding.expected.replace('/etc/config/*.yaml', '--config'), found: 'a command line with --config and no path, or a path and no --config' }],
    ['the ConfigMaps of two services are not there', [...others, missingService('executions'), missingService('usage')],
      { ...volume, found: 'no ConfigMap executions in the input' },
      { ...volume, object: 'apps/v1/Deployment union-cp/usage', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage', found: 'no ConfigMap usage in the input' }],
    ['the files of two services have another ending',
      [files('executions', ['config.yml']), missingService('executions'), files('usage', ['a.yml', 'b.yml']), missingService('usage')],
      { ...missingFinding, found: 'only /etc/config/config.yml' },
      { ...missingFinding, object: 'apps/v1/Deployment union-cp/usage', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage', found: 'only /etc/config/a.yml, /etc/config/b.yml' }],
  ],
  says: {
    '': 'Deployment union-cp/executions does not find its config files /etc/config/*.yaml',
    'misspelt': 'Deployment union-cp/cluster mounts ConfigMap executions-prviate, which does not exist; executions-private does',
    'absent': 'Deployment union-cp/executions mounts ConfigMap more, which does not exist',
    'keyless': 'Deployment union-cp/executions reads key conf.yaml of ConfigMap executions, which has no such key',
    'unread': 'ConfigMap union-cp/executions has config file server.yml, which no --config reads',
  },
  passes: [
    ['an image finds its files by itself',
      [...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), missingService('executions', { command: [] })]],
    ['only another namespace shows its ConfigMaps',
      [files('cluster', undefined, 'other-cp'), missingService('cluster', { namespace: 'other-cp' }), missingService('executions')]],
    ['the files are there', [files('executions'), missingService('executions')]],
    ['items gives the file its name', [files('executions', ['config']), mounting({}, { items: [{ key: 'config', path: 'config.yaml' }] })]],
    ['subPath shows one file', [files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'config.yaml' })]],
    ['the pattern leaves the directory open', [files('executions'), missingService('executions', { command: missingCommand('--config', '/etc/*/*.yaml') })]],
    ['a further ConfigMap beside the file comes from elsewhere',
      [files('executions'), missingService('executions', { configMaps: {}, pod: { volumes: [{ name: 'c', projected: { sources: [{ configMap: { name: 'executions' } }, { configMap: { name: 'more' } }] } }] }, container: { volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] } })]],
  ],
  notApplicable: [
    ['no ConfigMap is in the input', [missingService('executions'), missingService('cluster')]],
    ['an agent injects the files',
      [deployment('executions', { secrets, command: missingCommand('--config', '/vault/*.yaml'), pod: { volumes: [{ name: 'v', csi: { driver: 'x' } }] }, container: { volumeMounts: [{ name: 'v', mountPath: '/vault' }] } })]],
    ['the config comes from a Secret', [missingService('executions', { configMaps: {}, secrets: { ...secrets, executions: '/etc/config' } })]],
    ['another owner\'s workload lacks them', [deployment('app', { command: ['app', '--config', '/etc/app/*.yaml'] })]],
  ],
});

test('templates that are mounted beside the config are not read as such', () => {
  const text = manifests(
    configMap('templates', { 'quota.yaml': 'limit: {{ limit }}\n  cpu' }), files('executions'),
    missingService('executions', { configMaps: { executions: '/etc/config', templates: '/etc/templates' } }),
  );
  expect(verify([{ name: 'in.yaml', text }]).notices).toEqual([]);
});

type Json = Record<string, unknown>;

const keyConfig = (content: Json) => manifests(...service('executions', content));
const misspelt = (right: string, path: string, content: Json): FiringRow =>
  [`${path} stands for ${right}`, keyConfig(content), ['v1/ConfigMap union-cp/executions', `data["config.yaml"]: ${path}`, right, path]];
const ignored = (what: string, content: Json): Row => [what, keyConfig(content)];

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
  says: { '': 'ConfigMap union-cp/executions sets union.auth.cilentId, which no service reads' },
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
    ['it is another owner\'s service',
      [configMap('shop', { 'config.yaml': { admin: { cilentId: 'a' } } }, 'shop'), deployment('shop', { configMaps: { shop: '/etc/config' }, namespace: 'shop' })]],
    ['a config file has no settings of authentication', keyConfig({ logger: { level: 5 } })],
  ],
});

const unreadableCommand = ['cloudpropeller', 'serve', '--config', '/etc/config/*.yaml'];
const executions = deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, command: unreadableCommand });
const holding = (text: string, key = 'config.yaml') => configMap('executions', { [key]: text });
const unreadableFinding = { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]', expected: 'YAML that the service can read' };

testRule(configUnreadable, {
  fires: [
    ['a section stands twice', [holding('admin:\n  clientId: a\nadmin:\n  clientId: b\n'), executions],
      { ...unreadableFinding, found: 'line 3: duplicated mapping key' }],
    ['a key within a section stands twice', [holding('admin:\n  clientId: a\n  clientId: b\n'), executions],
      { ...unreadableFinding, found: 'line 3: duplicated mapping key' }],
    ['a tab indents a line', [holding('admin:\n\tclientId: a\n'), executions],
      { ...unreadableFinding, found: 'line 2: tab characters must not be used in indentation' }],
    ['a quote is not closed, and two services read the file',
      [holding('admin:\n  clientId: "a\nunion:\n  x: y\n'), executions, deployment('cluster', { configMaps: { executions: '/etc/config' }, secrets, command: unreadableCommand })],
      { ...unreadableFinding, found: 'line 3: deficient indentation' }],
    ['it is a text', [holding('admin, union\n'), executions], { ...unreadableFinding, found: 'no map of settings' }],
    ['only an init container reads it', [holding('a: 1\na: 2\n'), deployment('executions', {
      secrets, pod: { initContainers: [{ name: 'migrate', command: unreadableCommand, volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] }], volumes: [{ name: 'c', configMap: { name: 'executions' } }] },
    })], { ...unreadableFinding, found: 'line 2: duplicated mapping key' }, remedy(['    a: 1\n', ''])],
  ],
  says: { '': 'The service cannot read config.yaml of ConfigMap union-cp/executions: line 3: duplicated mapping key' },
  passes: [
    ['it is a map of settings', [holding('admin:\n  clientId: a\n'), executions]],
    ['the broken file is none that --config matches',
      [configMap('executions', { 'config.yaml': 'admin: {}\n', 'template.tpl': '{{ .x }\n\t- y' }), executions]],
  ],
  notApplicable: [
    ['another owner\'s workload reads it',
      [holding('a: 1\na: 2\n'), deployment('app', { configMaps: { executions: '/etc/config' }, command: ['app', '--config', '/etc/config/*.yaml'] })]],
    ['nothing reads it', [holding('a: 1\na: 2\n')]],
    ['the ConfigMap is not in the input', [executions]],
  ],
});
