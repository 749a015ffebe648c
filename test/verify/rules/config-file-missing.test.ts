import { configFileMissing } from '../../../src/verify/rules/config-files';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const secrets = { 'union-controlplane-secrets': '/etc/secrets/union' };
const command = (...config: string[]) => ['cloudpropeller', 'serve', ...config];
const service = (name: string, props: DeploymentProps = {}) =>
  deployment(name, { configMaps: { [name]: '/etc/config' }, secrets, command: command('--config', '/etc/config/*.yaml'), ...props });
const files = (name: string, keys = ['config.yaml'], namespace?: string) => configMap(name, Object.fromEntries(keys.map((key) => [key, 'admin: {}\n'])), namespace);
const mounting = (mount: object, volume: object = {}) => service('executions', {
  container: { volumeMounts: [{ name: 'c', mountPath: '/etc/config', ...mount }] }, pod: { volumes: [{ name: 'c', configMap: { name: 'executions', ...volume } }] },
});
const finding = {
  object: 'apps/v1/Deployment union-cp/executions',
  field: 'spec.template.spec.containers[0]',
  expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/executions, container executions',
};
const volume = { ...finding, field: 'spec.template.spec.volumes[0].configMap' };
const others = [files('cluster'), service('cluster')];

testRule(configFileMissing, {
  fires: [
    ['the file has another ending', [files('executions', ['config.yml']), service('executions')],
      { ...finding, found: 'only /etc/config/config.yml' }],
    ['the pattern names another directory', [files('executions'), service('executions', { command: command('--config=/etc/configs/*.yaml') })],
      { ...finding, expected: finding.expected.replace('config/', 'configs/'), found: 'no mount that covers the directory' }],
    ['the pattern names the directory above', [files('executions'), service('executions', { command: command('--config=/etc/*.yaml') })],
      { ...finding, expected: finding.expected.replace('config/', ''), found: 'only /etc/config/config.yaml' }],
    ['a further file with settings has another ending',
      [configMap('executions', { 'db.yaml': 'database: {}', 'server.yml': 'union: { auth: { enable: true } }', 'notes.yml': 'a: 1' }), service('executions')],
      ['v1/ConfigMap union-cp/executions', 'data["server.yml"]', `a name that ${finding.expected.replace(' in ', ' of ')} matches`,
        '/etc/config/server.yml, which nothing reads']],
    ['the flag is forgotten, beside services that have it',
      [...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), service('executions', { command: command() })],
      { ...finding, found: 'no --config, so that /etc/config/config.yaml is not read' }],
    ['subPath names another key', [files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'conf.yaml' })],
      [finding.object, 'spec.template.spec.containers[0].volumeMounts[0].subPath', 'one of its keys: config.yaml', 'conf.yaml']],
    ['items names a key that is not there', [files('executions'), mounting({}, { items: [{ key: 'conf.yaml', path: 'config.yaml' }] })],
      { ...volume, found: 'ConfigMap executions without the key conf.yaml' }],
    ['the volume is not declared', [files('executions'), mounting({ name: 'd' })],
      { ...finding, field: 'spec.template.spec.containers[0].volumeMounts[0]', found: 'a mount of the volume d, which the pod does not declare' },
      remedy(['name: d\n', 'name: c\n'])],
    ['a ConfigMap is in another namespace that a service mounts beside its own',
      [files('executions'), files('more', undefined, 'default'), service('executions', { configMaps: { executions: '/etc/config', more: '/etc/union/more' } })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.volumes[1].configMap', 'the ConfigMap more',
        'more, which is not there, but in namespace default']],
    ['a variable is of a key that is not there',
      [files('executions'), service('executions', { env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'executions', key: 'mode' } } }] })],
      ['apps/v1/Deployment union-cp/executions', 'spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key', 'one of its keys: config.yaml', 'mode']],
    ['a further volume has a slip of a ConfigMap that is there',
      [files('executions'), files('executions-private'), mounting({}), deployment('cluster', { pod: { volumes: [{ name: 'p', configMap: { name: 'executions-prviate' } }] } })],
      ['apps/v1/Deployment union-cp/cluster', 'spec.template.spec.volumes[0].configMap', 'the ConfigMap executions-private',
        'executions-prviate, which the input does not have, so that the pod waits for it']],
    ['a further volume has the same slip as that of --config in another namespace',
      [
        files('executions'), files('executions', undefined, 'union-cp-2'),
        service('executions', { namespace: 'union-cp-2' }), service('cluster', { namespace: 'union-cp-2', configMaps: { executoins: '/etc/config' } }),
        service('usage', { configMaps: { executions: '/etc/config' }, pod: { volumes: ['executions', 'executoins'].map((name) => ({ name, configMap: { name } })) } }),
      ], { ...volume, object: 'apps/v1/Deployment union-cp-2/cluster', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp-2/cluster, container cluster', found: 'no ConfigMap executoins in the input' },
      { ...volume, field: 'spec.template.spec.volumes[1].configMap', object: 'apps/v1/Deployment union-cp/usage', expected: 'the ConfigMap executions', found: 'executoins, which the input does not have, so that the pod waits for it' }],
    ['the ConfigMap is not there, beside that of another service', [...others, service('executions')],
      { ...volume, found: 'no ConfigMap executions in the input' }],
    ['the ConfigMap lies in another namespace, and two services read it',
      [...others, files('executions', undefined, 'union'), service('executions'), service('usage', { configMaps: { executions: '/etc/config' } })],
      { ...volume, expected: `${volume.expected} and 1 more`, found: 'ConfigMap executions, which is not there, but in namespace union' }],
    ['the file is empty', [configMap('executions', { 'config.yaml': '# nothing\n' }), service('executions')],
      { ...finding, found: 'only empty files' }],
    ['the path stands without --config', [files('executions'), service('executions', { command: command('/etc/config/*.yaml') })],
      { ...finding, found: 'a command line with --config and no path, or a path and no --config' }],
    ['--config stands without a path', [files('executions'), service('executions', { command: command('--config') })],
      { ...finding, expected: finding.expected.replace('/etc/config/*.yaml', '--config'), found: 'a command line with --config and no path, or a path and no --config' }],
    ['the ConfigMaps of two services are not there', [...others, service('executions'), service('usage')],
      { ...volume, found: 'no ConfigMap executions in the input' },
      { ...volume, object: 'apps/v1/Deployment union-cp/usage', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage', found: 'no ConfigMap usage in the input' }],
    ['the files of two services have another ending',
      [files('executions', ['config.yml']), service('executions'), files('usage', ['a.yml', 'b.yml']), service('usage')],
      { ...finding, found: 'only /etc/config/config.yml' },
      { ...finding, object: 'apps/v1/Deployment union-cp/usage', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage', found: 'only /etc/config/a.yml, /etc/config/b.yml' }],
  ],
  passes: [
    ['an image finds its files by itself',
      [...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), service('executions', { command: [] })]],
    ['only another namespace shows its ConfigMaps',
      [files('cluster', undefined, 'other-cp'), service('cluster', { namespace: 'other-cp' }), service('executions')]],
    ['the files are there', [files('executions'), service('executions')]],
    ['items gives the file its name', [files('executions', ['config']), mounting({}, { items: [{ key: 'config', path: 'config.yaml' }] })]],
    ['subPath shows one file', [files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'config.yaml' })]],
    ['the pattern leaves the directory open', [files('executions'), service('executions', { command: command('--config', '/etc/*/*.yaml') })]],
    ['a further ConfigMap beside the file comes from elsewhere',
      [files('executions'), service('executions', { configMaps: {}, pod: { volumes: [{ name: 'c', projected: { sources: [{ configMap: { name: 'executions' } }, { configMap: { name: 'more' } }] } }] }, container: { volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] } })]],
  ],
  notApplicable: [
    ['no ConfigMap is in the input', [service('executions'), service('cluster')]],
    ['an agent injects the files',
      [deployment('executions', { secrets, command: command('--config', '/vault/*.yaml'), pod: { volumes: [{ name: 'v', csi: { driver: 'x' } }] }, container: { volumeMounts: [{ name: 'v', mountPath: '/vault' }] } })]],
    ['the config comes from a Secret', [service('executions', { configMaps: {}, secrets: { ...secrets, executions: '/etc/config' } })]],
    ['somebody else\'s workload lacks them', [deployment('app', { command: ['app', '--config', '/etc/app/*.yaml'] })]],
  ],
});

test('templates that are mounted beside the config are not read as such', () => {
  const text = manifests(
    configMap('templates', { 'quota.yaml': 'limit: {{ limit }}\n  cpu' }), files('executions'),
    service('executions', { configMaps: { executions: '/etc/config', templates: '/etc/templates' } }),
  );
  expect(verify([{ name: 'in.yaml', text }]).notices).toEqual([]);
});
