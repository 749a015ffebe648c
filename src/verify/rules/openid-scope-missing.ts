import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { flyteadminLogs } from '../running/cluster-looks';
import { loginRedirect } from '../running/edge-looks';

/** The scopes of flyteadmins' sign-in that are spelled out. */
function subjectsOf(model: Model): Setting[] {
  return model.flyteadmins
    .filter(({ authEnabled }) => authEnabled)
    .flatMap(({ config }) => config.get('auth.userAuth.openId.scopes') ?? []);
}

export const openidScopeMissing = defineRule({
  id: 'openid-scope-missing',
  severity: 'error',
  area: 'browser login',
  title: 'The sign-in requests the scope openid.',
  symptom: 'Sign-in ends at /callback with 401 or 403; flyteadmin logs that the token has no id_token.',
  explanation: 'Only with openid is it a sign-in of OpenID Connect, at which the provider issues an ID token '
    + '(OpenID Connect Core, section 3.1.2.1). A list replaces flyteadmin\'s default, openid and profile, as '
    + 'a whole.',
  remediation: 'Put openid into auth.userAuth.openId.scopes, beside profile and what else you request.',
  see: [
    loginRedirect('The scope in the URL must hold openid.'),
    flyteadminLogs('id_token', 'It says that there is none.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and a list of scopes for the sign-in.',
  *check(subjects) {
    for (const { field, texts } of subjects) {
      if (!texts.flatMap((text) => text.split(/[\s,]+/)).includes('openid')) {
        yield {
          at: field,
          expected: 'openid among the scopes',
          found: texts.filter(Boolean).join(', ') || 'an empty list',
        };
      }
    }
  },
});
