import { authNotEnforced } from '../../../src/verify/rules/settings';
import { configMap, deployment, manifests } from '../_manifests';
import { testRule } from '../_rule-harness';
import { flyteadmin } from '../_union';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true.';
const started = (...command: string[]) => manifests(
  configMap('flyte-admin-base-config', { 'server.yaml': { server: { security: { useAuth: true } }, auth: { disableForHttp: true } } }),
  deployment('flyteadmin', { configMaps: { 'flyte-admin-base-config': '/etc/flyte/config' }, command }),
);
const file = (path: string) => ({
  object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: `data["server.yaml"]: ${path}`, expected: `no ${path}`, found: `${path}: true, so that anybody passes`,
});

testRule(authNotEnforced, {
  fires: [
    {
      when: 'HTTP goes unauthenticated',
      input: manifests(...flyteadmin({ auth: { disableForHttp: true } })),
      findings: [{ ...file('auth.disableForHttp'), line: 'disableForHttp: true' }],
    },
    {
      when: 'gRPC goes unauthenticated, in another case',
      input: manifests(...flyteadmin({ auth: { disableforgrpc: 'true' } })),
      findings: [{ ...file('auth.disableforgrpc'), line: 'disableforgrpc: "true"', expected: 'no auth.disableForGrpc', found: 'auth.disableForGrpc: true, so that anybody passes' }],
    },
    {
      when: 'a flag says so',
      input: manifests(...flyteadmin()).replace(/name: flyteadmin\n( +)image/, 'name: flyteadmin\n$1args: [serve, --auth.disableForGrpc]\n$1image'),
      findings: [{
        object: 'apps/v1/Deployment union-cp/flyteadmin',
        field: 'spec.template.spec.containers[0].args[1]',
        line: 'args: [serve, --auth.disableForGrpc]',
        expected: 'no auth.disableForGrpc',
        found: 'auth.disableForGrpc: true, so that anybody passes',
      }],
    },
  ],
  passes: [
    { when: 'nothing is said about it', input: manifests(...flyteadmin()) },
    { when: 'it is switched off', input: manifests(...flyteadmin({ auth: { disableForHttp: false, disableForGrpc: 'false' } })) },
    { when: 'a flag takes back what the file says', input: started('flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'serve', '--auth.disableForHttp=false') },
  ],
  notApplicable: [
    { when: 'authentication is off', input: manifests(...flyteadmin({ useAuth: false, auth: { disableForHttp: true } })), reason: NOT_APPLICABLE },
    { when: 'authentication is off by a flag', input: started('flyteadmin', '--server.security.useAuth=false'), reason: NOT_APPLICABLE },
  ],
});
