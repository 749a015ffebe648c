import { configFileMissing } from '../../../src/verify/rules/config-files';
import { verify } from '../../../src/verify/verify';
import { configMap, deployment, DeploymentProps, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

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
  line: 'name: executions',
  expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/executions, container executions',
};
const volume = { ...finding, field: 'spec.template.spec.volumes[0].configMap', line: 'configMap:' };
const reason = 'No container of Union in the input names its config files with --config, or the input shows no ConfigMap.';
const others = [files('cluster'), service('cluster')];

testRule(configFileMissing, {
  fires: [
    { when: 'the file has another ending', input: manifests(files('executions', ['config.yml']), service('executions')), findings: [{ ...finding, found: 'only /etc/config/config.yml' }] },
    {
      when: 'the pattern names another directory',
      input: manifests(files('executions'), service('executions', { command: command('--config=/etc/configs/*.yaml') })),
      findings: [{ ...finding, expected: finding.expected.replace('config/', 'configs/'), found: 'no mount that covers the directory' }],
    },
    {
      when: 'the pattern names the directory above',
      input: manifests(files('executions'), service('executions', { command: command('--config=/etc/*.yaml') })),
      findings: [{ ...finding, expected: finding.expected.replace('config/', ''), found: 'only /etc/config/config.yaml' }],
    },
    {
      when: 'a further file with settings has another ending',
      input: manifests(configMap('executions', { 'db.yaml': 'database: {}', 'server.yml': 'union: { auth: { enable: true } }', 'notes.yml': 'a: 1' }), service('executions')),
      findings: [{
        object: 'v1/ConfigMap union-cp/executions',
        field: 'data["server.yml"]',
        line: 'server.yml: "union: { auth: { enable: true } }"',
        expected: `a name that ${finding.expected.replace(' in ', ' of ')} matches`,
        found: '/etc/config/server.yml, which nothing reads',
      }],
    },
    {
      when: 'the flag is forgotten, beside services that have it',
      input: manifests(...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), service('executions', { command: command() })),
      findings: [{ ...finding, found: 'no --config, so that /etc/config/config.yaml is not read' }],
    },
    { when: 'subPath names another key', input: manifests(files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'conf.yaml' })), findings: [{ object: finding.object, field: 'spec.template.spec.containers[0].volumeMounts[0].subPath', line: 'subPath: conf.yaml', expected: 'one of its keys: config.yaml', found: 'conf.yaml' }] },
    { when: 'items names a key that is not there', input: manifests(files('executions'), mounting({}, { items: [{ key: 'conf.yaml', path: 'config.yaml' }] })), findings: [{ ...volume, found: 'ConfigMap executions without the key conf.yaml' }] },
    { when: 'the volume is not declared', input: manifests(files('executions'), mounting({ name: 'd' })), findings: [{ ...finding, field: 'spec.template.spec.containers[0].volumeMounts[0]', line: 'name: d', found: 'a mount of the volume d, which the pod does not declare' }] },
    {
      when: 'a ConfigMap is in another namespace that a service mounts beside its own',
      input: manifests(files('executions'), files('more', undefined, 'default'), service('executions', { configMaps: { executions: '/etc/config', more: '/etc/union/more' } })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.volumes[1].configMap', line: 'configMap:', expected: 'the ConfigMap more', found: 'more, which is not there, but in namespace default',
      }],
    },
    {
      when: 'a variable is of a key that is not there',
      input: manifests(files('executions'), service('executions', { env: [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'executions', key: 'mode' } } }] })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/executions', field: 'spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.key', line: 'key: mode', expected: 'one of its keys: config.yaml', found: 'mode',
      }],
    },
    {
      when: 'a further volume has a slip of a ConfigMap that is there',
      input: manifests(files('executions'), files('executions-private'), mounting({}), deployment('cluster', { pod: { volumes: [{ name: 'p', configMap: { name: 'executions-prviate' } }] } })),
      findings: [{
        object: 'apps/v1/Deployment union-cp/cluster',
        field: 'spec.template.spec.volumes[0].configMap',
        line: 'configMap:',
        expected: 'the ConfigMap executions-private',
        found: 'executions-prviate, which the input does not have, so that the pod waits for it',
      }],
    },
    {
      when: 'a further volume has the same slip as that of --config in another namespace',
      input: manifests(
        files('executions'), files('executions', undefined, 'union-cp-2'),
        service('executions', { namespace: 'union-cp-2' }), service('cluster', { namespace: 'union-cp-2', configMaps: { executoins: '/etc/config' } }),
        service('usage', { configMaps: { executions: '/etc/config' }, pod: { volumes: ['executions', 'executoins'].map((name) => ({ name, configMap: { name } })) } }),
      ),
      findings: [
        { ...volume, object: 'apps/v1/Deployment union-cp-2/cluster', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp-2/cluster, container cluster', found: 'no ConfigMap executoins in the input' },
        { ...volume, field: 'spec.template.spec.volumes[1].configMap', object: 'apps/v1/Deployment union-cp/usage', expected: 'the ConfigMap executions', found: 'executoins, which the input does not have, so that the pod waits for it' },
      ],
    },
    { when: 'the ConfigMap is not there, beside that of another service', input: manifests(...others, service('executions')), findings: [{ ...volume, found: 'no ConfigMap executions in the input' }] },
    {
      when: 'the ConfigMap lies in another namespace, and two services read it',
      input: manifests(...others, files('executions', undefined, 'union'), service('executions'), service('usage', { configMaps: { executions: '/etc/config' } })),
      findings: [{ ...volume, expected: `${volume.expected} and 1 more`, found: 'ConfigMap executions, which is not there, but in namespace union' }],
    },
    { when: 'the file is empty', input: manifests(configMap('executions', { 'config.yaml': '# nothing\n' }), service('executions')), findings: [{ ...finding, found: 'only empty files' }] },
    {
      when: 'the path stands without --config',
      input: manifests(files('executions'), service('executions', { command: command('/etc/config/*.yaml') })),
      findings: [{ ...finding, found: 'a command line with --config and no path, or a path and no --config' }],
    },
    {
      when: '--config stands without a path',
      input: manifests(files('executions'), service('executions', { command: command('--config') })),
      findings: [{ ...finding, expected: finding.expected.replace('/etc/config/*.yaml', '--config'), found: 'a command line with --config and no path, or a path and no --config' }],
    },
    {
      when: 'the ConfigMaps of two services are not there',
      input: manifests(...others, service('executions'), service('usage')),
      findings: [
        { ...volume, found: 'no ConfigMap executions in the input' },
        { ...volume, object: 'apps/v1/Deployment union-cp/usage', expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage', found: 'no ConfigMap usage in the input' },
      ],
    },
    {
      when: 'the files of two services have another ending',
      input: manifests(files('executions', ['config.yml']), service('executions'), files('usage', ['a.yml', 'b.yml']), service('usage')),
      findings: [
        { ...finding, found: 'only /etc/config/config.yml' },
        {
          ...finding,
          object: 'apps/v1/Deployment union-cp/usage',
          line: 'name: usage',
          expected: '/etc/config/*.yaml in apps/v1/Deployment union-cp/usage, container usage',
          found: 'only /etc/config/a.yml, /etc/config/b.yml',
        },
      ],
    },
  ],
  passes: [
    {
      when: 'an image finds its files by itself',
      input: manifests(...others, configMap('executions', { 'config.yaml': 'union: { auth: { enable: true } }' }), service('executions', { command: [] })),
    },
    { when: 'only another namespace shows its ConfigMaps', input: manifests(files('cluster', undefined, 'other-cp'), service('cluster', { namespace: 'other-cp' }), service('executions')) },
    { when: 'the files are there', input: manifests(files('executions'), service('executions')) },
    { when: 'items gives the file its name', input: manifests(files('executions', ['config']), mounting({}, { items: [{ key: 'config', path: 'config.yaml' }] })) },
    { when: 'subPath shows one file', input: manifests(files('executions'), mounting({ mountPath: '/etc/config/config.yaml', subPath: 'config.yaml' })) },
    { when: 'the pattern leaves the directory open', input: manifests(files('executions'), service('executions', { command: command('--config', '/etc/*/*.yaml') })) },
    {
      when: 'a further ConfigMap beside the file comes from elsewhere',
      input: manifests(files('executions'), service('executions', { configMaps: {}, pod: { volumes: [{ name: 'c', projected: { sources: [{ configMap: { name: 'executions' } }, { configMap: { name: 'more' } }] } }] }, container: { volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] } })),
    },
  ],
  notApplicable: [
    { when: 'no ConfigMap is in the input', input: manifests(service('executions'), service('cluster')), reason },
    { when: 'an agent injects the files', input: manifests(deployment('executions', { secrets, command: command('--config', '/vault/*.yaml'), pod: { volumes: [{ name: 'v', csi: { driver: 'x' } }] }, container: { volumeMounts: [{ name: 'v', mountPath: '/vault' }] } })), reason },
    { when: 'the config comes from a Secret', input: manifests(service('executions', { configMaps: {}, secrets: { ...secrets, executions: '/etc/config' } })), reason },
    { when: 'somebody else\'s workload lacks them', input: manifests(deployment('app', { command: ['app', '--config', '/etc/app/*.yaml'] })), reason },
  ],
});

test('templates that are mounted beside the config are not read as such', () => {
  const text = manifests(
    configMap('templates', { 'quota.yaml': 'limit: {{ limit }}\n  cpu' }), files('executions'),
    service('executions', { configMaps: { executions: '/etc/config', templates: '/etc/templates' } }),
  );
  expect(verify([{ name: 'in.yaml', text }]).notices).toEqual([]);
});
