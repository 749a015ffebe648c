import { openidScopeMissing } from '../../../src/verify/rules/settings';
import { manifests } from '../_manifests';
import { flyteadmin } from '../_planes';
import { testRule } from '../_rule-harness';

const NOT_APPLICABLE = 'No flyteadmin in the input has useAuth: true and a list of scopes for the sign-in.';
const requesting = (scopes: string[], useAuth = true) => manifests(...flyteadmin({ userAuth: { openId: { scopes } } }, { useAuth }));

testRule(openidScopeMissing, {
  fires: [
    {
      when: 'only the profile is requested',
      input: requesting(['profile', 'email']),
      findings: [{
        object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.openId.scopes', line: 'scopes:', expected: 'openid among the scopes', found: 'profile, email',
      }],
    },
    ...([[[], 'scopes: []', 'an empty list'], [['', 'profile'], 'scopes:', 'profile']] as const).map(([scopes, line, found]) => ({
      when: `what is requested is ${JSON.stringify(scopes)}`,
      input: requesting([...scopes]),
      findings: [{ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.openId.scopes', line, expected: 'openid among the scopes', found }] as const,
    })),
    {
      when: 'another scope is misspelt',
      input: requesting(['openid', 'offline_acess']),
      findings: [{ object: 'v1/ConfigMap union-cp/flyte-admin-base-config', field: 'data["server.yaml"]: auth.userAuth.openId.scopes', line: 'scopes:', expected: 'offline_access, as it is called', found: 'offline_acess' }],
      remedy: [['offline_acess', 'offline_access']],
    },
  ],
  passes: [
    { when: 'a scope of the provider has a name like one of them', input: requesting(['openid', 'emails', 'offline', 'groups']) },
    { when: 'it is among them', input: requesting(['profile', 'openid']) },
    { when: 'they stand in one text', input: requesting(['openid profile']) },
    { when: 'they stand in one text with commas', input: requesting(['profile, openid']) },
  ],
  notApplicable: [
    { when: 'flyteadmin takes its own', input: manifests(...flyteadmin({ userAuth: { openId: { clientId: 'web' } } })), reason: NOT_APPLICABLE },
    { when: 'authentication is off', input: requesting(['profile'], false), reason: NOT_APPLICABLE },
  ],
});
