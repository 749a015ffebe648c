import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

/** Without a default that any provider would know. */
const SETTINGS = ['auth.userAuth.openId.baseUrl', 'auth.userAuth.openId.clientId'];

/** The flyteadmins that authenticate, and whose config is wholly in the input. */
function subjectsOf(model: Model): Flyteadmin[] {
  return model.flyteadmins.filter(({ authEnabled, config }) => authEnabled && config.complete);
}

export const relyingPartyIncomplete = defineRule('relying-party-incomplete', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin with useAuth: true in the input shows its whole config.',
  *check(subjects) {
    for (const { config } of subjects) {
      const missing = SETTINGS.filter((setting) => config.get(setting) === undefined);
      if (missing.length > 0) {
        yield {
          at: config.fieldFor('auth.userAuth.openId'),
          expected: missing.join(' and '),
          found: 'none',
          values: { missing: missing.join(' and ') },
        };
      }
    }
  },
});
