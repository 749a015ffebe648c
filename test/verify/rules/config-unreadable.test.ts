import { configUnreadable } from '../../../src/verify/rules/config-files';
import { configMap, deployment, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const command = ['cloudpropeller', 'serve', '--config', '/etc/config/*.yaml'];
const secrets = { 'union-controlplane-secrets': '/etc/secrets/union' };
const executions = deployment('executions', { configMaps: { executions: '/etc/config' }, secrets, command });
const holding = (text: string, key = 'config.yaml') => configMap('executions', { [key]: text });
const finding = {
  object: 'v1/ConfigMap union-cp/executions', field: 'data["config.yaml"]', line: 'config.yaml: |', expected: 'YAML that the service can read',
};
const reason = 'No container of Union in the input reads a config file of a ConfigMap.';

testRule(configUnreadable, {
  fires: [
    { when: 'a section stands twice', input: manifests(holding('admin:\n  clientId: a\nadmin:\n  clientId: b\n'), executions), findings: [{ ...finding, found: 'line 3: duplicated mapping key' }] },
    { when: 'a key within a section stands twice', input: manifests(holding('admin:\n  clientId: a\n  clientId: b\n'), executions), findings: [{ ...finding, found: 'line 3: duplicated mapping key' }] },
    {
      when: 'a tab indents a line',
      input: manifests(holding('admin:\n\tclientId: a\n'), executions),
      findings: [{ ...finding, line: String.raw`config.yaml: "admin:\n\tclientId: a\n"`, found: 'line 2: tab characters must not be used in indentation' }],
    },
    { when: 'a quote is not closed, and two services read the file', input: manifests(holding('admin:\n  clientId: "a\nunion:\n  x: y\n'), executions, deployment('cluster', { configMaps: { executions: '/etc/config' }, secrets, command })), findings: [{ ...finding, found: 'line 3: deficient indentation' }] },
    { when: 'it is a text', input: manifests(holding('admin, union\n'), executions), findings: [{ ...finding, found: 'no map of settings' }] },
    {
      when: 'only an init container reads it',
      input: manifests(holding('a: 1\na: 2\n'), deployment('executions', {
        secrets, pod: { initContainers: [{ name: 'migrate', command, volumeMounts: [{ name: 'c', mountPath: '/etc/config' }] }], volumes: [{ name: 'c', configMap: { name: 'executions' } }] },
      })),
      findings: [{ ...finding, found: 'line 2: duplicated mapping key' }],
    },
  ],
  passes: [
    { when: 'it is a map of settings', input: manifests(holding('admin:\n  clientId: a\n'), executions) },
    { when: 'the broken file is none that --config matches', input: manifests(configMap('executions', { 'config.yaml': 'admin: {}\n', 'template.tpl': '{{ .x }\n\t- y' }), executions) },
  ],
  notApplicable: [
    { when: 'somebody else\'s workload reads it', input: manifests(holding('a: 1\na: 2\n'), deployment('app', { configMaps: { executions: '/etc/config' }, command: ['app', '--config', '/etc/config/*.yaml'] })), reason },
    { when: 'nothing reads it', input: manifests(holding('a: 1\na: 2\n')), reason },
    { when: 'the ConfigMap is not in the input', input: manifests(executions), reason },
  ],
});
