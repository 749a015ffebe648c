import { slipOf } from '../../common/props/suggestion';
import type { Setting } from '../credentials/config-section';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

/** Source: OpenID Connect Core, sections 5.4 and 11. */
const STANDARD = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** The scopes of flyteadmins' sign-in that are spelled out. */
function subjectsOf(model: Model): Setting[] {
  return model.flyteadmins
    .filter(({ authEnabled }) => authEnabled)
    .flatMap(({ config }) => config.get('auth.userAuth.openId.scopes') ?? []);
}

export const openidScopeMissing = defineRule('openid-scope-missing', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and a list of scopes for the sign-in.',
  *check(subjects) {
    for (const { field, texts } of subjects) {
      const scopes = texts.flatMap((text) => text.split(/[\s,]+/));
      if (scopes.includes('openid')) {
        yield* misspelt(scopes).map(({ found, expected, scope }) => (
          { at: field, expected, found, headline: 'misspelt', values: { scope } }));
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
function misspelt(scopes: readonly string[]): { found: string; expected: string; scope: string }[] {
  return scopes.flatMap((found) => {
    const meant = STANDARD.includes(found) ? undefined : slipOf(found, STANDARD);
    return meant === undefined || found.startsWith(meant)
      ? []
      : [{ found, expected: `${meant}, as it is called`, scope: meant }];
  });
}
