import { defineRule } from '../engine/rule';
import { decidingAuthorizations } from '../model/authorization';
import { authorizerSettings } from '../running/cluster-looks';

const ADMINS = 'authorizer.bootstrap.adminUsers';

export const bootstrapAdminMissing = defineRule({
  id: 'bootstrap-admin-missing',
  severity: 'warning',
  area: 'authorization',
  title: 'Union\'s authorizer starts with one administrator at least.',
  symptom:
    'Everybody can sign in and nobody may see or start anything; no one can give roles in the console.',
  explanation: 'In Union mode people have the roles that an administrator gives them, and the first '
    + 'administrators come from bootstrap. Each goes by the sub of their tokens; an entry without one stands '
    + 'for nobody.',
  remediation: 'Name the first administrators in '
    + 'services.authorizer.configMap.authorizer.bootstrap.adminUsers: {name, subject}, the subject as the '
    + 'provider writes it (decode a token, or ask /me).',
  see: [authorizerSettings('adminUsers', 6, 'One subject at least.')],
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
          };
        }
      }
    }
  },
});
