import { valuesConnectionCut } from '../../../src/verify/rules/values-connection-cut';
import { testRule } from '../_rule-harness';
import { CONTROL_PLANE_VALUES } from '../_values';

testRule(valuesConnectionCut, {
  fires: [
    {
      when: 'the controller is off whose Service flyteadmin calls',
      input: `${CONTROL_PLANE_VALUES}ingress-nginx: { enabled: false }\n`,
      findings: [
        {
          object: 'v2/Values controlplane',
          field: 'flyte.configmap.adminServer.admin.endpoint',
          line: 'adminServer:',
          expected: 'an address that is served without ingress-nginx',
          found: '"dns:///controlplane-nginx-controller.{{ .Release.Namespace }}.svc.cluster.lo…, while ingress-nginx.enabled is false',
        },
      ],
    },
  ],
  passes: [
    { when: 'the controller is on', input: CONTROL_PLANE_VALUES },
  ],
  notApplicable: [
    {
      when: 'the input has no values file',
      input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
      reason: 'No values of a control plane in the input.',
    },
  ],
});
