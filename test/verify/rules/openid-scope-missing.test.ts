import { openidScopeMissing } from '../../../src/verify/rules/settings';
import { manifests } from '../_manifests';
import { flyteadmin } from '../_planes';
import { remedy, testRule } from '../_rule-harness';

const requesting = (scopes: string[], useAuth = true) => manifests(...flyteadmin({ userAuth: { openId: { scopes } } }, { useAuth }));

testRule(openidScopeMissing, {
  fires: [
    ['only the profile is requested', requesting(['profile', 'email']),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'profile, email']],
    ['an empty list is requested', requesting([]),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'an empty list'],
      remedy(['scopes: []', 'scopes: [openid, profile]'])],
    ['an empty scope is requested', requesting(['', 'profile']),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.scopes', 'openid among the scopes', 'profile']],
    ['another scope is misspelt', requesting(['openid', 'offline_acess']),
      ['v1/ConfigMap union-cp/flyte-admin-base-config', 'data["server.yaml"]: auth.userAuth.openId.scopes', 'offline_access, as it is called', 'offline_acess'],
      remedy(['offline_acess', 'offline_access'])],
  ],
  passes: [
    ['a scope of the provider has a name like one of them', requesting(['openid', 'emails', 'offline', 'groups'])],
    ['it is among them', requesting(['profile', 'openid'])],
    ['they stand in one text', requesting(['openid profile'])],
    ['they stand in one text with commas', requesting(['profile, openid'])],
  ],
  notApplicable: [
    ['flyteadmin takes its own', flyteadmin({ userAuth: { openId: { clientId: 'web' } } })],
    ['authentication is off', requesting(['profile'], false)],
  ],
});
