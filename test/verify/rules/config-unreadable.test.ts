import { configUnreadable } from '../../../src/verify/rules/config-files';
import { configMap, deployment } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const command = ['cloudpropeller', 'serve', '--config', '/etc/config/*.yaml'];
const secrets = { 'union-controlplane-secrets': '/etc/secrets/union' };
const executions = deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, command });
const holding = (text: string, key = 'config.yaml') => configMap('executions', { [key]: text });
const finding = { object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]', expected: 'YAML that the service can read' };

testRule(configUnreadable, {
  fires: [
    ['a section stands twice', [holding('admin:\n  clientId: a\nadmin:\n  clientId: b\n'), executions],
      { ...finding, found: 'line 3: duplicated mapping key' }],
    ['a key within a section stands twice', [holding('admin:\n  clientId: a\n  clientId: b\n'), executions],
      { ...finding, found: 'line 3: duplicated mapping key' }],
    ['a tab indents a line', [holding('admin:\n\tclientId: a\n'), executions],
      { ...finding, found: 'line 2: tab characters must not be used in indentation' }],
    ['a quote is not closed, and two services read the file',
      [holding('admin:\n  clientId: "a\nunion:\n  x: y\n'), executions, deployment('cluster', { configMaps: { executions: '/etc/config' }, secrets, command })],
      { ...finding, found: 'line 3: deficient indentation' }],
    ['it is a text', [holding('admin, union\n'), executions], { ...finding, found: 'no map of settings' }],
    ['only an init container reads it', [holding('a: 1\na: 2\n'), deployment('executions', {
      secrets, pod: { initContainers: [{ name: 'migrate', command, volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] }], volumes: [{ name: 'c', configMap: { name: 'executions' } }] },
    })], { ...finding, found: 'line 2: duplicated mapping key' }, remedy(['    a: 1\n', ''])],
  ],
  passes: [
    ['it is a map of settings', [holding('admin:\n  clientId: a\n'), executions]],
    ['the broken file is none that --config matches',
      [configMap('executions', { 'config.yaml': 'admin: {}\n', 'template.tpl': '{{ .x }\n\t- y' }), executions]],
  ],
  notApplicable: [
    ['somebody else\'s workload reads it',
      [holding('a: 1\na: 2\n'), deployment('app', { configMaps: { executions: '/etc/config' }, command: ['app', '--config', '/etc/config/*.yaml'] })]],
    ['nothing reads it', [holding('a: 1\na: 2\n')]],
    ['the ConfigMap is not in the input', [executions]],
  ],
});
