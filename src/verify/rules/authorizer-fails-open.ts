import { defineRule } from '../engine/rule';
import { decidingAuthorizations } from '../model/authorization';

const FAIL_OPEN = 'authorizer.externalClient.failOpen';

export const authorizerFailsOpen = defineRule('authorizer-fails-open', {
  subjects: (model) => decidingAuthorizations(model, 'External'),
  notApplicable: 'The input shows no authorizer that asks an external server.',
  *check(subjects) {
    for (const { authorizer } of subjects) {
      const failOpen = authorizer.get(FAIL_OPEN);
      if (failOpen?.flag === true) {
        yield { at: failOpen.field, expected: 'false', found: 'true' };
      }
    }
  },
});
