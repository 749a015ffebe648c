import { defineRule } from '../engine/rule';
import { unlistedClaims } from '../model/unlisted-claims';

export const claimHeaderSpoofable = defineRule('claim-header-spoofable', {
  subjects: (model) => unlistedClaims(model).filter(({ at }) => at !== undefined),
  notApplicable:
    'No guard before a route to a Union service in the input says which headers it sets, together with the '
    + 'controller that may take others away.',
  *check(subjects) {
    for (const { at, reaching } of subjects) {
      if (reaching.length > 0) {
        yield {
          at: at!,
          expected: `${reaching.join(', ')} taken from the request, whatever their names`,
          found: 'what the caller sends, where no list has the name',
        };
      }
    }
  },
});
