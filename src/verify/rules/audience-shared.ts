import { sharedAudience } from '../../contract/providers/known-providers';
import { defineRule } from '../engine/rule';
import { trustsProvider } from '../model/counterparts';

export const audienceShared = defineRule('audience-shared', {
  subjects: (model) =>
    model.flyteadmins.filter((flyteadmin) => trustsProvider(flyteadmin) && flyteadmin.audiences.length > 0),
  notApplicable: 'No flyteadmin in the input lists audiences of a provider\'s tokens.',
  *check(subjects) {
    for (const { config, audiences } of subjects) {
      for (const audience of audiences) {
        const why = sharedAudience(audience);
        if (why !== undefined) {
          yield {
            at: config.fieldFor('auth.appAuth.externalAuthServer.allowedAudience'),
            expected: 'an audience that only tokens for this deployment have',
            found: `${audience}: ${why}`,
            values: { audience },
          };
        }
      }
    }
  },
});
