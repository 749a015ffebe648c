import { valuesListIncomplete } from '../../../src/verify/rules/values';
import { remedy, testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES, changed } from '../_values';

const uris = (url: string, domain: string) => JSON.stringify([url, 'http://flyteadmin:80', `http://flyteadmin.union-cp.${domain}:80`]);

testRule(valuesListIncomplete, {
  fires: [
    ['a list leaves out what the chart has in it',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', '      auth:\n        authorizedUris: ["http://flyteadmin:80", "http://flyteadmin.union-cp.svc.cluster.local:80"]\n'),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.authorizedUris', 'the chart\'s entry "https://{{ .Values.global.UNION_HOST }}"',
        'a list without it'], remedy(['authorizedUris: [', 'authorizedUris: ["https://{{ .Values.global.UNION_HOST }}", '])],
    ['the domain of the cluster is misspelt',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.cluster.locl')}\n`),
      ['v2/Values controlplane', 'flyte.configmap.adminServer.auth.authorizedUris',
        'the chart\'s entry "http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80"', 'a list without it']],
  ],
  passes: [
    ['the chart keeps its lists', CONTROL_PLANE_VALUES],
    ['the public URL has a port',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com:8443', 'svc.cluster.local')}\n`)],
    ['the cluster has another domain',
      changed(CONTROL_PLANE_VALUES, '      auth:\n', `      auth:\n        authorizedUris: ${uris('https://union.example.com', 'svc.k8s.acme.internal')}\n`)],
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
