import { defineRule } from '../engine/rule';
import { decidingAuthorizations } from '../model/authorization';
import { settings } from '../running/cluster-looks';

const FAIL_OPEN = 'authorizer.externalClient.failOpen';

export const authorizerFailsOpen = defineRule({
  id: 'authorizer-fails-open',
  severity: 'warning',
  area: 'authorization',
  title: 'Nobody is let in because the server that decides cannot be reached.',
  symptom: 'Everybody may do everything while the external authorization server is down or slow; nothing but '
    + 'a metric (external:fail_open_activated) says so.',
  explanation: 'With failOpen the authorizer allows what it could not ask about. Whoever can keep the server '
    + 'from answering has every right.',
  remediation:
    'Remove externalClient.failOpen, or suppress this finding with the reason why availability goes before '
      + 'it.',
  see: [settings('$CP', 'failOpen', 'false, or nothing: the default is false.')],
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
