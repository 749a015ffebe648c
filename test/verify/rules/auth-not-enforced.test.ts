import { authNotEnforced } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const started = (...command: string[]) => manifests(
  configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true } }, auth: { disableForHttp: true } } }),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, command }),
);
const file = (path: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: `data["server.yaml"]: ${path}`, expected: `no ${path}`, found: `${path}: true, so that any caller passes`,
});

testRule(authNotEnforced, {
  fires: [
    ['HTTP goes unauthenticated', flyteadmin({ auth: { disableForHttp: true } }), { ...file('auth.disableForHttp') },
      remedy(['      disableForHttp: true\n', ''])],
    ['gRPC goes unauthenticated, in another case', flyteadmin({ auth: { disableforgrpc: 'true' } }),
      { ...file('auth.disableforgrpc'), expected: 'no auth.disableForGrpc', found: 'auth.disableForGrpc: true, so that any caller passes' }],
    ['a flag says so',
      manifests(...flyteadmin()).replace(/name: flyteadmin\n( +)image/, 'name: flyteadmin\n$1args: [serve, --auth.disableForGrpc]\n$1image'),
      ['apps/v1/Deployment union-cp/flyteadmin', 'spec.template.spec.containers[0].args[1]', 'no auth.disableForGrpc',
        'auth.disableForGrpc: true, so that any caller passes']],
  ],
  passes: [
    ['nothing is said about it', flyteadmin()],
    ['it is switched off', flyteadmin({ auth: { disableForHttp: false, disableForGrpc: 'false' } })],
    ['a flag takes back what the file says', started('flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve', '--auth.disableForHttp=false')],
  ],
  notApplicable: [
    ['authentication is off', flyteadmin({ useAuth: false, auth: { disableForHttp: true } })],
    ['authentication is off by a flag', started('flyteadmin', '--server.security.useAuth=false')],
  ],
});
