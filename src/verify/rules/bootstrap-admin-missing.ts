import { defineRule } from '../engine/rule';
import { decidingAuthorizations } from '../model/authorization';

const ADMINS = 'authorizer.bootstrap.adminUsers';

export const bootstrapAdminMissing = defineRule('bootstrap-admin-missing', {
  subjects: (model) => decidingAuthorizations(model, 'Union').filter(({ authorizer }) => authorizer.complete),
  notApplicable: 'The input shows no authorizer in Union mode.',
  *check(subjects) {
    for (const { authorizer, admins } of subjects) {
      if (admins.length === 0) {
        yield { at: authorizer.fieldFor(ADMINS), expected: 'an administrator', found: 'none' };
      }
      for (const admin of admins) {
        if (!admin.subject) {
          yield {
            at: admin.field('subject'),
            expected: "the subject of the administrator's tokens",
            found: 'none',
            headline: 'subject',
          };
        }
      }
    }
  },
});
