import { valuesListIncomplete } from '../../../src/verify/rules/values';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

const uris = (url: string, domain: string) => JSON.stringify([url, 'http://flyteadmin:80', `http://flyteadmin.union-cp.${domain}:80`]);

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
    {
      when: 'the domain of the cluster is misspelt',
      input: changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.cluster.locl')}\n`),
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.auth.authorizedUris',
          line: `authorizedUris: ${uris('https://union.example.com', 'svc.cluster.locl')}`,
          expected: 'the chart\'s entry "http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80"',
          found: 'a list without it',
        },
      ],
    },
  ],
  passes: [
    { when: 'the chart keeps its lists', input: CONTROL_PLANE_VALUES },
    {
      when: 'the public URL has a port',
      input: changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com:8443', 'svc.cluster.local')}\n`),
    },
    {
      when: 'the cluster has another domain',
      input: changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.k8s.acme.internal')}\n`),
    },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of Union\'s charts in the input.',
    },
  ],
});
