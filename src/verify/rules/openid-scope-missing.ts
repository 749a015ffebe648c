import { slipOf } from '../../common/props/suggestion';
import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { flyteadminLogs } from '../running/cluster-looks';
import { loginRedirect } from '../running/edge-looks';

/** Source: OpenID Connect Core, sections 5.4 and 11. */
const STANDARD = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

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
  title: 'The sign-in requests the scope openid, and scopes of OpenID Connect by their names.',
  symptom: 'Sign-in ends at /callback with 401 or 403; flyteadmin logs that the token has no id_token. '
    + 'Of a misspelt scope the provider says invalid_scope, or nobody hears: people are signed out when the '
    + 'access token ends.',
  explanation: 'Only with openid is it a sign-in of OpenID Connect, at which the provider issues an ID token '
    + '(OpenID Connect Core, section 3.1.2.1). A list replaces flyteadmin\'s default, openid and profile, as '
    + 'a whole. A scope that a provider does not know it refuses (Okta, Keycloak, Entra ID) or passes over.',
  remediation: 'Put openid into auth.userAuth.openId.scopes, beside profile and what else you request, and '
    + 'write each as the finding spells it.',
  see: [
    loginRedirect('The scope in the URL must hold openid.'),
    flyteadminLogs('id_token', 'It says that there is none.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and a list of scopes for the sign-in.',
  *check(subjects) {
    for (const { field, texts } of subjects) {
      const scopes = texts.flatMap((text) => text.split(/[\s,]+/));
      if (scopes.includes('openid')) {
        yield* misspelt(scopes).map(({ found, expected }) => ({ at: field, expected, found }));
      } else {
        yield {
          at: field,
          expected: 'openid among the scopes',
          found: texts.filter(Boolean).join(', ') || 'an empty list',
        };
      }
    }
  },
});

/** A longer name may be a scope of the provider's own. */
function misspelt(scopes: readonly string[]): { found: string; expected: string }[] {
  return scopes.flatMap((found) => {
    const meant = STANDARD.includes(found) ? undefined : slipOf(found, STANDARD);
    return meant === undefined || found.startsWith(meant)
      ? []
      : [{ found, expected: `${meant}, as it is called` }];
  });
}
