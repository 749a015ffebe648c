import { bootstrapAdminMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer } from '../_authorization';
import { manifests } from '../_manifests';
import { remedy, testRule } from '../_rule-harness';

const admins = (adminUsers: unknown, type = 'Union') => manifests(...authorizer({ type, bootstrap: { adminUsers } }));
const at = (key: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.adminUsers${key}`, line, expected, found: 'none' }] as const;
const SUBJECT = 'the subject of the administrator\'s tokens';

testRule(bootstrapAdminMissing, {
  fires: [
    ['there is no administrator', admins([]), ...at('', 'adminUsers: []', 'an administrator'),
      remedy(['adminUsers: []', 'adminUsers: [{ name: Ada, subject: 00u-ada }]'])],
    ['the list is empty in another way', admins(null), ...at('', 'adminUsers: null', 'an administrator')],
    ['an administrator has no subject', admins([{ name: 'Ada' }]), ...at('[0]', 'name: Ada', SUBJECT)],
    ['the subject is empty', admins([{ name: 'Ada', subject: ' ' }]), ...at('[0].subject', 'subject: " "', SUBJECT)],
  ],
  passes: [['there is one', authorizer()], ['the entry is the subject', admins(['00u-ada'])]],
  notApplicable: [
    ['nobody is refused', admins([], 'Noop')],
    ['an external server decides', admins([], 'External')],
    ['there is no authorizer', asking()],
  ],
});
