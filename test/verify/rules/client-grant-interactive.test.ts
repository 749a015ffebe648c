import { clientGrantInteractive } from '../../../src/verify/rules/settings';
import { manifests } from '../_manifests';
import { service } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const admin = (rest: object) => manifests(...service('executions', { admin: { clientId: 'a', clientSecretLocation: '/etc/secrets/union/client_secret', ...rest } }));
const at = (field: string, line: string, found: string) => ({ object: 'v1/ConfigMap union-cp/executions', field: `data["config.yaml"]: ${field}`, line, expected: 'ClientSecret', found });

testRule(clientGrantInteractive, {
  fires: [
    ['an admin client opens a browser', admin({ authType: 'Pkce' }), at('admin.authType', 'authType: Pkce', 'Pkce')],
    ['its grant goes by its number', admin({ authType: 1 }), at('admin.authType', 'authType: 1', 'Pkce')],
    ['it prints a code', admin({ authType: 'DeviceFlow' }), at('admin.authType', 'authType: DeviceFlow', 'DeviceFlow')],
    ['union.auth does', service('executions', { union: { auth: { enable: true, type: 'Pkce' } } }), at('union.auth.type', 'type: Pkce', 'Pkce'),
      remedy(['Pkce', 'ClientSecret'])],
  ],
  passes: [
    ['it has a secret', admin({ authType: 'ClientSecret' })],
    ['it says nothing', admin({})],
    ['a command gives the token', admin({ authType: 'ExternalCommand', command: ['token'] })],
  ],
  notApplicable: [
    ['no service is a client', service('executions', { logger: {} })],
    ['the client is off', service('executions', { union: { auth: { enable: false, type: 'Pkce' } } })],
  ],
});
