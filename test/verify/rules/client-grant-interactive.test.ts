import { clientGrantInteractive } from '../../../src/verify/rules/settings';
import { manifests } from '../_manifests';
import { service } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No service in the input authenticates as a client.';
const admin = (rest: object) => manifests(...service('executions', { admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', ...rest } }));
const at = (field: string, line: string, found: string) => ({ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected: 'ClientSecret', found });

testRule(clientGrantInteractive, {
  fires: [
    { when: 'an admin client opens a browser', input: admin({ authType: 'Pkce' }), findings: [at('admin.authType', 'authType: Pkce', 'Pkce')] },
    { when: 'its grant goes by its number', input: admin({ authType: 1 }), findings: [at('admin.authType', 'authType: 1', 'Pkce')] },
    { when: 'it prints a code', input: admin({ authType: 'DeviceFlow' }), findings: [at('admin.authType', 'authType: DeviceFlow', 'DeviceFlow')] },
    { when: 'union.auth does', input: manifests(...service('executions', { union: { auth: { enable: true, type: 'Pkce' } } })), findings: [at('union.auth.type', 'type: Pkce', 'Pkce')] },
  ],
  passes: [
    { when: 'it has a secret', input: admin({ authType: 'ClientSecret' }) },
    { when: 'it says nothing', input: admin({}) },
    { when: 'a command gives the token', input: admin({ authType: 'ExternalCommand', command: ['token'] }) },
  ],
  notApplicable: [
    { when: 'no service is a client', input: manifests(...service('executions', { logger: {} })), reason: NOT_APPLICABLE },
    { when: 'the client is off', input: manifests(...service('executions', { union: { auth: { enable: false, type: 'Pkce' } } })), reason: NOT_APPLICABLE },
  ],
});
