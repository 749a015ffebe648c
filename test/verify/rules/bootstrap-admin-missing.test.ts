import { bootstrapAdminMissing } from '../../../src/verify/rules/accounts';
import { asking, authorizer } from '../_authorization';
import { manifests } from '../_manifests';
import { testRule } from '../_rule-harness';

const REASON = 'The input shows no authorizer in Union mode.';
const admins = (adminUsers: unknown, type = 'Union') => manifests(...authorizer({ type, bootstrap: { adminUsers } }));
const at = (key: string, line: string, expected: string) => [{ object: 'v1/ConfigMap union-cp/authorizer', field: `data["config.yaml"]: authorizer.bootstrap.adminUsers${key}`, line, expected, found: 'none' }] as const;
const SUBJECT = 'the subject of the administrator\'s tokens';

testRule(bootstrapAdminMissing, {
  fires: [
    { when: 'there is no administrator', input: admins([]), findings: at('', 'adminUsers: []', 'an administrator') },
    { when: 'the list is empty in another way', input: admins(null), findings: at('', 'adminUsers: null', 'an administrator') },
    { when: 'an administrator has no subject', input: admins([{ name: 'Ada' }]), findings: at('[0]', 'name: Ada', SUBJECT) },
    { when: 'the subject is empty', input: admins([{ name: 'Ada', subject: ' ' }]), findings: at('[0].subject', 'subject: " "', SUBJECT) },
  ],
  passes: [
    { when: 'there is one', input: manifests(...authorizer()) },
    { when: 'the entry is the subject', input: admins(['00u-ada']) },
  ],
  notApplicable: [
    { when: 'nobody is refused', input: admins([], 'Noop'), reason: REASON },
    { when: 'an external server decides', input: admins([], 'External'), reason: REASON },
    { when: 'there is no authorizer', input: manifests(...asking()), reason: REASON },
  ],
});
