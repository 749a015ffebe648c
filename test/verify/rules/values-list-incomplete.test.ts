import { valuesListIncomplete } from '../../../src/verify/rules/values-list-incomplete';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

testRule(valuesListIncomplete, {
  fires: [
    {
      when: 'a list leaves out what the chart has in it',
      input: changed(CONTROL_PLANE_VALUES, '      auth:\n', '      auth:\n        authorizedUris: ["http://flyteadmin:80", "http://flyteadmin.union-cp.svc.cluster.local:80"]\n'),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.auth.authorizedUris',
          line: 'authorizedUris: ["http://flyteadmin:80", "http://flyteadmin.union-cp.svc.cluster.local:80"]',
          expected: 'the chart\'s entry "https://{{ .Values.global.UNION_HOST }}"',
          found: 'a list without it',
        },
      ],
    },
  ],
  passes: [
    { when: 'the chart keeps its lists', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
